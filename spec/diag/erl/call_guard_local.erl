-module(call_guard_local).
-export([f/0]).
f() -> case g() of X when abs(X) > 1 -> X end.
g() -> 1.
abs(X) -> X.
-compile({no_auto_import, [abs/1]}).
