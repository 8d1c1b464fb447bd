-module(optional_undefined).
-export([f/0]).
-optional_callbacks([g/0]).
f() -> ok.
