%% The supervisor at the top.
-module(NAME_sup).
-behaviour(supervisor).
-export([start_link/0, init/1]).

start_link() -> supervisor:start_link({local, ?MODULE}, ?MODULE, []).

init([]) ->
    Flags = #{strategy => one_for_one, intensity => 3, period => 10},
    Counter = #{id => counter, start => {NAME, start_link, []}},
    {ok, {Flags, [Counter]}}.
