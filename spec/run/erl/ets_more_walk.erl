%% Walks through the functions of module ets that are no BIFs.
-module(ets_more_walk).
-export([main/0]).

main() ->
    folds(),
    specifications(),
    init().

folds() ->
    lists:foreach(fun(Type) ->
                      T = ets:new(t, [Type]),
                      ets:insert(T, [{K, K * K} || K <- [5, 3, 1, 4, 2]]),
                      Sum = fun({K, V}, Acc) -> K + V + Acc end,
                      io:format("~w ~w ~w~n", [Type, ets:foldl(Sum, 0, T), ets:foldr(Sum, 0, T)]),
                      Keep = fun(Object, Acc) -> [Object | Acc] end,
                      io:format("~w~n", [lists:sort(ets:foldl(Keep, [], T))]),
                      Drop = fun({K, _}, N) -> ets:delete(T, K), N + 1 end,
                      io:format("~w ~w~n", [ets:foldl(Drop, 0, T), ets:info(T, size)])
                  end, [set, ordered_set, bag, duplicate_bag]),
    O = ets:new(o, [ordered_set]),
    ets:insert(O, [{K} || K <- [b, a, c]]),
    Order = fun({K}, Acc) -> [K | Acc] end,
    io:format("~w ~w~n", [ets:foldl(Order, [], O), ets:foldr(Order, [], O)]),
    lists:foreach(fun(Fold) ->
                      Class = try Fold() catch C:_ -> C end,
                      io:format("~w~n", [Class])
                  end, [fun() -> ets:foldl(Order, [], none) end, fun() -> ets:foldr(foo, [], O) end]),
    io:format("~w~n", [ets:info(O, safe_fixed)]).

specifications() ->
    Cases = [{{a, 1}, [{{a, '$1'}, [], ['$1']}]}, {{b, 1}, [{{a, '$1'}, [], ['$1']}]},
             {{a, 1}, [{{a, '$1'}, [], ['$2']}]}, {{a, 1}, [{{a, '$1'}, [{foo, '$1'}], ['$1']}]},
             {{a, 1}, foo}, {{a, 1}, [{{a, '$1'}, [], ['$_', '$$']}]}, {{a, 1}, []},
             {{a, 1}, [{{a, '$1'}, [], [{{x, '$1'}}]}]}, {{a, 1}, [{foo}]},
             {{a, 1}, [{{a, '$1'}, foo, [a]}]}, {{a, 1}, [{{a, '$1'}, [], [{message, x}]}]},
             {{a, 1}, [{{a, '$1'}, [{'>', 1}], [x]}]}, {{a, 1}, [{{a, '$1'}, [true], [{x}]}]},
             {{a, 1}, [{{a, '$1'}, [{'>', '$1', 0}], [{const, {1}}]}]}],
    lists:foreach(fun({Tuple, Specification}) ->
                      io:format("~p~n", [ets:test_ms(Tuple, Specification)])
                  end, Cases),
    io:format("~w~n", [try ets:fun2ms(fun main/0) catch Class:_ -> Class end]).

init() ->
    T = ets:new(t, [ordered_set]),
    ets:insert(T, {old, 1}),
    io:format("~w ~w~n", [ets:init_table(T, source([[{a, 1}, {b, 2}], [], [{c, 3}]])),
                          ets:tab2list(T)]).

source([Objects | Rest]) ->
    fun(read) -> {Objects, source(Rest)};
       (close) -> ok
    end;
source([]) ->
    fun(read) -> end_of_input;
       (close) -> ok
    end.
