-module(undefined_field).
-export([f/0]).
-record(r, {a}).
f() -> #r{b = 1}.
