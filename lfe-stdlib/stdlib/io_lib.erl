%% Turning terms into characters.
%% Everything here gives deep lists of characters (Unicode code points), never binaries.
%% Formatting proper is in io_lib_format, line breaking in io_lib_pretty, reading in io_lib_fread.
-module(io_lib).

-export([format/2, format/3, fwrite/2, fwrite/3, scan_format/2, unscan_format/1]).
-export([build_text/1, build_text/2, fread/2, fread/3, print/1, print/4, indentation/2, nl/0]).
-export([write/1, write/2, write/3, write_binary/3, limit_term/2, format_prompt/1]).
-export([format_prompt/2, chars_length/1, quote_atom/2, write_atom/1, write_atom_as_latin1/1]).
-export([write_string/1, write_string/2, write_unicode_string/1, write_latin1_string/1]).
-export([write_latin1_string/2, write_string_as_latin1/1, write_string_as_latin1/2]).
-export([write_char/1, write_unicode_char/1, write_latin1_char/1, write_char_as_latin1/1]).
-export([char_list/1, latin1_char_list/1, deep_char_list/1, deep_unicode_char_list/1]).
-export([deep_latin1_char_list/1, printable_list/1, printable_latin1_list/1]).
-export([printable_unicode_list/1]).

%% What a code point must be to stand for a character, and to be shown as itself in strings.
-define(IS_CHAR(C), is_integer(C), C >= 0, C < 16#D800;
                    is_integer(C), C > 16#DFFF, C < 16#FFFE;
                    is_integer(C), C > 16#FFFF, C =< 16#10FFFF).
-define(IS_LATIN1(C), is_integer(C), C >= 0, C =< 255).
-define(IS_CONTROL_ESCAPE(C), (C >= $\b andalso C =< $\r) orelse C =:= $\e).

%% ---------------------------------------------------------------- formatting

%% Format arguments; badarg when format and arguments do not go together.
format(Format, Args) ->
    try
        io_lib_format:fwrite(Format, Args)
    catch
        _:_ -> error(badarg, [Format, Args])
    end.

%% Format arguments; the option {chars_limit, N} asks for about N characters at most.
format(Format, Args, Options) ->
    try
        io_lib_format:fwrite(Format, Args, Options)
    catch
        _:_ -> error(badarg, [Format, Args])
    end.

%% The same as format/2.
fwrite(Format, Args) -> format(Format, Args).

%% The same as format/3.
fwrite(Format, Args, Options) -> format(Format, Args, Options).

%% The characters and control sequences (maps) of a format with its arguments.
scan_format(Format, Args) ->
    try
        io_lib_format:scan(Format, Args)
    catch
        _:_ -> error(badarg, [Format, Args])
    end.

%% A format and its arguments from what scan_format/2 gives.
unscan_format(FormatList) -> io_lib_format:unscan(FormatList).

%% The characters for what scan_format/2 gives.
build_text(FormatList) ->
    try
        io_lib_format:build(FormatList)
    catch
        _:_ -> error(badarg, [FormatList])
    end.

%% The same with options, as in format/3.
build_text(FormatList, Options) ->
    try
        io_lib_format:build(FormatList, Options)
    catch
        _:_ -> error(badarg, [FormatList, Options])
    end.

%% Read terms from a string under control of a format.
fread(Format, String) -> io_lib_fread:fread(Format, String).

%% Read in pieces: Continuation is [] at first, Chars may be eof.
fread(Continuation, Chars, Format) -> io_lib_fread:fread(Continuation, Chars, Format).

%% A term as ~p prints it, on lines of 80 columns.
print(Term) -> io_lib_pretty:print(Term).

%% A term as ~p prints it, from a column on, for a line length and a depth.
print(Term, Column, LineLength, Depth) ->
    io_lib_pretty:print(Term, Column, LineLength, Depth).

%% The column where the text ends that starts in column Start.
indentation(Chars, Start) -> io_lib_format:indentation(Chars, Start).

%% The end of a line.
nl() -> "\n".

%% The text of a prompt given to an I/O request.
format_prompt(Prompt) -> format_prompt(Prompt, latin1).

%% The text of a prompt for a device with the given encoding.
format_prompt({format, Format, Args}, _Encoding) ->
    prompt(Format, Args);
format_prompt(Prompt, Encoding) when is_list(Prompt); is_atom(Prompt); is_binary(Prompt) ->
    case Encoding of
        latin1 -> prompt("~s", [Prompt]);
        _ -> prompt("~ts", [Prompt])
    end;
format_prompt(Prompt, latin1) ->
    prompt("~p", [Prompt]);
format_prompt(Prompt, _Encoding) ->
    prompt("~tp", [Prompt]).

prompt(Format, Args) ->
    try
        io_lib_format:fwrite(Format, Args)
    catch
        _:_ -> "???"
    end.

%% The number of characters, as seen by a reader, of a deep list.
chars_length(Chars) ->
    try
        iolist_size(Chars)
    catch
        _:_ -> string:length(Chars)
    end.

%% ---------------------------------------------------------------- writing terms

%% A term in Erlang syntax, on one line.
write(Term) -> write_term(Term, -1, latin1).

%% The same with a depth, or with the options depth, encoding and chars_limit.
write(Term, Depth) when is_integer(Depth) ->
    write_term(Term, Depth, latin1);
write(Term, Options) ->
    Depth = option(depth, Options, -1),
    Encoding = option(encoding, Options, utf8),
    case option(chars_limit, Options, -1) of
        Limit when Limit =:= 0; Depth =:= 0 ->
            "...";
        Limit when Limit < 0 ->
            write_term(Term, Depth, Encoding);
        Limit when Limit > 0 ->
            io_lib_pretty:write_limited(Term, Depth, Limit, Encoding)
    end.

%% The same as print(Term, 1, 80, Depth) when Pretty is true, else as write(Term, Depth).
write(Term, Depth, true) -> io_lib_pretty:print(Term, 1, 80, Depth);
write(Term, Depth, false) -> write(Term, Depth).

option(Name, Options, Default) ->
    case lists:keyfind(Name, 1, Options) of
        {_, Value} -> Value;
        _ -> Default
    end.

%% Depth counts down to 0, where dots stand for the rest; a negative one never gets there.
write_term(_, 0, _) -> "...";
write_term(Term, _, _) when is_integer(Term) -> integer_to_list(Term);
write_term(Term, _, latin1) when is_atom(Term) -> write_atom_as_latin1(Term);
write_term(Term, _, _) when is_atom(Term) -> write_atom(Term);
write_term([], _, _) -> "[]";
write_term([_ | _], 1, _) -> "[...]";
write_term([Head | Tail], Depth, Encoding) ->
    [$[, write_term(Head, Depth - 1, Encoding) | write_tail(Tail, Depth - 1, Encoding)];
write_term({}, _, _) -> "{}";
write_term(Term, 1, _) when is_tuple(Term) -> "{...}";
write_term(Term, Depth, Encoding) when is_tuple(Term) ->
    [${, write_term(element(1, Term), Depth - 1, Encoding)
     | write_elements(Term, 2, Depth - 1, Encoding)];
write_term(Term, Depth, _) when is_bitstring(Term) ->
    {Chars, _} = write_binary(Term, Depth, -1),
    Chars;
write_term(Term, Depth, Encoding) when is_map(Term) -> write_map(Term, Depth, Encoding);
write_term(Term, _, _) when is_float(Term) -> io_lib_format:fwrite_g(Term);
write_term(Term, _, _) when is_pid(Term) -> pid_to_list(Term);
write_term(Term, _, _) when is_reference(Term) -> ref_to_list(Term);
write_term(Term, _, _) when is_function(Term) -> erlang:fun_to_list(Term);
write_term(Term, _, _) when is_port(Term) -> erlang:port_to_list(Term).

write_tail([], _, _) -> "]";
write_tail(_, 1, _) -> "|...]";
write_tail([Head | Tail], Depth, Encoding) ->
    [$,, write_term(Head, Depth - 1, Encoding) | write_tail(Tail, Depth - 1, Encoding)];
write_tail(Other, Depth, Encoding) ->
    [$|, write_term(Other, Depth - 1, Encoding), $]].

write_elements(Tuple, Index, _, _) when Index > tuple_size(Tuple) -> "}";
write_elements(_, _, 1, _) -> ",...}";
write_elements(Tuple, Index, Depth, Encoding) ->
    [$,, write_term(element(Index, Tuple), Depth - 1, Encoding)
     | write_elements(Tuple, Index + 1, Depth - 1, Encoding)].

write_map(Map, Depth, _) when map_size(Map) =:= 0; Depth =:= 1 -> "#{}";
write_map(Map, Depth, Encoding) ->
    [{Key, Value} | Rest] = maps:to_list(Map),
    ["#{", write_association(Key, Value, Depth - 1, Encoding)
     | write_associations(Rest, Depth - 1, Depth - 1, Encoding)].

write_associations(_, 1, _, _) -> ",...}";
write_associations([{Key, Value} | Rest], Count, Depth, Encoding) ->
    [$,, write_association(Key, Value, Depth, Encoding)
     | write_associations(Rest, Count - 1, Depth, Encoding)];
write_associations([], _, _, _) -> "}".

write_association(Key, Value, Depth, Encoding) ->
    [write_term(Key, Depth, Encoding), " => ", write_term(Value, Depth, Encoding)].

%% The text of a bit string, as far as the depth and the number of characters allow, and the
%% bits that are left.
write_binary(Bits, Depth, Limit) ->
    {Body, Rest} = binary_body(Bits, Depth, less(Limit, 4), []),
    {["<<", Body, ">>"], Rest}.

binary_body(<<>>, _, _, Acc) -> {lists:reverse(Acc, []), <<>>};
binary_body(Bits, Depth, Limit, Acc) when Depth =:= 1; Limit =:= 0 ->
    {lists:reverse(Acc, ["..."]), Bits};
binary_body(<<Byte>>, _, _, Acc) -> {lists:reverse(Acc, [integer_to_list(Byte)]), <<>>};
binary_body(<<Byte, Rest/bitstring>>, Depth, Limit, Acc) ->
    Chars = integer_to_list(Byte),
    binary_body(Rest, Depth - 1, less(Limit, length(Chars) + 1), [$,, Chars | Acc]);
binary_body(Bits, _, _, Acc) ->
    Size = bit_size(Bits),
    <<Value:Size>> = Bits,
    {lists:reverse(Acc, [[integer_to_list(Value), $:, integer_to_list(Size)]]), <<>>}.

%% Take from what is left of a limit; a negative one is no limit.
less(Limit, _) when Limit < 0 -> Limit;
less(Limit, Count) when Limit > Count -> Limit - Count;
less(_, _) -> 0.

%% A term with '...' in the place of what is deeper than Depth; strings and binaries are kept.
limit_term(_, 0) -> '...';
limit_term([_ | _], 1) -> ['...'];
limit_term([Head | Tail] = List, Depth) ->
    case printable_list(List) of
        true -> List;
        false -> [limit_term(Head, Depth - 1) | limit_tail(Tail, Depth - 1)]
    end;
limit_term({} = Term, _) -> Term;
limit_term(Term, 1) when is_tuple(Term) -> {'...'};
limit_term(Term, Depth) when is_tuple(Term) ->
    [First | Rest] = tuple_to_list(Term),
    list_to_tuple([limit_term(First, Depth - 1) | limit_elements(Rest, Depth - 1)]);
limit_term(Term, Depth) when is_map(Term) ->
    maps:from_list(limit_associations(maps:to_list(Term), Depth + 1, Depth));
limit_term(Term, _) -> Term.

limit_tail([], _) -> [];
limit_tail(_, 1) -> ['...'];
limit_tail([Head | Tail], Depth) -> [limit_term(Head, Depth - 1) | limit_tail(Tail, Depth - 1)];
limit_tail(Other, Depth) -> limit_term(Other, Depth - 1).

limit_elements([], _) -> [];
limit_elements(_, 1) -> ['...'];
limit_elements([Head | Tail], Depth) ->
    [limit_term(Head, Depth - 1) | limit_elements(Tail, Depth - 1)].

%% One association more than is shown is kept, so that the dots for it are.
limit_associations(_, 0, _) -> [];
limit_associations([{Key, Value} | Rest], Count, Depth) ->
    [{Key, limit_term(Value, Depth - 1)} | limit_associations(Rest, Count - 1, Depth)];
limit_associations([], _, _) -> [].

%% ---------------------------------------------------------------- atoms, strings, characters

%% An atom, in quotes when it needs them.
write_atom(Atom) ->
    Chars = atom_to_list(Atom),
    case quote_atom(Atom, Chars) of
        true -> write_string(Chars, $');
        false -> Chars
    end.

%% The same, with escapes for all characters that are not Latin-1.
write_atom_as_latin1(Atom) ->
    Chars = atom_to_list(Atom),
    case quote_atom(Atom, Chars) of
        true -> write_string_as_latin1(Chars, $');
        false -> Chars
    end.

%% Must the atom with these characters be written in quotes?
quote_atom(Atom, [C | Chars]) when C >= $a, C =< $z ->
    reserved_word(Atom) orelse not all_name_chars(Chars);
quote_atom(_Atom, [C | Chars]) when C >= $ß, C =< $ÿ, C =/= $÷ ->
    not all_name_chars(Chars);
quote_atom(_Atom, _Chars) ->
    true.

reserved_word('after') -> true;
reserved_word('begin') -> true;
reserved_word('case') -> true;
reserved_word('try') -> true;
reserved_word('cond') -> true;
reserved_word('catch') -> true;
reserved_word('andalso') -> true;
reserved_word('orelse') -> true;
reserved_word('end') -> true;
reserved_word('fun') -> true;
reserved_word('if') -> true;
reserved_word('let') -> true;
reserved_word('of') -> true;
reserved_word('receive') -> true;
reserved_word('when') -> true;
reserved_word('bnot') -> true;
reserved_word('not') -> true;
reserved_word('div') -> true;
reserved_word('rem') -> true;
reserved_word('band') -> true;
reserved_word('and') -> true;
reserved_word('bor') -> true;
reserved_word('bxor') -> true;
reserved_word('bsl') -> true;
reserved_word('bsr') -> true;
reserved_word('or') -> true;
reserved_word('xor') -> true;
reserved_word(_) -> false.

all_name_chars([C | Chars]) when C >= $a, C =< $z -> all_name_chars(Chars);
all_name_chars([C | Chars]) when C >= $A, C =< $Z -> all_name_chars(Chars);
all_name_chars([C | Chars]) when C >= $0, C =< $9 -> all_name_chars(Chars);
all_name_chars([C | Chars]) when C =:= $_; C =:= $@ -> all_name_chars(Chars);
all_name_chars([C | Chars]) when C >= $À, C =< $ÿ, C =/= $×, C =/= $÷ -> all_name_chars(Chars);
all_name_chars([]) -> true;
all_name_chars(_) -> false.

%% A string in double quotes.
write_string(String) -> write_string(String, $").

%% A string in the given quotes.
write_string(String, Quote) -> [Quote | escaped(String, Quote, unicode)].

%% The same as write_string/1.
write_unicode_string(String) -> write_string(String).

%% A Latin-1 string in double quotes.
write_latin1_string(String) -> write_latin1_string(String, $").

%% A Latin-1 string in the given quotes.
write_latin1_string(String, Quote) -> [Quote | escaped(String, Quote, latin1)].

%% A string in double quotes, with escapes for all characters that are not Latin-1.
write_string_as_latin1(String) -> write_string_as_latin1(String, $").

%% The same in the given quotes.
write_string_as_latin1(String, Quote) -> [Quote | escaped(String, Quote, as_latin1)].

escaped([C | Chars], Quote, Set) -> escape(C, Quote, Set, escaped(Chars, Quote, Set));
escaped([], Quote, _) -> [Quote].

%% A character in Erlang syntax, such as $a.
write_char($\s) -> "$\\s";
write_char(C) when is_integer(C), C >= 0 -> [$$ | escape(C, none, unicode, [])].

%% The same as write_char/1.
write_unicode_char(C) -> write_char(C).

%% A Latin-1 character in Erlang syntax.
write_latin1_char(C) when ?IS_LATIN1(C) -> [$$ | escape(C, none, latin1, [])].

%% A character in Erlang syntax, with an escape when it is not Latin-1.
write_char_as_latin1(C) when is_integer(C), C >= 0 -> [$$ | escape(C, none, as_latin1, [])].

escape(Quote, Quote, _, Tail) -> [$\\, Quote | Tail];
escape($\\, _, _, Tail) -> [$\\, $\\ | Tail];
escape(C, _, _, Tail) when C >= $\s, C =< $~ -> [C | Tail];
escape(C, _, unicode, Tail) when C >= 160 -> [C | Tail];
escape(C, _, _, Tail) when C >= 160, C =< 255 -> [C | Tail];
escape(C, _, as_latin1, Tail) when C > 255 ->
    "\\x{" ++ integer_to_list(C, 16) ++ [$} | Tail];
escape($\n, _, _, Tail) -> [$\\, $n | Tail];
escape($\r, _, _, Tail) -> [$\\, $r | Tail];
escape($\t, _, _, Tail) -> [$\\, $t | Tail];
escape($\v, _, _, Tail) -> [$\\, $v | Tail];
escape($\b, _, _, Tail) -> [$\\, $b | Tail];
escape($\f, _, _, Tail) -> [$\\, $f | Tail];
escape($\e, _, _, Tail) -> [$\\, $e | Tail];
escape($\d, _, _, Tail) -> [$\\, $d | Tail];
escape(C, _, _, Tail) when C < 160 ->
    [$\\, $0 + (C bsr 6), $0 + ((C bsr 3) band 7), $0 + (C band 7) | Tail].

%% ---------------------------------------------------------------- kinds of character lists

%% Is it a flat list of characters?
char_list([C | Chars]) when ?IS_CHAR(C) -> char_list(Chars);
char_list([]) -> true;
char_list(_) -> false.

%% Is it a flat list of Latin-1 characters?
latin1_char_list([C | Chars]) when ?IS_LATIN1(C) -> latin1_char_list(Chars);
latin1_char_list([]) -> true;
latin1_char_list(_) -> false.

%% Is it a deep list of characters?
deep_char_list(Chars) -> deep_char_list(Chars, []).

deep_char_list([Inner | Chars], Outer) when is_list(Inner) ->
    deep_char_list(Inner, [Chars | Outer]);
deep_char_list([C | Chars], Outer) when ?IS_CHAR(C) -> deep_char_list(Chars, Outer);
deep_char_list([], [Chars | Outer]) -> deep_char_list(Chars, Outer);
deep_char_list([], []) -> true;
deep_char_list(_, _) -> false.

%% The same as deep_char_list/1.
deep_unicode_char_list(Chars) -> deep_char_list(Chars).

%% Is it a deep list of Latin-1 characters?
deep_latin1_char_list(Chars) -> deep_latin1_char_list(Chars, []).

deep_latin1_char_list([Inner | Chars], Outer) when is_list(Inner) ->
    deep_latin1_char_list(Inner, [Chars | Outer]);
deep_latin1_char_list([C | Chars], Outer) when ?IS_LATIN1(C) ->
    deep_latin1_char_list(Chars, Outer);
deep_latin1_char_list([], [Chars | Outer]) -> deep_latin1_char_list(Chars, Outer);
deep_latin1_char_list([], []) -> true;
deep_latin1_char_list(_, _) -> false.

%% Is it a flat list of characters that are shown as a string?
printable_list(Chars) ->
    case io:printable_range() of
        latin1 -> printable_latin1_list(Chars);
        unicode -> printable_unicode_list(Chars)
    end.

%% Is it a flat list of printable Latin-1 characters?
printable_latin1_list([C | Chars]) when is_integer(C), C >= $\s, C =< $~ ->
    printable_latin1_list(Chars);
printable_latin1_list([C | Chars])
  when is_integer(C), (C >= 160 andalso C =< 255) orelse ?IS_CONTROL_ESCAPE(C) ->
    printable_latin1_list(Chars);
printable_latin1_list([]) -> true;
printable_latin1_list(_) -> false.

%% Is it a flat list of printable characters?
printable_unicode_list([C | Chars]) when is_integer(C), C >= $\s, C =< $~ ->
    printable_unicode_list(Chars);
printable_unicode_list([C | Chars]) when is_integer(C), ?IS_CONTROL_ESCAPE(C) ->
    printable_unicode_list(Chars);
printable_unicode_list([C | Chars]) when C >= 160, ?IS_CHAR(C) ->
    printable_unicode_list(Chars);
printable_unicode_list([]) -> true;
printable_unicode_list(_) -> false.
