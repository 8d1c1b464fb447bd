%% A process between a supervisor and something that is not built on processes of the OTP kind:
%% the callback module starts that, and ends it when the bridge is told to.
-module(supervisor_bridge).

-behaviour(gen_server).

-include_lib("kernel/include/logger.hrl").

-export([start_link/2, start_link/3]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2, code_change/3]).
-export([format_log/1, format_log/2]).

-callback init(Args :: term()) ->
    {ok, pid(), State :: term()} | ignore | {error, Reason :: term()}.
-callback terminate(Reason :: term(), State :: term()) -> term().

-record(state, {module, pid, child_state, name}).

%% Starts a bridge without a name.
start_link(Module, Args) ->
    gen_server:start_link(?MODULE, [Module, Args, self], []).

%% Starts a bridge under a name.
start_link(Name, Module, Args) ->
    gen_server:start_link(Name, ?MODULE, [Module, Args, Name], []).

%% Lets the callback module start its part.
init([Module, Args, Given]) ->
    process_flag(trap_exit, true),
    Name = case Given of
               self -> {self(), Module};
               _ -> Given
           end,
    case Module:init(Args) of
        {ok, Pid, ChildState} ->
            link(Pid),
            report_progress(Pid, Module, Args, Name),
            {ok, #state{module = Module, pid = Pid, child_state = ChildState, name = Name}};
        ignore -> ignore;
        {error, Reason} -> {stop, Reason}
    end.

%% A bridge answers nothing.
handle_call(which_children, _From, State) -> {reply, [], State};
handle_call(count_children, _From, State) ->
    {reply, [{specs, 1}, {active, 0}, {supervisors, 0}, {workers, 0}], State};
handle_call(_Request, _From, State) -> {reply, {error, badcall}, State}.

%% Nor is it told anything.
handle_cast(_Message, State) -> {noreply, State}.

%% Ends with the process it bridges to.
handle_info({'EXIT', Pid, Reason}, #state{pid = Pid} = State) ->
    case Reason of
        normal -> ok;
        shutdown -> ok;
        {shutdown, _} -> ok;
        _ -> report_error(child_terminated, Reason, State)
    end,
    {stop, Reason, State#state{pid = undefined}};
handle_info(_Message, State) ->
    {noreply, State}.

%% Lets the callback module end its part, if it has not ended itself.
terminate(_Reason, #state{pid = undefined}) -> ok;
terminate(Reason, #state{module = Module, child_state = ChildState}) ->
    Module:terminate(Reason, ChildState),
    ok.

%% The bridge itself has nothing to change.
code_change(_OldVsn, State, _Extra) -> {ok, State}.

report_progress(Pid, Module, Args, Name) ->
    ?LOG_INFO(#{label => {supervisor, progress},
                report => [{supervisor, Name},
                           {started, [{pid, Pid}, {mfa, {Module, init, [Args]}}]}]},
              #{domain => [otp, sasl],
                report_cb => fun ?MODULE:format_log/2,
                logger_formatter => #{title => "PROGRESS REPORT"},
                error_logger => #{tag => info_report, type => progress,
                                  report_cb => fun ?MODULE:format_log/1}}).

report_error(Context, Reason, #state{module = Module, pid = Pid, name = Name}) ->
    ?LOG_ERROR(#{label => {supervisor, error},
                 report => [{supervisor, Name}, {errorContext, Context}, {reason, Reason},
                            {offender, [{pid, Pid}, {mod, Module}]}]},
               #{domain => [otp, sasl],
                 report_cb => fun ?MODULE:format_log/2,
                 logger_formatter => #{title => "SUPERVISOR REPORT"},
                 error_logger => #{tag => error_report, type => supervisor_report,
                                   report_cb => fun ?MODULE:format_log/1}}).

%% Format and arguments of a report, for error_logger.
format_log(Report) -> report_text:format_and_args(pieces(Report, false)).

%% The text of a report, for the logger.
format_log(Report, Options) ->
    report_text:format(pieces(Report, map_get(single_line, Options)), Options).

pieces(#{label := {supervisor, progress}, report := Report}, false) ->
    ["    supervisor: ", {term, value(supervisor, Report)},
     "~n    started: ", {term, value(started, Report)}, "~n"];
pieces(#{label := {supervisor, progress}, report := Report}, true) ->
    ["Supervisor: ", {term, value(supervisor, Report)},
     ". Started: "] ++ child(value(started, Report)) ++ ["."];
pieces(#{label := {supervisor, _}, report := Report}, false) ->
    ["    supervisor: ", {term, value(supervisor, Report)},
     "~n    errorContext: ", {term, value(errorContext, Report)},
     "~n    reason: ", {term, value(reason, Report)},
     "~n    offender: ", {term, value(offender, Report)}, "~n"];
pieces(#{label := {supervisor, _}, report := Report}, true) ->
    ["Supervisor: ", {term, value(supervisor, Report)},
     ". Context: ", {term, value(errorContext, Report)},
     ". Reason: ", {term, value(reason, Report)},
     ". Offender: "] ++ child(value(offender, Report)) ++ ["."].

child([{pid, Pid}, {Key, What}]) ->
    ["pid=", {whole, Pid}, "," ++ atom_to_list(Key) ++ "=", {whole, What}].

value(Key, List) ->
    {_, Value} = lists:keyfind(Key, 1, List),
    Value.
