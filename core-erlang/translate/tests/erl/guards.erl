-module(guards).
-export([run/0]).
-record(r, {a = 1, b}).

run() ->
    Values = [a, true, false, 1, 2.5, [], [1], [1 | 2], {}, {r}, {r, 1, 2}, {r, x, 2}, {r, 1, 2, 3},
              <<1>>, <<1:3>>, #{}, #{a => 1}, "string", -3, self],
    [{V, [G(V) || G <- guards()]} || V <- Values]
        ++ [pair(A, B) || A <- [true, false, x], B <- [true, false, x]]
        ++ [if_test(V) || V <- [1, 2, 3, foo]]
        ++ [try if_fails(1) catch C:R -> {C, R} end].

guards() ->
    [fun(X) when is_atom(X); is_integer(X) -> 1; (_) -> 0 end,
     fun(X) when hd(X) == 1 -> 1; (_) -> 0 end,
     fun(X) when hd(X) == 1; X > 1 -> 1; (_) -> 0 end,
     fun(X) when X; is_list(X), length(X) =:= 1 -> 1; (_) -> 0 end,
     fun(X) when not X -> 1; (_) -> 0 end,
     fun(X) when not is_tuple(X), X =/= a -> 1; (_) -> 0 end,
     fun(X) when X#r.a =:= 1 -> 1; (_) -> 0 end,
     fun(X) when is_record(X, r), X#r.b =:= 2 -> 1; (_) -> 0 end,
     fun(X) when X#r.a =:= 1 orelse is_atom(X) -> 1; (_) -> 0 end,
     fun(X) when is_record(X, r) andalso X#r.a =:= 1 orelse is_binary(X) -> 1; (_) -> 0 end,
     fun(X) when is_record(X, r, 4) -> 1; (_) -> 0 end,
     fun(X) when map_get(a, X) =:= 1 -> 1; (_) -> 0 end,
     fun(X) when X =:= #{a => 1} -> 1; (_) -> 0 end,
     fun(X) when X =:= {r, 1, 2}; X =:= <<1>> -> 1; (_) -> 0 end,
     fun(X) when tuple_size(X) + 1 > 1, element(1, X) == r -> 1; (_) -> 0 end,
     fun(X) when abs(X) > 2 xor is_atom(X) -> 1; (_) -> 0 end,
     fun(X) when (X > 1) and (X < 3) or (X == a) -> 1; (_) -> 0 end,
     fun(X) when byte_size(X) < 2, bit_size(X) rem 8 =/= 0 -> 1; (_) -> 0 end,
     fun(X) when trunc(X) == 2, round(X) == 3, float(X) > 1 -> 1; (_) -> 0 end,
     fun(X) when #r{b = X} =:= {r, 1, a} -> 1; (_) -> 0 end,
     fun(X) when X == #r.b -> 1; (_) -> 0 end,
     fun(X) when <<X>> =:= <<1>> -> 1; (_) -> 0 end,
     fun(X) when [X | X] =:= [a | a] -> 1; (_) -> 0 end,
     fun(X) when node() =:= node(), X >= [] -> 1; (_) -> 0 end].

pair(A, B) when A andalso B -> both;
pair(A, B) when A orelse B -> one;
pair(A, B) when A or B -> strict_or;
pair(A, B) when not (A and B) -> strict_not_and;
pair(A, B) -> {A, B}.

if_test(X) ->
    if
        X > 1, X < 3 -> two;
        X == 1; X == foo -> one_or_foo;
        true -> other
    end.

if_fails(X) ->
    if
        X > 1 -> a;
        X < 0 -> b
    end.
