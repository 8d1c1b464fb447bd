%% Terms as text in the syntax of LFE for people: what ~p of lfe_io:format writes, and the shell.
%%
%% What fits the line stays on it. In a longer list atoms and numbers fill lines, everything else
%% begins a line of its own; the forms of the language have some arguments beside their head and the
%% rest below, indented by two.
-module(lfe_io_pretty).

-export([term/1, term/2, term/3, term/4]).

-define(WIDTH, 80).

%% Where atoms and numbers that fill a line go on in the next one, so far from its end.
-define(MARGIN, 9).

%% The text of a term.
term(Term) -> term(Term, -1, 0, ?WIDTH).

%% Nested parts below Depth, and elements after that many, become "..."; a negative one is none.
term(Term, Depth) -> term(Term, Depth, 0, ?WIDTH).

%% The text starts in column Indentation.
term(Term, Depth, Indentation) -> term(Term, Depth, Indentation, ?WIDTH).

%% Lines have at most Width columns, where that can be.
term([quote, Map], Depth, Indentation, Width) when is_map(Map), Depth =/= 0 ->
    [$', term(Map, Depth, Indentation + 1, Width)];
term(Term, Depth, Indentation, Width) ->
    Flat = flat(Term, Depth),
    % The pairs of a map fill lines as the elements of a list do, in one line as in several.
    Edge = if is_map(Term) -> Width - ?MARGIN - 1; true -> Width end,
    case Indentation + measure(Flat) < Edge of
        true -> Flat;
        false -> broken(Term, Depth, Indentation, Width, Flat)
    end.

%% ---------------------------------------------------------------- on one line

flat(_, 0) -> "...";
flat([], _) -> "()";
flat([quote, Term], Depth) -> [$', flat(Term, Depth)];
flat([backquote, Term], Depth) -> [$`, flat(Term, Depth)];
flat([comma, Term], Depth) -> [$,, flat(Term, Depth)];
flat(['comma-at', Term], Depth) -> [",@", flat(Term, Depth)];
flat(List, Depth) when is_list(List) ->
    case is_text(List) of
        true -> lfe_io_write:string(List, $");
        false -> [$(, flat_list(List, Depth), $)]
    end;
flat({}, _) -> "#()";
flat(Tuple, Depth) when is_tuple(Tuple) -> ["#(", flat_list(tuple_to_list(Tuple), Depth), $)];
flat(Map, Depth) when is_map(Map) -> ["#M(", flat_pairs(maps:to_list(Map), Depth), $)];
flat(Bits, Depth) when is_bitstring(Bits) ->
    case text_of(Bits) of
        [_ | _] = Text -> [$#, lfe_io_write:string(Text, $")];
        [] -> "#\"\"";
        none -> lfe_io_write:bitstring(Bits, Depth)
    end;
flat(Other, _) -> lfe_io_write:term(Other).

flat_list([_ | _], 1) -> "...";
flat_list([Element | Rest], Depth) ->
    Less = less(Depth),
    [flat(Element, Less) | flat_tail(Rest, Less)].

flat_tail([], _) -> [];
flat_tail(_, 1) -> " ...";
flat_tail([Element | Rest], Depth) ->
    Less = less(Depth),
    [$\s, flat(Element, Less) | flat_tail(Rest, Less)];
flat_tail(Other, Depth) -> [" . ", flat(Other, less(Depth))].

flat_pairs(_, 0) -> "...";
flat_pairs([], _) -> [];
flat_pairs([{Key, Value} | Pairs], Depth) ->
    Pair = [flat(Key, Depth), $\s, flat(Value, Depth)],
    case Pairs of
        [] when Depth =/= 1 -> Pair;
        _ -> [Pair, $\s | flat_pairs(Pairs, less(Depth))]
    end.

less(Depth) when Depth < 0 -> Depth;
less(Depth) -> Depth - 1.

is_text(List) -> io_lib:printable_unicode_list(List).

%% The characters of a binary that is printable text, or none.
text_of(Binary) when is_binary(Binary) ->
    case unicode:characters_to_list(Binary) of
        Text when is_list(Text) ->
            case is_text(Text) of
                true -> Text;
                false -> none
            end;
        _ ->
            none
    end;
text_of(_) -> none.

%% The width of a text without a "..." at its end.
measure(Text) ->
    Characters = unicode:characters_to_list(Text),
    case lists:reverse(Characters) of
        ")... " ++ Rest -> length(Rest) + 1;
        _ -> length(Characters)
    end.

string_width(Text) -> length(unicode:characters_to_list(Text)).

%% ---------------------------------------------------------------- on several lines

broken([Quote, Term], Depth, Column, Width, _)
  when Quote =:= quote; Quote =:= backquote; Quote =:= comma ->
    [prefix(Quote), term(Term, Depth, Column + 1, Width)];
broken(['comma-at', Term], Depth, Column, Width, _) ->
    [",@", term(Term, Depth, Column + 2, Width)];
broken([Head | Rest] = List, Depth, Column, Width, Flat) ->
    case is_text(List) of
        true -> Flat;
        false ->
            case is_atom(Head) andalso beside(Head, Rest) of
                % Elements leave a column for each list they are in.
                false -> [$(, lines(List, Depth, Column + 1, Width - 1), $)];
                beside_all -> call(Head, Rest, Depth, Column, Width);
                Count -> form(Head, more_beside(Count, Head, Rest), Rest, Depth, Column, Width)
            end
    end;
broken(Tuple, Depth, Column, Width, _) when is_tuple(Tuple) ->
    ["#(", lines(tuple_to_list(Tuple), Depth, Column + 2, Width), $)];
broken(Map, Depth, Column, Width, _) when is_map(Map) ->
    map_text(Map, Depth, Column, Width - 1, Width - 1 - ?MARGIN);
broken(_, _, _, _, Flat) ->
    Flat.

prefix(quote) -> $';
prefix(backquote) -> $`;
prefix(comma) -> $,.

%% A definition without a name is a list like others.
beside(Head, Rest) when Head =:= defun; Head =:= defmacro; Head =:= defsyntax ->
    case Rest of
        [Name | _] when is_atom(Name) -> beside(Head);
        _ -> false
    end;
beside(Head, _) ->
    beside(Head).

%% How many arguments of a form of the language are beside its head.
beside(Head) ->
    case Head of
        'after' -> 1;
        'binary-comp' -> 1;
        bc -> 1;
        call -> 2;
        'case' -> 1;
        'catch' -> 0;
        'cond' -> beside_all;
        'define-function' -> 1;
        'define-macro' -> 1;
        'define-module' -> 1;
        'define-record' -> 1;
        'define-syntax' -> 1;
        defmacro -> 1;
        defmodule -> 1;
        defrecord -> 1;
        defstruct -> 0;
        defsyntax -> 1;
        deftest -> 1;
        defun -> 1;
        do -> 2;
        'eval-when-compile' -> 0;
        export -> 0;
        'extend-module' -> 0;
        flet -> 1;
        'flet*' -> 1;
        fletrec -> 1;
        'if' -> 1;
        lambda -> 1;
        lc -> 1;
        'let' -> 1;
        'let*' -> 1;
        'let-function' -> 1;
        'let-macro' -> 1;
        'let-syntax' -> 1;
        'letrec-function' -> 1;
        'list-comp' -> 1;
        macrolet -> 1;
        'match-lambda' -> 0;
        'match-spec' -> 0;
        'maybe' -> 0;
        prog1 -> 1;
        prog2 -> 2;
        progn -> 0;
        'receive' -> 0;
        syntaxlet -> 1;
        'syntax-rules' -> 0;
        'try' -> 1;
        unless -> 1;
        'when' -> 1;
        _ -> false
    end.

%% The arguments of a function are beside its name.
more_beside(Count, Head, [_, [_ | _] = Arguments | _])
  when Head =:= defun; Head =:= defmacro; Head =:= defsyntax ->
    case lfe_lib:is_symb_list(Arguments) of
        true -> Count + 1;
        false -> Count
    end;
more_beside(Count, _, _) -> Count.

%% All arguments below each other, the first beside the head.
call(Head, Rest, Depth, Column, Width) ->
    Name = lfe_io_write:symbol(Head),
    Start = Column + 1 + string_width(Name) + 1,
    [$(, Name, $\s, lines(Rest, less(Depth), Start, Width), $)].

%% A form of the language: Count arguments beside the head, the rest below.
form(export, _, Rest, Depth, Column, Width) when is_list(Rest) ->
    ["(export", $\n, spaces(Column + 1), lines(Rest, less(Depth), Column + 1, Width), $)];
form(Head, Count, Rest, Depth, Column, Width) ->
    Name = lfe_io_write:symbol(Head),
    Start = Column + 1 + length(lists:flatten(Name)) + 1,
    Less = less(Depth),
    {First, Below} = take(Count, Rest),
    [$(, Name, $\s, beside_head(First, Less, Start, Width),
     case Below of
         [] -> [];
         _ -> [$\n, spaces(Column + 2), lines(Below, Less, Column + 2, Width)]
     end, $)].

take(Count, [Element | Rest]) when Count > 0 ->
    {First, Below} = take(Count - 1, Rest),
    {[Element | First], Below};
take(_, Rest) ->
    {[], Rest}.

beside_head([], _, _, _) -> [];
beside_head([Name, [_ | _] = Arguments], Depth, Column, Width) when is_atom(Name) ->
    Text = lfe_io_write:symbol(Name),
    [Text, $\s, term(Arguments, Depth, Column + string_width(Text) + 1, Width)];
beside_head(First, Depth, Column, Width) ->
    lines(First, Depth, Column, Width).

%% Elements of a list from Column on: atoms and numbers fill lines, others have their own.
lines([_ | _], 1, _, _) -> "...";
lines([Element | Rest], Depth, Column, Width) ->
    Less = less(Depth),
    Text = term(Element, Less, Column, Width),
    [Text | more_lines(Rest, Depth, Column, after_first(Element, Column, Text), Width)].

%% The column after an atom or number; own where nothing may follow on the line.
after_first(Element, Column, Text) ->
    case is_small(Element) of
        true -> Column + string_width(Text);
        false -> own
    end.

more_lines([], _, _, _, _) -> [];
more_lines(_, 1, _, _, _) -> " ...";
more_lines([Element | Rest], Depth, Column, At, Width) ->
    Less = less(Depth),
    case is_small(Element) andalso At =/= own of
        true ->
            Text = lfe_io_write:term(Element),
            End = At + 1 + string_width(Text),
            if
                End < Width - ?MARGIN ->
                    [$\s, Text | more_lines(Rest, Less, Column, End, Width)];
                true ->
                    [line(Column), Text
                     | more_lines(Rest, Less, Column, Column + string_width(Text), Width)]
            end;
        false ->
            Text = term(Element, Less, Column, Width),
            [line(Column), Text
             | more_lines(Rest, Less, Column, after_first(Element, Column, Text), Width)]
    end;
more_lines(Other, Depth, Column, At, Width) ->
    Flat = flat(Other, less(Depth)),
    Fits = At =/= own andalso At + 3 + string_width(Flat) < Width,
    case Fits orelse is_small(Other) of
        true -> [" . ", Flat];
        false -> [" .", line(Column), term(Other, less(Depth), Column, Width)]
    end.

is_small(Term) -> is_atom(Term) orelse is_number(Term).

line(Column) -> [$\n, spaces(Column)].

spaces(Column) -> lists:duplicate(Column, $\s).

%% ---------------------------------------------------------------- maps

%% A map on several lines; what follows on a line ends before Edge.
map_text(Map, Depth, Column, Width, Edge) ->
    ["#M(", map_lines(maps:to_list(Map), Depth, Column + 3, Width, Edge), $)].

map_lines([Pair | Pairs], Depth, Column, Width, Edge) ->
    {Text, End} = pair(Pair, Depth, Column, Width, Edge),
    [Text | more_pairs(Pairs, less(Depth), Column, End, Width, Edge)].

more_pairs(_, 0, _, _, _, _) -> " ...";
more_pairs([], _, _, _, _, _) -> [];
more_pairs([{Key, Value} = Pair | Pairs], Depth, Column, At, Width, Edge) ->
    Less = less(Depth),
    Flat = [flat(Key, Depth), $\s, flat(Value, Depth)],
    case At =/= own andalso At + 1 + string_width(Flat) of
        End when is_integer(End), End < Edge ->
            [$\s, Flat | more_pairs(Pairs, Less, Column, End, Width, Edge)];
        _ ->
            {Text, End} = pair(Pair, Depth, Column, Width, Edge),
            [line(Column), Text | more_pairs(Pairs, Less, Column, End, Width, Edge)]
    end.

%% A pair from Column on, and the column after it if it is on one line.
pair({Key, Value}, Depth, Column, Width, Edge) ->
    KeyText = term(Key, Depth, Column, Width),
    Start = Column + string_width(KeyText) + 1,
    Flat = flat(Value, Depth),
    case Start + string_width(Flat) of
        End when End < Edge -> {[KeyText, $\s, Flat], End};
        _ -> {[KeyText, line(Column + 2), value(Value, Depth, Column + 2, Width, Edge)], own}
    end.

%% A value on a line of its own.
value(Map, Depth, Column, Width, Edge) when map_size(Map) > 0 ->
    map_text(Map, Depth, Column, Width - 1, Edge);
value(Value, Depth, Column, Width, _) ->
    term(Value, Depth, Column, Width).
