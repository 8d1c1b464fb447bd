%% Base 64 (RFC 4648, section 4; for the mime functions RFC 2045): three bytes in four characters.
-module(base64).

-export([encode/1, encode_to_string/1, decode/1, decode_to_string/1]).
-export([mime_decode/1, mime_decode_to_string/1]).
-export([encode/2, encode_to_string/2, decode/2, decode_to_string/2, mime_decode/2,
         mime_decode_to_string/2]).

%% Binary or list of bytes to a binary in base 64.
encode(Data) when is_binary(Data) -> encode_binary(Data, <<>>);
encode(Data) when is_list(Data) -> encode_binary(list_to_binary(Data), <<>>).

%% The same to a string.
encode_to_string(Data) -> binary_to_list(encode(Data)).

encode_binary(<<A:6, B:6, C:6, D:6, Rest/binary>>, Done) ->
    encode_binary(Rest, <<Done/binary, (digit(A)), (digit(B)), (digit(C)), (digit(D))>>);
encode_binary(<<A:6, B:6, C:4>>, Done) ->
    <<Done/binary, (digit(A)), (digit(B)), (digit(C bsl 2)), $=>>;
encode_binary(<<A:6, B:2>>, Done) ->
    <<Done/binary, (digit(A)), (digit(B bsl 4)), $=, $=>>;
encode_binary(<<>>, Done) ->
    Done.

digit(N) when N < 26 -> $A + N;
digit(N) when N < 52 -> $a + N - 26;
digit(N) when N < 62 -> $0 + N - 52;
digit(62) -> $+;
digit(63) -> $/.

%% ---------------------------------------------------------------- options

%% With options: mode, standard or urlsafe (- and _ for + and /), and padding.
encode(Data, Options) when is_map(Options) ->
    Text = as_mode(encode(Data), maps:get(mode, Options, standard)),
    case maps:get(padding, Options, true) of
        true -> Text;
        false -> binary:replace(Text, <<"=">>, <<>>, [global])
    end.

as_mode(Text, standard) -> Text;
as_mode(Text, urlsafe) -> << <<(url_safe(C))>> || <<C>> <= Text >>.

url_safe($+) -> $-;
url_safe($/) -> $_;
url_safe(C) -> C.

%% The same to a string.
encode_to_string(Data, Options) -> binary_to_list(encode(Data, Options)).

decode_as(Text, Options) ->
    Plain = [C || C <- text(Text), C =/= $\s, C =/= $\t, C =/= $\r, C =/= $\n],
    decode(padded(from_mode(Plain, Options), Options), <<>>).

text(Text) when is_binary(Text) -> binary_to_list(Text);
text(Text) -> Text.

from_mode(Text, Options) ->
    case maps:get(mode, Options, standard) of
        standard -> Text;
        urlsafe -> [plain(C) || C <- Text]
    end.

plain($-) -> $+;
plain($_) -> $/;
plain(C) when C =:= $+; C =:= $/ -> error(function_clause);
plain(C) -> C.

padded(Text, Options) ->
    case maps:get(padding, Options, true) of
        true -> Text;
        false -> Text ++ lists:duplicate(-length(Text) band 3, $=)
    end.

%% The same to a list of bytes.
decode_to_string(Text, Options) -> binary_to_list(decode(Text, Options)).

%% As mime_decode/1, with options.
mime_decode(Text, Options) when is_map(Options) ->
    Digits = [C || C <- from_mode(text(Text), Options), is_digit(C)],
    decode(padded(Digits, Options), <<>>).

%% The same to a list of bytes.
mime_decode_to_string(Text, Options) -> binary_to_list(mime_decode(Text, Options)).

%% ---------------------------------------------------------------- decoding

%% Base 64 to a binary; white space between the characters does not count.
decode(Text) when is_binary(Text) -> decode(binary_to_list(Text), <<>>);
decode(Text) when is_list(Text) -> decode(Text, <<>>).

%% The same to a list of bytes.
decode_to_string(Text) -> binary_to_list(decode(Text)).

decode(Text, Options) when is_map(Options) -> decode_as(Text, Options);
decode(Text, Done) ->
    case next(Text) of
        {eof, _} -> Done;
        {A, Rest1} when is_integer(A) ->
            {B, Rest2} = required(Rest1),
            decode(next(Rest2), A, B, Done)
    end.

decode({C, Rest}, A, B, Done) when is_integer(C) ->
    case next(Rest) of
        {D, More} when is_integer(D) -> decode(More, <<Done/binary, A:6, B:6, C:6, D:6>>);
        {pad, More} ->
            ended(More),
            <<Done/binary, A:6, B:6, (C bsr 2):4>>;
        {eof, _} -> error(missing_padding)
    end;
decode({pad, Rest}, A, B, Done) ->
    {pad, More} = next(Rest),
    ended(More),
    <<Done/binary, A:6, (B bsr 4):2>>.

required(Text) ->
    {Value, _} = Result = next(Text),
    true = is_integer(Value),
    Result.

ended(Text) -> {eof, []} = next(Text).

%% The value of the next character that is not white space; pad for =, eof at the end.
next([C | Rest]) when C =:= $\s; C =:= $\t; C =:= $\r; C =:= $\n -> next(Rest);
next([$= | Rest]) -> {pad, Rest};
next([C | Rest]) -> {value(C), Rest};
next([]) -> {eof, []}.

value(C) when C >= $A, C =< $Z -> C - $A;
value(C) when C >= $a, C =< $z -> C - $a + 26;
value(C) when C >= $0, C =< $9 -> C - $0 + 52;
value($+) -> 62;
value($/) -> 63.

%% Base 64 to a binary; characters that do not belong to it do not count.
mime_decode(Text) when is_binary(Text) -> mime_decode(binary_to_list(Text));
mime_decode(Text) when is_list(Text) ->
    decode([C || C <- Text, is_digit(C)], <<>>).

%% The same to a list of bytes.
mime_decode_to_string(Text) -> binary_to_list(mime_decode(Text)).

is_digit(C) ->
    C >= $A andalso C =< $Z orelse C >= $a andalso C =< $z orelse C >= $0 andalso C =< $9
        orelse C =:= $+ orelse C =:= $/ orelse C =:= $=.
