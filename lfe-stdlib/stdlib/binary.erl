%% Binary functions, all but the BIFs (at/2, bin_to_list/1,2,3, compile_pattern/1, copy/1,2,
%% decode_unsigned/1,2, encode_unsigned/1,2, first/1, last/1, list_to_bin/1,
%% longest_common_prefix/1, longest_common_suffix/1, match/2,3, matches/2,3, part/2,3,
%% referenced_byte_size/1).
-module(binary).

-export([split/2, split/3, replace/3, replace/4, encode_hex/1, encode_hex/2, decode_hex/1, join/2]).

%% ---------------------------------------------------------------- splitting

%% The parts before and behind the first place where Pattern is.
split(Subject, Pattern) ->
    try
        split_at(Subject, [binary:match(Subject, Pattern)], none)
    catch
        error:_ -> error(badarg, [Subject, Pattern])
    end.

%% Options: global, trim, trim_all, {scope, {Start, Length}}.
split(Subject, Pattern, Options) ->
    try
        {Scope, Global, Trim} = split_options(Options, [], false, none),
        split_at(Subject, places(Subject, Pattern, Scope, Global), Trim)
    catch
        error:_ -> error(badarg, [Subject, Pattern, Options])
    end.

split_options([global | Rest], Scope, _, Trim) -> split_options(Rest, Scope, true, Trim);
split_options([trim | Rest], Scope, Global, none) -> split_options(Rest, Scope, Global, trim);
split_options([trim | Rest], Scope, Global, Trim) -> split_options(Rest, Scope, Global, Trim);
split_options([trim_all | Rest], Scope, Global, _) ->
    split_options(Rest, Scope, Global, trim_all);
split_options([{scope, {_, _}} = Scope | Rest], _, Global, Trim) ->
    split_options(Rest, [Scope], Global, Trim);
split_options([], Scope, Global, Trim) -> {Scope, Global, Trim}.

places(Subject, Pattern, Scope, true) -> binary:matches(Subject, Pattern, Scope);
places(Subject, Pattern, Scope, false) -> [binary:match(Subject, Pattern, Scope)].

split_at(Subject, [nomatch], Trim) -> trim([Subject], Trim);
split_at(Subject, Places, Trim) -> trim(parts(Subject, Places, 0), Trim).

parts(Subject, [{At, Length} | Places], Start) ->
    [binary:part(Subject, Start, At - Start) | parts(Subject, Places, At + Length)];
parts(Subject, [], Start) ->
    [binary:part(Subject, Start, byte_size(Subject) - Start)].

trim(Parts, none) -> Parts;
trim(Parts, trim_all) -> [Part || Part <- Parts, Part =/= <<>>];
trim([Part | Parts], trim) ->
    case trim(Parts, trim) of
        [] when Part =:= <<>> -> [];
        Kept -> [Part | Kept]
    end;
trim([], trim) -> [].

%% ---------------------------------------------------------------- replacing

%% Put Replacement, a binary or a function of what was found, in the place of the first Pattern.
replace(Subject, Pattern, Replacement) ->
    try
        replace_at(Subject, places(Subject, Pattern, [], false), Replacement, [])
    catch
        error:badarg -> error(badarg, [Subject, Pattern, Replacement]);
        error:function_clause -> error(badarg, [Subject, Pattern, Replacement])
    end.

%% Options: global, {scope, {Start, Length}}, {insert_replaced, Position or Positions}.
replace(Subject, Pattern, Replacement, Options) ->
    try
        {Scope, Global, Insert} = replace_options(Options, [], false, []),
        replace_at(Subject, places(Subject, Pattern, Scope, Global), Replacement, Insert)
    catch
        error:badarg -> error(badarg, [Subject, Pattern, Replacement, Options]);
        error:function_clause -> error(badarg, [Subject, Pattern, Replacement, Options])
    end.

replace_options([global | Rest], Scope, _, Insert) -> replace_options(Rest, Scope, true, Insert);
replace_options([{scope, {_, _}} = Scope | Rest], _, Global, Insert) ->
    replace_options(Rest, [Scope], Global, Insert);
replace_options([{insert_replaced, Position} | Rest], Scope, Global, _)
  when is_integer(Position), Position >= 0 ->
    replace_options(Rest, Scope, Global, [Position]);
replace_options([{insert_replaced, Positions} | Rest], Scope, Global, _)
  when is_list(Positions) ->
    case [P || P <- Positions, not (is_integer(P) andalso P >= 0)] of
        [] -> replace_options(Rest, Scope, Global, lists:sort(Positions));
        _ -> error(badarg)
    end;
replace_options([], Scope, Global, Insert) -> {Scope, Global, Insert}.

replace_at(Subject, _, Replacement, Insert)
  when not is_binary(Subject);
       not is_binary(Replacement), not is_function(Replacement, 1);
       is_function(Replacement), Insert =/= [] ->
    error(badarg);
replace_at(Subject, Places, Replacement, Insert) ->
    case Insert =:= [] orelse lists:last(Insert) =< byte_size(Replacement) of
        true when Places =:= [nomatch] -> Subject;
        true -> iolist_to_binary(replaced(Subject, Places, 0, Replacement, Insert));
        false -> error(badarg)
    end.

replaced(Subject, [{At, Length} | Places], Start, Replacement, Insert) ->
    Found = binary:part(Subject, At, Length),
    [binary:part(Subject, Start, At - Start), replacement(Replacement, Insert, Found)
     | replaced(Subject, Places, At + Length, Replacement, Insert)];
replaced(Subject, [], Start, _, _) ->
    [binary:part(Subject, Start, byte_size(Subject) - Start)].

replacement(Fun, _, Found) when is_function(Fun) -> Fun(Found);
replacement(Replacement, [], _) -> Replacement;
replacement(Replacement, Positions, Found) -> insert(Replacement, Positions, Found, 0).

insert(Replacement, [Position | Positions], Found, Start) ->
    [binary:part(Replacement, Start, Position - Start), Found
     | insert(Replacement, Positions, Found, Position)];
insert(Replacement, [], _, Start) ->
    [binary:part(Replacement, Start, byte_size(Replacement) - Start)].

%% ---------------------------------------------------------------- hexadecimal digits, joining

%% Two hexadecimal digits for every byte, in upper case.
encode_hex(Bin) when is_binary(Bin) -> hex(Bin, $A);
encode_hex(Bin) -> error(badarg, [Bin]).

%% The same in uppercase or lowercase.
encode_hex(Bin, uppercase) when is_binary(Bin) -> hex(Bin, $A);
encode_hex(Bin, lowercase) when is_binary(Bin) -> hex(Bin, $a);
encode_hex(Bin, Case) -> error(badarg, [Bin, Case]).

hex(Bin, Ten) -> << <<(digit(Nibble, Ten))>> || <<Nibble:4>> <= Bin >>.

digit(Nibble, _) when Nibble < 10 -> $0 + Nibble;
digit(Nibble, Ten) -> Ten - 10 + Nibble.

%% The bytes for hexadecimal digits.
decode_hex(Hex) when is_binary(Hex), byte_size(Hex) rem 2 =:= 0 ->
    try
        << <<(value(C)):4>> || <<C>> <= Hex >>
    catch
        error:_ -> error(badarg, [Hex])
    end;
decode_hex(Hex) ->
    error(badarg, [Hex]).

value(C) when C >= $0, C =< $9 -> C - $0;
value(C) when C >= $A, C =< $F -> C - $A + 10;
value(C) when C >= $a, C =< $f -> C - $a + 10.

%% Binaries put together with a separator between them.
join(Bins, Separator) when is_binary(Separator) ->
    try lists:all(fun erlang:is_binary/1, Bins) of
        true -> iolist_to_binary(lists:join(Separator, Bins));
        false -> error(badarg, [Bins, Separator])
    catch
        error:_ -> error(badarg, [Bins, Separator])
    end;
join(Bins, Separator) ->
    error(badarg, [Bins, Separator]).
