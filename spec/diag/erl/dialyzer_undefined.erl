-module(dialyzer_undefined).
-export([f/0]).
-dialyzer({nowarn_function, g/0}).
f() -> ok.
