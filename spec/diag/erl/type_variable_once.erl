-module(type_variable_once).
-export([f/0]).
-type t(A, B) :: {A}.
-export_type([t/2]).
f() -> ok.
