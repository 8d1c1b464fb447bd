-module(record_in_type).
-export([f/0]).
-type t() :: #r{}.
-export_type([t/0]).
f() -> ok.
