-module(unused_term).
-export([f/0]).
f() -> 1, {a, b}, "c", ok.
