%% The reports of gen_server in words.
-module(gen_server_report).

-export([pieces/2, shown_reason/1, log/4, client/2, client_info/1]).

%% The pieces (see report_text) of a report, in one line or in several.
pieces(#{label := {gen_server, no_handle_info}, module := Module, message := Message}, true) ->
    ["Undefined handle_info in ", {term, Module}, ". Unhandled message: ", {term, Message}, "."];
pieces(#{label := {gen_server, no_handle_info}, module := Module, message := Message}, false) ->
    ["** Undefined handle_info in ", {plain, Module}, "~n** Unhandled message: ",
     {term, Message}, "~n"];
pieces(#{label := {gen_server, terminate}} = Report, true) ->
    #{name := Name, last_message := Message, state := State, log := Log, reason := Reason,
      client_info := Client} = Report,
    ["Generic server ", {term, Name}, " terminating. Reason: ", {term, shown_reason(Reason)},
     ". Last message: ", {term, shown_message(Message)}, ". State: ", {term, State}, "."]
        ++ log(Log, " Log: [", ",", "]")
        ++ client(Client, true);
pieces(#{label := {gen_server, terminate}} = Report, false) ->
    #{name := Name, last_message := Message, state := State, log := Log, reason := Reason,
      client_info := Client} = Report,
    ["** Generic server ", {term, Name}, " terminating \n** Last message in was ",
     {term, shown_message(Message)}, "~n** When Server state == ", {term, State},
     "~n** Reason for termination ==~n** ", {term, shown_reason(Reason)}, "~n"]
        ++ log(Log, "** Log ==~n** [", ",~n    ", "]~n")
        ++ client(Client, false).

%% The pieces for logged events, none if there are none.
log([], _Before, _Between, _After) -> [];
log(Log, Before, Between, After) ->
    [Before | lists:join(Between, [{term, Event} || Event <- Log])] ++ [After].

%% Of a call its request is shown.
shown_message({'$gen_call', _From, Request}) -> Request;
shown_message(Message) -> Message.

%% Says of an undefined function what exactly there is not.
shown_reason({undef, [{Module, Function, Args, _Info} | _] = Stack} = Reason) ->
    case erlang:module_loaded(Module) of
        false ->
            {'module could not be loaded', Stack};
        true when is_list(Args) ->
            case erlang:function_exported(Module, Function, length(Args)) of
                true -> Reason;
                false -> {'function not exported', Stack}
            end;
        true ->
            Reason
    end;
shown_reason(Reason) ->
    Reason.

%% What a report says of the client whose request was last: {Pid, {NameOrPid, Stack}},
%% {Pid, remote} or {Pid, dead}; undefined if there is none.
client_info(none) -> undefined;
client_info({Pid, _Tag}) when is_pid(Pid), node(Pid) =:= node() ->
    case process_info(Pid, [current_stacktrace, registered_name]) of
        undefined -> {Pid, dead};
        [{current_stacktrace, Stack}, {registered_name, []}] -> {Pid, {Pid, Stack}};
        [{current_stacktrace, Stack}, {registered_name, Name}] -> {Pid, {Name, Stack}}
    end;
client_info({Pid, _Tag}) when is_pid(Pid) -> {Pid, remote};
client_info(_) -> undefined.

%% The pieces about the client whose request was last.
client(undefined, _) -> [];
client({Pid, dead}, true) -> [" Client ", {term, Pid}, " is dead."];
client({Pid, dead}, false) -> ["** Client ", {plain, Pid}, " is dead~n"];
client({Pid, remote}, true) ->
    [" Client ", {term, Pid}, " is remote on node ", {term, node(Pid)}, "."];
client({Pid, remote}, false) ->
    ["** Client ", {plain, Pid}, " is remote on node ", {plain, node(Pid)}, "~n"];
client({_Pid, {Name, Stack}}, true) ->
    [" Client ", {term, Name}, " stacktrace: ", {term, Stack}, "."];
client({_Pid, {Name, Stack}}, false) ->
    ["** Client ", {term, Name}, " stacktrace~n** ", {term, Stack}, "~n"].
