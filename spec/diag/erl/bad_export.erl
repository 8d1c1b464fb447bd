-module(bad_export).
-export(f).
-export([f]).
f() -> ok.
