%% Pseudo-random numbers, not for secrets. The algorithms are those of S. Vigna's Xorshift and
%% Xoroshiro families cut to 58 bits, so that their words are small integers, and of splitmix64,
%% from which seeds are made.
%%
%% A state is {Algorithm, Words}, where Algorithm is a map: type, bits (of a number), weak_low_bits
%% (of these, not random enough) and next (the step, a function of the words). A process' own
%% state is in its dictionary.
-module(rand).

-export([seed/1, seed/2, seed_s/1, seed_s/2, export_seed/0, export_seed_s/1]).
-export([uniform/0, uniform/1, uniform_s/1, uniform_s/2, uniform_real/0, uniform_real_s/1]).
-export([bytes/1, bytes_s/2, splitmix64_next/1, exsp_next/1]).
-export([mwc59/1, mwc59_value32/1, mwc59_value/1, mwc59_float/1, mwc59_seed/0, mwc59_seed/1]).
-export([shuffle/1, shuffle_s/2]).

-define(KEY, rand_seed).
-define(MASK58, 16#3FFFFFFFFFFFFFF).
-define(MASK64, 16#FFFFFFFFFFFFFFFF).
-define(TWO_POW_MINUS53, 1.11022302462515657e-16).

%% ---------------------------------------------------------------- seeds

%% Seeds this process' generator: an algorithm (seeded by chance) or an exported state.
seed(AlgorithmOrState) -> keep(seed_s(AlgorithmOrState)).

%% Seeds this process' generator with an algorithm and a seed: three integers, one, or a list of
%% as many as the state has words.
seed(Algorithm, Seed) -> keep(seed_s(Algorithm, Seed)).

keep(State) ->
    put(?KEY, State),
    State.

%% A state seeded by chance, or from an exported one.
seed_s({#{type := _}, _} = State) -> State;
seed_s({Algorithm, Words}) when is_atom(Algorithm), Algorithm =/= default ->
    {algorithm(Algorithm), Words};
seed_s(Algorithm) ->
    seed_s(Algorithm, {erlang:phash2([{node(), self()}]), erlang:system_time(),
                       erlang:unique_integer()}).

%% A state from a seed.
seed_s(default, Seed) -> seed_s(exsss, Seed);
seed_s(Algorithm, Seed) -> {algorithm(Algorithm), words(Algorithm, Seed)}.

%% This process' state as it can be stored, or undefined.
export_seed() ->
    case get(?KEY) of
        {#{type := Algorithm}, Words} -> {Algorithm, Words};
        _ -> undefined
    end.

%% A state as it can be stored.
export_seed_s({#{type := Algorithm}, Words}) -> {Algorithm, Words}.

algorithm(exsss) -> #{type => exsss, bits => 58, weak_low_bits => 0, next => fun exsss_next/1};
algorithm(exsp) ->
    #{type => exsp, bits => 58, weak_low_bits => 1, next => fun ?MODULE:exsp_next/1};
algorithm(exrop) -> #{type => exrop, bits => 58, weak_low_bits => 1, next => fun exrop_next/1};
algorithm(exs1024s) ->
    #{type => exs1024s, bits => 64, weak_low_bits => 3, next => fun exs1024_next/1};
algorithm(Other) -> error({no_such_algorithm, Other}).

words(exs1024s, {A1, A2, A3}) ->
    B1 = ((A1 band 16#1FFFFF + 1) * 2097131) band 16#1FFFFF,
    B2 = ((A2 band 16#1FFFFF + 1) * 2097133) band 16#1FFFFF,
    B3 = ((A3 band 16#1FFFFF + 1) * 2097143) band 16#1FFFFF,
    {lists:reverse(words1024((B1 bsl 43) bor (B2 bsl 22) bor (B3 bsl 1) bor 1, 16)), []};
words(exs1024s, Seed) when is_list(Seed) -> {given(16, 64, Seed), []};
words(exs1024s, Seed) when is_integer(Seed) -> {seeds(16, 64, Seed band ?MASK64), []};
words(_Algorithm, Seed) when is_list(Seed) ->
    [S0, S1] = given(2, 58, Seed),
    [S0 | S1];
words(_Algorithm, Seed) when is_integer(Seed) ->
    [S0, S1] = seeds(2, 58, Seed band ?MASK64),
    [S0 | S1];
words(exsss, {A1, A2, A3}) ->
    {_, X0} = seed_word(58, A1 band ?MASK64),
    {S0, X1} = seed_word(58, (A2 band ?MASK64) bxor X0),
    {S1, _} = seed_word(58, (A3 band ?MASK64) bxor X1),
    [S0 | S1];
words(exrop, {A1, A2, A3}) ->
    words_by(fun exrop_next/1, A1, A2, A3);
words(_, {A1, A2, A3}) ->
    words_by(fun ?MODULE:exsp_next/1, A1, A2, A3).

words_by(Next, A1, A2, A3) ->
    {_, [_ | S1]} = Next([(A1 * 4294967197 + 1) band ?MASK58
                          | (A2 * 4294967231 + 1) band ?MASK58]),
    {_, Words} = Next([(A3 * 4294967279 + 1) band ?MASK58 | S1]),
    Words.

%% Words of Xorshift64.
words1024(_Last, 0) -> [];
words1024(Last, N) ->
    A = Last bxor (Last bsr 12),
    B = A bxor ((A bsl 25) band ?MASK64),
    Next = B bxor (B bsr 27),
    [(Next * 2685821657736338717) band ?MASK64 | words1024(Next, N - 1)].

%% The words of a seed that is a list: not all 0; those that are missing are.
given(N, Bits, Seed) ->
    length(Seed) > N andalso error(too_many_seed_integers),
    Mask = (1 bsl Bits) - 1,
    Words = [Word band Mask || Word <- Seed],
    lists:any(fun(Word) -> Word =/= 0 end, Words) orelse error(zero_seed),
    Words ++ lists:duplicate(N - length(Words), 0).

seeds(0, _Bits, _X) -> [];
seeds(N, Bits, X) ->
    {Word, Next} = seed_word(Bits, X),
    [Word | seeds(N - 1, Bits, Next)].

%% A word that is not 0, and the next state of splitmix64.
seed_word(Bits, X) ->
    {Value, Next} = splitmix64_next(X),
    case Value band ((1 bsl Bits) - 1) of
        0 -> seed_word(Bits, Next);
        Word -> {Word, Next}
    end.

%% A step of splitmix64: {Number of 64 bits, State}.
splitmix64_next(X0) ->
    X = (X0 + 16#9e3779b97f4a7c15) band ?MASK64,
    Z0 = ((X bxor (X bsr 30)) * 16#bf58476d1ce4e5b9) band ?MASK64,
    Z1 = ((Z0 bxor (Z0 bsr 27)) * 16#94d049bb133111eb) band ?MASK64,
    {Z1 bxor (Z1 bsr 31), X}.

%% ---------------------------------------------------------------- steps

%% Xorshift116**.
exsss_next([S1 | S0]) ->
    V0 = (S0 * 5) band ?MASK58,
    V1 = rotate(V0, 7),
    {(V1 * 9) band ?MASK58, [S0 | xorshift116(S0, S1)]}.

%% A step of Xorshift116+: {Number of 58 bits, Words}.
exsp_next([S1 | S0]) ->
    New = xorshift116(S0, S1),
    {(S0 + New) band ?MASK58, [S0 | New]}.

xorshift116(S0, S1) ->
    A = (S1 bxor (S1 bsl 24)) band ?MASK58,
    A bxor S0 bxor (A bsr 11) bxor (S0 bsr 41).

%% Xoroshiro116+.
exrop_next([S0 | S1]) ->
    X = S1 bxor S0,
    New0 = rotate(S0, 24) bxor X bxor ((X bsl 2) band ?MASK58),
    {(S0 + S1) band ?MASK58, [New0 | rotate(X, 35)]}.

rotate(X, N) -> ((X bsl N) band ?MASK58) bor (X bsr (58 - N)).

%% Xorshift1024*; the words are a queue.
exs1024_next({[S0, S1 | Rest], Done}) ->
    A = S1 bxor ((S1 band 16#1FFFFFFFF) bsl 31),
    B = A bxor (A bsr 11),
    New = S0 bxor (S0 bsr 30) bxor B,
    {(New * 1181783497276652981) band ?MASK64, {[New | Rest], [S0 | Done]}};
exs1024_next({[Last], Done}) ->
    exs1024_next({[Last | lists:reverse(Done)], []}).

%% ---------------------------------------------------------------- numbers

own_state() ->
    case get(?KEY) of
        undefined -> seed_s(default);
        {Algorithm, Words} when is_atom(Algorithm) -> seed_s({Algorithm, Words});
        State -> State
    end.

own({Value, State}) ->
    put(?KEY, State),
    Value.

%% A float from 0.0 on, less than 1.0.
uniform() -> own(uniform_s(own_state())).

%% An integer from 1 to N.
uniform(N) -> own(uniform_s(N, own_state())).

%% A float from 0.0 on, less than 1.0, and the next state.
uniform_s({#{bits := Bits, next := Next} = Algorithm, Words}) ->
    {Value, New} = Next(Words),
    {(Value bsr (Bits - 53)) * ?TWO_POW_MINUS53, {Algorithm, New}}.

%% An integer from 1 to N, and the next state.
uniform_s(N, {#{bits := Bits, next := Next} = Algorithm, Words}) when is_integer(N), N >= 1 ->
    {Value, New} = Next(Words),
    case (1 bsl Bits) - N of
        Spare when Spare >= 0 -> below(N, Spare, Value, Algorithm, New);
        _ -> large(N, Algorithm, New, Value)
    end.

%% Numbers above the greatest multiple of N are drawn again.
below(N, _Spare, Value, Algorithm, Words) when Value < N -> {Value + 1, {Algorithm, Words}};
below(N, Spare, Value, #{next := Next} = Algorithm, Words) ->
    case Value rem N of
        Rest when Value - Rest =< Spare -> {Rest + 1, {Algorithm, Words}};
        _ ->
            {Again, New} = Next(Words),
            below(N, Spare, Again, Algorithm, New)
    end.

%% Several numbers are put together until there are bits enough; the weak bits of all but the last
%% are covered by those that follow.
large(N, #{bits := Bits, weak_low_bits := Weak, next := Next} = Algorithm, Words, Value) ->
    {All, Count, New} = gather(N bsr Bits, Value, Bits, Bits - Weak, Weak, Next, Words),
    Rest = All rem N,
    case N band (N - 1) =:= 0 orelse All - Rest =< (1 bsl Count) - N of
        true -> {Rest + 1, {Algorithm, New}};
        false ->
            {Again, Later} = Next(New),
            large(N, Algorithm, Later, Again)
    end.

gather(0, Value, Count, _Step, _Weak, _Next, Words) ->
    {Value, Count, Words};
gather(Left, Value, Count, Step, Weak, Next, Words) ->
    {More, New} = Next(Words),
    Strong = (Value bsr Weak) bsl Weak,
    gather(Left bsr Step, (Strong bsl Step) bor More, Count + Step, Step, Weak, Next, New).

%% A float greater than 0.0 and less than 1.0 with 53 random bits, also where it is small.
uniform_real() -> own(uniform_real_s(own_state())).

%% The same with the next state.
uniform_real_s({#{bits := Bits, next := Next} = Algorithm, Words}) ->
    {Value, New} = Next(Words),
    case Value bsr (Bits - 56) of
        High when High >= 1 bsl 55 ->
            {(High bsr 3) * ?TWO_POW_MINUS53, {Algorithm, New}};
        High ->
            real(High, 56, Algorithm, New)
    end.

%% Leading zeros are made up for by further bits.
real(High, Bits, #{bits := Each, next := Next} = Algorithm, Words) ->
    case significant(High) of
        53 -> {High * math:pow(2.0, -Bits), {Algorithm, Words}};
        Many when Many > 53 ->
            real(High bsr (Many - 53), Bits - (Many - 53), Algorithm, Words);
        _ when Bits > 1008 -> {math:pow(2.0, -1022), {Algorithm, Words}};
        _ ->
            {More, New} = Next(Words),
            real((High bsl 56) bor (More bsr (Each - 56)), Bits + 56, Algorithm, New)
    end.

significant(0) -> 0;
significant(N) -> 1 + significant(N bsr 1).

%% Random bytes.
bytes(N) -> own(bytes_s(N, own_state())).

%% Random bytes, and the next state.
bytes_s(N, {#{bits := Bits, weak_low_bits := Weak} = Algorithm, Words})
  when is_integer(N), N >= 0 ->
    Each = (Bits - Weak) div 8,
    {Bytes, New} = bytes(N, Each, Bits - 8 * Each, Algorithm, Words, <<>>),
    {Bytes, {Algorithm, New}}.

%% The last bytes come from the low end of a number, the others from the high end.
bytes(N, Each, Shift, #{next := Next} = Algorithm, Words, Done) ->
    {Value, New} = Next(Words),
    case N > Each of
        true ->
            More = <<Done/binary, (Value bsr Shift):(8 * Each)>>,
            bytes(N - Each, Each, Shift, Algorithm, New, More);
        false ->
            {<<Done/binary, (Value bsr (8 * (Each - N))):(8 * N)>>, New}
    end.

%% A list in random order.
shuffle(List) -> own(shuffle_s(List, own_state())).

%% A list in random order, and the next state.
shuffle_s(List, State) ->
    {Marked, Last} = lists:mapfoldl(fun(Element, Before) ->
                                            {Mark, After} = uniform_s(1 bsl 56, Before),
                                            {{Mark, Element}, After}
                                    end, State, List),
    {[Element || {_, Element} <- lists:keysort(1, Marked)], Last}.

%% ---------------------------------------------------------------- a fast generator

%% A step of a multiply-with-carry generator whose numbers fit in 59 bits.
mwc59(Carry) ->
    16#7FA6502 * (Carry band 16#FFFFFFFF) + (Carry bsr 32).

%% 32 bits of its state.
mwc59_value32(Carry) -> (Carry bxor (Carry bsl 8)) band 16#FFFFFFFF.

%% 59 bits of its state.
mwc59_value(Carry) ->
    A = Carry bxor ((Carry bsl 4) band 16#7FFFFFFFFFFFFFF),
    A bxor ((A bsl 27) band 16#7FFFFFFFFFFFFFF).

%% A float from 0.0 on, less than 1.0, of its state.
mwc59_float(Carry) ->
    (mwc59_value(Carry) band ((1 bsl 53) - 1)) * ?TWO_POW_MINUS53.

%% A state by chance.
mwc59_seed() ->
    {Value, _} = splitmix64_next(erlang:phash2([{node(), self()}]) bxor erlang:system_time()
                                     bxor erlang:unique_integer()),
    mwc59_seed(Value band ?MASK58).

%% A state from a seed of 58 bits.
mwc59_seed(Seed) when is_integer(Seed), Seed >= 0, Seed =< ?MASK58 ->
    A = ((Seed bxor (Seed bsr 29)) * 16#351afd7ed558ccd) band ?MASK58,
    B = ((A bxor (A bsr 29)) * 16#0ceb9fe1a85ec53) band ?MASK58,
    (B bxor (B bsr 29)) + 1.
