%% Cases that are decided when the program is compiled, with bodies that still mention what was known.
-module(decided_cases).
-export([main/0]).

main() ->
    io:format("~p~n", [guarded(1)]),
    io:format("~p~n", [chosen(5)]),
    io:format("~p~n", [nested(a)]).

guarded(B) ->
    X = try 256 of V when 1 < V, (V bxor 1) =:= 257 -> {taken, V, B}
        catch error:E -> {err, E}
        end,
    id(X).

chosen(N) ->
    A = 3,
    case A < 4 of
        true -> B = A + N, {A, B};
        false -> A
    end.

nested(X) ->
    K = {X, 7},
    case K of
        {Y, Z} when Z > 3 -> case id({Y, Z}) of {Y, W} -> [Y, Z, W] end;
        _ -> none
    end.

id(X) -> X.
