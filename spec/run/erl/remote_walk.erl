%% Walks through modules erpc, rpc, pg and global on one node.
-module(remote_walk).
-export([main/0, fail/1]).

main() ->
    calls(),
    requests(),
    collections(),
    rpc_calls(),
    groups(),
    names().

tried(Fun) ->
    try
        Fun()
    catch
        Class:Reason -> {Class, Reason}
    end.

cases() ->
    [{erlang, abs, [-1]}, {?MODULE, fail, [x]}, {erlang, exit, [x]}, {erlang, throw, [x]},
     {erlang, none, []}, {erlang, abs, foo}, {1, abs, []}].

fail(X) -> throw({thrown, X}).

calls() ->
    lists:foreach(fun({M, F, A}) -> io:format("~w~n", [tried(fun() -> erpc:call(node(), M, F, A) end)]) end,
                  cases()),
    One = fun() -> 1 end,
    Others = [fun() -> erpc:call(foo@bar, erlang, abs, [1]) end,
              fun() -> erpc:call(node(), timer, sleep, [100], 5) end,
              fun() -> erpc:call(node(), One) end, fun() -> erpc:call(node(), One, foo) end,
              fun() -> erpc:call("x", One) end, fun() -> erpc:call(node(), One, -1) end,
              fun() -> erpc:cast(node(), erlang, abs, [1]) end,
              fun() -> erpc:multicall([node(), foo@bar], erlang, abs, [-1]) end,
              fun() -> erpc:multicall([node()], erlang, list_to_atom, [foo, bar]) end,
              fun() -> erpc:multicall([node()], erlang, throw, [foo]) end,
              fun() -> erpc:multicall([node()], erlang, exit, [foo]) end,
              fun() -> erpc:multicast([node()], erlang, abs, [1]) end,
              fun() -> erpc:multicall(foo, erlang, abs, [1]) end],
    lists:foreach(fun(Fun) -> io:format("~w~n", [tried(Fun)]) end, Others).

requests() ->
    Request = fun() -> erpc:send_request(node(), erlang, abs, [-5]) end,
    Slow = erpc:send_request(node(), timer, sleep, [40]),
    Tries = [fun() -> erpc:receive_response(Request()) end, fun() -> erpc:receive_response(foo) end,
             fun() -> erpc:wait_response(Request(), 1000) end,
             fun() -> erpc:check_response(foo, Slow) end, fun() -> erpc:wait_response(Slow) end,
             fun() -> erpc:receive_response(Slow, 5) end,
             fun() ->
                 R = Request(),
                 receive Message -> erpc:check_response(Message, R) end
             end,
             fun() -> erpc:send_request(node(), foo) end],
    lists:foreach(fun(Fun) -> io:format("~w~n", [tried(Fun)]) end, Tries).

collections() ->
    C0 = erpc:reqids_new(),
    C1 = erpc:send_request(node(), erlang, abs, [-1], one, C0),
    io:format("~w ~w~n", [erpc:reqids_size(C0), erpc:reqids_size(C1)]),
    {Result, Label, C2} = erpc:receive_response(C1, 1000, true),
    io:format("~w ~w ~w~n", [Result, Label, erpc:reqids_size(C2)]),
    io:format("~w ~w~n", [erpc:receive_response(C2, 0, true), erpc:wait_response(C2, 0, true)]),
    io:format("~w~n", [tried(fun() -> erpc:reqids_size(foo) end)]).

rpc_calls() ->
    lists:foreach(fun({M, F, A}) -> io:format("~w~n", [tried(fun() -> rpc:call(node(), M, F, A) end)]) end,
                  cases()),
    Others = [fun() -> rpc:call(foo@bar, erlang, abs, [1]) end,
              fun() -> rpc:call(node(), timer, sleep, [100], 5) end,
              fun() -> rpc:block_call(node(), erlang, abs, [-2]) end,
              fun() -> rpc:multicall(erlang, abs, [-1]) end,
              fun() -> rpc:multicall([node(), foo@bar], erlang, abs, [-1]) end,
              fun() -> rpc:multicall([node()], erlang, none, [-1]) end,
              fun() -> rpc:eval_everywhere(erlang, abs, [1]) end,
              fun() -> rpc:cast(node(), erlang, abs, [1]) end,
              fun() -> rpc:yield(rpc:async_call(node(), erlang, abs, [-3])) end,
              fun() -> rpc:yield(rpc:async_call(node(), erlang, exit, [oops])) end,
              fun() ->
                  Key = rpc:async_call(node(), timer, sleep, [20]),
                  {rpc:nb_yield(Key), rpc:nb_yield(Key, 1000)}
              end,
              fun() -> rpc:parallel_eval([{erlang, abs, [-1]}, {erlang, abs, [-2]}]) end,
              fun() -> rpc:pmap({erlang, max}, [3], [1, 5]) end,
              fun() -> rpc:pmap({erlang, none}, [3], [1, 5]) end,
              fun() -> rpc:abcast(none, bar) end, fun() -> rpc:sbcast(none, bar) end],
    lists:foreach(fun(Fun) -> io:format("~w~n", [tried(Fun)]) end, Others).

groups() ->
    {ok, Scope} = pg:start_link(),
    {error, {already_started, Scope}} = pg:start(pg),
    Self = self(),
    {All, Groups} = pg:monitor_scope(),
    {Ref, Members} = pg:monitor(g),
    io:format("~w ~w~n", [Groups, Members]),
    Other = spawn(fun() -> receive stop -> ok end end),
    io:format("~w~n", [[pg:join(g, Self), pg:join(g, [Self, Other]), pg:join(h, Other)]]),
    io:format("~w ~w~n", [[name(P, Self) || P <- pg:get_members(g)], lists:sort(pg:which_groups())]),
    io:format("~w~n", [[pg:leave(g, Self), pg:leave(h, Self), pg:leave(none, Self)]]),
    Other ! stop,
    wait(fun() -> pg:get_members(h) =:= [] end),
    io:format("~w ~w ~w~n", [length(pg:get_local_members(g)), pg:which_local_groups(), pg:get_members(none)]),
    io:format("~w~n", [[{Change, Group, [name(P, Self) || P <- Pids]} || {Change, Group, Pids} <- changes(Ref)]]),
    io:format("~w ~w~n", [length(changes(All)), [pg:demonitor(Ref), pg:demonitor(Ref), pg:demonitor(All)]]),
    io:format("~w~n", [tried(fun() -> pg:join(g, foo) end)]).

name(Self, Self) -> self;
name(_, _) -> other.

changes(Ref) ->
    receive
        {Ref, Change, Group, Pids} -> [{Change, Group, Pids} | changes(Ref)]
    after 20 ->
        []
    end.

wait(Condition) ->
    case Condition() of
        true -> ok;
        false -> timer:sleep(2), wait(Condition)
    end.

names() ->
    Self = self(),
    Other = spawn(fun() -> receive stop -> ok end end),
    io:format("~w~n", [[global:register_name(a, Self), global:register_name(a, Other), global:register_name({b, 1}, Other)]]),
    io:format("~w~n", [[name(global:whereis_name(N), Self) || N <- [a, {b, 1}]]]),
    io:format("~w ~w~n", [lists:sort(global:registered_names()), global:whereis_name(none)]),
    io:format("~w~n", [name(global:send(a, hello), Self)]),
    receive hello -> ok end,
    io:format("~w~n", [tried(fun() -> global:send(none, hello) end)]),
    io:format("~w ~w~n", [global:re_register_name(a, Other), name(global:whereis_name(a), Self)]),
    Other ! stop,
    wait(fun() -> global:registered_names() =:= [] end),
    io:format("~w~n", [[global:unregister_name(a) =/= error, global:whereis_name(a), global:sync()]]),
    Id = {resource, me},
    io:format("~w~n", [[global:set_lock(Id), global:set_lock({resource, you}, [node()], 0), global:del_lock(Id),
                        global:set_lock({resource, you}, [node()], 0), global:del_lock({resource, you})]]),
    io:format("~w~n", [global:trans(Id, fun() -> global:set_lock({resource, you}, [node()], 0) end)]),
    io:format("~w~n", [global:set_lock({resource, you}, [node()], 0)]).
