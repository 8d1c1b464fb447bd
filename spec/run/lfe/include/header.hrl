%% A header with everything that LFE takes from one.
-ifndef(HEADER_HRL).
-define(HEADER_HRL, true).

-record(person, {name, age = 18 :: integer(), tags = []}).
-type shape() :: {circle, number()} | none.
-define(LIMIT, 10 * 2).
-define(PAIR(A, B), {pair, A, B}).
-define(PAIR(A), ?PAIR(A, ?LIMIT)).
-define(TEXT(E), {??E, E}).
-define(IS(Expected, Expr),
        begin
            ((fun () ->
                X__ = (Expected),
                case (Expr) of
                    X__ -> ok;
                    V__ when is_list(V__) -> {differs, V__, ??Expr};
                    _ -> wrong
                end
            end)())
        end).
-define(SAFE(E), try E catch error:R__ -> {failed, R__}; throw:T__ -> {thrown, T__} end).
-define(FIRST(L), [H__ || {H__, _} <- L]).
-define(CALL(M), M:reverse("abc")).

double(N) when N > 100, N < 1000 -> {far, N};
double(N) -> M = N * 2, {M, ?LIMIT}.

-endif.
