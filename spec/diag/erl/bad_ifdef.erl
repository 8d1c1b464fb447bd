-module(bad_ifdef).
-export([f/0]).
-ifdef("A").
-endif.
f() -> ok.
