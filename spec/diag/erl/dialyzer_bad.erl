-module(dialyzer_bad).
-export([f/0]).
-dialyzer({foo, f/0}).
f() -> ok.
