%% Supervisors: processes that start, watch, restart and stop others, their children.
%%
%% A supervisor is a gen_server. It keeps its children as {Ids, Children by id}, the last started
%% first; where all are alike (simple_one_for_one) there is one child, which is their pattern, and
%% `dynamics` says with what further arguments each pid was started.
-module(supervisor).

-behaviour(gen_server).

-export([start_link/2, start_link/3, start_child/2, restart_child/2, delete_child/2]).
-export([terminate_child/2, which_children/1, which_child/2, count_children/1]).
-export([get_childspec/2, check_childspecs/1, check_childspecs/2, get_callback_module/1]).
-export([stop/1, stop/3]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2, code_change/3]).
-export([format_status/2, format_log/1, format_log/2]).

-include_lib("kernel/include/logger.hrl").
-include("supervisor_child.hrl").

-callback init(Args :: term()) ->
    {ok, {Flags :: map() | tuple(), Children :: [map() | tuple()]}} | ignore.

-record(state, {name, strategy, children = {[], #{}}, dynamics = #{}, intensity, period,
                restarts = [], auto_shutdown, module, args}).

-define(IS_SIMPLE(State), (State#state.strategy =:= simple_one_for_one)).
-define(IS_USUAL(Reason), (Reason =:= normal orelse Reason =:= shutdown orelse
                           tuple_size(Reason) =:= 2 andalso element(1, Reason) =:= shutdown)).

%% ---------------------------------------------------------------- what others ask

%% Starts a supervisor without a name; Module:init(Args) tells of its children.
start_link(Module, Args) ->
    gen_server:start_link(?MODULE, {self, Module, Args}, []).

%% Starts a supervisor under a name.
start_link(Name, Module, Args) ->
    gen_server:start_link(Name, ?MODULE, {Name, Module, Args}, []).

%% Adds a child and starts it; where all are alike, starts one more with further arguments.
start_child(Supervisor, SpecOrArgs) -> ask(Supervisor, {start_child, SpecOrArgs}).

%% Starts a child that is not running.
restart_child(Supervisor, Id) -> ask(Supervisor, {restart_child, Id}).

%% Forgets a child that is not running.
delete_child(Supervisor, Id) -> ask(Supervisor, {delete_child, Id}).

%% Stops a child, named by its id or, where all are alike, by its pid.
terminate_child(Supervisor, Id) -> ask(Supervisor, {terminate_child, Id}).

%% The children: {Id, Pid | undefined | restarting, Type, Modules}.
which_children(Supervisor) -> ask(Supervisor, which_children).

%% One child as which_children/1 gives it: {ok, Child} or {error, not_found}.
which_child(Supervisor, Id) -> ask(Supervisor, {which_child, Id}).

%% The numbers of children: specs, active, supervisors, workers.
count_children(Supervisor) -> ask(Supervisor, count_children).

%% The specification of a child, named by id or pid, as a map.
get_childspec(Supervisor, IdOrPid) -> ask(Supervisor, {get_childspec, IdOrPid}).

ask(Supervisor, Request) -> gen_server:call(Supervisor, Request, infinity).

%% Are these specifications right? ok or {error, Reason}.
check_childspecs(Specs) -> check_childspecs(Specs, undefined).

%% The same for a supervisor with this auto_shutdown flag (undefined: not known).
check_childspecs(Specs, Mode)
  when is_list(Specs), (Mode =:= undefined orelse Mode =:= never orelse
                        Mode =:= any_significant orelse Mode =:= all_significant) ->
    case supervisor_spec:children(Specs, Mode) of
        {ok, _} -> ok;
        Error -> Error
    end;
check_childspecs(Specs, _Mode) when not is_list(Specs) -> {error, {badarg, Specs}};
check_childspecs(_Specs, Mode) -> {error, {badarg, Mode}}.

%% The module whose init told of the children.
get_callback_module(Pid) ->
    {status, _, {module, _}, [_, _, _, _, Items]} = sys:get_status(Pid),
    {supervisor, [{"Callback", Module}]} = lists:keyfind(supervisor, 1, Items),
    Module.

%% Stops a supervisor and its children.
stop(Supervisor) -> gen_server:stop(Supervisor).

%% The same with a reason and a time limit.
stop(Supervisor, Reason, Timeout) -> gen_server:stop(Supervisor, Reason, Timeout).

%% ---------------------------------------------------------------- beginning and end

%% Starts the children.
init({Name, Module, Args}) ->
    process_flag(trap_exit, true),
    case Module:init(Args) of
        {ok, {Flags, Specs}} ->
            Shown = case Name of
                        self -> {self(), Module};
                        _ -> Name
                    end,
            with_flags(Flags, Specs, #state{name = Shown, module = Module, args = Args});
        ignore ->
            ignore;
        Other ->
            {stop, {bad_return, {Module, init, Other}}}
    end.

with_flags(Flags, Specs, State) ->
    case supervisor_spec:flags(Flags) of
        {ok, Checked} ->
            init_children(Specs, flagged(Checked, State));
        {error, Reason} ->
            {stop, {supervisor_data, Reason}}
    end.

flagged(#{strategy := Strategy, intensity := Intensity, period := Period,
          auto_shutdown := AutoShutdown}, State) ->
    State#state{strategy = Strategy, intensity = Intensity, period = Period,
                auto_shutdown = AutoShutdown}.

init_children([_] = Specs, State) when ?IS_SIMPLE(State) ->
    case supervisor_spec:children(Specs, State#state.auto_shutdown) of
        {ok, Children} -> {ok, State#state{children = Children}};
        {error, Reason} -> {stop, {start_spec, Reason}}
    end;
init_children(Specs, State) when ?IS_SIMPLE(State) ->
    {stop, {bad_start_spec, Specs}};
init_children(Specs, #state{name = Name} = State) ->
    case supervisor_spec:children(Specs, State#state.auto_shutdown) of
        {ok, Children} ->
            case start_children(Children, Name) of
                {ok, Started} ->
                    {ok, State#state{children = Started}};
                {error, Started, {failed_to_start_child, _, _} = Reason} ->
                    terminate_children(Started, Name),
                    {stop, {shutdown, Reason}}
            end;
        {error, Reason} ->
            {stop, {start_spec, Reason}}
    end.

%% Starts children that do not run, first the one that is last in the list.
start_children({Ids, Children}, Name) ->
    start_children(lists:reverse(Ids), [], Children, Name).

start_children([Id | Ids], Done, Children, Name) ->
    #{Id := Child} = Children,
    case do_start_child(Name, Child) of
        {ok, undefined} when Child#child.restart_type =:= temporary ->
            start_children(Ids, Done, maps:remove(Id, Children), Name);
        {ok, Pid} ->
            start_children(Ids, [Id | Done], with_pid(Pid, Child, Children), Name);
        {ok, Pid, _Info} ->
            start_children(Ids, [Id | Done], with_pid(Pid, Child, Children), Name);
        {error, Reason} ->
            supervisor_report:failure(start_error, Reason, Child, Name),
            {error, {lists:reverse(Ids, [Id | Done]), Children},
             {failed_to_start_child, Id, Reason}}
    end;
start_children([], Done, Children, _Name) ->
    {ok, {Done, Children}}.

with_pid(Pid, #child{id = Id} = Child, Children) -> Children#{Id := Child#child{pid = Pid}}.

do_start_child(Name, #child{mfargs = {Module, Function, Args}} = Child) ->
    case do_start_child_i(Module, Function, Args) of
        {ok, Pid} when is_pid(Pid) ->
            supervisor_report:progress(Child#child{pid = Pid}, Name),
            {ok, Pid};
        {ok, Pid, Info} ->
            supervisor_report:progress(Child#child{pid = Pid}, Name),
            {ok, Pid, Info};
        Other ->
            Other
    end.

do_start_child_i(Module, Function, Args) ->
    case catch apply(Module, Function, Args) of
        {ok, Pid} when is_pid(Pid) -> {ok, Pid};
        {ok, Pid, Info} when is_pid(Pid) -> {ok, Pid, Info};
        ignore -> {ok, undefined};
        {error, Reason} -> {error, Reason};
        Other -> {error, Other}
    end.

%% Stops the children, the last started first.
terminate(_Reason, #state{children = {_, Children}} = State) when ?IS_SIMPLE(State) ->
    [Child] = maps:values(Children),
    supervisor_stop:all_alike(Child, State#state.dynamics, State#state.name);
terminate(_Reason, #state{children = Children, name = Name}) ->
    terminate_children(Children, Name),
    ok.

%% Stops children; those that never are restarted are forgotten.
terminate_children({Ids, Children}, Name) ->
    Stop = fun(Id, {Kept, All}) ->
                   #{Id := Child} = All,
                   supervisor_stop:one(Child, Name),
                   case Child#child.restart_type of
                       temporary -> {Kept, maps:remove(Id, All)};
                       _ -> {[Id | Kept], with_pid(undefined, Child, All)}
                   end
           end,
    {Kept, Stopped} = lists:foldl(Stop, {[], Children}, Ids),
    {lists:reverse(Kept), Stopped}.

%% ---------------------------------------------------------------- requests

%% Answers what others ask.
handle_call({start_child, Args}, _From, State) when ?IS_SIMPLE(State) ->
    #child{mfargs = {Module, Function, First}} = Child = pattern(State),
    case do_start_child_i(Module, Function, First ++ Args) of
        {ok, undefined} -> {reply, {ok, undefined}, State};
        {ok, Pid} -> {reply, {ok, Pid}, add_dynamic(Pid, Args, Child, State)};
        {ok, Pid, Info} -> {reply, {ok, Pid, Info}, add_dynamic(Pid, Args, Child, State)};
        Error -> {reply, Error, State}
    end;
handle_call({start_child, Spec}, _From, State) ->
    case supervisor_spec:child(Spec, State#state.auto_shutdown) of
        {ok, Child} ->
            {Reply, NewState} = add_child(Child, State),
            {reply, Reply, NewState};
        {error, Reason} ->
            {reply, {error, Reason}, State}
    end;
handle_call({terminate_child, Id}, _From, State) when ?IS_SIMPLE(State), not is_pid(Id) ->
    {reply, {error, simple_one_for_one}, State};
handle_call({terminate_child, Id}, _From, #state{name = Name} = State) ->
    case find(Id, State) of
        {ok, Child} ->
            supervisor_stop:one(Child, Name),
            {reply, ok, stopped(Child, State)};
        error ->
            {reply, {error, not_found}, State}
    end;
handle_call({restart_child, _Id}, _From, State) when ?IS_SIMPLE(State) ->
    {reply, {error, simple_one_for_one}, State};
handle_call({restart_child, Id}, _From, #state{name = Name} = State) ->
    case find(Id, State) of
        {ok, #child{pid = undefined} = Child} ->
            case do_start_child(Name, Child) of
                {ok, Pid} = Reply -> {reply, Reply, set_pid(Pid, Child, State)};
                {ok, Pid, _} = Reply -> {reply, Reply, set_pid(Pid, Child, State)};
                Error -> {reply, Error, State}
            end;
        {ok, #child{pid = {restarting, _}}} -> {reply, {error, restarting}, State};
        {ok, _} -> {reply, {error, running}, State};
        error -> {reply, {error, not_found}, State}
    end;
handle_call({delete_child, _Id}, _From, State) when ?IS_SIMPLE(State) ->
    {reply, {error, simple_one_for_one}, State};
handle_call({delete_child, Id}, _From, State) ->
    case find(Id, State) of
        {ok, #child{pid = undefined}} -> {reply, ok, forget(Id, State)};
        {ok, #child{pid = {restarting, _}}} -> {reply, {error, restarting}, State};
        {ok, _} -> {reply, {error, running}, State};
        error -> {reply, {error, not_found}, State}
    end;
handle_call({get_childspec, Id}, _From, State) ->
    case find_any(Id, State) of
        {ok, Child} -> {reply, {ok, as_spec(Child)}, State};
        error -> {reply, {error, not_found}, State}
    end;
handle_call({which_child, Id}, _From, State) ->
    case find_any(Id, State) of
        {ok, Child} -> {reply, {ok, as_listed(Child)}, State};
        error -> {reply, {error, not_found}, State}
    end;
handle_call(which_children, _From, State) when ?IS_SIMPLE(State) ->
    #child{child_type = Type, modules = Modules} = pattern(State),
    Pids = maps:keys(State#state.dynamics),
    {reply, [{undefined, shown_pid(Pid), Type, Modules} || Pid <- Pids], State};
handle_call(which_children, _From, #state{children = {Ids, Children}} = State) ->
    {reply, [as_listed(map_get(Id, Children)) || Id <- Ids], State};
handle_call(count_children, _From, State) ->
    {reply, counts(State), State}.

pattern(#state{children = {_, Children}}) ->
    [Child] = maps:values(Children),
    Child.

%% Children that are never restarted are not started with the same arguments again.
add_dynamic(Pid, _Args, #child{restart_type = temporary}, State) ->
    State#state{dynamics = (State#state.dynamics)#{Pid => undefined}};
add_dynamic(Pid, Args, _Child, State) ->
    State#state{dynamics = (State#state.dynamics)#{Pid => Args}}.

add_child(#child{id = Id} = Child, #state{children = {Ids, Children}} = State) ->
    case Children of
        #{Id := #child{pid = undefined}} -> {{error, already_present}, State};
        #{Id := #child{pid = Pid}} -> {{error, {already_started, Pid}}, State};
        _ ->
            case do_start_child(State#state.name, Child) of
                {ok, undefined} when Child#child.restart_type =:= temporary ->
                    {{ok, undefined}, State};
                {error, Reason} ->
                    {{error, {Reason, Child}}, State};
                Started ->
                    Running = Child#child{pid = element(2, Started)},
                    {Started, State#state{children = {[Id | Ids], Children#{Id => Running}}}}
            end
    end.

%% The child with an id, or with a pid.
find(Pid, State) when is_pid(Pid), ?IS_SIMPLE(State) ->
    case State#state.dynamics of
        #{Pid := _} -> {ok, (pattern(State))#child{pid = Pid}};
        _ -> error
    end;
find(Id, #state{children = {_, Children}}) ->
    maps:find(Id, Children).

find_any(Pid, State) when is_pid(Pid), not ?IS_SIMPLE(State) ->
    case find(Pid, State) of
        error -> find_pid(Pid, State);
        Found -> Found
    end;
find_any(Id, State) ->
    find(Id, State).

find_pid(Pid, #state{children = {_, Children}}) ->
    case [Child || #child{pid = Found} = Child <- maps:values(Children), Found =:= Pid] of
        [Child] -> {ok, Child};
        [] -> error
    end.

as_spec(#child{id = Id, mfargs = Start, restart_type = Restart, significant = Significant,
               shutdown = Shutdown, child_type = Type, modules = Modules}) ->
    #{id => Id, start => Start, restart => Restart, significant => Significant,
      shutdown => Shutdown, type => Type, modules => Modules}.

as_listed(#child{pid = Pid, id = Id, child_type = Type, modules = Modules}) ->
    {Id, shown_pid(Pid), Type, Modules}.

shown_pid({restarting, _}) -> restarting;
shown_pid(Pid) -> Pid.

counts(State) when ?IS_SIMPLE(State) ->
    Pids = maps:keys(State#state.dynamics),
    Active = length([Pid || Pid <- Pids, is_pid(Pid), is_process_alive(Pid)]),
    case (pattern(State))#child.child_type of
        supervisor ->
            [{specs, 1}, {active, Active}, {supervisors, length(Pids)}, {workers, 0}];
        worker -> [{specs, 1}, {active, Active}, {supervisors, 0}, {workers, length(Pids)}]
    end;
counts(#state{children = {Ids, Children}}) ->
    All = maps:values(Children),
    Active = [Pid || #child{pid = Pid} <- All, is_pid(Pid), is_process_alive(Pid)],
    Supervisors = [Id || #child{id = Id, child_type = supervisor} <- All],
    [{specs, length(Ids)}, {active, length(Active)}, {supervisors, length(Supervisors)},
     {workers, length(Ids) - length(Supervisors)}].

%% A child does not run any more: it is kept if it can be restarted.
stopped(#child{pid = Pid}, State) when ?IS_SIMPLE(State) ->
    State#state{dynamics = maps:remove(Pid, State#state.dynamics)};
stopped(#child{restart_type = temporary, id = Id}, State) ->
    forget(Id, State);
stopped(Child, State) ->
    set_pid(undefined, Child, State).

forget(Id, #state{children = {Ids, Children}} = State) ->
    State#state{children = {lists:delete(Id, Ids), maps:remove(Id, Children)}}.

set_pid(Pid, Child, #state{children = {Ids, Children}} = State) ->
    State#state{children = {Ids, with_pid(Pid, Child, Children)}}.

%% ---------------------------------------------------------------- restarts

%% Tries once more to restart a child.
handle_cast({try_again_restart, {restarting, _} = Pid}, State) when ?IS_SIMPLE(State) ->
    case State#state.dynamics of
        #{Pid := _} -> restarted(restart((pattern(State))#child{pid = Pid}, State));
        _ -> {noreply, State}
    end;
handle_cast({try_again_restart, Id}, State) ->
    case find(Id, State) of
        {ok, #child{pid = {restarting, _}} = Child} -> restarted(restart(Child, State));
        _ -> {noreply, State}
    end.

%% Looks after a child that terminated.
handle_info({'EXIT', Pid, Reason}, State) ->
    restarted(child_exited(Pid, Reason, State));
handle_info(Message, State) ->
    ?LOG_ERROR("Supervisor received unexpected message: ~tp~n", [Message],
               #{domain => [otp], error_logger => #{tag => error}}),
    {noreply, State}.

restarted({ok, State}) -> {noreply, State};
restarted({shutdown, State}) -> {stop, shutdown, State}.

child_exited(Pid, Reason, State) when ?IS_SIMPLE(State) ->
    case State#state.dynamics of
        #{Pid := _} -> exited((pattern(State))#child{pid = Pid}, Reason, State);
        _ -> {ok, State}
    end;
child_exited(Pid, Reason, State) ->
    case find_pid(Pid, State) of
        {ok, Child} -> exited(Child, Reason, State);
        error -> {ok, State}
    end.

exited(#child{restart_type = permanent} = Child, Reason, State) ->
    supervisor_report:failure(child_terminated, Reason, reported(Child, State),
                              State#state.name),
    restart(Child, State);
exited(Child, Reason, State) when ?IS_USUAL(Reason) ->
    auto_shutdown(Child, stopped(Child, State));
exited(#child{restart_type = transient} = Child, Reason, State) ->
    supervisor_report:failure(child_terminated, Reason, reported(Child, State),
                              State#state.name),
    restart(Child, State);
exited(#child{restart_type = temporary} = Child, Reason, State) ->
    supervisor_report:failure(child_terminated, Reason, reported(Child, State),
                              State#state.name),
    auto_shutdown(Child, stopped(Child, State)).

%% Where all are alike, reports show the arguments of this one.
reported(#child{pid = Pid, mfargs = {Module, Function, First}} = Child, State)
  when ?IS_SIMPLE(State) ->
    case State#state.dynamics of
        #{Pid := Args} when is_list(Args) ->
            Child#child{mfargs = {Module, Function, First ++ Args}};
        _ -> Child
    end;
reported(Child, _State) ->
    Child.

auto_shutdown(#child{significant = true}, #state{auto_shutdown = any_significant} = State) ->
    {shutdown, State};
auto_shutdown(#child{significant = true}, #state{auto_shutdown = all_significant} = State) ->
    case any_significant(State) of
        true -> {ok, State};
        false -> {shutdown, State}
    end;
auto_shutdown(_Child, State) ->
    {ok, State}.

any_significant(State) when ?IS_SIMPLE(State) ->
    map_size(State#state.dynamics) > 0;
any_significant(#state{children = {_, Children}}) ->
    lists:any(fun(#child{significant = Significant, pid = Pid}) ->
                      Significant andalso Pid =/= undefined
              end, maps:values(Children)).

restart(Child, State) ->
    case add_restart(State) of
        {ok, NewState} ->
            case restart(NewState#state.strategy, Child, NewState) of
                {ok, Restarted} ->
                    {ok, Restarted};
                {try_again, Id, Waiting} ->
                    gen_server:cast(self(), {try_again_restart, Id}),
                    {ok, Waiting}
            end;
        {terminate, NewState} ->
            supervisor_report:failure(shutdown, reached_max_restart_intensity,
                                      reported(Child, NewState), NewState#state.name),
            {shutdown, del_child(Child, NewState)}
    end.

del_child(#child{pid = Pid}, State) when ?IS_SIMPLE(State) ->
    State#state{dynamics = maps:remove(Pid, State#state.dynamics)};
del_child(#child{restart_type = temporary, id = Id}, State) -> forget(Id, State);
del_child(Child, State) -> set_pid(undefined, Child, State).

restart(simple_one_for_one, #child{pid = Old} = Pattern, State) ->
    #child{mfargs = {Module, Function, Args}} = Child = reported(Pattern, State),
    {First, Dynamics} = maps:take(Old, State#state.dynamics),
    case do_start_child_i(Module, Function, Args) of
        {ok, undefined} ->
            {ok, State#state{dynamics = Dynamics}};
        {error, Reason} ->
            supervisor_report:failure(start_error, Reason, Child, State#state.name),
            Waiting = restarting(Old),
            {try_again, Waiting, State#state{dynamics = Dynamics#{Waiting => First}}};
        Started ->
            {ok, State#state{dynamics = Dynamics#{element(2, Started) => First}}}
    end;
restart(one_for_one, #child{id = Id, pid = Old} = Child, #state{name = Name} = State) ->
    case do_start_child(Name, Child) of
        {error, Reason} ->
            supervisor_report:failure(start_error, Reason, Child, Name),
            {try_again, Id, set_pid(restarting(Old), Child, State)};
        Started ->
            {ok, set_pid(element(2, Started), Child, State)}
    end;
restart(rest_for_one, #child{id = Id} = Child, #state{children = {Ids, _}} = State) ->
    {Later, [Id | Earlier]} = lists:splitwith(fun(Other) -> Other =/= Id end, Ids),
    restart_some(Child, Later ++ [Id], Earlier, State);
restart(one_for_all, Child, #state{children = {Ids, _}} = State) ->
    restart_some(Child, Ids, [], State).

%% Stops the children of some ids, of whom Child has terminated already, and starts them again.
restart_some(#child{id = Id, pid = Old} = Child, Ids, Others, State) ->
    #state{name = Name, children = {_, All}} = State,
    Stopped = terminate_children({Ids, with_pid(undefined, Child, All)}, Name),
    case start_children(Stopped, Name) of
        {ok, {Started, Children}} ->
            {ok, State#state{children = {Started ++ Others, Children}}};
        {error, {Left, Children}, {failed_to_start_child, Failed, _}} ->
            NewPid = case Failed of
                         Id -> restarting(Old);
                         _ -> {restarting, undefined}
                     end,
            Waiting = with_pid(NewPid, map_get(Failed, Children), Children),
            {try_again, Failed, State#state{children = {Left ++ Others, Waiting}}}
    end.

restarting({restarting, _} = Pid) -> Pid;
restarting(Pid) -> {restarting, Pid}.

%% Counts this restart; too many of them in the period are the end.
add_restart(#state{intensity = Intensity, period = Period, restarts = Before} = State) ->
    Now = erlang:monotonic_time(second),
    Restarts = [Now | lists:takewhile(fun(Time) -> Now =< Time + Period end, Before)],
    NewState = State#state{restarts = Restarts},
    case length(Restarts) =< Intensity of
        true -> {ok, NewState};
        false -> {terminate, NewState}
    end.

%% ---------------------------------------------------------------- the rest

%% Changes to what another version of the callback module's init tells; running children go on.
code_change(_OldVsn, #state{module = Module, args = Args} = State, _Extra) ->
    case Module:init(Args) of
        {ok, {Flags, Specs}} ->
            case supervisor_spec:flags(Flags) of
                {ok, Checked} -> new_specs(Specs, flagged(Checked, State));
                {error, Reason} -> {error, {supervisor_data, Reason}}
            end;
        ignore -> {ok, State};
        Error -> Error
    end.

new_specs(Specs, State) when ?IS_SIMPLE(State), length(Specs) =/= 1 ->
    {error, {error, {bad_start_spec, Specs}}};
new_specs(Specs, #state{children = {OldIds, Old}} = State) ->
    case supervisor_spec:children(Specs, State#state.auto_shutdown) of
        {ok, Children} when ?IS_SIMPLE(State) ->
            {ok, State#state{children = Children}};
        {ok, {Ids, New}} ->
            Kept = maps:map(fun(Id, Child) ->
                                    case Old of
                                        #{Id := #child{pid = Pid}} -> Child#child{pid = Pid};
                                        _ -> Child
                                    end
                            end, New),
            Gone = [Id || Id <- OldIds, not is_map_key(Id, New)],
            {ok, State#state{children = {Gone ++ Ids, maps:merge(Old, Kept)}}};
        {error, Reason} ->
            {error, Reason}
    end.

%% What sys:get_status/1 shows: the state and the callback module.
format_status(terminate, [_Dictionary, State]) -> State;
format_status(_, [_Dictionary, State]) ->
    [{data, [{"State", State}]}, {supervisor, [{"Callback", State#state.module}]}].

%% Format and arguments of a report, for error_logger.
format_log(Report) -> report_text:format_and_args(supervisor_report:pieces(Report, false)).

%% The text of a report, for the logger.
format_log(Report, Options) ->
    SingleLine = map_get(single_line, Options),
    report_text:format(supervisor_report:pieces(Report, SingleLine), Options).
