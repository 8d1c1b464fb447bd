%% A counter: a process that other processes ask for the next number.
-module(NAME).
-behaviour(gen_server).
-export([start_link/0, next/0]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).

start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

next() -> gen_server:call(?MODULE, next).

init([]) ->
    {ok, First} = application:get_env(NAME, first),
    {ok, First}.

handle_call(next, _From, Number) -> {reply, Number, Number + 1}.

handle_cast(_Message, Number) -> {noreply, Number}.

handle_info(_Message, Number) -> {noreply, Number}.
