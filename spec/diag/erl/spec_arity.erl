-module(spec_arity).
-export([f/0]).
-spec f(A) -> A.
f() -> ok.
