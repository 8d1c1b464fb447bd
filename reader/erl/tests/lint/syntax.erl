-module(syntax).
-export([a/0, b/0]).
-record(r, [a]).
-record("x", {a}).
-export(a).
-ifdef(NOT_DEFINED).
bad syntax here.
-else.
-define(ONE, 1).
-endif.
-define(ONE, 2).
-define(LINE, 2).
-define(TWO(A, B), {A, B}).
-define(LOOP, ?LOOP).
-undef(NEVER).
-include("no_such_file.hrl").
-include_lib("no_such/include/file.hrl").
-warning("a warning").
-error("an error").
-if(?ONE > ).
-endif.

a() -> ?ONE + ?TWO(1).
a2() -> ?UNDEFINED + 1.
a3() -> ?UNDEFINED(1, 2).
a4() -> ?LOOP.
b() -> [1, 2.
c() -> foo bar.
d() -> case 1 of 2 -> 3.
e() -> A == B == C.
f(X) -> X; g(X) -> X.
f(X) -> X; f(X, Y) -> {X, Y}.
h() -> f(X)(Y).
i() -> {a, }.
j() -> "unterminated.
