%% Walks through module proplists and prints every result.
-module(proplists_walk).
-export([main/0]).

main() ->
    Lists = [[], [a], [a, b, {a, 1}, {c, 1, 2}, {b}], [{a, true}, {a, false}, a, {b, 1}],
             [{a, b, c}, {a, 1}], foo, [a | b], [{a, [1, 2]}, {a, 3}, {a, []}],
             [color, {color, 1}, {color, 1, 2}, x, {y, 1}, {}, no_foo, {no_foo, true},
              {no_foo, false}, {no_foo, x}],
             [foo, {foo, true}, fie, {foo, false}, fum, bar, {bar, 2}],
             [{foo, false}, foo, {bar, 1}, bar]],
    Keys = [a, b, 1, foo, zz, color],
    each([lookup, lookup_all, is_defined, get_value, get_all_values, append_values, get_bool,
          delete], [Keys, Lists]),
    each([get_value], [Keys, Lists, [default]]),
    each([unfold, compact, to_map], [Lists]),
    each([property], [[{a, true}, {a, 1}, a, {"x", true}]]),
    each([property], [[a, "x"], [true, 1]]),
    each([substitute_aliases, substitute_negations],
         [[[], [{color, colour}], [{color, foo}, {foo, bar}], [{a, b}, {a, c}], [{no_foo, foo}]],
          Lists]),
    each([expand], [[[], [{foo, [bar, baz]}], [{{foo, false}, [x, {foo, 1}]}, {foo, [z]}],
                     [{a, []}, {bar, [q, q]}], [{{bar, 2}, [two]}]], Lists]),
    each([split], [Lists, [[], [a], [a, b, foo]]]),
    Stages = [[], [{aliases, [{color, colour}, {a, aa}]}],
              [{negations, [{no_foo, foo}]}, {expand, [{foo, [bar]}]}], [foo]],
    each([normalize], [Lists, Stages]),
    each([from_map], [[#{}, #{a => true, b => 1}, foo]]).

each(Functions, Choices) ->
    lists:foreach(fun(Function) -> show(Function, combine(Choices), 1) end, Functions).

combine([]) -> [[]];
combine([Choice | Choices]) ->
    Rest = combine(Choices),
    [[First | Args] || First <- Choice, Args <- Rest].

show(Function, [Args | Rest], N) ->
    Result = try
                 {ok, apply(proplists, Function, Args)}
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
