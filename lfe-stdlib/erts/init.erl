%% The program as a whole: its arguments and its end. The process registered as `init` is erts_boot.
%% There are no flags of an emulator, so that no argument but a few well-known ones has a name.
-module(init).

-export([get_arguments/0, get_argument/1, get_plain_arguments/0, get_status/0, script_id/0]).
-export([stop/0, stop/1, reboot/0]).

%% The arguments that have names: none.
get_arguments() -> [].

%% The values of an argument: home, progname and root have some.
get_argument(home) ->
    case os:getenv("HOME") of
        false -> error;
        Home -> {ok, [[Home]]}
    end;
get_argument(progname) -> {ok, [["lfec"]]};
get_argument(root) -> {ok, [["/"]]};
get_argument(Flag) when is_atom(Flag) -> error.

%% The arguments of the program, as strings.
get_plain_arguments() ->
    case whereis(init) of
        Pid when is_pid(Pid) ->
            Monitor = monitor(process, Pid),
            Pid ! {arguments, self(), Monitor},
            receive
                {Monitor, Arguments} ->
                    demonitor(Monitor, [flush]),
                    case Arguments of
                        none -> [];
                        _ -> Arguments
                    end;
                {'DOWN', Monitor, process, _, _} ->
                    []
            end;
        undefined ->
            []
    end.

%% A program that can ask has started.
get_status() -> {started, started}.

%% What is running.
script_id() -> {"lfec", []}.

%% End the program in an orderly way.
stop() -> stop(0).

%% The same with an exit status; with a string, say it and end with status 1.
stop(Status) when is_integer(Status), Status >= 0 ->
    init ! {stop, Status},
    ok;
stop(Slogan) when is_list(Slogan) ->
    io:put_chars(standard_error, [Slogan, $\n]),
    stop(1);
stop(Status) ->
    error(badarg, [Status]).

%% There is nothing that would start the program again.
reboot() -> stop().
