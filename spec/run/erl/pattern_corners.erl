%% Corners of patterns and calls: sizes that a name has twice, sizes that are no numbers,
%% functions called with the wrong number of arguments.
-module(pattern_corners).
-export([main/0]).
-compile({no_auto_import, [byte_size/1]}).
-import(erlang, [byte_size/1]).

main() ->
    io:format("~w~n", [[sizes({int, 16}, <<16:16, 1:128, 5>>), sizes({int, 3}, <<16:16, 1:128>>)]]),
    io:format("~w~n", [[twice(<<2, 2, 7, 8>>), twice(<<2, 3, 7, 8>>)]]),
    io:format("~w~n", [[odd(<<1, 2, 3>>, Size) || Size <- [8, 1.0, bad, -1]]]),
    io:format("~w~n", [[tried(fun() -> (fun prefix/1)() end),
                        tried(fun() -> F = fun prefix/1, F(1, 2) end),
                        tried(fun() -> fun() -> 42 end(0) end)]]),
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

prefix(X) -> X.

tried(Fun) ->
    try
        Fun()
    catch
        error:{badarity, {_, Arguments}} -> {badarity, Arguments}
    end.

four(X) when byte_size(X) =:= 4 -> four;
four(X) -> byte_size(X).
