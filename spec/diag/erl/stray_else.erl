-module(stray_else).
-export([f/0]).
-else.
f() -> ok.
