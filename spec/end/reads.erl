%% Reads a line.
-module(reads).
-export([main/0]).
main() -> io:format("~p~n", [io:get_line("")]).
