-module(unused_comprehension).
-export([f/0]).
f() -> [X + 1 || X <- g()], ok.
g() -> [].
