%% What a supervisor reports about its children, and those reports in words.
-module(supervisor_report).

-export([failure/4, progress/2, pieces/2]).

-include_lib("kernel/include/logger.hrl").
-include("supervisor_child.hrl").

%% Reports that something went wrong with a child.
failure(Context, Reason, Child, Supervisor) ->
    ?LOG_ERROR(#{label => {supervisor, Context},
                 report => [{supervisor, Supervisor},
                            {errorContext, Context},
                            {reason, Reason},
                            {offender, described(Child)}]},
               meta("SUPERVISOR REPORT", #{tag => error_report, type => supervisor_report})).

%% Reports that a child has been started.
progress(Child, Supervisor) ->
    ?LOG_INFO(#{label => {supervisor, progress},
                report => [{supervisor, Supervisor}, {started, described(Child)}]},
              meta("PROGRESS REPORT", #{tag => info_report, type => progress})).

meta(Title, ErrorLogger) ->
    #{domain => [otp, sasl],
      report_cb => fun supervisor:format_log/2,
      logger_formatter => #{title => Title},
      error_logger => ErrorLogger#{report_cb => fun supervisor:format_log/1}}.

described(Child) ->
    #child{pid = Pid, id = Id, mfargs = Start, restart_type = Restart,
           significant = Significant, shutdown = Shutdown, child_type = Type} = Child,
    Who = case Pid of
              Pids when is_list(Pids) -> {nb_children, length(Pids)};
              _ -> {pid, Pid}
          end,
    [Who, {id, Id}, {mfargs, Start}, {restart_type, Restart}, {significant, Significant},
     {shutdown, Shutdown}, {child_type, Type}].

%% The pieces (see report_text) of a report, in one line or in several.
pieces(#{label := {supervisor, progress}, report := Report}, false) ->
    ["    supervisor: ", {term, value(supervisor, Report)},
     "~n    started: ", {term, value(started, Report)}, "~n"];
pieces(#{label := {supervisor, progress}, report := Report}, true) ->
    ["Supervisor: ", {term, value(supervisor, Report)}, ".", " Started: "]
        ++ child(value(started, Report)) ++ ["."];
pieces(#{label := {supervisor, _}, report := Report}, false) ->
    ["    supervisor: ", {term, value(supervisor, Report)},
     "~n    errorContext: ", {term, value(errorContext, Report)},
     "~n    reason: ", {term, value(reason, Report)},
     "~n    offender: ", {term, value(offender, Report)}, "~n"];
pieces(#{label := {supervisor, _}, report := Report}, true) ->
    ["Supervisor: ", {term, value(supervisor, Report)},
     ". Context: ", {term, value(errorContext, Report)},
     ". Reason: ", {term, value(reason, Report)}, ".", " Offender: "]
        ++ child(value(offender, Report)) ++ ["."].

child(Described) ->
    Id = value(id, Described),
    case lists:keyfind(nb_children, 1, Described) of
        {_, Count} -> ["id=", {whole, Id}, ",nb_children=", {whole, Count}];
        false -> ["id=", {whole, Id}, ",pid=", {whole, value(pid, Described)}]
    end.

value(Key, List) ->
    {_, Value} = lists:keyfind(Key, 1, List),
    Value.
