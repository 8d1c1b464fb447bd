-module(untyped_index).
-export([f/0]).
-record(r, {a}).
f() -> #r.b.
