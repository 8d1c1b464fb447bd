%% Writes more than any buffer holds.
-module(floods).
-export([main/0]).
main() -> flood(100000), io:format(standard_error, "written~n", []).
flood(0) -> ok;
flood(N) -> io:format("line ~w~n", [N]), flood(N - 1).
