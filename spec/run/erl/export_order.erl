%% The order of a module's exports: that of the source.
-module(export_order).
-export([zeta/0, main/1, mid/2, alpha/1]).

zeta() -> 1.

alpha(X) -> [X].

main(_) -> io:format("~p~n", [?MODULE:module_info(exports)]).

mid(X, Y) -> {X, Y}.
