-module(on_load_twice).
-export([f/0]).
-on_load(f/0).
-on_load(g/0).
f() -> ok.
g() -> ok.
