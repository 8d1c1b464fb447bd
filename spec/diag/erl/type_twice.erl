-module(type_twice).
-export([f/0]).
-type t() :: integer().
-type t() :: atom().
-export_type([t/0]).
f() -> ok.
