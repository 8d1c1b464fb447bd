%% The reader: LFE text to terms.
%%
%% It reads one form after the other from a list of characters and says when more is needed. The
%% errors are {Line, Module, Reason} as LFE's scanner and parser give them.
-module(lfe_read).

-export([form/2, forms/2, until_form/3]).

%% {ok, Form, Rest, Line}, {error, {Line, Module, Reason}}, more if the text ends within a form, or
%% eof if there is none. A symbol or number that ends the text is complete.
form(Text, Line) ->
    try
        case token(Text, Line) of
            eof -> eof;
            {Token, Rest, Line1} -> parse(Token, Rest, Line1)
        end
    catch
        throw:more -> more;
        throw:{wrong, Error} -> {error, Error}
    end.

%% {ok, [{Form, Line}]} of all forms, or the first error.
forms(Text, Line) -> forms(Text, Line, []).

forms(Text, Line, Forms) ->
    case skip(Text, Line) of
        {[], _} -> {ok, lists:reverse(Forms)};
        {Text1, Line1} ->
            case form(Text1, Line1) of
                {ok, Form, Rest, Line2} -> forms(Rest, Line2, [{Form, Line1} | Forms]);
                more -> {error, unfinished(Text1, Line1)};
                {error, Error} -> {error, Error}
            end
    end.

unfinished([$" | _] = Text, Line) -> {Line, lfe_scan, {illegal_chars, Text}};
unfinished(_, Line) -> {Line, lfe_parse, missing_token}.

%% For io:request's get_until: reads until a form is complete.
until_form([], Chars, Line) -> until_form({"", Line}, Chars, Line);
until_form({"", Line}, eof, _) -> {done, {eof, Line}, []};
until_form({Text, Line}, eof, _) ->
    case form(Text, Line) of
        {ok, Form, Rest, Line1} -> {done, {ok, Form, Line1}, Rest};
        {error, Error} -> {done, {error, Error, Line}, []};
        eof -> {done, {eof, Line}, []};
        more -> {done, {error, unfinished(Text, Line), Line}, []}
    end;
until_form({Before, Line}, Chars, _) ->
    Text = Before ++ Chars,
    case form(Text, Line) of
        {ok, _, [], _} -> {more, {Text, Line}};
        {ok, Form, Rest, Line1} -> {done, {ok, Form, Line1}, Rest};
        {error, Error} -> {done, {error, Error, Line}, []};
        _ -> {more, {Text, Line}}
    end.

%% The form that begins with Token.
parse(Token, Text, Line) ->
    {Form, Rest, Line1} = datum(Token, Text, Line),
    {ok, Form, Rest, Line1}.

next(Text, Line) ->
    case token(Text, Line) of
        eof -> throw(more);
        Found -> Found
    end.

read(Text, Line) ->
    {Token, Rest, Line1} = next(Text, Line),
    datum(Token, Rest, Line1).

datum({value, Value}, Text, Line) -> {Value, Text, Line};
datum('(', Text, Line) -> elements(')', Text, Line, []);
datum('[', Text, Line) -> elements(']', Text, Line, []);
datum('#(', Text, Line) ->
    {Elements, Rest, Line1} = elements(')', Text, Line, []),
    {list_to_tuple(Elements), Rest, Line1};
datum('#M(', Text, Line) ->
    {Elements, Rest, Line1} = elements(')', Text, Line, []),
    {to_map(Elements, Line1, #{}), Rest, Line1};
datum('#B(', Text, Line) ->
    {Segments, Rest, Line1} = elements(')', Text, Line, []),
    {to_bits(Segments, Line1), Rest, Line1};
datum('#.', Text, Line) ->
    {Expression, Rest, Line1} = read(Text, Line),
    {evaluate(Expression, Line1), Rest, Line1};
datum({mark, Symbol}, Text, Line) ->
    {Form, Rest, Line1} = read(Text, Line),
    {[Symbol, Form], Rest, Line1};
datum(Token, _, Line) ->
    wrong(Line, lfe_parse, {illegal, Token}).

elements(End, Text, Line, Elements) ->
    case next(Text, Line) of
        {End, Rest, Line1} -> {lists:reverse(Elements), Rest, Line1};
        {'.', Rest, Line1} when Elements =/= [] ->
            {Tail, Rest1, Line2} = read(Rest, Line1),
            case next(Rest1, Line2) of
                {End, Rest2, Line3} -> {lists:reverse(Elements, Tail), Rest2, Line3};
                {Token, _, Line3} -> wrong(Line3, lfe_parse, {illegal, shown(Token)})
            end;
        {Token, Rest, Line1} ->
            {Form, Rest1, Line2} = datum(Token, Rest, Line1),
            elements(End, Rest1, Line2, [Form | Elements])
    end.

shown({value, Value}) -> Value;
shown({mark, Symbol}) -> Symbol;
shown(Token) -> Token.

to_map([Key, Value | Rest], Line, Map) -> to_map(Rest, Line, Map#{Key => Value});
to_map([], _, Map) -> Map;
to_map(_, Line, _) -> wrong(Line, lfe_parse, {bad_form, map}).

wrong(Line, Module, Reason) -> throw({wrong, {Line, Module, Reason}}).

%% The next token: {Token, Rest, Line} or eof.
token(Text, Line) ->
    case skip(Text, Line) of
        {[], _} -> eof;
        {Text1, Line1} -> scan(Text1, Line1)
    end.

skip([$\n | Text], Line) -> skip(Text, Line + 1);
skip([C | Text], Line) when C =< $\s -> skip(Text, Line);
skip([$; | Text], Line) -> skip(lists:dropwhile(fun(C) -> C =/= $\n end, Text), Line);
skip([$#, $| | Text], Line) -> block_comment(Text, Line);
skip(Text, Line) -> {Text, Line}.

block_comment([$|, $# | Text], Line) -> skip(Text, Line);
block_comment([$\n | Text], Line) -> block_comment(Text, Line + 1);
block_comment([_ | Text], Line) -> block_comment(Text, Line);
block_comment([], _) -> throw(more).

scan([C | Text], Line) when C =:= $(; C =:= $); C =:= $[; C =:= $]; C =:= ${; C =:= $}; C =:= $. ->
    {list_to_atom([C]), Text, Line};
scan([$' | Text], Line) -> {{mark, quote}, Text, Line};
scan([$` | Text], Line) -> {{mark, backquote}, Text, Line};
scan([$,, $@ | Text], Line) -> {{mark, 'comma-at'}, Text, Line};
scan([$, | Text], Line) -> {{mark, comma}, Text, Line};
scan([$", $", $" | Text], Line) -> triple_quoted(Text, Line, fun(Chars) -> Chars end);
scan([$" | Text], Line) -> string(Text, Line, []);
scan([$| | Text], Line) -> bar_symbol(Text, Line, []);
scan([$# | Text], Line) -> hash(Text, Line);
scan(Text, Line) -> symbol(Text, Line).

hash([], _) -> throw(more);
hash([$( | Text], Line) -> {'#(', Text, Line};
hash([C, $( | Text], Line) when C =:= $M; C =:= $m -> {'#M(', Text, Line};
hash([C, $( | Text], Line) when C =:= $B; C =:= $b -> {'#B(', Text, Line};
hash([$. | Text], Line) -> {'#.', Text, Line};
hash([$\\, C | Text], Line) -> {{value, C}, Text, Line};
hash([$', C | _] = Text, Line) when C =/= $\s -> function(tl(Text), Line);
hash([$", $", $" | Text], Line) ->
    triple_quoted(Text, Line, fun unicode:characters_to_binary/1);
hash([$" | Text], Line) ->
    {{value, Chars}, Rest, Line1} = string(Text, Line, []),
    {{value, unicode:characters_to_binary(Chars)}, Rest, Line1};
hash([C | Text], Line) when C =:= $E; C =:= $e ->
    {Name, Rest} = lists:splitwith(fun is_symbol_char/1, Text),
    {{value, list_to_atom("Elixir." ++ Name)}, Rest, Line};
hash([$* | Text], Line) -> based(Text, 2, Line);
hash([C | Text], Line) when C =:= $b; C =:= $B -> based(Text, 2, Line);
hash([C | Text], Line) when C =:= $o; C =:= $O -> based(Text, 8, Line);
hash([C | Text], Line) when C =:= $d; C =:= $D -> based(Text, 10, Line);
hash([C | Text], Line) when C =:= $x; C =:= $X -> based(Text, 16, Line);
hash([C | _] = Text, Line) when C >= $0, C =< $9 ->
    case lists:splitwith(fun(D) -> D >= $0 andalso D =< $9 end, Text) of
        {Digits, [R | Rest]} when R =:= $r; R =:= $R -> based(Rest, list_to_integer(Digits), Line);
        {Digits, _} -> wrong(Line, lfe_scan, {illegal_chars, [$# | Digits]})
    end;
hash([C | _], Line) -> wrong(Line, lfe_parse, {illegal, list_to_atom([$#, C])}).

based(Text, Base, Line) ->
    {Digits, Rest} = lists:splitwith(fun is_symbol_char/1, Text),
    try {{value, list_to_integer(Digits, Base)}, Rest, Line}
    catch error:_ -> wrong(Line, lfe_scan, {illegal_chars, Digits})
    end.

%% #'name/arity and #'module:name/arity
function(Text, Line) ->
    {Name, Rest} = lists:splitwith(fun is_symbol_char/1, Text),
    try
        [Function, Arity] = string:split(Name, "/", trailing),
        Number = list_to_integer(Arity),
        Parts = case Function of
                    "=:=" -> [Function];
                    _ -> string:split(Function, ":")
                end,
        {{value, [function | [list_to_atom(Part) || Part <- Parts]] ++ [Number]}, Rest, Line}
    catch error:_ -> wrong(Line, lfe_scan, {illegal_chars, [$#, $' | Name]})
    end.

is_symbol_char(C) when C > $\s, C < 127 -> not lists:member(C, "()[]{}\";");
is_symbol_char(C) -> C > 16#A0.

symbol([First | _] = Text, Line) ->
    case lists:splitwith(fun is_symbol_char/1, Text) of
        {[], _} -> wrong(Line, lfe_scan, {illegal_chars, [First]});
        {Name, Rest} -> {{value, symbol_value(Name)}, Rest, Line}
    end.

symbol_value(Name) ->
    try list_to_integer(Name)
    catch error:_ ->
        try list_to_float(Name)
        catch error:_ -> list_to_atom(Name)
        end
    end.

bar_symbol([$| | Text], Line, Name) -> {{value, list_to_atom(lists:reverse(Name))}, Text, Line};
bar_symbol([$\\, C | Text], Line, Name) -> bar_symbol(Text, Line, [C | Name]);
bar_symbol([$\n | Text], Line, Name) -> bar_symbol(Text, Line + 1, [$\n | Name]);
bar_symbol([C | Text], Line, Name) -> bar_symbol(Text, Line, [C | Name]);
bar_symbol([], _, _) -> throw(more).

string([$" | Text], Line, Chars) -> {{value, lists:reverse(Chars)}, Text, Line};
string([$\\, $x | Text], Line, Chars) ->
    case lists:splitwith(fun is_hex/1, Text) of
        {[_ | _] = Digits, [$; | Rest]} ->
            string(Rest, Line, [list_to_integer(Digits, 16) | Chars]);
        _ -> string(Text, Line, [$x | Chars])
    end;
string([$\\, C | Text], Line, Chars) -> string(Text, Line, [escape(C) | Chars]);
string([$\n | Text], Line, Chars) -> string(Text, Line + 1, [$\n | Chars]);
string([C | Text], Line, Chars) -> string(Text, Line, [C | Chars]);
string([], _, _) -> throw(more).

is_hex(C) ->
    (C >= $0 andalso C =< $9) orelse (C >= $a andalso C =< $f) orelse (C >= $A andalso C =< $F).

escape($b) -> $\b;
escape($t) -> $\t;
escape($n) -> $\n;
escape($v) -> $\v;
escape($f) -> $\f;
escape($r) -> $\r;
escape($e) -> $\e;
escape($s) -> $\s;
escape($d) -> $\d;
escape(C) -> C.

%% Lines up to one that is blank before """; its blanks are taken off the others.
triple_quoted(Text, Line, Convert) ->
    [_ | Lines] = string:split(Text, "\n", all),
    case lists:splitwith(fun(L) -> not is_end(L) end, Lines) of
        {_, []} ->
            throw(more);
        {Inside, [Last | After]} ->
            {Blanks, [$", $", $" | Rest]} = lists:splitwith(fun is_blank/1, Last),
            Cut = [without_prefix(L, Blanks, Line) || L <- Inside],
            Chars = lists:append(lists:join("\n", Cut)),
            Tail = lists:append(lists:join("\n", [Rest | After])),
            {{value, Convert(Chars)}, Tail, Line + length(Inside) + 1}
    end.

is_blank(C) -> C =:= $\s orelse C =:= $\t.

is_end(Line) -> lists:prefix("\"\"\"", lists:dropwhile(fun is_blank/1, Line)).

without_prefix([], _, _) -> [];
without_prefix(Line, Blanks, At) ->
    case lists:prefix(Blanks, Line) of
        true -> lists:nthtail(length(Blanks), Line);
        false -> wrong(At, lfe_scan, {illegal_token, tqstring})
    end.

%% #B(...): segments with literal values.
to_bits(Segments, Line) ->
    try list_to_bitstring([segment(Segment) || Segment <- Segments])
    catch error:_ -> wrong(Line, lfe_parse, {bad_form, binary})
    end.

segment([Value | Specifications]) when not is_integer(hd([Value | Specifications])) ->
    segment(Value, Specifications);
segment([Value | Specifications]) ->
    case lists:all(fun is_integer/1, Specifications) of
        true -> << <<(segment(C))/bitstring>> || C <- [Value | Specifications] >>;
        false -> segment(Value, Specifications)
    end;
segment(Value) when is_integer(Value) -> <<Value>>;
segment(Value) when is_float(Value) -> <<Value/float>>.

segment(Value, Specifications) when is_list(Value) ->
    << <<(segment(C, Specifications))/bitstring>> || C <- Value >>;
segment(Value, Specifications) when is_integer(Value); is_float(Value) ->
    Type = type(Specifications, Value),
    Size = proplists:get_value(size, [{S, N} || [S, N] <- Specifications], default(Type)),
    Unit = proplists:get_value(unit, [{S, N} || [S, N] <- Specifications], 1),
    Little = lists:member(little, Specifications) orelse
        lists:member('little-endian', Specifications),
    bits(Type, Value, Size * Unit, Little);
segment(Value, _) when is_bitstring(Value) ->
    Value.

type(Specifications, _) ->
    Known = [integer, float, utf8, 'utf-8', utf16, 'utf-16', utf32, 'utf-32'],
    case [Type || Type <- Specifications, lists:member(Type, Known)] of
        [] -> integer;
        Types -> lists:last(Types)
    end.

default(float) -> 64;
default(_) -> 8.

bits(integer, Value, Size, false) -> <<Value:Size>>;
bits(integer, Value, Size, true) -> <<Value:Size/little>>;
bits(float, Value, Size, false) -> <<Value:Size/float>>;
bits(float, Value, Size, true) -> <<Value:Size/float-little>>;
bits(Utf8, Value, _, _) when Utf8 =:= utf8; Utf8 =:= 'utf-8' -> <<Value/utf8>>;
bits(Utf16, Value, _, false) when Utf16 =:= utf16; Utf16 =:= 'utf-16' -> <<Value/utf16>>;
bits(Utf16, Value, _, true) when Utf16 =:= utf16; Utf16 =:= 'utf-16' -> <<Value/utf16-little>>;
bits(_, Value, _, false) -> <<Value/utf32>>;
bits(_, Value, _, true) -> <<Value/utf32-little>>.

%% #.expression: constructors and arithmetic of literals.
evaluate([quote, Datum], _) -> Datum;
evaluate([Name | Arguments], Line) when is_atom(Name) ->
    Values = [evaluate(Argument, Line) || Argument <- Arguments],
    try apply_known(Name, Values)
    catch error:_ -> wrong(Line, lfe_parse, {bad_form, eval})
    end;
evaluate(Name, Line) when is_atom(Name) -> wrong(Line, lfe_parse, {bad_form, eval});
evaluate(Value, _) -> Value.

apply_known(list, Values) -> Values;
apply_known(tuple, Values) -> list_to_tuple(Values);
apply_known(cons, [Head, Tail]) -> [Head | Tail];
apply_known(car, [[Head | _]]) -> Head;
apply_known(cdr, [[_ | Tail]]) -> Tail;
apply_known(map, Values) -> to_map(Values, 0, #{});
apply_known(binary, Values) -> to_bits(Values, 0);
apply_known('++', Values) -> lists:append(Values);
apply_known(Name, [First | Rest]) when Name =:= '+'; Name =:= '-'; Name =:= '*'; Name =:= '/' ->
    case Rest of
        [] -> erlang:Name(First);
        _ -> lists:foldl(fun(Value, Total) -> erlang:Name(Total, Value) end, First, Rest)
    end;
apply_known(Name, [A, B])
  when Name =:= 'div'; Name =:= 'rem'; Name =:= 'band'; Name =:= 'bor'; Name =:= 'bxor';
       Name =:= 'bsl'; Name =:= 'bsr' ->
    erlang:Name(A, B).
