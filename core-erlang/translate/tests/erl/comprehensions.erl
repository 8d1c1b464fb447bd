-module(comprehensions).
-export([run/0]).

run() ->
    L = [1, 2, 3, a, {x, 1}, {x, 2}, {y, 3}, [4, 5], 2],
    X = 2,
    [[E || E <- L, is_integer(E)],
     [Y || {x, Y} <- L],
     [{A, B} || A <- [1, 2, 3], B <- [a, b], A > 1],
     [X || X <- [5, 6]],
     [Y || {x, Y} <- L, X =:= Y],
     [Z || [_ | Z] <- L],
     [Y || Y <- L, is_tuple(Y), element(2, Y) > 1],
     [Y || Y <- [1, 2, 3], begin Z = Y * X, Z > 2 end, Z < 6],
     [Z || Y <- [1, 2, 3], begin {_, Z} = {Y, Y + 1}, true end],
     [[Y || Y <- [A, A + 1], Y rem 2 =:= 0] || A <- [1, 2, 3]],
     [Y || Y <- [true, false, foo], Y],
     catch_reason(fun() -> [Y || Y <- [true, false, foo], id(Y)] end),
     catch_reason(fun() -> [Y || Y <- foo] end),
     catch_reason(fun() -> [Y || Y <- [1 | foo]] end),
     catch_reason(fun() -> [Y || <<Y>> <= foo] end),
     catch_reason(fun() -> [hd(Y) || Y <- [[1], 2]] end),
     [Y || Y <- [1, 2, a], hd(Y) =:= 1 orelse Y =:= a],
     [Y || <<Y>> <= <<1, 2, 3>>],
     [Y || <<1:1, Y:3>> <= <<16#9A, 16#1B, 1:2>>],
     [{N, D} || <<N, D:N/binary>> <= <<1, 7, 2, 8, 9, 0, 5, 1>>],
     [D || <<N, D:(N * 4)/bits>> <= <<2, 7, 4, 8, 9, 0, 2, 1>>],
     [D || <<2, N, D:(N * 8)/bits>> <= <<2, 1, 7, 3, 1, 9, 2, 1, 4>>],
     << <<(Y + 1)>> || Y <- [1, 2, 3], Y =/= 2 >>,
     << <<Y:4>> || <<Y:2>> <= <<27, 27>> >>,
     << <<A, B:16>> || A <- [1, 2], <<B>> <= <<3, 4>> >>,
     << (id(<<Y:3>>)) || Y <- [1, 2, 3] >>,
     << <<"ab", Y>> || Y <- "cd" >>,
     catch_reason(fun() -> << (id(Y)) || Y <- [<<1>>, 2] >> end),
     [(fun(Y) -> Y + A end)(1) || A <- [1, 2]],
     [begin B = A, B end || A <- [1, 2]] ++ [B || B <- [3]],
     case [Y || Y <- L, is_atom(Y)] of [a] -> yes; _ -> no end,
     [if A > 1 -> big; true -> small end || A <- [1, 2]],
     [case A of 1 -> C = one; _ -> C = more end || A <- [1, 2]],
     [C || A <- [1, 2], case A of 1 -> C = one, true; _ -> C = more, false end],
     [ok || 1 =:= 1], [ok || 1 =:= 2], [ok || id(true)],
     lists:sum([E || E <- lists:seq(1, 10000), E rem 3 =:= 0]),
     length([A || _ <- lists:seq(1, 300), A <- lists:seq(1, 300)])].

id(X) -> X.

catch_reason(F) ->
    try F() of
        V -> {ok, V}
    catch
        C:R -> {C, R}
    end.
