%% The commands of the LFE shell: functions that can be called without a module there.
-module(lfe_shell_commands).

-export([c/1, c/2, cd/1, clear/0, doc/1, ec/1, ec/2, ep/1, epp/1, exit/0, flush/0, h/0, h/1, h/2,
         h/3, help/0, i/0, i/1, i/3, l/1, ls/0, ls/1, m/0, m/1, memory/0, memory/1, nregs/0, p/1,
         pid/3, pp/1, pwd/0, q/0, regs/0, uptime/0]).

%% Compile and load a file; its name may come without .lfe.
c(File) -> compile(File, ".lfe").
c(File, _Options) -> c(File).

%% The same for an Erlang file.
ec(File) -> compile(File, ".erl").
ec(File, _Options) -> ec(File).

compile(File, Extension) ->
    Name = file_name(File, Extension),
    case lfe_host:request({compile, Name}) of
        {ok, [Module]} ->
            {module, Module};
        {ok, Modules} ->
            [{module, Module} || Module <- Modules];
        {error, Messages} ->
            [io:put_chars([Message, $\n]) || Message <- Messages],
            error
    end.

file_name(File, Extension) when is_atom(File) -> file_name(atom_to_list(File), Extension);
file_name(File, Extension) ->
    case filename:extension(File) of
        [] -> unicode:characters_to_binary([File, Extension]);
        <<>> -> unicode:characters_to_binary([File, Extension]);
        _ -> unicode:characters_to_binary(File)
    end.

%% Modules are part of the program: this only says whether there is one of that name.
l(Module) ->
    case erlang:module_loaded(Module) of
        true -> {module, Module};
        false -> {error, nofile}
    end.

%% ---------------------------------------------------------------- files

cd(Folder) -> told(lfe_host:request({cd, unicode:characters_to_binary(Folder)})).

pwd() -> told(lfe_host:request(cwd)).

told({ok, Text}) -> io:put_chars([Text, $\n]);
told({error, Messages}) -> io:put_chars([["** ", Message, $\n] || Message <- Messages]).

ls() -> ls(".").

ls(Folder) ->
    case lfe_host:request({ls, unicode:characters_to_binary(Folder)}) of
        {ok, Names} -> columns([unicode:characters_to_list(Name) || Name <- Names]);
        Error -> told(Error)
    end.

%% Names in as many columns as fit.
columns([]) -> ok;
columns(Names) ->
    Width = lists:max([length(Name) || Name <- Names]) + 5,
    rows(Names, Width, max(1, 80 div Width)).

rows([], _, _) -> ok;
rows(Names, Width, Count) ->
    {Row, Rest} = lists:split(min(Count, length(Names)), Names),
    io:put_chars([[string:pad(Name, Width) || Name <- Row], $\n]),
    rows(Rest, Width, Count).

%% ---------------------------------------------------------------- printing

p(Term) -> io:put_chars([lfe_io_write:term(Term), $\n]).
pp(Term) -> io:put_chars([lfe_io_pretty:term(Term), $\n]).
ep(Term) -> io:format("~w~n", [Term]).
epp(Term) -> io:format("~p~n", [Term]).

clear() -> io:put_chars("\e[H\e[J").

%% Print and forget what was sent to this process.
flush() ->
    receive
        Message ->
            io:put_chars(["Shell got ", lfe_io_pretty:term(Message, -1, 10), $\n]),
            flush()
    after 0 ->
            ok
    end.

pid(A, B, C) ->
    list_to_pid(lists:flatten(io_lib:format("<~w.~w.~w>", [A, B, C]))).

exit() -> q().

q() ->
    init:stop(),
    receive
        never -> ok
    end.

%% ---------------------------------------------------------------- system

uptime() ->
    {Total, _} = erlang:statistics(wall_clock),
    Seconds = Total div 1000,
    Parts = [{Seconds div 86400, "day"}, {Seconds div 3600 rem 24, "hour"},
             {Seconds div 60 rem 60, "minute"}, {Seconds rem 60, "second"}],
    Texts = [[integer_to_list(N), $\s, Unit, plural(N)] || {N, Unit} <- Parts,
                                                         N > 0 orelse Unit =:= "second"],
    io:put_chars([lists:join(", ", Texts), $\n]).

plural(1) -> "";
plural(_) -> "s".

memory() -> erlang:memory().
memory(Types) -> erlang:memory(Types).

%% Processes that are registered.
regs() ->
    io:format("~n** Registered procs on node ~w **~n", [node()]),
    registered_line("Name", "Pid", "Initial Call", "Reds", "Msgs"),
    [registered_process(Name, whereis(Name)) || Name <- lists:sort(registered())],
    ok.

nregs() -> regs().

registered_process(_, undefined) -> ok;
registered_process(Name, Pid) ->
    registered_line(atom_to_list(Name), pid_to_list(Pid), mfa(initial_call(Pid)),
                    number(Pid, reductions), number(Pid, message_queue_len)).

registered_line(Name, Pid, Call, Reductions, Messages) ->
    io:format("~-21.ts ~-12.s ~-25.ts ~12.s ~4.s~n", [Name, Pid, Call, Reductions, Messages]).

%% All processes, or some.
i() -> i(processes()).

i(X, Y, Z) -> i([pid(X, Y, Z)]).

i(Pids) ->
    process_lines("Pid", "Initial Call", "Heap", "Reds", "Msgs",
                  "Registered", "Current Function", "Stack"),
    [process(Pid) || Pid <- Pids],
    ok.

process(Pid) ->
    case process_info(Pid, current_function) of
        {_, Current} ->
            process_lines(pid_to_list(Pid), mfa(initial_call(Pid)), number(Pid, heap_size),
                          number(Pid, reductions), number(Pid, message_queue_len),
                          name(Pid), mfa(Current), number(Pid, stack_size));
        undefined ->
            ok
    end.

process_lines(Pid, Call, Heap, Reductions, Messages, Name, Current, Stack) ->
    io:format("~-21.s ~-33.ts ~8.s ~8.s ~4.s~n", [Pid, Call, Heap, Reductions, Messages]),
    io:format("~-21.ts ~-33.ts ~8.s~n", [Name, Current, Stack]).

name(Pid) ->
    case process_info(Pid, registered_name) of
        {registered_name, Name} -> atom_to_list(Name);
        _ -> ""
    end.

number(Pid, Item) ->
    case process_info(Pid, Item) of
        {_, Number} -> integer_to_list(Number);
        undefined -> ""
    end.

initial_call(Pid) ->
    case process_info(Pid, dictionary) of
        {_, Dictionary} ->
            case proplists:get_value('$initial_call', Dictionary) of
                undefined ->
                    case process_info(Pid, initial_call) of
                        {_, Call} -> Call;
                        undefined -> undefined
                    end;
                Call ->
                    Call
            end;
        undefined ->
            undefined
    end.

mfa({Module, Function, Arity}) ->
    [atom_to_list(Module), $:, atom_to_list(Function), $/, integer_to_list(Arity)];
mfa(_) -> "".

%% ---------------------------------------------------------------- modules

m() ->
    io:put_chars("Module\n"),
    [io:put_chars([lfe_io_write:symbol(Module), $\n]) || Module <- lists:sort(modules())],
    ok.

modules() ->
    erlang:loaded().

m(Module) ->
    Exports = lists:sort(Module:module_info(exports)),
    io:put_chars(["Module ", lfe_io_write:symbol(Module), "\nExports:\n"]),
    columns([lists:flatten([lfe_io_write:symbol(Name), $/, integer_to_list(Arity)])
             || {Name, Arity} <- Exports]).

%% doc(module), doc('module:function'), doc('module:function/arity').
doc(Item) ->
    case lfe_lib:split_name(Item) of
        [Module] -> h(Module);
        [Module, Function] -> h(Module, Function);
        [Module, Function, Arity] -> h(Module, Function, Arity)
    end.

h() -> help().

%% The documentation of a module, a function or macro, or one of its arities. Modules of LFE have
%% it, in `__info__(docs)`.
h(Module) ->
    with_docs(Module, fun(Text, _) -> show_documentation(symbol(Module), Text, symbol(Module)) end).

h(Module, Function) ->
    functions(Module, fun(Name, _) -> Name =:= Function end).

h(Module, Function, Arity) ->
    functions(Module, fun(Name, N) -> Name =:= Function andalso N =:= Arity end).

functions(Module, Wanted) ->
    with_docs(Module,
              fun(_, Entries) ->
                      case [Entry || {_, Name, Arity, _} = Entry <- Entries, Wanted(Name, Arity)] of
                          [] -> {error, function_missing};
                          Found -> lists:foreach(fun show_function/1, Found)
                      end
              end).

show_function({Kind, Function, Arity, Text}) ->
    Name = [symbol(Function), $/, integer_to_list(Arity)],
    show_documentation([atom_to_list(Kind), $\s, Name], Text, Name).

show_documentation(Title, Text, Name) ->
    Body = case Text of
               none -> ["No documentation for ", Name];
               _ -> Text
           end,
    Line = lists:duplicate(60, $-),
    io:put_chars(["\e[31m", Line, "\e[0m\n\e[1;34m", Title, "\e[0m\n\n", Body, $\n]).

with_docs(Module, Show) ->
    case erlang:module_loaded(Module) of
        true ->
            try Module:'__info__'(docs) of
                {Text, Entries} -> Show(Text, Entries)
            catch
                error:_ ->
                    io:put_chars(["\n\t", symbol(Module), "\n\n  There is no documentation for ",
                                  symbol(Module), $\n])
            end;
        false ->
            {error, non_existing}
    end.

symbol(Symbol) -> lfe_io_write:symbol(Symbol).

help() ->
    io:put_chars(
      "\nLFE shell built-in functions\n\n"
      "(c file)       -- compile and load code in <file>\n"
      "(cd dir)       -- change working directory to <dir>\n"
      "(clear)        -- clear the screen\n"
      "(doc mod)      -- documentation of a module\n"
      "(ec file)      -- compile and load code in erlang <file>\n"
      "(ep expr)      -- print a term in erlang form\n"
      "(epp expr)     -- pretty print a term in erlang form\n"
      "(exit)         -- quit - an alias for (q)\n"
      "(flush)        -- print the messages that were sent to the shell\n"
      "(h)            -- an alias for (help)\n"
      "(h m)          -- help about module\n"
      "(help)         -- this list\n"
      "(i)            -- information about all processes\n"
      "(i pids)       -- information about a list of pids\n"
      "(i x y z)      -- information about pid #Pid<x.y.z>\n"
      "(l module)     -- whether there is a <module>\n"
      "(ls)           -- list files in the current directory\n"
      "(ls dir)       -- list files in directory <dir>\n"
      "(m)            -- which modules are loaded\n"
      "(m mod)        -- information about module <mod>\n"
      "(memory)       -- how much memory is used\n"
      "(memory t)     -- how much memory of type <t> is used\n"
      "(p expr)       -- print a term\n"
      "(pp expr)      -- pretty print a term\n"
      "(pid x y z)    -- convert x, y, z to a pid\n"
      "(pwd)          -- print working directory\n"
      "(q)            -- quit\n"
      "(regs)         -- information about registered processes\n"
      "(nregs)        -- the same\n"
      "(uptime)       -- how long the shell has been running\n"
      "\nLFE shell built-in forms\n\n"
      "(reset-environment)             -- forget all definitions and variables\n"
      "(run file)                      -- evaluate the forms in a <file>\n"
      "(set pattern expr)\n"
      "(set pattern (when guard) expr) -- match the value of <expr> with a pattern\n"
      "(slurp file)                    -- make everything in a LFE source <file>\n"
      "                                   available in the shell\n"
      "(unslurp)                       -- go back to the state before the last slurp\n"
      "\nLFE shell built-in variables\n\n"
      "+/++/+++      -- the three previous expressions\n"
      "*/**/***      -- the values of the previous expressions\n"
      "-             -- the current expression\n"
      "$ENV          -- the current environment\n\n").
