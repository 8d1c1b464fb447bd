%% Functions called on other nodes; here that is this node only, any other is not connected.
%%
%% A call runs in a process of its own that ends with {Ref, return, Result}, {Ref, Class, Reason,
%% StackTrace} or the like as exit reason, so that a monitor brings the answer.
-module(erpc).

-export([call/2, call/3, call/4, call/5, cast/2, cast/4]).
-export([send_request/2, send_request/4, send_request/6, receive_response/1, receive_response/2,
         wait_response/1, wait_response/2, check_response/2]).
-export([multicall/2, multicall/3, multicall/4, multicall/5, multicast/2, multicast/4]).
-export([reqids_new/0, reqids_add/3, reqids_size/1, reqids_to_list/1, receive_response/3,
         wait_response/3, check_response/3]).

-export_type([request_id/0, request_id_collection/0]).

%% The monitor of the process that runs the call, and what marks its answer.
-record(request, {monitor, mark}).

-opaque request_id() :: #request{}.
-opaque request_id_collection() :: #{reference() => {request_id(), term()}}.

-define(IS_TIMEOUT(T), (T =:= infinity orelse is_integer(T) andalso T >= 0)).

%% ---------------------------------------------------------------- calls

%% The result of Fun() on a node.
call(Node, Fun) -> call(Node, Fun, infinity).

%% The same, with a time limit in milliseconds.
call(Node, Fun, Timeout) when is_function(Fun, 0) -> call(Node, erlang, apply, [Fun, []], Timeout);
call(_, _, _) -> error({?MODULE, badarg}).

%% The result of Module:Function(Arguments...) on a node. What it raises is raised here, errors as
%% {exception, Reason, StackTrace}, exits as {exception, Reason}.
call(Node, M, F, A) -> call(Node, M, F, A, infinity).

%% The same, with a time limit in milliseconds.
call(Node, M, F, A, Timeout) when ?IS_TIMEOUT(Timeout) ->
    Request = send_request(Node, M, F, A),
    receive_response(Request, Timeout);
call(_, _, _, _, _) ->
    error({?MODULE, badarg}).

%% Calls Fun() on a node and does not wait.
cast(Node, Fun) when is_atom(Node), is_function(Fun, 0) -> cast(Node, erlang, apply, [Fun, []]);
cast(_, _) -> error({?MODULE, badarg}).

%% Calls Module:Function(Arguments...) on a node and does not wait.
cast(Node, M, F, A) when is_atom(Node), is_atom(M), is_atom(F), is_list(A) ->
    case Node =:= node() of
        true -> spawn(M, F, A);
        false -> ok
    end,
    ok;
cast(_, _, _, _) ->
    error({?MODULE, badarg}).

%% ---------------------------------------------------------------- requests

%% Starts a call of Fun() on a node.
send_request(Node, Fun) when is_function(Fun, 0) -> send_request(Node, erlang, apply, [Fun, []]);
send_request(_, _) -> error({?MODULE, badarg}).

%% Starts a call of Module:Function(Arguments...) on a node, or of a fun, kept under a label in a
%% collection of requests.
send_request(Node, Fun, Label, Collection) when is_function(Fun, 0), is_map(Collection) ->
    reqids_add(send_request(Node, Fun), Label, Collection);
send_request(Node, M, F, A) when is_atom(Node), is_atom(M), is_atom(F), is_list(A) ->
    Mark = make_ref(),
    {_, Monitor} = case Node =:= node() of
                       true -> spawn_monitor(fun() -> execute(Mark, M, F, A) end);
                       false -> spawn_monitor(fun() -> exit({Mark, noconnection}) end)
                   end,
    #request{monitor = Monitor, mark = Mark};
send_request(_, _, _, _) ->
    error({?MODULE, badarg}).

%% Starts a call, kept under a label in a collection of requests.
send_request(Node, M, F, A, Label, Collection) when is_map(Collection) ->
    reqids_add(send_request(Node, M, F, A), Label, Collection);
send_request(_, _, _, _, _, _) ->
    error({?MODULE, badarg}).

execute(Mark, M, F, A) ->
    Answer = try
                 {Mark, return, apply(M, F, A)}
             catch
                 throw:Reason -> {Mark, throw, Reason};
                 exit:Reason -> {Mark, exit, {exception, Reason}};
                 error:Reason:Trace ->
                     {Mark, error, {exception, Reason, own_part(Trace, M, F, A)}}
             end,
    exit(Answer).

%% The stack trace without what is below the call.
own_part(Trace, M, F, A) ->
    Own = lists:takewhile(fun(Entry) -> element(1, Entry) =/= ?MODULE end, Trace),
    case Own of
        [] -> [{M, F, A, []}];
        _ -> Own
    end.

%% Waits for the answer of a request.
receive_response(Request) -> receive_response(Request, infinity).

%% The same, for a time in milliseconds at most; later answers are thrown away.
receive_response(#request{monitor = Monitor} = Request, Timeout) when ?IS_TIMEOUT(Timeout) ->
    receive
        {'DOWN', Monitor, process, _, Reason} -> result(Request, Reason)
    after Timeout ->
        demonitor(Monitor, [flush]),
        error({?MODULE, timeout})
    end;
receive_response(_, _) ->
    error({?MODULE, badarg}).

%% no_response, or the answer of a request that is there.
wait_response(Request) -> wait_response(Request, 0).

%% {response, Result} of a request, or no_response after a time in milliseconds.
wait_response(#request{monitor = Monitor} = Request, Timeout) when ?IS_TIMEOUT(Timeout) ->
    receive
        {'DOWN', Monitor, process, _, Reason} -> {response, result(Request, Reason)}
    after Timeout ->
        no_response
    end;
wait_response(_, _) ->
    error({?MODULE, badarg}).

%% {response, Result} if a message is the answer of a request, else no_response.
check_response({'DOWN', Monitor, process, _, Reason}, #request{monitor = Monitor} = Request) ->
    {response, result(Request, Reason)};
check_response(_, #request{}) ->
    no_response;
check_response(_, _) ->
    error({?MODULE, badarg}).

result(#request{mark = Mark}, {Mark, return, Value}) -> Value;
result(#request{mark = Mark}, {Mark, throw, Reason}) -> throw(Reason);
result(#request{mark = Mark}, {Mark, exit, Reason}) -> exit(Reason);
result(#request{mark = Mark}, {Mark, error, Reason}) -> error(Reason);
result(#request{mark = Mark}, {Mark, Problem}) -> error({?MODULE, Problem});
result(_, Reason) -> exit({signal, Reason}).

%% ---------------------------------------------------------------- collections of requests

%% A collection without requests.
reqids_new() -> #{}.

%% Adds a request with a label.
reqids_add(#request{monitor = Monitor} = Request, Label, Collection) when is_map(Collection) ->
    case Collection of
        #{Monitor := _} -> error({?MODULE, badarg});
        #{} -> Collection#{Monitor => {Request, Label}}
    end;
reqids_add(_, _, _) ->
    error({?MODULE, badarg}).

%% Number of requests.
reqids_size(Collection) when is_map(Collection) -> map_size(Collection);
reqids_size(_) -> error({?MODULE, badarg}).

%% Requests with their labels.
reqids_to_list(Collection) when is_map(Collection) -> maps:values(Collection);
reqids_to_list(_) -> error({?MODULE, badarg}).

%% The first answer of a collection: {Result, Label, Collection}, or no_request.
receive_response(Collection, Timeout, Delete) when is_map(Collection) ->
    case next_response(Collection, Timeout, Delete) of
        {response, Result, Label, Collection1} ->
            {Result, Label, Collection1};
        no_request ->
            no_request;
        no_response ->
            lists:foreach(fun(Monitor) -> demonitor(Monitor, [flush]) end, maps:keys(Collection)),
            error({?MODULE, timeout})
    end;
receive_response(_, _, _) ->
    error({?MODULE, badarg}).

%% The same: {{response, Result}, Label, Collection}, no_request or no_response.
wait_response(Collection, Timeout, Delete) when is_map(Collection) ->
    case next_response(Collection, Timeout, Delete) of
        {response, Result, Label, Collection1} -> {{response, Result}, Label, Collection1};
        Other -> Other
    end;
wait_response(_, _, _) ->
    error({?MODULE, badarg}).

next_response(Collection, _, _) when map_size(Collection) =:= 0 ->
    no_request;
next_response(Collection, Timeout, Delete) when ?IS_TIMEOUT(Timeout), is_boolean(Delete) ->
    receive
        {'DOWN', Monitor, process, _, Reason} when is_map_key(Monitor, Collection) ->
            answered(Monitor, Reason, Collection, Delete)
    after Timeout ->
        no_response
    end;
next_response(_, _, _) ->
    error({?MODULE, badarg}).

answered(Monitor, Reason, Collection, Delete) ->
    #{Monitor := {Request, Label}} = Collection,
    Collection1 = case Delete of
                      true -> maps:remove(Monitor, Collection);
                      false -> Collection
                  end,
    try
        {response, result(Request, Reason), Label, Collection1}
    catch
        Class:Raised -> erlang:Class({Raised, Label, Collection1})
    end.

%% Whether a message is an answer of a collection.
check_response({'DOWN', Monitor, process, _, Reason}, Collection, Delete)
  when is_map(Collection), is_map_key(Monitor, Collection) ->
    {response, Result, Label, Collection1} = answered(Monitor, Reason, Collection, Delete),
    {{response, Result}, Label, Collection1};
check_response(_, Collection, _) when is_map(Collection), map_size(Collection) =:= 0 ->
    no_request;
check_response(_, Collection, _) when is_map(Collection) ->
    no_response;
check_response(_, _, _) ->
    error({?MODULE, badarg}).

%% ---------------------------------------------------------------- several nodes

%% Calls Fun() on nodes: a list of {ok, Result} or {Class, Reason}.
multicall(Nodes, Fun) -> multicall(Nodes, Fun, infinity).

%% The same, with a time limit in milliseconds.
multicall(Nodes, Fun, Timeout) when is_function(Fun, 0) ->
    multicall(Nodes, erlang, apply, [Fun, []], Timeout);
multicall(_, _, _) ->
    error({?MODULE, badarg}).

%% Calls Module:Function(Arguments...) on nodes.
multicall(Nodes, M, F, A) -> multicall(Nodes, M, F, A, infinity).

%% The same, with a time limit in milliseconds.
multicall(Nodes, M, F, A, Timeout)
  when is_list(Nodes), is_atom(M), is_atom(F), is_list(A), ?IS_TIMEOUT(Timeout) ->
    Requests = [send_request(Node, M, F, A) || Node <- Nodes],
    End = deadline(Timeout),
    [answer(Request, left(End)) || Request <- Requests];
multicall(_, _, _, _, _) ->
    error({?MODULE, badarg}).

answer(Request, Timeout) ->
    try
        {ok, receive_response(Request, Timeout)}
    catch
        Class:Reason -> {Class, Reason}
    end.

deadline(infinity) -> infinity;
deadline(Timeout) -> erlang:monotonic_time(millisecond) + Timeout.

left(infinity) -> infinity;
left(End) -> max(0, End - erlang:monotonic_time(millisecond)).

%% Calls Fun() on nodes and does not wait.
multicast(Nodes, Fun) when is_function(Fun, 0) -> multicast(Nodes, erlang, apply, [Fun, []]);
multicast(_, _) -> error({?MODULE, badarg}).

%% Calls Module:Function(Arguments...) on nodes and does not wait.
multicast(Nodes, M, F, A) when is_list(Nodes) ->
    lists:foreach(fun(Node) -> cast(Node, M, F, A) end, Nodes);
multicast(_, _, _, _) ->
    error({?MODULE, badarg}).
