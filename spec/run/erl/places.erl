%% Files and lines that -file says functions are from.
-module(places).
-export([main/1]).

main(_) ->
    show(fun() -> before(a) end),
    show(fun() -> other(a) end),
    show(fun() -> back(a) end).

before(X) ->
    {X + 1}.

show(Fun) ->
    try Fun()
    catch _:badarith:Trace ->
        [{_, Function, _, [{file, File}, Line]} | _] = [E || {?MODULE, _, _, _} = E <- Trace],
        io:format("~p ~s ~p~n", [Function, filename:basename(File), Line])
    end.

-file("grammar.yrl", 100).
other(X) ->
    io:format("~s ~p~n", [?FILE, ?LINE]),
    {X + 1}.

-file("places.erl", 26).
back(X) ->
    {X + 1}.
