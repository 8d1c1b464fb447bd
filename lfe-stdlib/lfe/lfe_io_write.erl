%% Terms as text in the syntax of LFE, on one line: what ~w of lfe_io:format writes.
-module(lfe_io_write).

-export([term/1, term/2, symbol/1, string/1, string/2, bitstring/1, bitstring/2]).

%% The text of a term.
term(Term) -> term(Term, -1).

%% The text of a term; nested parts below Depth, and elements after that many, become "...". A
%% negative depth is none.
term(_, 0) -> "...";
term(Atom, _) when is_atom(Atom) -> symbol(Atom);
term(Number, _) when is_integer(Number) -> integer_to_list(Number);
term(Number, _) when is_float(Number) -> io_lib_format:fwrite_g(Number);
term([], _) -> "()";
term(List, Depth) when is_list(List) -> [$(, list(List, Depth), $)];
term({}, _) -> "#()";
term(Tuple, Depth) when is_tuple(Tuple) -> ["#(", list(tuple_to_list(Tuple), Depth), $)];
term(Map, Depth) when is_map(Map) -> ["#M(", pairs(maps:to_list(Map), Depth), $)];
term(Bits, _) when is_bitstring(Bits) -> bitstring(Bits, -1);
term(Fun, _) when is_function(Fun) -> function(erlang:fun_info(Fun, type), Fun);
term(Other, _) -> [$#, capital(lists:flatten(io_lib:write(Other)))].

%% <0.1.0>, #Ref<...>, #Fun<...>, #Port<...> of Erlang, with # and a name in front.
capital("<" ++ _ = Pid) -> ["Pid", Pid];
capital("#" ++ Text) -> Text.

%% A function of a module is written as the form that gives it.
function({type, external}, Fun) ->
    [Module, Name, Arity] = [element(2, erlang:fun_info(Fun, Item)) || Item <- [module, name, arity]],
    ["(function ", symbol(Module), $\s, symbol(Name), $\s, integer_to_list(Arity), $)];
function(_, Fun) ->
    {arity, Arity} = erlang:fun_info(Fun, arity),
    [lists:droplast(erlang:fun_to_list(Fun)), $/, integer_to_list(Arity), $>].

list([Element], Depth) -> term(Element, less(Depth));
list([_ | _], 1) -> "...";
list([Element | Rest], Depth) ->
    Less = less(Depth),
    [term(Element, Less) | tail(Rest, Less)].

tail([], _) -> [];
tail(_, 1) -> " ...";
tail([Element | Rest], Depth) ->
    Less = less(Depth),
    [$\s, term(Element, Less) | tail(Rest, Less)];
tail(Other, Depth) -> [" . ", term(Other, less(Depth))].

pairs([], _) -> [];
pairs(_, 1) -> "...";
pairs([Pair], Depth) -> pair(Pair, less(Depth));
pairs([Pair | Pairs], Depth) ->
    [pair(Pair, less(Depth)), $\s | pairs(Pairs, less(Depth))].

pair({Key, Value}, Depth) -> [term(Key, Depth), $\s, term(Value, Depth)].

less(Depth) when Depth < 0 -> Depth;
less(Depth) -> Depth - 1.

%% #B(...) of a bitstring.
bitstring(Bits) -> bitstring(Bits, -1).

%% #B(...) of a bitstring, at most Depth bytes of it.
bitstring(Bits, Depth) -> ["#B(", lists:join($\s, segments(Bits, Depth)), $)].

segments(<<>>, _) -> [];
segments(_, 0) -> ["..."];
segments(<<Byte, Rest/bitstring>>, Depth) ->
    [integer_to_list(Byte) | segments(Rest, less(Depth))];
segments(Rest, _) ->
    Size = bit_size(Rest),
    <<Value:Size>> = Rest,
    [[$(, integer_to_list(Value), " (size ", integer_to_list(Size), "))"]].

%% ---------------------------------------------------------------- symbols

%% The text of a symbol, in bars if it would not be read as one.
symbol(Atom) ->
    Text = atom_to_list(Atom),
    case is_plain(Text) of
        true -> Text;
        false -> string(Text, $|)
    end.

is_plain([]) -> false;
is_plain(".") -> false;
is_plain([First | _] = Text) ->
    not lists:member(First, "#'`,|") andalso lists:all(fun is_symbol_character/1, Text) andalso not is_number_text(Text).

is_symbol_character(C) when C =< $\s; C >= 127, C =< 160 -> false;
is_symbol_character(C) -> not lists:member(C, "()[]{}\";").

is_number_text(Text) ->
    is_integer_text(Text) orelse is_float_text(Text).

is_integer_text(Text) ->
    case unsigned(Text) of
        [_ | _] = Digits -> lists:all(fun is_digit/1, Digits);
        [] -> false
    end.

is_float_text(Text) ->
    try list_to_float(Text) of
        _ -> true
    catch
        error:badarg -> false
    end.

unsigned([Sign | Digits]) when Sign =:= $+; Sign =:= $- -> Digits;
unsigned(Digits) -> Digits.

is_digit(C) -> C >= $0 andalso C =< $9.

%% ---------------------------------------------------------------- strings

%% Characters between double quotes.
string(Text) -> string(Text, $").

%% Characters between two Quotes, others written as escapes.
string(Text, Quote) -> [Quote, [character(C, Quote) || C <- Text], Quote].

character(Quote, Quote) -> [$\\, Quote];
character($\\, _) -> "\\\\";
character($\n, _) -> "\\n";
character($\r, _) -> "\\r";
character($\t, _) -> "\\t";
character($\v, _) -> "\\v";
character($\b, _) -> "\\b";
character($\f, _) -> "\\f";
character($\e, _) -> "\\e";
character($\d, _) -> "\\d";
character(C, _) when C < $\s; C >= 127, C < 160 -> ["\\x", integer_to_list(C, 16), $;];
character(C, _) -> C.
