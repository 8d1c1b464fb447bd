%% A library without a process.
-module(plain).
-export([text/0]).
text() -> "plain text".
