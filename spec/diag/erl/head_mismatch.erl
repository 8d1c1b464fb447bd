-module(head_mismatch).
-export([f/0]).
f() -> 1;
g() -> 2.
