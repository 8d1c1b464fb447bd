-module(macro_bad).
-export([f/0]).
-define(M(1), 2).
f() -> ok.
