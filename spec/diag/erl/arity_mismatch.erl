-module(arity_mismatch).
-export([f/1]).
f(A) -> A;
f(A, B) -> {A, B}.
