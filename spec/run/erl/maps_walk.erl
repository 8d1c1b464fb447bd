%% Walks through module maps and prints every result.
-module(maps_walk).
-export([main/0]).

main() ->
    Maps = [#{}, #{a => 1}, #{a => true, b => 2}, #{1 => a, 1.0 => b}, foo, [a], none,
            {a, b, none}],
    Any = fun(_, _) -> true end,
    Fold = fun(K, V, A) -> [{K, V} | A] end,
    Funs = [Any, fun(_, V) -> V end, fun(_, V) -> {true, {V}} end, foo, Fold],
    each([get], [[a, 1, z], Maps]),
    each([get], [[a, 1, z], Maps, [default]]),
    each([find, is_key, remove, take], [[a, 1, 1.0, z], Maps]),
    each([put, update], [[a, 1, z], [new], Maps]),
    each([keys, values, to_list, size], [Maps]),
    each([from_list], [[[], [{a, 1}, {b, 2}, {a, 3}], [a], foo, [{a, 1} | b], [{1, x}, {1.0, y}]]]),
    each([from_keys], [[[], [a, b, a], foo, [a | b]], [v]]),
    each([fold], [[Fold, Any, foo], [[], 0], Maps]),
    each([map, filter, filtermap, foreach], [Funs, Maps]),
    each([with, without], [[[], [a], [a, z, 1], [a | b], foo], Maps]),
    each([update_with], [[a, 1, z], [foo, Any, fun(X) -> {X} end], Maps]),
    each([update_with], [[a, 1, z], [foo, Any, fun(X) -> {X} end], [init], Maps]),
    each([merge, intersect], [Maps, Maps]),
    each([merge_with, intersect_with], [[foo, Any, Fold], Maps, Maps]),
    each([groups_from_list], [[fun(X) -> X rem 3 end, foo, fun(X) -> X end],
                              [[], [1, 2, 3, 4, 5, 6], [1 | 2], foo, [a]]]),
    Big = maps:from_list([{N, N * 2} || N <- lists:seq(1, 200)]),
    io:format("~w~n", [lists:sort(maps:to_list(Big))]),
    io:format("~w~n", [lists:sort(iterate(maps:next(maps:iterator(Big))))]),
    io:format("~w~n", [iterate(maps:next(maps:iterator(#{b => 2, a => 1, c => 3})))]),
    io:format("~w~n", [maps:fold(fun(_, V, Sum) -> V + Sum end, 0, Big)]),
    Tens = maps:filter(fun(K, _) -> K rem 10 =:= 0 end, Big),
    io:format("~w~n", [lists:sort(maps:to_list(Tens))]),
    io:format("~w~n", [maps:size(maps:without(lists:seq(1, 150), Big))]).

iterate(none) -> [];
iterate({Key, Value, Iterator}) -> [{Key, Value} | iterate(maps:next(Iterator))].

each(Functions, Choices) ->
    lists:foreach(fun(Function) -> show(Function, combine(Choices), 1) end, Functions).

combine([]) -> [[]];
combine([Choice | Choices]) ->
    Rest = combine(Choices),
    [[First | Args] || First <- Choice, Args <- Rest].

show(Function, [Args | Rest], N) ->
    Result = try
                 {ok, apply(maps, Function, Args)}
             catch
                 Class:Reason -> {Class, Reason}
             end,
    io:format("~w/~w ~w: ~w~n", [Function, length(Args), N, plain(Result)]),
    show(Function, Rest, N + 1);
show(_, [], _) ->
    ok.

%% Functions look different on every system.
plain(Fun) when is_function(Fun) -> 'fun';
plain([Head | Tail]) -> [plain(Head) | plain(Tail)];
plain(Tuple) when is_tuple(Tuple) -> list_to_tuple(plain(tuple_to_list(Tuple)));
plain(Term) -> Term.
