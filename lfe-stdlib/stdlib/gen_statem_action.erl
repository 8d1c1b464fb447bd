%% The actions that a callback of a state machine returns: checked, and sorted into what is to be
%% done at once (replies, another callback module) and what belongs to the state transition.
-module(gen_statem_action).

-export([new/0, run/5, replies/3]).

-include("gen_statem_machine.hrl").

-define(IS_TIMEOUT_TYPE(Type),
        (Type =:= timeout orelse Type =:= state_timeout orelse
         tuple_size(Type) =:= 2 andalso element(1, Type) =:= timeout)).
-define(IS_TIME(Time), (Time =:= infinity orelse is_integer(Time) andalso Time >= 0)).

%% What a transition is to do, if there are no actions: lists are in reverse order.
new() -> #{postpone => false, hibernate => false, timeouts => [], next_events => []}.

%% Runs one action or a list of them; Log(Debug, Event) takes note of debug events. Gives
%% {ok, Transition, Machine, Debug}, {bad, Reason, Machine, Debug}, or what a new callback
%% module's callback_mode fails with. Kind is enter for actions of a state enter call.
run(Actions, Kind, Transition, {Machine, Debug}, Log) when is_list(Actions) ->
    all(Actions, Kind, Transition, Machine, Debug, Log);
run(Action, Kind, Transition, {Machine, Debug}, Log) ->
    all([Action], Kind, Transition, Machine, Debug, Log).

all([Action | Rest], Kind, Transition, Machine, Debug, Log) ->
    case one(Action, Kind, Transition) of
        {ok, NewTransition} ->
            all(Rest, Kind, NewTransition, Machine, Debug, Log);
        {reply, From, Reply} ->
            all(Rest, Kind, Transition, Machine, reply(From, Reply, Debug, Log), Log);
        {event, Event} ->
            Events = [Event | map_get(next_events, Transition)],
            all(Rest, Kind, Transition#{next_events := Events}, Machine,
                Log(Debug, {in, Event}), Log);
        {module, Change} ->
            case change_module(Change, Machine) of
                {ok, NewMachine} ->
                    Module = hd(NewMachine#machine.modules),
                    all(Rest, Kind, Transition, NewMachine, Log(Debug, {module, Module}), Log);
                {bad, Reason} -> {bad, Reason, Machine, Debug};
                {Class, Reason, Stack} -> {Class, Reason, Stack, Machine, Debug}
            end;
        {bad, Reason} ->
            {bad, Reason, Machine, Debug}
    end;
all([], _Kind, Transition, Machine, Debug, _Log) ->
    {ok, Transition, Machine, Debug};
all(Improper, _Kind, _Transition, Machine, Debug, _Log) ->
    {bad, {bad_action_from_state_function, Improper}, Machine, Debug}.

one(postpone, Kind, Transition) ->
    one({postpone, true}, Kind, Transition, postpone);
one({postpone, _} = Action, Kind, Transition) ->
    one(Action, Kind, Transition, Action);
one(hibernate, _Kind, Transition) ->
    {ok, Transition#{hibernate := true}};
one({hibernate, Flag}, _Kind, Transition) when is_boolean(Flag) ->
    {ok, Transition#{hibernate := Flag}};
one({reply, {_, _} = From, Reply}, _Kind, _Transition) ->
    {reply, From, Reply};
one({next_event, Type, Content}, event, _Transition) when ?IS_EVENT_TYPE(Type) ->
    {event, {Type, Content}};
one({next_event, _, _} = Action, enter, _Transition) ->
    {bad, {bad_state_enter_action_from_state_function, Action}};
one({change_callback_module, Module} = Action, Kind, _Transition) when is_atom(Module) ->
    module(Action, Kind);
one({push_callback_module, Module} = Action, Kind, _Transition) when is_atom(Module) ->
    module(Action, Kind);
one(pop_callback_module = Action, Kind, _Transition) ->
    module(Action, Kind);
one(Action, _Kind, #{timeouts := Timeouts} = Transition) ->
    case timeout(Action) of
        {ok, Timeout} -> {ok, Transition#{timeouts := [Timeout | Timeouts]}};
        bad -> {bad, {bad_action_from_state_function, Action}}
    end.

one({postpone, Flag}, event, Transition, _Action) when is_boolean(Flag) ->
    {ok, Transition#{postpone := Flag}};
one({postpone, Flag}, enter, _Transition, Action) when is_boolean(Flag) ->
    {bad, {bad_state_enter_action_from_state_function, Action}};
one(_, _Kind, _Transition, Action) ->
    {bad, {bad_action_from_state_function, Action}}.

module(Action, event) -> {module, Action};
module(Action, enter) -> {bad, {bad_state_enter_action_from_state_function, Action}}.

%% A time-out as {Type, Time, Content, Options}, {Type, cancel} or {Type, update, Content}.
timeout(Time) when ?IS_TIME(Time) -> {ok, {timeout, Time, Time, []}};
timeout({Type, cancel}) when ?IS_TIMEOUT_TYPE(Type) -> {ok, {Type, cancel}};
timeout({Type, update, Content}) when ?IS_TIMEOUT_TYPE(Type) -> {ok, {Type, update, Content}};
timeout({Type, Time, Content}) when ?IS_TIMEOUT_TYPE(Type), ?IS_TIME(Time) ->
    {ok, {Type, Time, Content, []}};
timeout({Type, Time, Content, Options}) when ?IS_TIMEOUT_TYPE(Type) ->
    case {absolute(Options), Time} of
        {true, infinity} -> {ok, {Type, Time, Content, [{abs, true}]}};
        {true, _} when is_integer(Time) -> {ok, {Type, Time, Content, [{abs, true}]}};
        {false, _} when ?IS_TIME(Time) -> {ok, {Type, Time, Content, []}};
        _ -> bad
    end;
timeout(_) -> bad.

absolute({abs, Flag}) when is_boolean(Flag) -> Flag;
absolute([]) -> false;
absolute([{abs, Flag}]) when is_boolean(Flag) -> Flag;
absolute([{abs, Flag} | Options]) when is_boolean(Flag) -> absolute(Options);
absolute(_) -> bad.

change_module({change_callback_module, Module}, #machine{modules = [_ | Others]} = Machine) ->
    with_module(Module, [Module | Others], Machine);
change_module({push_callback_module, Module}, #machine{modules = Modules} = Machine) ->
    with_module(Module, [Module | Modules], Machine);
change_module(pop_callback_module, #machine{modules = [_, Module | Others]} = Machine) ->
    with_module(Module, [Module | Others], Machine);
change_module(pop_callback_module, _Machine) ->
    {bad, {bad_action_from_state_function, pop_callback_module}}.

with_module(Module, Modules, Machine) ->
    case gen_statem:mode_of(Module) of
        {ok, Mode, Enter} ->
            {ok, Machine#machine{modules = Modules, mode = Mode, enter = Enter}};
        Failed -> Failed
    end.

reply(From, Reply, Debug, Log) ->
    gen_statem:reply(From, Reply),
    Log(Debug, {out, Reply, From}).

%% Sends the replies of a machine that stops: {ok, Debug} or {bad, Reason, Debug}.
replies([{reply, {_, _} = From, Reply} | Rest], Debug, Log) ->
    replies(Rest, reply(From, Reply, Debug, Log), Log);
replies([], Debug, _Log) ->
    {ok, Debug};
replies([Action | _], Debug, _Log) ->
    {bad, {bad_reply_action_from_state_function, Action}, Debug};
replies(Action, Debug, Log) ->
    replies([Action], Debug, Log).
