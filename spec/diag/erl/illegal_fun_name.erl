-module(illegal_fun_name).
-export([f/0]).
f() -> fun 1/2.
