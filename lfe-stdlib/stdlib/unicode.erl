%% Conversion between encodings, all but the BIFs characters_to_list/2, characters_to_binary/2 and
%% bin_is_7bit/1; and normal forms.
-module(unicode).

-export([characters_to_list/1, characters_to_binary/1, characters_to_binary/3]).
-export([bom_to_encoding/1, encoding_to_bom/1, is_whitespace/1]).
-export([characters_to_nfc_list/1, characters_to_nfc_binary/1]).
-export([characters_to_nfd_list/1, characters_to_nfd_binary/1]).
-export([characters_to_nfkc_list/1, characters_to_nfkc_binary/1]).
-export([characters_to_nfkd_list/1, characters_to_nfkd_binary/1]).

%% The code points of character data in UTF-8.
characters_to_list(Data) ->
    try
        unicode:characters_to_list(Data, unicode)
    catch
        error:_ -> error(badarg, [Data])
    end.

%% Character data in UTF-8 as one binary.
characters_to_binary(Data) ->
    try
        unicode:characters_to_binary(Data, unicode)
    catch
        error:_ -> error(badarg, [Data])
    end.

%% Character data in one encoding as a binary in another.
characters_to_binary(Data, From, To) ->
    try
        convert(Data, From, To)
    catch
        error:_ -> error(badarg, [Data, From, To])
    end.

convert(Data, latin1, latin1) when is_binary(Data) -> Data;
convert(Data, From, To) when To =:= utf8; To =:= unicode ->
    unicode:characters_to_binary(Data, From);
convert(Data, From, To) ->
    ok = known(To),
    case unicode:characters_to_list(Data, From) of
        {Problem, Chars, Rest} ->
            case encode(Chars, To, <<>>) of
                {error, Bin, Chars1} -> {error, Bin, rest(Data, From, Chars, Chars1, [Rest])};
                Bin -> {Problem, Bin, Rest}
            end;
        Chars ->
            case encode(Chars, To, <<>>) of
                {error, Bin, Chars1} -> {error, Bin, rest(Data, From, Chars, Chars1, [])};
                Bin -> Bin
            end
    end.

%% What is left from the first character on that cannot be encoded: the end of Data when that is
%% one binary.
rest(Data, From, Chars, Left, _) when is_binary(Data) ->
    Done = lists:sublist(Chars, length(Chars) - length(Left)),
    binary:part(Data, byte_size(Data), byte_size(convert(Done, unicode, From)) - byte_size(Data));
rest(_, _, _, [C | Left], Rest) ->
    [[C] | Left ++ Rest].

known(latin1) -> ok;
known(utf16) -> ok;
known(utf32) -> ok;
known({utf16, big}) -> ok;
known({utf16, little}) -> ok;
known({utf32, big}) -> ok;
known({utf32, little}) -> ok.

encode([C | Chars], latin1, Bin) when C < 256 -> encode(Chars, latin1, <<Bin/binary, C>>);
encode([_ | _] = Chars, latin1, Bin) -> {error, Bin, Chars};
encode([C | Chars], {utf16, little} = To, Bin) ->
    encode(Chars, To, <<Bin/binary, C/utf16-little>>);
encode([C | Chars], {utf32, little} = To, Bin) ->
    encode(Chars, To, <<Bin/binary, C/utf32-little>>);
encode([C | Chars], To, Bin) when To =:= utf16; To =:= {utf16, big} ->
    encode(Chars, To, <<Bin/binary, C/utf16>>);
encode([C | Chars], To, Bin) -> encode(Chars, To, <<Bin/binary, C/utf32>>);
encode([], _, Bin) -> Bin.

%% The encoding that a byte order mark at the start of a binary tells, and the mark's length.
bom_to_encoding(<<239, 187, 191, _/binary>>) -> {utf8, 3};
bom_to_encoding(<<0, 0, 254, 255, _/binary>>) -> {{utf32, big}, 4};
bom_to_encoding(<<255, 254, 0, 0, _/binary>>) -> {{utf32, little}, 4};
bom_to_encoding(<<254, 255, _/binary>>) -> {{utf16, big}, 2};
bom_to_encoding(<<255, 254, _/binary>>) -> {{utf16, little}, 2};
bom_to_encoding(Bin) when is_binary(Bin) -> {latin1, 0}.

%% The byte order mark of an encoding.
encoding_to_bom(unicode) -> <<239, 187, 191>>;
encoding_to_bom(utf8) -> <<239, 187, 191>>;
encoding_to_bom(utf16) -> <<254, 255>>;
encoding_to_bom({utf16, big}) -> <<254, 255>>;
encoding_to_bom({utf16, little}) -> <<255, 254>>;
encoding_to_bom(utf32) -> <<0, 0, 254, 255>>;
encoding_to_bom({utf32, big}) -> <<0, 0, 254, 255>>;
encoding_to_bom({utf32, little}) -> <<255, 254, 0, 0>>;
encoding_to_bom(latin1) -> <<>>.

%% Is the character white space in Unicode?
is_whitespace(C) when is_integer(C) ->
    (C >= 9 andalso C =< 13) orelse C =:= 32 orelse C =:= 16#85 orelse C =:= 16#A0
        orelse C =:= 16#1680 orelse (C >= 16#2000 andalso C =< 16#200A) orelse C =:= 16#2028
        orelse C =:= 16#2029 orelse C =:= 16#202F orelse C =:= 16#205F orelse C =:= 16#3000;
is_whitespace(_) -> false.

%% Canonical composition, as a list.
characters_to_nfc_list(Data) -> list(Data, normal(fun unicode_util:nfc/1, Data)).

%% Canonical composition, as a binary.
characters_to_nfc_binary(Data) -> binary(Data, normal(fun unicode_util:nfc/1, Data)).

%% Canonical decomposition, as a list.
characters_to_nfd_list(Data) -> list(Data, normal(fun unicode_util:nfd/1, Data)).

%% Canonical decomposition, as a binary.
characters_to_nfd_binary(Data) -> binary(Data, normal(fun unicode_util:nfd/1, Data)).

%% Compatible decomposition and canonical composition, as a list.
characters_to_nfkc_list(Data) -> list(Data, normal(fun unicode_util:nfkc/1, Data)).

%% Compatible decomposition and canonical composition, as a binary.
characters_to_nfkc_binary(Data) -> binary(Data, normal(fun unicode_util:nfkc/1, Data)).

%% Compatible decomposition, as a list.
characters_to_nfkd_list(Data) -> list(Data, normal(fun unicode_util:nfkd/1, Data)).

%% Compatible decomposition, as a binary.
characters_to_nfkd_binary(Data) -> binary(Data, normal(fun unicode_util:nfkd/1, Data)).

%% The clusters of character data and what is left when there is an invalid byte.
normal(Next, Data) ->
    try
        normal(Next, Data, [])
    catch
        error:_ -> bad
    end.

normal(Next, Data, Acc) ->
    case Next(Data) of
        [Cluster | Rest] -> normal(Next, Rest, [Cluster | Acc]);
        [] -> {lists:reverse(Acc, []), none};
        {error, Rest} -> {lists:reverse(Acc, []), {left, Rest}}
    end.

list(Data, bad) -> error(badarg, [Data]);
list(_, {Clusters, none}) -> lists:flatten(Clusters);
list(_, {Clusters, {left, Rest}}) -> {error, lists:flatten(Clusters), Rest}.

binary(Data, bad) -> error(badarg, [Data]);
binary(Data, {Clusters, Left}) ->
    case {unicode:characters_to_binary(Clusters, unicode), Left} of
        {Bin, none} when is_binary(Bin) -> Bin;
        {Bin, {left, Rest}} when is_binary(Bin) -> {error, Bin, Rest};
        _ -> error(badarg, [Data])
    end.
