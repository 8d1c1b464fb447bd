-module(bit_types).
-export([f/0]).
f() -> <<1/integer-binary>>.
