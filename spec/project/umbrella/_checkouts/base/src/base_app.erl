%% Starts and says so.
-module(base_app).
-behaviour(application).
-export([start/2, stop/1]).
start(normal, Args) -> io:format("base starts with ~p~n", [Args]), {ok, spawn_link(fun loop/0)}.
stop(_) -> io:format("base stops~n").
loop() -> receive after infinity -> ok end.
