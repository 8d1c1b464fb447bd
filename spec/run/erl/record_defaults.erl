%% Defaults of records that are no guard expressions, in filters of comprehensions.
-module(record_defaults).
-export([main/1]).

-record(r, {a = three(), b = catch exit(why), c = self() =:= self()}).

three() -> 3.

main(_) ->
    io:format("~p~n", [[X || X <- [1, 2, 3, #r{}], X == #r{}]]),
    io:format("~p~n", [[X || X <- [1, 2, 3, #r{}], X == #r{a = 1} orelse X == 1]]),
    io:format("~p~n", [[X || X <- [1, 2, 3, #r{}], (#r{})#r.a == X]]),
    io:format("~p~n", [[X || X <- [1, #r{a = 1, b = 2}], X == #r{a = 1, b = 2}]]),
    io:format("~p~n", [<< <<X>> || <<X>> <= <<1, 2, 3>>, #r{_ = X} == #r{_ = 2}>>]).
