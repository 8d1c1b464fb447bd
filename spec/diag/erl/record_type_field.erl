-module(record_type_field).
-export([f/0]).
-record(r, {a}).
-type t() :: #r{b :: integer()}.
-export_type([t/0]).
f() -> ok.
