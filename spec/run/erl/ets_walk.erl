%% Walks through module ets.
-module(ets_walk).
-export([main/0]).

main() ->
    types(), lookups(), errors(), walks(), matches(), selects(), pieces(), counters(), elements(),
    owners(), names(), fixed(), infos(), order(), specs(), big(), replaces().

p(Tag, Value) -> io:format("~s: ~p~n", [Tag, Value]).

e(F) -> try F() of V -> {value, V} catch C:R -> {C, R} end.

fill(Type, L) -> T = ets:new(t, [Type, public]), ets:insert(T, L), T.

s(L) -> lists:sort(L).

types() ->
    L = [{a, 1}, {b, 2}, {a, 3}, {a, 1}, {1, x}, {1.0, y}],
    [p(Type, s(ets:tab2list(fill(Type, L)))) || Type <- [set, ordered_set, bag, duplicate_bag]],
    p(ordered, ets:tab2list(fill(ordered_set, L))),
    T = ets:new(t, [{keypos, 2}]),
    ets:insert(T, {x, key, 1}), p(keypos, ets:lookup(T, key)).

lookups() ->
    T = fill(bag, [{k, I, I rem 2} || I <- [3, 1, 2, 3]]),
    p(bag_order, ets:lookup(T, k)),
    p(none, ets:lookup(T, none)),
    p(element, ets:lookup_element(T, k, 2)),
    p(member, {ets:member(T, k), ets:member(T, z)}),
    p(delete_object, {ets:delete_object(T, {k, 1, 1}), ets:lookup(T, k)}),
    p(take, {ets:take(T, k), ets:take(T, k)}),
    O = fill(ordered_set, [{1, a}]),
    p(ordered_key, {ets:lookup(O, 1.0), ets:member(O, 1.0), ets:lookup_element(O, 1.0, 1)}),
    ets:insert(O, {1.0, b}), p(replaced, ets:tab2list(O)),
    D = fill(duplicate_bag, [{x, 1}, {x, 1}, {x, 2}]),
    p(dup, ets:lookup(D, x)), ets:delete_object(D, {x, 1}), p(dup, ets:lookup(D, x)),
    S = fill(set, [{f, 1.0}]),
    p(exact, {ets:lookup(S, f), ets:match(S, {'$1', 1})}),
    p(insert_new, {ets:insert_new(S, {f, 2}), ets:insert_new(S, {g, 2}), ets:insert_new(S, [{h, 1}, {f, 1}]), ets:member(S, h)}).

errors() ->
    T = ets:new(t, []),
    p(insert, [e(fun() -> ets:insert(T, X) end) || X <- [foo, [], [{a}, b], {}, [{a} | b]]]),
    p(no_table, e(fun() -> ets:lookup(no_such_table, a) end)),
    p(deleted, begin ets:delete(T), e(fun() -> ets:insert(T, {a}) end) end),
    p(new, [e(fun() -> ets:new(A, O) end) || {A, O} <- [{1, []}, {t, [foo]}, {t, set}, {t, [{keypos, 0}]}]]),
    p(info, {ets:info(T), ets:info(T, size), ets:info(no_such_table)}),
    p(lookup_element, begin U = ets:new(t, []), ets:insert(U, {a, 1}), [e(fun() -> ets:lookup_element(U, K, I) end) || {K, I} <- [{b, 1}, {a, 3}, {a, 0}]] end).

walk(T) -> walk(T, ets:first(T)).
walk(_, '$end_of_table') -> [];
walk(T, K) -> [K | walk(T, ets:next(T, K))].

walks() ->
    [begin T = fill(Type, [{I} || I <- lists:seq(1, 50)]), p(Type, s(walk(T)) =:= lists:seq(1, 50)) end || Type <- [set, ordered_set, bag]],
    O = fill(ordered_set, [{I} || I <- [5, 1, 9]]),
    p(ordered, {ets:first(O), ets:last(O), ets:next(O, 2), ets:prev(O, 5), ets:prev(O, 1), ets:next(O, 9)}),
    E = ets:new(t, []),
    p(empty, {ets:first(E), ets:last(E), e(fun() -> ets:next(E, x) end)}),
    ok.

matches() ->
    T = fill(ordered_set, [{1, {a, [x]}}, {2, {b, []}}, {3, {a, [y, z]}}, {4, #{k => 1}}, {5, "str"}]),
    p(match, ets:match(T, {'$1', {a, '_'}})),
    p(match, ets:match(T, {'$2', {'$1', [x | '_']}})),
    p(match, ets:match(T, {'_', '_'})),
    p(match, ets:match(T, '$1')),
    p(match, ets:match(T, {'$1', #{k => '$2'}})),
    p(same, ets:match(fill(set, [{1, 1}, {1, 2}, {2, 2}]), {'$1', '$1'})),
    p(object, ets:match_object(T, {'_', {a, '_'}})),
    p(object, ets:match_object(T, {1, '_'})),
    p(object, ets:match_object(T, {'_', "str"})),
    p(delete, {ets:match_delete(T, {'_', {a, '_'}}), ets:tab2list(T)}).

selects() ->
    T = fill(ordered_set, [{I, I * I, list_to_atom("a" ++ integer_to_list(I rem 3))} || I <- lists:seq(1, 12)]),
    S = fun(Spec) -> p(select, e(fun() -> ets:select(T, Spec) end)) end,
    S([{{'$1', '$2', a1}, [], ['$2']}]),
    S([{{'$1', '$2', '_'}, [{'>', '$2', 50}, {'<', '$1', 11}], [{{'$1', '$2'}}]}]),
    S([{{'$1', '_', '_'}, [{'orelse', {'=:=', '$1', 1}, {'=:=', '$1', 12}}], ['$_']}]),
    S([{{'$1', '$2', '$3'}, [{'=:=', '$3', a0}], ['$$']}]),
    S([{{'$1', '_', '_'}, [{is_integer, '$1'}, {'==', {'rem', '$1', 5}, 0}], [{'*', '$1', 2}]}]),
    S([{{1, '_', '_'}, [], [{const, {'$1', x}}]}, {{2, '_', '_'}, [], [[two, {'=:=', {self}, self()}]]}]),
    S([{{'$1', '_', '_'}, [{'<', '$1', 3}], [#{key => '$1'}]}]),
    S([{'_', [], [true]}]),
    S([{{'$1', '_', '_'}, [{'>', {length, '$1'}, 0}], [x]}]),
    S([{{'$1', '_', '_'}, [{'<', '$1', 3}], [{element, 1, '$_'}]}]),
    S([{{'$1', '_', '_'}, [{'and', {'<', '$1', 3}, {'not', {'==', '$1', 1}}}], ['$1']}]),
    S(foo), S([{a}]), S([{{'$1'}, [], ['$2']}]), S([{{'$1'}, [{nope, 1}], ['$1']}]), S([]),
    p(count, ets:select_count(T, [{{'$1', '_', '_'}, [{'>', '$1', 6}], [true]}])),
    p(delete, {ets:select_delete(T, [{{'$1', '_', '_'}, [{'>', '$1', 6}], [true]}]), length(ets:tab2list(T))}),
    p(reverse, ets:select_reverse(T, [{{'$1', '_', '_'}, [], ['$1']}])).

pieces() ->
    [begin
        T = fill(Type, [{I} || I <- lists:seq(1, 25)]),
        p(Type, {s(all(ets:match(T, {'$1'}, 4), fun ets:match/1)) =:= [[I] || I <- lists:seq(1, 25)],
                 s(all(ets:select(T, [{{'$1'}, [], ['$1']}], 10), fun ets:select/1)) =:= lists:seq(1, 25),
                 s(all(ets:match_object(T, {'_'}, 100), fun ets:match_object/1)) =:= [{I} || I <- lists:seq(1, 25)]})
     end || Type <- [set, ordered_set, bag]],
    O = fill(ordered_set, [{I} || I <- lists:seq(1, 7)]),
    {L1, C1} = ets:select(O, [{{'$1'}, [], ['$1']}], 3), {L2, C2} = ets:select(C1), {L3, C3} = ets:select(C2),
    p(parts, {L1, L2, L3, case C3 of '$end_of_table' -> C3; _ -> ets:select(C3) end}),
    {R1, D1} = ets:select_reverse(O, [{{'$1'}, [], ['$1']}], 4), p(reverse, {R1, element(1, ets:select_reverse(D1))}),
    p(none, ets:select(O, [{{0}, [], [x]}], 3)),
    p(bad, e(fun() -> ets:select(O, [{{0}, [], [x]}], 0) end)).

all('$end_of_table', _) -> [];
all({L, C}, F) -> L ++ all(F(C), F).

counters() ->
    T = fill(set, [{c, 1, 10}]),
    p(c, {ets:update_counter(T, c, 5), ets:update_counter(T, c, {3, -4}), ets:update_counter(T, c, [{2, 1}, {3, 1}, {2, 0}])}),
    p(limit, {ets:update_counter(T, c, {2, 5, 10, 0}), ets:update_counter(T, c, {2, -20, -5, 100})}),
    p(default, {ets:update_counter(T, new, 1, {new, 0}), ets:update_counter(T, n2, {3, 7}, {x, 1, 2}), ets:lookup(T, n2)}),
    p(big, ets:update_counter(T, c, 1 bsl 70)),
    p(errors, [e(fun() -> ets:update_counter(T, K, Op) end) || {K, Op} <- [{none, 1}, {c, {1, 1}}, {c, {9, 1}}, {c, foo}, {c, {2, a}}]]),
    p(bag, e(fun() -> ets:update_counter(fill(bag, [{a, 1}]), a, 1) end)),
    p(all, s(ets:tab2list(T))).

elements() ->
    T = fill(set, [{k, 1, 2}]),
    p(update, {ets:update_element(T, k, {2, x}), ets:update_element(T, k, [{2, y}, {3, z}]), ets:lookup(T, k)}),
    p(none, ets:update_element(T, none, {2, x})),
    p(errors, [e(fun() -> ets:update_element(T, k, X) end) || X <- [{1, a}, {4, a}, foo, [{2}]]]).

owners() ->
    S = self(),
    P = spawn(fun() -> T = ets:new(mine, [named_table]), ets:insert(T, {1}), S ! ready, receive stop -> ok end end),
    receive ready -> ok end,
    p(read, ets:lookup(mine, 1)),
    p(write, e(fun() -> ets:insert(mine, {2}) end)),
    R = monitor(process, P), P ! stop, receive {'DOWN', R, _, _, _} -> ok end,
    p(gone, {ets:info(mine), ets:whereis(mine)}),
    spawn(fun() -> T = ets:new(t, [{heir, S, data}]), ets:insert(T, {x}), ok end),
    p(heir, receive {'ETS-TRANSFER', T2, F, D} -> {is_pid(F), D, ets:lookup(T2, x), ets:info(T2, owner) =:= S} end),
    Q = spawn(fun() -> receive {'ETS-TRANSFER', T3, _, D3} -> S ! {got, D3, ets:info(T3, owner) =:= self(), ets:insert(T3, {2})} end end),
    T4 = ets:new(t, []),
    p(give, {ets:give_away(T4, Q, gift), receive {got, A, B, C} -> {A, B, C} end}),
    Pr = ets:new(t, [private]),
    spawn(fun() -> S ! e(fun() -> ets:lookup(Pr, x) end) end), p(private, receive X -> X end).

names() ->
    n1 = ets:new(n1, [named_table]),
    p(taken, e(fun() -> ets:new(n1, [named_table]) end)),
    p(rename, {ets:rename(n1, n2), ets:info(n1), ets:info(n2, name)}),
    p(whereis, {is_reference(ets:whereis(n2)), ets:whereis(n1)}),
    ets:insert(ets:whereis(n2), {a}), p(by_ref, ets:tab2list(n2)),
    p(delete, {ets:delete(n2), ets:info(n2)}).

fixed() ->
    T = fill(set, [{I} || I <- lists:seq(1, 100)]),
    ets:safe_fixtable(T, true),
    p(fixed, ets:info(T, fixed)),
    K = ets:first(T), ets:delete(T, K), ets:delete(T, ets:next(T, K)),
    p(walk, length(walk(T, ets:next(T, K)))),
    ets:safe_fixtable(T, false),
    p(size, {ets:info(T, size), ets:info(T, fixed)}).

infos() ->
    T = ets:new(t, [bag, {keypos, 2}, {read_concurrency, true}, {write_concurrency, true}, compressed]),
    p(info, [{K, V} || {K, V} <- ets:info(T), not lists:member(K, [id, owner, memory, decentralized_counters])]),
    p(protection, ets:info(ets:new(t, [private]), protection)),
    p(bad, e(fun() -> ets:info(T, nonsense) end)).

%% Objects of an ordered table are in term order.
order() ->
    L = [{K} || K <- [b, "s", <<"x">>, 1.5, 2, {t}, #{}, [], self(), a]],
    [{A1}, {A2} | _] = ets:tab2list(fill(ordered_set, L)), p(order, {A1, A2}),
    p(sorted, [K || {K} <- ets:tab2list(fill(ordered_set, L))] =:= lists:sort([K || {K} <- L])).

specs() ->
    M = ets:match_spec_compile([{{'$1', '$2'}, [{'>', '$2', 1}], ['$1']}]),
    p(run, ets:match_spec_run([{a, 1}, {b, 2}, {c, 3}], M)),
    p(is, {ets:is_compiled_ms(M), ets:is_compiled_ms(foo)}),
    ok.

big() ->
    T = ets:new(t, [set]),
    [ets:insert(T, {I, integer_to_list(I)}) || I <- lists:seq(1, 20000)],
    [ets:delete(T, I) || I <- lists:seq(1, 20000), I rem 2 =:= 0],
    p(big, {ets:info(T, size), ets:lookup(T, 777), ets:lookup(T, 778), ets:select_count(T, [{{'$1', '_'}, [{'<', '$1', 1000}], [true]}])}),
    p(all, ets:delete_all_objects(T)), p(size, ets:info(T, size)).

replaces() ->
    T = fill(ordered_set, [{I, 0} || I <- lists:seq(1, 5)]),
    p(replace, {ets:select_replace(T, [{{'$1', 0}, [{'>', '$1', 2}], [{{'$1', {'+', '$1', 1}}}]}]), ets:tab2list(T)}),
    p(bad, e(fun() -> ets:select_replace(T, [{{'$1', '$2'}, [], [{{{'+', '$1', 1}, '$2'}}]}]) end)).
