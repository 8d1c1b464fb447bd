%% Stack traces of comprehensions: names of their loops, lines of the calls. Shortest floats that two
%% texts are as near to.
-module(trace_names).
-export([main/1]).

main(_) ->
    show(fun() -> [1 / X || X <- [0]] end),
    show(fun two/0),
    io:format("~w ~w~n", [2.9802322387695312e-8, 1.1920928955078125e-7]).

two() ->
    _ = [X || X <- [1, 2]],
    Empty = << <<X>> || X <- [] >>,
    [{X, hd(binary_to_list(Empty))}
     || X <- [1]].

show(Fun) ->
    try Fun()
    catch error:_:Trace ->
        [io:format("~p/~p ~p~n", [Function, Arity, lists:keyfind(line, 1, Place)])
         || {?MODULE, Function, Arity, Place} <- Trace]
    end.
