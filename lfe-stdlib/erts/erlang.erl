%% Functions of module erlang that are no BIFs: as in this module every call of erlang is a local
%% one, they are in erts_erlang.
-module(erlang).

-export([convert_time_unit/3, send_nosuspend/2, send_nosuspend/3, get_cookie/0, ports/0]).
-export([monitor_node/2, disconnect_node/1, pre_loaded/0, check_old_code/1, check_process_code/2]).
-export([purge_module/1, delete_module/1, decode_packet/3]).

%% A time in another unit, rounded down.
convert_time_unit(A, B, C) -> erts_erlang:convert_time_unit(A, B, C).

%% Send without being suspended: nothing suspends here.
send_nosuspend(A, B) -> erts_erlang:send_nosuspend(A, B).

%% The same with options.
send_nosuspend(A, B, C) -> erts_erlang:send_nosuspend(A, B, C).

%% There is no distribution.
get_cookie() -> erts_erlang:get_cookie().

%% There are no ports.
ports() -> erts_erlang:ports().

%% Other nodes cannot be watched, this one need not be.
monitor_node(A, B) -> erts_erlang:monitor_node(A, B).

%% There is no connection to end.
disconnect_node(A) -> erts_erlang:disconnect_node(A).

%% The modules that are there from the start.
pre_loaded() -> erts_erlang:pre_loaded().

%% Code is never replaced.
check_old_code(A) -> erts_erlang:check_old_code(A).

%% Code is never replaced.
check_process_code(A, B) -> erts_erlang:check_process_code(A, B).

%% Code is never replaced.
purge_module(A) -> erts_erlang:purge_module(A).

%% Code is never removed.
delete_module(A) -> erts_erlang:delete_module(A).

%% A packet at the start of a binary: {ok, Packet, Rest}, {more, Length} or {error, Reason}.
decode_packet(A, B, C) -> erts_packet:decode(A, B, C).
