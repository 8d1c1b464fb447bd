-module(error_directive).
-export([f/0]).
-error("no luck").
-warning({some, term}).
f() -> ok.
