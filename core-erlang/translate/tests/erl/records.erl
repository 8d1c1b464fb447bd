-module(records).
-export([run/0]).
-record(r, {a = 1 + 1, b, c = [x], d = self_name()}).
-record(empty, {}).
-record(nested, {r = #r{a = 5}, f = fun(X) -> X + 1 end}).
-record('odd name', {'a field' = 1}).
-record(big, {a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18,
              a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33 = last}).

self_name() -> records.

run() ->
    R = #r{b = 2},
    N = #nested{},
    [R, #r{_ = z}, #r{a = 1, _ = y}, #empty{}, N#nested.r#r.a, (N#nested.f)(1),
     R#r{a = 10, c = 11}, R#r{}, #'odd name'{}, (#'odd name'{})#'odd name'.'a field',
     R#r.d, #r.a, #r.d, record_info(size, r), record_info(fields, r), record_info(fields, empty),
     is_record(R, r), is_record(N, r), is_record({r, 1}, r), is_record(R, r, 5),
     [pattern(V) || V <- [R, R#r{a = x}, N, #empty{}, {r}, {r, 1, 2, 3, 4}, {empty, 1}]],
     [catch_reason(fun() -> V#r.a end) || V <- [R, N, {r, 1}, x]],
     [catch_reason(fun() -> V#r{a = 1} end) || V <- [R, N, {r, 1}, x]],
     (#big{a7 = 7})#big.a33, (#big{})#big{a1 = 1, a30 = 30},
     N#nested{r = (N#nested.r)#r{b = n}}, N#nested.r#r{b = m},
     order(), lists:keyfind(2, #r.b, [R])].

pattern(#r{a = x} = R) -> {x, R#r.b};
pattern(#r{a = A, _ = B}) when A > 3 -> {more, B};
pattern(#r{b = B, c = [C | _]}) -> {B, C};
pattern(#nested{r = #r{a = A}}) -> {nested, A};
pattern(#empty{}) -> empty;
pattern(_) -> other.

order() ->
    put(log, []),
    R = #r{d = log(d), a = log(a), b = log(b)},
    S = R#r{c = log(c2), a = log(a2)},
    {S, lists:reverse(erase(log))}.

log(X) -> put(log, [X | get(log)]), X.

catch_reason(F) ->
    try F() of
        V -> {ok, V}
    catch
        C:R -> {C, R}
    end.
