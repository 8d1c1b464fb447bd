-module(bad_file).
-export([f/0]).
-file(1, 2).
f() -> ok.
