-module(syntax_paren).
-export([f/0]).
f() -> (1 + 2.
