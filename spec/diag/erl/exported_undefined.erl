-module(exported_undefined).
-export([f/0, h/2]).
f() -> ok.
