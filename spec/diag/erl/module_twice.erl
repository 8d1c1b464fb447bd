-module(module_twice).
-module(module_twice).
-export([f/0]).
f() -> ok.
