%% Reading terms under control of a format.
%%
%% The format is followed character by character. A control sequence takes a text from the input,
%% either of a fixed width or as far as it goes, and makes a value of it.
%% Count is the number of characters taken so far, Results are the values in reverse order.
-module(io_lib_fread).

-export([fread/2, fread/3]).

-define(IS_WHITE(C), (C =:= $\s orelse C =:= $\t orelse C =:= $\n orelse C =:= $\r)).
-define(IS_DIGIT(C), (C >= $0 andalso C =< $9)).

%% Read from a string: {ok, Values, Rest}, {more, Format, Count, Results} when the string ends
%% too early, or {error, {fread, What}}.
fread(Format, String) -> match(Format, String, 0, []).

%% Read line by line. The continuation is [], or what stands in the answer {more, Continuation}:
%% {Format, line so far in reverse, Count, Results}. Else the answer is {done, Result, Rest}.
fread([], Chars, Format) -> collect(Chars, {Format, [], 0, []});
fread(Continuation, Chars, _Format) -> collect(Chars, Continuation).

collect([], Continuation) ->
    {more, Continuation};
collect([$\n | Chars], {Format, [$\r | Line], Count, Results}) ->
    match_line(Format, lists:reverse(Line, []), Count, Results, Chars, "\r\n");
collect([$\n | Chars], {Format, Line, Count, Results}) ->
    match_line(Format, lists:reverse(Line, []), Count, Results, Chars, "\n");
collect(Chars, {Format, [$\r | Line], Count, Results}) ->
    match_line(Format, lists:reverse(Line, []), Count, Results, Chars, "\r");
collect([C | Chars], {Format, Line, Count, Results}) ->
    collect(Chars, {Format, [C | Line], Count, Results});
collect(eof, {Format, Line, Count, Results}) ->
    match_line(Format, lists:reverse(Line, []), Count, Results, eof, "").

match_line(Format, Line, Count, Results, Chars, NewLine) ->
    case match(Format, Line, Count, Results) of
        {ok, Values, []} ->
            {done, {ok, Values}, behind(Chars)};
        {ok, Values, Rest} ->
            {done, {ok, Values}, Rest ++ NewLine ++ behind(Chars)};
        {more, Format1, Count1, Results1} when is_list(Chars) ->
            collect(Chars, {Format1, [], Count1 + length(NewLine), Results1});
        {more, Format1, Count1, Results1} ->
            match_line(Format1, eof, Count1 + length(NewLine), Results1, Chars, "");
        Other ->
            {done, Other, Chars}
    end.

behind(Chars) when is_list(Chars) -> Chars;
behind(_) -> [].

match([$~ | Format], Line, Count, Results) ->
    {Suppress, Format1} = suppress(Format),
    {Width, Format2} = width(Format1, none),
    {Unicode, Format3} = unicode(Format2),
    case {Format3, Line} of
        {[$l | Format4], _} ->
            match(Format4, Line, Count, add(Suppress, Count, Results));
        {_, []} ->
            {more, [$~ | Format], Count, Results};
        {_, eof} ->
            at_end(Count, Results);
        {[$~ | Format4], [$~ | Rest]} ->
            match(Format4, Rest, Count + 1, Results);
        {[Kind | Format4], _} ->
            case value(Kind, Width, Unicode, Line) of
                {ok, Value, Rest, Taken} ->
                    match(Format4, Rest, Count + Taken, add(Suppress, Value, Results));
                {error, What} ->
                    {error, {fread, What}}
            end;
        {[], _} ->
            {error, {fread, format}}
    end;
match([C | Format], Line, Count, Results) when ?IS_WHITE(C) ->
    {Rest, Skipped} = skip_white(Line, 0),
    match(Format, Rest, Count + Skipped, Results);
match([C | Format], [C | Line], Count, Results) -> match(Format, Line, Count + 1, Results);
match([_ | _], [_ | _], _, _) -> {error, {fread, input}};
match([_ | _] = Format, [], Count, Results) -> {more, Format, Count, Results};
match([_ | _], eof, Count, Results) -> at_end(Count, Results);
match([], Line, _, Results) -> {ok, lists:reverse(Results, []), Line}.

at_end(0, []) -> eof;
at_end(_, _) -> {error, {fread, input}}.

add(true, _, Results) -> Results;
add(false, Value, Results) -> [Value | Results].

suppress([$* | Format]) -> {true, Format};
suppress(Format) -> {false, Format}.

width([C | Format], none) when ?IS_DIGIT(C) -> width(Format, C - $0);
width([C | Format], Width) when ?IS_DIGIT(C) -> width(Format, 10 * Width + C - $0);
width(Format, Width) -> {Width, Format}.

unicode([$t | Format]) -> {true, Format};
unicode(Format) -> {false, Format}.

%% ---------------------------------------------------------------- values

%% The value that a control character with a width takes from a line, the rest of the line, and
%% how many characters were taken.
value($f, none, false, Line) ->
    converted(fun erlang:list_to_float/1, float_text(Line), float);
value($f, Width, false, Line) ->
    converted(fun(Text) -> list_to_float(trim(Text)) end, fixed(Line, Width, false), float);
value($d, none, false, Line) ->
    converted(fun erlang:list_to_integer/1, integer_text(Line), integer);
value($d, Width, false, Line) ->
    converted(fun(Text) -> list_to_integer(trim(Text)) end, fixed(Line, Width, false), integer);
value($u, none, false, Line) ->
    value($u, 10, false, Line);
value($u, Base, false, Line) when Base >= 2, Base =< 36 ->
    converted(fun(Text) -> list_to_integer(Text, Base) end, digits(Line, Base, []), unsigned);
value($-, _, false, [$- | Rest]) -> {ok, -1, Rest, 1};
value($-, _, false, [$+ | Rest]) -> {ok, 1, Rest, 1};
value($-, _, false, Line) -> {ok, 1, Line, 0};
value($#, none, false, Line) -> based(Line);
value($#, Width, false, Line) -> fixed_based(Line, Width);
value($s, none, Unicode, Line) ->
    converted(fun(Text) -> Text end, word(Line, Unicode), string);
value($s, Width, Unicode, Line) ->
    converted(fun trim_both/1, fixed(Line, Width, Unicode), string);
value($a, none, Unicode, Line) ->
    converted(fun erlang:list_to_atom/1, word(Line, Unicode), atom);
value($a, Width, false, Line) ->
    converted(fun(Text) -> list_to_atom(trim_both(Text)) end, fixed(Line, Width, false), atom);
value($c, none, Unicode, Line) ->
    converted(fun(Text) -> Text end, fixed(Line, 1, Unicode), character);
value($c, Width, Unicode, Line) ->
    converted(fun(Text) -> Text end, fixed(Line, Width, Unicode), character);
value(_, _, _, _) ->
    {error, format}.

converted(Convert, {Text, Rest, Taken}, What) when is_list(Text) ->
    try
        {ok, Convert(Text), Rest, Taken}
    catch
        error:_ -> {error, What}
    end;
converted(_, error, What) ->
    {error, What}.

%% Exactly so many characters; none may end the line.
fixed(Line, Width, Unicode) -> fixed(Line, Width, Unicode, Width, []).

fixed(Rest, 0, _, Width, Acc) -> {lists:reverse(Acc, []), Rest, Width};
fixed([C | Line], Left, Unicode, Width, Acc) when C =/= $\n, Unicode orelse C =< 255 ->
    fixed(Line, Left - 1, Unicode, Width, [C | Acc]);
fixed(_, _, _, _, _) -> error.

%% White space and what is not white space behind it.
word(Line, Unicode) ->
    {Line1, Skipped} = skip_white(Line, 0),
    case word(Line1, Unicode, []) of
        {[], [C | _]} when C > 255, not Unicode -> error;
        {Text, Rest} -> {Text, Rest, Skipped + length(Text)}
    end.

word([C | Line], Unicode, Acc) when not ?IS_WHITE(C), Unicode orelse C =< 255 ->
    word(Line, Unicode, [C | Acc]);
word(Line, _, Acc) ->
    {lists:reverse(Acc, []), Line}.

integer_text(Line) ->
    {Line1, Skipped} = skip_white(Line, 0),
    {Sign, Line2} = sign(Line1),
    {Text, Rest, Taken} = digits(Line2, 10, Sign),
    {Text, Rest, Skipped + length(Sign) + Taken}.

float_text(Line) ->
    case integer_text(Line) of
        {Whole, [$. | Rest], Taken} ->
            {Fraction, Rest1, Taken1} = digits(Rest, 10, []),
            exponent_text(Whole ++ [$. | Fraction], Rest1, Taken + 1 + Taken1);
        Whole ->
            Whole
    end.

exponent_text(Text, [E | Rest], Taken) when E =:= $e; E =:= $E ->
    {Sign, Rest1} = sign(Rest),
    {Digits, Rest2, Taken1} = digits(Rest1, 10, []),
    {Text ++ [E | Sign ++ Digits], Rest2, Taken + 1 + length(Sign) + Taken1};
exponent_text(Text, Rest, Taken) ->
    {Text, Rest, Taken}.

sign([C | Line]) when C =:= $+; C =:= $- -> {[C], Line};
sign(Line) -> {[], Line}.

%% Digits of a base, behind Acc (in reverse).
digits(Line, Base, Acc) -> digits(Line, Base, Acc, 0).

digits([C | Line], Base, Acc, Taken)
  when ?IS_DIGIT(C); C >= $A, C < $A + Base - 10; C >= $a, C < $a + Base - 10 ->
    digits(Line, Base, [C | Acc], Taken + 1);
digits(Line, _, Acc, Taken) ->
    {lists:reverse(Acc, []), Line, Taken}.

%% An integer with its base in front, as in 16#ff.
based(Line) ->
    try
        {BaseText, [$# | Line1], Taken} = integer_text(Line),
        Base = list_to_integer(BaseText),
        true = abs(Base) >= 2 andalso abs(Base) =< 36,
        {Text, Rest, Taken1} = digits(Line1, abs(Base), []),
        {ok, signed(Text, Base), Rest, Taken + 1 + Taken1}
    catch
        error:_ -> {error, based}
    end.

%% The whole of the text behind the base must be digits.
fixed_based(Line, Width) ->
    try
        {Text, Rest, _} = fixed(Line, Width, false),
        {BaseText, [$# | Digits], _} = integer_text(Text),
        Base = list_to_integer(BaseText),
        true = Base >= 2 andalso Base =< 36,
        {ok, list_to_integer(Digits, Base), Rest, Width}
    catch
        error:_ -> {error, based}
    end.

signed(Text, Base) when Base < 0 -> list_to_integer([$- | Text], -Base);
signed(Text, Base) -> list_to_integer(Text, Base).

skip_white([C | Line], Skipped) when ?IS_WHITE(C) -> skip_white(Line, Skipped + 1);
skip_white(Line, Skipped) -> {Line, Skipped}.

trim(Text) ->
    {Rest, _} = skip_white(Text, 0),
    Rest.

trim_both(Text) -> lists:reverse(trim(lists:reverse(trim(Text), [])), []).
