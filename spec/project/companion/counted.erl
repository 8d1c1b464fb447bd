%% Runs its own tests, which are in the module named after it.
-module(counted).
-export([main/0, f/1]).
f(X) -> X + 1.
main() -> io:format("~p~n", [eunit:test(counted)]).
