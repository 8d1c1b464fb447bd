-module(variables).
-export([unbound/1, unsafe/1, branches/1, shadow/2, unused/2, tries/1, args/1, comps/1, guards/1,
         underscore/1, stack/1, named/0, record/1, maybe_vars/1]).
-record(r, {a = fun(X) -> X end, b}).
-record(bad, {a = (Y = 1)}).

unbound(X) -> Y + X, Y.

unsafe(X) ->
    case X of
        1 -> A = 1;
        2 -> B = A;
        _ -> ok
    end,
    {A, B, A}.

branches(X) ->
    if
        X > 1 -> A = 1, B = 2;
        true -> A = 2
    end,
    receive
        C -> D = C
    after X -> C = 1
    end,
    {A, B, C, D}.

shadow(X, Y) ->
    F = fun(X) -> X end,
    [{X, Y} || X <- F(Y)].

unused(X, Y) ->
    Z = 1,
    case X of
        {A, B} -> A;
        _C -> D = 2
    end.

tries(X) ->
    try A = X, A of
        B -> {A, B}
    catch
        throw:C -> {A, C};
        _ -> B
    after
        E = C
    end,
    {A, E}.

args(X) ->
    f(A = X, A),
    {A, catch B = X, B},
    X > 1 andalso (C = X),
    C.

f(X, Y) -> {X, Y}.

comps(L) ->
    A = [B || B <- L, C = B],
    [X || X <- X],
    {A, B, C}.

guards(X) when Y > X -> X;
guards(X) when X == (Z = 1) -> Z.

underscore(_X) ->
    {_Y, _Y} = _X,
    _X = 2.

stack(X) ->
    try X
    catch
        error:R:S when S =:= [] -> R;
        X:Y:Y -> Y;
        exit:_:X -> X
    end.

named() ->
    F = fun F(0) -> ok; F(N) -> F(N - 1) end,
    G = 1,
    H = fun G(M) -> G(M) end,
    {F, H}.

record(X) -> #r{a = X, b = #bad{}}.

maybe_vars(X) ->
    Z = begin Y = X end,
    {catch (W = 1), Z},
    W.
