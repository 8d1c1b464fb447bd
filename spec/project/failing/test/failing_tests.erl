%% Tests that fail in every way.
-module(failing_tests).
-include_lib("eunit/include/eunit.hrl").
-include("failing.hrl").

pair_test() -> ?assertMatch(#pair{left = 1}, failing:pair(1, 2)).
equal_test() ->
    io:format("said ~p~n", [before]),
    ?assertEqual(43, failing:answer()).
boolean_test() -> ?assert(failing:answer() > 43).
match_test() -> ?assertMatch({ok, _}, failing:pair(1, 2)).
exception_test() -> ?assertError(badarith, failing:answer()).
wrong_exception_test() -> ?assertError(badarith, throw(ball)).
crash_test() -> lists:nth(3, [failing:answer()]).
named_test_() -> {"group", [{"fine", ?_assert(true)}, {"not fine", ?_assertEqual([1], [2])}]}.
setup_test_() -> {setup, fun() -> exit(no_setup) end, fun(_) -> [?_assert(true)] end}.
slow_test_() -> {timeout, 0.1, fun() -> timer:sleep(5000) end}.
