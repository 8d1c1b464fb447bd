%% EUnit: assertions and their errors, every kind of test description as a listener sees it, and
%% the report of tests that pass.
-module(eunit_walk).
-behaviour(eunit_listener).
-include_lib("eunit/include/eunit.hrl").
-export([main/0, start/1, init/1, handle_begin/3, handle_end/3, handle_cancel/3, terminate/2]).
-export([helper/0, made/0]).

main() ->
    [io:format("~p~n", [assertion(Fun)]) || Fun <- assertions()],
    [io:format("~p: ~p~n", [Name, eunit:test(Tests, [no_tty, {report, {?MODULE, []}}])])
     || {Name, Tests} <- descriptions()],
    [io:format("~p~n", [eunit:test(Tests)]) || Tests <- passing()],
    io:format("~p~n", [lists:sort([Name || {Name, 0} <- ?MODULE:module_info(exports),
                                           lists:suffix("test", atom_to_list(Name))
                                               orelse lists:suffix("test_",
                                                                   atom_to_list(Name))])]).

%% ---------------------------------------------------------------- tests of this module

one_test() -> ?assert(true).
two_test_() -> [?_assertEqual(4, 2 + 2), {"title", ?_assertMatch({ok, _}, helper())}].
helper() -> {ok, 1}.
made() -> {"made", fun() -> ok end}.

%% ---------------------------------------------------------------- assertions

assertions() ->
    Five = 5,
    [fun() -> ?assert(Five > 4) end,
     fun() -> ?assert(Five < 4) end,
     fun() -> ?assert(hd([Five])) end,
     fun() -> ?assert(Five < 4, "comment") end,
     fun() -> ?assertNot(Five < 4) end,
     fun() -> ?assertNot(Five > 4) end,
     fun() -> ?assertMatch({ok, _}, helper()) end,
     fun() -> ?assertMatch({ok, X} when X > 1, helper()) end,
     fun() -> ?assertNotMatch({ok, _}, helper()) end,
     fun() -> ?assertEqual(5, Five) end,
     fun() -> ?assertEqual([4], [Five]) end,
     fun() -> ?assertEqual("a b", Five, <<"why">>) end,
     fun() -> ?assertNotEqual(5, Five) end,
     fun() -> ?assertException(error, badarith, 1 div (Five - 5)) end,
     fun() -> ?assertException(error, badarith, Five) end,
     fun() -> ?assertException(throw, _, 1 div (Five - 5)) end,
     fun() -> ?assertError({badmatch, _}, 4 = Five) end,
     fun() -> ?assertError(function_clause, throw(no)) end,
     fun() -> ?assertExit(normal, exit(normal)) end,
     fun() -> ?assertExit(normal, exit(other)) end,
     fun() -> ?assertThrow(x, throw(x)) end,
     fun() -> ?assertThrow(x, ok) end,
     fun() -> ?assertNotException(throw, x, throw(y)) end,
     fun() -> ?assertNotException(throw, x, throw(x)) end,
     fun() -> ?LET(Y, 2, Y * Y) end,
     fun() -> ?IF(Five > 4, yes, no) end].

assertion(Fun) ->
    try
        {returned, Fun()}
    catch
        error:{Kind, Facts} -> {Kind, [short(Fact) || Fact <- Facts]}
    end.

short({unexpected_exception, {Class, Reason, Stack}}) when is_list(Stack) ->
    {unexpected_exception, Class, Reason};
short(Fact) -> Fact.

%% ---------------------------------------------------------------- descriptions

descriptions() ->
    Ok = fun() -> ok end,
    Bad = fun() -> io:format("seen ~p~n", [x]), error(bad) end,
    Setup = fun() -> 5 end,
    Clean = fun(_) -> ok end,
    [{simple, Ok},
     {failing, [Ok, {7, Bad}]},
     {module, h_none},
     {function, {?MODULE, helper}},
     {test, {test, ?MODULE, helper}},
     {missing, {?MODULE, nothing}},
     {titles, {"group", [{"first", Ok}, {<<"second">>, {12, Ok}}]}},
     {generator, {generator, fun() -> [Ok, []] end}},
     {generator3, {generator, ?MODULE, made}},
     {no_generator, [Ok, {generator, ?MODULE, nothing}, Ok]},
     {failed_generator, {generator, fun() -> throw(up) end}},
     {nested, [[Ok], [[Ok, []], {"deep", [[Ok]]}]]},
     {setup, {setup, Setup, Clean, fun(X) -> ?_assertEqual(5, X) end}},
     {local, {setup, local, Setup, Clean, fun(X) -> [?_assertEqual(5, X)] end}},
     {plain, {setup, Setup, [Ok, Ok]}},
     {setup_failed, [{setup, fun() -> exit(no) end, Clean, fun(_) -> Ok end}, Ok]},
     {cleanup_failed, {setup, Setup, fun(_) -> error(cleanup) end, fun(_) -> Ok end}},
     {instance_failed, {setup, Setup, Clean, fun(_) -> error(instance) end}},
     {foreach, {foreach, Setup, Clean, [fun(_) -> Ok end, fun(X) -> {"x", ?_assert(X > 4)} end]}},
     {foreachx, {foreachx, fun(X) -> X * 2 end, fun(_, _) -> ok end,
                 [{N, fun(X, R) -> ?_assertEqual({N, N * 2}, {X, R}) end} || N <- [1, 2]]}},
     {with, {with, 3, [fun(X) -> ?assertEqual(3, X) end, fun(X) -> ?assertEqual(4, X) end]}},
     {timeout, {timeout, 5, Ok}},
     {timed_out, [{spawn, {timeout, 0.05, fun() -> timer:sleep(5000) end}}, Ok]},
     {group_timed_out,
      {"slow", {timeout, 0.1, [Ok, fun() -> timer:sleep(5000) end, Ok]}}},
     {order, {inorder, [Ok, Ok]}},
     {parallel, {inparallel, [{"p1", fun() -> timer:sleep(20) end}, {"p2", Ok}, {"p3", Bad}]}},
     {parallel2, {inparallel, 2, [{"p1", fun() -> timer:sleep(20) end}, {"p2", Ok}, {"p3", Ok}]}},
     {killed, [{spawn, [fun() -> exit(self(), kill), timer:sleep(1000) end, Ok]}, Ok]},
     {bad, [Ok, {no, such, description}]}].

passing() ->
    Ok = fun() -> io:format("not seen~n") end,
    [Ok, [Ok, Ok], [Ok, Ok, Ok], [], {"only a title", []}].

%% ---------------------------------------------------------------- the listener

start(Options) -> eunit_listener:start(?MODULE, Options).

init(_Options) -> 0.

handle_begin(Kind, Data, State) ->
    io:format("  begin ~p ~p~n", [Kind, [Fact || {Key, _} = Fact <- Data, is_shown(Key)]]),
    State + 1.

handle_end(Kind, Data, State) ->
    io:format("  end ~p ~p~n", [Kind, [told(Fact) || {Key, _} = Fact <- Data, is_shown(Key)]]),
    State + 1.

handle_cancel(Kind, Data, State) ->
    io:format("  cancel ~p ~p~n", [Kind, [told(Fact) || {Key, _} = Fact <- Data, is_shown(Key)]]),
    State + 1.

is_shown(Key) -> lists:member(Key, [id, desc, line, status, output, reason, size, spawn, order]).

told({status, {error, {Class, Reason, _}}}) -> {status, {error, Class, Reason}};
told({reason, {timeout, _}}) -> {reason, timeout};
told({reason, {abort, {Kind, {Class, Reason, Stack}}}}) when is_list(Stack) ->
    {reason, {abort, Kind, Class, Reason}};
told({reason, {abort, {generator_failed, {_, {Class, Reason, _}}}}}) ->
    {reason, {abort, generator_failed, Class, Reason}};
told(Fact) -> Fact.

terminate({ok, Counts}, State) ->
    io:format("  ~p after ~p~n", [Counts, State]).
