%% The library's functions.
-module(NAME).
-export([double/1]).

double(Number) -> 2 * Number.
