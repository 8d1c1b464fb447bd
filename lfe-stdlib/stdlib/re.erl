%% Regular expressions with PCRE's syntax and semantics; compile/2 and inspect/2 are BIFs.
%%
%% A compiled pattern is {re_pattern, Groups, Unicode, Crlf, Binary}; the binary is the pattern with
%% its options, so that it may be stored, sent, and be a literal.
-module(re).

-export([version/0, compile/1, run/2, run/3, replace/3, replace/4, split/2, split/3]).
-export_type([mp/0]).

-type mp() :: {re_pattern, _, _, _, _}.

%% The version of PCRE that this is like.
version() -> <<"8.44 2020-02-12">>.

%% Compile a pattern: {ok, Compiled} or {error, {Text, Position}}.
compile(Pattern) -> re:compile(Pattern, []).

%% ---------------------------------------------------------------- run

%% Match a pattern, compiled or not, with a subject.
run(Subject, Pattern) ->
    try erts_re:run(Subject, Pattern, []) of
        Result -> result(Result)
    catch
        error:badarg -> error(badarg, [Subject, Pattern])
    end.

%% Options are those of compile/2, where the pattern is not compiled yet, and of the run.
run(Subject, Pattern, Options) ->
    try erts_re:run(Subject, Pattern, Options) of
        Result -> result(Result)
    catch
        error:badarg -> error(badarg, [Subject, Pattern, Options])
    end.

%% A run that takes long answers a reference each time its turn is over.
result(Reference) when is_reference(Reference) -> result(erts_re:more(Reference));
result(Result) -> Result.

%% ---------------------------------------------------------------- replace

%% Replace the first match. In the replacement & is the match, \N and \g{N} are groups.
replace(Subject, Pattern, Replacement) ->
    try
        replace_with(Subject, Pattern, Replacement, [])
    catch
        error:_ -> error(badarg, [Subject, Pattern, Replacement])
    end.

%% Options: global, {return, iodata | list | binary}, those of run/3 but for captures.
replace(Subject, Pattern, Replacement, Options) ->
    try
        replace_with(Subject, Pattern, Replacement, Options)
    catch
        error:_ -> error(badarg, [Subject, Pattern, Replacement, Options])
    end.

replace_with(Subject, Pattern, Replacement, Options) ->
    {Return, Options1} = return_option(Options, iodata, []),
    [] = [Option || Option <- Options1, is_forbidden(Option)],
    Unicode = is_unicode(Pattern, Options1),
    Binary = to_binary(Subject, Unicode),
    Parts = replacement(Replacement, Unicode),
    Global = lists:member(global, Options1),
    case run(Binary, Pattern, [{capture, all, index} | Options1]) of
        nomatch -> return_unchanged(Subject, Binary, Return, Unicode);
        {match, Matches} when Global -> return(replaced(Matches, 0, Binary, Parts), Return, Unicode);
        {match, Match} -> return(replaced([Match], 0, Binary, Parts), Return, Unicode)
    end.

%% Options of run/3 that have no sense in replace and split.
is_forbidden({capture, _}) -> true;
is_forbidden({capture, _, _}) -> true;
is_forbidden(report_errors) -> true;
is_forbidden(_) -> false.

return_option([{return, Return} | Options], _, Others)
  when Return =:= iodata; Return =:= list; Return =:= binary ->
    return_option(Options, Return, Others);
return_option([{return, _} | _], _, _) ->
    error(badarg);
return_option([Option | Options], Return, Others) ->
    return_option(Options, Return, [Option | Others]);
return_option([], Return, Others) ->
    {Return, lists:reverse(Others)}.

is_unicode({re_pattern, _, Unicode, _, _}, _) -> Unicode =:= 1;
is_unicode(_, Options) -> lists:member(unicode, Options).

to_binary(Data, _) when is_binary(Data) -> Data;
to_binary(Data, true) ->
    Binary = unicode:characters_to_binary(Data),
    true = is_binary(Binary),
    Binary;
to_binary(Data, false) -> iolist_to_binary(Data).

return_unchanged(Subject, _, iodata, _) -> Subject;
return_unchanged(_, Binary, Return, Unicode) -> return(Binary, Return, Unicode).

return(Data, iodata, _) -> Data;
return(Data, binary, _) -> iolist_to_binary(Data);
return(Data, list, true) -> unicode:characters_to_list(iolist_to_binary(Data));
return(Data, list, false) -> binary_to_list(iolist_to_binary(Data)).

%% The replacement as a list of binaries and numbers of groups, a binary, or a function.
replacement(Replacement, _) when is_function(Replacement, 2) -> Replacement;
replacement(Replacement, Unicode) ->
    case replacement_parts(to_binary(Replacement, Unicode), <<>>) of
        [] -> [];
        [Text] when is_binary(Text) -> Text;
        Parts -> Parts
    end.

replacement_parts(<<"\\g{", Rest/binary>>, Text) ->
    {Number, <<"}", Rest1/binary>>} = group_number(Rest),
    text(Text, [Number | replacement_parts(Rest1, <<>>)]);
replacement_parts(<<"\\g", Rest/binary>>, Text) ->
    {Number, Rest1} = group_number(Rest),
    text(Text, [Number | replacement_parts(Rest1, <<>>)]);
replacement_parts(<<$\\, Digit, _/binary>> = Replacement, Text) when Digit >= $1, Digit =< $9 ->
    <<$\\, Rest/binary>> = Replacement,
    {Number, Rest1} = group_number(Rest),
    text(Text, [Number | replacement_parts(Rest1, <<>>)]);
replacement_parts(<<$\\, Char, Rest/binary>>, Text) ->
    replacement_parts(Rest, <<Text/binary, Char>>);
replacement_parts(<<$&, Rest/binary>>, Text) ->
    text(Text, [0 | replacement_parts(Rest, <<>>)]);
replacement_parts(<<Char, Rest/binary>>, Text) ->
    replacement_parts(Rest, <<Text/binary, Char>>);
replacement_parts(<<>>, Text) ->
    text(Text, []).

text(<<>>, Parts) -> Parts;
text(Text, Parts) -> [Text | Parts].

group_number(<<Digit, Rest/binary>>) when Digit >= $0, Digit =< $9 ->
    group_number(Rest, Digit - $0).

group_number(<<Digit, Rest/binary>>, Number) when Digit >= $0, Digit =< $9 ->
    group_number(Rest, Number * 10 + Digit - $0);
group_number(Rest, Number) ->
    {Number, Rest}.

%% What lies between the matches, and replacements for them; the rest is the tail.
replaced([[{Start, Length} | _] = Match | Matches], At, Binary, Parts) ->
    New = replaced_match(Match, Binary, Parts),
    Rest = replaced(Matches, Start + Length, Binary, Parts),
    case Start of
        At -> [New | Rest];
        _ -> [binary:part(Binary, At, Start - At), New | Rest]
    end;
replaced([], At, Binary, _) when At =:= byte_size(Binary) -> [];
replaced([], At, Binary, _) -> binary:part(Binary, At, byte_size(Binary) - At).

replaced_match([Whole | Groups], Binary, Fun) when is_function(Fun) ->
    Fun(part(Whole, Binary), [part(Group, Binary) || Group <- Groups]);
replaced_match(Match, Binary, Parts) when is_list(Parts) ->
    [replaced_part(Part, Match, Binary) || Part <- Parts];
replaced_match(_, _, Text) ->
    Text.

replaced_part(Number, Match, Binary) when is_integer(Number), Number < length(Match) ->
    part(lists:nth(Number + 1, Match), Binary);
replaced_part(Number, _, _) when is_integer(Number) ->
    <<>>;
replaced_part(Text, _, _) ->
    Text.

part({-1, 0}, _) -> <<>>;
part({Start, Length}, Binary) -> binary:part(Binary, Start, Length).

%% ---------------------------------------------------------------- split

%% The parts of a subject between the matches.
split(Subject, Pattern) ->
    try
        split_with(Subject, Pattern, [])
    catch
        error:_ -> error(badarg, [Subject, Pattern])
    end.

%% Options: {return, _}, {parts, N}, group, trim, those of run/3 but for global and captures.
split(Subject, Pattern, Options) ->
    try
        split_with(Subject, Pattern, Options)
    catch
        error:_ -> error(badarg, [Subject, Pattern, Options])
    end.

split_with(Subject, Pattern, Options) ->
    {Return, Options1} = return_option(Options, iodata, []),
    {Group, Trim, Parts, Options2} = split_options(Options1, false, false, infinity, []),
    [] = [Option || Option <- Options2, Option =:= global orelse is_forbidden(Option)],
    {Compiled, Options3} = compiled(Pattern, Options2),
    {re_pattern, Groups, _, _, _} = Compiled,
    Unicode = is_unicode(Compiled, []),
    Binary = to_binary(Subject, Unicode),
    Matches = split_matches(Binary, Compiled, Parts, [{capture, all, index} | Options3]),
    Rows = rows(Matches, 0, Binary, Groups),
    Rows1 = case Group of
                true -> Rows;
                false -> lists:append(Rows)
            end,
    Rows2 = case Trim of
                true when byte_size(Binary) > 0 -> trimmed(Rows1);
                _ -> Rows1
            end,
    case Group of
        true -> [[returned(Part, Return, Unicode) || Part <- Row] || Row <- Rows2];
        false -> [returned(Part, Return, Unicode) || Part <- Rows2]
    end.

split_options([group | Options], _, Trim, Parts, Others) ->
    split_options(Options, true, Trim, Parts, Others);
split_options([trim | Options], Group, _, _, Others) ->
    split_options(Options, Group, true, infinity, Others);
split_options([{parts, Parts} | Options], Group, _, _, Others)
  when is_integer(Parts), Parts > 0; Parts =:= infinity ->
    split_options(Options, Group, false, Parts, Others);
split_options([{parts, 0} | Options], Group, _, _, Others) ->
    split_options(Options, Group, true, infinity, Others);
split_options([{parts, _} | _], _, _, _, _) ->
    error(badarg);
split_options([Option | Options], Group, Trim, Parts, Others) ->
    split_options(Options, Group, Trim, Parts, [Option | Others]);
split_options([], Group, Trim, Parts, Others) ->
    {Group, Trim, Parts, lists:reverse(Others)}.

%% The compiled pattern, and the options for its run.
compiled({re_pattern, _, _, _, _} = Compiled, Options) ->
    {Compiled, Options};
compiled(Pattern, Options) ->
    {ForRun, ForCompile} = lists:partition(fun is_for_run/1, Options),
    {ok, Compiled} = re:compile(Pattern, ForCompile),
    {Compiled, ForRun}.

is_for_run({newline, _}) -> false;
is_for_run(Option) when is_tuple(Option) -> true;
is_for_run(notbol) -> true;
is_for_run(noteol) -> true;
is_for_run(notempty) -> true;
is_for_run(notempty_atstart) -> true;
is_for_run(_) -> false.

%% The matches to split at, at most one less than there are to be parts.
split_matches(_, _, 1, _) ->
    [];
split_matches(Binary, Compiled, Parts, Options) ->
    case run(Binary, Compiled, [global | Options]) of
        nomatch -> [];
        {match, Matches} -> first_matches(splitting(Matches, 0), Parts)
    end.

%% Without the matches that are empty and follow the one before at once.
splitting([[{At, 0} | _] | Matches], At) -> splitting(Matches, At);
splitting([[{Start, Length} | _] = Match | Matches], _) ->
    [Match | splitting(Matches, Start + Length)];
splitting([], _) -> [].

first_matches(Matches, infinity) -> Matches;
first_matches(Matches, Parts) -> lists:sublist(Matches, Parts - 1).

%% A part and the groups of the match behind it, for each match; the last part.
rows([[{Start, Length} | Groups] | Matches], At, Binary, Count) ->
    Part = binary:part(Binary, At, Start - At),
    Row = [Part | groups(Groups, Count, Binary)],
    [Row | rows(Matches, Start + Length, Binary, Count)];
rows([], At, Binary, _) ->
    [[binary:part(Binary, At, byte_size(Binary) - At)]].

groups(_, 0, _) -> [];
groups([Group | Groups], Count, Binary) -> [part(Group, Binary) | groups(Groups, Count - 1, Binary)];
groups([], Count, Binary) -> [<<>> | groups([], Count - 1, Binary)].

trimmed(Parts) -> lists:reverse(lists:dropwhile(fun is_empty/1, lists:reverse(Parts))).

is_empty(<<>>) -> true;
is_empty(Row) when is_list(Row) -> lists:all(fun(Part) -> Part =:= <<>> end, Row);
is_empty(_) -> false.

returned(Part, iodata, _) -> Part;
returned(Part, Return, Unicode) -> return(Part, Return, Unicode).
