%% Functions called on other nodes; here that is this node only, any other is down.
-module(rpc).

-export([call/4, call/5, block_call/4, block_call/5, cast/4, async_call/4, yield/1, nb_yield/1,
         nb_yield/2]).
-export([multicall/3, multicall/4, multicall/5, eval_everywhere/3, eval_everywhere/4]).
-export([abcast/2, abcast/3, sbcast/2, sbcast/3, multi_server_call/2, multi_server_call/3,
         server_call/4]).
-export([parallel_eval/1, pmap/3, pinfo/1, pinfo/2]).

-export_type([key/0]).

-opaque key() :: erpc:request_id().

%% The result of Module:Function(Arguments...) on a node, or {badrpc, Reason}.
-spec call(node(), module(), atom(), [term()]) -> term() | {badrpc, term()}.
call(Node, M, F, A) -> call(Node, M, F, A, infinity).

%% The same, with a time limit in milliseconds.
-spec call(node(), module(), atom(), [term()], timeout()) -> term() | {badrpc, term()}.
call(Node, M, F, A, Timeout) ->
    answered(fun() -> erpc:call(Node, M, F, A, Timeout) end).

answered(Call) ->
    try
        Call()
    catch
        throw:Thrown -> Thrown;
        exit:{exception, Reason} -> {badrpc, {'EXIT', Reason}};
        exit:{signal, Reason} -> {badrpc, {'EXIT', Reason}};
        error:{exception, Reason, Trace} -> {badrpc, {'EXIT', {Reason, Trace}}};
        error:{erpc, timeout} -> {badrpc, timeout};
        error:{erpc, noconnection} -> {badrpc, nodedown};
        error:{erpc, badarg} -> error(badarg);
        error:{erpc, Reason} -> {badrpc, Reason}
    end.

%% The same as call/4: there is no server that could be blocked.
-spec block_call(node(), module(), atom(), [term()]) -> term() | {badrpc, term()}.
block_call(Node, M, F, A) -> call(Node, M, F, A).

%% The same as call/5.
-spec block_call(node(), module(), atom(), [term()], timeout()) -> term() | {badrpc, term()}.
block_call(Node, M, F, A, Timeout) -> call(Node, M, F, A, Timeout).

%% Calls Module:Function(Arguments...) on a node and does not wait.
-spec cast(node(), module(), atom(), [term()]) -> true.
cast(Node, M, F, A) ->
    try
        erpc:cast(Node, M, F, A)
    catch
        error:{erpc, badarg} -> error(badarg)
    end,
    true.

%% Starts a call; the key is for yield/1.
-spec async_call(node(), module(), atom(), [term()]) -> key().
async_call(Node, M, F, A) ->
    try
        erpc:send_request(Node, M, F, A)
    catch
        error:{erpc, badarg} -> error(badarg)
    end.

%% Waits for the result of async_call/4.
-spec yield(key()) -> term() | {badrpc, term()}.
yield(Key) -> answered(fun() -> erpc:receive_response(Key) end).

%% {value, Result} of async_call/4 if it is there, else timeout.
-spec nb_yield(key()) -> {value, term()} | timeout.
nb_yield(Key) -> nb_yield(Key, 0).

%% The same, waiting for some milliseconds.
-spec nb_yield(key(), timeout()) -> {value, term()} | timeout.
nb_yield(Key, Timeout) ->
    Result = answered(fun() ->
                          case erpc:wait_response(Key, Timeout) of
                              {response, Value} -> {'$value', Value};
                              no_response -> '$timeout'
                          end
                      end),
    case Result of
        '$timeout' -> timeout;
        {'$value', Value} -> {value, Value};
        Raised -> {value, Raised}
    end.

%% ---------------------------------------------------------------- several nodes

%% Calls on all nodes: {Results, NodesThatAreDown}.
-spec multicall(module(), atom(), [term()]) -> {[term()], [node()]}.
multicall(M, F, A) -> multicall([node() | nodes()], M, F, A, infinity).

%% Calls on some nodes, or on all with a time limit.
multicall(Nodes, M, F, A) when is_list(Nodes) -> multicall(Nodes, M, F, A, infinity);
multicall(M, F, A, Timeout) -> multicall([node() | nodes()], M, F, A, Timeout).

%% Calls on some nodes with a time limit.
-spec multicall([node()], module(), atom(), [term()], timeout()) -> {[term()], [node()]}.
multicall(Nodes, M, F, A, Timeout) ->
    Answers = try
                  erpc:multicall(Nodes, M, F, A, Timeout)
              catch
                  error:{erpc, badarg} -> error(badarg)
              end,
    sort_out(Nodes, Answers, [], []).

sort_out([Node | Nodes], [{error, {erpc, Reason}} | Answers], Good, Bad)
  when Reason =:= noconnection; Reason =:= timeout ->
    sort_out(Nodes, Answers, Good, [Node | Bad]);
sort_out([_ | Nodes], [Answer | Answers], Good, Bad) ->
    sort_out(Nodes, Answers, [value(Answer) | Good], Bad);
sort_out([], [], Good, Bad) ->
    {lists:reverse(Good), lists:reverse(Bad)}.

value({ok, Value}) -> Value;
value({Class, Reason}) -> answered(fun() -> erlang:Class(Reason) end).

%% Calls on all nodes and does not wait.
-spec eval_everywhere(module(), atom(), [term()]) -> abcast.
eval_everywhere(M, F, A) -> eval_everywhere([node() | nodes()], M, F, A).

%% Calls on some nodes and does not wait.
-spec eval_everywhere([node()], module(), atom(), [term()]) -> abcast.
eval_everywhere(Nodes, M, F, A) ->
    lists:foreach(fun(Node) -> cast(Node, M, F, A) end, Nodes),
    abcast.

%% Sends a message to a registered process on all nodes.
-spec abcast(atom(), term()) -> abcast.
abcast(Name, Message) -> abcast([node() | nodes()], Name, Message).

%% Sends a message to a registered process on some nodes.
-spec abcast([node()], atom(), term()) -> abcast.
abcast(Nodes, Name, Message) when is_atom(Name) ->
    lists:foreach(fun(Node) -> send(Node, Name, Message) end, Nodes),
    abcast.

send(Node, Name, Message) when Node =:= node() ->
    case whereis(Name) of
        undefined -> false;
        Pid -> Pid ! Message, true
    end;
send(_, _, _) ->
    false.

%% The same on all nodes, telling {NodesWithTheProcess, NodesWithout}.
-spec sbcast(atom(), term()) -> {[node()], [node()]}.
sbcast(Name, Message) -> sbcast([node() | nodes()], Name, Message).

%% The same on some nodes.
-spec sbcast([node()], atom(), term()) -> {[node()], [node()]}.
sbcast(Nodes, Name, Message) ->
    lists:partition(fun(Node) -> send(Node, Name, Message) end, Nodes).

%% Asks servers on all nodes that answer {Name, Node, Answer}: {Answers, BadNodes}.
-spec multi_server_call(atom(), term()) -> {[term()], [node()]}.
multi_server_call(Name, Message) -> multi_server_call([node() | nodes()], Name, Message).

%% Asks servers on some nodes.
-spec multi_server_call([node()], atom(), term()) -> {[term()], [node()]}.
multi_server_call(Nodes, Name, Message) when is_list(Nodes), is_atom(Name) ->
    Answers = [{Node, server_call(Node, Name, Name, Message)} || Node <- Nodes],
    {[Answer || {_, Answer} <- Answers, Answer =/= {error, nodedown}],
     [Node || {Node, {error, nodedown}} <- Answers]}.

%% Sends {From, Message} to a server and waits for {ReplyWrapper, Node, Reply}.
-spec server_call(node(), atom(), term(), term()) -> term() | {error, nodedown}.
server_call(Node, Name, ReplyWrapper, Message) when Node =:= node(), is_atom(Name) ->
    Monitor = monitor(process, Name),
    catch Name ! {self(), Message},
    receive
        {'DOWN', Monitor, _, _, _} ->
            {error, nodedown};
        {ReplyWrapper, Node, Reply} ->
            demonitor(Monitor, [flush]),
            Reply
    end;
server_call(_, _, _, _) ->
    {error, nodedown}.

%% The results of {M, F, A} calls that run at the same time.
-spec parallel_eval([{module(), atom(), [term()]}]) -> [term()].
parallel_eval(Calls) ->
    Keys = [async_call(node(), M, F, A) || {M, F, A} <- Calls],
    [yield(Key) || Key <- Keys].

%% The results of Module:Function(Element, ExtraArguments...), all running at the same time.
-spec pmap({module(), atom()}, [term()], [term()]) -> [term()].
pmap({M, F}, Extra, Elements) ->
    Results = parallel_eval([{M, F, [Element | Extra]} || Element <- Elements]),
    lists:any(fun is_bad/1, Results) andalso exit(badrpc),
    Results.

is_bad({badrpc, _}) -> true;
is_bad(_) -> false.

%% What process_info/1 tells of a process.
-spec pinfo(pid()) -> [{atom(), term()}] | undefined.
pinfo(Pid) -> erlang:process_info(Pid).

%% What process_info/2 tells of a process.
-spec pinfo(pid(), term()) -> term().
pinfo(Pid, Item) -> erlang:process_info(Pid, Item).
