-module(illegal_base).
-export([f/0]).
f() -> 40#3.
%% deviates: after-bad-token
