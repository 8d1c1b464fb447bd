-module(bad_generator).
-export([f/0]).
f() -> [X || X <- [1], Y].
