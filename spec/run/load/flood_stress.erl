%% args: 1
%% not-on: stress
%% (collecting at every chance leaves no time for load)
%% Mailboxes under floods for some seconds (argument, 5 if none is given): many senders to one
%% receiver that takes messages selectively, monitors and links that come and go, timers that fire
%% and are cancelled. Nothing may be lost or come out of order, memory must not grow.
-module(flood_stress).
-export([main/1]).

-define(SENDERS, 16).

main(Args) ->
    {Pid, Ref} = spawn_monitor(fun() -> run(Args) end),
    receive {'DOWN', Ref, process, Pid, normal} -> ok end.

run(Args) ->
    Seconds = case Args of [Text | _] -> list_to_integer(Text); [] -> 5 end,
    Deadline = erlang:monotonic_time(millisecond) + Seconds * 1000,
    Rounds = rounds(Deadline, 0, true),
    garbage_collect(),
    io:format("some rounds: ~p~n", [Rounds > 0]),
    io:format("mailbox empty: ~p~n", [process_info(self(), message_queue_len)]),
    io:format("memory bounded: ~p~n", [erlang:memory(total) < 512 * 1024 * 1024]).

rounds(Deadline, N, Good) ->
    case erlang:monotonic_time(millisecond) >= Deadline of
        true when Good ->
            N;
        false ->
            rounds(Deadline, N + 1, ordered(2000) andalso monitors(500) andalso timers(500))
    end.

%% Each sender's messages come in the order they were sent in.
ordered(Count) ->
    Me = self(),
    Senders = [spawn_link(fun() -> send(Me, I, 1, Count) end) || I <- lists:seq(1, ?SENDERS)],
    Odd = [take(I, 1, Count) || I <- lists:seq(1, ?SENDERS, 2)],
    Even = [take(I, 1, Count) || I <- lists:seq(?SENDERS, 1, -2)],
    [unlink(Sender) || Sender <- Senders],
    lists:all(fun(Taken) -> Taken =:= Count end, Odd ++ Even).

send(_, _, N, Count) when N > Count -> ok;
send(To, I, N, Count) ->
    To ! {I, N, lists:duplicate(N rem 10, I)},
    send(To, I, N + 1, Count).

take(_, N, Count) when N > Count -> Count;
take(I, N, Count) ->
    receive {I, M, Data} ->
        {M, true} = {N, length(Data) =:= N rem 10},
        take(I, N + 1, Count)
    end.

%% Every monitor of a process tells its end once.
monitors(Count) ->
    Refs = [begin
        {Pid, Ref} = spawn_monitor(fun() -> receive die -> exit(I) end end),
        Second = monitor(process, Pid),
        I rem 2 =:= 0 andalso demonitor(Second, [flush]),
        Pid ! die,
        {I, Pid, Ref, Second}
    end || I <- lists:seq(1, Count)],
    [begin
        receive {'DOWN', Ref, process, Pid, I} -> ok end,
        I rem 2 =:= 0 orelse receive {'DOWN', Second, process, Pid, I} -> ok end
    end || {I, Pid, Ref, Second} <- Refs],
    receive {'DOWN', _, _, _, _} = Left -> exit({left, Left}) after 0 -> true end.

%% A timer either fires or is cancelled.
timers(Count) ->
    Timers = [{I, erlang:start_timer(I rem 20, self(), I)} || I <- lists:seq(1, Count)],
    [case I rem 3 of
        0 ->
            case erlang:cancel_timer(Ref) of
                false -> receive {timeout, Ref, I} -> ok end;
                Left when is_integer(Left) -> ok
            end;
        _ ->
            receive {timeout, Ref, I} -> ok end
    end || {I, Ref} <- Timers],
    receive {timeout, _, _} = Left -> exit({left, Left}) after 30 -> true end.
