-module(wildcard_expression).
-export([f/0]).
f() -> _.
