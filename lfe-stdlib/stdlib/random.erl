%% Random numbers as of old: Wichmann and Hill's generator (AS 183). The state is in the process
%% dictionary or the caller's hands. rand is better in every way.
-module(random).

-export([seed0/0, seed/0, seed/1, seed/3, uniform/0, uniform/1, uniform_s/1, uniform_s/2]).

-define(FIRST, 30269).
-define(SECOND, 30307).
-define(THIRD, 30323).

%% The first state.
seed0() -> {3172, 9814, 20125}.

%% Set the first state; the one before.
seed() -> set(seed0()).

%% Set a state made of three numbers; the one before.
seed({A, B, C}) -> seed(A, B, C).

%% The same.
seed(A, B, C) ->
    set({abs(A) rem (?FIRST - 1) + 1, abs(B) rem (?SECOND - 1) + 1, abs(C) rem (?THIRD - 1) + 1}).

set(State) ->
    case put(random_seed, State) of
        undefined -> seed0();
        Before -> Before
    end.

state() ->
    case get(random_seed) of
        undefined -> seed0();
        State -> State
    end.

%% A float from 0.0 on, below 1.0.
uniform() ->
    {Value, State} = uniform_s(state()),
    put(random_seed, State),
    Value.

%% An integer from 1 to N.
uniform(N) when is_integer(N), N >= 1 -> trunc(uniform() * N) + 1.

%% A float and the next state.
uniform_s({A, B, C}) ->
    {A1, B1, C1} = {A * 171 rem ?FIRST, B * 172 rem ?SECOND, C * 170 rem ?THIRD},
    Sum = A1 / ?FIRST + B1 / ?SECOND + C1 / ?THIRD,
    {Sum - trunc(Sum), {A1, B1, C1}}.

%% An integer from 1 to N and the next state.
uniform_s(N, State) when is_integer(N), N >= 1 ->
    {Value, State1} = uniform_s(State),
    {trunc(Value * N) + 1, State1}.
