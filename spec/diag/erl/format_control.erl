-module(format_control).
-export([f/0]).
f() -> io:format("~q~n", [1]).
