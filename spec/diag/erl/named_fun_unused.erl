-module(named_fun_unused).
-export([f/0]).
f() -> fun G() -> 1 end.
