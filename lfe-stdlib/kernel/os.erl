%% The operating system, all but the BIFs (env/0, getenv/1, putenv/2, unsetenv/1, getpid/0,
%% perf_counter/0, system_time/0,1, timestamp/0).
-module(os).

-export([getenv/0, getenv/2, type/0, version/0, perf_counter/1]).

%% The environment as strings "Name=Value".
getenv() -> [Name ++ [$= | Value] || {Name, Value} <- os:env()].

%% The value of a variable of the environment, or Default.
getenv(Name, Default) ->
    case os:getenv(Name) of
        false -> Default;
        Value -> Value
    end.

%% The family and name of the system, such as {unix, linux}.
type() -> erts_internal:os_type().

%% The version of the system: a triple of numbers, or a string.
version() -> erts_internal:os_version().

%% The performance counter in a unit of time.
perf_counter(Unit) -> erlang:convert_time_unit(os:perf_counter(), perf_counter, Unit).
