-module(is_record_undefined).
-export([f/0]).
f() -> is_record(g(), r).
g() -> 1.
