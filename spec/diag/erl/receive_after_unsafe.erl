-module(receive_after_unsafe).
-export([f/0]).
f() -> receive X -> ok after 1 -> ok end, X.
