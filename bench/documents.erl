%% A small JSON encoder and decoder in plain Erlang: a document of 200 objects, 50 times.
-module(documents).
-export([main/0]).

encode(true) -> <<"true">>;
encode(false) -> <<"false">>;
encode(null) -> <<"null">>;
encode(Number) when is_integer(Number) -> integer_to_binary(Number);
encode(Text) when is_binary(Text) -> [$", escape(Text, <<>>), $"];
encode(List) when is_list(List) -> [$[, separate([encode(Item) || Item <- List]), $]];
encode(Map) when is_map(Map) ->
    [${, separate([[encode(Key), $:, encode(Value)] || {Key, Value} <- maps:to_list(Map)]), $}].

separate([]) -> [];
separate([Last]) -> [Last];
separate([Item | Rest]) -> [Item, $, | separate(Rest)].

escape(<<$", Rest/binary>>, Acc) -> escape(Rest, <<Acc/binary, $\\, $">>);
escape(<<$\\, Rest/binary>>, Acc) -> escape(Rest, <<Acc/binary, $\\, $\\>>);
escape(<<$\n, Rest/binary>>, Acc) -> escape(Rest, <<Acc/binary, $\\, $n>>);
escape(<<Char, Rest/binary>>, Acc) -> escape(Rest, <<Acc/binary, Char>>);
escape(<<>>, Acc) -> Acc.

decode(Text) ->
    {Value, Rest} = value(space(Text)),
    <<>> = space(Rest),
    Value.

space(<<Char, Rest/binary>>) when Char =:= $\s; Char =:= $\n; Char =:= $\t -> space(Rest);
space(Text) -> Text.

value(<<"true", Rest/binary>>) -> {true, Rest};
value(<<"false", Rest/binary>>) -> {false, Rest};
value(<<"null", Rest/binary>>) -> {null, Rest};
value(<<$", Rest/binary>>) -> string(Rest, <<>>);
value(<<$[, Rest/binary>>) -> array(space(Rest), []);
value(<<${, Rest/binary>>) -> object(space(Rest), #{});
value(<<$-, Rest/binary>>) ->
    {Value, After} = number(Rest, 0),
    {-Value, After};
value(Text) -> number(Text, 0).

number(<<Digit, Rest/binary>>, Value) when Digit >= $0, Digit =< $9 ->
    number(Rest, Value * 10 + Digit - $0);
number(Rest, Value) -> {Value, Rest}.

string(<<$", Rest/binary>>, Acc) -> {Acc, Rest};
string(<<$\\, $n, Rest/binary>>, Acc) -> string(Rest, <<Acc/binary, $\n>>);
string(<<$\\, Char, Rest/binary>>, Acc) -> string(Rest, <<Acc/binary, Char>>);
string(<<Char, Rest/binary>>, Acc) -> string(Rest, <<Acc/binary, Char>>).

array(<<$], Rest/binary>>, Acc) -> {lists:reverse(Acc), Rest};
array(Text, Acc) ->
    {Value, Rest} = value(Text),
    case space(Rest) of
        <<$,, After/binary>> -> array(space(After), [Value | Acc]);
        After -> array(After, [Value | Acc])
    end.

object(<<$}, Rest/binary>>, Acc) -> {Acc, Rest};
object(<<$", Text/binary>>, Acc) ->
    {Key, Rest} = string(Text, <<>>),
    <<$:, After/binary>> = space(Rest),
    {Value, Behind} = value(space(After)),
    case space(Behind) of
        <<$,, Next/binary>> -> object(space(Next), Acc#{Key => Value});
        Next -> object(Next, Acc#{Key => Value})
    end.

item(N) ->
    #{<<"id">> => N, <<"name">> => <<"item \"", (integer_to_binary(N))/binary, "\"">>,
      <<"tags">> => [<<"red">>, <<"green">>, <<"blue">>], <<"active">> => N rem 2 =:= 0,
      <<"parent">> => null, <<"size">> => #{<<"width">> => N * 3, <<"height">> => -N}}.

repeat(0, Document, Size) -> {Document, Size};
repeat(N, Document, _) ->
    Text = iolist_to_binary(encode(Document)),
    repeat(N - 1, decode(Text), byte_size(Text)).

main() ->
    Document = [item(N) || N <- lists:seq(1, 200)],
    Start = erlang:monotonic_time(microsecond),
    {Result, Size} = repeat(50, Document, 0),
    Stop = erlang:monotonic_time(microsecond),
    Document = Result,
    io:format("~w ~w~n", [Size, Stop - Start]).
