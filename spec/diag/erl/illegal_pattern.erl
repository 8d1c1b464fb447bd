-module(illegal_pattern).
-export([f/0]).
f() -> case 1 of 1 + X -> X; g() -> 2 end.
