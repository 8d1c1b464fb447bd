%% Waits for ever.
-module(waits).
-export([main/0]).
main() -> io:format("ready~n"), receive never -> ok end.
