%% Distribution as a program sees it that takes no part in it.
-module(net_walk).

-export([main/0]).

main() ->
    show(ping, fun() -> [net_adm:ping(Node) || Node <- [node(), other@host]] end),
    show(names, fun() -> net_adm:names() end),
    show(world, fun() -> net_adm:world() end),
    show(world_list, fun() -> net_adm:world_list([]) end),
    show(localhost, fun() -> is_list(net_adm:localhost()) end),
    show(monitor, fun() -> [net_kernel:monitor_nodes(Flag) || Flag <- [true, false, foo]] end),
    show(monitor, fun() -> net_kernel:monitor_nodes(true, [nodedown_reason]) end),
    show(stop, fun() -> net_kernel:stop() end),
    show(connect, fun() -> [net_kernel:connect_node(Node) || Node <- [node(), other@host]] end),
    show(tick, fun() -> net_kernel:get_net_ticktime() end),
    show(longnames, fun() -> net_kernel:longnames() end),
    show(state, fun() -> net_kernel:get_state() end).

show(What, Fun) ->
    Result = try Fun() catch Class:Reason -> {Class, Reason} end,
    io:format("~p: ~p~n", [What, Result]).
