%% An Erlang module among LFE ones.
-module(front_text).
-export([text/0]).
-include_lib("base/include/base.hrl").
text() -> [?BASE, plain:text()].
