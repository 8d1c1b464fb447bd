%% Loops that take a binary apart: rests that are used otherwise, that do not match, that start within
%% a byte; clauses that fail in the middle of one.
-module(binary_loops).
-export([main/0]).

sum(<<Byte, Rest/binary>>, Acc) -> sum(Rest, Acc + Byte);
sum(<<>>, Acc) -> Acc.

words(<<Word:16/little-signed, Rest/binary>>, Acc) -> words(Rest, [Word | Acc]);
words(Rest, Acc) -> {Acc, Rest}.

bits(<<1:1, Rest/bitstring>>, Ones) -> bits(Rest, Ones + 1);
bits(<<0:1, Rest/bitstring>>, Ones) -> bits(Rest, Ones);
bits(<<>>, Ones) -> Ones.

space(<<$\s, Rest/binary>>) -> space(Rest);
space(<<$%, Rest/binary>>) -> comment(Rest);
space(Text) -> Text.

comment(<<$\n, Rest/binary>>) -> space(Rest);
comment(<<_, Rest/binary>>) -> comment(Rest);
comment(<<>>) -> <<>>.

%% A clause whose guard looks at what follows the rest's start.
pairs(<<A, B, Rest/binary>>, Acc) when A < B -> pairs(Rest, [{A, B} | Acc]);
pairs(<<A, Rest/binary>>, Acc) when A > 100 -> pairs(Rest, [A | Acc]);
pairs(<<_:24, Rest/binary>>, Acc) -> pairs(Rest, [three | Acc]);
pairs(<<_, _, Rest/binary>>, Acc) -> pairs(Rest, [two | Acc]);
pairs(Rest, Acc) -> {lists:reverse(Acc), Rest}.

%% The rest is kept.
suffixes(<<_, Rest/binary>>, Acc) -> suffixes(Rest, [Rest | Acc]);
suffixes(<<>>, Acc) -> Acc.

%% The whole is kept.
wholes(<<_, Rest/binary>> = Whole, Acc) -> wholes(Rest, [Whole | Acc]);
wholes(<<>>, Acc) -> Acc.

%% A call in the loop, and one that does not go on.
calls(<<N, Rest/binary>>, Acc) ->
    Text = integer_to_list(lists:sum(lists:seq(1, N))),
    calls(Rest, [Text | Acc]);
calls(<<>>, Acc) -> Acc.

stays(<<A, _/binary>> = Whole, N) when A > N -> stays(Whole, N + 1);
stays(<<_, Rest/binary>>, N) -> stays(Rest, N);
stays(<<>>, N) -> N.

other(<<A, Rest/binary>>, N) when A > N -> other(<<Rest/binary, 0>>, N + 1);
other(<<_, Rest/binary>>, N) -> other(Rest, N);
other(<<>>, N) -> N.

wide(<<A:32, B:64, C:24/little, Rest/binary>>, Acc) -> wide(Rest, [A, B, C | Acc]);
wide(<<A:32/signed, Rest/binary>>, Acc) -> wide(Rest, [A | Acc]);
wide(Rest, Acc) -> {Acc, Rest}.

strict(<<1, Rest/binary>>, N) -> strict(Rest, N + 1);
strict(<<2, 3, Rest/binary>>, N) -> strict(Rest, N + 2);
strict(<<>>, N) -> N.

%% Whether to go on is decided before the round takes anything off.
counted(Binary, 0) -> Binary;
counted(<<Byte, Rest/binary>>, N) when Byte >= 128 -> counted(Rest, N - 1);
counted(Binary, _) -> Binary.

text(<<Char/utf8, Rest/binary>>, Acc) -> text(Rest, [Char | Acc]);
text(<<Byte, Rest/binary>>, Acc) -> text(Rest, [{Byte} | Acc]);
text(<<>>, Acc) -> lists:reverse(Acc).

failing(Fun) ->
    try Fun() of
        Value -> Value
    catch
        error:Reason:Trace ->
            [{Module, Function, Arguments, _} | _] = Trace,
            {Reason, Module, Function, Arguments}
    end.

main() ->
    Large = binary:copy(<<1, 2, 3, 250>>, 50),
    Shifted = <<5:3, Large/binary>>,
    <<_:3, Odd/bitstring>> = Shifted,
    io:format("~p~n", [[sum(Binary, 0) || Binary <- [<<>>, <<1, 2>>, Large, Odd]]]),
    io:format("~p~n", [[words(Binary, []) || Binary <- [<<>>, <<1, 2, 3>>, <<255, 255, 0, 128>>]]]),
    io:format("~p~n", [words(<<1, 2, 3:4>>, [])]),
    io:format("~p~n", [[bits(Binary, 0) || Binary <- [<<>>, <<255, 1:4>>, Odd]]]),
    io:format("~p~n", [[space(B) || B <- [<<>>, <<"  x">>, <<" % no\n  yes % ">>, <<"% ">>]]]),
    io:format("~p~n", [pairs(<<1, 2, 200, 3, 9, 9, 9, 5, 5, 7, 7, 3>>, [])]),
    io:format("~p~n", [suffixes(<<1, 2, 3>>, [])]),
    io:format("~p~n", [wholes(<<1, 2, 3>>, [])]),
    io:format("~p~n", [calls(<<1, 2, 30>>, [])]),
    io:format("~p ~p~n", [stays(<<3, 1, 7>>, 0), other(<<3, 1, 7>>, 0)]),
    io:format("~p~n", [wide(<<1:32, 2:64, 3:24/little, -1:32, -2:32, 7>>, [])]),
    io:format("~p~n", [wide(<<0:32, (1 bsl 63):64, 1:24, 1:32, 2:16>>, [])]),
    io:format("~p~n", [failing(fun() -> strict(<<1, 2, 3, 1, 2, 4>>, 0) end)]),
    io:format("~p~n", [failing(fun() -> strict(<<1, 2, 3, 1, 1:1>>, 0) end)]),
    io:format("~p~n", [failing(fun() -> strict(atom, 0) end)]),
    io:format("~p~n", [failing(fun() -> sum(<<1, 2:5>>, 0) end)]),
    io:format("~p~n", [text(<<"aé", 255, "€x"/utf8, 240>>, [])]),
    io:format("~w~n", [[counted(<<200, 190, 3, 201, 4>>, N) || N <- [0, 1, 2, 3]]]).
