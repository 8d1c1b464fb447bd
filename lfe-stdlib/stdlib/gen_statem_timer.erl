%% The time-outs of a state machine. There is one of each type at most: timeout, state_timeout and
%% {timeout, Name}.
%%
%% A time-out that is due at once needs no timer: it becomes an event as soon as no inserted
%% events are left, in the order of `zero`.
-module(gen_statem_timer).

-export([cancel/2, start_all/2, due/1, fired/3, list/1]).

-include("gen_statem_machine.hrl").

%% Stops a time-out, if it runs.
cancel(Type, #now{timers = Timers, zero = Zero} = Now) ->
    case Timers of
        #{Type := {zero, _}} ->
            Now#now{timers = maps:remove(Type, Timers), zero = lists:delete(Type, Zero)};
        #{Type := {Timer, _}} ->
            stop_timer(Timer),
            Now#now{timers = maps:remove(Type, Timers)};
        _ ->
            Now
    end.

stop_timer(Timer) ->
    case erlang:cancel_timer(Timer) of
        false ->
            receive
                {timeout, Timer, _} -> ok
            after 0 -> ok
            end;
        _ ->
            ok
    end.

%% Does what a list of time-outs in reverse order says; of each type the one given last counts.
%% Gives those that were started, and the machine's new #now{}.
start_all(Timeouts, Now) -> start_all(Timeouts, #{}, [], [], Now).

start_all([Timeout | Rest], Seen, Started, Due, Now) ->
    Type = element(1, Timeout),
    case Seen of
        #{Type := _} ->
            start_all(Rest, Seen, Started, Due, Now);
        _ ->
            NewStarted = case Timeout of
                             {_, Time, _, _} when Time =/= infinity -> [Timeout | Started];
                             _ -> Started
                         end,
            case start(Timeout, Now) of
                {zero, NewNow} ->
                    start_all(Rest, Seen#{Type => []}, NewStarted, [Type | Due], NewNow);
                NewNow ->
                    start_all(Rest, Seen#{Type => []}, NewStarted, Due, NewNow)
            end
    end;
start_all([], _Seen, Started, Due, #now{zero = Zero} = Now) ->
    {lists:reverse(Started), Now#now{zero = Zero ++ Due}}.

start({Type, cancel}, Now) ->
    cancel(Type, Now);
start({Type, update, Content}, #now{timers = Timers} = Now) ->
    case Timers of
        #{Type := {Timer, _}} -> Now#now{timers = Timers#{Type := {Timer, Content}}};
        _ -> {zero, Now#now{timers = Timers#{Type => {zero, Content}}}}
    end;
start({Type, infinity, _Content, _Options}, Now) ->
    cancel(Type, Now);
start({Type, 0, Content, []}, Now) ->
    #now{timers = Timers} = Stopped = cancel(Type, Now),
    {zero, Stopped#now{timers = Timers#{Type => {zero, Content}}}};
start({Type, Time, Content, Options}, Now) ->
    #now{timers = Timers} = Stopped = cancel(Type, Now),
    Timer = erlang:start_timer(Time, self(), Type, Options),
    Stopped#now{timers = Timers#{Type => {Timer, Content}}}.

%% The first event that is due at once, {Event, Now}, or none.
due(#now{zero = []}) -> none;
due(#now{zero = [Type | Zero], timers = Timers} = Now) ->
    {{zero, Content}, Left} = maps:take(Type, Timers),
    {{Type, Content}, Now#now{zero = Zero, timers = Left}}.

%% The event of a timer that went off, {Event, Now}, or none if it is not one of the machine's.
fired(Timer, Type, #now{timers = Timers} = Now) ->
    case Timers of
        #{Type := {Timer, Content}} ->
            {{Type, Content}, Now#now{timers = maps:remove(Type, Timers)}};
        _ ->
            none
    end.

%% The time-outs that run: {How many, [{Type, Content}]}.
list(#now{timers = Timers}) ->
    {map_size(Timers), [{Type, Content} || {Type, {_, Content}} <- maps:to_list(Timers)]}.
