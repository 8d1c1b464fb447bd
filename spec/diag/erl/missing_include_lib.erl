-module(missing_include_lib).
-export([f/0]).
-include_lib("none/include/none.hrl").
f() -> ok.
