-module(removed_call).
-export([f/0]).
f() -> erlang:get_stacktrace(), crypto:rand_uniform(1, 2).
