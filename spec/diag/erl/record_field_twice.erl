-module(record_field_twice).
-export([f/0]).
-record(r, {a, b, a}).
f() -> #r{}.
