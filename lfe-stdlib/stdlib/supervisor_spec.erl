%% What a supervisor is told: its flags and the specifications of its children, checked.
-module(supervisor_spec).

-export([flags/1, children/2, child/2]).

-include("supervisor_child.hrl").

-define(FAIL(Reason), throw({invalid, Reason})).

%% The flags as a map with all keys, or {error, Reason}.
flags({Strategy, Intensity, Period}) ->
    flags(#{strategy => Strategy, intensity => Intensity, period => Period});
flags(Given) when is_map(Given) ->
    Defaults = #{strategy => one_for_one, intensity => 1, period => 5, auto_shutdown => never},
    Flags = maps:merge(Defaults, Given),
    try
        [flag(Key, map_get(Key, Flags)) || Key <- [strategy, intensity, period, auto_shutdown]],
        {ok, Flags}
    catch
        throw:{invalid, Reason} -> {error, Reason}
    end;
flags(What) ->
    {error, {invalid_type, What}}.

flag(strategy, Strategy)
  when Strategy =:= one_for_one; Strategy =:= one_for_all; Strategy =:= rest_for_one;
       Strategy =:= simple_one_for_one -> ok;
flag(strategy, Strategy) -> ?FAIL({invalid_strategy, Strategy});
flag(intensity, Intensity) when is_integer(Intensity), Intensity >= 0 -> ok;
flag(intensity, Intensity) -> ?FAIL({invalid_intensity, Intensity});
flag(period, Period) when is_integer(Period), Period > 0 -> ok;
flag(period, Period) -> ?FAIL({invalid_period, Period});
flag(auto_shutdown, Mode)
  when Mode =:= never; Mode =:= any_significant; Mode =:= all_significant -> ok;
flag(auto_shutdown, Mode) -> ?FAIL({invalid_auto_shutdown, Mode}).

%% The children of a list of specifications, {ok, {Ids, Children by id}} with the last one first,
%% or {error, Reason}.
children(Specs, AutoShutdown) -> children(Specs, [], #{}, AutoShutdown).

children([Spec | Specs], Ids, Children, AutoShutdown) ->
    case child(Spec, AutoShutdown) of
        {ok, #child{id = Id}} when is_map_key(Id, Children) ->
            {error, {duplicate_child_name, Id}};
        {ok, #child{id = Id} = Child} ->
            children(Specs, [Id | Ids], Children#{Id => Child}, AutoShutdown);
        Error ->
            Error
    end;
children([], Ids, Children, _AutoShutdown) ->
    {ok, {Ids, Children}}.

%% The child of a specification, {ok, #child{}}, or {error, Reason}. AutoShutdown is the
%% supervisor's flag; undefined if that is not known.
child({Id, Start, Restart, Shutdown, Type, Modules}, AutoShutdown) ->
    child(#{id => Id, start => Start, restart => Restart, shutdown => Shutdown, type => Type,
            modules => Modules}, AutoShutdown);
child(Spec, AutoShutdown) when is_map(Spec) ->
    try
        {ok, checked(Spec, AutoShutdown)}
    catch
        throw:{invalid, Reason} -> {error, Reason}
    end;
child(What, _AutoShutdown) ->
    {error, {invalid_child_spec, What}}.

checked(Spec, AutoShutdown) ->
    Id = required(id, Spec, missing_id),
    Start = required(start, Spec, missing_start),
    Module = start_module(Start),
    Restart = maps:get(restart, Spec, permanent),
    check(lists:member(Restart, [permanent, transient, temporary]),
          {invalid_restart_type, Restart}),
    Significant = maps:get(significant, Spec, false),
    check_significant(Significant, Restart, AutoShutdown),
    Type = maps:get(type, Spec, worker),
    check(Type =:= worker orelse Type =:= supervisor, {invalid_child_type, Type}),
    Shutdown = maps:get(shutdown, Spec, usual_shutdown(Type)),
    check(Shutdown =:= brutal_kill orelse Shutdown =:= infinity orelse
          is_integer(Shutdown) andalso Shutdown >= 0, {invalid_shutdown, Shutdown}),
    Modules = maps:get(modules, Spec, [Module]),
    check_modules(Modules),
    #child{id = Id, mfargs = Start, restart_type = Restart, significant = Significant,
           shutdown = Shutdown, child_type = Type, modules = Modules}.

check(true, _Reason) -> ok;
check(false, Reason) -> ?FAIL(Reason).

required(Key, Spec, Missing) ->
    case Spec of
        #{Key := Value} -> Value;
        _ -> ?FAIL(Missing)
    end.

start_module({Module, Function, Args})
  when is_atom(Module), is_atom(Function), is_list(Args) -> Module;
start_module(Start) -> ?FAIL({invalid_mfa, Start}).

usual_shutdown(supervisor) -> infinity;
usual_shutdown(worker) -> 5000.

check_significant(false, _Restart, _AutoShutdown) -> ok;
check_significant(true, _Restart, never) ->
    ?FAIL({bad_combination, [{auto_shutdown, never}, {significant, true}]});
check_significant(true, permanent, _AutoShutdown) ->
    ?FAIL({bad_combination, [{restart, permanent}, {significant, true}]});
check_significant(true, _Restart, _AutoShutdown) -> ok;
check_significant(Other, _Restart, _AutoShutdown) -> ?FAIL({invalid_significant, Other}).

check_modules(dynamic) -> ok;
check_modules(Modules) when is_list(Modules) ->
    [check(is_atom(Module), {invalid_module, Module}) || Module <- Modules];
check_modules(Modules) -> ?FAIL({invalid_modules, Modules}).
