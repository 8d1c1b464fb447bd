-module(removed_defined).
-export([f/0]).
-removed([{f, 0, "x"}]).
f() -> ok.
