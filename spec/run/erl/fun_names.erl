%% What funs are called, in fun_info and in stack traces: one counter for a function.
-module(fun_names).
-export([main/0]).

name(Fun) ->
    {name, Name} = erlang:fun_info(Fun, name),
    io:format("~p~n", [Name]).

main() ->
    [io:format("~p ~p~n", [Case, run(Case, [1])])
     || Case <- [named, nested, local, loops, filters, tries, two_loops, sources]],
    traced().

run(named, L) ->
    ok = (fun R(0) -> ok; R(Z) -> R(Z - 1) end)(1),
    name(fun() -> L end);
run(nested, _) ->
    name(fun() -> fun() -> fun() -> 1 end end end),
    ok = (fun R(0) -> name(fun() -> 1 end); R(Z) -> R(Z - 1) end)(1),
    name(fun(Y) when Y > 1 -> 1; ([_]) -> name(fun() -> 1 end) end);
run(local, _) ->
    name(fun local/0),
    name(fun fun_names:main/0),
    name(fun() -> a end);
run(loops, L) ->
    [name(fun() -> X end) || X <- L],
    << <<X>> || X <- L >>,
    name(fun() -> a end);
run(filters, L) ->
    [name(fun() -> 1 end) || _ <- L, begin name(fun() -> 2 end), true end],
    name(fun() -> a end);
run(tries, _) ->
    try name(fun() -> a end) of _ -> name(fun() -> a end)
    catch _:_ -> ok
    after name(fun() -> a end)
    end,
    catch name(fun() -> a end);
run(two_loops, L) ->
    [[name(fun() -> {X, Y} end) || Y <- L] || X <- L],
    [X || X <- L, _ <- L],
    name(fun() -> L end);
run(sources, _) ->
    [F() || F <- [fun() -> name(fun() -> 1 end) end], F =/= fun() -> 2 end],
    name(fun() -> a end).

local() -> ok.

traced() ->
    L = [X || X <- [1]],
    Fail = fun() -> error({failed, L}) end,
    try run_it(Fail) catch error:Reason:Stack ->
        {M, F, A, _} = hd(Stack),
        io:format("~p~n", [{Reason, M, F, A}])
    end.

run_it(Fun) ->
    Fun(),
    ok.
