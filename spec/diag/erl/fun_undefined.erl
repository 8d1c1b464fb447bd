-module(fun_undefined).
-export([f/0]).
f() -> fun g/3.
