-module(illegal_underscore).
-export([f/0]).
f() -> 1__0.
