-module(illegal_record_field).
-export([f/0]).
-record(r, {a, 1}).
f() -> #r{}.
