%% Distribution as seen from a program that takes no part in it.
-module(net_kernel).

-export([start/1, start/2, stop/0, connect_node/1, hidden_connect_node/1, monitor_nodes/1]).
-export([monitor_nodes/2, get_net_ticktime/0, set_net_ticktime/1, set_net_ticktime/2, allow/1]).
-export([longnames/0, get_state/0, nodes_info/0, node_info/1]).

%% There is no distribution to start.
start(_Options) -> {error, nodistribution}.

%% The same.
start(Name, Options) when is_atom(Name), is_map(Options) -> {error, nodistribution}.

%% There is none to stop.
stop() -> {error, not_found}.

%% There is no connection to make.
connect_node(Node) when is_atom(Node) -> ignored.

%% The same.
hidden_connect_node(Node) -> connect_node(Node).

%% Nodes neither come nor go.
monitor_nodes(Flag) -> monitor_nodes(Flag, []).

%% The same.
monitor_nodes(Flag, Options) when is_boolean(Flag), is_list(Options) -> ok;
monitor_nodes(_, _) -> error.

%% There are no ticks.
get_net_ticktime() -> ignored.

%% The same.
set_net_ticktime(Time) when is_integer(Time), Time > 0 -> ignored.

%% The same.
set_net_ticktime(Time, Period) when is_integer(Time), is_integer(Period) -> ignored.

%% There is nobody to be allowed.
allow(Nodes) when is_list(Nodes) -> ignored.

%% There are no names.
longnames() -> ignored.

%% No distribution was started.
get_state() -> #{started => no}.

%% There are no other nodes.
nodes_info() -> {ok, []}.

%% The same.
node_info(Node) when is_atom(Node) -> {error, bad_node}.
