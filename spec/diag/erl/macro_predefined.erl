-module(macro_predefined).
-export([f/0]).
-define(MODULE, m).
f() -> ok.
