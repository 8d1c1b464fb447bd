-module(macro_arguments).
-export([f/0]).
-define(M(A, B), {A, B}).
f() -> ?M(1).
