%% Ready-made filters for log events. Each answers stop, the event, or ignore.
-module(logger_filters).

-export([domain/2, level/2, progress/2, remote_gl/2]).

-define(IS_ACTION(Action), (Action =:= log orelse Action =:= stop)).

%% By the domain in the metadata, for {Action, How, Domain}: How is super, sub, equal, not_equal
%% or undefined.
domain(#{meta := Meta} = Event, {Action, How, Domain})
  when ?IS_ACTION(Action), is_list(Domain),
       How =:= super orelse How =:= sub orelse How =:= equal orelse How =:= not_equal
       orelse How =:= undefined ->
    case matches(How, maps:get(domain, Meta, undefined), Domain) of
        true -> act(Action, Event);
        false -> ignore
    end;
domain(Event, Extra) ->
    error(badarg, [Event, Extra]).

matches(undefined, Own, _) -> Own =:= undefined;
matches(not_equal, Own, Domain) -> Own =/= Domain;
matches(equal, Own, Domain) -> Own =:= Domain;
matches(super, Own, Domain) when is_list(Own) -> lists:prefix(Own, Domain);
matches(sub, Own, Domain) when is_list(Own) -> lists:prefix(Domain, Own);
matches(_, _, _) -> false.

%% By the level, for {Action, Operator, Level}: neq, eq, lt, gt, lteq or gteq.
level(#{level := Own} = Event, {Action, Operator, Level}) when ?IS_ACTION(Action) ->
    case compare(Operator, logger:compare_levels(Own, Level)) of
        true -> act(Action, Event);
        false -> ignore;
        bad -> error(badarg, [Event, {Action, Operator, Level}])
    end;
level(Event, Extra) ->
    error(badarg, [Event, Extra]).

compare(neq, Order) -> Order =/= eq;
compare(eq, Order) -> Order =:= eq;
compare(lt, Order) -> Order =:= lt;
compare(gt, Order) -> Order =:= gt;
compare(lteq, Order) -> Order =/= gt;
compare(gteq, Order) -> Order =/= lt;
compare(_, _) -> bad.

%% Reports of the progress of supervisors and applications.
progress(#{msg := {report, #{label := {_, progress}}}} = Event, Action) when ?IS_ACTION(Action) ->
    act(Action, Event);
progress(_, Action) when ?IS_ACTION(Action) ->
    ignore;
progress(Event, Extra) ->
    error(badarg, [Event, Extra]).

%% Events of processes whose group leader is on another node.
remote_gl(#{meta := #{gl := Leader}} = Event, Action)
  when ?IS_ACTION(Action), node(Leader) =/= node() ->
    act(Action, Event);
remote_gl(_, Action) when ?IS_ACTION(Action) ->
    ignore;
remote_gl(Event, Extra) ->
    error(badarg, [Event, Extra]).

act(log, Event) -> Event;
act(stop, _) -> stop.
