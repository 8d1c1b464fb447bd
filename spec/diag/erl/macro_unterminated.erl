-module(macro_unterminated).
-export([f/0]).
-define(M(A), A).
f() -> ?M(1.
