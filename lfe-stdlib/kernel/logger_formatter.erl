%% Log events as text, by a template.
%%
%% A template is a list of strings, metadata keys (also lists of keys for nested maps), the atoms
%% level, msg and time, and {Key, IfThere, Else} with templates.
-module(logger_formatter).

-export([format/2, check_config/1]).

%% The text of an event.
format(#{level := Level, msg := Message, meta := Meta0}, Config0) ->
    Config = complete(Config0),
    Meta = with_header(Level, Meta0#{level => Level}, Config),
    #{template := Template, max_size := MaxSize} = Config,
    {Before, Behind} = lists:splitwith(fun(Part) -> Part =/= msg end, Template),
    Start = fields(Before, Meta, Config),
    case Behind of
        [msg | Rest] ->
            End = fields(Rest, Meta, Config),
            Limited = shorten_limit(Config, [Start, End]),
            truncate([Start, message(Message, Meta, Limited), End], MaxSize);
        [] ->
            truncate(Start, MaxSize)
    end.

complete(Config) ->
    Defaults = #{chars_limit => unlimited, depth => unlimited, max_size => unlimited,
                 error_logger_notice_header => info, legacy_header => false, single_line => true,
                 time_designator => $T, time_offset => ""},
    case maps:merge(Defaults, Config) of
        #{template := _} = All -> All;
        #{legacy_header := true} = All ->
            All#{template => [[logger_formatter, header], "\n", msg, "\n"]};
        #{single_line := true} = All -> All#{template => [time, " ", level, ": ", msg, "\n"]};
        All -> All#{template => [time, " ", level, ":\n", msg, "\n"]}
    end.

shorten_limit(#{chars_limit := Limit} = Config, Others) when is_integer(Limit) ->
    Config#{chars_limit := max(0, Limit - io_lib:chars_length(Others))};
shorten_limit(Config, _) ->
    Config.

truncate(Text, Max) when is_integer(Max) ->
    Size = max(10, Max),
    case io_lib:chars_length(Text) > Size of
        true ->
            Chars = unicode:characters_to_list(Text),
            case lists:last(Chars) of
                $\n -> lists:sublist(Chars, Size - 4) ++ "...\n";
                _ -> lists:sublist(Chars, Size - 3) ++ "..."
            end;
        false ->
            Text
    end;
truncate(Text, unlimited) ->
    Text.

%% ---------------------------------------------------------------- fields of the template

fields([{Key, IfThere, Else} | Template], Meta, Config) ->
    Text = case value(Key, Meta) of
               {ok, Value} -> fields(IfThere, Meta#{Key => Value}, Config);
               error -> fields(Else, Meta, Config)
           end,
    [Text | fields(Template, Meta, Config)];
fields([Part | Template], Meta, Config) when is_atom(Part); is_atom(hd(Part)) ->
    Text = case value(Part, Meta) of
               {ok, Value} -> field(Part, Value, Config);
               error -> ""
           end,
    [Text | fields(Template, Meta, Config)];
fields([Text | Template], Meta, Config) ->
    [Text | fields(Template, Meta, Config)];
fields([], _, _) ->
    [].

value(Key, Meta) when is_map_key(Key, Meta) -> {ok, maps:get(Key, Meta)};
value([Key | Keys], Meta) when is_map_key(Key, Meta) -> value(Keys, maps:get(Key, Meta));
value([], Value) -> {ok, Value};
value(_, _) -> error.

field(time, Time, #{time_offset := Offset, time_designator := Designator})
  when is_integer(Time) ->
    calendar:system_time_to_rfc3339(Time, [{unit, microsecond}, {offset, Offset},
                                           {time_designator, Designator}]);
field(mfa, {Module, Function, Arity}, _)
  when is_atom(Module), is_atom(Function), is_integer(Arity) ->
    io_lib:format("~tw:~tw/~w", [Module, Function, Arity]);
field(mfa, {Module, Function, Args}, Config) when is_list(Args) ->
    field(mfa, {Module, Function, length(Args)}, Config);
field(_, Value, _) when is_atom(Value) -> atom_to_list(Value);
field(_, Value, _) when is_integer(Value) -> integer_to_list(Value);
field(_, Value, _) when is_pid(Value) -> pid_to_list(Value);
field(_, Value, _) when is_reference(Value) -> ref_to_list(Value);
field(_, Value, Config) when is_list(Value) ->
    Flat = lists:flatten(Value),
    case Flat =/= [] andalso io_lib:printable_list(Flat) of
        true -> Value;
        false -> io_lib:format(control(Config), [Value])
    end;
field(_, Value, Config) -> io_lib:format(control(Config), [Value]).

control(#{single_line := true}) -> "~0tp";
control(#{single_line := false}) -> "~tp".

%% The metadata with the line above a report, =LEVEL REPORT==== and the time.
with_header(Level, #{time := Time} = Meta, #{legacy_header := true} = Config) ->
    Own = maps:get(logger_formatter, Meta, #{}),
    Title = case Own of
                #{title := Given} -> Given;
                #{} -> string:uppercase(atom_to_list(title(Level, Meta, Config))) ++ " REPORT"
            end,
    Zone = case is_utc(maps:get(time_offset, Config)) of
               true -> {universal, "UTC "};
               false -> {local, ""}
           end,
    Header = [$=, Title, "==== ", timestamp(Time, Zone), "==="],
    Meta#{logger_formatter => Own#{title => Title, header => lists:flatten(Header)}};
with_header(_, Meta, _) ->
    Meta.

title(notice, #{error_logger := _}, #{error_logger_notice_header := Title}) -> Title;
title(Level, _, _) -> Level.

timestamp(Time, {universal, Mark}) -> [erts_log:timestamp(Time, universal), $\s, Mark];
timestamp(Time, {local, Mark}) -> [erts_log:timestamp(Time, local), $\s, Mark].

is_utc(0) -> true;
is_utc("z") -> true;
is_utc("Z") -> true;
is_utc([$+ | Zone]) -> Zone =:= "00:00";
is_utc(_) -> false.

%% ---------------------------------------------------------------- the message

message(Message, Meta, Config) ->
    Text = text(Message, Meta, Config),
    case Config of
        #{single_line := true} -> one_line(unicode:characters_to_list(Text));
        #{single_line := false} -> Text
    end.

text({string, String}, _, Config) ->
    build("~ts", [String], Config);
text({report, Report}, Meta, Config) ->
    Callback = case Config of
                   #{report_cb := Own} -> Own;
                   #{} -> maps:get(report_cb, Meta, fun logger:format_report/1)
               end,
    report(Callback, Report, Config);
text({Format, Args}, _, Config) ->
    build(Format, Args, Config).

report(Callback, Report, Config) when is_function(Callback, 1) ->
    try Callback(Report) of
        {Format, Args} when is_list(Format), is_list(Args) -> build(Format, Args, Config);
        Other -> wrong("REPORT_CB/1 ERROR: ", "; Returned: ", Report, Other, Config)
    catch
        Class:Reason:Stack ->
            Crash = {Class, Reason, logger:filter_stacktrace(?MODULE, Stack)},
            wrong("REPORT_CB/1 CRASH: ", "; Reason: ", Report, Crash, Config)
    end;
report(Callback, Report, Config) when is_function(Callback, 2) ->
    try Callback(Report, maps:with([depth, chars_limit, single_line], Config)) of
        Chars when is_list(Chars); is_binary(Chars) ->
            case catch unicode:characters_to_list(Chars) of
                Text when is_list(Text) -> Text;
                _ -> wrong("REPORT_CB/2 ERROR: ", "; Returned: ", Report, Chars, Config)
            end;
        Other -> wrong("REPORT_CB/2 ERROR: ", "; Returned: ", Report, Other, Config)
    catch
        Class:Reason:Stack ->
            Crash = {Class, Reason, logger:filter_stacktrace(?MODULE, Stack)},
            wrong("REPORT_CB/2 CRASH: ", "; Reason: ", Report, Crash, Config)
    end.

wrong(What, Then, Report, Value, Config) ->
    Control = control(Config),
    build(What ++ Control ++ Then ++ Control, [Report, Value], Config).

build(Format, Args, #{depth := Depth, chars_limit := Limit, single_line := SingleLine} = Config) ->
    try
        Items = [item(Item, Depth, SingleLine) || Item <- io_lib:scan_format(Format, Args)],
        case Limit of
            unlimited -> io_lib:build_text(Items);
            _ -> io_lib:build_text(Items, [{chars_limit, Limit}])
        end
    catch
        error:_ ->
            Control = control(Config),
            io_lib:format("FORMAT ERROR: " ++ Control ++ " - " ++ Control, [Format, Args])
    end.

%% A control sequence that breaks no lines if there may be only one, and keeps to a depth.
item(#{control_char := C} = Item, Depth, true) when C =:= $p; C =:= $P ->
    item(Item#{width := 0}, Depth, false);
item(#{control_char := C, args := Args} = Item, Depth, false)
  when is_integer(Depth), C =:= $p orelse C =:= $w ->
    Item#{control_char := C - 32, args := Args ++ [max(5, Depth)]};
item(#{control_char := $w} = Item, Depth, true) ->
    item(Item, Depth, false);
item(Item, _, _) ->
    Item.

%% Without white space at the ends; line breaks and what is around them become commas.
one_line(Chars) -> trim(join_lines(trim(Chars))).

trim(Chars) -> lists:reverse(skip(lists:reverse(skip(Chars)))).

skip([C | Chars]) when C =:= $\s; C =:= $\r; C =:= $\n -> skip(Chars);
skip(Chars) -> Chars.

join_lines([$,, $\r, $\n | Chars]) -> ", " ++ join_lines(skip_white(Chars));
join_lines([$,, $\n | Chars]) -> ", " ++ join_lines(skip_white(Chars));
join_lines([$\r, $\n | Chars]) -> ", " ++ join_lines(skip_white(Chars));
join_lines([$\n | Chars]) -> ", " ++ join_lines(skip_white(Chars));
join_lines([C | Chars]) -> [C | join_lines(Chars)];
join_lines([]) -> [].

skip_white([C | Chars]) when C =:= $\s; C >= $\t, C =< $\r -> skip_white(Chars);
skip_white(Chars) -> Chars.

%% ---------------------------------------------------------------- checking

%% ok, or what is wrong with a configuration.
check_config(Config) when is_map(Config) -> check_pairs(maps:to_list(Config));
check_config(Config) -> {error, {invalid_formatter_config, ?MODULE, Config}}.

check_pairs([{template, Template} | Rest]) ->
    case is_template(Template) of
        true -> check_pairs(Rest);
        false -> {error, {invalid_formatter_template, ?MODULE, Template}}
    end;
check_pairs([{Key, Value} | Rest]) ->
    case is_good(Key, Value) of
        true -> check_pairs(Rest);
        false -> {error, {invalid_formatter_config, ?MODULE, {Key, Value}}}
    end;
check_pairs([]) ->
    ok.

is_good(Key, Value) when Key =:= chars_limit; Key =:= depth; Key =:= max_size ->
    Value =:= unlimited orelse (is_integer(Value) andalso Value > 0);
is_good(Key, Value) when Key =:= single_line; Key =:= legacy_header -> is_boolean(Value);
is_good(error_logger_notice_header, Value) -> Value =:= info orelse Value =:= notice;
is_good(report_cb, Value) -> is_function(Value, 1) orelse is_function(Value, 2);
is_good(time_designator, Value) -> io_lib:printable_latin1_list([Value]);
is_good(time_offset, Value) when is_integer(Value) -> true;
is_good(time_offset, Value) when Value =:= ""; Value =:= "Z"; Value =:= "z" -> true;
is_good(time_offset, [Sign, A, B, $:, C, D]) when Sign =:= $+; Sign =:= $- ->
    lists:all(fun(Digit) -> Digit >= $0 andalso Digit =< $9 end, [A, B, C, D]);
is_good(_, _) -> false.

is_template([{Key, IfThere, Else} | Rest]) ->
    is_key(Key) andalso is_template(IfThere) andalso is_template(Else) andalso is_template(Rest);
is_template([Part | Rest]) ->
    (is_key(Part) orelse is_text(Part)) andalso is_template(Rest);
is_template(Template) ->
    Template =:= [].

is_key(Key) when is_atom(Key) -> true;
is_key([_ | _] = Keys) -> lists:all(fun is_atom/1, Keys);
is_key(_) -> false.

is_text(Text) when is_binary(Text) -> is_list(unicode:characters_to_list(Text));
is_text(Text) -> is_list(Text) andalso io_lib:printable_unicode_list(Text).
