-module(missing_include).
-export([f/0]).
-include("none.hrl").
f() -> ok.
