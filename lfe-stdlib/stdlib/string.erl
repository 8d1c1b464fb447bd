%% String functions.
%%
%% The newer ones take character data (deep lists of code points and UTF-8 binaries) and count in
%% grapheme clusters. A binary gives binaries, anything else flat lists of code points.
%% The older ones, in the second half, take flat lists and count list elements.
-module(string).

-export([is_empty/1, length/1, to_graphemes/1, reverse/1, equal/2, equal/3, equal/4]).
-export([slice/2, slice/3, pad/2, pad/3, pad/4, trim/1, trim/2, trim/3, chomp/1]).
-export([take/2, take/3, take/4, uppercase/1, lowercase/1, titlecase/1, casefold/1]).
-export([to_integer/1, to_float/1, prefix/2, split/2, split/3, replace/3, replace/4]).
-export([lexemes/2, nth_lexeme/3, find/2, find/3, next_codepoint/1, next_grapheme/1]).
-export([jaro_similarity/2]).
-export([len/1, concat/2, chr/2, rchr/2, str/2, rstr/2, span/2, cspan/2, substr/2, substr/3]).
-export([tokens/2, chars/2, chars/3, copies/2, words/1, words/2, sub_word/2, sub_word/3]).
-export([strip/1, strip/2, strip/3, left/2, left/3, right/2, right/3, centre/2, centre/3]).
-export([sub_string/2, sub_string/3, to_lower/1, to_upper/1, join/2]).

-compile({no_auto_import, [length/1]}).

%% Two characters side by side that are grapheme clusters each.
-define(IS_PLAIN(C1, C2), is_integer(C1), is_integer(C2), C1 > $\r, C1 < 16#80, C2 < 16#300).

%% ---------------------------------------------------------------- clusters

%% Has the string no characters?
is_empty([]) -> true;
is_empty(<<>>) -> true;
is_empty([First | Rest]) -> is_empty(First) andalso is_empty(Rest);
is_empty(_) -> false.

%% The number of grapheme clusters.
length(String) -> length(String, 0).

length([C1 | [C2 | _] = Rest], Count) when ?IS_PLAIN(C1, C2) -> length(Rest, Count + 1);
length(<<C1, C2, _/binary>> = Bin, Count) when ?IS_PLAIN(C1, C2), C2 < 16#80 ->
    <<_, Rest/binary>> = Bin,
    length(Rest, Count + 1);
length(String, Count) ->
    case unicode_util:gc(String) of
        [_ | Rest] -> length(Rest, Count + 1);
        [] -> Count;
        {error, Bad} -> error({badarg, Bad})
    end.

%% The grapheme clusters as a list.
to_graphemes(String) ->
    case unicode_util:gc(String) of
        [Cluster | Rest] -> [Cluster | to_graphemes(Rest)];
        [] -> [];
        {error, Bad} -> error({badarg, Bad})
    end.

%% The first grapheme cluster and the rest.
next_grapheme(String) -> unicode_util:gc(String).

%% The first code point and the rest.
next_codepoint(String) -> unicode_util:cp(String).

%% The grapheme clusters in reverse order.
reverse(String) -> lists:reverse(to_graphemes(String), []).

%% The first cluster and the rest, or []; fails on an invalid byte.
next(String) ->
    case unicode_util:gc(String) of
        {error, Bad} -> error({badarg, Bad});
        Next -> Next
    end.

%% A flat list of code points; fails on an invalid byte.
flat(String) ->
    case is_flat(String) of
        true ->
            String;
        false ->
            case unicode:characters_to_list(String) of
                {_, _, Bad} -> error({badarg, Bad});
                Chars -> Chars
            end
    end.

is_flat([C | Rest]) when is_integer(C) -> is_flat(Rest);
is_flat([]) -> true;
is_flat(_) -> false.

%% The part of a binary that ends where its end Rest begins.
before(Bin, Rest) -> binary:part(Bin, 0, byte_size(Bin) - byte_size(Rest)).

%% What Clusters, in reverse order, are together.
flatten(Clusters) -> flatten(Clusters, []).

flatten([C | Rest], Acc) when is_integer(C) -> flatten(Rest, [C | Acc]);
flatten([Cluster | Rest], Acc) -> flatten(Rest, Cluster ++ Acc);
flatten([], Acc) -> Acc.

%% ---------------------------------------------------------------- comparing

%% Have two strings the same code points?
equal(A, B) -> equal(A, B, false).

%% The same, without regard to case when IgnoreCase is true.
equal(A, B, true) -> equal_chars(casefold_list(A), casefold_list(B));
equal(A, B, false) -> equal_chars(A, B).

%% The same after normalization: none, nfc, nfd, nfkc or nfkd.
equal(A, B, IgnoreCase, none) -> equal(A, B, IgnoreCase);
equal(A, B, false, Form) -> equal_chars(normal(A, Form), normal(B, Form));
equal(A, B, true, Form) ->
    equal_chars(normal(casefold_list(normal(A, Form)), Form),
                normal(casefold_list(normal(B, Form)), Form)).

casefold_list(String) -> convert_list(String, fun unicode_util:casefold/1).

normal(String, nfc) -> unicode:characters_to_nfc_list(String);
normal(String, nfd) -> unicode:characters_to_nfd_list(String);
normal(String, nfkc) -> unicode:characters_to_nfkc_list(String);
normal(String, nfkd) -> unicode:characters_to_nfkd_list(String);
normal(String, _) -> String.

equal_chars(A, A) when is_binary(A) -> true;
equal_chars(A, B) ->
    case {unicode_util:cp(A), unicode_util:cp(B)} of
        {[C | A1], [C | B1]} -> equal_chars(A1, B1);
        {[], []} -> true;
        {{error, Bad}, _} -> error({badarg, Bad});
        {_, {error, Bad}} -> error({badarg, Bad});
        _ -> false
    end.

%% The rest of a string behind a prefix, or nomatch.
prefix(String, Prefix) ->
    case flat(Prefix) of
        [] -> String;
        Chars -> prefix_1(String, Chars)
    end.

prefix_1(String, [C | Chars]) ->
    case unicode_util:cp(String) of
        [C | Rest] when Chars =/= [] -> prefix_1(Rest, Chars);
        [C | Rest] ->
            case is_boundary(C, Rest) of
                true -> rest(Rest);
                false -> nomatch
            end;
        {error, Bad} -> error({badarg, Bad});
        _ -> nomatch
    end.

rest([[]]) -> [];
rest(Rest) -> Rest.

%% Does a cluster end between the character and the rest?
is_boundary(_, []) -> true;
is_boundary(C, [C1 | _]) when ?IS_PLAIN(C, C1) -> true;
is_boundary(C, Rest) ->
    case unicode_util:gc([C | Rest]) of
        [C | _] -> true;
        _ -> false
    end.

%% How alike two strings are, from 0.0 to 1.0, by Jaro.
jaro_similarity(A, B) ->
    Clusters = {to_graphemes(A), to_graphemes(B)},
    case Clusters of
        {Same, Same} ->
            1.0;
        {As, Bs} ->
            Size = {erlang:length(As), erlang:length(Bs)},
            jaro(As, Bs, Size)
    end.

jaro(As, Bs, {SizeA, SizeB}) ->
    Reach = max(max(SizeA, SizeB) div 2 - 1, 0),
    Free = maps:from_list(lists:enumerate(0, Bs)),
    {MatchedA, Left} = jaro_matches(As, 0, Reach, Free, []),
    MatchedB = [B || {I, B} <- lists:enumerate(0, Bs), not is_map_key(I, Left)],
    case erlang:length(MatchedA) of
        0 ->
            0.0;
        Matches ->
            Swapped = erlang:length([x || {A, B} <- lists:zip(MatchedA, MatchedB), A =/= B]),
            (Matches / SizeA + Matches / SizeB + (Matches - Swapped / 2) / Matches) / 3
    end.

%% The clusters of A that have an equal, still free one of B within reach.
jaro_matches([A | As], I, Reach, Free, Matched) ->
    case [J || J <- lists:seq(max(I - Reach, 0), I + Reach),
               maps:find(J, Free) =:= {ok, A}] of
        [J | _] -> jaro_matches(As, I + 1, Reach, maps:remove(J, Free), [A | Matched]);
        [] -> jaro_matches(As, I + 1, Reach, Free, Matched)
    end;
jaro_matches([], _, _, Free, Matched) ->
    {lists:reverse(Matched, []), Free}.

%% ---------------------------------------------------------------- parts

%% The string without its first Start clusters.
slice(String, Start) when is_integer(Start), Start >= 0 -> skip(String, Start).

skip(String, 0) -> rest(String);
skip([C1 | [C2 | _] = Rest], Count) when ?IS_PLAIN(C1, C2) -> skip(Rest, Count - 1);
skip(String, Count) ->
    case next(String) of
        [_ | Rest] -> skip(Rest, Count - 1);
        [] when is_binary(String) -> <<>>;
        [] -> []
    end.

%% Length clusters, or all there are, after the first Start ones.
slice(String, Start, infinity) when is_integer(Start), Start >= 0 ->
    skip(String, Start);
slice(String, Start, Length)
  when is_integer(Start), Start >= 0, is_integer(Length), Length >= 0 ->
    case skip(String, Start) of
        Bin when is_binary(Bin) -> before(Bin, skip(Bin, Length));
        Rest -> first(Rest, Length, [])
    end.

first(_, 0, Acc) -> flatten(Acc);
first([C1 | [C2 | _] = Rest], Count, Acc) when ?IS_PLAIN(C1, C2) ->
    first(Rest, Count - 1, [C1 | Acc]);
first(String, Count, Acc) ->
    case next(String) of
        [Cluster | Rest] -> first(Rest, Count - 1, [Cluster | Acc]);
        [] -> flatten(Acc)
    end.

%% Fill up with spaces behind, to Length clusters.
pad(String, Length) -> pad(String, Length, trailing, $\s).

%% Fill up with spaces: leading, trailing or both.
pad(String, Length, Where) -> pad(String, Length, Where, $\s).

%% Fill up with a character.
pad(String, Length, leading, Char) when is_integer(Length) ->
    [padding(Length - length(String), Char), String];
pad(String, Length, trailing, Char) when is_integer(Length) ->
    [String | padding(Length - length(String), Char)];
pad(String, Length, both, Char) when is_integer(Length) ->
    Missing = Length - length(String),
    Half = padding(Missing div 2, Char),
    case Missing > 0 andalso Missing rem 2 of
        1 -> [Half, String, Half, Char];
        _ -> [Half, String, Half]
    end.

padding(Count, Char) when Count > 0 -> lists:duplicate(Count, Char);
padding(_, _) -> [].

%% Remove white space from both ends.
trim(String) -> trim(String, both).

%% Remove white space: leading, trailing or both.
trim(String, Where) -> trim(String, Where, unicode_util:whitespace()).

%% Remove the given clusters: leading, trailing or both.
trim(String, Where, []) when Where =:= leading; Where =:= trailing; Where =:= both ->
    String;
trim(String, leading, Clusters) when is_list(Clusters) ->
    trim_leading(String, Clusters);
trim(String, trailing, Clusters) when is_list(Clusters) ->
    trim_trailing(String, Clusters);
trim(String, both, Clusters) when is_list(Clusters) ->
    trim_trailing(trim_leading(String, Clusters), Clusters).

trim_leading(String, Clusters) ->
    case next(String) of
        [Cluster | Rest] ->
            case lists:member(Cluster, Clusters) of
                true -> trim_leading(Rest, Clusters);
                false -> String
            end;
        [] when is_binary(String) -> <<>>;
        [] -> []
    end.

trim_trailing(Bin, Clusters) when is_binary(Bin) ->
    before(Bin, last_run(Bin, Bin, Clusters));
trim_trailing(String, Clusters) ->
    trim_list(flat(String), Clusters).

%% The run of the given clusters that a binary ends in. Start is where the current run began.
last_run(Bin, Start, Clusters) ->
    case next(Bin) of
        [Cluster | Rest] ->
            case lists:member(Cluster, Clusters) of
                true -> last_run(Rest, Start, Clusters);
                false -> last_run(Rest, Rest, Clusters)
            end;
        [] ->
            Start
    end.

trim_list(Chars, Clusters) ->
    case next(Chars) of
        [Cluster | Rest] ->
            case {trim_list(Rest, Clusters), Cluster} of
                {[], _} ->
                    case lists:member(Cluster, Clusters) of
                        true -> [];
                        false -> flatten([Cluster])
                    end;
                {Kept, C} when is_integer(C) -> [C | Kept];
                {Kept, Several} -> Several ++ Kept
            end;
        [] ->
            []
    end.

%% Remove ends of lines from the end.
chomp(String) -> trim(String, trailing, ["\r\n", $\n]).

%% The longest beginning of the given clusters, and the rest.
take(String, Clusters) -> take(String, Clusters, false, leading).

%% The same for clusters that are not given when Complement is true.
take(String, Clusters, Complement) -> take(String, Clusters, Complement, leading).

%% Where says from which end: leading gives {Taken, Rest}, trailing {Rest, Taken}.
take(String, [], Complement, Where) ->
    Empty = if
                is_binary(String) -> <<>>;
                true -> []
            end,
    case {Complement, Where} of
        {false, leading} -> {Empty, String};
        {true, leading} -> {String, Empty};
        {false, trailing} -> {String, Empty};
        {true, trailing} -> {Empty, String}
    end;
take(String, Clusters, Complement, leading) when is_list(Clusters), is_boolean(Complement) ->
    take_leading(String, String, Clusters, not Complement, []);
take(Bin, Clusters, Complement, trailing)
  when is_list(Clusters), is_boolean(Complement), is_binary(Bin) ->
    Rest = take_trailing(Bin, Bin, Clusters, not Complement),
    {before(Bin, Rest), Rest};
take(String, Clusters, Complement, trailing) when is_list(Clusters), is_boolean(Complement) ->
    take_trailing_list(reverse(String), Clusters, not Complement, []).

take_leading(Start, String, Clusters, Wanted, Acc) ->
    case next(String) of
        [Cluster | Rest] ->
            case lists:member(Cluster, Clusters) of
                Wanted -> take_leading(Start, Rest, Clusters, Wanted, [Cluster | Acc]);
                _ -> taken(Start, String, Acc)
            end;
        [] ->
            taken(Start, String, Acc)
    end.

taken(Start, Rest, _) when is_binary(Start) -> {before(Start, Rest), Rest};
taken(_, Rest, Acc) -> {flatten(Acc), Rest}.

take_trailing(Bin, Start, Clusters, Wanted) ->
    case next(Bin) of
        [Cluster | Rest] ->
            case lists:member(Cluster, Clusters) of
                Wanted -> take_trailing(Rest, Start, Clusters, Wanted);
                _ -> take_trailing(Rest, Rest, Clusters, Wanted)
            end;
        [] ->
            Start
    end.

take_trailing_list([Cluster | Rest] = Reversed, Clusters, Wanted, Taken) ->
    case lists:member(Cluster, Clusters) of
        Wanted when is_integer(Cluster) ->
            take_trailing_list(Rest, Clusters, Wanted, [Cluster | Taken]);
        Wanted -> take_trailing_list(Rest, Clusters, Wanted, Cluster ++ Taken);
        _ -> {flatten(Reversed), Taken}
    end;
take_trailing_list([], _, _, Taken) ->
    {[], Taken}.

%% ---------------------------------------------------------------- case

%% In upper case.
uppercase(String) -> convert(String, fun unicode_util:uppercase/1).

%% In lower case.
lowercase(String) -> convert(String, fun unicode_util:lowercase/1).

%% For comparing without regard to case.
casefold(String) -> convert(String, fun unicode_util:casefold/1).

%% With the first code point in title case.
titlecase(Bin) when is_binary(Bin) ->
    case unicode_util:titlecase(Bin) of
        [Title | Rest] -> <<(unicode:characters_to_binary([Title]))/binary, Rest/binary>>;
        [] -> <<>>;
        {error, Bad} -> error({badarg, Bad})
    end;
titlecase(String) ->
    case unicode_util:titlecase(String) of
        [Several | Rest] when is_list(Several), is_list(Rest) -> Several ++ Rest;
        [_ | _] = Title -> Title;
        [] -> [];
        {error, Bad} -> error({badarg, Bad})
    end.

convert(Bin, Fun) when is_binary(Bin) -> convert_binary(Bin, Fun, <<>>);
convert(String, Fun) when is_list(String) -> convert_list(String, Fun);
convert(Other, _) -> error({badarg, Other}).

convert_list(String, Fun) ->
    case Fun(String) of
        [C | Rest] when is_integer(C) -> [C | convert_list(Rest, Fun)];
        [Several | Rest] -> Several ++ convert_list(Rest, Fun);
        [] -> [];
        {error, Bad} -> error({badarg, Bad})
    end.

convert_binary(Bin, Fun, Acc) ->
    case Fun(Bin) of
        [C | Rest] when is_integer(C) -> convert_binary(Rest, Fun, <<Acc/binary, C/utf8>>);
        [Several | Rest] ->
            More = unicode:characters_to_binary(Several),
            convert_binary(Rest, Fun, <<Acc/binary, More/binary>>);
        [] -> Acc;
        {error, Bad} -> error({badarg, Bad})
    end.

%% ---------------------------------------------------------------- numbers

%% The integer a string begins with and the rest, or {error, Reason}.
to_integer(String) ->
    try
        {Digits, Rest} = sign(String),
        integer(digits(Rest, Digits))
    catch
        error:_ -> {error, badarg}
    end.

integer({[C | _] = Digits, Rest}) when C >= $0, C =< $9 ->
    {list_to_integer(lists:reverse(Digits, [])), rest(Rest)};
integer({_, _}) ->
    {error, no_integer}.

%% The float a string begins with and the rest, or {error, Reason}.
to_float(String) ->
    try
        {Digits, Rest} = sign(String),
        fraction(digits(Rest, Digits))
    catch
        error:_ -> {error, badarg}
    end.

%% Digits are gathered in reverse.
sign(String) ->
    case codepoint(String) of
        [C | Rest] when C =:= $-; C =:= $+ -> {[C], Rest};
        _ -> {[], String}
    end.

digits(String, Acc) ->
    case codepoint(String) of
        [C | Rest] when C >= $0, C =< $9 -> digits(Rest, [C | Acc]);
        _ -> {Acc, String}
    end.

codepoint(String) ->
    case unicode_util:cp(String) of
        {error, Bad} -> error({badarg, Bad});
        Next -> Next
    end.

fraction({[C | _] = Digits, Rest}) when C >= $0, C =< $9 ->
    case codepoint(Rest) of
        [Point | Rest1] when Point =:= $.; Point =:= $, ->
            case digits(Rest1, [$. | Digits]) of
                {[$. | _], _} -> {error, no_float};
                {Mantissa, Rest2} -> float(Mantissa, exponent(Mantissa, Rest2), Rest2)
            end;
        _ ->
            {error, no_float}
    end;
fraction({_, _}) ->
    {error, no_float}.

exponent(Mantissa, Rest) ->
    case codepoint(Rest) of
        [E | Rest1] when E =:= $e; E =:= $E ->
            {Sign, Rest2} = sign(Rest1),
            case digits(Rest2, Sign ++ [$e | Mantissa]) of
                {[C | _], _} = Exponent when C >= $0, C =< $9 -> Exponent;
                _ -> none
            end;
        _ ->
            none
    end.

float(Mantissa, none, Rest) -> float_of(Mantissa, Rest);
float(_, {Digits, Rest}, _) -> float_of(Digits, Rest).

float_of(Digits, Rest) ->
    try list_to_float(lists:reverse(Digits, [])) of
        Float -> {Float, rest(Rest)}
    catch
        error:_ -> {error, no_float}
    end.

%% ---------------------------------------------------------------- searching

%% The string from the first place on where Pattern is, or nomatch.
find(String, Pattern) -> find(String, Pattern, leading).

%% The same from the first (leading) or last (trailing) place.
find(String, Pattern, Where) when Where =:= leading; Where =:= trailing ->
    case search(String, Pattern, Where) of
        {_, From, _} -> From;
        nomatch -> nomatch;
        empty -> String
    end.

%% The parts before and behind the first place where Pattern is.
split(String, Pattern) -> split(String, Pattern, leading).

%% The same for the first (leading) or last (trailing) place, or all of them.
split(String, Pattern, all) ->
    case search(String, Pattern, leading) of
        {Before, _, Behind} -> [Before | split(Behind, Pattern, all)];
        _ -> [rest(String)]
    end;
split(String, Pattern, Where) when Where =:= leading; Where =:= trailing ->
    case search(String, Pattern, Where) of
        {Before, _, Behind} -> [Before, Behind];
        _ -> [String]
    end.

%% Put Replacement in the place of the first Pattern; the result is a deep list.
replace(String, Pattern, Replacement) ->
    lists:join(Replacement, split(String, Pattern)).

%% The same for the first, last or all places.
replace(String, Pattern, Replacement, Where) ->
    lists:join(Replacement, split(String, Pattern, Where)).

%% {Before, From, Behind} where the pattern is, or nomatch; empty if the pattern is empty.
search(String, Pattern, Where) ->
    case unicode:characters_to_list(Pattern) of
        [] -> empty;
        Chars when is_binary(String) -> search_binary(String, Chars, Where);
        Chars -> search_list(flat(String), Chars, Where)
    end.

search_binary(Bin, Pattern, leading) ->
    first_match(Bin, 0, unicode:characters_to_binary(Pattern), lists:last(Pattern));
search_binary(Bin, Pattern, trailing) ->
    Bytes = unicode:characters_to_binary(Pattern),
    last_match(Bin, byte_size(Bin) - byte_size(Bytes), Bytes, lists:last(Pattern)).

first_match(Bin, Start, Pattern, Last) ->
    case binary:match(Bin, Pattern, [{scope, {Start, byte_size(Bin) - Start}}]) of
        {At, Size} ->
            case matched(Bin, At, Size, Last) of
                nomatch -> first_match(Bin, At + 1, Pattern, Last);
                Match -> Match
            end;
        nomatch ->
            nomatch
    end.

last_match(Bin, At, Pattern, Last) when At >= 0 ->
    Size = byte_size(Pattern),
    case binary:part(Bin, At, Size) of
        Pattern ->
            case matched(Bin, At, Size, Last) of
                nomatch -> last_match(Bin, At - 1, Pattern, Last);
                Match -> Match
            end;
        _ ->
            last_match(Bin, At - 1, Pattern, Last)
    end;
last_match(_, _, _, _) ->
    nomatch.

%% The pattern must not be followed by something that belongs to its last cluster.
matched(Bin, At, Size, Last) ->
    <<Before:At/binary, From/binary>> = Bin,
    <<_:Size/binary, Behind/binary>> = From,
    case Behind of
        <<C, _/binary>> when C >= 16#80; Last < $\s ->
            case is_boundary(Last, Behind) of
                true -> {Before, From, Behind};
                false -> nomatch
            end;
        _ ->
            {Before, From, Behind}
    end.

search_list(Chars, Pattern, leading) -> search_first(Chars, Pattern, []);
search_list(Chars, Pattern, trailing) -> search_last(Chars, Pattern, [], nomatch).

search_first([C | Rest] = Chars, Pattern, Before) ->
    case match_list(Chars, Pattern) of
        nomatch -> search_first(Rest, Pattern, [C | Before]);
        Behind -> {lists:reverse(Before, []), Chars, Behind}
    end;
search_first([], _, _) ->
    nomatch.

search_last([C | Rest] = Chars, Pattern, Before, Found) ->
    case match_list(Chars, Pattern) of
        nomatch -> search_last(Rest, Pattern, [C | Before], Found);
        Behind -> search_last(Rest, Pattern, [C | Before], {Before, Chars, Behind})
    end;
search_last([], _, _, {Before, From, Behind}) -> {lists:reverse(Before, []), From, Behind};
search_last([], _, _, nomatch) -> nomatch.

match_list([C | Rest], [C]) ->
    case is_boundary(C, Rest) of
        true -> Rest;
        false -> nomatch
    end;
match_list([C | Rest], [C | Pattern]) -> match_list(Rest, Pattern);
match_list(_, _) -> nomatch.

%% The parts between the given clusters, none of them empty.
lexemes(String, Separators) ->
    case skip_separators(String, Separators) of
        [] ->
            [];
        Start ->
            {Lexeme, Rest} = take_leading(Start, Start, Separators, false, []),
            [Lexeme | lexemes(Rest, Separators)]
    end.

skip_separators(String, Separators) ->
    case next(String) of
        [Cluster | Rest] ->
            case lists:member(Cluster, Separators) of
                true -> skip_separators(Rest, Separators);
                false -> String
            end;
        [] ->
            []
    end.

%% The N-th of the lexemes, or an empty string.
nth_lexeme(String, N, Separators) when is_integer(N), N > 0 ->
    case skip_separators(String, Separators) of
        [] when is_binary(String) -> <<>>;
        [] -> [];
        Start ->
            case take_leading(Start, Start, Separators, false, []) of
                {Lexeme, _} when N =:= 1 -> Lexeme;
                {_, Rest} -> nth_lexeme(Rest, N - 1, Separators)
            end
    end.

%% ---------------------------------------------------------------- older functions

%% The length of a list.
len(String) -> erlang:length(String).

%% Two strings, one behind the other.
concat(A, B) -> A ++ B.

%% The position of the first Char, 0 if there is none.
chr(String, Char) when is_integer(Char) -> chr(String, Char, 1).

chr([Char | _], Char, Position) -> Position;
chr([_ | Rest], Char, Position) -> chr(Rest, Char, Position + 1);
chr([], _, _) -> 0.

%% The position of the last Char, 0 if there is none.
rchr(String, Char) when is_integer(Char) -> rchr(String, Char, 1, 0).

rchr([Char | Rest], Char, Position, _) -> rchr(Rest, Char, Position + 1, Position);
rchr([_ | Rest], Char, Position, Last) -> rchr(Rest, Char, Position + 1, Last);
rchr([], _, _, Last) -> Last.

%% The position of the first Pattern, 0 if there is none.
str(_, []) -> 0;
str(String, Pattern) when is_list(Pattern) -> str(String, Pattern, 1).

str([_ | Rest] = String, Pattern, Position) ->
    case lists:prefix(Pattern, String) of
        true -> Position;
        false -> str(Rest, Pattern, Position + 1)
    end;
str([], _, _) ->
    0.

%% The position of the last Pattern, 0 if there is none.
rstr(_, []) -> 0;
rstr(String, Pattern) when is_list(Pattern) -> rstr(String, Pattern, 1, 0).

rstr([_ | Rest] = String, Pattern, Position, Last) ->
    case lists:prefix(Pattern, String) of
        true -> rstr(Rest, Pattern, Position + 1, Position);
        false -> rstr(Rest, Pattern, Position + 1, Last)
    end;
rstr([], _, _, Last) ->
    Last.

%% How many characters at the beginning are among Chars.
span(String, Chars) when is_list(Chars) -> span(String, Chars, true, 0).

%% How many characters at the beginning are not among Chars.
cspan(String, Chars) when is_list(Chars) -> span(String, Chars, false, 0).

span([C | Rest], Chars, Wanted, Count) ->
    case lists:member(C, Chars) of
        Wanted -> span(Rest, Chars, Wanted, Count + 1);
        _ -> Count
    end;
span([], _, _, Count) ->
    Count.

%% The string from a position on.
substr(String, 1) when is_list(String) -> String;
substr(String, Start) when is_integer(Start), Start > 1 -> substr2(String, Start).

substr2(String, 1) -> String;
substr2([_ | Rest], Start) -> substr2(Rest, Start - 1).

%% At most Length characters from a position on.
substr(String, Start, Length) when is_integer(Start), Start >= 1, is_integer(Length), Length >= 0 ->
    first_chars(substr2(String, Start), Length).

first_chars([C | Rest], Count) when Count > 0 -> [C | first_chars(Rest, Count - 1)];
first_chars(String, _) when is_list(String) -> [].

%% The parts between the given characters, none of them empty.
tokens(String, Separators) ->
    case Separators of
        [] when String =:= [] -> [];
        [] -> [String];
        [_ | _] -> tokens_1(lists:reverse(String), Separators, [])
    end.

%% From the end, so that tokens need not be reversed.
tokens_1([C | Rest], Separators, Tokens) ->
    case lists:member(C, Separators) of
        true -> tokens_1(Rest, Separators, Tokens);
        false -> token(Rest, Separators, Tokens, [C])
    end;
tokens_1([], _, Tokens) ->
    Tokens.

token([C | Rest], Separators, Tokens, Token) ->
    case lists:member(C, Separators) of
        true -> tokens_1(Rest, Separators, [Token | Tokens]);
        false -> token(Rest, Separators, Tokens, [C | Token])
    end;
token([], _, Tokens, Token) ->
    [Token | Tokens].

%% A string of Count characters.
chars(Char, Count) -> chars(Char, Count, []).

%% Count characters in front of a string.
chars(Char, Count, Tail) when is_integer(Count), Count > 0 ->
    chars(Char, Count - 1, [Char | Tail]);
chars(_, 0, Tail) ->
    Tail.

%% Count copies of a string, one behind the other.
copies(String, Count) when is_list(String), is_integer(Count), Count >= 0 -> copies(String, Count, []).

copies(_, 0, Acc) -> Acc;
copies(String, Count, Acc) -> copies(String, Count - 1, String ++ Acc).

%% The number of words between spaces, at least 1.
words(String) -> words(String, $\s).

%% The number of words between Separators.
words(String, Separator) when is_integer(Separator) ->
    max(1, erlang:length(tokens(String, [Separator]))).

%% The N-th word between spaces.
sub_word(String, N) -> sub_word(String, N, $\s).

%% The N-th word between separators, or an empty string.
sub_word(String, N, Separator) when is_integer(N), is_integer(Separator) ->
    case strip(String, left, Separator) of
        [] -> [];
        Start -> nth_word(Start, N, Separator)
    end.

nth_word(Start, 1, Separator) ->
    first_chars(Start, cspan(Start, [Separator]));
nth_word(Start, N, Separator) when N > 1 ->
    sub_word(lists:nthtail(cspan(Start, [Separator]), Start), N - 1, Separator).

%% Remove spaces from both ends.
strip(String) -> strip(String, both, $\s).

%% Remove spaces: left, right or both.
strip(String, Where) -> strip(String, Where, $\s).

%% Remove a character: left, right or both.
strip(String, right, Char) -> strip_right(String, Char);
strip(String, left, Char) -> strip_left(String, Char);
strip(String, both, Char) -> strip_right(strip_left(String, Char), Char).

strip_left([Char | Rest], Char) -> strip_left(Rest, Char);
strip_left(String, Char) when is_integer(Char), is_list(String) -> String.

strip_right([C | Rest], Char) ->
    case strip_right(Rest, Char) of
        [] when C =:= Char -> [];
        Kept -> [C | Kept]
    end;
strip_right([], Char) when is_integer(Char) ->
    [].

%% Cut or fill to Length, with spaces behind.
left(String, Length) -> left(String, Length, $\s).

%% Cut or fill to Length, with a character behind.
left(String, Length, Char) when is_integer(Char) ->
    case erlang:length(String) of
        Has when Has > Length -> substr(String, 1, Length);
        Has -> String ++ chars(Char, Length - Has)
    end.

%% Cut or fill to Length, with spaces in front.
right(String, Length) -> right(String, Length, $\s).

%% Cut or fill to Length, with a character in front.
right(String, Length, Char) when is_integer(Char) ->
    case erlang:length(String) of
        Has when Has > Length -> lists:nthtail(Has - Length, String);
        Has -> chars(Char, Length - Has, String)
    end.

%% Cut or fill to Length, with spaces at both ends.
centre(String, Length) -> centre(String, Length, $\s).

%% Cut or fill to Length, with a character at both ends.
centre(String, 0, Char) when is_list(String), is_integer(Char) -> [];
centre(String, Length, Char) when is_integer(Char) ->
    case erlang:length(String) of
        Has when Has > Length ->
            substr(String, (Has - Length) div 2 + 1, Length);
        Has ->
            Left = (Length - Has) div 2,
            chars(Char, Left, String ++ chars(Char, Length - Has - Left))
    end.

%% The string from a position on.
sub_string(String, Start) -> substr(String, Start).

%% The string from one position to another.
sub_string(String, Start, Stop) when is_integer(Start), is_integer(Stop) ->
    substr(String, Start, Stop - Start + 1).

%% A Latin-1 string or character in lower case.
to_lower(String) when is_list(String) -> [lower(C) || C <- String];
to_lower(C) when is_integer(C) -> lower(C).

lower(C) when is_integer(C), C >= $A, C =< $Z -> C + 32;
lower(C) when is_integer(C), C >= $À, C =< $Þ, C =/= $× -> C + 32;
lower(C) -> C.

%% A Latin-1 string or character in upper case.
to_upper(String) when is_list(String) -> [upper(C) || C <- String];
to_upper(C) when is_integer(C) -> upper(C).

upper(C) when is_integer(C), C >= $a, C =< $z -> C - 32;
upper(C) when is_integer(C), C >= $à, C =< $þ, C =/= $÷ -> C - 32;
upper(C) -> C.

%% Strings put together with a separator between them.
join([], Separator) when is_list(Separator) -> [];
join([String | Strings], Separator) ->
    String ++ lists:append([Separator ++ Next || Next <- Strings]).
