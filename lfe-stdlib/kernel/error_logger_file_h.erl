%% An event handler of error_logger that writes events to a file.
-module(error_logger_file_h).

-behaviour(gen_event).

-export([init/1, handle_event/2, handle_call/2, handle_info/2, terminate/2]).

%% Opens the file; what it held is lost.
init(Name) ->
    case file:open(Name, [write, {encoding, utf8}]) of
        {ok, Device} -> {ok, {Device, Name}};
        Error -> Error
    end.

%% Writes an event.
handle_event({_Tag, Leader, _} = Event, {Device, _} = State) when node(Leader) =:= node() ->
    case text(Event) of
        none -> ok;
        {Title, Text} ->
            Time = erts_log:timestamp(erlang:system_time(microsecond)),
            io:put_chars(Device, [$\n, $=, Title, " REPORT==== ", Time, " ===\n", Text])
    end,
    {ok, State};
handle_event(_Event, State) ->
    {ok, State}.

text({error, _, {_, Format, Args}}) -> {"ERROR", format(Format, Args)};
text({warning_msg, _, {_, Format, Args}}) -> {"WARNING", format(Format, Args)};
text({info_msg, _, {_, Format, Args}}) -> {"INFO", format(Format, Args)};
text({error_report, _, {_, std_error, Report}}) -> {"ERROR", report(Report)};
text({warning_report, _, {_, std_warning, Report}}) -> {"WARNING", report(Report)};
text({info_report, _, {_, std_info, Report}}) -> {"INFO", report(Report)};
text(_) -> none.

format(Format, Args) ->
    try
        io_lib:format(Format, Args)
    catch
        _:_ -> io_lib:format("ERROR: ~tp - ~tp~n", [Format, Args])
    end.

report(Report) ->
    {Format, Args} = logger:format_report(Report),
    [io_lib:format(Format, Args), $\n].

%% Tells the name of the file.
handle_call(filename, {_, Name} = State) -> {ok, Name, State};
handle_call(_Request, State) -> {ok, bad_query, State}.

%% Ignores what it does not know.
handle_info(_Message, State) -> {ok, State}.

%% Closes the file.
terminate(_Reason, {Device, _}) -> file:close(Device).
