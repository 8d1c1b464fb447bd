%% Tests of counted: no module names this one.
-module(counted_tests).
-include_lib("eunit/include/eunit.hrl").
f_test() -> ?assertEqual(2, counted:f(1)).
