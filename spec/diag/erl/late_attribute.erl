-module(late_attribute).
-export([f/0]).
f() -> ok.
-record(r, {a}).
-import(lists, [map/2]).
-module(other).
