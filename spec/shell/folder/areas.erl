%% Compiled by the shell's (ec file).
-module(areas).
-export([square/1]).

square(Side) -> Side * Side.
