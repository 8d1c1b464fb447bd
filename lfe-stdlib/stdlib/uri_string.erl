%% Uniform resource identifiers (RFC 3986) and form data in queries (application/x-www-form-urlencoded).
%%
%% All work is done on lists of characters; what comes as binary goes back as binary.
-module(uri_string).

-export([parse/1, recompose/1, normalize/1, normalize/2, resolve/2, resolve/3, transcode/2]).
-export([quote/1, quote/2, unquote/1, percent_decode/1, allowed_characters/0]).
-export([compose_query/1, compose_query/2, dissect_query/1]).

-export_type([uri_string/0, uri_map/0, error/0]).

-type uri_string() :: iodata().
-type uri_map() :: #{atom() => term()}.
-type error() :: {error, atom(), term()}.

-define(IS_ALPHA(C), (C >= $a andalso C =< $z orelse C >= $A andalso C =< $Z)).
-define(IS_DIGIT(C), (C >= $0 andalso C =< $9)).
-define(UNRESERVED, "-._~").
-define(SUB_DELIMITERS, "!$&'()*+,;=").

%% ---------------------------------------------------------------- types of text

chars(Text) when is_binary(Text) ->
    case unicode:characters_to_list(Text) of
        Chars when is_list(Chars) -> Chars;
        {_, _, Rest} -> throw({error, invalid_input, Rest})
    end;
chars(Text) when is_list(Text) ->
    Text.

like(Model, Chars) when is_binary(Model) -> unicode:characters_to_binary(Chars);
like(_, Chars) -> Chars.

caught(Fun) ->
    try
        Fun()
    catch
        throw:{error, _, _} = Error -> Error
    end.

%% ---------------------------------------------------------------- parsing

%% The parts of a URI as map, or {error, invalid_uri, Where}.
-spec parse(uri_string()) -> uri_map() | error().
parse(Uri) when is_binary(Uri); is_list(Uri) ->
    caught(fun() -> maps:map(fun(port, Port) -> Port;
                                (_, Value) -> like(Uri, Value)
                             end, parts(chars(Uri)))
           end).

parts(Uri) ->
    case scheme(Uri) of
        {ok, Scheme, Rest} ->
            case hierarchy(Rest, true) of
                {ok, Parts} -> Parts#{scheme => Scheme};
                {error, _} -> throw({error, invalid_uri, ":"})
            end;
        none ->
            case hierarchy(Uri, false) of
                {ok, Parts} -> Parts;
                {error, C} -> throw({error, invalid_uri, [C]})
            end
    end.

scheme([C | Rest]) when ?IS_ALPHA(C) -> scheme(Rest, [C]);
scheme(_) -> none.

scheme([$: | Rest], Done) -> {ok, lists:reverse(Done), Rest};
scheme([C | Rest], Done) when ?IS_ALPHA(C); ?IS_DIGIT(C); C =:= $+; C =:= $-; C =:= $. ->
    scheme(Rest, [C | Done]);
scheme(_, _) -> none.

%% What follows the scheme, or a relative reference.
hierarchy(Text, HasScheme) ->
    {Before, Fragment} = split($#, Text),
    {Place, Query} = split($?, Before),
    Checks = [{Query, fun is_query/1}, {Fragment, fun is_query/1}],
    case authority(Place, HasScheme) of
        {ok, Parts} ->
            case [C || {Part, Is} <- Checks, Part =/= none, C <- Part, not Is(C)] of
                [] -> {ok, with(fragment, Fragment, with(query, Query, Parts))};
                [C | _] -> {error, C}
            end;
        Error ->
            Error
    end.

with(_, none, Parts) -> Parts;
with(Name, Value, Parts) -> Parts#{Name => Value}.

split(Separator, Text) ->
    case lists:splitwith(fun(C) -> C =/= Separator end, Text) of
        {Before, [_ | After]} -> {Before, After};
        {Before, []} -> {Before, none}
    end.

authority("//" ++ Rest, _) ->
    {Authority, Path} = lists:splitwith(fun(C) -> C =/= $/ end, Rest),
    case lists:splitwith(fun(C) -> C =/= $@ end, Authority) of
        {User, [_ | Host]} -> host(Host, Path, #{userinfo => User});
        {Host, []} -> host(Host, Path, #{})
    end;
authority(Path, HasScheme) ->
    path(Path, HasScheme, #{}).

host("[" ++ Rest, Path, Parts) ->
    case lists:splitwith(fun(C) -> C =/= $] end, Rest) of
        {Host, [_ | Port]} ->
            case is_ip6(Host) of
                true -> port(Port, Path, Parts#{host => Host});
                false -> {error, $[}
            end;
        _ ->
            {error, $[}
    end;
host(Text, Path, Parts) ->
    {Host, Port} = lists:splitwith(fun(C) -> C =/= $: end, Text),
    Users = maps:get(userinfo, Parts, []),
    case [C || C <- Host, not is_regular(C)] ++ [C || C <- Users, not is_userinfo(C)] of
        [] -> port(Port, Path, Parts#{host => Host});
        [C | _] -> {error, C}
    end.

is_ip6(Host) ->
    lists:all(fun(C) -> ?IS_DIGIT(C) orelse C >= $a andalso C =< $f orelse C >= $A andalso C =< $F
                            orelse C =:= $: orelse C =:= $.
              end, Host) andalso lists:member($:, Host).

port([], Path, Parts) ->
    path(Path, true, Parts);
port(":", Path, Parts) ->
    path(Path, true, Parts#{port => undefined});
port(":" ++ Digits, Path, Parts) ->
    case lists:all(fun(C) -> ?IS_DIGIT(C) end, Digits) of
        true -> path(Path, true, Parts#{port => list_to_integer(Digits)});
        false -> {error, $:}
    end;
port([C | _], _, _) ->
    {error, C}.

%% The first segment of a reference without scheme has no colon.
path(Path, ColonAllowed, Parts) ->
    First = lists:takewhile(fun(C) -> C =/= $/ end, Path),
    Colon = not ColonAllowed andalso lists:member($:, First),
    case [C || C <- Path, not is_path(C)] of
        _ when Colon -> {error, $:};
        [] -> {ok, Parts#{path => Path}};
        [C | _] -> {error, C}
    end.

is_unreserved(C) -> ?IS_ALPHA(C) orelse ?IS_DIGIT(C) orelse lists:member(C, ?UNRESERVED).

is_regular(C) -> is_unreserved(C) orelse C =:= $% orelse lists:member(C, ?SUB_DELIMITERS).

is_userinfo(C) -> is_regular(C) orelse C =:= $:.

is_path(C) -> is_regular(C) orelse C =:= $: orelse C =:= $@ orelse C =:= $/.

is_query(C) -> is_path(C) orelse C =:= $?.

%% The characters that each part may have.
-spec allowed_characters() -> [{atom(), string()}].
allowed_characters() ->
    All = lists:seq(0, 127),
    Those = fun(Is) -> [C || C <- All, Is(C)] end,
    Hex = fun(C) -> ?IS_DIGIT(C) orelse C >= $A andalso C =< $F orelse C >= $a andalso C =< $f end,
    Scheme = fun(C) -> ?IS_ALPHA(C) orelse ?IS_DIGIT(C) orelse lists:member(C, "+-.") end,
    [{scheme, Those(Scheme)},
     {userinfo, Those(fun is_userinfo/1)},
     {host, Those(fun(C) -> C =/= $% andalso is_userinfo(C) end)},
     {ipv4, Those(fun(C) -> ?IS_DIGIT(C) orelse C =:= $. end)},
     {ipv6, Those(fun(C) -> Hex(C) orelse C =:= $: orelse C =:= $. end)},
     {regname, Those(fun is_regular/1)},
     {path, Those(fun is_path/1)},
     {query, Those(fun is_query/1)},
     {fragment, Those(fun is_query/1)},
     {reserved, Those(fun(C) -> lists:member(C, ":/?#[]@" ++ ?SUB_DELIMITERS) end)},
     {unreserved, Those(fun is_unreserved/1)}].

%% ---------------------------------------------------------------- putting together

%% The URI of parts, or {error, invalid_map, Map}.
-spec recompose(uri_map()) -> uri_string() | error().
recompose(#{path := Path} = Parts) ->
    Text = [text_scheme(Parts), text_authority(Parts), text_path(Parts),
            text($?, query, Parts, fun is_query/1), text($#, fragment, Parts, fun is_query/1)],
    like(Path, lists:append(Text));
recompose(Parts) when is_map(Parts) ->
    {error, invalid_map, Parts}.

text_scheme(#{scheme := Scheme}) -> chars(Scheme) ++ ":";
text_scheme(_) -> "".

text_authority(#{host := Host} = Parts) ->
    "//" ++ text_user(Parts) ++ text_host(chars(Host)) ++ text_port(Parts);
text_authority(#{userinfo := User}) ->
    "//" ++ encode(chars(User), fun is_userinfo/1);
text_authority(_) ->
    "".

text_user(#{userinfo := User}) -> encode(chars(User), fun is_userinfo/1) ++ "@";
text_user(_) -> "".

text_host(Host) ->
    case is_ip6(Host) of
        true -> "[" ++ Host ++ "]";
        false -> encode(Host, fun is_regular/1)
    end.

text_port(#{port := undefined}) -> ":";
text_port(#{port := Port}) -> ":" ++ integer_to_list(Port);
text_port(_) -> "".

text_path(#{path := Path} = Parts) ->
    Text = encode(chars(Path), fun is_path/1),
    case Parts of
        #{host := _} when Text =/= [], hd(Text) =/= $/ -> [$/ | Text];
        _ -> Text
    end.

text(Mark, Name, Parts, Is) ->
    case Parts of
        #{Name := Value} -> [Mark | encode(chars(Value), Is)];
        #{} -> ""
    end.

encode(Chars, Is) ->
    lists:flatmap(fun(C) ->
                      case Is(C) of
                          true -> [C];
                          false -> escaped(<<C/utf8>>)
                      end
                  end, Chars).

escaped(Bytes) -> lists:flatmap(fun(Byte) -> [$% | hex(Byte)] end, binary_to_list(Bytes)).

hex(Byte) -> [hex_digit(Byte bsr 4), hex_digit(Byte band 15)].

hex_digit(N) when N < 10 -> $0 + N;
hex_digit(N) -> $A + N - 10.

%% ---------------------------------------------------------------- normal forms

%% The normal form of a URI.
-spec normalize(uri_string() | uri_map()) -> uri_string() | error().
normalize(Uri) -> normalize(Uri, []).

%% The same; with return_map as parts.
-spec normalize(uri_string() | uri_map(), [return_map]) -> uri_string() | uri_map() | error().
normalize(Uri, Options) ->
    case as_parts(Uri) of
        {error, _, _} = Error -> Error;
        Parts ->
            try normal(Parts) of
                Normal -> result(Normal, Options)
            catch
                throw:{error, invalid_percent_encoding, Bad} ->
                    {error, invalid_percent_encoding, unicode:characters_to_binary(Bad)}
            end
    end.

as_parts(Uri) when is_map(Uri) -> Uri;
as_parts(Uri) -> parse(Uri).

result(Parts, [return_map]) -> Parts;
result(Parts, []) -> recompose(Parts).

normal(Parts) ->
    Decoded = maps:map(fun(port, Port) -> Port;
                          (Name, Text) -> like(Text, normal(Name, chars(Text)))
                       end, Parts),
    by_scheme(Decoded).

normal(scheme, Text) -> string:lowercase(Text);
normal(host, Text) -> normal_escapes(string:lowercase(Text));
normal(path, Text) -> without_dots(normal_escapes(Text));
normal(_, Text) -> normal_escapes(Text).

%% Escaped characters that need not be are written plainly, others with upper case digits.
normal_escapes([$%, A, B | Rest]) ->
    case {value(A), value(B)} of
        {High, Low} when High < 16, Low < 16 ->
            C = High * 16 + Low,
            case is_unreserved(C) of
                true -> [C | normal_escapes(Rest)];
                false -> [$% | hex(C)] ++ normal_escapes(Rest)
            end;
        _ ->
            throw({error, invalid_percent_encoding, [$%, A, B]})
    end;
normal_escapes([C | Rest]) -> [C | normal_escapes(Rest)];
normal_escapes([]) -> [].

value(C) when ?IS_DIGIT(C) -> C - $0;
value(C) when C >= $a, C =< $f -> C - $a + 10;
value(C) when C >= $A, C =< $F -> C - $A + 10;
value(_) -> 16.

%% Segments . and .. taken out (RFC 3986, 5.2.4). Done is in reverse.
without_dots(Path) -> without_dots(Path, []).

without_dots("../" ++ Rest, Done) -> without_dots(Rest, Done);
without_dots("./" ++ Rest, Done) -> without_dots(Rest, Done);
without_dots("/./" ++ Rest, Done) -> without_dots([$/ | Rest], Done);
without_dots("/.", Done) -> without_dots("/", Done);
without_dots("/../" ++ Rest, Done) -> without_dots([$/ | Rest], without_last(Done));
without_dots("/..", Done) -> without_dots("/", without_last(Done));
without_dots(".", Done) -> lists:reverse(Done);
without_dots("..", Done) -> lists:reverse(Done);
without_dots([], Done) -> lists:reverse(Done);
without_dots([C | Rest], Done) ->
    {Segment, Rest1} = lists:splitwith(fun(X) -> X =/= $/ end, Rest),
    without_dots(Rest1, lists:reverse(Segment, [C | Done])).

without_last([$/ | Done]) -> Done;
without_last([_ | Done]) -> without_last(Done);
without_last([]) -> [].

by_scheme(#{scheme := Scheme} = Parts) ->
    Name = chars(Scheme),
    Parts1 = case Parts of
                 #{port := undefined} -> maps:remove(port, Parts);
                 #{port := Port} ->
                     case default_port(Name) of
                         Port -> maps:remove(port, Parts);
                         _ -> Parts
                     end;
                 #{} -> Parts
             end,
    case Parts1 of
        #{host := _, path := Path} when Path =:= ""; Path =:= <<>> ->
            case Name =:= "http" orelse Name =:= "https" of
                true -> Parts1#{path => like(Path, "/")};
                false -> Parts1
            end;
        #{} ->
            Parts1
    end;
by_scheme(Parts) ->
    Parts.

default_port("http") -> 80;
default_port("https") -> 443;
default_port("ftp") -> 21;
default_port("ssh") -> 22;
default_port("sftp") -> 22;
default_port("tftp") -> 69;
default_port(_) -> none.

%% ---------------------------------------------------------------- references

%% The URI that a reference means, seen from a base URI.
-spec resolve(uri_string() | uri_map(), uri_string() | uri_map()) -> uri_string() | error().
resolve(Reference, Base) -> resolve(Reference, Base, []).

%% The same; with return_map as parts.
-spec resolve(uri_string() | uri_map(), uri_string() | uri_map(), [return_map]) ->
          uri_string() | uri_map() | error().
resolve(Reference, Base, Options) ->
    case {as_parts(Reference), as_parts(Base)} of
        {{error, _, _} = Error, _} -> Error;
        {_, {error, _, _} = Error} -> Error;
        {#{scheme := _} = Parts, _} -> result(dotless(Parts), Options);
        {Parts, #{scheme := _} = BaseParts} -> result(resolved(Parts, BaseParts), Options);
        {_, _} -> {error, invalid_scheme, ""}
    end.

dotless(#{path := Path} = Parts) -> Parts#{path => like(Path, without_dots(chars(Path)))}.

resolved(#{host := _} = Parts, #{scheme := Scheme}) ->
    (dotless(Parts))#{scheme => Scheme};
resolved(#{path := Path} = Parts, Base) when Path =:= ""; Path =:= <<>> ->
    Kept = case Parts of
               #{query := Query} -> (maps:without([query, fragment], Base))#{query => Query};
               #{} -> maps:remove(fragment, Base)
           end,
    with_fragment(Parts, Kept);
resolved(#{path := Path} = Parts, Base) ->
    Chars = chars(Path),
    Whole = case Chars of
                [$/ | _] -> Chars;
                _ -> merged(Base, Chars)
            end,
    Kept = maps:without([query, fragment], Base),
    With = maps:merge(Kept#{path => like(Path, without_dots(Whole))}, maps:with([query], Parts)),
    with_fragment(Parts, With).

with_fragment(#{fragment := Fragment}, Parts) -> Parts#{fragment => Fragment};
with_fragment(_, Parts) -> Parts.

merged(#{host := _, path := Base}, Path) when Base =:= ""; Base =:= <<>> ->
    [$/ | Path];
merged(#{path := Base}, Path) ->
    Reversed = lists:reverse(chars(Base)),
    lists:reverse(lists:dropwhile(fun(C) -> C =/= $/ end, Reversed), Path).

%% ---------------------------------------------------------------- escapes

%% A text with all characters escaped but letters, digits and -._~.
-spec quote(unicode:chardata()) -> unicode:chardata().
quote(Text) when is_list(Text); is_binary(Text) -> quote(Text, "").

%% The same, leaving some characters more as they are.
-spec quote(unicode:chardata(), string()) -> unicode:chardata().
quote(Text, Safe) when is_list(Text); is_binary(Text) ->
    like(Text, encode(chars(Text), fun(C) -> is_unreserved(C) orelse lists:member(C, Safe) end)).

%% A text with escapes replaced by what they stand for.
-spec unquote(unicode:chardata()) -> unicode:chardata() | error().
unquote(Text) when is_list(Text); is_binary(Text) -> decoded(Text).

%% The same for a text or all parts of a URI.
-spec percent_decode(uri_string() | uri_map()) -> uri_string() | uri_map() | error().
percent_decode(Parts) when is_map(Parts) ->
    Decoded = maps:map(fun(port, Port) -> Port;
                          (_, Text) -> decoded(Text)
                       end, Parts),
    case [{Name, Error} || {Name, {error, _, _} = Error} <- maps:to_list(Decoded)] of
        [] -> Decoded;
        [{Name, {error, Reason, What}} | _] -> {error, {invalid, {Name, {Reason, What}}}}
    end;
percent_decode(Text) when is_list(Text); is_binary(Text) ->
    decoded(Text).

decoded(Text) ->
    caught(fun() -> like(Text, from_bytes(unescaped(chars(Text)))) end).

%% The bytes of a text, escapes replaced. Incomplete escapes at the end stay.
unescaped(Chars) -> unescaped(Chars, <<>>).

unescaped([$%, A, B | Rest], Done) ->
    case {value(A), value(B)} of
        {High, Low} when High < 16, Low < 16 -> unescaped(Rest, <<Done/binary, High:4, Low:4>>);
        _ -> throw({error, invalid_percent_encoding, <<$%, A/utf8, B/utf8>>})
    end;
unescaped([C | Rest], Done) -> unescaped(Rest, <<Done/binary, C/utf8>>);
unescaped([], Done) -> Done.

from_bytes(Bytes) ->
    case unicode:characters_to_list(Bytes) of
        Chars when is_list(Chars) -> Chars;
        _ -> throw({error, invalid_utf8, Bytes})
    end.

%% The same URI with escapes in another encoding.
-spec transcode(uri_string(), [{in_encoding | out_encoding, unicode:encoding()}]) ->
          uri_string() | error().
transcode(Uri, Options) ->
    In = proplists:get_value(in_encoding, Options, utf8),
    Out = proplists:get_value(out_encoding, Options, utf8),
    caught(fun() ->
               Chars = case unicode:characters_to_list(Uri, In) of
                           List when is_list(List) -> List;
                           {_, _, Rest} -> throw({error, invalid_input, Rest})
                       end,
               Text = transcoded(Chars, In, Out),
               case is_binary(Uri) of
                   true -> unicode:characters_to_binary(Text, unicode, Out);
                   false -> Text
               end
           end).

transcoded([$% | _] = Chars, In, Out) ->
    {Bytes, Rest} = run(Chars, <<>>),
    case unicode:characters_to_binary(Bytes, In, Out) of
        Binary when is_binary(Binary) -> escaped(Binary) ++ transcoded(Rest, In, Out);
        _ -> throw({error, invalid_input, Bytes})
    end;
transcoded([C | Rest], In, Out) -> [C | transcoded(Rest, In, Out)];
transcoded([], _, _) -> [].

run([$%, A, B | Rest], Bytes) ->
    case {value(A), value(B)} of
        {High, Low} when High < 16, Low < 16 -> run(Rest, <<Bytes/binary, High:4, Low:4>>);
        _ -> throw({error, invalid_percent_encoding, [$%, A, B]})
    end;
run(Rest, Bytes) ->
    {Bytes, Rest}.

%% ---------------------------------------------------------------- queries

%% The query of names and values; true stands for no value.
-spec compose_query([{unicode:chardata(), unicode:chardata() | true}]) -> uri_string() | error().
compose_query(Pairs) -> compose_query(Pairs, [{encoding, utf8}]).

%% The same in an encoding: utf8 or latin1.
-spec compose_query([{unicode:chardata(), unicode:chardata() | true}], [{encoding, atom()}]) ->
          uri_string() | error().
compose_query([], _) ->
    [];
compose_query(Pairs, Options) when is_list(Pairs) ->
    Encoding = proplists:get_value(encoding, Options, utf8),
    caught(fun() ->
               Texts = [pair(Pair, Encoding) || Pair <- Pairs],
               Model = case lists:all(fun is_all_binary/1, Pairs) of
                           true -> <<>>;
                           false -> []
                       end,
               like(Model, lists:append(lists:join("&", Texts)))
           end).

is_all_binary({Name, true}) -> is_binary(Name);
is_all_binary({Name, Value}) -> is_binary(Name) andalso is_binary(Value).

pair({Name, true}, Encoding) -> form(Name, Encoding);
pair({Name, Value}, Encoding) -> form(Name, Encoding) ++ "=" ++ form(Value, Encoding).

form(Text, Encoding) when is_list(Text); is_binary(Text) ->
    lists:flatmap(fun(C) -> form_char(C, Encoding) end, chars(Text));
form(Other, _) ->
    throw({error, invalid_input, Other}).

form_char($\s, _) -> "+";
form_char(C, _) when ?IS_ALPHA(C); ?IS_DIGIT(C); C =:= $*; C =:= $-; C =:= $.; C =:= $_ -> [C];
form_char(C, utf8) -> escaped(<<C/utf8>>);
form_char(C, latin1) when C < 256 -> escaped(<<C>>);
form_char(C, latin1) -> "%26%23" ++ integer_to_list(C) ++ "%3B";
form_char(_, Encoding) -> throw({error, invalid_encoding, Encoding}).

%% The names and values of a query.
-spec dissect_query(uri_string()) -> [{unicode:chardata(), unicode:chardata() | true}] | error().
dissect_query(Query) when Query =:= <<>>; Query =:= [] ->
    [];
dissect_query(Query) when is_list(Query); is_binary(Query) ->
    caught(fun() -> [named(Part, Query) || Part <- string:split(chars(Query), "&", all)] end).

named(Part, Model) ->
    {Name, Value} = split($=, Part),
    case Value of
        none -> {plain(Name, Model), true};
        _ -> {plain(Name, Model), plain(Value, Model)}
    end.

plain(Text, Model) ->
    Spaced = [case C of $+ -> $\s; _ -> C end || C <- Text],
    try
        like(Model, form_text(unescaped(Spaced)))
    catch
        throw:{error, invalid_percent_encoding, What} ->
            throw({error, invalid_percent_encoding, binary_to_list(What)})
    end.

form_text(Bytes) ->
    case unicode:characters_to_list(Bytes) of
        Chars when is_list(Chars) -> Chars;
        {_, _, Rest} -> throw({error, invalid_input, binary_to_list(Rest)})
    end.
