-module(bad_on_load).
-export([f/0]).
-on_load(f).
f() -> ok.
