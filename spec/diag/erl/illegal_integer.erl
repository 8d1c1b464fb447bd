-module(illegal_integer).
-export([f/0]).
f() -> 2#3.
%% deviates: after-bad-token
