%% The application: what happens when it starts and stops.
-module(NAME_app).
-behaviour(application).
-export([start/2, stop/1]).

start(_Type, _Arguments) ->
    Result = NAME_sup:start_link(),
    io:format("NAME has started~n"),
    Result.

stop(_State) -> ok.
