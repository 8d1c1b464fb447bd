%% Assertions: expressions that raise an error which tells what was expected where, and what came.
%%
%% With NOASSERT they are no more than ok; with ASSERT they are there in spite of NOASSERT.
%% Each has a variant with a comment, which the error holds too.
-ifndef(ASSERT_HRL).
-define(ASSERT_HRL, true).

-ifdef(ASSERT).
-undef(NOASSERT).
-endif.

-ifdef(NOASSERT).

-define(assert(Test), ok).
-define(assert(Test, Comment), ok).
-define(assertNot(Test), ok).
-define(assertNot(Test, Comment), ok).
-define(assertMatch(Pattern, Expr), ok).
-define(assertMatch(Pattern, Expr, Comment), ok).
-define(assertNotMatch(Pattern, Expr), ok).
-define(assertNotMatch(Pattern, Expr, Comment), ok).
-define(assertEqual(Expected, Expr), ok).
-define(assertEqual(Expected, Expr, Comment), ok).
-define(assertNotEqual(Unexpected, Expr), ok).
-define(assertNotEqual(Unexpected, Expr, Comment), ok).
-define(assertException(Class, Term, Expr), ok).
-define(assertException(Class, Term, Expr, Comment), ok).
-define(assertError(Term, Expr), ok).
-define(assertError(Term, Expr, Comment), ok).
-define(assertExit(Term, Expr), ok).
-define(assertExit(Term, Expr, Comment), ok).
-define(assertThrow(Term, Expr), ok).
-define(assertThrow(Term, Expr, Comment), ok).
-define(assertNotException(Class, Term, Expr), ok).
-define(assertNotException(Class, Term, Expr, Comment), ok).

-else.

%% The first parts of an error: where, then the comment if there is one. More is a list.
-define(ASSERT_ERROR(Kind, More),
        erlang:error({Kind, [{module, ?MODULE}, {line, ?LINE} | More]})).

%% Is it true, or false?
-define(ASSERT_BOOLEAN(Wanted, Test, Text, Start),
        (fun() ->
                 case (Test) of
                     Wanted -> ok;
                     Assert__Found ->
                         Assert__Key = case is_boolean(Assert__Found) of
                                           true -> value;
                                           false -> not_boolean
                                       end,
                         ?ASSERT_ERROR(assert, Start ++ [{expression, Text}, {expected, Wanted},
                                                         {Assert__Key, Assert__Found}])
                 end
         end)()).

-define(assert(Test), ?ASSERT_BOOLEAN(true, Test, (??Test), [])).
-define(assert(Test, Comment), ?ASSERT_BOOLEAN(true, Test, (??Test), [{comment, Comment}])).
-define(assertNot(Test), ?ASSERT_BOOLEAN(false, Test, (??Test), [])).
-define(assertNot(Test, Comment), ?ASSERT_BOOLEAN(false, Test, (??Test), [{comment, Comment}])).

%% Does the value match a pattern, with a guard perhaps?
-define(ASSERT_MATCH(Pattern, Expr, Text, PatternText, Start),
        (fun() ->
                 case (Expr) of
                     Pattern -> ok;
                     Assert__Found ->
                         ?ASSERT_ERROR(assertMatch, Start ++ [{expression, Text},
                                                              {pattern, PatternText},
                                                              {value, Assert__Found}])
                 end
         end)()).

-define(assertMatch(Pattern, Expr), ?ASSERT_MATCH(Pattern, Expr, (??Expr), (??Pattern), [])).
-define(assertMatch(Pattern, Expr, Comment),
        ?ASSERT_MATCH(Pattern, Expr, (??Expr), (??Pattern), [{comment, Comment}])).

-define(ASSERT_NO_MATCH(Pattern, Expr, Text, PatternText, Start),
        (fun() ->
                 Assert__Found = (Expr),
                 case Assert__Found of
                     Pattern ->
                         ?ASSERT_ERROR(assertNotMatch, Start ++ [{expression, Text},
                                                                 {pattern, PatternText},
                                                                 {value, Assert__Found}]);
                     _ -> ok
                 end
         end)()).

-define(assertNotMatch(Pattern, Expr),
        ?ASSERT_NO_MATCH(Pattern, Expr, (??Expr), (??Pattern), [])).
-define(assertNotMatch(Pattern, Expr, Comment),
        ?ASSERT_NO_MATCH(Pattern, Expr, (??Expr), (??Pattern), [{comment, Comment}])).

%% Is the value exactly this?
-define(ASSERT_EQUAL(Expected, Expr, Text, Start),
        (fun() ->
                 Assert__Wanted = (Expected),
                 case (Expr) of
                     Assert__Wanted -> ok;
                     Assert__Found ->
                         ?ASSERT_ERROR(assertEqual, Start ++ [{expression, Text},
                                                              {expected, Assert__Wanted},
                                                              {value, Assert__Found}])
                 end
         end)()).

-define(assertEqual(Expected, Expr), ?ASSERT_EQUAL(Expected, Expr, (??Expr), [])).
-define(assertEqual(Expected, Expr, Comment),
        ?ASSERT_EQUAL(Expected, Expr, (??Expr), [{comment, Comment}])).

-define(ASSERT_NOT_EQUAL(Unexpected, Expr, Text, Start),
        (fun() ->
                 Assert__Unwanted = (Unexpected),
                 case (Expr) of
                     Assert__Unwanted ->
                         ?ASSERT_ERROR(assertNotEqual, Start ++ [{expression, Text},
                                                                 {value, Assert__Unwanted}]);
                     _ -> ok
                 end
         end)()).

-define(assertNotEqual(Unexpected, Expr), ?ASSERT_NOT_EQUAL(Unexpected, Expr, (??Expr), [])).
-define(assertNotEqual(Unexpected, Expr, Comment),
        ?ASSERT_NOT_EQUAL(Unexpected, Expr, (??Expr), [{comment, Comment}])).

%% Does it raise this exception?
-define(ASSERT_EXCEPTION_TEXT(ClassText, TermText),
        {pattern, "{ " ++ ClassText ++ " , " ++ TermText ++ " , [...] }"}).
-define(ASSERT_EXCEPTION(Class, Term, Expr, Text, ClassText, TermText, Start),
        (fun() ->
                 Assert__Facts = Start ++ [{expression, Text},
                                           ?ASSERT_EXCEPTION_TEXT(ClassText, TermText)],
                 try (Expr) of
                     Assert__Found ->
                         ?ASSERT_ERROR(assertException,
                                       Assert__Facts ++ [{unexpected_success, Assert__Found}])
                 catch
                     Class:Term -> ok;
                     Assert__Class:Assert__Term:Assert__Stack ->
                         Assert__Raised = {Assert__Class, Assert__Term, Assert__Stack},
                         ?ASSERT_ERROR(assertException,
                                       Assert__Facts ++ [{unexpected_exception, Assert__Raised}])
                 end
         end)()).

-define(assertException(Class, Term, Expr),
        ?ASSERT_EXCEPTION(Class, Term, Expr, (??Expr), (??Class), (??Term), [])).
-define(assertException(Class, Term, Expr, Comment),
        ?ASSERT_EXCEPTION(Class, Term, Expr, (??Expr), (??Class), (??Term),
                          [{comment, Comment}])).
-define(assertError(Term, Expr), ?assertException(error, Term, Expr)).
-define(assertError(Term, Expr, Comment), ?assertException(error, Term, Expr, Comment)).
-define(assertExit(Term, Expr), ?assertException(exit, Term, Expr)).
-define(assertExit(Term, Expr, Comment), ?assertException(exit, Term, Expr, Comment)).
-define(assertThrow(Term, Expr), ?assertException(throw, Term, Expr)).
-define(assertThrow(Term, Expr, Comment), ?assertException(throw, Term, Expr, Comment)).

-define(ASSERT_NO_EXCEPTION(Class, Term, Expr, Text, ClassText, TermText, Start),
        (fun() ->
                 try (Expr) of
                     _ -> ok
                 catch
                     Assert__Class:Assert__Term:Assert__Stack ->
                         case {Assert__Class, Assert__Term} of
                             {Class, Term} ->
                                 ?ASSERT_ERROR(assertNotException,
                                               Start ++
                                               [{expression, Text},
                                                ?ASSERT_EXCEPTION_TEXT(ClassText, TermText),
                                                {unexpected_exception,
                                                 {Assert__Class, Assert__Term,
                                                  Assert__Stack}}]);
                             _ -> ok
                         end
                 end
         end)()).

-define(assertNotException(Class, Term, Expr),
        ?ASSERT_NO_EXCEPTION(Class, Term, Expr, (??Expr), (??Class), (??Term), [])).
-define(assertNotException(Class, Term, Expr, Comment),
        ?ASSERT_NO_EXCEPTION(Class, Term, Expr, (??Expr), (??Class), (??Term),
                             [{comment, Comment}])).

-endif.

-endif.
