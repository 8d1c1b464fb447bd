%% Walks through module lists and prints every result.
-module(lists_walk).
-export([main/0]).

main() ->
    True = fun(_) -> true end,
    Int = fun erlang:is_integer/1,
    Pair = fun(X, Acc) -> {X, Acc} end,
    Lists = [[], [a], [1, 2, 3], [3, 1, 2, 1.0, 1], [a | b], [a, b | c], foo, [[1], [2, [3]], 4],
             [{a, 1}, {b, 2}, {a, 3}], "hello", [true, false, true]],
    Funs = [True, Int, foo, fun(X) -> [X] end, fun(X) -> {true, {X}} end, Pair],
    each([all, any, map, flatmap, foreach, filter, filtermap, partition, takewhile, dropwhile,
          splitwith, search, uniq], [Funs, Lists]),
    each([foldl, foldr, mapfoldl, mapfoldr],
         [[Pair, True, fun(X, A) -> [X | A] end, fun(X, A) -> X + A end], [0, []], Lists]),
    each([append, reverse, last, droplast, sum, max, min, concat, flatten, flatlength, uniq, unzip,
          unzip3, enumerate, sort, usort],
         [Lists ++ [[[a], b], [[a] | b], [1, a, "b", 2.5], [[], [a], []], [{1, 2, 3}]]]),
    each([append, subtract, prefix, suffix, delete, join, zip, flatten, member, reverse],
         [Lists ++ [b, "he", "lo", 3], Lists]),
    Numbers = [0, 1, 2, 3, 10, -1, a],
    each([nth, nthtail, split, duplicate, enumerate, keysort, ukeysort], [Numbers, Lists]),
    each([sublist], [Lists, Numbers]),
    each([sublist], [Lists, Numbers, Numbers]),
    each([seq], [Numbers, Numbers]),
    each([seq], [Numbers, Numbers, [0, 1, 2, -1, -2, a]]),
    each([zip3], [Lists, Lists, [[], [x, y, z], foo, [x]]]),
    each([zipwith], [[Pair, True, foo], Lists, Lists]),
    Tuples = [[], [{a, 1}, {b, 2}, {a, 3}], [{1.0}, {1}, {2}], [a, {a}, {b, c, d}], foo, [{a} | b]],
    each([keydelete, keytake, keyfind, keymember, keysearch], [[a, b, 1, 2], Numbers, Tuples]),
    each([keyreplace, keystore], [[a, b, 1, 2], Numbers, Tuples, [{n}, n]]),
    each([keymap], [[True, foo], Numbers, Tuples]),
    each([sort, usort], [[fun(A, B) -> A =< B end, fun(A, B) -> A >= B end, foo], Lists]),
    Sorted = [lists:sort(L) || L <- Lists, is_list(L), is_integer(catch length(L))],
    each([merge], [Sorted, Sorted]),
    Unique = [lists:usort(L) || L <- Sorted],
    each([umerge], [Unique, Unique]),
    each([merge, umerge], [[[[1, 3], [2, 4], [0]], [], [[a]], [[], [b]]]]),
    sorting(200, 12345).

%% Sort lists of pseudo-random numbers of many lengths.
sorting(0, _) ->
    ok;
sorting(N, Seed) ->
    {List, Seed1} = numbers(N, Seed, []),
    Tuples = lists:zip(List, lists:seq(1, N)),
    io:format("~w ~w~n", [N, erlang:phash2({lists:sort(List), lists:usort(List),
                                            lists:keysort(1, Tuples), lists:ukeysort(1, Tuples),
                                            lists:sort(fun(A, B) -> A > B end, List),
                                            lists:sort(Tuples), lists:reverse(List)})]),
    sorting(N - 1, Seed1).

numbers(0, Seed, Acc) -> {Acc, Seed};
numbers(N, Seed, Acc) ->
    Next = (Seed * 1103515245 + 12345) rem 2147483648,
    numbers(N - 1, Next, [Next rem (N * 2) | Acc]).

each(Functions, Choices) ->
    lists:foreach(fun(Function) -> show(Function, combine(Choices), 1) end, Functions).

combine([]) -> [[]];
combine([Choice | Choices]) ->
    Rest = combine(Choices),
    [[First | Args] || First <- Choice, Args <- Rest].

show(Function, [Args | Rest], N) ->
    Result = try
                 {ok, apply(lists, Function, Args)}
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
