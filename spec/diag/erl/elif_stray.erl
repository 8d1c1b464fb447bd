-module(elif_stray).
-export([f/0]).
-elif(true).
f() -> ok.
