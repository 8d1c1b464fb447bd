-module(unbound_size).
-export([f/0]).
f() -> <<X:N>> = g(), X.
g() -> <<>>.
