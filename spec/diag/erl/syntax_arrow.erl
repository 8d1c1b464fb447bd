-module(syntax_arrow).
-export([f/0]).
f() 1.
