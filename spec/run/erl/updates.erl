%% Updates of several keys at once, and binaries grown byte by byte: what they start from stays.
-module(updates).
-export([main/0]).

several(Map, A, B, C) -> Map#{a := A, b => B, c => C, a => B}.

exact(Map, A, B) -> Map#{a := A, b := B}.

same(#{a := A, b := B} = Map) -> Map#{a := A, b := B, c => [A, B]}.

push(Binary, Byte) -> <<Binary/binary, Byte>>.

grow(Binary, 0) -> Binary;
grow(Binary, N) -> grow(push(Binary, N), N - 1).

try_it(Fun) ->
    try Fun() of
        Value -> Value
    catch
        Class:Reason -> {Class, Reason}
    end.

garbage(0, Map) -> Map;
garbage(N, Map) -> garbage(N - 1, Map#{a => N, b => [N], c => {N, lists:seq(1, N rem 50)}}).

main() ->
    One = #{a => 1, b => 2},
    Large = maps:from_list([{N, N} || N <- lists:seq(1, 40)]),
    io:format("~p ~p~n", [several(One, x, y, z), One]),
    io:format("~p~n", [several(#{a => 0}, x, [y], {z})]),
    io:format("~p ~p~n", [same(One), One]),
    io:format("~p~n", [try_it(fun() -> exact(#{a => 1}, 2, 3) end)]),
    io:format("~p~n", [try_it(fun() -> several(#{b => 1}, 2, 3, 4) end)]),
    io:format("~p~n", [try_it(fun() -> several([], 2, 3, 4) end)]),
    Updated = Large#{1 := a, 2 := b, 41 => c},
    io:format("~p~n", [{maps:get(1, Large), maps:get(2, Updated), maps:get(41, Updated),
                        maps:size(Large), maps:size(Updated)}]),
    io:format("~p~n", [garbage(300, One)]),
    Base = grow(<<>>, 100),
    Left = push(Base, 1),
    Right = push(Base, 2),
    io:format("~p~n~p~n~p~n", [Base, Left, Right]),
    io:format("~p~n", [[push(<<1>>, Value) || Value <- [0, 255, 256, -1, 1 bsl 70 + 7]]]),
    io:format("~p~n", [[push(grow(<<>>, N), 0) || N <- [62, 63, 64, 65]]]),
    <<_:3, Odd:16/bitstring, _/bitstring>> = <<"abcd">>,
    io:format("~p~n", [push(Odd, 7)]),
    io:format("~p~n", [[try_it(fun() -> push(Front, Value) end)
                        || {Front, Value} <- [{<<1:3>>, 1}, {a, 1}, {<<1>>, a}, {<<1>>, 1.0}]]]).
