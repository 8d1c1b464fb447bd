%% A module with tests of its own.
-module(failing).
-export([answer/0, pair/2, more/0]).
-include("failing.hrl").
-include("more.hrl").

-ifdef(TEST).
-include_lib("eunit/include/eunit.hrl").
-endif.

answer() -> ?ANSWER.
pair(A, B) -> #pair{left = A, right = B}.
more() -> ?MORE.

-ifdef(TEST).
-ifdef(FLAG).
answer_test() -> ?assertEqual(42, answer()).
-endif.
-ifdef(ONLY_IN_TESTS).
more_test() -> ?assertEqual(more, more()).
-endif.
-endif.
