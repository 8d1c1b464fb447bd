-module(scopes).
-export([run/0]).

run() ->
    [[F(X) || F <- [fun case_export/1, fun if_export/1, fun nested_export/1, fun begin_export/1,
                    fun shadow/1, fun rebind/1, fun in_call/1, fun used_in_clause/1]]
     || X <- [1, 2, 3]]
        ++ [receive_export(), receive_after(), mailbox(), andalso_scope(4), big(), computed_sizes(), try_export(1),
            try_export(2)].

case_export(X) ->
    case X of
        1 -> Y = a, Z = 10;
        2 -> Z = 20, Y = b;
        _ -> {Y, Z} = {c, 30}
    end,
    {Y, Z}.

if_export(X) ->
    A = if
            X > 1 -> B = big, C = 1, X;
            true -> B = small, C = 2, -X
        end,
    [A, B, C].

nested_export(X) ->
    case X of
        1 -> case X of 1 -> Y = deep; _ -> Y = never end;
        _ -> Y = begin Z = X, Z * 2 end
    end,
    case Y of
        deep -> W = 1;
        V when is_integer(V) -> W = V + 1
    end,
    {Y, W}.

begin_export(X) ->
    R = begin Y = X + 1, Z = Y + 1 end,
    {R, Y, Z, begin W = Z, W end}.

shadow(X) ->
    F = fun(X) -> case X of 1 -> Y = one; _ -> Y = other end, Y end,
    Y = F(X),
    G = fun({X, Y}) -> {Y, X} end,
    {Y, G({X, 9}), [X || X <- [X, X + 1]]}.

rebind(X) ->
    Y = X,
    Y = X,
    catch_reason(fun() -> X = 2, {X, Y} = {2, 2} end).

in_call(X) ->
    R = {A = X + 1, B = [X], f(C = X * 2)},
    {R, A, B, C, X =:= (D = X)}.

f(X) -> X.

used_in_clause(X) ->
    case begin case X of 1 -> K = 1; _ -> K = 2 end, X end of
        K -> {same, K};
        Other when Other > K -> {greater, K};
        _ -> {less, K}
    end.

receive_export() ->
    self() ! {msg, 1},
    receive
        {msg, A} -> B = got;
        other -> A = 0, B = none
    after 0 -> A = -1, B = timeout
    end,
    {A, B}.

receive_after() ->
    T = receive never -> V = 1, x after 1 -> V = 2, y end,
    {T, V, receive after 0 -> done end}.

mailbox() ->
    Self = self(),
    Self ! {b, 1}, Self ! {a, 1}, Self ! {b, 2}, Self ! {a, 2},
    K = a,
    [receive {K, N} -> {K, N} end, receive {b, N2} when N2 > 1 -> N2 end,
     receive {X, _} -> X end, receive {X2, Y2} -> {X2, Y2} end, receive _ -> no after 0 -> empty end,
     catch_reason(fun() -> receive after foo -> x end end)].

try_export(X) ->
    try
        Y = X + 1,
        case Y of 2 -> Z = two; _ -> Z = more end,
        {Y, W} = {Y, [Z]},
        W
    of
        [Z] when Y > 2 -> {Y, Z, W};
        V -> {V, Y, Z}
    catch
        _:_ -> never
    after
        ok
    end.

computed_sizes() ->
    [self() ! M || M <- [<<9, 1, 2>>, <<2, 1, 2, 3>>, <<1, 7, 8>>, {x, <<1, 2, 3>>}]],
    A = receive <<N, B:N/binary, C/binary>> when N > 1 -> {N, B, C} end,
    D = receive {x, <<M1, E:(M1 * 8), F:M1/binary>>} -> {M1, E, F}; <<M1, _/bits>> -> M1 end,
    [A, D, receive <<N2, G:N2/binary, _/binary>> -> G end, receive X -> X end].

andalso_scope(X) ->
    (Y = X) > 3 andalso Y < 10.

big() ->
    A1 = 1, A2 = A1 + 1, _ = A2, _B = A2, {A1, A2, _B}.

catch_reason(F) ->
    try F() of
        V -> {ok, V}
    catch
        C:R -> {C, R}
    end.
