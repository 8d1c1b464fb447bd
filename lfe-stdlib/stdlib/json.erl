%% JSON (RFC 8259): texts to terms and terms to texts.
%%
%% The decoder goes through a binary byte by byte. What is open is a stack of {object, Outer},
%% {array, Outer}, with the accumulator around it, and {key, Key}. A text that ends too early gives a
%% state from which decode_continue/2 goes on: the value in question is read again with what comes.
-module(json).

-export([decode/1, decode/3, decode_start/3, decode_continue/2]).
-export([encode/1, encode/2, encode_value/2, encode_atom/2, encode_integer/1, encode_float/1,
         encode_list/2, encode_map/2, encode_map_checked/2, encode_key_value_list/2,
         encode_key_value_list_checked/2, encode_binary/1, encode_binary_escape_all/1]).
-export([format/1, format/2, format/3, format_value/3, format_key_value_list/3,
         format_key_value_list_checked/3]).

-export_type([encoder/0, encode_value/0, decoders/0, decode_value/0, continuation_state/0]).

-type encode_value() :: integer() | float() | boolean() | null | binary() | atom()
                      | [encode_value()] | #{binary() | atom() | integer() => encode_value()}.
-type encoder() :: fun((term(), encoder()) -> iodata()).
-type decode_value() :: integer() | float() | boolean() | null | binary() | [decode_value()]
                      | #{binary() => decode_value()}.
-type decoders() :: #{atom() => term()}.
-opaque continuation_state() :: tuple().

-record(callbacks, {array_start, array_push, array_finish, object_start, object_push,
                    object_finish, float, integer, string, null}).

-define(IS_SPACE(C), (C =:= $\s orelse C =:= $\t orelse C =:= $\n orelse C =:= $\r)).
-define(IS_DIGIT(C), (C >= $0 andalso C =< $9)).

%% ---------------------------------------------------------------- decoding

%% The term of a text; objects are maps with binaries as keys.
-spec decode(binary()) -> decode_value().
decode(Binary) when is_binary(Binary) ->
    {Value, ok, Rest} = decode(Binary, ok, #{}),
    case skip_space(Rest) of
        <<>> -> Value;
        <<Byte, _/binary>> -> error({invalid_byte, Byte})
    end.

%% The same with callbacks for what values become, an accumulator, and the rest of the text.
-spec decode(binary(), term(), decoders()) -> {term(), term(), binary()}.
decode(Binary, Acc, Decoders) when is_binary(Binary) ->
    case decode_start(Binary, Acc, Decoders) of
        {continue, State} ->
            case decode_continue(end_of_input, State) of
                {Result, Acc1, <<>>} -> {Result, Acc1, <<>>}
            end;
        Done ->
            Done
    end.

%% Starts with the first piece of a text: {continue, State}, or the result.
-spec decode_start(binary(), term(), decoders()) ->
          {term(), term(), binary()} | {continue, continuation_state()}.
decode_start(Binary, Acc, Decoders) when is_binary(Binary) ->
    run(Binary, start, Acc, [], callbacks(Decoders), more).

%% Goes on with another piece, or tells that there is none.
-spec decode_continue(binary() | end_of_input, continuation_state()) ->
          {term(), term(), binary()} | {continue, continuation_state()}.
decode_continue(end_of_input, {Rest, Where, Acc, Stack, Callbacks}) ->
    run(Rest, Where, Acc, Stack, Callbacks, last);
decode_continue(Binary, {Rest, Where, Acc, Stack, Callbacks}) when is_binary(Binary) ->
    run(<<Rest/binary, Binary/binary>>, Where, Acc, Stack, Callbacks, more).

callbacks(Decoders) ->
    Get = fun(Name, Default) -> maps:get(Name, Decoders, Default) end,
    #callbacks{array_start = Get(array_start, fun(_) -> [] end),
               array_push = Get(array_push, fun(Value, Acc) -> [Value | Acc] end),
               array_finish = Get(array_finish, fun(Acc, Outer) -> {lists:reverse(Acc), Outer} end),
               object_start = Get(object_start, fun(_) -> [] end),
               object_push = Get(object_push, fun(Key, Value, Acc) -> [{Key, Value} | Acc] end),
               object_finish = Get(object_finish, fun(Acc, Outer) -> {maps:from_list(lists:reverse(Acc)), Outer} end),
               float = Get(float, fun erlang:binary_to_float/1),
               integer = Get(integer, fun erlang:binary_to_integer/1),
               string = Get(string, fun(Text) -> Text end),
               null = Get(null, null)}.

%% A text that ends inside of something throws; it goes on from the start of that.
run(Binary, Where, Acc, Stack, Callbacks, Mode) ->
    try
        step(Binary, Where, Acc, Stack, Callbacks, Mode)
    catch
        throw:{?MODULE, stopped, State} when Mode =:= more -> {continue, State};
        throw:{?MODULE, stopped, _} -> error(unexpected_end)
    end.

stopped(Binary, Where, Acc, Stack, Callbacks) ->
    throw({?MODULE, stopped, {Binary, Where, Acc, Stack, Callbacks}}).

%% Where tells what may come: start or value: a value; first: a value or the end of an array; key0:
%% a key or the end of an object; key; colon; next: a comma or the end of what is open.
step(<<C, Rest/binary>>, Where, Acc, Stack, Callbacks, Mode) when ?IS_SPACE(C) ->
    step(Rest, Where, Acc, Stack, Callbacks, Mode);
step(<<>>, Where, Acc, Stack, Callbacks, _) ->
    stopped(<<>>, Where, Acc, Stack, Callbacks);
step(<<$], Rest/binary>>, first, Acc, [{array, Outer} | Stack], Callbacks, Mode) ->
    finish_array(Rest, Acc, Outer, Stack, Callbacks, Mode);
step(Binary, Where, Acc, Stack, Callbacks, Mode)
  when Where =:= start; Where =:= value; Where =:= first ->
    value(Binary, Where, Acc, Stack, Callbacks, Mode);
step(<<$}, Rest/binary>>, key0, Acc, [{object, Outer} | Stack], Callbacks, Mode) ->
    finish_object(Rest, Acc, Outer, Stack, Callbacks, Mode);
step(<<$", Rest/binary>> = Binary, Where, Acc, Stack, Callbacks, Mode)
  when Where =:= key0; Where =:= key ->
    case string(Rest, Rest, 0, []) of
        {Text, Rest1} ->
            Key = (Callbacks#callbacks.string)(Text),
            step(Rest1, colon, Acc, [{key, Key} | Stack], Callbacks, Mode);
        stopped ->
            stopped(Binary, Where, Acc, Stack, Callbacks)
    end;
step(<<$:, Rest/binary>>, colon, Acc, Stack, Callbacks, Mode) ->
    step(Rest, value, Acc, Stack, Callbacks, Mode);
step(<<$,, Rest/binary>>, next, Acc, [{array, _} | _] = Stack, Callbacks, Mode) ->
    step(Rest, value, Acc, Stack, Callbacks, Mode);
step(<<$], Rest/binary>>, next, Acc, [{array, Outer} | Stack], Callbacks, Mode) ->
    finish_array(Rest, Acc, Outer, Stack, Callbacks, Mode);
step(<<$,, Rest/binary>>, next, Acc, [{object, _} | _] = Stack, Callbacks, Mode) ->
    step(Rest, key, Acc, Stack, Callbacks, Mode);
step(<<$}, Rest/binary>>, next, Acc, [{object, Outer} | Stack], Callbacks, Mode) ->
    finish_object(Rest, Acc, Outer, Stack, Callbacks, Mode);
step(<<Byte, _/binary>>, _, _, _, _, _) ->
    error({invalid_byte, Byte}).

value(<<$", Rest/binary>> = Binary, Where, Acc, Stack, Callbacks, Mode) ->
    case string(Rest, Rest, 0, []) of
        {Text, Rest1} -> found((Callbacks#callbacks.string)(Text), Rest1, Acc, Stack, Callbacks, Mode);
        stopped -> stopped(Binary, Where, Acc, Stack, Callbacks)
    end;
value(<<$[, Rest/binary>>, _, Acc, Stack, Callbacks, Mode) ->
    step(Rest, first, (Callbacks#callbacks.array_start)(Acc), [{array, Acc} | Stack], Callbacks, Mode);
value(<<${, Rest/binary>>, _, Acc, Stack, Callbacks, Mode) ->
    step(Rest, key0, (Callbacks#callbacks.object_start)(Acc), [{object, Acc} | Stack], Callbacks, Mode);
value(<<"true", Rest/binary>>, _, Acc, Stack, Callbacks, Mode) ->
    found(true, Rest, Acc, Stack, Callbacks, Mode);
value(<<"false", Rest/binary>>, _, Acc, Stack, Callbacks, Mode) ->
    found(false, Rest, Acc, Stack, Callbacks, Mode);
value(<<"null", Rest/binary>>, _, Acc, Stack, Callbacks, Mode) ->
    found(Callbacks#callbacks.null, Rest, Acc, Stack, Callbacks, Mode);
value(<<C, _/binary>> = Binary, Where, Acc, Stack, Callbacks, Mode) when C =:= $-; ?IS_DIGIT(C) ->
    case number(Binary) of
        {_, Length} when Length =:= byte_size(Binary), Mode =:= more ->
            stopped(Binary, Where, Acc, Stack, Callbacks);
        {Kind, Length} ->
            <<Text:Length/binary, Rest/binary>> = Binary,
            found(numeric(Kind, Text, Callbacks), Rest, Acc, Stack, Callbacks, Mode);
        stopped ->
            stopped(Binary, Where, Acc, Stack, Callbacks)
    end;
value(Binary, Where, Acc, Stack, Callbacks, _) ->
    case is_start_of_word(Binary) of
        true -> stopped(Binary, Where, Acc, Stack, Callbacks);
        false -> error({invalid_byte, wrong_byte(Binary)})
    end.

is_start_of_word(Binary) ->
    lists:any(fun(Word) -> binary:longest_common_prefix([Word, Binary]) =:= byte_size(Binary) end,
              [<<"true">>, <<"false">>, <<"null">>]).

%% The byte that does not fit: the first one, or one inside of a word.
wrong_byte(<<C, _/binary>> = Binary) ->
    Words = [Word || <<First, _/binary>> = Word <- [<<"true">>, <<"false">>, <<"null">>], First =:= C],
    case Words of
        [Word] -> binary:at(Binary, binary:longest_common_prefix([Word, Binary]));
        [] -> C
    end.

found(Value, Rest, Acc, [], _, _) ->
    {Value, Acc, Rest};
found(Value, Rest, Acc, [{array, _} | _] = Stack, Callbacks, Mode) ->
    step(Rest, next, (Callbacks#callbacks.array_push)(Value, Acc), Stack, Callbacks, Mode);
found(Value, Rest, Acc, [{key, Key} | Stack], Callbacks, Mode) ->
    step(Rest, next, (Callbacks#callbacks.object_push)(Key, Value, Acc), Stack, Callbacks, Mode).

finish_array(Rest, Acc, Outer, Stack, Callbacks, Mode) ->
    {Value, Outer1} = (Callbacks#callbacks.array_finish)(Acc, Outer),
    found(Value, Rest, Outer1, Stack, Callbacks, Mode).

finish_object(Rest, Acc, Outer, Stack, Callbacks, Mode) ->
    {Value, Outer1} = (Callbacks#callbacks.object_finish)(Acc, Outer),
    found(Value, Rest, Outer1, Stack, Callbacks, Mode).

skip_space(<<C, Rest/binary>>) when ?IS_SPACE(C) -> skip_space(Rest);
skip_space(Rest) -> Rest.

%% ---------------------------------------------------------------- numbers

%% Kind and length of the number at the start of a text.
number(<<$-, Rest/binary>>) -> whole(Rest, 1);
number(Binary) -> whole(Binary, 0).

whole(<<$0, Rest/binary>>, Length) -> fraction(Rest, Length + 1);
whole(<<C, Rest/binary>>, Length) when ?IS_DIGIT(C) ->
    {More, Rest1} = digits(Rest, 0),
    fraction(Rest1, Length + 1 + More);
whole(Rest, _) -> wrong(Rest).

fraction(<<$., Rest/binary>>, Length) ->
    case digits(Rest, 0) of
        {0, Rest1} -> wrong(Rest1);
        {More, Rest1} -> exponent(Rest1, Length + 1 + More, float)
    end;
fraction(Rest, Length) ->
    exponent(Rest, Length, integer).

exponent(<<E, Rest/binary>>, Length, Kind) when E =:= $e; E =:= $E ->
    {Sign, Rest1} = case Rest of
                        <<C, Behind/binary>> when C =:= $+; C =:= $- -> {1, Behind};
                        _ -> {0, Rest}
                    end,
    case digits(Rest1, 0) of
        {0, Rest2} -> wrong(Rest2);
        {More, _} when Kind =:= integer -> {{whole, Length}, Length + 1 + Sign + More};
        {More, _} -> {float, Length + 1 + Sign + More}
    end;
exponent(_, Length, Kind) ->
    {Kind, Length}.

digits(<<C, Rest/binary>>, Count) when ?IS_DIGIT(C) -> digits(Rest, Count + 1);
digits(Rest, Count) -> {Count, Rest}.

wrong(<<>>) -> stopped;
wrong(<<Byte, _/binary>>) -> error({invalid_byte, Byte}).

numeric(integer, Text, Callbacks) ->
    (Callbacks#callbacks.integer)(Text);
numeric(float, Text, Callbacks) ->
    to_float(Text, Text, Callbacks);
numeric({whole, Length}, Text, Callbacks) ->
    <<Whole:Length/binary, Exponent/binary>> = Text,
    to_float(<<Whole/binary, ".0", Exponent/binary>>, Text, Callbacks).

to_float(Text, Original, Callbacks) ->
    try
        (Callbacks#callbacks.float)(Text)
    catch
        error:badarg -> error({unexpected_sequence, Original})
    end.

%% ---------------------------------------------------------------- strings

%% The text up to the closing quote: plain parts are taken out of the binary as they are. Start is
%% the part's beginning, Length how much of it is known; Done are earlier parts in reverse.
string(Start, <<$", Rest/binary>>, Length, []) ->
    {binary:copy(binary:part(Start, 0, Length)), Rest};
string(Start, <<$", Rest/binary>>, Length, Done) ->
    {iolist_to_binary(lists:reverse(Done, [binary:part(Start, 0, Length)])), Rest};
string(Start, <<$\\, Rest/binary>>, Length, Done) ->
    Part = binary:part(Start, 0, Length),
    case escape(Rest) of
        {Char, Rest1} -> string(Rest1, Rest1, 0, [<<Char/utf8>>, Part | Done]);
        stopped -> stopped
    end;
string(_, <<C, _/binary>>, _, _) when C < 16#20 ->
    error({invalid_byte, C});
string(Start, <<C, Rest/binary>>, Length, Done) when C < 16#80 ->
    string(Start, Rest, Length + 1, Done);
string(Start, <<C/utf8, Rest/binary>>, Length, Done) ->
    string(Start, Rest, Length + byte_size(<<C/utf8>>), Done);
string(_, Rest, _, _) ->
    case is_cut(Rest) of
        true -> stopped;
        false -> error({invalid_byte, binary:first(Rest)})
    end.

%% Whether a text ends inside of a character.
is_cut(<<>>) -> true;
is_cut(<<A>>) -> A >= 16#C2 andalso A =< 16#F4;
is_cut(<<A, B>>) -> A >= 16#E0 andalso A =< 16#F4 andalso B band 16#C0 =:= 16#80;
is_cut(<<A, B, C>>) -> A >= 16#F0 andalso A =< 16#F4 andalso (B bor C) band 16#C0 =:= 16#80;
is_cut(_) -> false.

escape(<<$", Rest/binary>>) -> {$", Rest};
escape(<<$\\, Rest/binary>>) -> {$\\, Rest};
escape(<<$/, Rest/binary>>) -> {$/, Rest};
escape(<<$b, Rest/binary>>) -> {$\b, Rest};
escape(<<$f, Rest/binary>>) -> {$\f, Rest};
escape(<<$n, Rest/binary>>) -> {$\n, Rest};
escape(<<$r, Rest/binary>>) -> {$\r, Rest};
escape(<<$t, Rest/binary>>) -> {$\t, Rest};
escape(<<$u, A, B, C, D, Rest/binary>> = All) ->
    case hex([A, B, C, D]) of
        High when High >= 16#D800, High =< 16#DBFF -> low_half(High, Rest, All);
        Low when Low >= 16#DC00, Low =< 16#DFFF -> unexpected(All, 5);
        Char -> {Char, Rest}
    end;
escape(<<$u, _/binary>>) -> stopped;
escape(<<>>) -> stopped;
escape(<<Byte, _/binary>>) -> error({invalid_byte, Byte}).

low_half(High, <<"\\u", A, B, C, D, Rest/binary>>, All) ->
    case hex([A, B, C, D]) of
        Low when Low >= 16#DC00, Low =< 16#DFFF ->
            {16#10000 + ((High - 16#D800) bsl 10) + (Low - 16#DC00), Rest};
        _ -> unexpected(All, 11)
    end;
low_half(_, Rest, All) when byte_size(Rest) < 6 ->
    case binary:longest_common_prefix([Rest, <<"\\u">>]) of
        Common when Common =:= byte_size(Rest); Common =:= 2 -> stopped;
        _ -> unexpected(All, 5)
    end;
low_half(_, _, All) ->
    unexpected(All, 5).

unexpected(All, Length) -> error({unexpected_sequence, <<$\\, (binary:part(All, 0, Length))/binary>>}).

hex(Digits) -> lists:foldl(fun(C, Value) -> Value * 16 + hex_digit(C) end, 0, Digits).

hex_digit(C) when ?IS_DIGIT(C) -> C - $0;
hex_digit(C) when C >= $a, C =< $f -> C - $a + 10;
hex_digit(C) when C >= $A, C =< $F -> C - $A + 10;
hex_digit(C) -> error({invalid_byte, C}).

%% ---------------------------------------------------------------- encoding

%% The text of a term.
-spec encode(encode_value()) -> iodata().
encode(Term) -> encode(Term, fun encode_value/2).

%% The same with a function that makes the text of each value: it gets the value and itself.
-spec encode(term(), encoder()) -> iodata().
encode(Term, Encoder) when is_function(Encoder, 2) -> Encoder(Term, Encoder).

%% The text of a value; parts go through Encode.
-spec encode_value(term(), encoder()) -> iodata().
encode_value(Value, Encode) when is_atom(Value) -> encode_atom(Value, Encode);
encode_value(Value, _) when is_binary(Value) -> encode_binary(Value);
encode_value(Value, _) when is_integer(Value) -> encode_integer(Value);
encode_value(Value, _) when is_float(Value) -> encode_float(Value);
encode_value(Value, Encode) when is_list(Value) -> encode_list(Value, Encode);
encode_value(Value, Encode) when is_map(Value) -> encode_map(Value, Encode);
encode_value(Other, _) -> error({unsupported_type, Other}).

%% null, true and false as they are, other atoms as strings.
-spec encode_atom(atom(), encoder()) -> iodata().
encode_atom(null, _) -> <<"null">>;
encode_atom(true, _) -> <<"true">>;
encode_atom(false, _) -> <<"false">>;
encode_atom(Atom, Encode) -> Encode(atom_to_binary(Atom, utf8), Encode).

%% The text of an integer.
-spec encode_integer(integer()) -> iodata().
encode_integer(Integer) -> integer_to_binary(Integer).

%% The text of a float, as short as it can be.
-spec encode_float(float()) -> iodata().
encode_float(Float) -> float_to_binary(Float, [short]).

%% The text of a list as array.
-spec encode_list([term()], encoder()) -> iodata().
encode_list([], _) -> <<"[]">>;
encode_list([First | Rest], Encode) when is_function(Encode, 2) ->
    [$[, Encode(First, Encode) | elements(Rest, Encode)].

elements([], _) -> "]";
elements([First | Rest], Encode) -> [$,, Encode(First, Encode) | elements(Rest, Encode)].

%% The text of a map as object.
-spec encode_map(map(), encoder()) -> iodata().
encode_map(Map, Encode) when is_map(Map), is_function(Encode, 2) ->
    pairs(maps:to_list(Map), Encode).

%% The same; keys that become the same text are an error.
-spec encode_map_checked(map(), encoder()) -> iodata().
encode_map_checked(Map, Encode) -> encode_key_value_list_checked(maps:to_list(Map), Encode).

%% The text of a list of keys and values as object.
-spec encode_key_value_list([{term(), term()}], encoder()) -> iodata().
encode_key_value_list(List, Encode) when is_function(Encode, 2) -> pairs(List, Encode).

%% The same; keys that become the same text are an error.
-spec encode_key_value_list_checked([{term(), term()}], encoder()) -> iodata().
encode_key_value_list_checked(List, Encode) ->
    check(List, #{}, Encode),
    pairs(List, Encode).

check([{Key, _} | Rest], Seen, Encode) ->
    Text = iolist_to_binary(key(Key, Encode)),
    is_map_key(Text, Seen) andalso error({duplicate_key, Key}),
    check(Rest, Seen#{Text => []}, Encode);
check([], _, _) ->
    ok.

pairs([], _) -> <<"{}">>;
pairs([{Key, Value} | Rest], Encode) ->
    [${, key(Key, Encode), $:, Encode(Value, Encode) | more_pairs(Rest, Encode)].

more_pairs([], _) -> "}";
more_pairs([{Key, Value} | Rest], Encode) ->
    [$,, key(Key, Encode), $:, Encode(Value, Encode) | more_pairs(Rest, Encode)].

key(Key, Encode) when is_binary(Key) -> Encode(Key, Encode);
key(Key, Encode) when is_atom(Key) -> Encode(atom_to_binary(Key, utf8), Encode);
key(Key, _) when is_integer(Key) -> [$", encode_integer(Key), $"];
key(Key, _) when is_float(Key) -> [$", encode_float(Key), $"];
key(Key, _) -> error({unsupported_type, Key}).

%% The text of a string.
-spec encode_binary(binary()) -> iodata().
encode_binary(Binary) when is_binary(Binary) ->
    [$", quoted(Binary, Binary, 0, fun plain/1), $"].

%% The same with escapes for all that is not ASCII.
-spec encode_binary_escape_all(binary()) -> iodata().
encode_binary_escape_all(Binary) when is_binary(Binary) ->
    [$", quoted(Binary, Binary, 0, fun ascii/1), $"].

plain(C) -> C >= 16#20 andalso C =/= $" andalso C =/= $\\.

ascii(C) -> C < 16#7F andalso plain(C).

%% Parts that are plain are taken out as they are.
quoted(Start, <<C/utf8, Rest/binary>>, Length, IsPlain) ->
    case IsPlain(C) of
        true -> quoted(Start, Rest, Length + utf8_size(C), IsPlain);
        false -> [binary:part(Start, 0, Length), escaped(C) | quoted(Rest, Rest, 0, IsPlain)]
    end;
quoted(Start, <<>>, Length, _) ->
    [binary:part(Start, 0, Length)];
quoted(_, Rest, _, _) ->
    case is_cut(Rest) of
        true -> error(unexpected_end);
        false -> error({invalid_byte, binary:first(Rest)})
    end.

utf8_size(C) when C < 16#80 -> 1;
utf8_size(C) when C < 16#800 -> 2;
utf8_size(C) when C < 16#10000 -> 3;
utf8_size(_) -> 4.

escaped($") -> <<"\\\"">>;
escaped($\\) -> <<"\\\\">>;
escaped($\b) -> <<"\\b">>;
escaped($\f) -> <<"\\f">>;
escaped($\n) -> <<"\\n">>;
escaped($\r) -> <<"\\r">>;
escaped($\t) -> <<"\\t">>;
escaped(C) when C < 16#10000 -> io_lib:format("\\u~4.16.0B", [C]);
escaped(C) ->
    <<High:16, Low:16>> = <<C/utf16>>,
    io_lib:format("\\u~4.16.0B\\u~4.16.0B", [High, Low]).

%% ---------------------------------------------------------------- for people

%% The text of a term with line breaks and indentation.
-spec format(term()) -> iodata().
format(Term) -> format(Term, #{}).

%% The same with options, or with a function that makes the text of each value.
-spec format(term(), map() | fun()) -> iodata().
format(Term, Options) when is_map(Options) -> format(Term, fun format_value/3, Options);
format(Term, Encoder) when is_function(Encoder, 3) -> format(Term, Encoder, #{}).

%% The same with both. Options: indent and max, the columns to fit in.
-spec format(term(), fun(), map()) -> iodata().
format(Term, Encoder, Options) when is_function(Encoder, 3), is_map(Options) ->
    State = maps:merge(#{level => 0, col => 0, indent => 2, max => 100}, Options),
    [Encoder(Term, Encoder, State), $\n].

%% The text of a value at a place.
-spec format_value(term(), fun(), map()) -> iodata().
format_value(Value, Encode, State) when is_map(Value) ->
    format_key_value_list(lists:sort(maps:to_list(Value)), Encode, State);
format_value([_ | _] = Value, Encode, State) ->
    Inner = deeper(State),
    Parts = [Encode(Element, Encode, Inner) || Element <- Value],
    Flat = [$[, lists:join($,, Parts), $]],
    case lists:all(fun is_short/1, Value) andalso fits(Flat, State) of
        true -> Flat;
        false -> [$[, lists:join($,, [[line(Inner), Part] || Part <- Parts]), line(State), $]]
    end;
format_value(Value, Encode, State) ->
    encode_value(Value, fun(Part, _) when Part =:= Value -> encode_value(Part, fun encode_value/2);
                           (Part, _) -> Encode(Part, Encode, State)
                        end).

is_short(Value) -> not is_map(Value) andalso not is_list(Value).

fits(Text, #{col := Column, max := Max}) -> Column + iolist_size(Text) =< Max.

%% The text of a list of keys and values as object at a place.
-spec format_key_value_list([{term(), term()}], fun(), map()) -> iodata().
format_key_value_list([], _, _) ->
    <<"{}">>;
format_key_value_list(List, Encode, State) ->
    Inner = deeper(State),
    Key = fun(K) -> key(K, fun(Part, _) -> Encode(Part, Encode, Inner) end) end,
    Parts = [[line(Inner), Key(K), ": ", Encode(V, Encode, Inner)] || {K, V} <- List],
    [${, lists:join($,, Parts), line(State), $}].

%% The same; keys that become the same text are an error.
-spec format_key_value_list_checked([{term(), term()}], fun(), map()) -> iodata().
format_key_value_list_checked(List, Encode, State) ->
    check(List, #{}, fun(Part, _) -> Encode(Part, Encode, State) end),
    format_key_value_list(List, Encode, State).

deeper(#{level := Level, indent := Indent} = State) ->
    State#{level := Level + 1, col := (Level + 1) * Indent}.

line(#{level := Level, indent := Indent}) -> [$\n, lists:duplicate(Level * Indent, $\s)].
