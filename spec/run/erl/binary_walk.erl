%% Walks through module binary and prints every result.
-module(binary_walk).
-export([main/0]).

main() ->
    Bins = [<<>>, <<"a">>, <<"a,b,,c,">>, <<",,">>, <<"hello world">>, <<1:3>>, a, "abc"],
    Patterns = [<<",">>, <<",,">>, [<<",">>, <<"b">>], <<>>, <<"l">>, <<"lo">>, [], a, [<<>>]],
    each([split, match, matches], [Bins, Patterns]),
    each([split], [Bins, Patterns, [[], [global], [trim], [global, trim], [global, trim_all],
                                    [{scope, {1, 3}}], [global, {scope, {2, 4}}], [foo], foo]]),
    each([replace], [Bins, Patterns, [<<"R">>, <<>>, a, <<"[]">>]]),
    each([replace], [Bins, Patterns, [<<"R">>, <<"[]">>],
                     [[], [global], [{scope, {1, 3}}], [global, {insert_replaced, 1}],
                      [{insert_replaced, [0, 2]}], [{insert_replaced, 9}], foo]]),
    More = Bins ++ [<<0, 255, 171, 16>>],
    each([encode_hex, decode_hex, first, last, bin_to_list, copy, decode_unsigned], [More]),
    each([at, copy], [More, [0, 1, 2, -1, a]]),
    each([part, bin_to_list], [More, [{0, 1}, {1, 2}, {2, -1}, {9, 1}]]),
    each([encode_unsigned], [[0, 1, 255, 256, 1 bsl 70, -1, a], [big, little, foo]]),
    each([decode_unsigned], [More, [big, little, foo]]),
    each([longest_common_prefix, longest_common_suffix],
         [[[<<"abc">>, <<"abd">>], [<<"a">>], [], [<<>>, <<"a">>], [<<"xyz">>, <<"yz">>], a]]).

each(Functions, Choices) ->
    lists:foreach(fun(Function) -> show(Function, combine(Choices), 1) end, Functions).

combine([]) -> [[]];
combine([Choice | Choices]) ->
    Rest = combine(Choices),
    [[First | Args] || First <- Choice, Args <- Rest].

show(Function, [Args | Rest], N) ->
    Result = try
                 {ok, apply(binary, Function, Args)}
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
