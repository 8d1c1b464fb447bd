%% Logging: the functions a program calls. What becomes of events is in logger_backend.
%%
%% A message is a string, a report (a map or a list of pairs), or a format with arguments.
-module(logger).

-export([emergency/1, emergency/2, emergency/3, alert/1, alert/2, alert/3]).
-export([critical/1, critical/2, critical/3, error/1, error/2, error/3]).
-export([warning/1, warning/2, warning/3, notice/1, notice/2, notice/3]).
-export([info/1, info/2, info/3, debug/1, debug/2, debug/3, log/2, log/3, log/4]).
-export([allow/2, macro_log/3, macro_log/4, macro_log/5, compare_levels/2, timestamp/0]).
-export([format_report/1, format_otp_report/1, filter_stacktrace/2, add_default_metadata/1]).
-export([set_process_metadata/1, update_process_metadata/1, get_process_metadata/0]).
-export([unset_process_metadata/0, get_config/0, get_primary_config/0, set_primary_config/1]).
-export([set_primary_config/2, update_primary_config/1, add_primary_filter/2]).
-export([remove_primary_filter/1, add_handler/3, remove_handler/1, get_handler_ids/0]).
-export([get_handler_config/0, get_handler_config/1, set_handler_config/2, set_handler_config/3]).
-export([update_handler_config/2, update_handler_config/3, add_handler_filter/3]).
-export([remove_handler_filter/2, update_formatter_config/2, update_formatter_config/3]).
-export([set_module_level/2, unset_module_level/0, unset_module_level/1, get_module_level/0]).
-export([get_module_level/1, set_application_level/2, unset_application_level/1]).
-export([add_handlers/1, reconfigure/0, i/0, i/1]).

-compile({no_auto_import, [error/1, error/2, error/3]}).

%% ---------------------------------------------------------------- events

%% Log a message of the level in the name; for those with arguments see log/3 and log/4.
emergency(Message) -> log(emergency, Message).
emergency(Message, Args) -> log(emergency, Message, Args).
emergency(Format, Args, Meta) -> log(emergency, Format, Args, Meta).
alert(Message) -> log(alert, Message).
alert(Message, Args) -> log(alert, Message, Args).
alert(Format, Args, Meta) -> log(alert, Format, Args, Meta).
critical(Message) -> log(critical, Message).
critical(Message, Args) -> log(critical, Message, Args).
critical(Format, Args, Meta) -> log(critical, Format, Args, Meta).
error(Message) -> log(error, Message).
error(Message, Args) -> log(error, Message, Args).
error(Format, Args, Meta) -> log(error, Format, Args, Meta).
warning(Message) -> log(warning, Message).
warning(Message, Args) -> log(warning, Message, Args).
warning(Format, Args, Meta) -> log(warning, Format, Args, Meta).
notice(Message) -> log(notice, Message).
notice(Message, Args) -> log(notice, Message, Args).
notice(Format, Args, Meta) -> log(notice, Format, Args, Meta).
info(Message) -> log(info, Message).
info(Message, Args) -> log(info, Message, Args).
info(Format, Args, Meta) -> log(info, Format, Args, Meta).
debug(Message) -> log(debug, Message).
debug(Message, Args) -> log(debug, Message, Args).
debug(Format, Args, Meta) -> log(debug, Format, Args, Meta).

%% Log a string or a report.
log(Level, Message) -> log_allowed(Level, Message, none, #{}).

%% Log a string or report with metadata, or a format with its arguments, or what a function of
%% one argument gives (it is called only when the event is not dropped).
log(Level, Message, Meta) when is_map(Meta), not is_function(Message) ->
    log_allowed(Level, Message, none, Meta);
log(Level, FormatOrFun, Args) ->
    log_allowed(Level, FormatOrFun, {args, Args}, #{}).

%% Log a format or the result of a function with metadata.
log(Level, FormatOrFun, Args, Meta) -> log_allowed(Level, FormatOrFun, {args, Args}, Meta).

log_allowed(Level, Message, Args, Meta) ->
    Allowed = case Meta of
                  #{mfa := {Module, _, _}} -> allow(Level, Module);
                  #{} -> logger_backend:allowed(Level)
              end,
    case Allowed of
        true -> logger_backend:log(Level, message(Message, Args), Meta);
        false -> ok
    end.

message(Fun, {args, Args}) when is_function(Fun, 1) ->
    case Fun(Args) of
        {Format, FormatArgs} when is_list(FormatArgs) -> {Format, FormatArgs};
        Message -> message(Message, none)
    end;
message(Format, {args, Args}) -> {Format, Args};
message(Report, none) when is_map(Report) -> {report, Report};
message([Pair | _] = Report, none) when is_tuple(Pair) -> {report, Report};
message(String, none) -> {string, String}.

%% Does an event of a level from a module pass the level that is set?
allow(Level, Module) -> logger_backend:allowed(Level, Module).

%% What the macros of logger.hrl call, after allow/2: the location is metadata.
macro_log(Location, Level, Message) ->
    logger_backend:log(Level, message(Message, none), Location).

%% The same with metadata, or a format with its arguments.
macro_log(Location, Level, Message, Meta) when is_map(Meta), not is_function(Message) ->
    logger_backend:log(Level, message(Message, none), maps:merge(Location, Meta));
macro_log(Location, Level, FormatOrFun, Args) ->
    logger_backend:log(Level, message(FormatOrFun, {args, Args}), Location).

%% The same with all of them.
macro_log(Location, Level, FormatOrFun, Args, Meta) ->
    logger_backend:log(Level, message(FormatOrFun, {args, Args}), maps:merge(Location, Meta)).

%% Which of two levels is more severe: gt if the first, lt if the second, or eq.
compare_levels(A, B) ->
    try logger_backend:level_number(A) - logger_backend:level_number(B) of
        0 -> eq;
        Difference when Difference < 0 -> gt;
        _ -> lt
    catch
        error:_ -> erlang:error(badarg, [A, B])
    end.

%% The time as events have it, in microseconds.
timestamp() -> os:system_time(microsecond).

%% A report as format and arguments: a line for every key.
format_report(Report) when is_map(Report) -> format_report(maps:to_list(Report));
format_report(Report) ->
    try {lists:flatten(Report), Report} of
        {[], _} -> {"~tp", [[]]};
        {Flat, _} ->
            case io_lib:printable_unicode_list(Flat) of
                true -> {"~ts", [Flat]};
                false -> format_lines(Report, [], [])
            end
    catch
        _:_ -> {"~tp", [Report]}
    end.

format_lines([{Key, Value} | Rest], Lines, Args) ->
    Line = case is_string(Value) of
               true -> "    ~tp: ~ts";
               false -> "    ~tp: ~tp"
           end,
    format_lines(Rest, [Line | Lines], [Value, Key | Args]);
format_lines([Other | Rest], Lines, Args) ->
    format_lines(Rest, ["    ~tp" | Lines], [Other | Args]);
format_lines([], Lines, Args) ->
    {lists:append(lists:join("\n", lists:reverse(Lines))), lists:reverse(Args)}.

is_string(Value) ->
    try lists:flatten(Value) of
        [] -> false;
        Flat -> io_lib:printable_unicode_list(Flat)
    catch
        _:_ -> false
    end.

%% The same for reports of OTP's behaviours, which wrap the report proper.
format_otp_report(#{label := _, report := Report}) -> format_report(Report);
format_otp_report(Report) -> format_report(Report).

%% A stack trace without its calls from the first one to a module on.
filter_stacktrace(Module, [{Module, _, _, _} | _]) -> [];
filter_stacktrace(Module, [Call | Calls]) -> [Call | filter_stacktrace(Module, Calls)];
filter_stacktrace(_, []) -> [].

%% ---------------------------------------------------------------- metadata of processes

-define(PROCESS_METADATA, '$logger_metadata$').

%% Set the metadata of the calling process.
set_process_metadata(Meta) when is_map(Meta) ->
    put(?PROCESS_METADATA, Meta),
    ok;
set_process_metadata(Meta) ->
    erlang:error(badarg, [Meta]).

%% Add to the metadata of the calling process.
update_process_metadata(Meta) when is_map(Meta) ->
    case get_process_metadata() of
        undefined -> set_process_metadata(Meta);
        Old -> set_process_metadata(maps:merge(Old, Meta))
    end;
update_process_metadata(Meta) ->
    erlang:error(badarg, [Meta]).

%% The metadata of the calling process, or undefined.
get_process_metadata() -> get(?PROCESS_METADATA).

%% Remove the metadata of the calling process.
unset_process_metadata() ->
    erase(?PROCESS_METADATA),
    ok.

%% An event with the metadata that every event has.
add_default_metadata(#{meta := Meta} = Event) ->
    Event#{meta := logger_backend:complete(Meta)}.

%% ---------------------------------------------------------------- configuration

%% All of the configuration.
get_config() ->
    #{primary => get_primary_config(), handlers => get_handler_config(),
      module_levels => get_module_level(), proxy => #{}}.

%% The configuration that goes for all events.
get_primary_config() -> maps:get(primary, logger_backend:config()).

%% Replace it; keys that are missing get their defaults.
set_primary_config(Config) ->
    change_primary(fun(_) -> maps:merge(logger_backend:default_primary(), Config) end, Config).

%% Change one of level, filter_default, filters and metadata.
set_primary_config(Key, Value) ->
    change_primary(fun(Old) -> Old#{Key => Value} end, #{Key => Value}).

%% Change some of them.
update_primary_config(Config) ->
    change_primary(fun(Old) -> maps:merge(Old, Config) end, Config).

change_primary(Change, New) ->
    case logger_backend:check_primary(New) of
        ok ->
            logger_backend:update(
              fun(#{primary := Old} = Config) -> {ok, Config#{primary := Change(Old)}} end);
        Error ->
            Error
    end.

%% Add a filter for all events.
add_primary_filter(Id, Filter) ->
    logger_backend:update(
      fun(#{primary := Primary} = Config) ->
              case add_filter(Id, Filter, Primary) of
                  {ok, New} -> {ok, Config#{primary := New}};
                  Error -> Error
              end
      end).

%% Remove a filter for all events.
remove_primary_filter(Id) ->
    logger_backend:update(
      fun(#{primary := Primary} = Config) ->
              case remove_filter(Id, Primary) of
                  {ok, New} -> {ok, Config#{primary := New}};
                  Error -> Error
              end
      end).

add_filter(Id, {Fun, _} = Filter, #{filters := Filters} = Config) when is_function(Fun, 2) ->
    case lists:keymember(Id, 1, Filters) of
        true -> {error, {already_exist, Id}};
        false -> {ok, Config#{filters := Filters ++ [{Id, Filter}]}}
    end;
add_filter(Id, Filter, _) ->
    {error, {invalid_filter, {Id, Filter}}}.

remove_filter(Id, #{filters := Filters} = Config) ->
    case lists:keytake(Id, 1, Filters) of
        {value, _, Rest} -> {ok, Config#{filters := Rest}};
        false -> {error, {not_found, Id}}
    end.

%% Add a handler: a module with log/2.
add_handler(Id, Module, Config) -> logger_backend:add_handler(Id, Module, Config).

%% Remove a handler.
remove_handler(Id) -> logger_backend:remove_handler(Id).

%% The names of all handlers.
get_handler_ids() -> [Id || {Id, _} <- maps:get(handlers, logger_backend:config())].

%% The configurations of all handlers.
get_handler_config() -> [Config || {_, Config} <- maps:get(handlers, logger_backend:config())].

%% The configuration of a handler.
get_handler_config(Id) ->
    case lists:keyfind(Id, 1, maps:get(handlers, logger_backend:config())) of
        {Id, Config} -> {ok, Config};
        false -> {error, {not_found, Id}}
    end.

%% Replace the configuration of a handler; keys that are missing get their defaults.
set_handler_config(Id, Config) ->
    logger_backend:change_handler(
      Id, set, fun(#{module := Module}) -> logger_backend:default_handler(Id, Module, Config) end).

%% Change one of level, filters, filter_default, formatter and config.
set_handler_config(Id, Key, Value) ->
    logger_backend:change_handler(Id, set, fun(Old) -> Old#{Key => Value} end).

%% Change some of them.
update_handler_config(Id, Config) ->
    logger_backend:change_handler(Id, update, fun(Old) -> maps:merge(Old, Config) end).

%% Change one of them; the key config is merged with what it was.
update_handler_config(Id, config, Value) ->
    logger_backend:change_handler(
      Id, update, fun(Old) -> Old#{config => maps:merge(maps:get(config, Old, #{}), Value)} end);
update_handler_config(Id, Key, Value) ->
    logger_backend:change_handler(Id, update, fun(Old) -> Old#{Key => Value} end).

%% Add a filter to a handler.
add_handler_filter(Id, FilterId, Filter) ->
    logger_backend:change_handler(
      Id, quiet, fun(Old) -> add_filter(FilterId, Filter, Old) end).

%% Remove a filter from a handler.
remove_handler_filter(Id, FilterId) ->
    logger_backend:change_handler(Id, quiet, fun(Old) -> remove_filter(FilterId, Old) end).

%% Change the configuration of a handler's formatter.
update_formatter_config(Id, New) ->
    logger_backend:change_handler(
      Id, quiet, fun(#{formatter := {Module, Old}} = Config) ->
                         Config#{formatter := {Module, maps:merge(Old, New)}}
                 end).

%% Change one key of it.
update_formatter_config(Id, Key, Value) -> update_formatter_config(Id, #{Key => Value}).

%% Set a level for events from a module or a list of modules.
set_module_level(Modules, Level) ->
    logger_backend:update(
      fun(#{modules := Old} = Config) ->
              case logger_backend:check_primary(#{level => Level}) of
                  ok ->
                      New = maps:from_keys(listed(Modules), Level),
                      {ok, Config#{modules := maps:merge(Old, New)}};
                  Error ->
                      Error
              end
      end).

%% Remove the levels of all modules.
unset_module_level() -> logger_backend:update(fun(Config) -> {ok, Config#{modules := #{}}} end).

%% Remove the level of a module or a list of modules.
unset_module_level(Modules) ->
    logger_backend:update(
      fun(#{modules := Old} = Config) ->
              {ok, Config#{modules := maps:without(listed(Modules), Old)}}
      end).

%% The levels of all modules that have one.
get_module_level() -> maps:to_list(maps:get(modules, logger_backend:config())).

%% The levels of those modules among the given ones that have one.
get_module_level(Modules) ->
    maps:to_list(maps:with(listed(Modules), maps:get(modules, logger_backend:config()))).

listed(Modules) when is_list(Modules) -> Modules;
listed(Module) -> [Module].

%% Set a level for events from the modules of an application.
set_application_level(Application, Level) ->
    case application:get_key(Application, modules) of
        {ok, Modules} -> set_module_level(Modules, Level);
        undefined -> {error, {not_loaded, Application}}
    end.

%% Remove the levels of the modules of an application.
unset_application_level(Application) ->
    case application:get_key(Application, modules) of
        {ok, Modules} -> unset_module_level(Modules);
        undefined -> {error, {not_loaded, Application}}
    end.

%% Add the handlers that the environment of an application asks for.
add_handlers(Application) when is_atom(Application) ->
    add_handlers(application:get_env(Application, logger, []));
add_handlers([{handler, Id, Module, Config} | Rest]) ->
    case add_handler(Id, Module, Config) of
        ok -> add_handlers(Rest);
        Error -> Error
    end;
add_handlers([_ | Rest]) -> add_handlers(Rest);
add_handlers([]) -> ok.

%% Go back to the configuration at the start.
reconfigure() -> logger_backend:update(fun(_) -> {ok, logger_backend:default_config()} end).

%% Print the configuration.
i() -> io:format("~p~n", [get_config()]).

%% Print a part of it: primary, handlers, proxy, modules or the name of a handler.
i(primary) -> io:format("~p~n", [get_primary_config()]);
i(handlers) -> io:format("~p~n", [get_handler_config()]);
i(modules) -> io:format("~p~n", [get_module_level()]);
i(Id) -> io:format("~p~n", [get_handler_config(Id)]).
