%% Groups of processes, in scopes; here there is one node, so all members are local.
%%
%% A scope is a server with the scope's name. It keeps groups in a table of that name, {Group,
%% Members}, which readers look into, and monitors members and those who watch groups.
-module(pg).
-behaviour(gen_server).

-export([start/1, start_link/0, start_link/1]).
-export([join/2, join/3, leave/2, leave/3, monitor_scope/0, monitor_scope/1, monitor/1, monitor/2,
         demonitor/1, demonitor/2]).
-export([get_members/1, get_members/2, get_local_members/1, get_local_members/2, which_groups/0,
         which_groups/1, which_local_groups/0, which_local_groups/1]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

-compile({no_auto_import, [monitor/2, demonitor/2]}).

-export_type([group/0]).

-type group() :: term().

-define(DEFAULT, ?MODULE).

%% Members: Pid to {Monitor, Groups}. Watchers: Monitor to {Pid, all or Group}.
-record(state, {scope, members = #{}, watchers = #{}}).

%% ---------------------------------------------------------------- scopes

%% Starts the default scope, linked to the caller.
start_link() -> start_link(?DEFAULT).

%% Starts a scope, linked to the caller.
start_link(Scope) when is_atom(Scope) -> gen_server:start_link({local, Scope}, ?MODULE, [Scope], []).

%% Starts a scope.
start(Scope) when is_atom(Scope) -> gen_server:start({local, Scope}, ?MODULE, [Scope], []).

%% ---------------------------------------------------------------- members

%% Lets a process, or processes, join a group.
-spec join(group(), pid() | [pid()]) -> ok.
join(Group, PidOrPids) -> join(?DEFAULT, Group, PidOrPids).

%% The same in a scope.
-spec join(atom(), group(), pid() | [pid()]) -> ok.
join(Scope, Group, PidOrPids) ->
    Pids = local(PidOrPids),
    gen_server:call(Scope, {join, Group, Pids}, infinity).

%% Lets a process, or processes, leave a group.
-spec leave(group(), pid() | [pid()]) -> ok | not_joined.
leave(Group, PidOrPids) -> leave(?DEFAULT, Group, PidOrPids).

%% The same in a scope.
-spec leave(atom(), group(), pid() | [pid()]) -> ok | not_joined.
leave(Scope, Group, PidOrPids) ->
    Pids = local(PidOrPids),
    gen_server:call(Scope, {leave, Group, Pids}, infinity).

local(Pid) when is_pid(Pid), node(Pid) =:= node() -> [Pid];
local(Pid) when is_pid(Pid) -> error({nolocal, Pid});
local(Pids) when is_list(Pids) ->
    case lists:all(fun(Pid) -> is_pid(Pid) andalso node(Pid) =:= node() end, Pids) of
        true -> Pids;
        false -> error({nolocal, Pids})
    end.

%% The members of a group, one as often as it joined.
-spec get_members(group()) -> [pid()].
get_members(Group) -> get_members(?DEFAULT, Group).

%% The same in a scope.
-spec get_members(atom(), group()) -> [pid()].
get_members(Scope, Group) ->
    try
        ets:lookup_element(Scope, Group, 2)
    catch
        error:badarg -> []
    end.

%% The members on this node.
-spec get_local_members(group()) -> [pid()].
get_local_members(Group) -> get_members(?DEFAULT, Group).

%% The same in a scope.
-spec get_local_members(atom(), group()) -> [pid()].
get_local_members(Scope, Group) -> get_members(Scope, Group).

%% All groups.
-spec which_groups() -> [group()].
which_groups() -> which_groups(?DEFAULT).

%% All groups of a scope.
-spec which_groups(atom()) -> [group()].
which_groups(Scope) when is_atom(Scope) -> [Group || {Group, _} <- ets:tab2list(Scope)].

%% All groups with members on this node.
-spec which_local_groups() -> [group()].
which_local_groups() -> which_groups(?DEFAULT).

%% The same in a scope.
-spec which_local_groups(atom()) -> [group()].
which_local_groups(Scope) -> which_groups(Scope).

%% ---------------------------------------------------------------- watching

%% Sends {Ref, join | leave, Group, Pids} from now on; tells the groups there are.
-spec monitor_scope() -> {reference(), #{group() => [pid()]}}.
monitor_scope() -> monitor_scope(?DEFAULT).

%% The same for a scope.
-spec monitor_scope(atom()) -> {reference(), #{group() => [pid()]}}.
monitor_scope(Scope) -> gen_server:call(Scope, {watch, self(), all}, infinity).

%% The same for a group; tells its members.
-spec monitor(group()) -> {reference(), [pid()]}.
monitor(Group) -> monitor(?DEFAULT, Group).

%% The same for a group of a scope.
-spec monitor(atom(), group()) -> {reference(), [pid()]}.
monitor(Scope, Group) -> gen_server:call(Scope, {watch, self(), {group, Group}}, infinity).

%% Ends it, and drops its messages.
-spec demonitor(reference()) -> ok | false.
demonitor(Ref) -> demonitor(?DEFAULT, Ref).

%% The same for a scope.
-spec demonitor(atom(), reference()) -> ok | false.
demonitor(Scope, Ref) ->
    case gen_server:call(Scope, {unwatch, Ref}, infinity) of
        ok -> flush(Ref);
        false -> false
    end.

flush(Ref) ->
    receive
        {Ref, Change, _, _} when Change =:= join; Change =:= leave -> flush(Ref)
    after 0 ->
        ok
    end.

%% ---------------------------------------------------------------- server

init([Scope]) ->
    Scope = ets:new(Scope, [set, protected, named_table, {read_concurrency, true}]),
    {ok, #state{scope = Scope}}.

handle_call({join, Group, Pids}, _, State) ->
    State1 = lists:foldl(fun(Pid, S) -> add(Pid, Group, S) end, State, Pids),
    put_members(State1, Group, Pids ++ get_members(State#state.scope, Group)),
    tell(join, Group, Pids, State1),
    {reply, ok, State1};
handle_call({leave, Group, Pids}, _, State) ->
    {Left, State1} = lists:foldl(fun(Pid, {Left, S}) -> drop(Pid, Group, Left, S) end,
                                 {[], State}, Pids),
    case Left of
        [] ->
            {reply, not_joined, State};
        _ ->
            put_members(State1, Group, get_members(State#state.scope, Group) -- Left),
            tell(leave, Group, lists:reverse(Left), State1),
            {reply, ok, State1}
    end;
handle_call({watch, Pid, What}, _, #state{scope = Scope, watchers = Watchers} = State) ->
    Ref = erlang:monitor(process, Pid),
    Now = case What of
              all -> maps:from_list(ets:tab2list(Scope));
              {group, Group} -> get_members(Scope, Group)
          end,
    {reply, {Ref, Now}, State#state{watchers = Watchers#{Ref => {Pid, What}}}};
handle_call({unwatch, Ref}, _, #state{watchers = Watchers} = State) ->
    case Watchers of
        #{Ref := _} ->
            erlang:demonitor(Ref, [flush]),
            {reply, ok, State#state{watchers = maps:remove(Ref, Watchers)}};
        #{} ->
            {reply, false, State}
    end;
handle_call(_, _, State) ->
    {noreply, State}.

handle_cast(_, State) -> {noreply, State}.

handle_info({'DOWN', Ref, process, Pid, _}, #state{watchers = Watchers} = State) ->
    case Watchers of
        #{Ref := _} -> {noreply, State#state{watchers = maps:remove(Ref, Watchers)}};
        #{} -> {noreply, ended(Pid, State)}
    end;
handle_info(_, State) ->
    {noreply, State}.

terminate(_, #state{scope = Scope}) -> ets:delete(Scope).

add(Pid, Group, #state{members = Members} = State) ->
    Known = case Members of
                #{Pid := {Monitor, Groups}} -> {Monitor, [Group | Groups]};
                #{} -> {erlang:monitor(process, Pid), [Group]}
            end,
    State#state{members = Members#{Pid => Known}}.

drop(Pid, Group, Left, #state{members = Members} = State) ->
    case Members of
        #{Pid := {Monitor, Groups}} ->
            case lists:member(Group, Groups) of
                true -> {[Pid | Left], without(Pid, Monitor, lists:delete(Group, Groups), State)};
                false -> {Left, State}
            end;
        #{} ->
            {Left, State}
    end.

without(Pid, Monitor, [], #state{members = Members} = State) ->
    erlang:demonitor(Monitor, [flush]),
    State#state{members = maps:remove(Pid, Members)};
without(Pid, Monitor, Groups, #state{members = Members} = State) ->
    State#state{members = Members#{Pid => {Monitor, Groups}}}.

ended(Pid, #state{scope = Scope, members = Members} = State) ->
    case Members of
        #{Pid := {_, Groups}} ->
            lists:foreach(fun(Group) ->
                              put_members(State, Group, lists:delete(Pid, get_members(Scope, Group))),
                              tell(leave, Group, [Pid], State)
                          end, Groups),
            State#state{members = maps:remove(Pid, Members)};
        #{} ->
            State
    end.

put_members(#state{scope = Scope}, Group, []) -> ets:delete(Scope, Group);
put_members(#state{scope = Scope}, Group, Pids) -> ets:insert(Scope, {Group, Pids}).

tell(Change, Group, Pids, #state{watchers = Watchers}) ->
    maps:foreach(fun(Ref, {Pid, What}) when What =:= all; What =:= {group, Group} ->
                         Pid ! {Ref, Change, Group, Pids};
                    (_, _) ->
                         ok
                 end, Watchers).
