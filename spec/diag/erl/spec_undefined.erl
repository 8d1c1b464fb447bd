-module(spec_undefined).
-export([f/0]).
-spec g() -> ok.
f() -> ok.
