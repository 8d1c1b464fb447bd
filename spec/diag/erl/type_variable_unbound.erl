-module(type_variable_unbound).
-export([f/0]).
-type t() :: {A, integer()}.
-export_type([t/0]).
f() -> ok.
