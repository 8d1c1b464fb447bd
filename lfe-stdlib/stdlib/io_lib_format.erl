%% Formats: the control sequences of io:format/2 and the text they make.
%%
%% A format is first scanned into characters and specifications, which takes the arguments; then
%% the text is built. Inside, a specification is a record; scan/2 and build/1,2 have maps instead. The column is followed only as far as some ~p still
%% needs it. With a limit on characters, short sequences are built first and what they leave is
%% shared out among the others.
-module(io_lib_format).

-export([fwrite/2, fwrite/3, scan/2, unscan/1, build/1, build/2, fwrite_g/1, indentation/2]).

-record(spec, {control, args, width, adjust, precision, pad, encoding, strings}).

-define(IS_DIGIT(C), is_integer(C), C >= $0, C =< $9).

%% Format arguments.
fwrite(Format, Args) -> build_text(scan_format(Format, Args)).

%% Format arguments; {chars_limit, N} bounds the text.
fwrite(Format, Args, Options) -> build_text(scan_format(Format, Args), Options).

%% ---------------------------------------------------------------- scanning

%% The characters and specifications of a format, with the arguments they take.
scan(Format, Args) -> [to_map(Item) || Item <- scan_format(Format, Args)].

to_map(#spec{control = Control, args = Args, width = Width, adjust = Adjust, encoding = Encoding,
             precision = Precision, pad = Pad, strings = Strings}) ->
    #{control_char => Control, args => Args, width => Width, adjust => Adjust,
      precision => Precision, pad_char => Pad, encoding => Encoding, strings => Strings};
to_map(C) ->
    C.

from_map(#{control_char := Control, args := Args, width := Width, adjust := Adjust,
           precision := Precision, pad_char := Pad, encoding := Encoding, strings := Strings}) ->
    #spec{control = Control, args = Args, width = Width, adjust = Adjust, encoding = Encoding,
          precision = Precision, pad = Pad, strings = Strings};
from_map(C) ->
    C.

scan_format(Format, Args) when is_list(Format) -> scan_chars(Format, Args);
scan_format(Format, Args) when is_atom(Format) -> scan_chars(atom_to_list(Format), Args);
scan_format(Format, Args) when is_binary(Format) -> scan_chars(binary_to_list(Format), Args).

scan_chars([$~ | Format], Args) ->
    {Width, Format1, Args1} = width(Format, Args),
    {Precision, Format2, Args2} = precision(Format1, Args1),
    {Pad, Format3, Args3} = pad(Format2, Args2),
    {Encoding, Strings, [Control | Format4]} = modifiers(Format3, latin1, true),
    {Taken, Args4} = take(arguments(Control), Args3),
    Spec = #spec{control = Control,
                 args = Taken,
                 width = absolute(Width),
                 adjust = if Width < 0 -> left; true -> right end,
                 precision = Precision,
                 pad = Pad,
                 encoding = Encoding,
                 strings = Strings},
    [Spec | scan_chars(Format4, Args4)];
scan_chars([C | Format], Args) ->
    [C | scan_chars(Format, Args)];
scan_chars([], []) ->
    [].

width([$- | Format], Args) ->
    {Width, Format1, Args1} = number(Format, Args),
    {-Width, Format1, Args1};
width(Format, Args) ->
    number(Format, Args).

absolute(none) -> none;
absolute(Width) -> abs(Width).

precision([$. | Format], Args) -> number(Format, Args);
precision(Format, Args) -> {none, Format, Args}.

number([$* | Format], [N | Args]) when is_integer(N) -> {N, Format, Args};
number([C | Format], Args) when ?IS_DIGIT(C) -> number(Format, Args, C - $0);
number(Format, Args) -> {none, Format, Args}.

number([C | Format], Args, N) when ?IS_DIGIT(C) -> number(Format, Args, 10 * N + C - $0);
number(Format, Args, N) -> {N, Format, Args}.

pad([$., $* | Format], [Pad | Args]) -> {Pad, Format, Args};
pad([$., Pad | Format], Args) -> {Pad, Format, Args};
pad(Format, Args) -> {$\s, Format, Args}.

modifiers([$t | Format], _, Strings) -> modifiers(Format, unicode, Strings);
modifiers([$l | Format], Encoding, _) -> modifiers(Format, Encoding, false);
modifiers(Format, Encoding, Strings) -> {Encoding, Strings, Format}.

%% The number of arguments a control character takes.
arguments($~) -> 0;
arguments($n) -> 0;
arguments($p) -> 1;
arguments($s) -> 1;
arguments($w) -> 1;
arguments($b) -> 1;
arguments($c) -> 1;
arguments($e) -> 1;
arguments($f) -> 1;
arguments($g) -> 1;
arguments($i) -> 1;
arguments($B) -> 1;
arguments($#) -> 1;
arguments($+) -> 1;
arguments($P) -> 2;
arguments($W) -> 2;
arguments($x) -> 2;
arguments($X) -> 2.

take(0, Args) when is_list(Args) -> {[], Args};
take(1, [A | Args]) -> {[A], Args};
take(2, [A, B | Args]) -> {[A, B], Args}.

%% The format and the arguments that specifications came from.
unscan(Items) -> {format_of(Items), lists:append([Args || #{args := Args} <- Items])}.

format_of([#{control_char := Control} = Spec | Items]) ->
    [$~] ++ width_of(Spec) ++ precision_of(Spec) ++ pad_of(Spec) ++ modifiers_of(Spec)
        ++ [Control | format_of(Items)];
format_of([C | Items]) -> [C | format_of(Items)];
format_of([]) -> [].

width_of(#{width := none}) -> "";
width_of(#{width := Width, adjust := left}) -> integer_to_list(-Width);
width_of(#{width := Width}) -> integer_to_list(Width).

precision_of(#{precision := none, pad_char := $\s}) -> "";
precision_of(#{precision := none}) -> ".";
precision_of(#{precision := Precision}) -> [$. | integer_to_list(Precision)].

pad_of(#{pad_char := $\s}) -> "";
pad_of(#{pad_char := Pad}) -> [$., Pad].

modifiers_of(#{encoding := unicode, strings := false}) -> "tl";
modifiers_of(#{encoding := unicode}) -> "t";
modifiers_of(#{strings := false}) -> "l";
modifiers_of(#{}) -> "".

%% ---------------------------------------------------------------- building

%% The text for what scan/2 gives.
build(Items) -> build_text([from_map(Item) || Item <- Items]).

%% The same with the option chars_limit.
build(Items, Options) -> build_text([from_map(Item) || Item <- Items], Options).

build_text(Items) ->
    build_all(Items, count_pretty(Items, 0), 0).

count_pretty([#spec{control = C} | Items], N) when C =:= $p; C =:= $P ->
    count_pretty(Items, N + 1);
count_pretty([_ | Items], N) -> count_pretty(Items, N);
count_pretty([], N) -> N.

%% Build without a limit; Pretty is the number of ~p and ~P that are still to come.
build_all([#spec{control = C} = Spec | Items], Pretty, Column) ->
    Pretty1 = fewer_pretty(C, Pretty),
    case short(Spec) of
        {ok, Text} ->
            Flat = lists:flatten(Text),
            Flat ++ build_all(Items, Pretty1, end_column(Pretty1, Flat, Column));
        long ->
            Text = long(Spec, -1, Column),
            [Text | build_all(Items, Pretty1, end_column(Pretty1, Text, Column))]
    end;
build_all([C | Items], 0, Column) when is_integer(C); is_list(C); is_binary(C) ->
    [C | build_all(Items, 0, Column)];
build_all([C | Items], Pretty, Column) when is_integer(C); is_list(C); is_binary(C) ->
    [C | build_all(Items, Pretty, next_column(C, Column))];
build_all([], _, _) ->
    [].

fewer_pretty($p, Pretty) -> Pretty - 1;
fewer_pretty($P, Pretty) -> Pretty - 1;
fewer_pretty(_, Pretty) -> Pretty.

end_column(0, _, Column) -> Column;
end_column(_, Text, Column) -> indentation(Text, Column).

next_column($\n, _) -> 0;
next_column($\t, Column) -> (Column div 8 + 1) * 8;
next_column(_, Column) -> Column + 1.

%% The column where a text ends that starts in Column; tabs are eight columns apart.
indentation([Inner | Chars], Column) when is_list(Inner) ->
    indentation(Chars, indentation(Inner, Column));
indentation([C | Chars], Column) -> indentation(Chars, next_column(C, Column));
indentation([], Column) -> Column.

build_text(Items, Options) ->
    case lists:keyfind(chars_limit, 1, Options) of
        {_, Limit} when Limit >= 0 -> build_limited(Items, Limit);
        _ -> build_text(Items)
    end.

build_limited(Items, Limit) ->
    Parts = build_short(Items),
    case lists:foldl(fun count_part/2, {0, 0}, Parts) of
        {0, _} -> Parts;
        {Longs, Chars} -> share(Parts, Longs, count_pretty(Parts, 0), less(Limit, Chars), 0)
    end.

build_short([#spec{} = Spec | Items]) ->
    case short(Spec) of
        {ok, Text} -> lists:flatten(Text) ++ build_short(Items);
        long -> [Spec | build_short(Items)]
    end;
build_short([C | Items]) -> [C | build_short(Items)];
build_short([]) -> [].

count_part(#spec{}, {Longs, Chars}) -> {Longs + 1, Chars};
count_part(_, {Longs, Chars}) -> {Longs, Chars + 1}.

%% Give every long sequence an equal share of the characters that are left.
share([#spec{control = C} = Spec | Items], Longs, Pretty, Left, Column) ->
    Text = long(Spec, Left div Longs, Column),
    Pretty1 = fewer_pretty(C, Pretty),
    Left1 = less(Left, io_lib:chars_length(Text)),
    [Text | share(Items, Longs - 1, Pretty1, Left1, end_column(Pretty1, Text, Column))];
share([C | Items], Longs, Pretty, Left, Column) ->
    [C | share(Items, Longs, Pretty, Left, next_column(C, Column))];
share([], _, _, _, _) ->
    [].

less(Limit, Count) when Limit > Count -> Limit - Count;
less(_, _) -> 0.

%% ---------------------------------------------------------------- one sequence

%% The text of a sequence that no limit shortens, or the answer that it is a long one.
short(#spec{control = C, args = Args, width = Width, precision = Precision} = Spec) ->
    case {C, Args} of
        {$~, []} -> {ok, repeated($~, Spec)};
        {$n, []} -> {ok, newlines(Width, Spec)};
        {$c, [Char]} when is_integer(Char) -> {ok, repeated(character(Char, Spec), Spec)};
        {$s, [Atom]} when is_atom(Atom) -> {ok, string(characters(Atom, Spec), Width, Spec)};
        {$e, [Float]} when is_float(Float) -> {ok, float_field(fun e_form/2, Float, Spec)};
        {$f, [Float]} when is_float(Float) -> {ok, float_field(fun f_form/2, Float, Spec)};
        {$g, [Float]} when is_float(Float) -> {ok, g_field(Float, Spec)};
        {$b, [Int]} when is_integer(Int) -> {ok, integer(Int, "", lower, Spec)};
        {$B, [Int]} when is_integer(Int) -> {ok, integer(Int, "", upper, Spec)};
        {$x, [Int, Prefix]} when is_integer(Int) ->
            {ok, integer(Int, prefix(Prefix), lower, Spec)};
        {$X, [Int, Prefix]} when is_integer(Int) ->
            {ok, integer(Int, prefix(Prefix), upper, Spec)};
        {$+, [Int]} when is_integer(Int) -> {ok, integer(Int, base_prefix(Precision), lower, Spec)};
        {$#, [Int]} when is_integer(Int) -> {ok, integer(Int, base_prefix(Precision), upper, Spec)};
        {$i, [_]} -> {ok, []};
        _ -> long
    end.

%% The text of a sequence that a limit on characters (negative for none) may shorten.
long(#spec{control = C, args = Args, width = Width, encoding = Encoding} = Spec,
     Limit, Column) ->
    case {C, Args} of
        {$s, [String]} ->
            string(limited_characters(String, Limit, Spec), limited_width(Width, Limit), Spec);
        {$p, [Term]} ->
            pretty(Term, -1, Limit, Column, Spec);
        {$w, [Term]} ->
            Options = [{depth, -1}, {encoding, Encoding}, {chars_limit, Limit}],
            field(io_lib:write(Term, Options), Spec);
        {$P, [Term, Depth]} when is_integer(Depth) ->
            pretty(Term, Depth, Limit, Column, Spec);
        {$W, [Term, Depth]} when is_integer(Depth) ->
            Options = [{depth, Depth}, {encoding, Encoding}, {chars_limit, Limit}],
            field(io_lib:write(Term, Options), Spec)
    end.

%% The field width of ~p is the line length, its precision the column to start from.
pretty(Term, Depth, Limit, _, #spec{adjust = right})
  when is_integer(Term), Depth =/= 0, Limit =/= 0 ->
    integer_to_list(Term);
pretty(Term, Depth, Limit, Column, Spec) ->
    #spec{width = Width, precision = Precision, adjust = right,
          encoding = Encoding, strings = Strings} = Spec,
    LineLength = if Width =:= none -> 80; true -> Width end,
    Start = if Precision =:= none -> Column + 1; true -> Precision end,
    io_lib_pretty:print(Term, [{chars_limit, Limit},
                               {column, Start},
                               {line_length, LineLength},
                               {depth, Depth},
                               {encoding, Encoding},
                               {strings, Strings}]).

%% ---------------------------------------------------------------- fields

%% Put a text into a field; stars stand for one that is too long.
field(Text, #spec{width = none, precision = none}) -> Text;
field(Text, #spec{width = none, precision = Precision} = Spec) ->
    field(Text, Precision, Precision, Spec);
field(Text, #spec{width = Width, precision = none} = Spec) ->
    field(Text, Width, Width, Spec);
field(Text, #spec{width = Width, precision = Precision} = Spec) ->
    field(Text, Width, min(Width, Precision), Spec).

field(Text, Width, Room, #spec{pad = Pad} = Spec) ->
    case io_lib:chars_length(Text) of
        Length when Length > Room ->
            adjust(copies($*, Room), copies(Pad, Width - Room), Spec);
        Length ->
            adjust(Text, copies(Pad, Width - Length), Spec)
    end.

adjust(Text, [], _) -> Text;
adjust(Text, Padding, #spec{adjust = left}) -> [Text | Padding];
adjust(Text, Padding, #spec{adjust = right}) -> [Padding | Text].

copies(Char, Count) -> lists:duplicate(Count, Char).

character(Char, #spec{encoding = unicode}) -> Char;
character(Char, _) -> Char band 255.

repeated(Char, #spec{width = none, precision = none}) -> [Char];
repeated(Char, #spec{width = Width, precision = none}) -> copies(Char, Width);
repeated(Char, #spec{width = none, precision = Count}) -> copies(Char, Count);
repeated(Char, #spec{width = Width, precision = Count, pad = Pad} = Spec)
  when Width >= Count ->
    adjust(copies(Char, Count), copies(Pad, Width - Count), Spec).

newlines(none, _) -> "\n";
newlines(Width, #spec{adjust = right}) -> copies($\n, Width).

%% ---------------------------------------------------------------- integers

integer(Int, Prefix, Case, #spec{precision = Precision, width = Width} = Spec) ->
    Base = base(Precision),
    Digits = digits(abs(Int), Base, Case),
    Text = if
               Int < 0 -> [$-, Prefix | Digits];
               true -> [Prefix | Digits]
           end,
    case Width of
        none -> Text;
        _ -> field(Text, Width, Width, Spec)
    end.

base(none) -> 10;
base(Base) when is_integer(Base), Base >= 2, Base =< 36 -> Base.

digits(Int, 10, _) -> integer_to_list(Int);
digits(Int, Base, upper) -> integer_to_list(Int, Base);
digits(Int, Base, lower) -> [lower(C) || C <- integer_to_list(Int, Base)].

lower(C) when C >= $A, C =< $Z -> C + ($a - $A);
lower(C) -> C.

prefix(Prefix) when is_atom(Prefix) -> atom_to_list(Prefix);
prefix(Prefix) ->
    true = io_lib:deep_char_list(Prefix),
    Prefix.

base_prefix(Precision) -> [integer_to_list(base(Precision)), $#].

%% ---------------------------------------------------------------- floats

%% The shortest text that reads back as the same float.
fwrite_g(Float) -> float_to_list(Float, [short]).

%% Precision is the number of significant digits; the f form is for 0.1 =< F < 10000.
g_field(Float, #spec{precision = none} = Spec) ->
    g_field(Float, Spec#spec{precision = 6});
g_field(Float, #spec{precision = Precision} = Spec) when Precision >= 1 ->
    case magnitude(abs(Float)) of
        -1 when Precision =:= 1 ->
            float_field(fun f_form/2, Float, Spec#spec{precision = 1});
        Exponent when is_integer(Exponent), Exponent >= -1, Precision - 1 > Exponent ->
            float_field(fun f_form/2, Float, Spec#spec{precision = Precision - 1 - Exponent});
        _ ->
            float_field(fun e_form/2, Float, Spec#spec{precision = max(Precision, 2)})
    end.

magnitude(Abs) when Abs < 0.1 -> other;
magnitude(Abs) when Abs < 1.0 -> -1;
magnitude(Abs) when Abs < 10.0 -> 0;
magnitude(Abs) when Abs < 100.0 -> 1;
magnitude(Abs) when Abs < 1000.0 -> 2;
magnitude(Abs) when Abs < 10000.0 -> 3;
magnitude(_) -> other.

float_field(Form, Float, #spec{width = Width, precision = Precision} = Spec) ->
    Decimals = if Precision =:= none -> 6; true -> Precision end,
    Text = sign(Float) ++ Form(decimal(float_to_list(Float)), Decimals),
    case Width of
        none -> Text;
        _ -> field(Text, Width, Width, Spec)
    end.

sign(Float) ->
    case <<Float/float>> of
        <<1:1, _:63>> -> "-";
        _ -> ""
    end.

%% The value of the text of a float, without its sign: {Digits, Exponent} with 21 digits stands
%% for Digits * 10^(Exponent - 20).
decimal([$- | Text]) ->
    decimal(Text);
decimal([Digit, $. | Rest]) ->
    {Decimals, [$e | Exponent]} = lists:split(20, Rest),
    {list_to_integer([Digit | Decimals]), list_to_integer(Exponent)}.

%% One digit before the point; Digits counts those before and after it.
e_form({Value, Exponent}, Digits) when Digits >= 2 ->
    Rounded = scale(Value, Digits - 21),
    case integer_to_list(Rounded) of
        [First | Rest] when length(Rest) =:= Digits ->
            [First, $. | lists:sublist(Rest, Digits - 1) ++ exponent(Exponent + 1)];
        [First | Rest] when Rounded > 0 ->
            [First, $. | Rest ++ exponent(Exponent)];
        "0" ->
            [$0, $. | copies($0, Digits - 1) ++ exponent(Exponent)]
    end.

exponent(Exponent) when Exponent >= 0 -> "e+" ++ integer_to_list(Exponent);
exponent(Exponent) -> "e" ++ integer_to_list(Exponent).

f_form({Value, Exponent}, Decimals) when Decimals >= 1 ->
    Rounded = scale(Value, Exponent + Decimals - 20),
    Power = power_of_10(Decimals),
    Fraction = integer_to_list(Rounded rem Power),
    Zeros = copies($0, Decimals - length(Fraction)),
    integer_to_list(Rounded div Power) ++ [$. | Zeros ++ Fraction].

%% Value * 10^Shift, rounded half up.
scale(Value, Shift) when Shift >= 0 -> Value * power_of_10(Shift);
scale(_Value, Shift) when Shift < -21 -> 0;
scale(Value, Shift) ->
    Divisor = power_of_10(-Shift),
    (Value + Divisor div 2) div Divisor.

power_of_10(N) -> power(10, N).

power(_, 0) -> 1;
power(Base, N) when N band 1 =:= 1 -> Base * power(Base * Base, N bsr 1);
power(Base, N) -> power(Base * Base, N bsr 1).

%% ---------------------------------------------------------------- strings

%% The characters of the argument of ~s: bytes without the t modifier, else code points.
characters(Atom, Spec) when is_atom(Atom) -> characters(atom_to_list(Atom), Spec);
characters(Chars, #spec{encoding = latin1}) -> bytes(Chars);
characters(Chars, _) -> code_points(Chars).

bytes([C | Chars]) when is_integer(C), C >= 0, C =< 255 -> [C | bytes(Chars)];
bytes([Inner | Chars]) -> [bytes(Inner) | bytes(Chars)];
bytes([]) -> [];
bytes(Bin) when is_binary(Bin) -> binary_to_list(Bin).

code_points([C | Chars]) when is_integer(C), C >= 0 -> [C | code_points(Chars)];
code_points([Inner | Chars]) -> [code_points(Inner) | code_points(Chars)];
code_points([]) -> [];
code_points(Bin) when is_binary(Bin) ->
    case unicode:characters_to_list(Bin, unicode) of
        Chars when is_list(Chars) -> Chars;
        _ -> binary_to_list(Bin)
    end.

limited_characters(Chars, Limit, #spec{width = Width} = Spec) when Limit < 0; Limit >= Width ->
    characters(Chars, Spec);
limited_characters(Chars, Limit, #spec{encoding = latin1}) ->
    with_dots(fun first_bytes/3, Chars, less(Limit, 3), fun iolist_size/1);
limited_characters(Chars, Limit, _) ->
    with_dots(fun first_graphemes/3, Chars, less(Limit, 3), fun string:length/1).

%% The first Count characters, then dots if more than three are left, else those.
with_dots(First, Chars, Count, Length) ->
    {Start, Rest} = First(Chars, Count, []),
    case First(Rest, 4, []) of
        {Some, _} ->
            case Length(Some) of
                4 -> [Start | "..."];
                _ -> [Start | Some]
            end
    end.

first_bytes(Rest, 0, Acc) -> {lists:reverse(Acc, []), Rest};
first_bytes([C | Chars], Count, Acc) when is_integer(C), C >= 0, C =< 255 ->
    first_bytes(Chars, Count - 1, [C | Acc]);
first_bytes([[] | Chars], Count, Acc) -> first_bytes(Chars, Count, Acc);
first_bytes([[C | Inner] | Chars], Count, Acc) -> first_bytes([C, Inner | Chars], Count, Acc);
first_bytes([Bin | Chars], Count, Acc) when is_binary(Bin) ->
    first_bytes([binary_to_list(Bin) | Chars], Count, Acc);
first_bytes([], _, Acc) -> {lists:reverse(Acc, []), []};
first_bytes(Bin, Count, Acc) when is_binary(Bin) ->
    first_bytes(binary_to_list(Bin), Count, Acc).

first_graphemes(Rest, 0, Acc) -> {lists:reverse(Acc, []), Rest};
first_graphemes(Chars, Count, Acc) ->
    case string:next_grapheme(Chars) of
        [] -> {lists:reverse(Acc, []), []};
        [Grapheme | Rest] -> first_graphemes(Rest, Count - 1, [Grapheme | Acc]);
        {error, <<Byte, Rest/binary>>} -> first_graphemes(Rest, Count - 1, [Byte | Acc]);
        {error, [C | Rest]} -> first_graphemes(Rest, Count - 1, [C | Acc])
    end.

limited_width(Width, Limit) when Limit < 0; Width =:= none -> Width;
limited_width(Width, Limit) -> max(3, min(Width, Limit)).

%% A string in a field: the precision truncates or fills it, the width fills or truncates that.
string(Chars, none, #spec{precision = none}) ->
    Chars;
string(Chars, Width, #spec{precision = none} = Spec) ->
    fit(Chars, Width, Spec);
string(Chars, none, #spec{precision = Precision} = Spec) ->
    fit(Chars, Precision, Spec#spec{adjust = left});
string(Chars, Width, #spec{precision = Width} = Spec) ->
    fit(Chars, Width, Spec);
string(Chars, Width, #spec{precision = Precision, pad = Pad} = Spec) when Width > Precision ->
    Filled = fit(Chars, Precision, Spec#spec{adjust = left}),
    adjust(Filled, copies(Pad, Width - Precision), Spec).

fit(Chars, Width, #spec{pad = Pad} = Spec) ->
    case io_lib:chars_length(Chars) of
        Length when Length > Width -> truncate(Chars, Width, Spec);
        Length -> adjust(Chars, copies(Pad, Width - Length), Spec)
    end.

truncate(Chars, Width, #spec{encoding = latin1}) -> lists:sublist(lists:flatten(Chars), Width);
truncate(Chars, Width, _) -> string:slice(Chars, 0, Width).
