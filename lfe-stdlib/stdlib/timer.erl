%% Timers and the measuring of time. Times are in milliseconds unless said otherwise.
%%
%% A message to a local process is sent by the runtime's timer; everything else has a process that
%% waits. A timer is {send_local, Reference}, {once, Pid}, {interval, Pid} or {instant, Reference}.
-module(timer).

-export([apply_after/2, apply_after/3, apply_after/4, send_after/2, send_after/3]).
-export([exit_after/2, exit_after/3, kill_after/1, kill_after/2]).
-export([apply_interval/2, apply_interval/3, apply_interval/4, apply_repeatedly/2]).
-export([apply_repeatedly/3, apply_repeatedly/4, send_interval/2, send_interval/3, cancel/1]).
-export([sleep/1, tc/1, tc/2, tc/3, tc/4, now_diff/2, seconds/1, minutes/1, hours/1, hms/3]).
-export([start/0, start_link/0]).

-define(IS_TIME(Time), (is_integer(Time) andalso Time >= 0)).

%% Nothing needs to be started.
start() -> ok.

%% Nothing needs to be started.
start_link() -> ok.

%% ---------------------------------------------------------------- once

%% Call a function without arguments in a new process after a time.
apply_after(Time, Fun) -> apply_after(Time, Fun, []).

%% Call a function with arguments in a new process after a time.
apply_after(Time, Fun, Args) when ?IS_TIME(Time), is_function(Fun), is_list(Args) ->
    once(Time, fun() -> apply(Fun, Args) end);
apply_after(_, _, _) ->
    {error, badarg}.

%% Call Module:Function in a new process after a time.
apply_after(Time, Module, Function, Args)
  when ?IS_TIME(Time), is_atom(Module), is_atom(Function), is_list(Args) ->
    once(Time, fun() -> apply(Module, Function, Args) end);
apply_after(_, _, _, _) ->
    {error, badarg}.

once(0, Fun) ->
    spawn(Fun),
    {ok, {instant, make_ref()}};
once(Time, Fun) ->
    {ok, {once, spawn(fun() ->
                              receive
                                  cancel -> ok
                              after Time ->
                                      Fun()
                              end
                      end)}}.

%% Send the calling process a message after a time.
send_after(Time, Message) -> send_after(Time, self(), Message).

%% Send a process, given by its identifier or name, a message after a time.
send_after(0, Pid, Message) when is_pid(Pid) ->
    Pid ! Message,
    {ok, {instant, make_ref()}};
send_after(Time, Pid, Message) when ?IS_TIME(Time), is_pid(Pid), node(Pid) =:= node() ->
    {ok, {send_local, erlang:send_after(Time, Pid, Message)}};
send_after(Time, Name, Message) when ?IS_TIME(Time), is_pid(Name) orelse is_atom(Name) ->
    once(Time, fun() -> send(Name, Message) end);
send_after(Time, {Name, Node} = To, Message) when ?IS_TIME(Time), is_atom(Name), is_atom(Node) ->
    once(Time, fun() -> send(To, Message) end);
send_after(_, _, _) ->
    {error, badarg}.

send(To, Message) ->
    try
        To ! Message
    catch
        error:badarg -> ok
    end.

%% Make the calling process exit after a time.
exit_after(Time, Reason) -> exit_after(Time, self(), Reason).

%% Make a process exit after a time.
exit_after(Time, Pid, Reason) -> apply_after(Time, erlang, exit, [Pid, Reason]).

%% Kill the calling process after a time.
kill_after(Time) -> exit_after(Time, self(), kill).

%% Kill a process after a time.
kill_after(Time, Pid) -> exit_after(Time, Pid, kill).

%% ---------------------------------------------------------------- again and again

%% Call a function in a new process at every interval, as long as the caller lives.
apply_interval(Time, Fun) -> apply_interval(Time, Fun, []).

%% The same with arguments.
apply_interval(Time, Fun, Args) when ?IS_TIME(Time), is_function(Fun), is_list(Args) ->
    interval(Time, self(), fun() -> spawn(fun() -> apply(Fun, Args) end) end);
apply_interval(_, _, _) ->
    {error, badarg}.

%% Call Module:Function in a new process at every interval.
apply_interval(Time, Module, Function, Args)
  when ?IS_TIME(Time), is_atom(Module), is_atom(Function), is_list(Args) ->
    interval(Time, self(), fun() -> spawn(Module, Function, Args) end);
apply_interval(_, _, _, _) ->
    {error, badarg}.

%% Like apply_interval/2, but a call begins only when the one before has ended.
apply_repeatedly(Time, Fun) -> apply_repeatedly(Time, Fun, []).

%% The same with arguments.
apply_repeatedly(Time, Fun, Args) when ?IS_TIME(Time), is_function(Fun), is_list(Args) ->
    interval(Time, self(), fun() -> wait(spawn_monitor(fun() -> apply(Fun, Args) end)) end);
apply_repeatedly(_, _, _) ->
    {error, badarg}.

%% The same with Module:Function.
apply_repeatedly(Time, Module, Function, Args)
  when ?IS_TIME(Time), is_atom(Module), is_atom(Function), is_list(Args) ->
    interval(Time, self(), fun() -> wait(spawn_monitor(Module, Function, Args)) end);
apply_repeatedly(_, _, _, _) ->
    {error, badarg}.

wait({Pid, Monitor}) ->
    receive
        {'DOWN', Monitor, process, Pid, _} -> ok
    end.

%% Send the calling process a message at every interval.
send_interval(Time, Message) -> send_interval(Time, self(), Message).

%% Send a process a message at every interval, as long as it lives.
send_interval(Time, To, Message) when ?IS_TIME(Time), is_pid(To) orelse is_atom(To) ->
    interval(Time, To, fun() -> send(To, Message) end);
send_interval(Time, {Name, Node} = To, Message)
  when ?IS_TIME(Time), is_atom(Name), is_atom(Node) ->
    interval(Time, To, fun() -> send(To, Message) end);
send_interval(_, _, _) ->
    {error, badarg}.

%% Intervals are counted from the start, so that delays do not add up.
interval(Time, Owner, Fun) ->
    Start = erlang:monotonic_time(millisecond),
    {ok, {interval, spawn(fun() ->
                                  Monitor = monitor(process, Owner),
                                  ticks(Start + Time, Time, Monitor, Fun)
                          end)}}.

ticks(Next, Time, Monitor, Fun) ->
    Timer = erlang:start_timer(Next, self(), tick, [{abs, true}]),
    receive
        {timeout, Timer, tick} ->
            Fun(),
            ticks(Next + Time, Time, Monitor, Fun);
        cancel ->
            ok;
        {'DOWN', Monitor, _, _, _} ->
            ok
    end.

%% Stop a timer.
cancel({send_local, Reference}) when is_reference(Reference) ->
    erlang:cancel_timer(Reference),
    {ok, cancel};
cancel({Kind, Pid}) when is_pid(Pid), Kind =:= once orelse Kind =:= interval ->
    Pid ! cancel,
    {ok, cancel};
cancel({instant, Reference}) when is_reference(Reference) ->
    {ok, cancel};
cancel(_) ->
    {error, badarg}.

%% ---------------------------------------------------------------- waiting, measuring

%% Wait for a time, or for ever if it is infinity.
sleep(Time) ->
    receive
    after Time -> ok
    end.

%% Call a function; {Microseconds, Value}.
tc(Fun) ->
    Start = erlang:monotonic_time(microsecond),
    Value = Fun(),
    {erlang:monotonic_time(microsecond) - Start, Value}.

%% Call a function with arguments, or without any and with a unit of time for the answer.
tc(Fun, Args) when is_list(Args) ->
    tc(Fun, Args, microsecond);
tc(Fun, Unit) ->
    tc(Fun, [], Unit).

%% Call Module:Function, or a function with arguments and a unit of time.
tc(Module, Function, Args) when is_list(Args) ->
    tc(Module, Function, Args, microsecond);
tc(Fun, Args, Unit) ->
    Start = erlang:monotonic_time(Unit),
    Value = apply(Fun, Args),
    {erlang:monotonic_time(Unit) - Start, Value}.

%% Call Module:Function; the time is in Unit.
tc(Module, Function, Args, Unit) ->
    Start = erlang:monotonic_time(Unit),
    Value = apply(Module, Function, Args),
    {erlang:monotonic_time(Unit) - Start, Value}.

%% The microseconds between two times as os:timestamp/0 gives them.
now_diff({Mega2, Seconds2, Micro2}, {Mega1, Seconds1, Micro1}) ->
    ((Mega2 - Mega1) * 1000000 + Seconds2 - Seconds1) * 1000000 + Micro2 - Micro1.

%% Seconds in milliseconds.
seconds(Seconds) -> 1000 * Seconds.

%% Minutes in milliseconds.
minutes(Minutes) -> 60000 * Minutes.

%% Hours in milliseconds.
hours(Hours) -> 3600000 * Hours.

%% Hours, minutes and seconds in milliseconds.
hms(Hours, Minutes, Seconds) -> hours(Hours) + minutes(Minutes) + seconds(Seconds).
