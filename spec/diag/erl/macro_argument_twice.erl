-module(macro_argument_twice).
-export([f/0]).
-define(M(A, A), A).
f() -> ok.
