#!/usr/bin/env escript
%% Writes calls of BIFs with what the real system makes of them, for tests/oracle.rs:
%% external terms {Module, Function, Arguments, {ok, Result} | {Class, Reason}}, each after its size.
%% Arguments: file to write, seed, cases of each kind.

-mode(compile).

main([File, Seed, Count]) ->
    rand:seed(exsss, list_to_integer(Seed)),
    {ok, Out} = file:open(File, [write, raw, delayed_write]),
    N = list_to_integer(Count),
    lists:foreach(fun(Kind) -> [write(Out, kind(Kind)) || _ <- lists:seq(1, N)] end, kinds()),
    [write(Out, Case) || Case <- fixed()],
    ok = file:close(Out).

write(Out, {M, F, A}) ->
    Outcome = try {ok, call(M, F, A)} catch Class:Reason -> {Class, Reason} end,
    Bytes = term_to_binary({M, F, A, Outcome}),
    ok = file:write(Out, <<(byte_size(Bytes)):32, Bytes/binary>>).

%% Bit syntax has no functions: these names are the test's own.
call(bits, integer, [V, S, U, L, Sg]) -> build_integer(V, S, U, L, Sg);
call(bits, float, [V, S, L]) ->
    case L of false -> <<V:S/float>>; true -> <<V:S/float-little>> end;
call(bits, binary, [V, S, U]) ->
    case U of 1 -> <<V:S/bitstring>>; 8 -> <<V:S/binary>> end;
call(bits, utf, [V, K]) ->
    case K of
        utf8 -> <<V/utf8>>;
        utf16 -> <<V/utf16>>; utf16_little -> <<V/utf16-little>>;
        utf32 -> <<V/utf32>>; utf32_little -> <<V/utf32-little>>
    end;
call(bits, append, [A, B, V]) -> <<A/bitstring, B/bitstring, V:5>>;
call(bits, get_integer, [B, Skip, S, L, Sg]) -> get_integer(B, Skip, S, L, Sg);
call(bits, get_float, [B, S, L]) ->
    case {B, L} of
        {<<F:S/float, R/bitstring>>, false} -> {F, R};
        {<<F:S/float-little, R/bitstring>>, true} -> {F, R};
        _ -> fail
    end;
call(bits, get_binary, [B, Skip, S]) ->
    case B of
        <<_:Skip/bitstring, X:S/binary, R/bitstring>> -> {X, R};
        _ -> fail
    end;
call(bits, get_utf, [B, K]) ->
    case {K, B} of
        {utf8, <<C/utf8, R/bitstring>>} -> {C, R};
        {utf16, <<C/utf16, R/bitstring>>} -> {C, R};
        {utf16_little, <<C/utf16-little, R/bitstring>>} -> {C, R};
        {utf32, <<C/utf32, R/bitstring>>} -> {C, R};
        {utf32_little, <<C/utf32-little, R/bitstring>>} -> {C, R};
        _ -> fail
    end;
call(M, F, A) -> apply(M, F, A).

build_integer(V, S, 1, false, _) -> <<V:S>>;
build_integer(V, S, 1, true, _) -> <<V:S/little>>;
build_integer(V, S, 8, false, _) -> <<V:S/unit:8>>;
build_integer(V, S, 8, true, _) -> <<V:S/little-unit:8>>.

get_integer(B, Skip, S, L, Sg) ->
    case {L, Sg, B} of
        {false, false, <<_:Skip/bitstring, V:S, R/bitstring>>} -> {V, R};
        {true, false, <<_:Skip/bitstring, V:S/little, R/bitstring>>} -> {V, R};
        {false, true, <<_:Skip/bitstring, V:S/signed, R/bitstring>>} -> {V, R};
        {true, true, <<_:Skip/bitstring, V:S/signed-little, R/bitstring>>} -> {V, R};
        _ -> fail
    end.

kinds() ->
    [arith, arith, compare, compare, round, text, parse, float_text, float_parse, list, tuple, map,
     bitop, binary, search, iolist, unicode, external, external_in, hash, hash, old_hash, checksum,
     build_integer, build_integer, build_float, build_binary, build_utf, append, get_integer,
     get_integer, get_float, get_binary, get_utf, atom, math].

one_of(List) -> lists:nth(rand:uniform(length(List)), List).
upto(N) -> rand:uniform(N + 1) - 1.

kind(arith) ->
    F = one_of(['+', '-', '*', 'div', 'rem', '/', min, max]),
    {erlang, F, [number_or_not(), number_or_not()]};
kind(compare) ->
    A = term(3),
    B = case upto(3) of 0 -> A; 1 -> vary(A); _ -> term(3) end,
    {erlang, one_of(['==', '=:=', '/=', '=/=', '<', '>', '=<', '>=']), [A, B]};
kind(round) ->
    {erlang, one_of([round, trunc, floor, ceil, abs, float, '-', '+', 'bnot']), [number_or_not()]};
kind(text) ->
    {erlang, one_of([integer_to_list, integer_to_binary]), [integer(), upto(37)]};
kind(parse) ->
    T = case upto(3) of
        0 -> one_of(["", "-", "+", "+5", "-0", "12x", " 1", "1 ", "1_0", "--1"]);
        _ -> integer_to_list(integer(), one_of([10, 16, 36]))
    end,
    case upto(1) of
        0 -> {erlang, list_to_integer, [T, one_of([10, 16, 36, 2])]};
        1 -> {erlang, binary_to_integer, [list_to_binary(T), one_of([10, 16, 36])]}
    end;
kind(float_text) ->
    Options = case upto(6) of
        0 -> [{decimals, upto(25)}];
        1 -> [{decimals, upto(24) + 1}, compact];
        2 -> [{scientific, upto(25)}];
        3 -> [one_of([compact, foo, {decimals, -1}, {decimals, 254}])];
        _ -> [short]
    end,
    {erlang, float_to_list, [float_value(), Options]};
kind(float_parse) ->
    T = case upto(2) of
        0 -> one_of(["1", "1.", ".1", "1.0e", "1.0e1000", "+1.5", "-1.5E-3", "1.5e+3 ", "1e5",
                     "0.1e-400", "00.50"]);
        _ -> float_to_list(float_value(), [short])
    end,
    {erlang, list_to_float, [T]};
kind(list) ->
    case upto(9) of
        0 -> {erlang, '++', [list(), term(2)]};
        1 -> {erlang, '--', [list_of(fun() -> upto(9) end, 40), list_of(fun() -> upto(9) end, 40)]};
        2 -> {lists, reverse, [list(), term(2)]};
        3 -> {lists, member, [upto(5), list_of(fun() -> upto(20) end, 8)]};
        4 -> {lists, one_of([keyfind, keymember, keysearch]),
              [upto(5), upto(3), list_of(fun() -> one_of([{upto(5), a}, {1.0}, x]) end, 8)]};
        5 -> {erlang, length, [one_of([list(), [a | b], a])]};
        6 -> {erlang, one_of([hd, tl]), [one_of([list(), a])]};
        7 -> {erlang, list_to_tuple, [one_of([list(), [a | b]])]};
        8 -> {erlang, '--', [list_of(fun() -> upto(3) end, 8), list_of(fun() -> upto(3) end, 5)]};
        9 -> {erlang, '++', [[a | b], []]}
    end;
kind(tuple) ->
    T = list_to_tuple(list_of(fun() -> upto(9) end, 5)),
    case upto(8) of
        0 -> {erlang, element, [upto(6), T]};
        1 -> {erlang, setelement, [upto(6), T, x]};
        2 -> {erlang, insert_element, [upto(7), T, x]};
        3 -> {erlang, delete_element, [upto(6), T]};
        4 -> {erlang, append_element, [T, x]};
        5 -> {erlang, make_tuple, [upto(5), x, list_of(fun() -> {upto(5), upto(9)} end, 4)]};
        6 -> {erlang, one_of([tuple_size, size, tuple_to_list]), [one_of([T, <<1, 2:3>>, a])]};
        7 -> {erlang, is_record, [one_of([T, {a, 1}]), a, upto(3) - 1]};
        8 -> {erlang, one_of([is_record, is_function]), [term(1), one_of([a, 1, "x"])]}
    end;
kind(map) ->
    M = one_of([map(10), map(60), notmap]),
    K = one_of([upto(60), float(upto(60)), term(1)]),
    case upto(10) of
        0 -> {maps, get, [K, M]};
        1 -> {maps, put, [K, x, M]};
        2 -> {maps, update, [K, x, M]};
        3 -> {maps, one_of([remove, take, find, is_key]), [K, M]};
        4 -> {maps, merge, [M, map(60)]};
        5 -> {maps, from_list, [list_of(fun() -> {term(1), upto(3)} end, 45)]};
        6 -> {maps, one_of([to_list, keys, values]), [map(32)]};
        7 -> {maps, from_keys, [list_of(fun() -> upto(99) end, 50), x]};
        8 -> {erlang, one_of([map_size, is_map]), [M]};
        9 -> {erlang, one_of(['<', '==']), [map(5), map(5)]};
        10 -> {erlang, one_of(['<', '==', '=:=']), [map_of(40), map_of(40)]}
    end;
kind(bitop) ->
    case upto(1) of
        0 -> {erlang, one_of(['band', 'bor', 'bxor']), [number_or_not(), integer()]};
        1 -> {erlang, one_of(['bsl', 'bsr']), [integer(), one_of([upto(200), -upto(200), 1 bsl 70])]}
    end;
kind(binary) ->
    B = bitstring(),
    case upto(13) of
        0 -> {erlang, binary_to_list, [B]};
        1 -> {erlang, binary_to_list, [B, upto(5), upto(9)]};
        2 -> {erlang, bitstring_to_list, [B]};
        3 -> {erlang, binary_part, [B, upto(9), upto(9) - 5]};
        4 -> {erlang, split_binary, [B, upto(9)]};
        5 -> {erlang, one_of([byte_size, bit_size, size, is_binary, is_bitstring]), [B]};
        6 -> {binary, at, [B, upto(9)]};
        7 -> {binary, one_of([first, last]), [B]};
        8 -> {binary, copy, [B, upto(3)]};
        9 -> {binary, bin_to_list, [B, upto(5), upto(5) - 2]};
        10 -> {binary, decode_unsigned, [B, one_of([little, big])]};
        11 -> {binary, encode_unsigned, [integer(), one_of([little, big])]};
        12 -> {binary, one_of([longest_common_prefix, longest_common_suffix]),
               [list_of(fun() -> text("ab", 5) end, 4)]};
        13 -> {binary, part, [B, {upto(5), upto(5) - 2}]}
    end;
kind(search) ->
    P = one_of([text("ab", 3), list_of(fun() -> text("ab", 3) end, 3)]),
    S = text("abc", 12),
    O = one_of([[], [{scope, {upto(5), upto(9) - 3}}]]),
    case upto(3) of
        0 ->
            Options = list_of(fun() -> one_of([global, trim, trim_all]) end, 3),
            {binary, split, [S, P, Options ++ O]};
        _ -> {binary, one_of([match, matches]), [S, P, O]}
    end;
kind(iolist) ->
    {erlang, one_of([iolist_to_binary, iolist_size, list_to_binary, list_to_bitstring]),
     [iolist(4)]};
kind(unicode) ->
    {unicode, one_of([characters_to_binary, characters_to_list]),
     [chardata(3), one_of([utf8, latin1, unicode])]};
kind(external) ->
    %% Large maps are not in the order of the real system, which differs between releases.
    {erlang, term_to_binary, [without_large(term(4)), [{minor_version, 2}]]};
kind(external_in) ->
    B = term_to_binary(term(4), one_of([[], [compressed], [{minor_version, 0}]])),
    B1 = case upto(2) of
        0 -> B;
        1 -> P = upto(byte_size(B) - 1), <<H:P/binary, C, T/binary>> = B,
             %% 73 and 75 are tags that the real system has for itself.
             case C bxor (1 bsl upto(7)) of
                 X when X =:= 73; X =:= 75 -> B;
                 X -> <<H/binary, X, T/binary>>
             end;
        2 -> binary:part(B, 0, upto(byte_size(B)))
    end,
    case B1 of
        <<131, 120, _/binary>> -> kind(external_in);
        _ -> {erlang, binary_to_term, [B1, [used]]}
    end;
kind(hash) ->
    case upto(1) of
        0 -> {erlang, phash2, [term(4)]};
        1 -> {erlang, phash2, [term(3), one_of([1, 100, 1 bsl 32, 0])]}
    end;
kind(old_hash) -> {erlang, phash, [term(4), 1 bsl 27]};
kind(checksum) ->
    case upto(4) of
        0 -> {erlang, one_of([crc32, adler32, md5]), [iolist(3)]};
        1 -> {erlang, one_of([crc32, adler32]), [upto(99999), iolist(3)]};
        2 -> {erlang, crc32_combine, [upto(1 bsl 32 - 1), upto(1 bsl 32 - 1), upto(99999)]};
        3 -> A = text("abc", 20), B = text("abc", 20),
             {erlang, adler32_combine, [erlang:adler32(A), erlang:adler32(B), byte_size(B)]};
        4 -> {erlang, md5, [binary:copy(<<"x">>, upto(200))]}
    end;
kind(build_integer) ->
    {bits, integer, [number_or_not(), one_of([upto(70), upto(200), -1, a]), one_of([1, 8]),
                     bool(), false]};
kind(build_float) ->
    {bits, float, [one_of([float_value(), integer(), a, float_value() / 1.0e300]),
                   one_of([16, 32, 64, 64, 8]), bool()]};
kind(build_binary) -> {bits, binary, [bitstring(), upto(9), one_of([1, 8])]};
kind(build_utf) ->
    {bits, utf, [one_of([upto(127), upto(16#7FF), upto(16#FFFF), upto(16#11FFFF), a, -1]),
                 one_of([utf8, utf16, utf16_little, utf32, utf32_little])]};
kind(append) -> {bits, append, [bitstring(), bitstring(), upto(31)]};
kind(get_integer) ->
    {bits, get_integer, [bitstring(), upto(9), one_of([upto(70), upto(200)]), bool(), bool()]};
kind(get_float) ->
    B = case upto(1) of 0 -> bitstring(); 1 -> <<(float_value())/float, 1:3>> end,
    {bits, get_float, [B, one_of([16, 32, 64]), bool()]};
kind(get_binary) -> {bits, get_binary, [bitstring(), upto(9), upto(30)]};
kind(get_utf) ->
    B = case upto(2) of
        0 -> bitstring();
        1 -> unicode:characters_to_binary([one_of([$a, 228, 8364, 128512])], utf8,
                                          one_of([utf8, utf16, utf32, {utf16, little}]));
        2 -> <<(upto(16#11FFFF)):32>>
    end,
    {bits, get_utf, [B, one_of([utf8, utf16, utf16_little, utf32, utf32_little])]};
kind(atom) ->
    case upto(3) of
        0 -> {erlang, atom_to_list, [one_of(['', abc, 'å', '€uro', 1])]};
        1 -> {erlang, atom_to_binary, [one_of(['', abc, 'å', '€uro']), one_of([utf8, latin1])]};
        2 -> {erlang, list_to_atom, [one_of(["", "abc", [8364], [a], [16#D800], [-1], "x" ++ y])]};
        3 -> {erlang, binary_to_atom, [one_of([<<>>, <<"abc">>, <<255>>, <<1:3>>]),
                                       one_of([utf8, latin1, foo])]}
    end;
kind(math) ->
    case upto(1) of
        0 -> {math, one_of([sqrt, floor, ceil]), [number_or_not()]};
        1 -> {math, fmod, [number_or_not(), number_or_not()]}
    end.

bool() -> upto(1) =:= 0.
sign(N) -> one_of([N, -N]).

integer() ->
    case upto(5) of
        0 -> upto(20) - 10;
        1 -> sign(upto(1 bsl 62));
        2 -> sign((1 bsl (55 + upto(12))) - upto(2));
        3 -> sign(upto(1 bsl (rand:uniform(6) * 64)));
        4 -> sign(1 bsl upto(300));
        5 -> sign(upto(100000))
    end.

float_value() ->
    case upto(6) of
        0 -> float(upto(20) - 10);
        1 -> float(sign(upto(1 bsl 60)));
        2 -> <<F:64/float>> = <<(upto(1)):1, (rand:uniform(2046) - 1):11, (upto(1 bsl 52 - 1)):52>>, F;
        3 -> sign(rand:uniform());
        4 -> sign(float(upto(1 bsl 54)));
        5 -> sign(upto(1000) / 8);
        6 -> sign(upto(100000) / one_of([10, 100, 1000, 1.0e10]))
    end.

number() -> case upto(2) of 0 -> float_value(); _ -> integer() end.
number_or_not() -> case upto(12) of 0 -> one_of([a, "1", 0.0, -0.0]); _ -> number() end.

list() -> list_of(fun() -> upto(9) end, 8).
list_of(F, N) -> [F() || _ <- lists:seq(1, upto(N))].
text(Alphabet, N) -> list_to_binary(list_of(fun() -> one_of(Alphabet) end, N)).

bitstring() ->
    Bytes = list_to_binary(list_of(fun() -> upto(255) end, one_of([4, 12, 90]))),
    case upto(2) of
        0 -> Bytes;
        1 -> <<Bytes/binary, (upto(127)):(upto(7))>>;
        2 -> Skip = upto(min(9, bit_size(Bytes))), <<_:Skip, Rest/bitstring>> = Bytes, Rest
    end.

map(N) -> maps:from_list([{key(), upto(3)} || _ <- lists:seq(1, upto(N))]).
map_of(N) -> maps:from_list([{I * one_of([1, 1, 1, 1.0]), upto(20) div 20} || I <- lists:seq(1, N)]).
key() -> one_of([upto(60), float(upto(60)), term(1)]).

term(0) -> leaf();
term(D) ->
    case upto(7) of
        0 -> list_to_tuple(list_of(fun() -> term(D - 1) end, 4));
        1 -> list_of(fun() -> term(D - 1) end, 4);
        2 -> [term(D - 1) | leaf()];
        3 -> maps:from_list([{term(D - 1), term(D - 1)} || _ <- lists:seq(1, upto(4))]);
        4 -> case upto(9) of 0 -> map_of(40); _ -> list_of(fun() -> upto(300) end, 20) end;
        _ -> leaf()
    end.

leaf() ->
    case upto(6) of
        0 -> number();
        1 -> upto(10);
        2 -> one_of([a, b, '', 'å', '€', true, nil]);
        3 -> [];
        4 -> bitstring();
        5 -> one_of([fun lists:map/2, fun lists:map/3, fun maps:map/2]);
        6 -> one_of([{}, <<>>, "abc", 0.0, -0.0])
    end.

vary(T) when is_integer(T) -> one_of([T + 1, T - 1, try float(T) catch _:_ -> T end]);
vary(T) when is_float(T), abs(T) < 1.0e30 -> one_of([trunc(T), T + 1.0, T]);
vary(T) when is_tuple(T), tuple_size(T) > 0 ->
    N = rand:uniform(tuple_size(T)), setelement(N, T, vary(element(N, T)));
vary([H | T]) -> case upto(1) of 0 -> [vary(H) | T]; 1 -> [H | vary(T)] end;
vary(T) when is_map(T), map_size(T) > 0 ->
    K = one_of(maps:keys(T)), T#{K := vary(maps:get(K, T))};
vary(T) -> T.

without_large(T) when is_map(T), map_size(T) > 32 -> large;
without_large(T) when is_map(T) ->
    maps:from_list([{without_large(K), without_large(V)} || {K, V} <- maps:to_list(T)]);
without_large([H | T]) -> [without_large(H) | without_large(T)];
without_large(T) when is_tuple(T) -> list_to_tuple(without_large(tuple_to_list(T)));
without_large(T) -> T.

iolist(0) -> one_of([upto(255), bitstring(), <<"ab">>, [], 256, a]);
iolist(D) ->
    case upto(5) of
        0 -> bytes();
        1 -> [iolist(D - 1) | one_of([[], bytes()])];
        _ -> list_of(fun() -> one_of([upto(255), bytes(), iolist(D - 1)]) end, 4)
    end.
bytes() -> list_to_binary(list_of(fun() -> upto(255) end, 9)).

chardata(0) -> one_of([upto(300), $a, 16#1F600]);
chardata(D) ->
    case upto(6) of
        0 -> <<"abc">>;
        1 -> unicode:characters_to_binary([228, 8364]);
        2 -> binary:part(unicode:characters_to_binary([8364, 128512]), 0, upto(7));
        3 -> [chardata(D - 1) | one_of([[], <<"x">>, [$y], binary:part(<<"ä"/utf8>>, 1, 1)])];
        4 -> list_of(fun() -> chardata(D - 1) end, 3);
        5 -> [chardata(0), chardata(0) | one_of([[], [16#D800], [16#110000, $a]])];
        6 -> [chardata(D - 1), one_of([<<240, 159>>, <<152, 128>>, <<255>>]), chardata(D - 1)]
    end.

fixed() ->
    [{erlang, 'bsl', [1, 33554431]}, {erlang, 'bsl', [1, 33554400]}, {erlang, 'bsl', [1, 33554432]},
     {erlang, 'bsl', [1, 1 bsl 70]}, {erlang, '*', [1 bsl 20000000, 1 bsl 20000000]},
     {erlang, abs, [-0.0]}, {erlang, list_to_atom, [lists:duplicate(256, $a)]},
     {erlang, list_to_atom, [lists:duplicate(255, $a)]}, {erlang, make_tuple, [1 bsl 24, a]},
     {erlang, float, [1 bsl 2000]}, {erlang, '/', [1, 0.0]}, {erlang, 'div', [1, 0]},
     {erlang, phash2, [[]]}, {erlang, phash2, [lists:seq(1, 300)]},
     {erlang, phash2, [binary:copy(<<"abc">>, 1000)]}, {unicode, bin_is_7bit, [<<"abc">>]},
     {unicode, bin_is_7bit, [<<"ab", 200>>]}, {erts_internal, cmp_term, [1, 1.0]},
     {string, list_to_integer, ["12abc"]}, {string, list_to_integer, ["+-1"]},
     {string, list_to_float, ["1.5e3x"]}, {string, list_to_float, ["1.5e"]},
     {erlang, list_to_pid, ["<0.1.2>"]}, {erlang, list_to_pid, ["<0.1>"]},
     {erlang, external_size, [{a, [1, 2]}, [{minor_version, 1}]]}].
