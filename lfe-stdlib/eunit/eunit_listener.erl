%% Those who hear of a run of tests: the behaviour for modules that report.
%%
%% A listener is a process. Its module's init/1 may receive {start, Ref}, or leave the message to
%% be skipped here. terminate/2 gets {ok, Counts} with the numbers of tests under pass, fail and
%% skip and of cancelled items under cancel. It may receive {stop, Ref, Pid} and answer {result,
%% Ref, error} to call the run a failure.
-module(eunit_listener).

-export([start/1, start/2, start_callbacks/2]).

-callback init(Options :: list()) -> State :: term().
-callback handle_begin(group | test, Data :: list(), State :: term()) -> State :: term().
-callback handle_end(group | test, Data :: list(), State :: term()) -> State :: term().
-callback handle_cancel(group | test, Data :: list(), State :: term()) -> State :: term().
-callback terminate({ok, Counts :: list()} | {error, Reason :: term()}, State :: term()) ->
    term().

-record(counts, {pass = 0, fail = 0, skip = 0, cancel = 0}).

%% Starts a listener whose module is Module.
start(Module) -> start(Module, []).

%% Starts a listener with options for its init/1.
start(Module, Options) ->
    Callbacks = #{init => fun Module:init/1, 'begin' => fun Module:handle_begin/3,
                  'end' => fun Module:handle_end/3, cancel => fun Module:handle_cancel/3,
                  terminate => fun Module:terminate/2},
    start_callbacks(Callbacks, Options).

%% Starts a listener from its callbacks: a map of funs under init, begin, end, cancel, terminate.
start_callbacks(#{init := Init} = Callbacks, Options) ->
    spawn_link(fun() -> loop(Callbacks, Init(Options), #counts{}) end).

loop(#{'begin' := Begin, 'end' := End, cancel := Cancel} = Callbacks, State, Counts) ->
    receive
        {eunit_event, start, Kind, Data} ->
            loop(Callbacks, Begin(Kind, Data, State), Counts);
        {eunit_event, stop, Kind, Data} ->
            loop(Callbacks, End(Kind, Data, State), counted(Kind, Data, Counts));
        {eunit_event, cancel, Kind, Data} ->
            Cancelled = Counts#counts.cancel + 1,
            loop(Callbacks, Cancel(Kind, Data, State), Counts#counts{cancel = Cancelled});
        {eunit_event, finished} ->
            #counts{pass = Pass, fail = Fail, skip = Skip, cancel = Cancelled} = Counts,
            Numbers = [{pass, Pass}, {fail, Fail}, {skip, Skip}, {cancel, Cancelled}],
            (map_get(terminate, Callbacks))({ok, Numbers}, State);
        {start, _Ref} ->
            loop(Callbacks, State, Counts)
    end.

counted(group, _Data, Counts) -> Counts;
counted(test, Data, #counts{pass = Pass, fail = Fail, skip = Skip} = Counts) ->
    case proplists:get_value(status, Data) of
        ok -> Counts#counts{pass = Pass + 1};
        {error, _} -> Counts#counts{fail = Fail + 1};
        {skipped, _} -> Counts#counts{skip = Skip + 1}
    end.
