-module(illegal_float).
-export([f/0]).
f() -> 1.0e999.
%% deviates: after-bad-token
