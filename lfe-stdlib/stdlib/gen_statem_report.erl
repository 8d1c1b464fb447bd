%% The reports of gen_statem in words, and its debug events.
-module(gen_statem_report).

-export([pieces/2, print_event/3]).

%% The pieces (see report_text) of a report, in one line or in several.
pieces(Report, SingleLine) ->
    #{reason := {Class, Reason, Stack}} = Report,
    {ShownReason, ShownStack} = shown_reason(Class, Reason, Stack),
    case SingleLine of
        true -> one_line(Report, ShownReason, ShownStack);
        false -> lines(Report, Class, ShownReason, ShownStack)
    end.

one_line(Report, Reason, Stack) ->
    #{name := Name, queue := Queue, state := State, log := Log, client_info := Client} = Report,
    ["State machine ", {term, Name}, " terminating. Reason: ", {term, Reason}, "."]
        ++ unless(Stack =:= [], [" Stack: ", {term, Stack}, "."])
        ++ last_event(Queue, " Last event: ", ".")
        ++ [" State: ", {term, State}, "."]
        ++ unless(Log =:= [], [" Log: ", {term, Log}, "."])
        ++ gen_server_report:client(Client, true).

lines(Report, Class, Reason, Stack) ->
    #{name := Name, queue := Queue, state := State, modules := Modules, callback_mode := Mode,
      state_enter := Enter, postponed := Postponed, timeouts := {Count, _} = Timeouts,
      log := Log, client_info := Client} = Report,
    ShownMode = case Enter of
                    true -> [Mode, state_enter];
                    false -> Mode
                end,
    ["** State machine ", {term, Name}, " terminating~n"]
        ++ last_event(Queue, "** Last event = ", "~n")
        ++ ["** When server state  = ", {term, State}, "~n** Reason for termination = ",
            {term, Class}, ":", {term, Reason}, "~n** Callback modules = ", {term, Modules},
            "~n** Callback mode = ", {term, ShownMode}, "~n"]
        ++ queued(Queue)
        ++ unless(Postponed =:= [], ["** Postponed = ", {term, Postponed}, "~n"])
        ++ unless(Stack =:= [], ["** Stacktrace =~n**  ", {term, Stack}, "~n"])
        ++ unless(Count =:= 0, ["** Time-outs: ", {term, Timeouts}, "~n"])
        ++ unless(Log =:= [], ["** Log =~n**  ", {term, Log}, "~n"])
        ++ gen_server_report:client(Client, false).

unless(true, _Pieces) -> [];
unless(false, Pieces) -> Pieces.

last_event([Event | _], Before, After) -> [Before, {term, Event}, After];
last_event([], _Before, _After) -> [].

queued([_, Event | Events]) -> ["** Queued = ", {term, [Event | Events]}, "~n"];
queued(_) -> [].

%% Says of an undefined function what exactly there is not.
shown_reason(error, undef, [{Module, Function, Args, _} | Rest] = Stack) ->
    Arity = case Args of
                _ when is_list(Args) -> length(Args);
                _ -> Args
            end,
    case erlang:module_loaded(Module) of
        false ->
            {{'module could not be loaded', Module}, Rest};
        true ->
            case erlang:function_exported(Module, Function, Arity) of
                false -> {{'function not exported', {Module, Function, Arity}}, Rest};
                true -> {undef, Stack}
            end
    end;
shown_reason(_Class, Reason, Stack) ->
    {Reason, Stack}.

%% Prints a debug event.
print_event(Device, SystemEvent, Name) ->
    {Format, Args} = event(SystemEvent),
    io:format(Device, "*DBG* ~tp " ++ Format ++ "~n", [Name | Args]).

event({in, Event, State}) -> {"receive ~ts in state ~tp", [shown(Event), State]};
event({code_change, Event, State}) -> {"receive ~ts in state ~tp", [shown(Event), State]};
event({out, Reply, {Pid, _Tag}}) -> {"send ~tp to ~tw", [Reply, Pid]};
event({out, Reply, Other}) -> {"send ~tp to ~tw", [Reply, Other]};
event({enter, Module, State}) -> {"enter ~tp in state ~tp", [Module, State]};
event({module, Module, State}) -> {"module ~tp in state ~tp", [Module, State]};
event({start_timer, Timeout, State}) -> {"start_timer ~tp in state ~tp", [Timeout, State]};
event({terminate, Reason, State}) -> {"terminate ~tp in state ~tp", [Reason, State]};
event({Kind, Event, State, NextState}) when Kind =:= consume; Kind =:= postpone ->
    Change = case NextState of
                 State -> "";
                 _ -> io_lib:format(" => ~tp", [NextState])
             end,
    {"~w ~ts in state ~tp~ts", [Kind, shown(Event), State, Change]};
event(Other) -> {"~tp", [Other]}.

shown({{call, {Pid, _Tag}}, Content}) -> io_lib:format("call ~tp from ~tw", [Content, Pid]);
shown({Type, Content}) -> io_lib:format("~tw ~tp", [Type, Content]).
