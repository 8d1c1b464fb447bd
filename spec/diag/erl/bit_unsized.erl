-module(bit_unsized).
-export([f/0]).
f() -> <<X/binary, Y>> = g(), {X, Y}.
g() -> <<>>.
