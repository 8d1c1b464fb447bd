-module(format_not_list).
-export([f/0]).
f() -> io:format("~p~n", 1).
