-module(spec_twice).
-export([f/0]).
-spec f() -> ok.
-spec f() -> ok.
f() -> ok.
