%% The size of a segment that is the atom all: no size, although Core Erlang writes all that is left
%% so.
-module(size_all).
-export([main/1]).

main(_) ->
    All = list_to_atom("all"),
    io:format("~p~n", [front(All, <<1, 2, 3>>)]),
    io:format("~p~n", [front(2, <<1, 2, 3>>)]),
    io:format("~p~n", [whole(All, <<1, 2, 3>>)]),
    io:format("~p~n", [whole(3, <<1, 2, 3>>)]),
    io:format("~p~n", [loop(All, <<1, 2, 3>>, [])]),
    io:format("~p~n", [loop(1, <<1, 2, 3>>, [])]),
    io:format("~p~n", [try build(All, <<1, 2>>) catch error:Reason -> Reason end]),
    io:format("~p~n", [build(1, <<1, 2>>)]).

front(Size, Binary) ->
    case Binary of
        <<X:Size/binary, _/binary>> -> X;
        _ -> none
    end.

whole(Size, Binary) ->
    case Binary of
        <<X:Size/binary>> -> X;
        _ -> none
    end.

loop(Size, Binary, Done) ->
    case Binary of
        <<X, Rest:Size/binary>> -> {X, Rest};
        <<X, Rest/binary>> -> loop(Size, Rest, [X | Done]);
        _ -> Done
    end.

build(Size, Binary) -> <<Binary:Size/binary, 0>>.
