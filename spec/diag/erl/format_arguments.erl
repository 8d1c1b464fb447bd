-module(format_arguments).
-export([f/0]).
f() -> io:format("~p ~p~n", [1]).
