%% The process that knows the applications of a program: which are loaded and which run. It is
%% started when it is first asked.
%%
%% What is asked often is kept where everybody can read it: the keys of an application under
%% {application_keys, Name}, its environment under {application_env, Name}, both as maps, and the
%% application of a group leader under {application_master, Pid}; all are persistent terms, and
%% only this process writes them.
-module(application_controller).

-behaviour(gen_server).

-include_lib("kernel/include/logger.hrl").

-export([ask/1, ask/2, keys/1, env/1, of_leader/1]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).
-export([format_log/1, format_log/2]).

-record(state, {loaded = [], starting = #{}, running = [], stopping = #{}}).
-record(starting, {type, callers = [], master}).
-record(running, {name, type, master}).

%% ---------------------------------------------------------------- what others ask

%% Asks the controller, which is started if it does not run yet.
ask(Request) -> ask(Request, infinity).

%% The same with a time limit.
ask(Request, Timeout) ->
    whereis(?MODULE) =:= undefined andalso
        gen_server:start({local, ?MODULE}, ?MODULE, [], []),
    gen_server:call(?MODULE, Request, Timeout).

%% The keys of a loaded application as a map, or undefined.
keys(Name) ->
    case persistent_term:get({application_keys, Name}, undefined) of
        undefined -> builtin(Name);
        Keys -> Keys
    end.

%% The environment of an application.
env(Name) -> persistent_term:get({application_env, Name}, #{}).

%% The application whose processes have this group leader, or undefined.
of_leader(Leader) -> persistent_term:get({application_master, Leader}, undefined).

%% The applications that every program has.
builtin(kernel) -> with_defaults([{description, "ERTS  CXC 138 10"}, {vsn, "8.5.3"}]);
builtin(stdlib) ->
    with_defaults([{description, "ERTS  CXC 138 10"}, {vsn, "4.2"}, {applications, [kernel]}]);
builtin(_) -> undefined.

with_defaults(Keys) ->
    Defaults = #{description => [], id => [], vsn => [], modules => [], maxP => infinity,
                 maxT => infinity, registered => [], included_applications => [],
                 optional_applications => [], applications => [], env => [], mod => [],
                 start_phases => undefined},
    maps:merge(Defaults, maps:with(maps:keys(Defaults), maps:from_list(Keys))).

%% ---------------------------------------------------------------- requests

%% Begins with nothing loaded but what every program has.
init([]) ->
    process_flag(trap_exit, true),
    {ok, #state{}}.

%% Answers what others ask.
handle_call({load, Resource}, _From, State) ->
    case load(Resource, State) of
        {ok, NewState} -> {reply, ok, NewState};
        Error -> {reply, Error, State}
    end;
handle_call({unload, Name}, _From, #state{loaded = Loaded} = State) ->
    case {lists:member(Name, Loaded), is_active(Name, State)} of
        {_, true} ->
            {reply, {error, {running, Name}}, State};
        {false, _} ->
            {reply, {error, {not_loaded, Name}}, State};
        {true, false} ->
            persistent_term:erase({application_keys, Name}),
            persistent_term:erase({application_env, Name}),
            {reply, ok, State#state{loaded = lists:delete(Name, Loaded)}}
    end;
handle_call({start, Name, Type}, From, State) ->
    start(Name, Type, From, State);
handle_call({stop, Name}, From, #state{running = Running, stopping = Stopping} = State) ->
    case {lists:keyfind(Name, #running.name, Running), Stopping} of
        {_, #{Name := Callers}} ->
            {noreply, State#state{stopping = Stopping#{Name := [From | Callers]}}};
        {#running{master = undefined} = Application, _} ->
            {reply, ok, stopped(Application, State)};
        {#running{master = Master}, _} ->
            application_master:stop(Master),
            {noreply, State#state{stopping = Stopping#{Name => [From]}}};
        {false, _} ->
            {reply, {error, {not_started, Name}}, State}
    end;
handle_call({set_env, Settings}, _From, State) ->
    [put_env(Name, maps:merge(env(Name), maps:from_list(List))) || {Name, List} <- Settings],
    {reply, ok, State};
handle_call({unset_env, Name, Key}, _From, State) ->
    put_env(Name, maps:remove(Key, env(Name))),
    {reply, ok, State};
handle_call(which_applications, _From, #state{running = Running} = State) ->
    Names = [Name || #running{name = Name} <- Running] ++ [stdlib, kernel],
    {reply, [described(Name) || Name <- Names], State};
handle_call(loaded_applications, _From, #state{loaded = Loaded} = State) ->
    {reply, [described(Name) || Name <- Loaded ++ [stdlib, kernel]], State};
handle_call({is_running, Name}, _From, State) ->
    {reply, is_running(Name, State), State};
handle_call({master, Name}, _From, #state{running = Running} = State) ->
    Master = case lists:keyfind(Name, #running.name, Running) of
                 #running{master = Pid} -> Pid;
                 false -> undefined
             end,
    {reply, Master, State};
handle_call(info, _From, #state{loaded = Loaded, running = Running} = State) ->
    Info = [{loaded, [described(Name) || Name <- Loaded ++ [stdlib, kernel]]},
            {loading, []},
            {started, [{Name, Type} || #running{name = Name, type = Type} <- Running]},
            {start_p_false, []},
            {running, [{Name, Master} || #running{name = Name, master = Master} <- Running]},
            {starting, maps:keys(State#state.starting)}],
    {reply, Info, State}.

%% Ignores what it does not know.
handle_cast(_Message, State) ->
    {noreply, State}.

described(Name) ->
    #{description := Description, vsn := Version} = keys(Name),
    {Name, Description, Version}.

put_env(Name, Env) -> persistent_term:put({application_env, Name}, Env).

%% ---------------------------------------------------------------- loading

load({application, Name, Keys} = Resource, #state{loaded = Loaded} = State)
  when is_atom(Name), is_list(Keys) ->
    case lists:member(Name, Loaded) orelse builtin(Name) =/= undefined of
        true ->
            {error, {already_loaded, Resource}};
        false ->
            #{included_applications := Included, env := Env} = All =
                with_defaults([Pair || {_, _} = Pair <- Keys]),
            persistent_term:put({application_keys, Name}, All),
            Persistent = persistent_term:get({application_persistent, Name}, #{}),
            put_env(Name, maps:merge(maps:merge(env(Name), maps:from_list(Env)), Persistent)),
            load_included(Included, State#state{loaded = [Name | Loaded]})
    end;
load({application, Name, Keys}, _State) when is_atom(Name) ->
    {error, {invalid_options, Keys}};
load(Name, #state{loaded = Loaded}) when is_atom(Name) ->
    case lists:member(Name, Loaded) orelse builtin(Name) =/= undefined of
        true -> {error, {already_loaded, Name}};
        false -> {error, {"no such file or directory", atom_to_list(Name) ++ ".app"}}
    end;
load(Other, _State) ->
    {error, {bad_application, Other}}.

load_included([Name | Names], #state{loaded = Loaded} = State) ->
    case lists:member(Name, Loaded) of
        true -> load_included(Names, State);
        false ->
            case load(Name, State) of
                {ok, NewState} -> load_included(Names, NewState);
                Error -> Error
            end
    end;
load_included([], State) ->
    {ok, State}.

%% ---------------------------------------------------------------- starting

is_running(Name, #state{running = Running}) ->
    builtin(Name) =/= undefined orelse lists:keymember(Name, #running.name, Running).

is_active(Name, #state{starting = Starting} = State) ->
    is_running(Name, State) orelse is_map_key(Name, Starting).

start(Name, Type, From, #state{loaded = Loaded, starting = Starting} = State) ->
    case {is_running(Name, State), Starting, lists:member(Name, Loaded)} of
        {true, _, _} ->
            {reply, {error, {already_started, Name}}, State};
        {_, #{Name := #starting{callers = Callers} = Entry}, _} ->
            NewEntry = Entry#starting{callers = [From | Callers]},
            {noreply, State#state{starting = Starting#{Name := NewEntry}}};
        {_, _, false} ->
            {reply, {error, {not_loaded, Name}}, State};
        _ ->
            case missing(keys(Name), State) of
                [] -> start_now(Name, keys(Name), Type, From, State);
                [Missing | _] -> {reply, {error, {not_started, Missing}}, State}
            end
    end.

%% The applications that must be running before this one.
missing(#{applications := Needed, optional_applications := Optional}, State) ->
    [Name || Name <- Needed, not is_running(Name, State),
             not lists:member(Name, Optional) orelse is_loaded(Name, State)].

is_loaded(Name, #state{loaded = Loaded}) -> lists:member(Name, Loaded).

start_now(Name, #{mod := []}, Type, _From, State) ->
    {reply, ok, started(Name, Type, undefined, State)};
start_now(Name, #{mod := Mod, start_phases := Phases}, Type, From, State) ->
    Application = #{name => Name, mod => Mod, start_phases => Phases},
    Master = application_master:start_link(Application, normal),
    persistent_term:put({application_master, Master}, Name),
    Entry = #starting{type = Type, callers = [From], master = Master},
    {noreply, State#state{starting = (State#state.starting)#{Name => Entry}}}.

started(Name, Type, Master, #state{running = Running} = State) ->
    ?LOG_INFO(#{label => {?MODULE, progress},
                report => [{application, Name}, {started_at, node()}]},
              #{domain => [otp, sasl],
                report_cb => fun ?MODULE:format_log/2,
                logger_formatter => #{title => "PROGRESS REPORT"},
                error_logger => #{tag => info_report, type => progress,
                                  report_cb => fun ?MODULE:format_log/1}}),
    State#state{running = [#running{name = Name, type = Type, master = Master} | Running]}.

%% ---------------------------------------------------------------- what masters tell

%% Looks after the masters of applications; stops all when the program ends.
handle_info({application_started, Name, Master}, #state{starting = Starting} = State) ->
    case maps:take(Name, Starting) of
        {#starting{type = Type, callers = Callers, master = Master}, Rest} ->
            [gen_server:reply(From, ok) || From <- Callers],
            {noreply, started(Name, Type, Master, State#state{starting = Rest})};
        error ->
            {noreply, State}
    end;
handle_info({'EXIT', Master, Reason}, State) ->
    Name = of_leader(Master),
    persistent_term:erase({application_master, Master}),
    ended(Name, Master, Reason, State);
handle_info({stop_all, From, Tag}, #state{running = Running} = State) ->
    Last = lists:foldl(fun stop_and_wait/2, State, Running),
    From ! {stopped_all, Tag},
    {noreply, Last};
handle_info(_, State) ->
    {noreply, State}.

ended(Name, Master, Reason, #state{starting = Starting, running = Running} = State) ->
    case {Starting, lists:keyfind(Name, #running.name, Running)} of
        {#{Name := #starting{type = Type, callers = Callers, master = Master}}, _} ->
            [gen_server:reply(From, {error, Reason}) || From <- Callers],
            report_exit(Name, Reason, Type),
            {noreply, State#state{starting = maps:remove(Name, Starting)}};
        {_, #running{master = Master} = Application} when is_map_key(Name, State#state.stopping) ->
            {noreply, stopped(Application, State)};
        {_, #running{master = Master, type = Type} = Application} ->
            report_exit(Name, Reason, Type),
            NewState = State#state{running = lists:delete(Application, Running)},
            is_fatal(Type, Reason) andalso end_program({application_terminated, Name, Reason}),
            {noreply, NewState};
        _ ->
            {noreply, State}
    end.

stopped(#running{name = Name, type = Type} = Application, State) ->
    #state{running = Running, stopping = Stopping} = State,
    report_exit(Name, stopped, Type),
    [gen_server:reply(From, ok) || From <- maps:get(Name, Stopping, [])],
    State#state{running = lists:delete(Application, Running),
                stopping = maps:remove(Name, Stopping)}.

is_fatal(permanent, _Reason) -> true;
is_fatal(transient, Reason) -> Reason =/= normal;
is_fatal(temporary, _Reason) -> false.

%% A program ends with an application that it cannot be without.
end_program(Reason) ->
    Text = io_lib:format("Kernel pid terminated (application_controller) (~0tp)~n", [Reason]),
    io:put_chars(standard_error, Text),
    init:stop(1).

stop_and_wait(#running{master = undefined} = Application, State) ->
    stopped(Application, State);
stop_and_wait(#running{master = Master} = Application, State) ->
    application_master:stop(Master),
    receive
        {'EXIT', Master, _} -> stopped(Application, State)
    end.

%% Stops the applications that still run.
terminate(_Reason, #state{running = Running} = State) ->
    lists:foldl(fun stop_and_wait/2, State, Running),
    ok.

%% ---------------------------------------------------------------- reports

report_exit(Name, Reason, Type) ->
    ?LOG_NOTICE(#{label => {?MODULE, exit},
                  report => [{application, Name}, {exited, Reason}, {type, Type}]},
                #{domain => [otp],
                  report_cb => fun ?MODULE:format_log/2,
                  error_logger => #{tag => info_report, type => std_info,
                                    report_cb => fun ?MODULE:format_log/1}}).

%% Format and arguments of a report, for error_logger.
format_log(Report) -> report_text:format_and_args(pieces(Report, false)).

%% The text of a report, for the logger.
format_log(Report, Options) ->
    report_text:format(pieces(Report, map_get(single_line, Options)), Options).

pieces(#{label := {?MODULE, progress}, report := [{_, Name}, {_, Node}]}, true) ->
    ["Application: ", {term, Name}, ". Started at: ", {term, Node}, "."];
pieces(#{label := {?MODULE, progress}, report := [{_, Name}, {_, Node}]}, false) ->
    ["    application: ", {term, Name}, "~n    started_at: ", {term, Node}, "~n"];
pieces(#{label := {?MODULE, exit}, report := [{_, Name}, {_, Reason}, {_, Type}]}, true) ->
    ["Application: ", {term, Name}, ". Exited: ", {term, Reason}, ". Type: ", {term, Type}, "."];
pieces(#{label := {?MODULE, exit}, report := [{_, Name}, {_, Reason}, {_, Type}]}, false) ->
    ["    application: ", {term, Name}, "~n    exited: ", {term, Reason}, "~n    type: ",
     {term, Type}, "~n"].
