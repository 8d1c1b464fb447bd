-module(macro_redefined).
-export([f/0]).
-define(M, 1).
-define(M, 2).
f() -> ?M.
