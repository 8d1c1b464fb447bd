-module(stray_endif).
-export([f/0]).
-endif.
f() -> ok.
