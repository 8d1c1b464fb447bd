%% Corners of patterns: names that a head has twice, sizes that are no numbers, imported BIFs.
-module(pattern_corners).
-export([main/0]).
-compile({no_auto_import, [byte_size/1]}).
-import(erlang, [byte_size/1]).

main() ->
    io:format("~w~n", [[sizes({int, 16}, <<16:16, 1:128, 5>>), sizes({int, 3}, <<16:16, 1:128>>)]]),
    io:format("~w~n", [[twice(<<2, 2, 7, 8>>), twice(<<2, 3, 7, 8>>)]]),
    io:format("~w~n", [[odd(<<1, 2, 3>>, Size) || Size <- [8, 1.0, bad, -1]]]),
    io:format("~w~n", [[four(<<1, 2, 3, 4>>), four(<<1>>)]]).

sizes({int, N}, <<N:16, B:N/binary, T/binary>>) -> {N, B, T};
sizes({int, N}, _) -> N.

twice(<<N, N, B:N/binary>>) -> {N, B};
twice(_) -> none.

odd(Bin, Size) ->
    case Bin of
        <<X:Size, _/binary>> -> X;
        _ -> none
    end.

four(X) when byte_size(X) =:= 4 -> four;
four(X) -> byte_size(X).
