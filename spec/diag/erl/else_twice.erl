-module(else_twice).
-export([f/0]).
-ifdef(A).
-else.
-else.
-endif.
f() -> ok.
