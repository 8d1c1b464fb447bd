%% Tests of NAME.
-module(NAME_tests).
-include_lib("eunit/include/eunit.hrl").

doubles_test() ->
    ?assertEqual(4, NAME:double(2)),
    ?assertError(badarith, NAME:double(two)).
