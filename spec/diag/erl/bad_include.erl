-module(bad_include).
-export([f/0]).
-include(none).
f() -> ok.
