-module(illegal_escape).
-export([f/0]).
f() -> "\x{110000}".
%% deviates: after-bad-token
