%% A state machine, for gen_statem and its parts.
%%
%% machine: what seldom changes. modules has the callback module in front, those that were pushed
%% aside behind it; mode is state_functions or handle_event_function; enter says whether states
%% are told when they are entered.
-record(machine, {parent, name, modules, mode = state_functions, enter = false,
                  hibernate_after = infinity}).

%% now: state and data; postponed events, the latest first; the running time-outs by type, each
%% {Timer, Content}, where Timer is zero for those that are due at once; these again in order.
-record(now, {state, data, postponed = [], timers = #{}, zero = [], hibernate = false}).

%% Is it {Type, Content} of an event that a callback may insert?
-define(IS_EVENT_TYPE(Type),
        (Type =:= cast orelse Type =:= info orelse Type =:= internal orelse Type =:= timeout
         orelse Type =:= state_timeout
         orelse tuple_size(Type) =:= 2 andalso element(1, Type) =:= timeout
         orelse tuple_size(Type) =:= 2 andalso element(1, Type) =:= call andalso
                tuple_size(element(2, Type)) =:= 2 andalso
                is_pid(element(1, element(2, Type))))).
