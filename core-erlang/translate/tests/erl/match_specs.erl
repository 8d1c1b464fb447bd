-module(match_specs).
-export([run/0]).
-compile({parse_transform, ms_transform}).
-record(r, {a, b = {x, y}, c}).

run() ->
    T = ets:new(t, [ordered_set]),
    true = ets:insert(T, [{N, N * 2, {n, N}} || N <- lists:seq(1, 5)]),
    true = ets:insert(T, [{a, b, [c]}, {{k, 1}, "s", <<1>>}, {m, #{x => 1}, z}]),
    U = ets:new(u, [{keypos, #r.a}]),
    true = ets:insert(U, [#r{a = 1}, #r{a = 2, c = 7}, #r{a = 3, b = 4}]),
    Limit = 3,
    Pair = {x, y},
    [ets:select(T, S) || S <- specs(Limit)]
        ++ [lists:sort(ets:select(U, S)) || S <- record_specs(Pair)]
        ++ [lists:nth(1, specs(Limit)), dbg_spec(Limit)].

specs(Limit) ->
    [ets:fun2ms(fun({A, B, _}) when A > 2, A < 5 -> {A, B} end),
     ets:fun2ms(fun({A, _, _} = O) when is_atom(A); A =:= Limit -> O end),
     ets:fun2ms(fun(X) -> X end),
     ets:fun2ms(fun({A, B, {n, A}}) when A + B >= Limit * 2, not (A == 4) -> [A | B] end),
     ets:fun2ms(fun({A, _, _}) when is_integer(A), A rem 2 =:= 1 orelse A == 4 ->
                        {{A, "s", [A, b]}, Limit, '$1'};
                   ({a, B, [C]}) -> {B, C, self() == self()}
                end),
     ets:fun2ms(fun({{k, K}, S, Bin}) -> {K, hd(S), size(Bin), -K, abs(-K)} end),
     ets:fun2ms(fun({_, #{x := V}, _}) -> #{v => V} end),
     ets:fun2ms(fun({A, _, _}) when element(1, object()) =:= 1 -> {A, bindings()} end)].

record_specs(Pair) ->
    [ets:fun2ms(fun(#r{a = A, b = B}) when B =:= Pair -> A end),
     ets:fun2ms(fun(#r{a = 2} = R) -> {R#r.c, R#r{c = new}} end),
     ets:fun2ms(fun(R) when is_record(R, r), R#r.a > 1 -> #r{a = R#r.a, b = [0], c = 1} end)].

dbg_spec(Limit) ->
    dbg:fun2ms(fun([A, B]) when A > Limit -> message({A, B}), return_trace() end).
