-module(bit_type).
-export([f/0]).
f() -> <<1/foo>>.
