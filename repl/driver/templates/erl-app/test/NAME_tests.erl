%% Tests of NAME.
-module(NAME_tests).
-include_lib("eunit/include/eunit.hrl").

counter_test_() ->
    {setup,
     fun() ->
             application:set_env(NAME, first, 1),
             {ok, Pid} = NAME:start_link(),
             Pid
     end,
     fun gen_server:stop/1,
     fun(_) -> [?_assertEqual(1, NAME:next()), ?_assertEqual(2, NAME:next())] end}.
