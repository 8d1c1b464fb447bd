%% Format strings of lfe_io:format: as io_lib:format, with ~w, ~W, ~p and ~P in LFE's syntax, and no
%% modifiers of Unicode: strings are Unicode always.
-module(lfe_io_format).

-export([fwrite1/2]).

-record(control, {letter, width = none, precision = none, pad = $\s}).

%% The text for Format with Arguments; badarg if they do not fit.
fwrite1(Format, Arguments) when is_atom(Format) -> fwrite1(atom_to_list(Format), Arguments);
fwrite1(Format, Arguments) when is_binary(Format) ->
    fwrite1(unicode:characters_to_list(Format), Arguments);
fwrite1(Format, Arguments) when is_list(Format), is_list(Arguments) ->
    text(Format, Arguments, 0).

text([], [], _) -> [];
text([$~ | Rest], Arguments, Column) ->
    {Control, Rest1, Arguments1} = control(Rest, Arguments),
    {Text, Arguments2} = convert(Control, Arguments1, Column),
    [Text | text(Rest1, Arguments2, column(Text, Column))];
text([Char | Rest], Arguments, Column) ->
    [Char | text(Rest, Arguments, column([Char], Column))].

%% ~Width.Precision.PadLetter, where * takes an argument.
control(Text, Arguments) ->
    {Width, Text1, Arguments1} = number(Text, Arguments),
    {Precision, Text2, Arguments2} = field(Text1, Arguments1),
    {Pad, Text3} = case Text2 of
                       [$., Char | Rest] -> {Char, Rest};
                       _ -> {$\s, Text2}
                   end,
    case Text3 of
        [Letter | Text4] ->
            Control = #control{letter = Letter, width = Width, precision = Precision, pad = Pad},
            {Control, Text4, Arguments2};
        [] ->
            error(badarg)
    end.

field([$., $* | _] = Text, Arguments) -> number(tl(Text), Arguments);
field([$., Digit | _] = Text, Arguments) when Digit >= $0, Digit =< $9 ->
    number(tl(Text), Arguments);
field([$. , $. | _] = Text, Arguments) -> {none, tl(Text), Arguments};
field(Text, Arguments) -> {none, Text, Arguments}.

number([$* | Rest], [Number | Arguments]) when is_integer(Number) -> {Number, Rest, Arguments};
number([$- | Rest], Arguments) ->
    case number(Rest, Arguments) of
        {none, _, _} -> error(badarg);
        {Number, Rest1, Arguments1} -> {-Number, Rest1, Arguments1}
    end;
number(Text, Arguments) ->
    case lists:splitwith(fun(C) -> C >= $0 andalso C =< $9 end, Text) of
        {[], _} -> {none, Text, Arguments};
        {Digits, Rest} -> {list_to_integer(Digits), Rest, Arguments}
    end.

convert(#control{letter = $~} = C, Arguments, _) -> {given(C, "~~", []), Arguments};
convert(#control{letter = $n} = C, Arguments, _) -> {given(C, "~n", []), Arguments};
convert(#control{letter = $w} = C, [Term | Arguments], _) ->
    {padded(C, lfe_io_write:term(Term)), Arguments};
convert(#control{letter = $W} = C, [Term, Depth | Arguments], _) when is_integer(Depth) ->
    {padded(C, lfe_io_write:term(Term, Depth)), Arguments};
convert(#control{letter = $p} = C, [Term | Arguments], Column) ->
    {pretty(C, Term, -1, Column), Arguments};
convert(#control{letter = $P} = C, [Term, Depth | Arguments], Column) when is_integer(Depth) ->
    {pretty(C, Term, Depth, Column), Arguments};
convert(#control{letter = $s} = C, [Term | Arguments], _) ->
    {given(C#control{letter = "ts"}, "ts", [Term]), Arguments};
convert(#control{letter = $c} = C, [Term | Arguments], _) ->
    {given(C#control{letter = "tc"}, "tc", [Term]), Arguments};
convert(#control{letter = $i}, [_ | Arguments], _) -> {"", Arguments};
convert(#control{letter = L} = C, [Term, Prefix | Arguments], _) when L =:= $x; L =:= $X ->
    {given(C, [L], [Term, Prefix]), Arguments};
convert(#control{letter = L} = C, [Term | Arguments], _) ->
    case lists:member(L, "efgbB+#") of
        true -> {given(C, [L], [Term]), Arguments};
        false -> error(badarg)
    end;
convert(_, _, _) ->
    error(badarg).

%% What io_lib makes of the control.
given(#control{letter = Letter, width = Width, precision = Precision, pad = Pad}, _, Arguments) ->
    Control = lists:flatten([$~, shown(Width), dotted(Precision, Pad), Letter]),
    io_lib:format(Control, Arguments).

shown(none) -> "";
shown(Number) -> integer_to_list(Number).

dotted(none, $\s) -> "";
dotted(Precision, $\s) -> [$., shown(Precision)];
dotted(Precision, Pad) -> [$., shown(Precision), $., Pad].

pretty(#control{width = Width, precision = Precision}, Term, Depth, Column) ->
    Indentation = case Precision of
                      none -> Column;
                      _ -> Precision
                  end,
    LineWidth = case Width of
                    none -> 80;
                    _ -> Width
                end,
    lfe_io_pretty:term(Term, Depth, Indentation, LineWidth).

%% Text in a field: on the right, or on the left where the width is negative.
padded(#control{width = none}, Text) -> Text;
padded(#control{width = Width, pad = Pad}, Text) ->
    Flat = lists:flatten(Text),
    Room = abs(Width) - length(Flat),
    if
        Room < 0 -> lists:duplicate(abs(Width), $*);
        Width < 0 -> [Flat, lists:duplicate(Room, Pad)];
        true -> [lists:duplicate(Room, Pad), Flat]
    end.

column(Text, Column) ->
    case string:split(lists:flatten(Text), "\n", trailing) of
        [_, Last] -> length(Last);
        [All] -> Column + length(All)
    end.
