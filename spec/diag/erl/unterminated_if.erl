-module(unterminated_if).
-export([]).
-ifdef(FOO).
f() -> ok.
