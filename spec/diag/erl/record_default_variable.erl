-module(record_default_variable).
-export([f/0]).
-record(r, {a = X}).
f() -> #r{}.
