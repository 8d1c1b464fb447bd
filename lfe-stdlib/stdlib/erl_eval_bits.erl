%% Construction and matching of binaries whose segments come as forms, for evaluators.
%%
%% Segments are {bin_element, Anno, Value, Size, Types}. Evaluate is a fun that gives
%% {value, Value, Bindings} for a form and bindings.
-module(erl_eval_bits).

-export([construct/3, match/5, types/2]).

%% What a segment is made of.
-record(segment, {type, unit, signed, endian}).

%% ---------------------------------------------------------------- construction

%% The binary that segments describe: {value, Binary, Bindings}.
construct(Segments, Bindings, Evaluate) ->
    {Parts, Bindings1} =
        lists:mapfoldl(fun(Segment, Bindings0) -> part(Segment, Bindings0, Evaluate) end,
                       Bindings, Segments),
    {value, << <<Part/bitstring>> || Part <- Parts >>, Bindings1}.

part({bin_element, _, {string, _, Chars}, Size, Types}, Bindings, Evaluate) ->
    {SizeValue, Bindings1} = size_of(Size, Bindings, Evaluate),
    Segment = types(Types, Size),
    {<< <<(bits(C, SizeValue, Segment))/bitstring>> || C <- Chars >>, Bindings1};
part({bin_element, _, Expr, Size, Types}, Bindings, Evaluate) ->
    {value, Value, Bindings1} = Evaluate(Expr, Bindings),
    {SizeValue, Bindings2} = size_of(Size, Bindings1, Evaluate),
    {bits(Value, SizeValue, types(Types, Size)), Bindings2}.

size_of(default, Bindings, _) ->
    {default, Bindings};
size_of({atom, _, all}, Bindings, _) ->
    {all, Bindings};
size_of(Expr, Bindings, Evaluate) ->
    {value, Size, Bindings1} = Evaluate(Expr, Bindings),
    {Size, Bindings1}.

bits(Value, Size, #segment{type = integer, endian = big} = S) ->
    Bits = width(Size, 8, S),
    <<Value:Bits/big>>;
bits(Value, Size, #segment{type = integer, endian = little} = S) ->
    Bits = width(Size, 8, S),
    <<Value:Bits/little>>;
bits(Value, Size, #segment{type = integer, endian = native} = S) ->
    Bits = width(Size, 8, S),
    <<Value:Bits/native>>;
bits(Value, Size, #segment{type = float, endian = big} = S) ->
    Bits = width(Size, 64, S),
    <<Value:Bits/float-big>>;
bits(Value, Size, #segment{type = float, endian = little} = S) ->
    Bits = width(Size, 64, S),
    <<Value:Bits/float-little>>;
bits(Value, Size, #segment{type = float, endian = native} = S) ->
    Bits = width(Size, 64, S),
    <<Value:Bits/float-native>>;
bits(Value, _, #segment{type = utf8}) -> <<Value/utf8>>;
bits(Value, _, #segment{type = utf16, endian = little}) -> <<Value/utf16-little>>;
bits(Value, _, #segment{type = utf16, endian = native}) -> <<Value/utf16-native>>;
bits(Value, _, #segment{type = utf16}) -> <<Value/utf16>>;
bits(Value, _, #segment{type = utf32, endian = little}) -> <<Value/utf32-little>>;
bits(Value, _, #segment{type = utf32, endian = native}) -> <<Value/utf32-native>>;
bits(Value, _, #segment{type = utf32}) -> <<Value/utf32>>;
bits(Value, Size, #segment{type = binary, unit = 8}) when Size =:= default; Size =:= all ->
    <<Value/binary>>;
bits(Value, Size, #segment{type = binary}) when Size =:= default; Size =:= all ->
    <<Value/bitstring>>;
bits(Value, Size, #segment{type = binary} = S) ->
    Bits = width(Size, 0, S),
    <<Value:Bits/bitstring>>.

width(default, Default, _) -> Default;
width(Size, _, #segment{unit = Unit}) when is_integer(Size), Size >= 0 -> Size * Unit;
width(_, _, _) -> error(badarg).

%% ---------------------------------------------------------------- matching

%% Takes a binary apart: {match, Bindings} or nomatch. Match is a fun that matches a form with a
%% value and gives the same.
match(Segments, Value, Bindings, Match, Evaluate) when is_bitstring(Value) ->
    match_segments(Segments, Value, Bindings, Match, Evaluate);
match(_, _, _, _, _) ->
    nomatch.

match_segments([], <<>>, Bindings, _, _) ->
    {match, Bindings};
match_segments([], _, _, _, _) ->
    nomatch;
match_segments([Segment | Rest], Bits, Bindings, Match, Evaluate) ->
    case match_segment(Segment, Bits, Bindings, Match, Evaluate) of
        {match, Bindings1, Bits1} -> match_segments(Rest, Bits1, Bindings1, Match, Evaluate);
        nomatch -> nomatch
    end.

match_segment({bin_element, _, {string, A, Chars}, Size, Types}, Bits, Bindings, Match, Evaluate) ->
    Each = [{bin_element, A, {integer, A, C}, Size, Types} || C <- Chars],
    match_prefix(Each, Bits, Bindings, Match, Evaluate);
match_segment({bin_element, _, Pattern, Size, Types}, Bits, Bindings, Match, Evaluate) ->
    {SizeValue, _} = size_of(Size, Bindings, Evaluate),
    try take(Bits, SizeValue, types(Types, Size)) of
        {Value, Bits1} ->
            case Match(Pattern, Value, Bindings) of
                {match, Bindings1} -> {match, Bindings1, Bits1};
                nomatch -> nomatch
            end
    catch
        error:_ -> nomatch
    end.

match_prefix([], Bits, Bindings, _, _) ->
    {match, Bindings, Bits};
match_prefix([Segment | Rest], Bits, Bindings, Match, Evaluate) ->
    case match_segment(Segment, Bits, Bindings, Match, Evaluate) of
        {match, Bindings1, Bits1} -> match_prefix(Rest, Bits1, Bindings1, Match, Evaluate);
        nomatch -> nomatch
    end.

%% A value from the start of a bit string, and the rest.
take(Bits, Size, #segment{type = binary, unit = Unit}) when Size =:= default; Size =:= all ->
    0 = bit_size(Bits) rem Unit,
    {Bits, <<>>};
take(Bits, Size, #segment{type = binary} = S) ->
    Width = width(Size, 0, S),
    <<Value:Width/bitstring, Rest/bitstring>> = Bits,
    {Value, Rest};
take(Bits, Size, #segment{type = integer, signed = Signed, endian = Endian} = S) ->
    Width = width(Size, 8, S),
    take_integer(Bits, Width, Signed, Endian);
take(Bits, Size, #segment{type = float, endian = Endian} = S) ->
    take_float(Bits, width(Size, 64, S), Endian);
take(Bits, _, #segment{type = utf8}) ->
    <<Value/utf8, Rest/bitstring>> = Bits,
    {Value, Rest};
take(Bits, _, #segment{type = utf16, endian = Endian}) ->
    take_utf16(Bits, Endian);
take(Bits, _, #segment{type = utf32, endian = Endian}) ->
    take_utf32(Bits, Endian).

take_integer(Bits, Width, signed, big) ->
    <<Value:Width/signed-big, Rest/bitstring>> = Bits,
    {Value, Rest};
take_integer(Bits, Width, signed, little) ->
    <<Value:Width/signed-little, Rest/bitstring>> = Bits,
    {Value, Rest};
take_integer(Bits, Width, signed, native) ->
    <<Value:Width/signed-native, Rest/bitstring>> = Bits,
    {Value, Rest};
take_integer(Bits, Width, unsigned, big) ->
    <<Value:Width/unsigned-big, Rest/bitstring>> = Bits,
    {Value, Rest};
take_integer(Bits, Width, unsigned, little) ->
    <<Value:Width/unsigned-little, Rest/bitstring>> = Bits,
    {Value, Rest};
take_integer(Bits, Width, unsigned, native) ->
    <<Value:Width/unsigned-native, Rest/bitstring>> = Bits,
    {Value, Rest}.

take_float(Bits, Width, big) ->
    <<Value:Width/float-big, Rest/bitstring>> = Bits,
    {Value, Rest};
take_float(Bits, Width, little) ->
    <<Value:Width/float-little, Rest/bitstring>> = Bits,
    {Value, Rest};
take_float(Bits, Width, native) ->
    <<Value:Width/float-native, Rest/bitstring>> = Bits,
    {Value, Rest}.

take_utf16(Bits, little) ->
    <<Value/utf16-little, Rest/bitstring>> = Bits,
    {Value, Rest};
take_utf16(Bits, native) ->
    <<Value/utf16-native, Rest/bitstring>> = Bits,
    {Value, Rest};
take_utf16(Bits, big) ->
    <<Value/utf16, Rest/bitstring>> = Bits,
    {Value, Rest}.

take_utf32(Bits, little) ->
    <<Value/utf32-little, Rest/bitstring>> = Bits,
    {Value, Rest};
take_utf32(Bits, native) ->
    <<Value/utf32-native, Rest/bitstring>> = Bits,
    {Value, Rest};
take_utf32(Bits, big) ->
    <<Value/utf32, Rest/bitstring>> = Bits,
    {Value, Rest}.

%% ---------------------------------------------------------------- types of segments

%% What the types of a segment say, with what holds where they say nothing.
types(default, Size) -> types([], Size);
types(Types, Size) ->
    Type = first([integer, float, binary, bytes, bitstring, bits, utf8, utf16, utf32], Types,
                 integer),
    Unit = proplists:get_value(unit, [Pair || {_, _} = Pair <- Types], default),
    Segment = #segment{signed = first([signed, unsigned], Types, unsigned),
                       endian = first([big, little, native], Types, big)},
    check(Types),
    with_unit(Type, Unit, Size, Segment).

first(Names, Types, Default) ->
    case [Type || Type <- Types, lists:member(Type, Names)] of
        [Type | _] -> Type;
        [] -> Default
    end.

check(Types) ->
    Known = [integer, float, binary, bytes, bitstring, bits, utf8, utf16, utf32, signed, unsigned,
             big, little, native],
    lists:foreach(fun({unit, _}) -> ok;
                     (Type) -> lists:member(Type, Known) orelse error({undefined_bittype, Type})
                  end, Types).

with_unit(Type, Unit, Size, Segment) when Type =:= binary; Type =:= bytes ->
    Segment#segment{type = binary, unit = unit(Unit, 8, Size)};
with_unit(Type, Unit, Size, Segment) when Type =:= bitstring; Type =:= bits ->
    Segment#segment{type = binary, unit = unit(Unit, 1, Size)};
with_unit(Type, default, _, Segment) ->
    Segment#segment{type = Type, unit = 1};
with_unit(_, _, default, _) ->
    error(bittype_unit);
with_unit(Type, Unit, _, Segment) ->
    Segment#segment{type = Type, unit = Unit}.

unit(default, Default, _) -> Default;
unit(Unit, _, _) -> Unit.
