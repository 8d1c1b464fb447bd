-module(bit_endian).
-export([f/0]).
f() -> <<1/big-little>>.
