-module(record_recursion).
-export([f/0]).
-record(r, {a = #s{}}).
f() -> #r{}.
