-module(macro_bad_undef).
-export([f/0]).
-undef(1).
f() -> ok.
