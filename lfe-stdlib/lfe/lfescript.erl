%% Scripts: files of definitions without a module, whose main/1 gets the arguments.
%%
%% The program around the runtime has compiled the script to a module and starts it here.
-module(lfescript).

-export([start/1, script_name/0]).

%% Run the script. Ends the program: status 127 after an exception.
start(Arguments) ->
    {script, Module, _} = lfe_host:request(script),
    try
        Module:main(Arguments),
        lfe_shell:halt_flushed(0)
    catch
        Class:Reason:Stack ->
            io:put_chars(standard_error, lfe_shell:script_error(Class, Reason, Stack)),
            lfe_shell:halt_flushed(127)
    end.

%% The name of the script as it was given.
script_name() ->
    {script, _, Name} = lfe_host:request(script),
    unicode:characters_to_list(Name).
