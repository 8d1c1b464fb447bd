%% Walks through module logger with a handler that prints events.
-module(logger_walk).
-export([main/0, log/2, adding_handler/1, removing_handler/1, changing_config/3]).

main() ->
    show(logger:get_handler_ids()),
    show(logger:remove_handler(default)),
    show(logger:add_handler(mine, ?MODULE, #{level => info})),
    show(logger:add_handler(mine, ?MODULE, #{})),
    logger:error("string"),
    logger:error("format ~p", [x]),
    logger:error(#{report => map}),
    logger:error([{report, list}]),
    logger:log(warning, "level ~p", [y], #{meta => data}),
    logger:error(fun(Arg) -> {"from a function: ~p", [Arg]} end, argument),
    logger:info("not logged"),
    show(logger:set_primary_config(level, all)),
    logger:info("logged"),
    logger:debug("not by this handler"),
    show(logger:set_handler_config(mine, level, all)),
    logger:debug("logged now"),
    show(logger:add_handler_filter(mine, skip, {fun skip/2, "skip"})),
    logger:error("skip"),
    logger:error("kept"),
    show(logger:remove_handler_filter(mine, skip)),
    show(logger:remove_handler_filter(mine, skip)),
    show(logger:add_primary_filter(only, {fun logger_filters:level/2, {stop, lt, error}})),
    logger:info("stopped"),
    logger:error("passed"),
    show(logger:remove_primary_filter(only)),
    show(logger:set_process_metadata(#{process => data})),
    show(logger:update_process_metadata(#{more => data})),
    show(logger:get_process_metadata()),
    logger:error("with metadata", #{own => data}),
    show(logger:unset_process_metadata()),
    show(logger:update_primary_config(#{metadata => #{primary => data}})),
    logger:error("with primary metadata"),
    show(logger:set_module_level(?MODULE, none)),
    show([logger:allow(Level, Module) || Level <- [error, debug], Module <- [?MODULE, other]]),
    show(logger:get_module_level()),
    show(logger:unset_module_level(?MODULE)),
    show([logger:compare_levels(A, B) || A <- [error, debug], B <- [error, info]]),
    show(logger:set_primary_config(level, unheard_of)),
    show(logger:set_handler_config(other, level, all)),
    show([logger:format_report(Report) || Report <- [#{a => 1}, [{b, "text"}], "text", [], x]]),
    show(logger:remove_handler(mine)),
    show(logger:get_handler_ids()),
    format(#{}, {string, "one\n  line"}),
    format(#{single_line => false}, {"~p and ~s", [[1, 2], "more"]}),
    format(#{template => [level, " ", {key, ["<", key, ">"], "-"}, msg]}, {report, #{a => "b"}}),
    format(#{template => [msg], max_size => 20}, {"~w", [lists:seq(1, 50)]}),
    format(#{template => [msg], depth => 6}, {"~w ~p", [lists:seq(1, 50), lists:seq(1, 50)]}),
    format(#{template => [msg], chars_limit => 40}, {"~p ~p", [lists:seq(1, 50), <<"bin">>]}),
    show(logger_formatter:check_config(#{template => [level, msg], depth => 7})),
    show(logger_formatter:check_config(#{depth => bad})).

format(Config, Message) ->
    Event = #{level => error, msg => Message, meta => #{time => 0, pid => self(), key => value}},
    Full = maps:merge(#{template => [level, ": ", msg, "|"]}, Config),
    show(lists:flatten(logger_formatter:format(Event, Full))).

skip(#{msg := {string, String}}, String) -> stop;
skip(Event, _) -> Event.

log(#{level := Level, msg := Message, meta := Meta}, #{id := Id}) ->
    Shown = lists:sort(maps:to_list(maps:without([pid, gl, time], Meta))),
    io:format("~p ~p ~p ~p~n", [Id, Level, Message, Shown]).

adding_handler(#{id := Id} = Config) ->
    io:format("adding ~p~n", [Id]),
    {ok, Config}.

removing_handler(#{id := Id}) ->
    io:format("removing ~p~n", [Id]),
    ok.

changing_config(How, _, New) ->
    io:format("changing: ~p~n", [How]),
    {ok, New}.

show(Term) -> io:format("~p~n", [Term]).
