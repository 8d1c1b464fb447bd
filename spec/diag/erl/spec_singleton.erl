-module(spec_singleton).
-export([f/0]).
-spec f() -> A.
f() -> ok.
