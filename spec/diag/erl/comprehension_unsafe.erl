-module(comprehension_unsafe).
-export([f/0]).
f() -> [Y = X || X <- [1]], Y.
