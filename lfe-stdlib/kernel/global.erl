%% Names for processes and locks, for all nodes; here there is one node.
%%
%% Names are in a table that this module's server owns; it drops the names of processes that end.
%% Locks are kept by the server too: {Resource, Requester, Pids}.
-module(global).
-behaviour(gen_server).

-export([start_link/0, stop/0]).
-export([register_name/2, register_name/3, re_register_name/2, re_register_name/3,
         unregister_name/1, whereis_name/1, send/2, registered_names/0, sync/0, info/0]).
-export([set_lock/1, set_lock/2, set_lock/3, del_lock/1, del_lock/2, trans/2, trans/3, trans/4]).
-export([random_exit_name/3, random_notify_name/3, notify_all_name/3, disconnect/0]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).

-define(SERVER, global_name_server).

-record(state, {names = #{}, monitors = #{}, locks = #{}}).

%% ---------------------------------------------------------------- API

%% Starts the server; the functions do it where they need it.
start_link() -> gen_server:start_link({local, ?SERVER}, ?MODULE, [], []).

%% Stops the server.
stop() -> gen_server:call(?SERVER, stop, infinity).

%% Registers a process: yes, or no if the name is taken.
-spec register_name(term(), pid()) -> yes | no.
register_name(Name, Pid) -> register_name(Name, Pid, fun random_exit_name/3).

%% The same; the function would be called where two nodes have the name.
-spec register_name(term(), pid(), term()) -> yes | no.
register_name(Name, Pid, _) when is_pid(Pid) -> ask({register, Name, Pid}).

%% Registers a process in place of another.
-spec re_register_name(term(), pid()) -> yes.
re_register_name(Name, Pid) -> re_register_name(Name, Pid, fun random_exit_name/3).

%% The same; see register_name/3.
-spec re_register_name(term(), pid(), term()) -> yes.
re_register_name(Name, Pid, _) when is_pid(Pid) -> ask({re_register, Name, Pid}).

%% Drops a name.
-spec unregister_name(term()) -> ok.
unregister_name(Name) -> ask({unregister, Name}), ok.

%% The process of a name, or undefined.
-spec whereis_name(term()) -> pid() | undefined.
whereis_name(Name) ->
    case ask({whereis, Name}) of
        Pid when is_pid(Pid) ->
            case is_process_alive(Pid) of
                true -> Pid;
                false -> undefined
            end;
        undefined ->
            undefined
    end.

%% Sends a message to the process of a name.
-spec send(term(), term()) -> pid().
send(Name, Message) ->
    case whereis_name(Name) of
        undefined -> exit({badarg, {Name, Message}});
        Pid -> Pid ! Message, Pid
    end.

%% All names.
-spec registered_names() -> [term()].
registered_names() -> ask(names).

%% Waits for other nodes: there are none.
-spec sync() -> ok.
sync() -> ok.

%% The state of the server, for people.
info() -> ask(info).

%% Leaves all nodes: there are none.
disconnect() -> [].

%% Takes a lock {Resource, Requester}, waiting as long as it takes.
-spec set_lock({term(), term()}) -> boolean().
set_lock(Id) -> set_lock(Id, [node() | nodes()]).

%% The same on some nodes.
-spec set_lock({term(), term()}, [node()]) -> boolean().
set_lock(Id, Nodes) -> set_lock(Id, Nodes, infinity).

%% The same, trying again some times only.
-spec set_lock({term(), term()}, [node()], non_neg_integer() | infinity) -> boolean().
set_lock({_, _} = Id, Nodes, Retries)
  when is_list(Nodes), is_integer(Retries), Retries >= 0; is_list(Nodes), Retries =:= infinity ->
    try_lock(Id, Retries, 1).

try_lock(Id, Retries, Times) ->
    case ask({lock, Id, self()}) of
        true ->
            true;
        false when Retries =:= 0 ->
            false;
        false ->
            timer:sleep(any_of(min(Times, 5) * 200)),
            try_lock(Id, fewer(Retries), Times + 1)
    end.

fewer(infinity) -> infinity;
fewer(Retries) -> Retries - 1.

%% Gives back a lock.
-spec del_lock({term(), term()}) -> true.
del_lock(Id) -> del_lock(Id, [node() | nodes()]).

%% The same on some nodes.
-spec del_lock({term(), term()}, [node()]) -> true.
del_lock({_, _} = Id, Nodes) when is_list(Nodes) ->
    ask({unlock, Id, self()}),
    true.

%% The result of a fun that is called while a lock is held, or aborted.
-spec trans({term(), term()}, fun(() -> Result)) -> Result | aborted.
trans(Id, Fun) -> trans(Id, Fun, [node() | nodes()]).

%% The same on some nodes.
-spec trans({term(), term()}, fun(() -> Result), [node()]) -> Result | aborted.
trans(Id, Fun, Nodes) -> trans(Id, Fun, Nodes, infinity).

%% The same, trying again some times only.
-spec trans({term(), term()}, fun(() -> Result), [node()], non_neg_integer() | infinity) ->
          Result | aborted.
trans(Id, Fun, Nodes, Retries) ->
    case set_lock(Id, Nodes, Retries) of
        true ->
            try
                Fun()
            after
                del_lock(Id, Nodes)
            end;
        false ->
            aborted
    end.

%% Where two processes have a name: ends one of them.
random_exit_name(_, Pid1, Pid2) ->
    {Keep, End} = one_of(Pid1, Pid2),
    exit(End, kill),
    Keep.

%% The same, but tells one of them.
random_notify_name(Name, Pid1, Pid2) ->
    {Keep, Tell} = one_of(Pid1, Pid2),
    Tell ! {global_name_conflict, Name},
    Keep.

%% A number from 1 on; `rand` would be much code for this in every program with a `gen_server`.
any_of(Count) -> erlang:phash2(make_ref(), Count) + 1.

%% The same, but tells both; none keeps the name.
notify_all_name(Name, Pid1, Pid2) ->
    Pid1 ! {global_name_conflict, Name, Pid2},
    Pid2 ! {global_name_conflict, Name, Pid1},
    none.

one_of(Pid1, Pid2) ->
    case any_of(2) of
        1 -> {Pid1, Pid2};
        2 -> {Pid2, Pid1}
    end.

ask(Request) ->
    case whereis(?SERVER) of
        undefined -> start();
        _ -> ok
    end,
    gen_server:call(?SERVER, Request, infinity).

start() ->
    case gen_server:start({local, ?SERVER}, ?MODULE, [], []) of
        {ok, _} -> ok;
        {error, {already_started, _}} -> ok
    end.

%% ---------------------------------------------------------------- server

init([]) -> {ok, #state{}}.

handle_call({register, Name, Pid}, _, #state{names = Names} = State) ->
    case Names of
        #{Name := _} -> {reply, no, State};
        #{} -> {reply, yes, add(Name, Pid, State)}
    end;
handle_call({re_register, Name, Pid}, _, State) ->
    {reply, yes, add(Name, Pid, remove(Name, State))};
handle_call({unregister, Name}, _, State) ->
    {reply, ok, remove(Name, State)};
handle_call({whereis, Name}, _, #state{names = Names} = State) ->
    case Names of
        #{Name := {Pid, _}} -> {reply, Pid, State};
        #{} -> {reply, undefined, State}
    end;
handle_call(names, _, #state{names = Names} = State) ->
    {reply, maps:keys(Names), State};
handle_call({lock, {Resource, Requester}, Pid}, _, #state{locks = Locks} = State) ->
    case Locks of
        #{Resource := {Requester, Holders}} ->
            {reply, true, hold(Resource, Requester, Pid, Holders, State)};
        #{Resource := _} ->
            {reply, false, State};
        #{} ->
            {reply, true, hold(Resource, Requester, Pid, [], State)}
    end;
handle_call({unlock, {Resource, Requester}, Pid}, _, #state{locks = Locks} = State) ->
    case Locks of
        #{Resource := {Requester, Holders}} ->
            {reply, true, let_go(Resource, Requester, Pid, Holders, State)};
        #{} ->
            {reply, true, State}
    end;
handle_call(info, _, State) ->
    {reply, State, State};
handle_call(stop, _, State) ->
    {stop, normal, stopped, State}.

handle_cast(_, State) -> {noreply, State}.

handle_info({'DOWN', Monitor, process, Pid, _}, #state{monitors = Monitors} = State) ->
    case Monitors of
        #{Monitor := {name, Name}} -> {noreply, remove(Name, State)};
        #{Monitor := {lock, Resource}} -> {noreply, ended(Resource, Pid, Monitor, State)};
        #{} -> {noreply, State}
    end;
handle_info(_, State) ->
    {noreply, State}.

add(Name, Pid, #state{names = Names, monitors = Monitors} = State) ->
    Monitor = monitor(process, Pid),
    State#state{names = Names#{Name => {Pid, Monitor}},
                monitors = Monitors#{Monitor => {name, Name}}}.

remove(Name, #state{names = Names, monitors = Monitors} = State) ->
    case Names of
        #{Name := {_, Monitor}} ->
            demonitor(Monitor, [flush]),
            State#state{names = maps:remove(Name, Names), monitors = maps:remove(Monitor, Monitors)};
        #{} ->
            State
    end.

%% A requester can take a lock several times, from several processes.
hold(Resource, Requester, Pid, Holders, #state{locks = Locks, monitors = Monitors} = State) ->
    Monitor = monitor(process, Pid),
    State#state{locks = Locks#{Resource => {Requester, [{Pid, Monitor} | Holders]}},
                monitors = Monitors#{Monitor => {lock, Resource}}}.

let_go(Resource, Requester, Pid, Holders, #state{monitors = Monitors} = State) ->
    case lists:keytake(Pid, 1, Holders) of
        {value, {_, Monitor}, Left} ->
            demonitor(Monitor, [flush]),
            keep(Resource, Requester, Left,
                 State#state{monitors = maps:remove(Monitor, Monitors)});
        false ->
            State
    end.

keep(Resource, _, [], #state{locks = Locks} = State) ->
    State#state{locks = maps:remove(Resource, Locks)};
keep(Resource, Requester, Holders, #state{locks = Locks} = State) ->
    State#state{locks = Locks#{Resource => {Requester, Holders}}}.

ended(Resource, Pid, Monitor, #state{locks = Locks, monitors = Monitors} = State) ->
    State1 = State#state{monitors = maps:remove(Monitor, Monitors)},
    case Locks of
        #{Resource := {Requester, Holders}} ->
            keep(Resource, Requester, lists:delete({Pid, Monitor}, Holders), State1);
        #{} ->
            State1
    end.
