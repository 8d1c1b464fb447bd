%% What becomes of log events: levels, filters, handlers, and where their configuration is kept.
%%
%% The configuration is a persistent term; it is changed only in the process registered as
%% `logger`. While it was never changed the default applies, and crashes of processes are reported
%% by erts_log alone; from the first change on they are events like others.
-module(logger_backend).

-export([log/3, allowed/1, allowed/2, complete/1, level_number/1, config/0, update/1]).
-export([default_config/0, default_primary/0, default_handler/3, check_primary/1]).
-export([add_handler/3, remove_handler/1, change_handler/3, crashed/2]).

-define(KEY, '$logger_config$').

%% ---------------------------------------------------------------- events

%% Log a message that is allowed by its level.
log(Level, Message, Meta) ->
    #{primary := Primary, handlers := Handlers} = config(),
    Event = #{level => Level, msg => Message, meta => complete(Meta)},
    case filter(Event, Primary) of
        stop -> ok;
        Passed -> handle(Handlers, Passed)
    end.

%% Metadata with what every event has.
complete(Meta) ->
    Process = case logger:get_process_metadata() of
                  undefined -> #{};
                  Map -> Map
              end,
    #{primary := #{metadata := Primary}} = config(),
    Own = maps:merge(maps:merge(Primary, Process), Meta),
    maps:merge(#{pid => self(), gl => group_leader(), time => logger:timestamp()}, Own).

handle([{Id, #{level := Level, module := Module} = Handler} | Handlers], Event) ->
    Wanted = level_number(maps:get(level, Event)) =< level_number(Level),
    case Wanted andalso filter(Event, Handler) of
        false -> ok;
        stop -> ok;
        Passed -> call_handler(Id, Module, Passed, Handler)
    end,
    handle(Handlers, Event);
handle([], _) ->
    ok.

call_handler(Id, Module, Event, Handler) ->
    try
        case Module of
            logger_std_h -> logger_std_h:log(Event, Handler);
            _ -> Module:log(Event, Handler)
        end
    catch
        Class:Reason:Stack ->
            remove_handler(Id),
            io:format(standard_error, "Logger - error: {removed_failing_handler,~tp}~n~tp~n",
                      [Id, {Class, Reason, logger:filter_stacktrace(?MODULE, Stack)}])
    end.

%% The event as filters leave it, or stop.
filter(Event, #{filters := Filters, filter_default := Default}) ->
    filter(Filters, Event, ignored, Default).

filter([{_, {Fun, Extra}} | Filters], Event, State, Default) ->
    try Fun(Event, Extra) of
        stop -> stop;
        ignore -> filter(Filters, Event, State, Default);
        #{} = Passed -> filter(Filters, Passed, passed, Default)
    catch
        _:_ -> filter(Filters, Event, State, Default)
    end;
filter([], _, ignored, stop) -> stop;
filter([], Event, _, _) -> Event.

%% The end of a process by an error as an event.
crashed(Pid, Value) ->
    case allowed(error) of
        true ->
            log(error, {"Error in process ~p with exit value:~n~p~n", [Pid, Value]},
                #{pid => Pid, error_logger => #{emulator => true, tag => error}});
        false ->
            ok
    end.

%% Does the level of an event pass the primary level?
allowed(Level) ->
    #{primary := #{level := Primary}} = config(),
    level_number(Level) =< level_number(Primary).

%% Does it pass the level of a module, or the primary one if it has none?
allowed(Level, Module) ->
    case config() of
        #{modules := #{Module := ModuleLevel}} -> level_number(Level) =< level_number(ModuleLevel);
        #{primary := #{level := Primary}} -> level_number(Level) =< level_number(Primary)
    end.

%% A level as a number: the more severe, the less.
level_number(none) -> -1;
level_number(emergency) -> 0;
level_number(alert) -> 1;
level_number(critical) -> 2;
level_number(error) -> 3;
level_number(warning) -> 4;
level_number(notice) -> 5;
level_number(info) -> 6;
level_number(debug) -> 7;
level_number(all) -> 10.

%% ---------------------------------------------------------------- configuration

%% The configuration: primary, handlers (pairs of name and configuration) and modules.
config() ->
    try
        persistent_term:get(?KEY)
    catch
        error:_ -> default_config()
    end.

%% Change the configuration with a function that answers {ok, New} or an error.
update(Change) ->
    erts_log:run(fun() ->
                         case Change(config()) of
                             {ok, New} ->
                                 persistent_term:put(?KEY, New),
                                 erts_log:set_sink(fun crashed/2);
                             Error ->
                                 Error
                         end
                 end).

%% The configuration of a program that changes nothing.
default_config() ->
    Filters = [{remote_gl, {fun logger_filters:remote_gl/2, stop}},
               {domain, {fun logger_filters:domain/2, {log, super, [otp, sasl]}}},
               {no_domain, {fun logger_filters:domain/2, {log, undefined, []}}}],
    Default = #{id => default, module => logger_std_h, level => all, filter_default => stop,
                filters => Filters, config => #{type => standard_io},
                formatter => {logger_formatter, #{legacy_header => true, single_line => false}}},
    #{primary => default_primary(), handlers => [{default, Default}], modules => #{}}.

%% What goes for all events.
default_primary() -> #{level => notice, filter_default => log, filters => [], metadata => #{}}.

%% The configuration of a handler with defaults for what is not given.
default_handler(Id, Module, Config) ->
    maps:merge(#{level => all, filter_default => log, filters => [],
                 formatter => {logger_formatter, #{}}},
               Config#{id => Id, module => Module}).

%% ok, or what is wrong with keys of the primary configuration.
check_primary(Config) when is_map(Config) -> check_pairs(maps:to_list(Config));
check_primary(Config) -> {error, {invalid_config, Config}}.

check_pairs([{level, Level} | Rest]) ->
    try level_number(Level) of
        _ -> check_pairs(Rest)
    catch
        error:_ -> {error, {invalid_level, Level}}
    end;
check_pairs([{filter_default, Default} | Rest]) when Default =:= log; Default =:= stop ->
    check_pairs(Rest);
check_pairs([{filters, Filters} | Rest]) when is_list(Filters) -> check_pairs(Rest);
check_pairs([{metadata, Meta} | Rest]) when is_map(Meta) -> check_pairs(Rest);
check_pairs([{filter_default, Default} | _]) -> {error, {invalid_filter_default, Default}};
check_pairs([{filters, Filters} | _]) -> {error, {invalid_filters, Filters}};
check_pairs([{metadata, Meta} | _]) -> {error, {invalid_metadata, Meta}};
check_pairs([Pair | _]) -> {error, {invalid_primary_config, Pair}};
check_pairs([]) -> ok.

check_handler(#{level := Level} = Config) ->
    try level_number(Level) of
        _ -> check_handler_rest(Config)
    catch
        error:_ -> {error, {invalid_level, Level}}
    end.

check_handler_rest(#{formatter := {Module, Formatter}}) when is_atom(Module) ->
    case erlang:function_exported(Module, check_config, 1) of
        true -> Module:check_config(Formatter);
        false -> ok
    end;
check_handler_rest(#{formatter := Formatter}) ->
    {error, {invalid_formatter, Formatter}}.

%% Add a handler.
add_handler(Id, Module, Config) when is_atom(Id), is_atom(Module), is_map(Config) ->
    update(
      fun(#{handlers := Handlers} = All) ->
              New = default_handler(Id, Module, Config),
              case lists:keymember(Id, 1, Handlers) of
                  true -> {error, {already_exist, Id}};
                  false ->
                      case check_handler(New) of
                          ok ->
                              case callback(Module, adding_handler, [New], {ok, New}) of
                                  {ok, Added} -> {ok, All#{handlers := [{Id, Added} | Handlers]}};
                                  {error, Reason} ->
                                      {error, {handler_not_added, Reason}}
                              end;
                          Error -> Error
                      end
              end
      end);
add_handler(Id, _, Config) when is_atom(Id) -> {error, {invalid_config, Config}};
add_handler(Id, _, _) -> {error, {invalid_id, Id}}.

%% Remove a handler.
remove_handler(Id) ->
    update(
      fun(#{handlers := Handlers} = All) ->
              case lists:keytake(Id, 1, Handlers) of
                  {value, {Id, #{module := Module} = Config}, Rest} ->
                      _ = callback(Module, removing_handler, [Config], ok),
                      {ok, All#{handlers := Rest}};
                  false ->
                      {error, {not_found, Id}}
              end
      end).

%% Change the configuration of a handler; Change answers a new one, {ok, New} or an error. How is
%% set or update, which the handler is told, or quiet.
change_handler(Id, How, Change) ->
    update(
      fun(#{handlers := Handlers} = All) ->
              case lists:keyfind(Id, 1, Handlers) of
                  {Id, Old} ->
                      case changed(How, Old, Change(Old)) of
                          {ok, New} ->
                              {ok, All#{handlers := lists:keystore(Id, 1, Handlers, {Id, New})}};
                          Error ->
                              Error
                      end;
                  false ->
                      {error, {not_found, Id}}
              end
      end).

changed(_, _, {error, _} = Error) -> Error;
changed(How, Old, {ok, New}) -> changed(How, Old, New);
changed(How, #{module := Module} = Old, #{} = New) ->
    case check_handler(New) of
        ok when How =:= quiet -> {ok, New};
        ok -> callback(Module, changing_config, [How, Old, New], {ok, New});
        Error -> Error
    end.

%% Call a function that a handler need not have.
callback(Module, Function, Args, Default) ->
    case erlang:function_exported(Module, Function, length(Args)) of
        true -> apply(Module, Function, Args);
        false -> Default
    end.
