-module(undefined_type).
-export([f/0]).
-spec f() -> t().
f() -> ok.
