%% The operating system, all but the BIFs (env/0, getenv/1, putenv/2, unsetenv/1, getpid/0,
%% perf_counter/0, system_time/0,1, timestamp/0).
-module(os).

-export([getenv/0, getenv/2, type/0, version/0, perf_counter/1, cmd/1, cmd/2]).
-export([find_executable/1, find_executable/2, set_signal/2]).

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

%% ---------------------------------------------------------------- commands

%% What a command of the shell writes, to standard error too, as a string. Its input is empty.
cmd(Command) ->
    try
        output(Command, infinity)
    catch
        error:_ -> error(badarg, [Command])
    end.

%% Options: max_size, of the output in bytes.
cmd(Command, Options) when is_map(Options) ->
    try
        output(Command, maps:get(max_size, Options, infinity))
    catch
        error:_ -> error(badarg, [Command, Options])
    end;
cmd(Command, Options) ->
    error(badarg, [Command, Options]).

output(Command, Limit) when is_atom(Command); is_list(Command) ->
    Bytes = erts_file:name(Command),
    true = is_binary(Bytes),
    {ok, Output} = erts_file:call(command, {Bytes, size_limit(Limit)}),
    case unicode:characters_to_list(Output) of
        Chars when is_list(Chars) -> Chars;
        _ -> binary_to_list(Output)
    end.

size_limit(infinity) -> (1 bsl 59) - 1;
size_limit(Limit) when is_integer(Limit), Limit >= 0 -> Limit.

%% The full name of a program that is in one of the folders of PATH, or false.
find_executable(Name) -> find_executable(Name, os:getenv("PATH", "")).

%% The same with folders, apart by colons.
find_executable(Name, Path) ->
    case filename:pathtype(Name) of
        relative ->
            case filename:split(Name) of
                [_] -> in_folders(string:split(Path, ":", all), Name);
                _ -> executable(filename:absname(Name))
            end;
        _ ->
            executable(filename:absname(Name))
    end.

in_folders([Folder | Folders], Name) ->
    case executable(filename:join(folder(Folder), Name)) of
        false -> in_folders(Folders, Name);
        Found -> Found
    end;
in_folders([], _) ->
    false.

folder("") -> ".";
folder(Folder) -> Folder.

executable(Name) ->
    case file:read_file_info(Name, [{time, posix}]) of
        {ok, Info} when element(3, Info) =:= regular, element(8, Info) band 8#111 =/= 0 -> Name;
        _ -> false
    end.

%% What is to be done with a signal of the system: those that end the program are handled anyway.
set_signal(Signal, Option)
  when Option =:= default orelse Option =:= handle orelse Option =:= ignore ->
    case lists:member(Signal, [sighup, sigquit, sigabrt, sigalrm, sigterm, sigusr1, sigusr2,
                               sigchld, sigstop, sigtstp]) of
        true -> ok;
        false -> error(badarg, [Signal, Option])
    end;
set_signal(Signal, Option) ->
    error(badarg, [Signal, Option]).
