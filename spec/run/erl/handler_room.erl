%% Handlers of exceptions that find no room for what they make: processes with heaps filled to
%% every degree.
-module(handler_room).
-export([main/0]).

main() ->
    Results = [in_process(Words) || Words <- lists:seq(1, 400)],
    io:format("~p~n", [lists:usort(Results)]).

in_process(Words) ->
    Self = self(),
    spawn_link(fun() -> Self ! {self(), made(Words)} end),
    receive
        {Pid, Result} when is_pid(Pid) -> Result
    end.

made(Words) ->
    Filled = lists:seq(1, Words),
    {cancelled, {abort, {mark, {error, {reason, Words}, Stack}}}} =
        attempt(fun() -> error({reason, Words}) end, mark),
    {length(Filled) =:= Words, is_list(Stack)}.

attempt(Fun, Mark) ->
    try
        {ok, Fun()}
    catch
        Class:Reason:Stack -> {cancelled, {abort, {Mark, {Class, Reason, Stack}}}}
    end.
