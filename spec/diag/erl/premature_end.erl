-module(premature_end).
-export([f/0]).
f() -> ok
