-module(on_load_undefined).
-export([f/0]).
-on_load(g/0).
f() -> ok.
