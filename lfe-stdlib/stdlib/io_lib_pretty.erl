%% Printing terms over several lines, as ~p does.
%%
%% First the term is measured: it becomes a tree of nodes that know the length of their text on
%% one line. Then it is laid out from a column on; what does not fit is broken after commas.
%%
%% A node is {Kind, Length, Dots, Grow, ...}. Dots is how many characters of "..." it has; when
%% there are some, Grow(Room, Deeper) measures it again with more depth. The kinds:
%%   text    Chars                          bin     Parts: texts of bytes and commas
%%   list    Items                          tuple   Items
%%   tagged  Items, the first an atom       map     Items, all of kind pair
%%   record  Items of kind field, Name, NameLength
%%   pair    Key, Value                     field   Name, NameLength, Value
%% Items may end in a node: the tail of an improper list, or one of kind rest for what is left out.
%% Depth counts down to 1, Room (characters) to 0; a negative number means no limit.
-module(io_lib_pretty).

-export([print/1, print/2, print/4, write_limited/4]).

-define(LENGTH(Node), element(2, Node)).
-define(NO_DOTS, 0, none).

%% How many characters of a printable binary count as one level of depth.
-define(CHARS_PER_LEVEL, 4).

%% Characters of a binary looked at first; a printable start this short is always shown.
-define(FIRST_LOOK, 20).

%% Print on lines of 80 columns.
print(Term) -> print(Term, 1, 80, -1).

%% Print from a column on, for a line length and a depth.
print(Term, Column, LineLength, Depth) ->
    print(Term, [{column, Column}, {line_length, LineLength}, {depth, Depth}, {encoding, latin1}]).

%% Print with the options chars_limit, column, depth, encoding, line_length, line_max_chars,
%% record_print_fun and strings.
print(Term, Options) ->
    Depth = option(depth, Options, -1),
    Room = option(chars_limit, Options, -1),
    Encoding = option(encoding, Options, utf8),
    if
        Depth =:= 0; Room =:= 0 ->
            "...";
        is_atom(Term) ->
            write_atom(Term, Encoding);
        is_list(Term); is_tuple(Term); is_map(Term); is_bitstring(Term) ->
            How = {Encoding, option(strings, Options, true),
                   option(record_print_fun, Options, no_fun)},
            print_node(measure_limited(Term, Depth, Room, How), Options);
        true ->
            io_lib:write(Term)
    end.

%% A term on one line, for a depth and a positive number of characters.
write_limited(Term, Depth, Limit, Encoding) ->
    flat(measure_limited(Term, Depth, Limit, {Encoding, false, no_fun})).

option(Name, Options, Default) ->
    case lists:keyfind(Name, 1, Options) of
        {_, Value} -> Value;
        _ -> Default
    end.

print_node(Node, Options) ->
    Column = max(option(column, Options, 1), 1),
    LineLength = option(line_length, Options, 80),
    Max = case option(line_max_chars, Options, -1) of
              Given when Given < 0 -> ?LENGTH(Node);
              Given -> Given
          end,
    if
        LineLength =:= 0 ->
            flat(Node);
        ?LENGTH(Node) < LineLength - Column, ?LENGTH(Node) =< Max ->
            flat(Node);
        true ->
            try_layouts([-1, 4], Node, Column, LineLength, Max)
    end.

%% The elements after a tag are put below the first of them (indentation -1) or, when that leads
%% too far to the right, indented by 4 columns, or by 1 as the last resort.
try_layouts([TagIndent | Others], Node, Column, LineLength, Max) ->
    Context = {LineLength, Max, TagIndent, check},
    try
        lay(Node, Column, spaces(Column - 1), 0, 0, Context)
    catch
        throw:too_far_right -> try_layouts(Others, Node, Column, LineLength, Max)
    end;
try_layouts([], Node, Column, LineLength, Max) ->
    lay(Node, Column, spaces(Column - 1), 0, 0, {LineLength, Max, 1, no_check}).

%% ---------------------------------------------------------------- layout

%% The text of a node that starts in Column. Indent is the white space for further lines, Closing
%% the number of brackets that come after the text, Used how much of the line is written.
lay(Node, Column, Indent, Closing, Used, Context) ->
    case fits(?LENGTH(Node), Column, Closing, Used, Context) of
        true -> flat(Node);
        false -> broken(Node, Column, Indent, Closing, Used, Context)
    end.

fits(Length, Column, Closing, Used, {LineLength, Max, _, _}) ->
    Length < LineLength - Column - Closing andalso Length + Used + Closing =< Max.

broken({text, _, _, _, Chars}, _, _, _, _, _) ->
    Chars;
broken({bin, _, _, _, Parts}, Column, Indent, Closing, Used, {LineLength, Max, _, _}) ->
    Width = max(8, min(LineLength - Column - 2, Max - 4 - Used) - Closing),
    ["<<", break_bytes(Parts, Width, Width, deeper(2, Indent)), ">>"];
broken({list, _, _, _, Items}, Column, Indent, Closing, Used, Context) ->
    [$[, items(Items, Column + 1, deeper(1, Indent), Closing, $|, Used + 1, Context), $]];
broken({tuple, _, _, _, Items}, Column, Indent, Closing, Used, Context) ->
    [${, items(Items, Column + 1, deeper(1, Indent), Closing, $,, Used + 1, Context), $}];
broken({tagged, _, _, _, [Tag | Items]}, Column, Indent, Closing, Used, Context) ->
    [${, flat(Tag), after_tag(Items, ?LENGTH(Tag), Column, Indent, Closing, Used + 1, Context), $}];
broken({map, _, _, _, Items}, Column, Indent, Closing, Used, Context) ->
    ["#{", items(Items, Column + 2, deeper(2, Indent), Closing, $,, Used + 1, Context), $}];
broken({record, _, _, _, [_ | _] = Items, Name, NameLength},
       Column, Indent, Closing, Used, Context) ->
    {Column1, Indent1, NewLine, Used1} =
        below_name(NameLength + 1, Column, Indent, Used + NameLength + 1, Context),
    [Name, ${, NewLine, items(Items, Column1, Indent1, Closing, $,, Used1, Context), $}];
broken(Node, _, _, _, _, _) ->
    flat(Node).

after_tag(Items, TagLength, Column, Indent, Closing, Used, Context) ->
    {LineLength, Max, TagIndent, _} = Context,
    Aligned = Column + TagLength + 2,
    if
        TagIndent > 0, TagLength + 2 > TagIndent ->
            Column1 = Column + TagIndent,
            allow(Max + Column1 =< LineLength orelse Column1 =< LineLength div 2, Context),
            Indent1 = deeper(TagIndent, Indent),
            more_items(Items, Column1, Aligned, Indent1, Closing, $,, Used + TagLength, Context);
        true ->
            allow(Max + Aligned < LineLength orelse Aligned < LineLength div 2, Context),
            Indent1 = deeper(TagLength + 2, Indent),
            [$, | items(Items, Aligned, Indent1, Closing, $,, Used + TagLength + 1, Context)]
    end.

allow(true, _) -> ok;
allow(false, {_, _, _, check}) -> throw(too_far_right);
allow(false, {_, _, _, no_check}) -> ok.

%% Where the things after a record or field name go: behind it, or on a new line.
below_name(NameWidth, Column, Indent, Used, {LineLength, Max, TagIndent, _} = Context) ->
    {Width, Used1} = if
                         TagIndent > 0, NameWidth > TagIndent -> {TagIndent, 0};
                         true -> {NameWidth, Used}
                     end,
    Column1 = Column + Width,
    allow(Max + Column1 =< LineLength orelse Column1 =< LineLength div 2, Context),
    Indent1 = deeper(Width, Indent),
    NewLine = if
                  Width =:= NameWidth -> "";
                  true -> [$\n | Indent1]
              end,
    {Column1, Indent1, NewLine, Used1}.

items([Item | Items], Column, Indent, Closing, Bar, Used, Context) ->
    {Text, Width} = place(Item, Column, Indent, closing(Items, Closing), Used, Context),
    Used1 = case Item of
                {pair, _, _, _, _, _} -> Width;
                _ -> Used + Width
            end,
    [Text | more_items(Items, Column, Column + Width, Indent, Closing, Bar, Used1, Context)];
items({rest, _, _, _}, _, _, _, _, _, _) ->
    "...".

%% The items after the first: small ones on the line of the one before as long as there is room,
%% others on lines of their own from column Left on. Bar comes before a tail.
more_items([], _, _, _, _, _, _, _) ->
    [];
more_items([Item | Items], Left, Column, Indent, Closing, Bar, Used, Context) ->
    Closing1 = closing(Items, Closing),
    Length = ?LENGTH(Item) + 1,
    case is_small(Item) andalso fits(Length, Column, max(1, Closing1), Used, Context) of
        true ->
            [$,, flat(Item)
             | more_items(Items, Left, Column + Length, Indent, Closing, Bar, Used + Length,
                          Context)];
        false ->
            {Text, Width} = place(Item, Left, Indent, Closing1, 0, Context),
            [$,, $\n, Indent, Text
             | more_items(Items, Left, Left + Width, Indent, Closing, Bar, Width, Context)]
    end;
more_items({rest, _, _, _}, _, _, _, _, Bar, _, _) ->
    [Bar | "..."];
more_items(Tail, Left, Column, Indent, Closing, Bar, Used, Context) ->
    case is_small(Tail) andalso fits(?LENGTH(Tail) + 1, Column, Closing + 1, Used, Context) of
        true -> [Bar | flat(Tail)];
        false -> [Bar, $\n, Indent | tail(Tail, Left, Column, Indent, Closing + 1, Context)]
    end.

%% OTP looks whether a tail gets too far to the right as if it began on the line before.
tail(Tail, Left, Column, Indent, Closing, {LineLength, Max, TagIndent, check} = Context) ->
    _ = lay(Tail, Column, Indent, Closing, 0, Context),
    lay(Tail, Left, Indent, Closing, 0, {LineLength, Max, TagIndent, no_check});
tail(Tail, Left, _, Indent, Closing, Context) ->
    lay(Tail, Left, Indent, Closing, 0, Context).

%% Brackets to be closed after an item: none when others follow it.
closing([_ | _], _) -> 0;
closing(_, Closing) -> Closing + 1.

%% The text of an item and its width; a full line's width when nothing may follow on its line.
place(Item, Column, Indent, Closing, Used, {LineLength, _, _, _} = Context) ->
    case fits(?LENGTH(Item), Column, Closing, Used, Context) of
        true ->
            case is_small(Item) of
                true -> {flat(Item), ?LENGTH(Item)};
                false -> {flat(Item), LineLength}
            end;
        false ->
            {place_broken(Item, Column, Indent, Closing, Used, Context), LineLength}
    end.

place_broken({pair, _, _, _, Key, Value}, Column, Indent, Closing, Used, Context) ->
    ValueIndent = case Context of
                      {_, _, TagIndent, _} when TagIndent > 0 -> TagIndent;
                      _ -> 4
                  end,
    Indent1 = deeper(ValueIndent, Indent),
    [lay(Key, Column, Indent, Closing, Used, Context), " =>\n",
     Indent1 | lay(Value, Column + ValueIndent, Indent1, Closing, 0, Context)];
place_broken({field, _, _, _, Name, NameLength, Value}, Column, Indent, Closing, Used, Context) ->
    {Column1, Indent1, NewLine, Used1} =
        below_name(NameLength, Column, Indent, Used + NameLength, Context),
    Equals = case NewLine of
                 "" -> " = ";
                 _ -> " ="
             end,
    [Name, Equals, NewLine | lay(Value, Column1, Indent1, Closing, Used1, Context)];
place_broken(Node, Column, Indent, Closing, Used, Context) ->
    broken(Node, Column, Indent, Closing, Used, Context).

is_small({text, _, _, _, _}) -> true;
is_small({pair, _, _, _, {text, _, _, _, _}, {text, _, _, _, _}}) -> true;
is_small({field, _, _, _, _, _, {text, _, _, _, _}}) -> true;
is_small(_) -> false.

%% Left is the room on the line, Width that on a new line.
break_bytes([Byte, $, | Parts], Left, Width, Indent) ->
    case length(Byte) + 1 of
        Length when Length > Left ->
            [$\n, Indent, Byte, $, | break_bytes(Parts, Width - Length, Width, Indent)];
        Length ->
            [Byte, $, | break_bytes(Parts, Left - Length, Width, Indent)]
    end;
break_bytes(Last, Left, _, Indent) ->
    case iolist_size(Last) > Left of
        true -> [$\n, Indent, Last];
        false -> Last
    end.

spaces(Count) -> lists:duplicate(Count, $\s).

deeper(1, Indent) -> [$\s | Indent];
deeper(Count, Indent) -> [spaces(Count) | Indent].

%% A node on one line.
flat({text, _, _, _, Chars}) -> Chars;
flat({bin, _, _, _, Parts}) -> ["<<", Parts, ">>"];
flat({list, _, _, _, Items}) -> [$[, flat_items(Items, $|), $]];
flat({map, _, _, _, Items}) -> ["#{", flat_items(Items, $,), $}];
flat({pair, _, _, _, Key, Value}) -> [flat(Key), " => " | flat(Value)];
flat({field, _, _, _, Name, _, Value}) -> [Name, " = " | flat(Value)];
flat({record, _, _, _, Items, Name, _}) -> [Name, ${, flat_items(Items, $,), $}];
flat({_, _, _, _, Items}) -> [${, flat_items(Items, $,), $}].

flat_items([], _) -> "";
flat_items([Item | Items], Bar) -> [flat(Item) | flat_more(Items, Bar)];
flat_items({rest, _, _, _}, _) -> "...".

flat_more([], _) -> [];
flat_more([Item | Items], Bar) -> [$,, flat(Item) | flat_more(Items, Bar)];
flat_more({rest, _, _, _}, Bar) -> [Bar | "..."];
flat_more(Tail, Bar) -> [Bar | flat(Tail)].

%% ---------------------------------------------------------------- measuring within a limit

%% Without a limit on characters the depth alone decides. With one, the greatest depth is looked
%% for whose text has not more characters: it is doubled until that is too long, then halved.
measure_limited(Term, Depth, Room, How) when Room < 0 ->
    measure(Term, Depth, Room, How);
measure_limited(Term, Depth, Room, How) ->
    case measure(Term, 1, Room, How) of
        Node when element(3, Node) =:= 0; ?LENGTH(Node) > Room; Depth =:= 1 -> Node;
        Node -> deepen(Node, 1, 4, Depth, Room)
    end.

deepen(Node, At, Step, Depth, Room) ->
    Next = if
               Depth < 0 -> At + Step;
               true -> min(At + Step, Depth)
           end,
    Deeper = grow(Node, Room, Next - At),
    Length = ?LENGTH(Deeper),
    if
        element(3, Deeper) =:= 0; Length =:= ?LENGTH(Node) -> Deeper;
        Length =< Room, Depth < 0 orelse Next < Depth ->
            deepen(Deeper, Next, Step * 2, Depth, Room);
        true ->
            between(Node, Deeper, At, Next, Room)
    end.

between(Lower, Upper, Low, High, Room) when High - Low =:= 1 ->
    case ?LENGTH(Lower) of
        Room -> Lower;
        _ -> Upper
    end;
between(Lower, Upper, Low, High, Room) ->
    Middle = (Low + High) div 2,
    Node = grow(Lower, Room, Middle - Low),
    case ?LENGTH(Node) > Room of
        true -> between(Lower, Node, Low, Middle, Room);
        false -> between(Node, Upper, Middle, High, Room)
    end.

%% A node with its dotted parts measured again, Deeper levels deeper.
grow(Node, _, _) when element(3, Node) =:= 0 ->
    Node;
grow(Node, Room, Deeper) when is_function(element(4, Node)) ->
    (element(4, Node))(Room, Deeper);
grow({pair, _, _, _, Key, Value}, Room, Deeper) ->
    Key1 = grow(Key, less(Room, 1), Deeper),
    pair(Key1, grow(Value, less(Room, ?LENGTH(Key1) + 4), Deeper));
grow({field, _, _, _, Name, NameLength, Value}, Room, Deeper) ->
    field(Name, NameLength, grow(Value, less(Room, NameLength), Deeper));
grow({record, _, _, _, Items, Name, NameLength}, Room, Deeper) ->
    record(grow_items(Items, less(Room, NameLength + 2), Deeper), Name, NameLength);
grow({map, _, _, _, Items}, Room, Deeper) ->
    group(map, grow_items(Items, less(Room, 3), Deeper), 3);
grow({Kind, _, _, _, Items}, Room, Deeper) ->
    group(Kind, grow_items(Items, less(Room, 2), Deeper), 2).

grow_items([], _, _) -> [];
grow_items([Item | Items], Room, Deeper) ->
    Room1 = less_comma(Room, Items),
    Item1 = grow(Item, Room1, Deeper),
    [Item1 | grow_items(Items, less(Room1, ?LENGTH(Item1)), Deeper)];
grow_items(Tail, Room, Deeper) -> grow(Tail, Room, Deeper).

less(Room, _) when Room < 0 -> Room;
less(Room, Count) when Room > Count -> Room - Count;
less(_, _) -> 0.

less_comma(Room, []) -> Room;
less_comma(Room, _) -> less(Room, 1).

%% ---------------------------------------------------------------- measuring

measure([], _, _, _) -> {text, 2, ?NO_DOTS, "[]"};
measure({}, _, _, _) -> {text, 2, ?NO_DOTS, "{}"};
measure(Atom, _, _, {Encoding, _, _}) when is_atom(Atom) -> text(write_atom(Atom, Encoding));
measure(List, Depth, Room, How) when is_list(List) -> measure_list(List, Depth, Room, How);
measure(Tuple, Depth, Room, {_, _, RecordFun} = How)
  when is_function(RecordFun), is_atom(element(1, Tuple)) ->
    case RecordFun(element(1, Tuple), tuple_size(Tuple) - 1) of
        no -> measure_tuple(Tuple, Depth, Room, How);
        Names -> measure_record(Tuple, Names, Depth, Room, How)
    end;
measure(Tuple, Depth, Room, How) when is_tuple(Tuple) -> measure_tuple(Tuple, Depth, Room, How);
measure(Map, _, _, _) when Map =:= #{} -> {text, 3, ?NO_DOTS, "#{}"};
measure(Map, Depth, Room, How) when is_map(Map) -> measure_map(Map, Depth, Room, How);
measure(<<>>, _, _, _) -> {text, 4, ?NO_DOTS, "<<>>"};
measure(Bits, Depth, Room, How) when is_bitstring(Bits) -> measure_bits(Bits, Depth, Room, How);
measure(Term, _, _, _) -> text(io_lib:write(Term)).

text(Chars) -> {text, io_lib:chars_length(Chars), ?NO_DOTS, Chars}.

%% A text with dots in the place of all that is inside.
dotted(Chars, Grow) -> {text, length(Chars), 3, Grow, Chars}.

%% A list or tuple or map of measured items, with the length of its brackets.
group(Kind, Items, Brackets) ->
    {Length, Dots} = lengths(Items, Brackets, 0),
    {Kind, Length, Dots, none, Items}.

pair(Key, Value) ->
    Dots = element(3, Key) + element(3, Value),
    {pair, ?LENGTH(Key) + 4 + ?LENGTH(Value), Dots, none, Key, Value}.

field(Name, NameLength, Value) ->
    {field, NameLength + ?LENGTH(Value), element(3, Value), none, Name, NameLength, Value}.

record(Items, Name, NameLength) ->
    {Length, Dots} = lengths(Items, NameLength + 2, 0),
    {record, Length, Dots, none, Items, Name, NameLength}.

lengths([], Length, Dots) -> {Length, Dots};
lengths([Item], Length, Dots) -> {Length + ?LENGTH(Item), Dots + element(3, Item)};
lengths([Item | Items], Length, Dots) ->
    lengths(Items, Length + ?LENGTH(Item) + 1, Dots + element(3, Item));
lengths(Tail, Length, Dots) -> {Length + ?LENGTH(Tail), Dots + element(3, Tail)}.

measure_tuple(Tuple, 1, _, How) ->
    dotted("{...}", fun(Room, Deeper) -> measure_tuple(Tuple, 1 + Deeper, Room, How) end);
measure_tuple(Tuple, Depth, Room, How) ->
    Kind = if
               is_atom(element(1, Tuple)), tuple_size(Tuple) > 1 -> tagged;
               true -> tuple
           end,
    group(Kind, measure_elements(Tuple, 1, Depth, less(Room, 2), How), 2).

measure_elements(Tuple, Index, _, _, _) when Index > tuple_size(Tuple) ->
    [];
measure_elements(Tuple, Index, Depth, Room, How) when Depth =:= 1; Room =:= 0 ->
    {rest, 3, 3, fun(Room1, Deeper) ->
                         measure_elements(Tuple, Index, Depth + Deeper, Room1, How)
                 end};
measure_elements(Tuple, Index, Depth, Room, How) ->
    Room1 = if
                Index =:= tuple_size(Tuple) -> Room;
                true -> less(Room, 1)
            end,
    Item = measure(element(Index, Tuple), Depth - 1, Room1, How),
    Room2 = less(Room1, ?LENGTH(Item)),
    [Item | measure_elements(Tuple, Index + 1, Depth - 1, Room2, How)].

measure_record(Tuple, Names, 1, _, How) ->
    dotted("{...}", fun(Room, Deeper) -> measure_record(Tuple, Names, 1 + Deeper, Room, How) end);
measure_record(Tuple, Names, Depth, Room, {Encoding, _, _} = How) ->
    [Tag | Values] = tuple_to_list(Tuple),
    Name = [$# | write_atom(Tag, Encoding)],
    NameLength = io_lib:chars_length(Name),
    Fields = measure_fields(Names, Values, Depth - 1, less(Room, NameLength + 2), How),
    record(Fields, Name, NameLength).

measure_fields([], [], _, _, _) ->
    [];
measure_fields(Names, Values, Depth, Room, How) when Depth =:= 1; Room =:= 0 ->
    {rest, 3, 3, fun(Room1, Deeper) ->
                         measure_fields(Names, Values, Depth + Deeper, Room1, How)
                 end};
measure_fields([Name | Names], [Value | Values], Depth, Room, {Encoding, _, _} = How) ->
    Room1 = less_comma(Room, Values),
    Chars = write_atom(Name, Encoding),
    NameLength = io_lib:chars_length(Chars) + 3,
    Item = field(Chars, NameLength, measure(Value, Depth - 1, less(Room1, NameLength), How)),
    [Item | measure_fields(Names, Values, Depth - 1, less(Room1, ?LENGTH(Item)), How)].

measure_map(Map, 1, _, How) ->
    dotted("#{...}", fun(Room, Deeper) -> measure_map(Map, 1 + Deeper, Room, How) end);
measure_map(Map, Depth, Room, How) ->
    Pairs = measure_pairs(maps:to_list(Map), Depth, Depth - 1, less(Room, 3), How),
    group(map, Pairs, 3).

%% Count is the number of associations to show plus one, Depth that of keys and values.
measure_pairs([], _, _, _, _) ->
    [];
measure_pairs(Pairs, Count, Depth, Room, How) when Count =:= 1; Room =:= 0 ->
    {rest, 3, 3, fun(Room1, Deeper) ->
                         measure_pairs(Pairs, Count + Deeper, Depth, Room1, How)
                 end};
measure_pairs([{Key, Value} | Pairs], Count, Depth, Room, How) ->
    Room1 = less_comma(Room, Pairs),
    KeyNode = measure(Key, Depth, Room1, How),
    Item = pair(KeyNode, measure(Value, Depth, less(Room1, ?LENGTH(KeyNode) + 4), How)),
    [Item | measure_pairs(Pairs, Count - 1, Depth, less(Room1, ?LENGTH(Item)), How)].

measure_list(List, Depth, Room, {Encoding, Strings, _} = How) ->
    case Strings andalso Depth =/= 1 andalso printable_list(List, Room, Encoding) of
        true ->
            text(write_string(List, Encoding));
        {true, Start} ->
            text([write_string(Start, Encoding) | "..."]);
        false ->
            case group(list, measure_items(List, Depth, less(Room, 2), How), 2) of
                {list, Length, Dots, none, Items} when Dots > 0 ->
                    Grow = fun(Room1, Deeper) ->
                                   measure_list(List, Depth + Deeper, Room1, How)
                           end,
                    {list, Length, Dots, Grow, Items};
                Node ->
                    Node
            end
    end.

measure_items([], _, _, _) ->
    [];
measure_items(List, Depth, Room, How) when Depth =:= 1; Room =:= 0 ->
    {rest, 3, 3, fun(Room1, Deeper) -> measure_items(List, Depth + Deeper, Room1, How) end};
measure_items([Head | Tail], Depth, Room, How) ->
    Room1 = less_comma(Room, Tail),
    Item = measure(Head, Depth - 1, Room1, How),
    [Item | measure_items(Tail, Depth - 1, less(Room1, ?LENGTH(Item)), How)];
measure_items(Tail, Depth, Room, How) ->
    measure(Tail, Depth - 1, Room, How).

measure_bits(Bits, 1, _, How) ->
    dotted("<<...>>", fun(Room, Deeper) -> measure_bits(Bits, 1 + Deeper, Room, How) end);
measure_bits(Bits, Depth, Room, {Encoding, Strings, _} = How) ->
    Grow = fun(Room1, Deeper) -> measure_bits(Bits, Depth + Deeper, Room1, How) end,
    Printable = Strings andalso is_binary(Bits)
        andalso printable_binary(Bits, Depth - 1, less(Room, 6), Encoding),
    case Printable of
        {Kind, all, Chars} ->
            text(["<<", io_lib:write_string(Chars), utf8_mark(Kind), ">>"]);
        {Kind, start, Chars} ->
            Text = ["<<", io_lib:write_string(Chars), utf8_mark(Kind), "...>>"],
            {text, io_lib:chars_length(Text), 3, Grow, Text};
        false ->
            case io_lib:write_binary(Bits, Depth, Room) of
                {["<<", Parts, ">>"], <<>>} -> {bin, iolist_size(Parts) + 4, ?NO_DOTS, Parts};
                {["<<", Parts, ">>"], _} -> {bin, iolist_size(Parts) + 4, 3, Grow, Parts}
            end
    end.

utf8_mark(bytes) -> "";
utf8_mark(utf8) -> "/utf8".

%% ---------------------------------------------------------------- strings

write_atom(Atom, latin1) -> io_lib:write_atom_as_latin1(Atom);
write_atom(Atom, _) -> io_lib:write_atom(Atom).

write_string(Chars, latin1) -> io_lib:write_latin1_string(Chars);
write_string(Chars, _) -> io_lib:write_string(Chars).

%% Is it shown as a string? {true, Start} when only its start has room.
printable_list(List, Room, latin1) when Room < 0 ->
    io_lib:printable_latin1_list(List);
printable_list(List, Room, _) when Room < 0 ->
    io_lib:printable_list(List);
printable_list(List, Room, latin1) ->
    printable_start(List, less(Room, 2), []);
printable_list(List, Room, _) ->
    try
        printable_slice(List, string:slice(List, 0, less(Room, 2)))
    catch
        _:_ -> false
    end.

printable_start([_ | _], 0, Start) -> {true, lists:reverse(Start, [])};
printable_start([C | Rest], Count, Start) ->
    case io_lib:printable_latin1_list([C]) of
        true -> printable_start(Rest, Count - 1, [C | Start]);
        false -> false
    end;
printable_start([], _, _) -> true;
printable_start(_, _, _) -> false.

printable_slice(_, "") ->
    false;
printable_slice(List, Slice) ->
    case lists:prefix(Slice, List) andalso io_lib:printable_list(Slice) of
        true when length(List) =:= length(Slice) -> true;
        true -> {true, Slice};
        false -> false
    end.

%% Is it shown as a string? {bytes or utf8, all or start, Chars}.
printable_binary(Bin, Depth, Room, Encoding) ->
    Look = if
               Depth < 0, Room < 0 -> byte_size(Bin);
               Depth < 0 -> Room;
               Room < 0 -> min(?CHARS_PER_LEVEL * Depth, byte_size(Bin));
               true -> min(Room, min(?CHARS_PER_LEVEL * Depth, byte_size(Bin)))
           end,
    if
        Look =:= 0 ->
            false;
        Encoding =:= latin1 ->
            printable_bytes(Bin, Look, Depth);
        true ->
            case valid_utf8(Bin, Look) of
                true -> printable_utf8(Bin, Look, Depth);
                false -> printable_bytes(Bin, Look, Depth)
            end
    end.

valid_utf8(<<>>, _) -> true;
valid_utf8(_, 0) -> true;
valid_utf8(<<_/utf8, Rest/binary>>, Count) -> valid_utf8(Rest, Count - 1);
valid_utf8(_, _) -> false.

printable_bytes(Bin, Look, Depth) ->
    case count_printable(Bin, Look, 0) of
        0 ->
            false;
        Count when Count =:= byte_size(Bin) ->
            {bytes, all, binary_to_list(Bin)};
        Count when Count =:= Look, Look =< ?FIRST_LOOK; Depth > 0, Count >= Depth ->
            {bytes, start, binary_to_list(Bin, 1, Count)};
        _ ->
            false
    end.

count_printable(Bin, Look, Count) when Count < Look ->
    case Bin of
        <<_:Count/binary, C, _/binary>> ->
            case io_lib:printable_latin1_list([C]) of
                true -> count_printable(Bin, Look, Count + 1);
                false -> Count
            end;
        _ ->
            Count
    end;
count_printable(_, _, Count) ->
    Count.

printable_utf8(Bin, Look, Depth) ->
    case take_printable(Bin, Look, io:printable_range(), []) of
        {_, <<>>, Chars} ->
            {kind(byte_size(Bin), Chars), all, Chars};
        {Left, Rest, Chars} when Depth > 0, Look - Left >= Depth ->
            {kind(byte_size(Bin) - byte_size(Rest), Chars), start, Chars};
        _ ->
            false
    end.

kind(Size, Chars) when length(Chars) =:= Size -> bytes;
kind(_, _) -> utf8.

take_printable(<<C/utf8, Rest/binary>> = Bin, Left, Range, Chars) when Left > 0 ->
    Printable = case Range of
                    latin1 -> io_lib:printable_latin1_list([C]);
                    unicode -> io_lib:printable_unicode_list([C])
                end,
    case Printable of
        true -> take_printable(Rest, Left - 1, Range, [C | Chars]);
        false -> {Left, Bin, lists:reverse(Chars, [])}
    end;
take_printable(Bin, Left, _, Chars) ->
    {Left, Bin, lists:reverse(Chars, [])}.
