-module(unused_type).
-export([f/0]).
-type t() :: integer().
f() -> ok.
