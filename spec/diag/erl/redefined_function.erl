-module(redefined_function).
-export([f/0, g/1]).
f() -> 1.
g(_) -> 2.
f() -> 3.
