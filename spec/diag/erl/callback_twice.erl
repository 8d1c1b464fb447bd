-module(callback_twice).
-export([f/0]).
-callback g() -> ok.
-callback g() -> ok.
f() -> ok.
