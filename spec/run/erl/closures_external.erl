%% Funs in the external format, and packets at the start of binaries.
-module(closures_external).

-export([main/0]).

main() ->
    X = 5,
    Y = "text",
    Funs = [fun(A) -> A + X end, fun(A) -> {A, X, Y} end, fun(A) -> A end, fun erlang:abs/1,
            fun(A) -> (fun(B) -> A + B + X end)(1) end],
    lists:foreach(fun(Fun) ->
                          Binary = term_to_binary({Fun, [Fun]}),
                          {Copy, [Copy]} = binary_to_term(Binary),
                          io:format("~p ~p~n", [Copy(3), Copy =:= Fun])
                  end, Funs),
    Compressed = term_to_binary(fun(A) -> [A | Y] end, [compressed]),
    io:format("~p~n", [(binary_to_term(Compressed))($a)]),
    io:format("~p~n", [try binary_to_term(binary:part(Compressed, 0, 20)) catch error:R -> R end]),
    [packet(Type, Binary, Options)
     || Type <- [raw, 0, 1, 2, 4, line],
        Binary <- [<<>>, <<"a">>, <<3, "abcd">>, <<0, 2, "abcd">>, <<0, 0, 0, 1, "abcd">>,
                   <<"ab\ncd\n">>, <<"ab\r\ncd">>],
        Options <- [[], [{packet_size, 2}], [{line_length, 2}]]],
    packet(line, <<"a;b">>, [{line_delimiter, $;}]),
    packet(foo, <<"a">>, []),
    packet(line, a, []),
    packet(line, <<"a">>, [foo]),
    packet(line, <<1:3>>, []),
    [io:format("~p~n", [erlang:convert_time_unit(1234567, From, To)])
     || From <- [second, millisecond, native, 7, microsecond], To <- [second, nanosecond, 7, native]],
    io:format("~p~n", [erlang:convert_time_unit(-1, 1000, 1)]),
    [io:format("~p~n", [try erlang:convert_time_unit(Time, Unit, 1) catch error:Reason -> Reason end])
     || {Time, Unit} <- [{1.0, 1000}, {1, foo}, {1, 0}]],
    random:seed(1, 2, 3),
    io:format("~p ~p~n", [random:uniform(), [random:uniform(100) || _ <- "abcdef"]]).

packet(Type, Binary, Options) ->
    Result = try erlang:decode_packet(Type, Binary, Options) catch Class:Reason -> {Class, Reason} end,
    io:format("~p ~p ~p: ~p~n", [Type, Binary, Options, Result]).
