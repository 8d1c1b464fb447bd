-module(import_twice).
-export([f/0]).
-import(lists, [map/2]).
-import(other, [map/2]).
f() -> map(1, 2).
