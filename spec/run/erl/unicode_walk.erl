%% Walks through module unicode and prints every result.
-module(unicode_walk).
-export([main/0]).

main() ->
    Data = [[], "abc", <<"abc">>, [$a, 1000, $b], [$a, [16#1F600], <<"z">>], <<"a", 195>>, a, [a],
            <<0, 97, 0, 98>>, <<97, 0, 98>>, [229, 228, 246], <<229/utf8, 228/utf8>>,
            <<"e", 16#301/utf8>>, [16#e9 | <<"a">>], [16#FB01, 16#1E9B, 16#323],
            [16#AC00, 16#11A8], [16#1100, 16#1161]],
    Encodings = [latin1, unicode, utf8, utf16, utf32, {utf16, little}, {utf32, little}, foo],
    each([characters_to_list, characters_to_binary], [Data]),
    each([characters_to_list, characters_to_binary],
         [Data -- [[$a, 1000, $b]], [latin1, utf8, utf16]]),
    Good = ["abc", <<"abc">>, [$a, 255], <<"e", 16#301/utf8>>],
    each([characters_to_binary], [Good, [unicode, utf8], Encodings]),
    each([characters_to_nfc_list, characters_to_nfd_list, characters_to_nfkc_list,
          characters_to_nfkd_list, characters_to_nfc_binary, characters_to_nfd_binary], [Data]),
    each([encoding_to_bom], [Encodings]),
    each([bom_to_encoding], [[<<239, 187, 191>>, <<255, 254, 0, 0>>, <<255, 254, 1>>, <<>>, a]]).

each(Functions, Choices) ->
    lists:foreach(fun(Function) -> show(Function, combine(Choices), 1) end, Functions).

combine([]) -> [[]];
combine([Choice | Choices]) ->
    Rest = combine(Choices),
    [[First | Args] || First <- Choice, Args <- Rest].

show(Function, [Args | Rest], N) ->
    Result = try
                 {ok, apply(unicode, Function, Args)}
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
