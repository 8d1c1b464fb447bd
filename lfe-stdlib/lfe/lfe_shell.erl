%% The LFE shell, scripts of forms, expressions of the command line.
%%
%% The keeper reads forms and holds the session: a table of variables, named as the module of the
%% functions that are defined in it. An evaluator, linked to the keeper, evaluates forms and prints
%% values; when an evaluation fails, or is interrupted, it is replaced by another one. Forms are
%% compiled by the program around the runtime (lfe_host).
-module(lfe_shell).

-export([main/1, start/0, variable/2, evaluate/2]).
-export([script_error/3, halt_flushed/1]).

-define(DEPTH, 30).

-record(keeper, {session, evaluator, prompt = <<"lfe> ">>, terminal = false}).

%% Do what the command line asks for. Ends the program.
main(Arguments) ->
    {start, Expressions, Script, Prompt, Banner, Version} = lfe_host:request(start),
    if
        Expressions =/= [] -> expressions(Expressions, Arguments);
        Script =/= undefined -> script(Script, Arguments);
        true -> shell(Prompt, Banner, Version)
    end.

%% Start a shell in this process, which ends when its input does.
start() ->
    keeper(#keeper{terminal = is_terminal()}).

%% The value of a variable of a session; functions that are defined in it call this.
variable(Session, Name) ->
    case ets:lookup(Session, Name) of
        [{_, Value}] -> Value;
        [] -> erlang:error({unbound_symbol, Name})
    end.

%% ---------------------------------------------------------------- command line

expressions(Texts, Arguments) ->
    Session = script_session("", Arguments),
    guarded(fun() ->
                    [forms(Session, read(<<"command line">>, Text)) || Text <- Texts]
            end),
    halt_flushed(0).

script(Name, Arguments) ->
    Session = script_session(unicode:characters_to_list(Name), Arguments),
    guarded(fun() -> run_file(Session, Name) end),
    halt_flushed(0).

script_session(Name, Arguments) ->
    Session = new_session(),
    ets:insert(Session, [{'script-name', Name}, {'script-args', Arguments}]),
    Session.

guarded(Work) ->
    try
        Work()
    catch
        Class:Reason:Stack ->
            io:put_chars(standard_error, script_error(Class, Reason, Stack)),
            halt_flushed(127)
    end.

%% Ends the program once all output is written.

halt_flushed(Status) ->
    flush_output(),
    erlang:halt(Status).

flush_output() ->
    erts_user:flush(whereis(user)),
    erts_user:flush(whereis(standard_error)).

shell(Prompt, Banner, Version) ->
    Terminal = is_terminal(),
    case Terminal andalso Banner of
        true -> io:put_chars(banner(Version));
        false -> ok
    end,
    Keeper = #keeper{terminal = Terminal},
    keeper(case Prompt of
               undefined -> Keeper;
               _ -> Keeper#keeper{prompt = prompt(Prompt)}
           end),
    halt_flushed(0).

is_terminal() -> erts_io:is_terminal(0) andalso erts_io:is_terminal(1).

prompt(Text) ->
    case string:split(Text, "~node") of
        [Before, After] ->
            iolist_to_binary([Before, atom_to_list(node()), After]);
        _ ->
            Text
    end.

banner(Version) ->
    ["\n",
     "   ..-~.~_~---..\n",
     "  (      \\\\     )    |   LFE, compiled to native code\n",
     "  |`-.._/_\\\\_.-':    |   Type (help) for usage info.\n",
     "  |         g |_ \\   |\n",
     "  |        n    | |  |   Ctrl-C interrupts an evaluation,\n",
     "  |       a    / /   |   Ctrl-D or (exit) ends the shell.\n",
     "   \\     l    |_/    |\n",
     "    \\   r     /      |   lfec ", Version, "\n",
     "     `-E___.-'\n\n"].

%% ---------------------------------------------------------------- keeper

keeper(Keeper) ->
    process_flag(trap_exit, true),
    Keeper#keeper.terminal andalso erts_host:watch_interrupts(),
    Session = new_session(),
    loop(new_evaluator(Keeper#keeper{session = Session})).

new_evaluator(#keeper{session = Session} = Keeper) ->
    Self = self(),
    Keeper#keeper{evaluator = spawn_link(fun() -> evaluator(Self, Session) end)}.

loop(Keeper) ->
    case read_text(Keeper) of
        eof ->
            unlink(Keeper#keeper.evaluator),
            exit(Keeper#keeper.evaluator, kill),
            Keeper#keeper.terminal andalso io:nl(),
            ok;
        interrupted ->
            loop(Keeper);
        {ok, Text} ->
            loop(text(Text, Keeper));
        {error, Messages} ->
            print_messages(Messages),
            loop(Keeper)
    end.

text(Text, Keeper) ->
    case lfe_host:request({read, <<"shell">>, Text}) of
        {ok, Forms} ->
            evaluate_all([Form || {_, Form} <- Forms], Keeper);
        {error, Messages} ->
            print_messages(Messages),
            Keeper
    end.

print_messages(Messages) ->
    [io:put_chars(["** ", Message, "\n"]) || Message <- Messages],
    io:nl().

evaluate_all([Form | Forms], Keeper) ->
    Evaluator = Keeper#keeper.evaluator,
    Evaluator ! {lfe_shell_form, self(), Form},
    case await(Evaluator) of
        {done, Session} ->
            evaluate_all(Forms, linger(Keeper#keeper{session = Session}));
        failed ->
            evaluate_all(Forms, new_evaluator(Keeper));
        {ended, Reason} ->
            io:put_chars(format_error(exit, Reason, [])),
            evaluate_all(Forms, new_evaluator(Keeper));
        interrupted ->
            io:put_chars("\n** interrupted\n\n"),
            new_evaluator(Keeper)
    end;
evaluate_all([], Keeper) ->
    Keeper.

await(Evaluator) ->
    receive
        {lfe_shell_done, Evaluator, Session} ->
            {done, Session};
        {'EXIT', Evaluator, lfe_shell_failed} ->
            failed;
        {'EXIT', Evaluator, Reason} ->
            {ended, Reason};
        {erts_host, interrupt} ->
            exit(Evaluator, kill),
            receive
                {'EXIT', Evaluator, _} -> interrupted
            end
    end.

%% A process that is linked to the evaluator may end it just after a form is done.
linger(#keeper{evaluator = Evaluator} = Keeper) ->
    receive
        {'EXIT', Evaluator, Reason} ->
            io:put_chars(format_error(exit, Reason, [])),
            new_evaluator(Keeper)
    after 1 ->
            Keeper
    end.

read_text(#keeper{terminal = true, session = Session, prompt = Prompt}) ->
    flush_output(),
    forget_interrupts(),
    case lfe_host:request({line, Session, Prompt, variables(Session)}) of
        {ok, Text} -> {ok, Text};
        Other -> Other
    end;
read_text(#keeper{terminal = false}) ->
    read_lines(<<>>).

forget_interrupts() ->
    receive
        {erts_host, interrupt} -> forget_interrupts()
    after 0 ->
            ok
    end.

%% Lines until they are whole forms.
read_lines(Before) ->
    case io:get_line('') of
        eof when Before =:= <<>> ->
            eof;
        eof ->
            {ok, Before};
        {error, _} ->
            eof;
        Line ->
            Text = unicode:characters_to_binary([Before, Line]),
            case lfe_host:request({status, Text}) of
                incomplete -> read_lines(Text);
                _ -> {ok, Text}
            end
    end.

%% ---------------------------------------------------------------- evaluator

evaluator(Keeper, Session) ->
    receive
        {lfe_shell_form, Keeper, Form} ->
            try
                evaluate_and_print(Session, Form)
            of
                Session1 ->
                    Keeper ! {lfe_shell_done, self(), Session1},
                    evaluator(Keeper, Session1)
            catch
                Class:Reason:Stack ->
                    io:put_chars(format_error(Class, Reason, Stack)),
                    exit(lfe_shell_failed)
            end
    end.

evaluate_and_print(Session, Form) ->
    ets:insert(Session, {'-', Form}),
    {Value, Session1} = top_level(Session, Form),
    remember(Session1, Form, Value),
    io:put_chars([lfe_io_pretty:term(Value, ?DEPTH), $\n]),
    Session1.

remember(Session, Form, Value) ->
    [F1, F2, V1, V2] = [variable(Session, Name) || Name <- ['+', '++', '*', '**']],
    ets:insert(Session, [{'+', Form}, {'++', F1}, {'+++', F2},
                         {'*', Value}, {'**', V1}, {'***', V2}]).

%% The value of a form typed, and the session afterwards.
top_level(_, ['reset-environment']) ->
    {ok, new_session()};
top_level(Session, [slurp, File]) ->
    {slurp(Session, evaluate(Session, File)), Session};
top_level(Session, [unslurp]) ->
    lfe_host:request({restore, Session}),
    {ok, Session};
top_level(Session, [run, File]) ->
    {run_file(Session, unicode:characters_to_binary(evaluate(Session, File))), Session};
top_level(Session, Form) ->
    {evaluate(Session, Form), Session}.

slurp(Session, File) ->
    lfe_host:request({save, Session}),
    case lfe_host:request({slurp, Session, file_name(File)}) of
        {ok, [Module | _]} ->
            {ok, Module};
        {ok, []} ->
            {ok, '-no-mod-'};
        {error, Messages} ->
            lfe_host:request({restore, Session}),
            [io:put_chars([Message, $\n]) || Message <- Messages],
            error
    end.

file_name(File) when is_atom(File) -> file_name(atom_to_list(File));
file_name(File) ->
    Name = unicode:characters_to_binary(File),
    case filename:extension(Name) of
        <<>> -> <<Name/binary, ".lfe">>;
        _ -> Name
    end.

run_file(Session, Name) ->
    case lfe_host:request({file, Name}) of
        {ok, Text} -> forms(Session, read(Name, Text));
        {error, [Message | _]} -> erlang:error({lfe_error, Message})
    end.

%% The forms of a text; its first line may be #! and a command.
read(Name, <<"#!", Rest/binary>>) ->
    read(Name, <<";;", Rest/binary>>);
read(Name, Text) ->
    case lfe_host:request({read, Name, Text}) of
        {ok, Forms} -> Forms;
        {error, Messages} -> erlang:error({lfe_error, lists:join("\n", Messages)})
    end.

%% The value of the last of these forms.
forms(Session, Forms) ->
    forms(Session, Forms, ok).

forms(Session, [{_, Form} | Forms], _) ->
    {Value, Session1} = top_level(Session, Form),
    forms(Session1, Forms, Value);
forms(_, [], Value) ->
    Value.

%% The value of a form in a session.
evaluate(Session, Form) ->
    case lfe_host:request({form, Session, Form, variables(Session)}) of
        {ok, Steps} -> steps(Session, Steps, ok);
        {error, Messages} -> erlang:error({lfe_error, lists:join("\n", Messages)})
    end.

%% The value of the last step.
steps(Session, [Step | Steps], _) -> steps(Session, Steps, step(Session, Step));
steps(_, [], Value) -> Value.

step(Session, {expression, Module, Variables}) ->
    apply(Module, form, values(Session, Variables));
step(Session, {set, Names, Module, Variables}) ->
    [Value | Values] = apply(Module, form, values(Session, Variables)),
    ets:insert(Session, lists:zip(Names, Values)),
    Value;
step(_, {defined, Name}) ->
    Name.

values(Session, Variables) -> [variable(Session, Name) || Name <- Variables].

variables(Session) -> ets:select(Session, [{{'$1', '_'}, [], ['$1']}]).

%% ---------------------------------------------------------------- sessions

%% A session that knows the shell's commands. Its variables are in a table of this name.
new_session() ->
    Commands = lfe_shell_commands:module_info(exports) -- [{module_info, 0}, {module_info, 1}],
    Session = lfe_host:request({open, [{lfe_shell_commands, Commands}]}),
    Owner = whereis(init),
    Session = ets:new(Session, [named_table, public, {heir, Owner, session}]),
    Names = ['+', '++', '+++', '-', '*', '**', '***'],
    ets:insert(Session, [{'$ENV', {lfe_session, Session}} | [{Name, []} || Name <- Names]]),
    [lfe_host:request({form, Session, Form, []}) || Form <- prelude()],
    Session.

%% Macros of the shell: their arguments are not evaluated.
prelude() ->
    [[defmacro, Name, [item],
      [list, [quote, ':'], [quote, lfe_shell_commands], [quote, doc],
       [list, [quote, quote], item]]]
     || Name <- [doc, describe]].

%% ---------------------------------------------------------------- errors

%% What the shell tells of an exception.
format_error(Class, Reason, Stack) ->
    ["** ", exception(Class, Reason, Stack), "\n\n"].

%% The same for a script.
script_error(Class, Reason, Stack) ->
    [exception(Class, Reason, Stack), "\n"].

exception(Class, Reason, Stack) ->
    Skip = fun(Module, _, _) -> lfe_error:is_internal(Module) end,
    Format = fun(Term, Indent) -> lfe_io_pretty:term(Term, 15, Indent, 80) end,
    lfe_error:format_exception(Class, Reason, Stack, Skip, Format, 1).
