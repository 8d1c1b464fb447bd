%% Applications: parts of a program that are started and stopped as a whole and have settings,
%% their environment.
-module(application).

-export([load/1, load/2, unload/1, start/1, start/2, stop/1, permit/2, takeover/2]).
-export([ensure_started/1, ensure_started/2, ensure_all_started/1, ensure_all_started/2]).
-export([ensure_all_started/3, which_applications/0, which_applications/1]).
-export([loaded_applications/0, info/0, get_application/0, get_application/1, get_supervisor/1]).
-export([start_type/0, get_key/1, get_key/2, get_all_key/0, get_all_key/1]).
-export([get_env/1, get_env/2, get_env/3, get_all_env/0, get_all_env/1]).
-export([set_env/1, set_env/2, set_env/3, set_env/4, unset_env/2, unset_env/3]).

-callback start(Type :: term(), Args :: term()) ->
    {ok, pid()} | {ok, pid(), State :: term()} | {error, Reason :: term()}.
-callback stop(State :: term()) -> term().
-callback start_phase(Phase :: atom(), Type :: term(), Args :: term()) ->
    ok | {error, Reason :: term()}.
-callback prep_stop(State :: term()) -> State :: term().
-callback config_change(Changed :: list(), New :: list(), Removed :: list()) -> ok.
-optional_callbacks([start_phase/3, prep_stop/1, config_change/3]).

%% The order of an application's keys in get_all_key.
-define(KEYS, [description, id, vsn, modules, maxP, maxT, registered, included_applications,
               optional_applications, applications, env, mod, start_phases]).

%% ---------------------------------------------------------------- loading, starting, stopping

%% Makes an application known: by its name, or by its resource {application, Name, Keys}.
load(Application) -> load(Application, []).

%% The same; where it may run is not heeded.
load({application, Name, _} = Resource, _Nodes) when is_atom(Name) ->
    application_controller:ask({load, Resource});
load(Name, _Nodes) when is_atom(Name) -> application_controller:ask({load, Name});
load(Other, _Nodes) -> {error, {bad_application, Other}}.

%% Forgets an application that does not run.
unload(Name) -> application_controller:ask({unload, Name}).

%% Starts an application; those that it needs must run.
start(Name) -> start(Name, temporary).

%% The same; the program ends with a permanent application, or with a transient one that does not
%% end as it should.
start(Name, Type) when Type =:= permanent; Type =:= transient; Type =:= temporary ->
    case load(Name) of
        ok -> start_loaded(Name, Type);
        {error, {already_loaded, Name}} -> start_loaded(Name, Type);
        {error, Reason} -> {error, Reason}
    end;
start(_Name, Type) ->
    {error, {invalid_restart_type, Type}}.

start_loaded({application, Name, _}, Type) -> start_loaded(Name, Type);
start_loaded(Name, Type) -> application_controller:ask({start, Name, Type}).

%% Stops an application.
stop(Name) -> application_controller:ask({stop, Name}).

%% Starts an application if it does not run.
ensure_started(Name) -> ensure_started(Name, temporary).

%% The same with a type.
ensure_started(Name, Type) ->
    case start(Name, Type) of
        {error, {already_started, Name}} -> ok;
        Result -> Result
    end.

%% Starts an application, or several, and what they need: {ok, Started}, or {error, {Name,
%% Reason}} with those stopped again that had been started.
ensure_all_started(Names) -> ensure_all_started(Names, temporary).

%% The same with a type.
ensure_all_started(Names, Type) -> ensure_all_started(Names, Type, serial).

%% The same, one after the other in any mode.
ensure_all_started(Name, Type, Mode) when is_atom(Name) ->
    ensure_all_started([Name], Type, Mode);
ensure_all_started(Names, Type, _Mode) when is_list(Names) ->
    case all_started(Names, Type, []) of
        {ok, Started} ->
            {ok, lists:reverse(Started)};
        {error, Reason, Started} ->
            [stop(Name) || Name <- Started],
            {error, Reason}
    end.

all_started([Name | Names], Type, Started) ->
    case with_needed(Name, Type, Started) of
        {ok, NewStarted} -> all_started(Names, Type, NewStarted);
        Error -> Error
    end;
all_started([], _Type, Started) ->
    {ok, Started}.

with_needed(Name, Type, Started) ->
    load_optional(Name),
    case start(Name, Type) of
        ok -> {ok, [Name | Started]};
        {error, {already_started, Name}} -> {ok, Started};
        {error, {not_started, Needed}} ->
            case with_needed(Needed, Type, Started) of
                {ok, NewStarted} -> with_needed(Name, Type, NewStarted);
                Error -> Error
            end;
        {error, Reason} -> {error, {Name, Reason}, Started}
    end.

%% Applications that need not be there are started if they are.
load_optional(Name) ->
    load(Name),
    case application_controller:keys(Name) of
        #{optional_applications := Optional} -> [load(Other) || Other <- Optional];
        undefined -> ok
    end.

%% Says whether an application may run on this node: it may.
permit(Name, Permission) when is_boolean(Permission) ->
    case application_controller:keys(Name) of
        undefined -> {error, {not_loaded, Name}};
        _ -> ok
    end.

%% Takes over an application from another node: there is none.
takeover(Name, _Type) -> {error, {not_running_distributed, Name}}.

%% ---------------------------------------------------------------- asking about applications

%% The applications that run: {Name, Description, Version}.
which_applications() -> which_applications(infinity).

%% The same with a time limit.
which_applications(Timeout) -> application_controller:ask(which_applications, Timeout).

%% The applications that are known.
loaded_applications() -> application_controller:ask(loaded_applications).

%% All that is known.
info() -> application_controller:ask(info).

%% The application to which this process belongs.
get_application() -> of_leader(group_leader()).

%% The application to which a process or a module belongs: {ok, Name} or undefined.
get_application(Pid) when is_pid(Pid) ->
    case process_info(Pid, group_leader) of
        {group_leader, Leader} -> of_leader(Leader);
        undefined -> undefined
    end;
get_application(Module) when is_atom(Module) ->
    Loaded = [Name || {Name, _, _} <- loaded_applications()],
    case [Name || Name <- Loaded, lists:member(Module, key_of(Name, modules))] of
        [Name | _] -> {ok, Name};
        [] -> undefined
    end.

of_leader(Leader) ->
    case application_controller:of_leader(Leader) of
        undefined -> undefined;
        Name -> {ok, Name}
    end.

key_of(Name, Key) -> map_get(Key, application_controller:keys(Name)).

%% The top supervisor of an application: {ok, Pid} or undefined.
get_supervisor(Name) ->
    case application_controller:ask({master, Name}) of
        undefined -> undefined;
        Master ->
            case application_master:get_child(Master) of
                {Pid, _Module} -> {ok, Pid};
                [] -> undefined
            end
    end.

%% How the application of this process was started; undefined if it belongs to none.
start_type() ->
    case get_application() of
        {ok, _} -> local;
        undefined -> undefined
    end.

%% A key of this process' application: {ok, Value} or undefined.
get_key(Key) -> for_own(fun(Name) -> get_key(Name, Key) end, undefined).

%% A key of an application.
get_key(Name, Key) ->
    case application_controller:keys(Name) of
        #{Key := Value} -> {ok, Value};
        _ -> undefined
    end.

%% All keys of this process' application: a list of pairs.
get_all_key() -> for_own(fun get_all_key/1, []).

%% All keys of an application: {ok, Pairs} or undefined.
get_all_key(Name) ->
    case application_controller:keys(Name) of
        undefined -> undefined;
        Keys -> {ok, [{Key, map_get(Key, Keys)} || Key <- ?KEYS]}
    end.

for_own(Fun, Default) ->
    case get_application() of
        {ok, Name} -> Fun(Name);
        undefined -> Default
    end.

%% ---------------------------------------------------------------- environment

%% A setting of this process' application: {ok, Value} or undefined.
get_env(Key) -> for_own(fun(Name) -> get_env(Name, Key) end, undefined).

%% A setting of an application.
get_env(Name, Key) ->
    case application_controller:env(Name) of
        #{Key := Value} -> {ok, Value};
        _ -> undefined
    end.

%% A setting of an application, or a default.
get_env(Name, Key, Default) ->
    case application_controller:env(Name) of
        #{Key := Value} -> Value;
        _ -> Default
    end.

%% All settings of this process' application.
get_all_env() -> for_own(fun get_all_env/1, []).

%% All settings of an application.
get_all_env(Name) -> maps:to_list(application_controller:env(Name)).

%% Changes settings of several applications: [{Name, [{Key, Value}]}].
set_env(Settings) -> set_env(Settings, []).

%% The same with options: timeout, persistent.
set_env(Settings, Options) when is_list(Settings), is_list(Options) ->
    case wrong_setting(Settings, []) of
        none -> change_env(Settings, Options);
        Text -> error({badarg, Text}, [Settings, Options])
    end.

%% Changes a setting.
set_env(Name, Key, Value) -> set_env(Name, Key, Value, []).

%% The same with options, or with a time limit.
set_env(Name, Key, Value, Timeout) when is_integer(Timeout); Timeout =:= infinity ->
    set_env(Name, Key, Value, [{timeout, Timeout}]);
set_env(Name, Key, Value, Options) when is_list(Options) ->
    change_env([{Name, [{Key, Value}]}], Options).

change_env(Settings, Options) ->
    lists:keyfind(persistent, 1, Options) =:= {persistent, true} andalso persist(Settings),
    application_controller:ask({set_env, Settings}, timeout(Options)).

%% Such settings win over those of the application's resource when that is loaded.
persist(Settings) ->
    [begin
         Key = {application_persistent, Name},
         Before = persistent_term:get(Key, #{}),
         persistent_term:put(Key, maps:merge(Before, maps:from_list(List)))
     end || {Name, List} <- Settings],
    ok.

timeout(Options) ->
    case lists:keyfind(timeout, 1, Options) of
        {timeout, Timeout} -> Timeout;
        false -> infinity
    end.

wrong_setting([{Name, List} | Rest], Seen) when is_atom(Name), is_list(List) ->
    case lists:member(Name, Seen) of
        true -> text("duplicate application config: ~tp", [Name]);
        false ->
            case wrong_parameter(List, []) of
                none -> wrong_setting(Rest, [Name | Seen]);
                {Format, What} -> text("application: ~tp; " ++ Format, [Name, What])
            end
    end;
wrong_setting([Other | _], _Seen) ->
    text("invalid application config: ~tp", [Other]);
wrong_setting([], _Seen) ->
    none.

wrong_parameter([{Key, _} | Rest], Seen) when is_atom(Key) ->
    case lists:member(Key, Seen) of
        true -> {"duplicate parameter: ~tp", Key};
        false -> wrong_parameter(Rest, [Key | Seen])
    end;
wrong_parameter([Other | _], _Seen) ->
    {"invalid parameter: ~tp", Other};
wrong_parameter([], _Seen) ->
    none.

text(Format, Args) -> lists:flatten(io_lib:format(Format, Args)).

%% Removes a setting.
unset_env(Name, Key) -> unset_env(Name, Key, []).

%% The same with options, or with a time limit.
unset_env(Name, Key, Timeout) when is_integer(Timeout); Timeout =:= infinity ->
    unset_env(Name, Key, [{timeout, Timeout}]);
unset_env(Name, Key, Options) when is_list(Options) ->
    application_controller:ask({unset_env, Name, Key}, timeout(Options)).
