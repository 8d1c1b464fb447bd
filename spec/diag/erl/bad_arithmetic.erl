-module(bad_arithmetic).
-export([f/0]).
f() -> a + 1.
