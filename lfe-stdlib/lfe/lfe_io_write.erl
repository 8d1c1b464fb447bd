%% Terms as LFE writes them on one line, with or without a limit of depth.
-module(lfe_io_write).

-export([term/1, term/2, symbol/1, string/1, string/2, bitstring/1, bitstring/2]).

%% The text of Term as a list of characters, maybe nested.
term(Term) -> term(Term, -1).

%% As term/1; what is nested deeper than Depth is shown as "...". Each element of a list counts as one
%% deeper than the one before it.
term(_, 0) -> "...";
term(Term, _) when is_atom(Term) -> symbol(Term);
term(Term, _) when is_number(Term) -> io_lib:write(Term);
term(Term, Depth) when is_list(Term) -> [$(, list(Term, Depth), $)];
term(Term, Depth) when is_tuple(Term) -> ["#(", elements(tuple_to_list(Term), Depth), $)];
term(Term, Depth) when is_map(Term) -> ["#M(", pairs(maps:to_list(Term), Depth), $)];
term(Term, Depth) when is_bitstring(Term) -> bitstring(Term, Depth);
term(Term, _) when is_pid(Term) -> ["#Pid", erlang:pid_to_list(Term)];
term(Term, _) when is_reference(Term) -> erlang:ref_to_list(Term);
term(Term, _) when is_port(Term) -> erlang:port_to_list(Term);
term(Term, _) when is_function(Term) -> function(Term).

function(Fun) ->
    case erlang:fun_info(Fun, type) of
        {type, external} ->
            [{module, M}, {name, F}, {arity, A}] =
                [erlang:fun_info(Fun, Item) || Item <- [module, name, arity]],
            term([function, M, F, A]);
        {type, local} ->
            Text = erlang:fun_to_list(Fun),
            {arity, Arity} = erlang:fun_info(Fun, arity),
            [lists:droplast(Text), $/, integer_to_list(Arity), $>]
    end.

list([], _) -> "";
list([Head | Tail], Depth) -> [term(Head, Depth - 1), tail(Tail, Depth - 1)].

tail([], _) -> "";
tail(_, 1) -> " ...";
tail([Head | Tail], Depth) -> [$\s, term(Head, Depth - 1), tail(Tail, Depth - 1)];
tail(Last, Depth) -> [" . ", term(Last, Depth - 1)].

elements(List, Depth) -> list(List, Depth).

pairs([], _) -> "";
pairs(_, 1) -> "...";
pairs([Pair], Depth) -> pair(Pair, Depth - 1);
pairs([Pair | Rest], Depth) -> [pair(Pair, Depth - 1), $\s, pairs(Rest, Depth - 1)].

pair({Key, Value}, Depth) -> [term(Key, Depth), $\s, term(Value, Depth)].

%% A symbol, between bars where it could not be read otherwise.
symbol(Atom) ->
    Name = atom_to_list(Atom),
    case is_plain(Name) of
        true -> Name;
        false -> [$|, [escaped(C) || C <- Name], $|]
    end.

escaped($|) -> "\\|";
escaped($\\) -> "\\\\";
escaped(C) -> C.

is_plain([First | _] = Name) ->
    not lists:member(First, "#`',|.") andalso lists:all(fun is_symbol_char/1, Name)
        andalso not is_number_text(Name);
is_plain([]) ->
    false.

is_symbol_char(C) when C > $\s, C < 127 -> not lists:member(C, "()[]{}\";");
is_symbol_char(C) -> C > 16#A0.

is_number_text(Text) ->
    try list_to_integer(Text) of _ -> true
    catch error:_ ->
        try list_to_float(Text) of _ -> true
        catch error:_ -> false
        end
    end.

%% A string between quotes.
string(Chars) -> string(Chars, $").

string(Chars, Quote) -> [Quote, [string_char(C, Quote) || C <- Chars], Quote].

string_char(Quote, Quote) -> [$\\, Quote];
string_char($\\, _) -> "\\\\";
string_char($\n, _) -> "\\n";
string_char($\t, _) -> "\\t";
string_char($\r, _) -> "\\r";
string_char($\b, _) -> "\\b";
string_char($\v, _) -> "\\v";
string_char($\f, _) -> "\\f";
string_char($\e, _) -> "\\e";
string_char($\d, _) -> "\\d";
string_char(C, _) when C < $\s -> ["\\x", integer_to_list(C, 16), $;];
string_char(C, _) -> C.

%% #B(...) with the bytes, and the bits left over as a segment with a size.
bitstring(Bits) -> bitstring(Bits, -1).

bitstring(Bits, Depth) -> ["#B(", lists:join($\s, segments(Bits, Depth)), $)].

segments(<<>>, _) -> [];
segments(_, 1) -> ["..."];
segments(<<Byte, Rest/bitstring>>, Depth) -> [integer_to_list(Byte) | segments(Rest, Depth - 1)];
segments(Bits, _) ->
    Size = bit_size(Bits),
    <<Value:Size>> = Bits,
    [["(", integer_to_list(Value), " (size ", integer_to_list(Size), "))"]].
