-module(maps_and_funs).
-export([run/0, exported/1]).
-import(lists, [map/2, reverse/1]).
-compile({no_auto_import, [size/1]}).

run() ->
    M = #{a => 1, b => 2},
    K = key,
    [M#{a => 2}, M#{a := 3, c => 4}, #{K => 1, {K, K} => 2, "s" => 3, 1.0 => 4, 1 => 5},
     #{a => 1, a => 2}, #{id(a) => 1, a => 2}, M#{a => 5, a := 6}, (M#{c => 1})#{c := 2}, #{},
     M#{}, [catch_reason(fun() -> V#{a => 1} end) || V <- [M, #{}, x, []]],
     [catch_reason(fun() -> V#{z := 1} end) || V <- [M, #{z => 2}, x]],
     catch_reason(fun() -> (id(x))#{} end),
     #{a => #{b => [1, {c, #{}}]}}, map_size(M), is_map_key(a, M),
     funs(), named(), imported(), dynamic(), closures(), order()].

funs() ->
    F = fun local/1,
    G = fun lists:reverse/1,
    Mod = ?MODULE,
    H = fun Mod:exported/1,
    I = fun lists:reverse/1,
    J = fun length/1,
    [F(1), G([1, 2]), H(1), I([1, 2]), J([1, 2]), (fun ?MODULE:exported/1)(2), map(F, [1, 2]),
     map(fun(X) -> X * 2 end, [1, 2]), (fun() -> none end)(), G =:= I,
     (fun(1) -> one; (N) when N > 5 -> many; (_) -> few end)(7),
     erlang:fun_info(F, arity), erlang:fun_info(G, type), is_function(F, 1), is_function(F, 2)].

named() ->
    Fact = fun F(0) -> 1; F(N) -> N * F(N - 1) end,
    Even = fun E(0) -> true; E(1) -> false; E(N) when N > 1 -> E(N - 2) end,
    Self = fun Me(0) -> is_function(Me, 1); Me(N) -> lists:map(Me, [N - 1]) end,
    [Fact(20), Even(10), Self(2), (fun _(A) -> A end)(4)].

imported() ->
    [reverse([1, 2, 3]), map(fun lists:reverse/1, ["ab"]), size(5), erlang:size({1, 2})].

size(X) -> {own_size, X}.

dynamic() ->
    {M, F, A} = {lists, reverse, [[1, 2]]},
    [apply(M, F, A), M:F([3, 4]), apply(fun(X) -> X end, [5]), erlang:apply(M, F, [[6]]),
     (id(M)):(id(F))([7, 8]), (id(fun(X) -> X + 1 end))(1), lists:F("ab"), M:reverse("cd"),
     catch_reason(fun() -> (id(5)):x() end), catch_reason(fun() -> M:no_such_function(1) end)].

closures() ->
    Add = fun(X) -> fun(Y) -> X + Y end end,
    Compose = fun(F, G) -> fun(X) -> F(G(X)) end end,
    Inc = Add(1),
    [(Compose(Inc, Add(10)))(100), [(Add(I))(I) || I <- [1, 2, 3]]].

order() ->
    put(log, []),
    {log(1), [log(2) | log(3)], log(4) + log(5), #{log(6) => log(7), log(8) => log(9)},
     (log_fun(10))(log(11), log(12)), <<(log(13)), (log(14)):(log(8))>>,
     (log(lists)):(log(append))([log(15)], [log(16)]), "ab" ++ [log(17)],
     [log(18)] ++ [log(19)], log(false) andalso log(20), log(true) orelse log(21)},
    lists:reverse(erase(log)).

log(X) -> put(log, [X | get(log)]), X.
log_fun(X) -> log(X), fun(A, _) -> A end.

local(X) -> {local, X}.
exported(X) -> {exported, X}.
id(X) -> X.

catch_reason(F) ->
    try F() of
        V -> {ok, V}
    catch
        C:R -> {C, R}
    end.
