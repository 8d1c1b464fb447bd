-module(formats).
-export([f/1]).

f(X) ->
    io:format("~p~n"), io:format("~p~n", []), io:format("~p ~p~n", [X]), io:format("~n", [X]),
    io:format("~p~n", [X, X]), io:format("~y", [X]), io:format("~", [X]), io:format("ok"),
    io_lib:format("~*s ~-10.3w ~*..*s", [1, X, X, 1, 2, X]), io:format(user, "~w", []),
    io:format("~s", X), io:format("~s", foo), io:fwrite("~10.16.0B", [X]).
