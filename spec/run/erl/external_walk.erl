%% The external term format: bytes of terms, with the options of term_to_binary.
-module(external_walk).
-export([main/1]).

main(_) ->
    Terms = [a, '', '\x{e5}', '\x{100}', {a, <<"b">>, 1.5}, [1, 2, 3], [a | b], #{a => 1}, 1 bsl 70,
             -(1 bsl 2100), <<1:3>>, lists:seq(250, 260), fun lists:map/2,
             list_to_atom(lists:duplicate(200, 229))],
    [io:format("~w ~w~n", [term_to_binary(Term), erlang:external_size(Term)]) || Term <- Terms],
    [show(fun() -> term_to_binary({a, '\x{e5}', 1.5}, [{minor_version, Minor}]) end)
     || Minor <- [0, 1, 2, 3, x]],
    [show(fun() -> erlang:external_size({a, 1.5}, [{minor_version, Minor}]) end)
     || Minor <- [0, 1]],
    io:format("~w~n", [[binary_to_term(term_to_binary(Term)) =:= Term || Term <- Terms]]),
    Bytes = [<<131, 100, 0, 1, 97>>, <<131, 119, 1, 97>>, <<131, 118, 0, 1, 97>>, <<131, 115, 1, 98>>,
             <<131, 119, 1, 229>>, <<131, 100, 0, 2, 97>>, <<131, 97, 1, 97>>, <<131, 107, 0, 2, 1, 2>>,
             <<131>>, <<>>, <<130, 97, 1>>],
    [show(fun() -> {binary_to_term(B), binary_to_term(B, [used])} end) || B <- Bytes].

show(Fun) ->
    io:format("~w~n", [try Fun() catch error:Reason -> Reason end]).
