-module(deprecated_call).
-export([f/0]).
f() -> erlang:now().
