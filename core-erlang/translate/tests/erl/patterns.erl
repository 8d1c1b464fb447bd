-module(patterns).
-export([run/0]).

run() ->
    [[catch_reason(fun() -> match(V) end) || V <- values()],
     [catch_reason(fun() -> same(A, B) end) || A <- [1, 1.0, a, [x]], B <- [1, 1.0, [x]]],
     [catch_reason(fun() -> maps_and_keys(M, k) end) || M <- map_values()],
     catch_reason(fun() -> bound(1, 2) end),
     catch_reason(fun() -> alias({[1, 2], #{a => {b}}}) end),
     catch_reason(fun() -> arithmetic(7) end),
     catch_reason(fun() -> arithmetic(-2.5) end),
     catch_reason(fun() -> arithmetic($b) end),
     catch_reason(fun() -> {X, X} = {1, 2}, X end),
     catch_reason(fun() -> nested({ok, {ok, {error, why}}}) end)].

values() ->
    [a, 1, 1.0, -0.0, 0.0, [], "", "abc", "abd", "abcdef", {}, {a}, {a, b}, {a, {b, c}}, [a | b],
     [1, 2, 3], <<>>, <<1>>, <<1, 2>>, <<"abc">>, #{}, #{a => 1}, 16#ffffffffffffffffff,
     fun lists:map/2, {x, "abc"}, [[]], [[], []]].

match(a) -> atom;
match(1) -> one;
match(0.0) -> zero;
match([]) -> nil;
match("abc" ++ []) -> abc;
match("abc" ++ T) -> {abc, T};
match([$a, $b | T]) -> {ab, T};
match({}) -> empty;
match({X}) -> {one, X};
match({a, {_, C}}) -> {c, C};
match({x, "abc"}) -> string;
match({A, B} = T) -> {pair, A, B, T};
match([H | T]) when is_list(T) -> {list, H, T};
match([H | T]) -> {improper, H, T};
match(<<>>) -> empty_binary;
match(<<1>>) -> binary_one;
match(<<A, Rest/binary>>) -> {binary, A, Rest};
match(16#ffffffffffffffffff) -> big;
match(#{a := A}) -> {map, A};
match(#{}) -> map;
match(F) when is_function(F, 2) -> fun_of_two.

same(X, X) -> {same, X};
same(X, Y) when X == Y -> {equal, X, Y};
same(_, _) -> different.

map_values() ->
    [#{}, #{k => 1}, #{{k, k} => 2}, #{k => 1, {k, k} => 3}, #{[k] => x, "k" => y}, #{-1 => neg},
     #{6 => six}, not_a_map].

maps_and_keys(M, K) ->
    case M of
        #{K := V, {K, K} := W} -> {both, V, W};
        #{{K, K} := W} -> {pair, W};
        #{(hd(K)) := _} -> never;
        #{K := V} -> {single, V};
        #{[K] := A, "k" := B} -> {A, B};
        #{-1 := N} -> N;
        #{2 * 3 := N} -> N;
        #{} -> none
    end.

bound(X, Y) ->
    A = case {1, 2} of
            {Y, _} -> first;
            {X, Z} -> {second, Z};
            _ -> neither
        end,
    B = case X of
            Y -> same;
            _ -> other
        end,
    X = 1,
    {A, B, (fun(X) -> X end)(5), (fun(Y, {X, Y}) -> {X, Y}; (_, Z) -> Z end)(1, {2, 3})}.

alias({[A | _] = L, #{a := {B}} = M} = T) ->
    [H | Tail] = [_, Second] = L,
    {x, P} = Q = {_, _} = R = {x, y},
    "ab" ++ Rest = [C | _] = "abc",
    {A, B, L, M, T, H, Tail, Second, P, Q, R, Rest, C}.

arithmetic(1 + 2 * 3) -> seven;
arithmetic(-2.5) -> negative;
arithmetic($a + 1) -> b.

nested({ok, {ok, {ok, V}}}) -> V;
nested({ok, {ok, {error, W}}}) -> {error, W};
nested({ok, V}) -> V.

catch_reason(F) ->
    try F() of
        V -> {ok, V}
    catch
        C:R -> {C, R}
    end.
