-module(behaviour_missing).
-export([f/0]).
-behaviour(gen_server).
f() -> ok.
