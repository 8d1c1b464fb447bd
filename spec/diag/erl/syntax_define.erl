-module(syntax_define).
-export([f/0]).
-define(A).
f() -> ok.
