%% The texts of test reports.
-module(eunit_text).

-export([name/1, problem/1, cancelled/2, exception/2, frames/1]).

%% The name of a test, from what listeners are told: `module:line: function (title)`.
name(Data) ->
    {Module, Function, _} = proplists:get_value(source, Data),
    Line = case proplists:get_value(line, Data) of
               0 -> "";
               Number -> io_lib:format("~w:", [Number])
           end,
    Title = case proplists:get_value(desc, Data) of
                undefined -> "";
                Text -> io_lib:format(" (~ts)", [Text])
            end,
    io_lib:format("~ts:~ts ~ts~ts", [Module, Line, Function, Title]).

%% What is wrong with tests that could not run, in a few words.
problem({module_not_found, Module}) -> io_lib:format("missing module: ~tw", [Module]);
problem({no_such_function, {Module, Name, Arity}}) ->
    io_lib:format("no such function: ~tw:~tw/~w", [Module, Name, Arity]);
problem(Other) -> io_lib:format("~tp", [Other]).

%% Why a group was cancelled, or a test that took too long; nothing where another is to blame.
cancelled(undefined, _Depth) -> "";
cancelled({blame, _}, _Depth) -> "";
cancelled({timeout, #{stacktrace := Stack}}, _Depth) ->
    ["*timed out*\n" | [[Line, $\n] || Line <- frames(Stack)]];
cancelled({exit, Reason}, Depth) ->
    io_lib:format("*unexpected termination of test process*~n::~tP~n~n", [Reason, Depth]);
cancelled({abort, Reason}, Depth) ->
    {What, Detail} = aborted(Reason, Depth),
    io_lib:format("*** ~ts ***~n**~ts~n~n", [What, Detail]).

aborted({setup_failed, Exception}, Depth) ->
    {"context setup failed", [exception(Exception, Depth), $\n]};
aborted({cleanup_failed, Exception}, Depth) ->
    {"context cleanup failed", [exception(Exception, Depth), $\n]};
aborted({instantiation_failed, Exception}, Depth) ->
    {"instantiation of subtests failed", [exception(Exception, Depth), $\n]};
aborted({generator_failed, {{Module, Name, Arity}, Exception}}, Depth) ->
    {io_lib:format("test generator ~tw:~tw/~w failed", [Module, Name, Arity]),
     [exception(Exception, Depth), $\n]};
aborted({bad_test, Description}, Depth) ->
    {"bad test descriptor", io_lib:format("~tP", [Description, Depth])};
aborted({module_not_found, Module}, _Depth) ->
    {"test module not found", io_lib:format("~tp", [Module])};
aborted({application_not_found, Name}, _Depth) ->
    {"application not found", io_lib:format("~tp", [Name])};
aborted({file_read_error, {enoent, Name}}, _Depth) ->
    {"error reading file", io_lib:format("no such file or directory: ~ts", [Name])};
aborted({no_such_node, Node}, _Depth) ->
    {"there are no other nodes", io_lib:format("~tp", [Node])};
aborted(Reason, _Depth) ->
    {problem(Reason), ""}.

%% An exception {Class, Reason, Stack} and where it came from; terms no deeper than Depth.
exception({Class, Reason, Stack}, Depth) ->
    Term = io_lib:format("~tP", [Reason, Depth]),
    [[[Line, $\n] || Line <- frames(Stack)], io_lib:format("**~w:~ts", [Class, Term])].

%% The lines of a stack trace, without what runs the tests.
frames(Stack) ->
    case [Frame || Frame <- Stack, not is_own(Frame)] of
        [First | Rest] -> [frame("in function", First) | [frame("in call from", F) || F <- Rest]];
        [] -> []
    end.

is_own({Module, _, _, _}) ->
    lists:member(Module, [eunit_run, eunit_tree, erts_boot, proc_lib]);
is_own(_) ->
    false.

frame(Intro, {Module, Name, Args, Where}) ->
    Arity = case Args of
                _ when is_list(Args) -> length(Args);
                _ -> Args
            end,
    [io_lib:format("~ts ~tw:~tw/~w~ts", [Intro, Module, Name, Arity, place(Where)]),
     called(Module, Name, Args)].

place(Where) ->
    case {lists:keyfind(file, 1, Where), lists:keyfind(line, 1, Where)} of
        {{file, File}, {line, Line}} -> io_lib:format(" (~ts, line ~w)", [File, Line]);
        _ -> ""
    end.

called(_Module, _Name, Arity) when is_integer(Arity) -> "";
called(erlang, Name, [Left, Right]) ->
    case erl_internal:arith_op(Name, 2) orelse erl_internal:comp_op(Name, 2)
        orelse erl_internal:bool_op(Name, 2) orelse erl_internal:list_op(Name, 2)
        orelse erl_internal:send_op(Name, 2) of
        true -> io_lib:format("~n  called as ~tP ~ts ~tP", [Left, 15, Name, Right, 15]);
        false -> called_as(Name, [Left, Right])
    end;
called(_Module, Name, Args) -> called_as(Name, Args).

called_as(Name, Args) ->
    Texts = [io_lib:format("~tP", [Arg, 15]) || Arg <- Args],
    io_lib:format("~n  called as ~tw(~ts)", [Name, lists:join(",", Texts)]).
