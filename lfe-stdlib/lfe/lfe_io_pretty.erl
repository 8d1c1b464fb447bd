%% Terms as LFE writes them for people: abbreviated quotes, strings, lines of a given width.
%%
%% What fits the rest of the line stays on it. Of other lists the special forms have their first
%% arguments beside the head and the rest indented by two; everything else has its elements below each
%% other, symbols and numbers filling lines together.
-module(lfe_io_pretty).

-export([term/1, term/2, term/3, term/4]).

-define(WIDTH, 80).
%% Elements that share a line leave this many columns free on its right.
-define(MARGIN, 9).

-record(at, {width, depth}).

term(Term) -> term(Term, -1, 0, ?WIDTH).
term(Term, Depth) -> term(Term, Depth, 0, ?WIDTH).
term(Term, Depth, Indentation) -> term(Term, Depth, Indentation, ?WIDTH).

%% The text of Term, which begins in column Indentation.
term(Term, Depth, Indentation, Width) ->
    print(Term, Indentation, 0, #at{width = Width, depth = Depth}).

%% Text of Term from Column on, with Closers brackets to follow on its last line.
print(Term, Column, Closers, At) ->
    Flat = lists:flatten(flat(Term, At#at.depth)),
    case Column + length(Flat) + Closers < At#at.width of
        true -> Flat;
        false -> broken(Term, Flat, Column, Closers, At)
    end.

broken(_, Flat, _, _, #at{depth = 0}) -> Flat;
broken(Term, Flat, Column, Closers, At) when is_list(Term), Term =/= [] ->
    case {abbreviation(Term), is_text(Term)} of
        {{Mark, Datum}, _} ->
            [Mark, print(Datum, Column + length(Mark), Closers, At)];
        {none, true} ->
            Flat;
        {none, false} ->
            list(Term, Column, Closers, At)
    end;
broken(Term, _, Column, Closers, At) when is_tuple(Term), Term =/= {} ->
    Inner = deeper(At),
    ["#(", elements(tuple_to_list(Term), Column + 2, Column + 2, Closers + 1, Inner), $)];
broken(Term, _, Column, Closers, At) when is_map(Term), map_size(Term) > 0 ->
    ["#M(", pairs(maps:to_list(Term), Column + 3, Column + 3, Closers + 1, deeper(At)), $)];
broken(_, Flat, _, _, _) ->
    Flat.

deeper(#at{depth = Depth} = At) -> At#at{depth = Depth - 1}.

list([Head | Tail] = List, Column, Closers, At) ->
    Inner = deeper(At),
    case is_atom(Head) andalso is_proper(Tail) andalso style(Head, Tail) of
        false ->
            [$(, elements(List, Column + 1, Column + 1, Closers + 1, Inner), $)];
        beside ->
            Name = lists:flatten(lfe_io_write:symbol(Head)),
            First = Column + length(Name) + 2,
            [$(, Name, $\s, elements(Tail, First, First, Closers + 1, Inner), $)];
        Count ->
            {Beside, Below} = lists:split(min(Count, length(Tail)), Tail),
            Name = lists:flatten(lfe_io_write:symbol(Head)),
            {Text, _} = beside(Beside, Below, Column + 1 + length(Name), Closers + 1, Inner),
            [$(, Name, Text, below(Below, Column + 2, Closers + 1, Inner), $)]
    end.

is_proper([_ | Tail]) -> is_proper(Tail);
is_proper(Tail) -> Tail =:= [].

%% How many arguments of a special form stand beside its head, or that all begin there.
style(Head, Tail) ->
    case Head of
        'cond' -> beside;
        'progn' -> 0;
        'prog1' -> 0;
        'receive' -> 0;
        'catch' -> 0;
        'match-lambda' -> 0;
        'maybe' -> 0;
        'else' -> 0;
        'after' -> 1;
        'eval-when-compile' -> 0;
        'if' -> 1;
        'case' -> 1;
        'let' -> 1;
        'let*' -> 1;
        'flet' -> 1;
        'flet*' -> 1;
        'fletrec' -> 1;
        'macrolet' -> 1;
        'let-function' -> 1;
        'letrec-function' -> 1;
        'let-macro' -> 1;
        'lambda' -> 1;
        'try' -> 1;
        'lc' -> 1;
        'list-comp' -> 1;
        'bc' -> 1;
        'binary-comp' -> 1;
        'when' -> false;
        'defmodule' -> 1;
        'define-module' -> 1;
        'defrecord' -> 1;
        'define-record' -> 1;
        'define-function' -> 1;
        'define-macro' -> 1;
        'do' -> 2;
        'defun' -> definition(Tail);
        'defmacro' -> definition(Tail);
        _ -> false
    end.

%% The arguments of a function stand beside its name, clauses below it.
definition([_, Arguments | _]) when is_list(Arguments) ->
    case lists:all(fun is_atom/1, Arguments) of
        true -> 2;
        false -> 1
    end;
definition([_, Arguments | _]) when is_atom(Arguments) -> 2;
definition(_) -> 1.

beside([], _, Column, _, _) ->
    {"", Column};
beside([Term | Terms], Below, Column, Closers, At) ->
    Last = case {Terms, Below} of
               {[], []} -> Closers;
               _ -> 0
           end,
    Text = print(Term, Column + 1, Last, At),
    {Rest, End} = beside(Terms, Below, end_column(Text, Column + 1), Closers, At),
    {[$\s, Text, Rest], End}.

below([], _, _, _) -> "";
below([Term], Column, Closers, At) -> [line(Column), print(Term, Column, Closers, At)];
below([Term | Terms], Column, Closers, At) ->
    [line(Column), print(Term, Column, 0, At), below(Terms, Column, Closers, At)].

line(Column) -> [$\n, lists:duplicate(Column, $\s)].

end_column(Text, Start) ->
    Flat = lists:flatten(Text),
    case string:split(Flat, "\n", trailing) of
        [_, Last] -> length(Last);
        [_] -> Start + length(Flat)
    end.

%% Elements that begin in column First, one a line unless both are symbols or numbers.
elements(List, First, Column, Closers, At) -> elements(List, First, Column, Closers, At, start).

elements(_, _, _, _, #at{depth = 1}, Before) when Before =/= start ->
    " ...";
elements([Term | Tail], First, Column, Closers, At, Before) ->
    Last = case Tail of
               [] -> Closers;
               _ -> 0
           end,
    Simple = is_simple(Term),
    {Lead, Start} = lead(Term, Simple, First, Column, At, Before),
    Text = print(Term, Start, Last, At),
    End = end_column(Text, Start),
    [Lead, Text | rest(Tail, First, End, Closers, At, Simple)].

rest([], _, _, _, _, _) -> "";
rest([_ | _] = Tail, First, Column, Closers, At, Simple) ->
    Next = case At#at.depth < 0 of
               true -> At;
               false -> deeper(At)
           end,
    elements(Tail, First, Column, Closers, Next, Simple);
rest(Tail, First, Column, Closers, At, _) ->
    Flat = lists:flatten(flat(Tail, At#at.depth)),
    case Column + 3 + length(Flat) + Closers < At#at.width of
        true -> [" . ", Flat];
        false -> [" .", line(First), print(Tail, First, Closers, At)]
    end.

lead(_, _, First, _, _, start) ->
    {"", First};
lead(Term, true, First, Column, At, true) ->
    Length = length(lists:flatten(flat(Term, At#at.depth))),
    case Column + 1 + Length =< At#at.width - ?MARGIN of
        true -> {$\s, Column + 1};
        false -> {line(First), First}
    end;
lead(_, _, First, _, _, _) ->
    {line(First), First}.

is_simple(Term) -> is_atom(Term) orelse is_number(Term).

pairs([{Key, Value} | Rest], First, Column, Closers, At) ->
    Last = case Rest of
               [] -> Closers;
               _ -> 0
           end,
    KeyText = lists:flatten(flat(Key, At#at.depth)),
    ValueText = lists:flatten(flat(Value, At#at.depth)),
    Length = length(KeyText) + 1 + length(ValueText),
    Fill = Column =/= First andalso Column + 1 + Length =< At#at.width - ?MARGIN - 1,
    {Lead, Start} = case {Fill, Column} of
                        {true, _} -> {$\s, Column + 1};
                        {false, First} -> {"", First};
                        {false, _} -> {line(First), First}
                    end,
    Text = case Start + Length + Last < At#at.width of
               true -> [KeyText, $\s, ValueText];
               false ->
                   [print(Key, Start, 0, At), line(Start + 2), print(Value, Start + 2, Last, At)]
           end,
    [Lead, Text | more_pairs(Rest, First, end_column(Text, Start), Closers, At)].

more_pairs([], _, _, _, _) -> "";
more_pairs(Rest, First, Column, Closers, At) -> pairs(Rest, First, Column, Closers, At).

%% A term on one line, with strings and abbreviations.
flat(_, 0) -> "...";
flat(Term, Depth) when is_list(Term), Term =/= [] ->
    case {abbreviation(Term), is_text(Term)} of
        {{Mark, Datum}, _} -> [Mark, flat(Datum, Depth)];
        {none, true} -> lfe_io_write:string(Term);
        {none, false} -> [$(, flat_list(Term, Depth), $)]
    end;
flat(Term, Depth) when is_tuple(Term), Term =/= {} ->
    ["#(", flat_list(tuple_to_list(Term), Depth), $)];
flat(Term, Depth) when is_map(Term), map_size(Term) > 0 ->
    ["#M(", flat_pairs(maps:to_list(Term), Depth), $)];
flat(Term, Depth) when is_binary(Term), Term =/= <<>> ->
    Chars = unicode:characters_to_list(Term),
    case is_list(Chars) andalso io_lib:printable_unicode_list(Chars) of
        true -> [$#, lfe_io_write:string(Chars)];
        false -> lfe_io_write:bitstring(Term, Depth)
    end;
flat(Term, Depth) ->
    lfe_io_write:term(Term, Depth).

flat_list([Head | Tail], Depth) -> [flat(Head, Depth - 1), flat_tail(Tail, Depth - 1)].

flat_tail([], _) -> "";
flat_tail(_, 1) -> " ...";
flat_tail([Head | Tail], Depth) -> [$\s, flat(Head, Depth - 1), flat_tail(Tail, Depth - 1)];
flat_tail(Last, Depth) -> [" . ", flat(Last, Depth - 1)].

flat_pairs(_, 1) -> "...";
flat_pairs([{Key, Value}], Depth) -> [flat(Key, Depth - 1), $\s, flat(Value, Depth - 1)];
flat_pairs([{Key, Value} | Rest], Depth) ->
    [flat(Key, Depth - 1), $\s, flat(Value, Depth - 1), $\s, flat_pairs(Rest, Depth - 1)].

abbreviation([quote, Datum]) -> {"'", Datum};
abbreviation([backquote, Datum]) -> {"`", Datum};
abbreviation([comma, Datum]) -> {",", Datum};
abbreviation(['comma-at', Datum]) -> {",@", Datum};
abbreviation(_) -> none.

is_text([]) -> false;
is_text(List) -> is_proper(List) andalso io_lib:printable_unicode_list(List).
