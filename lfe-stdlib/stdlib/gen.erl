%% What the generic behaviours share: starting and naming a process, calls with a reply, requests
%% that are answered later, stopping.
%%
%% A request is {Label, {Caller, Tag}, Request}, its reply {Tag, Reply}. Tag is a monitor's
%% reference, or [alias | Alias] (also as head of a longer list) where the reply goes to an alias,
%% so that a late one is thrown away.
-module(gen).

-include_lib("kernel/include/logger.hrl").

-export([start/5, start/6, init_it/6, init_it/7, stop/1, stop/3]).
-export([call/3, call/4, reply/2]).
-export([send_request/3, send_request/5, wait_response/2, wait_response/3]).
-export([receive_response/2, receive_response/3, check_response/2, check_response/3]).
-export([reqids_new/0, reqids_size/1, reqids_add/3, reqids_to_list/1]).
-export([name/1, get_proc_name/1, get_parent/0, unregister_name/1]).
-export([debug_options/2, hibernate_after/1, format_status_header/2, format_status/4]).

-define(CALL_TIMEOUT, 5000).

-define(IS_TIMEOUT(T), (T =:= infinity orelse is_integer(T) andalso T >= 0)).
-define(IS_DEADLINE(T), (?IS_TIMEOUT(T) orelse tuple_size(T) =:= 2 andalso
                         element(1, T) =:= abs andalso is_integer(element(2, T)))).

%% ---------------------------------------------------------------- starting

%% Starts a process that runs Behaviour:init_it/6, under a name. Link is nolink, link or monitor.
%% Gives what the process says of its start, or {error, {already_started, Pid}}.
start(Behaviour, Link, Name, Callback, Args, Options) ->
    case where(Name) of
        undefined ->
            spawn_it(Link, [Behaviour, self(), parent(Link), Name, Callback, Args, Options]);
        Pid ->
            {error, {already_started, Pid}}
    end.

%% The same for a process without a name.
start(Behaviour, Link, Callback, Args, Options) ->
    spawn_it(Link, [Behaviour, self(), parent(Link), Callback, Args, Options]).

%% `self` says to the new process that it has no parent.
parent(link) -> self();
parent(_) -> self.

spawn_it(Link, Arguments) ->
    Options = lists:last(Arguments),
    Timeout = option(timeout, Options, infinity),
    SpawnOptions = option(spawn_opt, Options, []),
    case Link of
        link -> proc_lib:start_link(?MODULE, init_it, Arguments, Timeout, SpawnOptions);
        monitor -> proc_lib:start_monitor(?MODULE, init_it, Arguments, Timeout, SpawnOptions);
        nolink -> proc_lib:start(?MODULE, init_it, Arguments, Timeout, SpawnOptions)
    end.

%% First function of a process without a name.
init_it(Behaviour, Starter, Parent, Callback, Args, Options) ->
    Behaviour:init_it(Starter, Parent, self(), Callback, Args, Options).

%% First function of a process with a name: takes the name, or says who has it.
init_it(Behaviour, Starter, Parent, Name, Callback, Args, Options) ->
    case register_name(Name) of
        true -> Behaviour:init_it(Starter, Parent, Name, Callback, Args, Options);
        {false, Pid} -> proc_lib:init_ack(Starter, {error, {already_started, Pid}})
    end.

%% ---------------------------------------------------------------- stopping

%% Stops a process with reason normal.
stop(Process) -> stop(Process, normal, infinity).

%% Asks a process to terminate with a reason and waits until it has.
stop(Process, Reason, Timeout) when ?IS_TIMEOUT(Timeout) ->
    for_process(Process, fun(Found) -> proc_lib:stop(Found, Reason, Timeout) end).

%% ---------------------------------------------------------------- calls

%% Sends a request and waits five seconds at most for its reply.
call(Process, Label, Request) -> call(Process, Label, Request, ?CALL_TIMEOUT).

%% Sends a request and waits for {ok, Reply}. Exits with the reason why there is none: noproc,
%% timeout, calling_self, {nodedown, Node}, or that with which the process terminated.
call(Process, Label, Request, Timeout) when is_pid(Process), ?IS_TIMEOUT(Timeout) ->
    do_call(Process, Label, Request, Timeout);
call(Process, Label, Request, Timeout) when ?IS_TIMEOUT(Timeout) ->
    for_process(Process, fun(Found) -> do_call(Found, Label, Request, Timeout) end).

%% The stack traces of waiting clients show this function.
do_call(Process, _Label, _Request, _Timeout) when Process =:= self() ->
    exit(calling_self);
do_call(Process, Label, Request, infinity) when is_pid(Process), node(Process) =:= node() ->
    %% No late reply can be in the way, since the call ends with the reply or the process.
    Monitor = erlang:monitor(process, Process),
    Process ! {Label, {self(), Monitor}, Request},
    receive
        {Monitor, Reply} -> answered(Monitor, Reply);
        {'DOWN', Monitor, _, _, Reason} -> exit(Reason)
    end;
do_call(Process, Label, Request, Timeout) ->
    Monitor = erlang:monitor(process, Process, [{alias, demonitor}]),
    erlang:send(Process, {Label, {self(), [alias | Monitor]}, Request}, [noconnect]),
    receive
        {[alias | Monitor], Reply} -> answered(Monitor, Reply);
        {'DOWN', Monitor, _, _, noconnection} -> exit({nodedown, node_of(Process)});
        {'DOWN', Monitor, _, _, Reason} -> exit(Reason)
    after Timeout ->
        erlang:demonitor(Monitor, [flush]),
        receive
            {[alias | Monitor], Reply} -> {ok, Reply}
        after 0 -> exit(timeout)
        end
    end.

answered(Monitor, Reply) ->
    erlang:demonitor(Monitor, [flush]),
    {ok, Reply}.

node_of({_Name, Node}) -> Node;
node_of(Pid) -> node(Pid).

%% Sends the reply to a request.
reply({_Caller, [alias | Alias] = Tag}, Reply) ->
    Alias ! {Tag, Reply},
    ok;
reply({_Caller, [[alias | Alias] | _] = Tag}, Reply) ->
    Alias ! {Tag, Reply},
    ok;
reply({Caller, Tag}, Reply) ->
    try
        Caller ! {Tag, Reply},
        ok
    catch
        _:_ -> ok
    end.

%% ---------------------------------------------------------------- requests answered later

%% Sends a request; gives the reference under which the reply is asked for. There is one too if
%% the process does not exist: the reply is then an error.
send_request(Process, Label, Request) ->
    try
        for_process(Process, fun(Found) -> request(Found, Label, Request) end)
    catch
        exit:Reason ->
            Lost = make_ref(),
            self() ! {'DOWN', Lost, process, Process, Reason},
            Lost
    end.

request(Process, Label, Request) ->
    Monitor = erlang:monitor(process, Process, [{alias, reply_demonitor}]),
    erlang:send(Process, {Label, {self(), [alias | Monitor]}, Request}, [noconnect]),
    Monitor.

%% Sends a request and puts its reference with a label into a collection.
send_request(Process, Label, Request, Mark, Requests) when is_map(Requests) ->
    Requests#{send_request(Process, Label, Request) => Mark}.

%% Waits for a reply: {reply, Reply}, {error, {Reason, Process}} or timeout; after timeout it can
%% be waited for again.
wait_response(Request, Timeout) when is_reference(Request), ?IS_DEADLINE(Timeout) ->
    receive
        {[alias | Request], Reply} -> replied(Request, Reply);
        {'DOWN', Request, _, Process, Reason} -> {error, {Reason, Process}}
    after time_left(Timeout) -> timeout
    end.

%% Waits for one of the replies of a collection: {Response, Mark, Requests}, timeout, or
%% no_request if the collection is empty. With Delete the answered one is taken out.
wait_response(Requests, Timeout, Delete)
  when map_size(Requests) =:= 0, ?IS_DEADLINE(Timeout), is_boolean(Delete) ->
    no_request;
wait_response(Requests, Timeout, Delete)
  when is_map(Requests), ?IS_DEADLINE(Timeout), is_boolean(Delete) ->
    any_response(Requests, Timeout, Delete).

any_response(Requests, Timeout, Delete) ->
    receive
        {[alias | Request], Reply} when is_map_key(Request, Requests) ->
            with_mark(replied(Request, Reply), Request, Requests, Delete);
        {'DOWN', Request, _, Process, Reason} when is_map_key(Request, Requests) ->
            with_mark({error, {Reason, Process}}, Request, Requests, Delete)
    after time_left(Timeout) -> timeout
    end.

replied(Request, Reply) ->
    erlang:demonitor(Request, [flush]),
    {reply, Reply}.

with_mark(Response, Request, Requests, Delete) ->
    Mark = map_get(Request, Requests),
    case Delete of
        true -> {Response, Mark, maps:remove(Request, Requests)};
        false -> {Response, Mark, Requests}
    end.

%% Waits for a reply like wait_response/2, but gives the request up after timeout.
receive_response(Request, Timeout) when is_reference(Request), ?IS_DEADLINE(Timeout) ->
    case wait_response(Request, Timeout) of
        timeout -> given_up(Request);
        Response -> Response
    end.

given_up(Request) ->
    erlang:demonitor(Request, [flush]),
    receive
        {[alias | Request], Reply} -> {reply, Reply}
    after 0 -> timeout
    end.

%% Waits like wait_response/3, but gives up all requests of the collection after timeout.
receive_response(Requests, Timeout, Delete)
  when map_size(Requests) =:= 0, ?IS_DEADLINE(Timeout), is_boolean(Delete) ->
    no_request;
receive_response(Requests, Timeout, Delete)
  when is_map(Requests), ?IS_DEADLINE(Timeout), is_boolean(Delete) ->
    case any_response(Requests, Timeout, Delete) of
        timeout -> all_given_up(Requests, Delete);
        Response -> Response
    end.

%% A reply that came at the last moment counts, those that come later are thrown away.
all_given_up(Requests, Delete) ->
    [erlang:demonitor(Request, [flush]) || Request <- maps:keys(Requests)],
    receive
        {[alias | Request], Reply} when is_map_key(Request, Requests) ->
            with_mark({reply, Reply}, Request, Requests, Delete)
    after 0 -> timeout
    end.

%% Is a message the reply to this request? no_reply if not.
check_response(Message, Request) when is_reference(Request) ->
    case Message of
        {[alias | Request], Reply} -> replied(Request, Reply);
        {'DOWN', Request, _, Process, Reason} -> {error, {Reason, Process}};
        _ -> no_reply
    end.

%% Is a message the reply to one of the requests of a collection?
check_response(_Message, Requests, Delete) when map_size(Requests) =:= 0, is_boolean(Delete) ->
    no_request;
check_response(Message, Requests, Delete) when is_map(Requests), is_boolean(Delete) ->
    case Message of
        {[alias | Request], Reply} when is_map_key(Request, Requests) ->
            with_mark(replied(Request, Reply), Request, Requests, Delete);
        {'DOWN', Request, _, Process, Reason} when is_map_key(Request, Requests) ->
            with_mark({error, {Reason, Process}}, Request, Requests, Delete);
        _ ->
            no_reply
    end.

time_left({abs, Time}) -> max(0, Time - erlang:monotonic_time(millisecond));
time_left(Timeout) -> Timeout.

%% An empty collection of requests.
reqids_new() -> #{}.

%% The number of requests in a collection.
reqids_size(Requests) when is_map(Requests) -> map_size(Requests);
reqids_size(Requests) -> error(badarg, [Requests]).

%% Adds a request with a mark; it must not be in the collection yet.
reqids_add(Request, Mark, Requests)
  when is_reference(Request), is_map(Requests), not is_map_key(Request, Requests) ->
    Requests#{Request => Mark};
reqids_add(Request, Mark, Requests) ->
    error(badarg, [Request, Mark, Requests]).

%% The requests of a collection, with their marks.
reqids_to_list(Requests) when is_map(Requests) -> maps:to_list(Requests);
reqids_to_list(Requests) -> error(badarg, [Requests]).

%% ---------------------------------------------------------------- names

%% Runs a function on the process that a server reference means: a pid, or {Name, Node} for one
%% elsewhere. Exits with noproc if there is none.
for_process(Pid, Fun) when is_pid(Pid) -> Fun(Pid);
for_process(Name, Fun) when is_atom(Name) -> for_found(whereis(Name), Fun);
for_process({Kind, _} = Name, Fun) when Kind =:= local; Kind =:= global ->
    for_found(where(Name), Fun);
for_process({via, _, _} = Name, Fun) -> for_found(where(Name), Fun);
for_process({Name, Node}, Fun) when is_atom(Name), Node =:= node() ->
    for_found(whereis(Name), Fun);
for_process({Name, Node} = Process, Fun) when is_atom(Name), is_atom(Node) ->
    case is_alive() of
        true -> Fun(Process);
        false -> exit({nodedown, Node})
    end.

for_found(Pid, Fun) when is_pid(Pid) -> Fun(Pid);
for_found(_, _Fun) -> exit(noproc).

where({global, Name}) -> global:whereis_name(Name);
where({via, Registry, Name}) -> Registry:whereis_name(Name);
where({local, Name}) -> whereis(Name).

register_name({local, Name} = Where) ->
    try
        register(Name, self())
    catch
        error:_ -> {false, where(Where)}
    end;
register_name({global, Name} = Where) ->
    registered(global:register_name(Name, self()), Where);
register_name({via, Registry, Name} = Where) ->
    registered(Registry:register_name(Name, self()), Where).

registered(yes, _Where) -> true;
registered(no, Where) -> {false, where(Where)}.

%% Gives up a name; that somebody else has it or nobody does not matter.
unregister_name({local, Name}) ->
    try
        unregister(Name)
    catch
        _:_ -> ok
    end;
unregister_name({global, Name}) -> global:unregister_name(Name);
unregister_name({via, Registry, Name}) -> Registry:unregister_name(Name);
unregister_name(Pid) when is_pid(Pid) -> Pid.

%% A name as it is shown: without local, global or via.
name({local, Name}) -> Name;
name({global, Name}) -> Name;
name({via, _Registry, Name}) -> Name;
name(Pid) when is_pid(Pid) -> Pid.

%% The shown name of the process that calls, which must have that name.
get_proc_name(Pid) when is_pid(Pid) ->
    Pid;
get_proc_name({local, Name}) ->
    case process_info(self(), registered_name) of
        {registered_name, Name} -> Name;
        _ -> exit(process_not_registered)
    end;
get_proc_name({global, Name}) ->
    case global:whereis_name(Name) =:= self() of
        true -> Name;
        false -> exit(process_not_registered_globally)
    end;
get_proc_name({via, Registry, Name}) ->
    case Registry:whereis_name(Name) =:= self() of
        true -> Name;
        false -> exit({process_not_registered_via, Registry})
    end.

%% The process that started this one with proc_lib.
get_parent() ->
    case get('$ancestors') of
        [Parent | _] when is_pid(Parent) -> Parent;
        [Parent | _] when is_atom(Parent) -> pid_of(Parent);
        _ -> exit(process_was_not_started_by_proc_lib)
    end.

pid_of(Name) ->
    case whereis(Name) of
        undefined ->
            case global:whereis_name(Name) of
                undefined -> exit(could_not_find_registered_name);
                Pid -> Pid
            end;
        Pid ->
            Pid
    end.

%% ---------------------------------------------------------------- options

%% The debug structure that the start options ask for.
debug_options(Name, Options) ->
    case option(debug, Options, []) of
        [] ->
            [];
        Wanted ->
            try
                sys:debug_options(Wanted)
            catch
                _:_ ->
                    ?LOG_ERROR("~tp: ignoring erroneous debug options - ~tp~n", [Name, Wanted],
                               #{error_logger => #{tag => error}}),
                    []
            end
    end.

%% After how many idle milliseconds a process hibernates.
hibernate_after(Options) -> option(hibernate_after, Options, infinity).

option(Key, Options, Default) ->
    case lists:keyfind(Key, 1, Options) of
        {_, Value} -> Value;
        false -> Default
    end.

%% ---------------------------------------------------------------- status

%% The first line of a status: a text, or {Line, Name} if the name is not to be put into one.
format_status_header(Line, Pid) when is_pid(Pid) -> Line ++ " " ++ pid_to_list(Pid);
format_status_header(Line, Name) when is_atom(Name) -> Line ++ " " ++ atom_to_list(Name);
format_status_header(Line, Name) -> {Line, Name}.

%% A status (a map) as the callback module wants it shown: by format_status/1, or by
%% format_status/2 whose result is then under the key '$status'. What goes wrong there is told
%% under the key 'EXIT'.
format_status(Callback, Use, Status, Args) ->
    case erlang:function_exported(Callback, format_status, 1) of
        true -> format_by_map(Callback, Status);
        false ->
            case is_list(Args) andalso erlang:function_exported(Callback, format_status, 2) of
                true -> format_by_list(Callback, Use, Status, Args);
                false -> Status
            end
    end.

format_by_map(Callback, Status) ->
    try Callback:format_status(Status) of
        Formatted when is_map(Formatted) ->
            case maps:keys(maps:without(maps:keys(Status), Formatted)) of
                [] -> maps:merge(Status, Formatted);
                _ -> formatting_failed(Callback, "1 returned a map with unknown keys", Status)
            end;
        _ ->
            formatting_failed(Callback, "1 did not return a map", Status)
    catch
        _:_ -> formatting_failed(Callback, "1 crashed", Status)
    end.

format_by_list(Callback, Use, Status, Args) ->
    try
        Status#{'$status' => Callback:format_status(Use, Args)}
    catch
        throw:Formatted -> Status#{'$status' => Formatted};
        _:_ -> formatting_failed(Callback, "2 crashed", Status)
    end.

formatting_failed(Callback, What, Status) ->
    Status#{'EXIT' => atom_to_list(Callback) ++ ":format_status/" ++ What}.
