%% Erlang text to tokens.
%%
%% Text that may go on ends in the atom more instead of []: the functions that take a token apart
%% throw more when they meet it, and the token is taken again from its start when there is more
%% text. A position is a line or {Line, Column}.
-module(erl_scan).

-export([string/1, string/2, string/3, tokens/3, tokens/4, continuation_location/1]).
-export([category/1, symbol/1, line/1, column/1, location/1, end_location/1, text/1]).
-export([format_error/1, reserved_word/1, f_reserved_word/1]).

-export_type([token/0, tokens/0, options/0, return_cont/0, tokens_result/0, category/0, symbol/0,
              error_info/0, error_description/0]).

-type category() :: atom().
-type symbol() :: atom() | float() | integer() | string().
-type token() :: {category(), erl_anno:anno(), symbol()} | {category(), erl_anno:anno()}.
-type tokens() :: [token()].
-type option() :: return | return_white_spaces | return_comments | text
                | {reserved_word_fun, fun((atom()) -> boolean())}
                | {text_fun, fun((atom(), string()) -> boolean())}.
-type options() :: option() | [option()].
-type error_description() :: term().
-type error_info() :: {erl_anno:location(), module(), error_description()}.
-opaque return_cont() :: tuple().
-type tokens_result() :: {ok, tokens(), erl_anno:location()} | {eof, erl_anno:location()}
                       | {error, error_info(), erl_anno:location()}.

%% What is kept, and how it is told.
-record(how, {words = fun reserved_word/1, text = fun(_, _) -> false end, spaces = false,
              comments = false}).
%% Tokens so far in reverse, the position behind them, and the text not yet taken.
-record(unfinished, {tokens, position, rest}).

-define(IS_CHAR(C), (is_integer(C) andalso C >= 0 andalso C < 16#110000)).
-define(IS_SCALAR(C), (C < 16#D800 orelse (C > 16#DFFF andalso C < 16#110000))).
-define(IS_DIGIT(C), (C >= $0 andalso C =< $9)).
-define(IS_OCTAL(C), (C >= $0 andalso C =< $7)).
-define(IS_LOWER(C), (C >= $a andalso C =< $z orelse C >= $\337 andalso C =< $\377 andalso C =/= $\367)).
-define(IS_UPPER(C), (C >= $A andalso C =< $Z orelse C >= $\300 andalso C =< $\336 andalso C =/= $\327)).
-define(IS_WHITE(C), (C >= 0 andalso C =< $\s orelse C >= 16#80 andalso C =< 16#A0)).

%% ---------------------------------------------------------------- API

%% All tokens of a text: {ok, Tokens, EndLocation} or {error, ErrorInfo, ErrorLocation}.
string(Text) -> string(Text, 1, []).

%% The same, where the text starts at a location.
string(Text, Location) -> string(Text, Location, []).

%% The same with options.
string(Text, Location, Options)
  when is_list(Text), is_integer(Location);
       is_list(Text), is_integer(element(1, Location)), is_integer(element(2, Location)),
       element(1, Location) >= 0, element(2, Location) >= 1, tuple_size(Location) =:= 2 ->
    check_location(Location, [Text, Location, Options]),
    How = how(Options),
    is_text(Text) orelse error(function_clause, [Text, Location, Options]),
    all(Text, Location, How, []).

check_location(Line, Args) when is_integer(Line), Line < 0 -> error(badarg, Args);
check_location(_, _) -> ok.

all(Text, Position, How, Tokens) ->
    case token(Text, Position, How) of
        {token, Token, Rest, Position1} -> all(Rest, Position1, How, [Token | Tokens]);
        {skip, Rest, Position1} -> all(Rest, Position1, How, Tokens);
        {error, What, From, To, _} -> {error, {From, ?MODULE, What}, To};
        done -> {ok, lists:reverse(Tokens), Position}
    end.

%% Tokens as far as a dot, of text that comes piece by piece: {more, Continuation}, or
%% {done, Result, RestOfTheText}. The first continuation is [].
tokens(Continuation, Text, Location) -> tokens(Continuation, Text, Location, []).

%% The same with options.
tokens([], Text, Location, Options) ->
    tokens_of(#unfinished{tokens = [], position = Location, rest = []}, Text, how(Options),
              [[], Text, Location, Options]);
tokens(#unfinished{} = Continuation, Text, Location, Options) ->
    tokens_of(Continuation, Text, how(Options), [Continuation, Text, Location, Options]).

tokens_of(Unfinished, eof, How, _) ->
    #unfinished{tokens = Tokens, position = Position, rest = Rest} = Unfinished,
    until_dot(Rest, Position, How, Tokens, eof);
tokens_of(Unfinished, Text, How, Args) ->
    is_list(Text) andalso is_text(Text) orelse error(function_clause, Args),
    #unfinished{tokens = Tokens, position = Position, rest = Rest} = Unfinished,
    until_dot(Rest ++ Text ++ more, Position, How, Tokens, []).

until_dot(Text, Position, How, Tokens, End) ->
    try token(Text, Position, How) of
        {token, Token, Rest, Position1} when element(1, Token) =:= dot ->
            {done, {ok, lists:reverse(Tokens, [Token]), Position1}, rest(Rest, End)};
        {token, Token, Rest, Position1} ->
            until_dot(Rest, Position1, How, [Token | Tokens], End);
        {skip, Rest, Position1} ->
            until_dot(Rest, Position1, How, Tokens, End);
        {error, What, From, To, Rest} ->
            {done, {error, {From, ?MODULE, What}, To}, rest(Rest, End)};
        done when Tokens =:= [] ->
            {done, {eof, Position}, eof};
        done ->
            {done, {ok, lists:reverse(Tokens), Position}, eof}
    catch
        throw:more -> {more, #unfinished{tokens = Tokens, position = Position, rest = known(Text)}}
    end.

rest([], eof) -> eof;
rest(Text, _) -> known(Text).

known([C | Rest]) -> [C | known(Rest)];
known(_) -> [].

%% Where a continuation goes on.
continuation_location(#unfinished{position = Position}) -> Position.

%% The category of a token: atom, var, integer, …, or the symbol itself.
category({Category, _}) -> Category;
category({Category, _, _}) -> Category;
category(Token) -> error(badarg, [Token]).

%% The value of a token, or its category if that says all.
symbol({Category, _}) -> Category;
symbol({_, _, Symbol}) -> Symbol;
symbol(Token) -> error(badarg, [Token]).

%% The line of a token.
line(Token) -> erl_anno:line(anno(Token)).

%% The column of a token, or undefined.
column(Token) -> erl_anno:column(anno(Token)).

%% The location of a token.
location(Token) -> erl_anno:location(anno(Token)).

%% Where a token ends, or undefined.
end_location(Token) -> erl_anno:end_location(anno(Token)).

%% The text of a token, or undefined.
text(Token) -> erl_anno:text(anno(Token)).

anno({_, Anno}) -> Anno;
anno({_, Anno, _}) -> Anno;
anno(Token) -> error(badarg, [Token]).

%% An error in words.
format_error({string, $', Head}) ->
    lists:flatten(["unterminated atom starting with ", io_lib:write_string(Head, $')]);
format_error({string, Quote, Head}) ->
    lists:flatten(["unterminated string starting with ", io_lib:write_string(Head, Quote)]);
format_error(char) ->
    "unterminated character";
format_error({illegal, What}) ->
    lists:flatten(io_lib:fwrite("illegal ~w", [What]));
format_error({base, Base}) ->
    lists:flatten(io_lib:fwrite("illegal base '~w'", [Base]));
format_error(Other) ->
    lists:flatten(io_lib:write(Other)).

%% Whether an atom is a reserved word.
reserved_word(Atom) ->
    lists:member(Atom, ['after', 'and', 'andalso', 'band', 'begin', 'bnot', 'bor', 'bsl', 'bsr',
                        'bxor', 'case', 'catch', 'cond', 'div', 'end', 'fun', 'if', 'let', 'not',
                        'of', 'or', 'orelse', 'receive', 'rem', 'try', 'when', 'xor']).

%% The same; features cannot be switched on at run time here.
f_reserved_word(Atom) -> reserved_word(Atom).

%% ---------------------------------------------------------------- options

how(Options) when is_list(Options) -> lists:foldl(fun option/2, #how{}, Options);
how(Option) -> how([Option]).

option(return, How) -> How#how{spaces = true, comments = true};
option(return_white_spaces, How) -> How#how{spaces = true};
option(return_comments, How) -> How#how{comments = true};
option(text, How) -> How#how{text = fun(_, _) -> true end};
option({text_fun, Fun}, How) when is_function(Fun, 2) -> How#how{text = Fun};
option({reserved_word_fun, Fun}, How) when is_function(Fun, 1) -> How#how{words = Fun};
option(_, How) -> How.

is_text([C | Rest]) when ?IS_CHAR(C) -> is_text(Rest);
is_text([]) -> true;
is_text(_) -> false.

%% ---------------------------------------------------------------- tokens

%% One token from the start of the text, or a piece that is left out.
token([C | _] = Text, Position, How) when ?IS_LOWER(C) ->
    {Name, Raw, Rest} = name(Text, []),
    word(Name, Raw, Rest, Position, How);
token([C | _] = Text, Position, How) when ?IS_UPPER(C); C =:= $_ ->
    {Name, Raw, Rest} = name(Text, []),
    case atom_of(Name) of
        {ok, Atom} -> valued(var, Atom, Raw, Rest, Position, How);
        error -> failed({illegal, var}, Raw, Rest, Position)
    end;
token([C | _] = Text, Position, How) when ?IS_DIGIT(C) ->
    number(Text, Position, How);
token([$" | Rest], Position, How) ->
    quoted(string, $", Rest, Position, How);
token([$' | Rest], Position, How) ->
    quoted(atom, $', Rest, Position, How);
token([$$ | Rest], Position, How) ->
    character(Rest, Position, How);
token([$% | _] = Text, Position, How) ->
    comment(Text, [], Position, How);
token([$. | Rest], Position, How) ->
    dot(Rest, Position, How);
token([C | _] = Text, Position, How) when ?IS_WHITE(C) ->
    white_space(Text, Position, How);
token([C | Rest], Position, _) when C > 255 ->
    failed({illegal, character}, [C], Rest, Position);
token([_ | _] = Text, Position, How) ->
    {Symbol, Raw, Rest} = punctuation(Text),
    plain(Symbol, Raw, Rest, Position, How);
token([], _, _) ->
    done;
token(more, _, _) ->
    throw(more).

%% Raw is the token's text in reverse everywhere.
valued(Category, Value, Raw, Rest, Position, How) ->
    {token, {Category, annotation(Category, Raw, Position, How), Value}, Rest,
     behind(Raw, Position)}.

plain(Category, Raw, Rest, Position, How) ->
    {token, {Category, annotation(Category, Raw, Position, How)}, Rest, behind(Raw, Position)}.

failed(What, Raw, Rest, Position) ->
    {error, What, Position, behind(Raw, Position), Rest}.

annotation(Category, Raw, Position, #how{text = Wanted}) ->
    Text = lists:reverse(Raw),
    case Wanted(Category, Text) of
        true -> [{text, Text}, {location, Position}];
        false -> Position
    end.

behind(Raw, Position) -> lists:foldr(fun step/2, Position, Raw).

step($\n, {Line, _}) -> {Line + 1, 1};
step($\n, Line) -> Line + 1;
step(_, {Line, Column}) -> {Line, Column + 1};
step(_, Line) -> Line.

name([C | Rest], Raw)
  when ?IS_LOWER(C); ?IS_UPPER(C); ?IS_DIGIT(C); C =:= $_; C =:= $@ ->
    name(Rest, [C | Raw]);
name(more, _) ->
    throw(more);
name(Rest, Raw) ->
    {lists:reverse(Raw), Raw, Rest}.

word(Name, Raw, Rest, Position, #how{words = IsReserved} = How) ->
    case atom_of(Name) of
        {ok, Atom} ->
            case IsReserved(Atom) of
                true -> plain(Atom, Raw, Rest, Position, How);
                false -> valued(atom, Atom, Raw, Rest, Position, How)
            end;
        error ->
            failed({illegal, atom}, Raw, Rest, Position)
    end.

atom_of(Name) ->
    try
        {ok, list_to_atom(Name)}
    catch
        error:_ -> error
    end.

%% ---------------------------------------------------------------- numbers

number(Text, Position, How) ->
    {Value, Raw, Rest} = digits(Text, 10, 0, []),
    case Rest of
        [$#] -> after_hash(Value, [], Raw, Rest, Position, How);
        [$# | More] -> after_hash(Value, More, Raw, Rest, Position, How);
        [$. | more] -> throw(more);
        [$., C | _] when ?IS_DIGIT(C) -> fraction(tl(Rest), [$. | Raw], Position, How);
        _ -> valued(integer, Value, Raw, Rest, Position, How)
    end.

%% Digits of a base, single underscores between them.
digits([$_ | more], _, _, _) ->
    throw(more);
digits([$_, C | Rest], Base, Value, [_ | _] = Raw) ->
    case digit(C) of
        Digit when Digit < Base ->
            digits(Rest, Base, Value * Base + Digit, [C, $_ | Raw]);
        _ ->
            {Value, Raw, [$_, C | Rest]}
    end;
digits([C | Rest] = Text, Base, Value, Raw) ->
    case digit(C) of
        Digit when Digit < Base -> digits(Rest, Base, Value * Base + Digit, [C | Raw]);
        _ -> {Value, Raw, Text}
    end;
digits(more, _, _, _) ->
    throw(more);
digits([], _, Value, Raw) ->
    {Value, Raw, []}.

digit(C) when ?IS_DIGIT(C) -> C - $0;
digit(C) when C >= $a, C =< $z -> C - $a + 10;
digit(C) when C >= $A, C =< $Z -> C - $A + 10;
digit(_) -> 99.

after_hash(Base, _, Raw, Rest, Position, _) when Base < 2; Base > 36 ->
    failed({base, Base}, Raw, Rest, Position);
after_hash(Base, More, Raw, _, Position, How) ->
    case digits(More, Base, 0, []) of
        {_, [], Rest} -> failed({illegal, integer}, [$# | Raw], Rest, Position);
        {Value, Raw1, Rest} -> valued(integer, Value, Raw1 ++ [$# | Raw], Rest, Position, How)
    end.

fraction(Text, Raw, Position, How) ->
    {_, Digits, Rest} = digits(Text, 10, 0, []),
    exponent(Rest, Digits ++ Raw, Position, How).

exponent([E | Rest], Raw, Position, How) when E =:= $e; E =:= $E ->
    {Sign, Rest1} = sign(Rest),
    case digits(Rest1, 10, 0, []) of
        {_, [], Rest2} ->
            failed({illegal, float}, Sign ++ [E | Raw], Rest2, Position);
        {_, Digits, Rest2} ->
            float_of(Digits ++ Sign ++ [E | Raw], Rest2, Position, How)
    end;
exponent(more, _, _, _) ->
    throw(more);
exponent(Rest, Raw, Position, How) ->
    float_of(Raw, Rest, Position, How).

sign([C | Rest]) when C =:= $+; C =:= $- -> {[C], Rest};
sign(Rest) -> {[], Rest}.

float_of(Raw, Rest, Position, How) ->
    try list_to_float([C || C <- lists:reverse(Raw), C =/= $_]) of
        Float -> valued(float, Float, Raw, Rest, Position, How)
    catch
        error:_ -> failed({illegal, float}, Raw, Rest, Position)
    end.

%% ---------------------------------------------------------------- text in quotes

quoted(Category, Quote, Text, Position, How) ->
    case in_quotes(Text, Quote, [], [Quote], Position) of
        {ok, Chars, Raw, Rest} when Category =:= string ->
            valued(string, Chars, Raw, Rest, Position, How);
        {ok, Chars, Raw, Rest} ->
            case atom_of(Chars) of
                {ok, Atom} -> valued(atom, Atom, Raw, Rest, Position, How);
                error -> failed({illegal, atom}, Raw, Rest, Position)
            end;
        {open, Chars, Raw} ->
            failed({string, Quote, lists:sublist(Chars, 16)}, Raw, [], Position);
        {bad, Before, Raw, Rest} ->
            From = behind(Before, Position),
            {error, {illegal, character}, From, behind(Raw, Position), Rest}
    end.

in_quotes([Quote | Rest], Quote, Chars, Raw, _) ->
    {ok, lists:reverse(Chars), [Quote | Raw], Rest};
in_quotes([$\\ | Rest], Quote, Chars, Raw, Position) ->
    case escape(Rest, [$\\ | Raw]) of
        {ok, Char, Raw1, Rest1} -> in_quotes(Rest1, Quote, [Char | Chars], Raw1, Position);
        {bad, Raw1, Rest1} -> {bad, Raw, Raw1, Rest1};
        {open, Raw1} -> {open, lists:reverse(Chars), Raw1}
    end;
in_quotes([C | Rest], _, _, Raw, _) when not ?IS_SCALAR(C) ->
    {bad, Raw, [C | Raw], Rest};
in_quotes([C | Rest], Quote, Chars, Raw, Position) ->
    in_quotes(Rest, Quote, [C | Chars], [C | Raw], Position);
in_quotes(more, _, _, _, _) ->
    throw(more);
in_quotes([], _, Chars, Raw, _) ->
    {open, lists:reverse(Chars), Raw}.

%% What follows a backslash: {ok, Char, Raw, Rest}, {bad, Raw, Rest}, {open, Raw} at the end.
escape([$x, ${ | Rest], Raw) ->
    braced(Rest, 0, none, [${, $x | Raw]);
escape([$x | more], _) ->
    throw(more);
escape([$x], Raw) ->
    {open, [$x | Raw]};
escape([$x, A | Rest], Raw) ->
    two_digits(A, Rest, [$x | Raw]);
escape([$^ | more], _) ->
    throw(more);
escape([$^, C | Rest], Raw) ->
    {ok, C band 31, [C, $^ | Raw], Rest};
escape([$^], Raw) ->
    {open, [$^ | Raw]};
escape([C | Rest], Raw) when ?IS_OCTAL(C) ->
    octal(Rest, C - $0, 2, [C | Raw]);
escape([C | Rest], Raw) when not ?IS_SCALAR(C) ->
    {bad, [C | Raw], Rest};
escape([C | Rest], Raw) ->
    {ok, named(C), [C | Raw], Rest};
escape(more, _) ->
    throw(more);
escape([], Raw) ->
    {open, Raw}.

named($n) -> $\n;
named($r) -> $\r;
named($t) -> $\t;
named($v) -> $\v;
named($b) -> $\b;
named($f) -> $\f;
named($e) -> $\e;
named($s) -> $\s;
named($d) -> $\d;
named(C) -> C.

octal([C | Rest], Value, Left, Raw) when Left > 0, ?IS_OCTAL(C) ->
    octal(Rest, Value * 8 + C - $0, Left - 1, [C | Raw]);
octal(more, _, Left, _) when Left > 0 ->
    throw(more);
octal(Rest, Value, _, Raw) ->
    {ok, Value, Raw, Rest}.

two_digits(A, Rest, Raw) ->
    case {digit(A), Rest} of
        {High, _} when High >= 16 -> {bad, Raw, [A | Rest]};
        {_, more} -> throw(more);
        {_, []} -> {open, [A | Raw]};
        {High, [B | Rest1]} ->
            case digit(B) of
                Low when Low < 16 -> {ok, High * 16 + Low, [B, A | Raw], Rest1};
                _ -> {bad, Raw, [A | Rest]}
            end
    end.

braced([$} | Rest], Value, some, Raw) when ?IS_SCALAR(Value) ->
    {ok, Value, [$} | Raw], Rest};
braced([$} | Rest], _, _, Raw) ->
    {bad, [$} | Raw], Rest};
braced([C | Rest], Value, _, Raw) ->
    case digit(C) of
        Digit when Digit < 16 -> braced(Rest, Value * 16 + Digit, some, [C | Raw]);
        _ -> {bad, Raw, [C | Rest]}
    end;
braced(more, _, _, _) ->
    throw(more);
braced([], _, _, Raw) ->
    {open, Raw}.

character([$\\ | Rest], Position, How) ->
    case escape(Rest, [$\\, $$]) of
        {ok, Char, Raw, Rest1} -> valued(char, Char, Raw, Rest1, Position, How);
        {bad, Raw, Rest1} -> failed({illegal, character}, Raw, Rest1, Position);
        {open, Raw} -> failed(char, Raw, [], Position)
    end;
character([C | Rest], Position, _) when not ?IS_SCALAR(C) ->
    failed({illegal, character}, [C, $$], Rest, Position);
character([C | Rest], Position, How) ->
    valued(char, C, [C, $$], Rest, Position, How);
character(more, _, _) ->
    throw(more);
character([], Position, _) ->
    failed(char, "$", [], Position).

%% ---------------------------------------------------------------- the rest

comment([C | Rest], Raw, Position, How) when C =/= $\n, ?IS_SCALAR(C) ->
    comment(Rest, [C | Raw], Position, How);
comment([C | Rest], Raw, Position, _) when C =/= $\n ->
    {error, {illegal, character}, behind(Raw, Position), behind([C | Raw], Position), Rest};
comment(more, _, _, _) ->
    throw(more);
comment(Rest, Raw, Position, #how{comments = true} = How) ->
    valued(comment, lists:reverse(Raw), Raw, Rest, Position, How);
comment(Rest, Raw, Position, _) ->
    {skip, Rest, behind(Raw, Position)}.

%% A full stop is followed by white space, a comment or the end.
dot([$., $. | Rest], Position, How) ->
    plain('...', "...", Rest, Position, How);
dot([$. | more], _, _) ->
    throw(more);
dot([$. | Rest], Position, How) ->
    plain('..', "..", Rest, Position, How);
dot([C | Rest], Position, How) when ?IS_WHITE(C) ->
    plain(dot, [C, $.], Rest, Position, How);
dot([$% | _] = Rest, Position, How) ->
    plain(dot, ".", Rest, Position, How);
dot(more, _, _) ->
    throw(more);
dot([], Position, How) ->
    plain(dot, ".", [], Position, How);
dot(Rest, Position, How) ->
    plain('.', ".", Rest, Position, How).

%% A piece of white space starts a line or not, and is of equal characters, not too many.
white_space([C | Rest], Position, #how{spaces = false} = How) ->
    space([C], Rest, Position, How);
white_space([$\n, C | Rest], Position, How) when C =/= $\s, C =/= $\t, C =/= $\n, ?IS_WHITE(C) ->
    space([C, $\n], Rest, Position, How);
white_space([$\n, C | Rest], Position, How) when C =:= $\s; C =:= $\t ->
    {Raw, Rest1} = run(C, [C | Rest], most(C), "\n"),
    space(Raw, Rest1, Position, How);
white_space([$\n | more], _, _) ->
    throw(more);
white_space([C | Rest], Position, How) when C =:= $\s; C =:= $\t ->
    {Raw, Rest1} = run(C, Rest, most(C) - 1, [C]),
    space(Raw, Rest1, Position, How);
white_space([C | Rest], Position, How) ->
    space([C], Rest, Position, How).

most($\s) -> 16;
most($\t) -> 10.

run(C, [C | Rest], Left, Raw) when Left > 0 -> run(C, Rest, Left - 1, [C | Raw]);
run(_, more, Left, _) when Left > 0 -> throw(more);
run(_, Rest, _, Raw) -> {Raw, Rest}.

space(Raw, Rest, Position, #how{spaces = true} = How) ->
    valued(white_space, lists:reverse(Raw), Raw, Rest, Position, How);
space(Raw, Rest, Position, _) ->
    {skip, Rest, behind(Raw, Position)}.

%% The longest symbol, in reverse as well.
punctuation([A, B, C | Rest] = Text) ->
    case [A, B, C] of
        "=:=" -> {'=:=', "=:=", Rest};
        "=/=" -> {'=/=', "=/=", Rest};
        _ -> two(Text)
    end;
punctuation([A, B | more]) when [A, B] =:= "=:"; [A, B] =:= "=/" ->
    throw(more);
punctuation(Text) ->
    two(Text).

two([A, B | Rest] = Text) ->
    Pairs = ["->", "<-", "==", "/=", "=<", ">=", "<<", ">>", "<=", "=>", ":=", "::", "||", "++",
             "--", "?="],
    case lists:member([A, B], Pairs) of
        true -> {list_to_atom([A, B]), [B, A], Rest};
        false -> one(Text)
    end;
two([A | more]) when A =:= $-; A =:= $<; A =:= $=; A =:= $/; A =:= $>; A =:= $:; A =:= $|;
                     A =:= $+; A =:= $? ->
    throw(more);
two(Text) ->
    one(Text).

one([A | Rest]) -> {list_to_atom([A]), [A], Rest}.
