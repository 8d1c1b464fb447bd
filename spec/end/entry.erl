%% An error in the entry process ends the program.
-module(entry).
-export([main/0]).
main() -> io:format("before~n"), hd(list()).
list() -> case os:getenv("NONO") of false -> []; X -> X end.
