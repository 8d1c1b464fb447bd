%% The old way of logging, on top of the logger: functions that make log events, and an event
%% manager, started when the first report handler is added, that gets events as tuples
%% {Tag, GroupLeader, {Pid, ...}}.
-module(error_logger).

-export([error_msg/1, error_msg/2, format/2, warning_msg/1, warning_msg/2]).
-export([info_msg/1, info_msg/2, error_report/1, error_report/2]).
-export([warning_report/1, warning_report/2, info_report/1, info_report/2, warning_map/0]).
-export([add_report_handler/1, add_report_handler/2, delete_report_handler/1]).
-export([which_report_handlers/0, tty/1, logfile/1, get_format_depth/0, limit_term/1]).
-export([start/0, start_link/0, stop/0]).
-export([log/2, adding_handler/1, removing_handler/1]).

-include_lib("kernel/include/logger.hrl").

%% The characters of a file name, or of a file to be opened.
-define(IS_FILENAME(Name), (is_atom(Name) orelse is_list(Name))).

%% ---------------------------------------------------------------- events

%% Logs an error as a text.
error_msg(Format) -> error_msg(Format, []).

%% Logs an error as a format with arguments.
error_msg(Format, Args) ->
    message(error, #{label => {?MODULE, error_msg}, format => Format, args => Args}, error).

%% The same.
format(Format, Args) -> error_msg(Format, Args).

%% Logs a warning as a text.
warning_msg(Format) -> warning_msg(Format, []).

%% Logs a warning as a format with arguments.
warning_msg(Format, Args) ->
    message(warning, #{label => {?MODULE, warning_msg}, format => Format, args => Args},
            warning_msg).

%% Logs information as a text.
info_msg(Format) -> info_msg(Format, []).

%% Logs information as a format with arguments.
info_msg(Format, Args) ->
    message(notice, #{label => {?MODULE, info_msg}, format => Format, args => Args}, info_msg).

%% Logs an error as a list of pairs or any term.
error_report(Report) -> error_report(std_error, Report).

%% The same with a type; types of one's own are not shown by the default handler.
error_report(Type, Report) -> report(error, Type, std_error, error_report, Report).

%% Logs a warning as a list of pairs or any term.
warning_report(Report) -> warning_report(std_warning, Report).

%% The same with a type.
warning_report(Type, Report) -> report(warning, Type, std_warning, warning_report, Report).

%% Logs information as a list of pairs or any term.
info_report(Report) -> info_report(std_info, Report).

%% The same with a type.
info_report(Type, Report) -> report(notice, Type, std_info, info_report, Report).

message(Level, Report, Tag) ->
    log_event(Level, Report, #{error_logger => #{tag => Tag}}).

report(Level, Type, Usual, Tag, Report) ->
    Domain = case Type of
                 Usual -> #{};
                 _ -> #{domain => [Type]}
             end,
    log_event(Level, #{label => {?MODULE, Tag}, report => Report},
              Domain#{error_logger => #{tag => Tag, type => Type}}).

log_event(Level, Report, Meta) ->
    case logger:allow(Level, ?MODULE) of
        true ->
            logger:macro_log(?LOCATION, Level, Report, Meta#{report_cb => fun format_report/1});
        false -> ok
    end,
    ok.

%% Format and arguments for a report made here.
format_report(#{label := {?MODULE, _}, format := Format, args := Args}) ->
    try io_lib:format(Format, Args) of
        _ -> {Format, Args}
    catch
        _:_ -> {"ERROR: ~tp - ~tp", [Format, Args]}
    end;
format_report(#{label := {?MODULE, _}, report := Report}) ->
    logger:format_report(Report).

%% The level to which warnings are mapped.
warning_map() -> warning.

%% ---------------------------------------------------------------- handlers

%% Starts the event manager, if it does not run.
start() ->
    case whereis(?MODULE) of
        undefined ->
            {ok, _} = gen_event:start({local, ?MODULE}),
            logger:add_handler(?MODULE, ?MODULE, #{level => info, filter_default => log,
                                                   filters => []});
        _ ->
            ok
    end,
    ok.

%% The same, with the manager linked to this process.
start_link() ->
    Result = gen_event:start_link({local, ?MODULE}),
    logger:add_handler(?MODULE, ?MODULE, #{level => info, filter_default => log, filters => []}),
    Result.

%% Stops the event manager.
stop() ->
    logger:remove_handler(?MODULE),
    case whereis(?MODULE) of
        undefined -> ok;
        _ -> gen_event:stop(?MODULE)
    end.

%% Adds an event handler.
add_report_handler(Module) when is_atom(Module) -> add_report_handler(Module, []).

%% The same with arguments for its init.
add_report_handler(Module, Args) when is_atom(Module) ->
    start(),
    gen_event:add_handler(?MODULE, Module, Args).

%% Removes an event handler.
delete_report_handler(Module) when is_atom(Module) ->
    case whereis(?MODULE) of
        undefined -> {error, module_not_found};
        _ -> gen_event:delete_handler(?MODULE, Module, [])
    end.

%% The event handlers.
which_report_handlers() ->
    case whereis(?MODULE) of
        undefined -> [];
        _ -> gen_event:which_handlers(?MODULE)
    end.

%% Switches output to the terminal on or off.
tty(true) ->
    logger:remove_handler_filter(default, error_logger_tty_false),
    ok;
tty(false) ->
    Stop = {fun(_, _) -> stop end, ok},
    logger:add_handler_filter(default, error_logger_tty_false, Stop),
    ok.

%% Writes events to a file: {open, Name}, close, or asks for its name.
logfile({open, Name}) when ?IS_FILENAME(Name) ->
    case lists:member(error_logger_file_h, which_report_handlers()) of
        true -> {error, allready_have_logfile};
        false -> add_report_handler(error_logger_file_h, Name)
    end;
logfile(close) ->
    case delete_report_handler(error_logger_file_h) of
        {error, Reason} -> {error, Reason};
        _ -> ok
    end;
logfile(filename) ->
    case lists:member(error_logger_file_h, which_report_handlers()) of
        true -> gen_event:call(?MODULE, error_logger_file_h, filename);
        false -> {error, no_log_file}
    end.

%% How deep terms are shown: the setting error_logger_format_depth of application kernel.
get_format_depth() -> report_text:format_depth().

%% A term cut at that depth.
limit_term(Term) ->
    case get_format_depth() of
        unlimited -> Term;
        Depth -> io_lib:limit_term(Term, Depth)
    end.

%% ---------------------------------------------------------------- as a handler of the logger

%% Nothing is to be done when the logger adds this handler.
adding_handler(Config) -> {ok, Config}.

%% Nor when it removes it.
removing_handler(_Config) -> ok.

%% Passes an event on to the event manager, if it is of a kind that the old way knows.
log(#{meta := #{error_logger := #{tag := Tag} = Kind} = Meta} = Event, _Config) ->
    case old_event(map_get(msg, Event), Kind, Meta) of
        none -> ok;
        Content -> gen_event:notify(?MODULE, {Tag, maps:get(gl, Meta, group_leader()), Content})
    end,
    ok;
log(_Event, _Config) ->
    ok.

old_event({report, #{label := {?MODULE, _}, format := Format, args := Args}}, _Kind, Meta) ->
    {map_get(pid, Meta), Format, Args};
old_event({report, #{label := {?MODULE, _}, report := Report}}, #{type := Type}, Meta) ->
    {map_get(pid, Meta), Type, Report};
old_event({report, Report}, #{report_cb := Callback, tag := Tag}, Meta)
  when is_function(Callback, 1), Tag =/= error_report, Tag =/= warning_report,
       Tag =/= info_report ->
    {Format, Args} = Callback(Report),
    {map_get(pid, Meta), Format, Args};
old_event({report, #{report := Report}}, #{type := Type}, Meta) ->
    {map_get(pid, Meta), Type, Report};
old_event({report, Report}, #{type := Type}, Meta) ->
    {map_get(pid, Meta), Type, Report};
old_event({string, Text}, _Kind, Meta) ->
    {map_get(pid, Meta), "~ts", [Text]};
old_event({Format, Args}, #{emulator := true}, _Meta) when is_list(Args) ->
    {emulator, Format, Args};
old_event({Format, Args}, _Kind, Meta) when is_list(Args) ->
    {map_get(pid, Meta), Format, Args};
old_event(_, _Kind, _Meta) ->
    none.
