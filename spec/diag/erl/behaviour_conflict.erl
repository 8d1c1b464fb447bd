-module(behaviour_conflict).
-export([f/0]).
-behaviour(supervisor).
-behaviour(gen_server).
-export([init/1, handle_call/3, handle_cast/2]).
init(_) -> ok.
handle_call(_, _, _) -> ok.
handle_cast(_, _) -> ok.
f() -> ok.
