-module(syntax_bracket).
-export([f/0]).
f() -> {1, 2].
