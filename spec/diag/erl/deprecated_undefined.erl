-module(deprecated_undefined).
-export([f/0]).
-deprecated([{g, 0, "x"}]).
f() -> ok.
