%% Calls of functions that a module has but does not export are undefined.
-module(not_exported).
-export([main/0, same/1]).

main() ->
    lists:foreach(fun(Call) -> io:format("~w~n", [tried(Call)]) end,
                  [fun() -> not_exported:hidden(1, 2, 3, 4, 5) end,
                   fun() -> not_exported:same(1) end,
                   fun() -> apply(not_exported, hidden, [1, 2, 3, 4, 5]) end,
                   fun() -> hidden(1, 2, 3, 4, 5) end,
                   fun() -> lists:none(1) end]).

tried(Fun) ->
    try
        Fun()
    catch
        error:undef -> undef
    end.

hidden(_, _, _, _, E) -> E.

same(A) -> A.
