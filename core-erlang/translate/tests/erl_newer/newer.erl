-module(newer).
-moduledoc """
Syntax of OTP 26 to 28.
""".
-export([run/0]).

-doc "Pairs of result and expectation.".
run() ->
    number([{sigils(), [<<"a\nb"/utf8>>, <<"a\\nb">>, "a\nb", "a\\nb", <<"é"/utf8>>, <<"x\n\"y\"">>]},
            {triple(), "one\n  two\n\"three\"\n\nfive"},
            {triple_empty(), ""},
            {based_float(), 255.5},
            {maybe_one({ok, {ok, 5}}), 5},
            {maybe_one({ok, no}), no},
            {maybe_one(x), x},
            {maybe_else({ok, {ok, 5}}), {5, 6}},
            {maybe_else({ok, no}), {else_no, no}},
            {maybe_else(y), was_y},
            {caught(fun() -> maybe_else(z) end), {error, {else_clause, z}}},
            {caught(fun() -> maybe_plain(z) end), {error, {badmatch, z}}},
            {maybe_plain({ok, 1}), [1]},
            {maybe_atom(maybe), {maybe, else_atom}},
            {#{K => V || {K, V} <- [{a, 1}, {b, 2}, {a, 3}]}, #{a => 3, b => 2}},
            {#{K => V * 2 || K := V <- #{a => 1, b => 2}, V > 1}, #{b => 4}},
            {[K || K := 1 <- #{a => 1, b => 2}], [a]},
            {lists:sort([{K, V} || K := V <- maps:iterator(#{a => 1, b => 2})]), [{a, 1}, {b, 2}]},
            {<< <<V>> || _ := V <- #{a => 1} >>, <<1>>},
            {caught(fun() -> [K || K := _ <- foo] end), {error, {bad_generator, foo}}},
            {[X || {ok, X} <:- [{ok, 1}, {ok, 2}]], [1, 2]},
            {caught(fun() -> [X || {ok, X} <:- [{ok, 1}, no]] end), {error, {badmatch, no}}},
            {[X || <<X>> <:= <<1, 2>>], [1, 2]},
            {caught(fun() -> [X || <<X, 0>> <:= <<1, 0, 2, 1>>] end), {error, {badmatch, <<2, 1>>}}},
            {caught(fun() -> [X || K := X <:- #{a => {b}}, K =:= a] end), {ok, [{b}]}},
            {[{X, Y} || X <- [1, 2] && Y <- [a, b]], [{1, a}, {2, b}]},
            {[{X, Y} || {ok, X} <- [{ok, 1}, no, {ok, 3}] && Y <- [a, b, c]], [{1, a}, {3, c}]},
            {[{X, Y, Z} || X <- [1, 2] && <<Y>> <= <<3, 4>>, Z <- [5]], [{1, 3, 5}, {2, 4, 5}]},
            {caught(fun() -> [X || X <- [1, 2] && _ <- [a]] end),
             {error, {bad_generators, {[2], []}}}},
            {caught(fun() -> [X || X <- [1, 2] && {ok, _} <:- [{ok, 1}, a]] end),
             {error, {badmatch, a}}},
            {own_bif_name(), {mine, [1]}},
            {1_000_000, 1000000}]).

number(Pairs) ->
    [{N, Found, Expected}
     || {N, {Found, Expected}} <- lists:zip(lists:seq(1, erlang:length(Pairs)), Pairs)].

sigils() ->
    [~"a\nb", ~B"a\nb", ~s"a\nb", ~S|a\nb|, ~b/é/, ~"""
     x
     "y"
     """].

triple() ->
    """
    one
      two
    "three"

    five
    """.

triple_empty() ->
    """
    """.

based_float() -> 16#ff.8.

maybe_one(X) ->
    maybe
        {ok, Y} ?= X,
        {ok, Z} ?= Y,
        Z
    end.

maybe_else(X) ->
    maybe
        {ok, Y} ?= X,
        Next = fun(N) -> N + 1 end,
        {ok, Z} ?= Y,
        {Z, Next(Z)}
    else
        no -> {else_no, no};
        W when W =:= y -> was_y
    end.

maybe_plain(X) ->
    [maybe {ok, Y} = X, Y end].

maybe_atom(maybe) -> {maybe, else_atom}.


own_bif_name() -> length([1]).

length(L) -> {mine, L}.

caught(F) ->
    try F() of
        V -> {ok, V}
    catch
        C:R -> {C, R}
    end.
