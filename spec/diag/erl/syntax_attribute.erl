-module(syntax_attribute).
-export([f/0]).
-foo(.
f() -> ok.
