%% Functions of module erlang that are no BIFs; the module erlang calls them.
-module(erts_erlang).

-export([convert_time_unit/3, send_nosuspend/2, send_nosuspend/3, get_cookie/0, ports/0]).
-export([monitor_node/2, disconnect_node/1, pre_loaded/0, check_old_code/1, check_process_code/2]).
-export([purge_module/1, delete_module/1]).

%% A time in another unit, rounded down.
convert_time_unit(Time, From, To) ->
    try
        {FromParts, ToParts} = {parts(From), parts(To)},
        floor_division(Time * ToParts, FromParts)
    catch
        error:_ -> error(badarg, [Time, From, To])
    end.

%% How many units a second has.
parts(second) -> 1;
parts(millisecond) -> 1000;
parts(microsecond) -> 1000000;
parts(nanosecond) -> 1000000000;
parts(native) -> 1000000000;
parts(perf_counter) -> 1000000000;
parts(seconds) -> 1;
parts(milli_seconds) -> 1000;
parts(micro_seconds) -> 1000000;
parts(nano_seconds) -> 1000000000;
parts(Parts) when is_integer(Parts), Parts > 0 -> Parts.

floor_division(Dividend, Divisor) when Dividend >= 0 -> Dividend div Divisor;
floor_division(Dividend, Divisor) -> (Dividend - Divisor + 1) div Divisor.

%% Send without being suspended: nothing suspends here.
send_nosuspend(To, Message) ->
    To ! Message,
    true.

%% The same with options.
send_nosuspend(To, Message, _Options) ->
    To ! Message,
    true.

%% There is no distribution.
get_cookie() -> nocookie.

%% There are no ports.
ports() -> [].

%% Other nodes cannot be watched, this one need not be.
monitor_node(Node, Flag) when is_atom(Node), is_boolean(Flag) ->
    case Node =:= node() of
        true -> true;
        false -> error(notalive, [Node, Flag])
    end;
monitor_node(Node, Flag) ->
    error(badarg, [Node, Flag]).

%% There is no connection to end.
disconnect_node(Node) when is_atom(Node) -> ignored.

%% The modules that are there from the start.
pre_loaded() -> erlang:loaded().

%% Code is never replaced.
check_old_code(Module) when is_atom(Module) -> false.

%% Code is never replaced.
check_process_code(Pid, Module) when is_pid(Pid), is_atom(Module) -> false.

%% Code is never replaced.
purge_module(Module) when is_atom(Module) -> error(badarg, [Module]).

%% Code is never removed.
delete_module(Module) when is_atom(Module) -> undefined.
