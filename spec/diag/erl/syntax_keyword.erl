-module(syntax_keyword).
-export([f/0]).
f() -> end.
