-module(syntax_fun).
-export([f/0]).
f() -> fun f.
