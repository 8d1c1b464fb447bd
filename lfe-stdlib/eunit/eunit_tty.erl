%% The listener that prints a report: failures only, or with option verbose every test.
-module(eunit_tty).

-behaviour(eunit_listener).

-export([start/0, start/1]).
-export([init/1, handle_begin/3, handle_end/3, handle_cancel/3, terminate/2]).

-record(state, {verbose, indent = 0, depth}).

%% Starts the listener.
start() -> start([]).

%% The same with options: verbose, {print_depth, Depth}.
start(Options) ->
    Callbacks = #{init => fun init/1, 'begin' => fun handle_begin/3, 'end' => fun handle_end/3,
                  cancel => fun handle_cancel/3, terminate => fun terminate/2},
    eunit_listener:start_callbacks(Callbacks, Options).

%% Begins the report.
init(Options) ->
    Verbose = proplists:get_bool(verbose, Options),
    Verbose andalso
        io:put_chars("======================== EUnit ========================\n"),
    #state{verbose = Verbose, depth = proplists:get_value(print_depth, Options, 20)}.

%% Tells of a group with a title or of a test.
handle_begin(group, Data, #state{verbose = true, indent = Indent} = State) ->
    case value(desc, Data) of
        undefined ->
            State;
        Title ->
            print(Indent, "~ts~n", [Title]),
            State#state{indent = Indent + 1}
    end;
handle_begin(test, Data, #state{verbose = true} = State) ->
    print_name(Data, State),
    State;
handle_begin(_Kind, _Data, State) ->
    State.

%% Tells how a test or group ended.
handle_end(group, Data, #state{verbose = true, indent = Indent} = State) ->
    case value(desc, Data) of
        undefined ->
            State;
        _ ->
            value(size, Data) > 0 andalso
                print(Indent, "[done in ~.3f s]~n", [value(time, Data) / 1000]),
            State#state{indent = Indent - 1}
    end;
handle_end(test, Data, #state{verbose = Verbose} = State) ->
    Status = value(status, Data),
    Status =/= ok andalso not Verbose andalso print_name(Data, State),
    ended(Status, Data, State),
    State;
handle_end(group, _Data, State) ->
    State.

ended(ok, Data, #state{verbose = true}) ->
    case value(time, Data) of
        0 -> io:put_chars("ok\n");
        Time -> io:format("[~.3f s] ok~n", [Time / 1000])
    end;
ended(ok, _Data, _State) ->
    ok;
ended({skipped, Reason}, _Data, _State) ->
    io:format("*did not run*~n::~ts~n", [eunit_text:problem(Reason)]);
ended({error, Exception}, Data, #state{depth = Depth}) ->
    Output = iolist_to_binary(value(output, Data)),
    io:format("*failed*~n~ts~n  output:<<\"~ts\">>~n~n",
              [eunit_text:exception(Exception, Depth), Output]).

%% Tells why a test or group was cancelled.
handle_cancel(test, Data, #state{verbose = Verbose, depth = Depth} = State) ->
    Verbose orelse print_name(Data, State),
    case value(reason, Data) of
        {timeout, _} = Reason -> io:put_chars(eunit_text:cancelled(Reason, Depth));
        _ -> io:put_chars("*skipped*\n")
    end,
    State;
handle_cancel(group, Data, #state{verbose = Verbose, indent = Indent, depth = Depth} = State) ->
    Title = value(desc, Data),
    Text = eunit_text:cancelled(value(reason, Data), Depth),
    case Verbose andalso Title =/= undefined of
        true ->
            print(Indent, "~ts", [Text]),
            State#state{indent = Indent - 1};
        false ->
            print(Indent, "~ts~n", [Title]),
            Text =/= "" andalso print(Indent, "~ts", [Text]),
            State
    end.

%% Sums up.
terminate({ok, Counts}, #state{verbose = Verbose}) ->
    [Pass, Fail, Skip, Cancel] = [value(Key, Counts) || Key <- [pass, fail, skip, cancel]],
    case {Fail + Skip + Cancel, Pass} of
        {0, 0} ->
            io:put_chars("  There were no tests to run.\n");
        {0, _} ->
            Verbose andalso print_line(),
            io:put_chars(passed(Pass));
        _ ->
            print_line(),
            io:format("  Failed: ~w.  Skipped: ~w.  Passed: ~w.~n", [Fail, Skip, Pass]),
            Cancel > 0 andalso io:put_chars("One or more tests were cancelled.\n")
    end;
terminate({error, Reason}, _State) ->
    io:format("Internal error: ~tP.~n", [Reason, 25]).

passed(1) -> "  Test passed.\n";
passed(2) -> "  2 tests passed.\n";
passed(Number) -> io_lib:format("  All ~w tests passed.~n", [Number]).

print_line() ->
    io:put_chars("=======================================================\n").

print_name(Data, #state{indent = Indent}) ->
    print(Indent, "~ts...", [eunit_text:name(Data)]).

print(Indent, Format, Args) ->
    io:format("~*s" ++ Format, [2 * Indent, "" | Args]).

value(Key, Data) -> proplists:get_value(Key, Data).
