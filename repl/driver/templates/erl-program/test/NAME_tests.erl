%% Tests of NAME.
-module(NAME_tests).
-include_lib("eunit/include/eunit.hrl").

greets_test() ->
    ?assertEqual("Hello, you!", NAME:greeting("you")).

greets_many_test_() ->
    [?_assertEqual("Hello, a!", NAME:greeting("a")),
     {"an empty name", ?_assertEqual("Hello, !", NAME:greeting(""))}].
