%% What modules with unit tests include: assertions, test objects, debugging. Functions named
%% …_test/0 and …_test_/0 are exported, and test/0 runs them.
%%
%% Before the include, NOTEST turns tests off unless TEST is defined; EUNIT_NOAUTO leaves exports
%% and test/0 to the module; NODEBUG leaves debugging out.
-ifndef(EUNIT_HRL).
-define(EUNIT_HRL, true).

-ifdef(TEST).
-undef(NOTEST).
-endif.
-ifdef(EUNIT).
-undef(NOTEST).
-endif.

-ifndef(NOTEST).
-ifndef(EUNIT).
-define(EUNIT, true).
-endif.
-ifndef(TEST).
-define(TEST, true).
-endif.
-ifndef(EUNIT_NOAUTO).
-compile({parse_transform, eunit_autoexport}).
-endif.
-ifndef(ASSERT).
-define(ASSERT, true).
-endif.
-endif.

-include_lib("stdlib/include/assert.hrl").

%% ---------------------------------------------------------------- expressions

-define(LET(Variable, Value, Expr), ((fun(Variable) -> (Expr) end)(Value))).
-define(IF(Test, Then, Else),
        (case (Test) of
             true -> (Then);
             false -> (Else)
         end)).

%% Does the value match a pattern?
-define(MATCHES(Pattern, Expr),
        (fun() ->
                 case (Expr) of
                     Pattern -> true;
                     _ -> false
                 end
         end)()).

%% ---------------------------------------------------------------- test objects

-define(_test(Expr), {?LINE, fun() -> (Expr) end}).
-define(_assert(Test), ?_test(?assert(Test))).
-define(_assertNot(Test), ?_test(?assertNot(Test))).
-define(_assertMatch(Pattern, Expr), ?_test(?assertMatch(Pattern, Expr))).
-define(_assertNotMatch(Pattern, Expr), ?_test(?assertNotMatch(Pattern, Expr))).
-define(_assertEqual(Expected, Expr), ?_test(?assertEqual(Expected, Expr))).
-define(_assertNotEqual(Unexpected, Expr), ?_test(?assertNotEqual(Unexpected, Expr))).
-define(_assertException(Class, Term, Expr), ?_test(?assertException(Class, Term, Expr))).
-define(_assertNotException(Class, Term, Expr),
        ?_test(?assertNotException(Class, Term, Expr))).
-define(_assertError(Term, Expr), ?_test(?assertError(Term, Expr))).
-define(_assertExit(Term, Expr), ?_test(?assertExit(Term, Expr))).
-define(_assertThrow(Term, Expr), ?_test(?assertThrow(Term, Expr))).
-define(_assert(Test, Comment), ?_test(?assert(Test, Comment))).
-define(_assertNot(Test, Comment), ?_test(?assertNot(Test, Comment))).
-define(_assertMatch(Pattern, Expr, Comment), ?_test(?assertMatch(Pattern, Expr, Comment))).
-define(_assertNotMatch(Pattern, Expr, Comment),
        ?_test(?assertNotMatch(Pattern, Expr, Comment))).
-define(_assertEqual(Expected, Expr, Comment), ?_test(?assertEqual(Expected, Expr, Comment))).
-define(_assertNotEqual(Unexpected, Expr, Comment),
        ?_test(?assertNotEqual(Unexpected, Expr, Comment))).
-define(_assertException(Class, Term, Expr, Comment),
        ?_test(?assertException(Class, Term, Expr, Comment))).
-define(_assertNotException(Class, Term, Expr, Comment),
        ?_test(?assertNotException(Class, Term, Expr, Comment))).
-define(_assertError(Term, Expr, Comment), ?_test(?assertError(Term, Expr, Comment))).
-define(_assertExit(Term, Expr, Comment), ?_test(?assertExit(Term, Expr, Comment))).
-define(_assertThrow(Term, Expr, Comment), ?_test(?assertThrow(Term, Expr, Comment))).

%% ---------------------------------------------------------------- commands of the system

%% Runs a command: {Status, Output}. The status is written behind the output.
-define(EUNIT_COMMAND(Command),
        (fun() ->
                 Eunit__Line = "(" ++ (Command) ++ "\n); echo \" $?\"",
                 Eunit__Words = string:split(string:trim(os:cmd(Eunit__Line), trailing, "\n"),
                                             " ", trailing),
                 [Eunit__Output, Eunit__Status] = Eunit__Words,
                 {list_to_integer(Eunit__Status), Eunit__Output}
         end)()).
-define(EUNIT_COMMAND_ERROR(Kind, Command, More),
        erlang:error({Kind, [{module, ?MODULE}, {line, ?LINE}, {command, (Command)} | More]})).

-define(cmd(Command), ?assertCmdStatus(0, Command)).
-define(assertCmdStatus(Status, Command),
        (fun() ->
                 case ?EUNIT_COMMAND(Command) of
                     {(Status), Eunit__Text} -> Eunit__Text;
                     {Eunit__Found, _} ->
                         ?EUNIT_COMMAND_ERROR(assertCmd_failed, Command,
                                              [{expected_status, (Status)},
                                               {status, Eunit__Found}])
                 end
         end)()).
-define(assertCmd(Command), ?assertCmdStatus(0, Command)).
-define(assertCmdOutput(Text, Command),
        (fun() ->
                 case ?EUNIT_COMMAND(Command) of
                     {_, (Text)} -> ok;
                     {_, Eunit__Found} ->
                         ?EUNIT_COMMAND_ERROR(assertCmdOutput_failed, Command,
                                              [{expected_output, (Text)},
                                               {output, Eunit__Found}])
                 end
         end)()).
-define(_cmd(Command), ?_test(?cmd(Command))).
-define(_assertCmdStatus(Status, Command), ?_test(?assertCmdStatus(Status, Command))).
-define(_assertCmd(Command), ?_test(?assertCmd(Command))).
-define(_assertCmdOutput(Text, Command), ?_test(?assertCmdOutput(Text, Command))).

%% ---------------------------------------------------------------- debugging

-ifdef(NODEBUG).
-define(debugMsg(Text), ok).
-define(debugHere, ok).
-define(debugFmt(Format, Args), ok).
-define(debugVal(Expr), (Expr)).
-define(debugVal(Expr, Depth), (Expr)).
-define(debugTime(Text, Expr), (Expr)).
-else.
%% Past the capture of output, to the user.
-define(debugMsg(Text),
        io:format(user, "~ts:~w:~w: ~ts\n", [?FILE, ?LINE, self(), Text])).
-define(debugHere, (?debugMsg("<-"))).
-define(debugFmt(Format, Args), (?debugMsg(io_lib:format((Format), (Args))))).
-define(debugVal(Expr), ?debugVal(Expr, 15)).
-define(debugVal(Expr, Depth),
        (fun(Eunit__Value) ->
                 ?debugFmt(<<"~ts = ~tP">>, [(??Expr), Eunit__Value, Depth]),
                 Eunit__Value
         end)(Expr)).
-define(debugTime(Text, Expr),
        (fun() ->
                 {Eunit__Time, Eunit__Value} = timer:tc(fun() -> (Expr) end),
                 ?debugFmt(<<"~ts: ~.3f s">>, [(Text), Eunit__Time / 1000000]),
                 Eunit__Value
         end)()).
-endif.

-endif.
