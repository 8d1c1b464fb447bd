-module(bad_deprecated).
-export([f/0]).
-deprecated([{f, a, 1}]).
f() -> ok.
