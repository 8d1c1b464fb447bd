-module(syntax_comma).
-export([f/0]).
f() -> 1,.
