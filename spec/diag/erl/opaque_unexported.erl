-module(opaque_unexported).
-export([f/0]).
-opaque t() :: integer().
f() -> ok.
