-module(bit_unsized_generator).
-export([f/0]).
f() -> [X || <<X/binary>> <= g()].
g() -> <<>>.
