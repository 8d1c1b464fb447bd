-module(patterns).
-export([a/1, b/1, c/1, d/1, e/1, f/1, g/1, h/1]).
-record(r, {a, b}).

a(f(X)) -> X;
a(X + 1) -> X;
a(1 + 2) -> 3;
a("abc" ++ X) -> X;
a([X, $a] ++ Y) -> {X, Y};
a(X ++ "abc") -> X;
a(fun() -> ok end) -> ok;
a(begin ok end) -> ok;
a(not true) -> ok;
a(-1) -> ok.

b(#{a => X}) -> X;
b(#{X := 1}) -> X;
b(#{a := X, f(1) := 2}) -> X.

c(<<X/binary, Y/binary>>) -> {X, Y};
c(<<"abc":8>>) -> ok;
c(<<"abc"/utf8, X:4/utf8>>) -> X;
c(<<X:a>>) -> X;
c(<<X/unknown>>) -> X;
c(<<X/signed-unsigned>>) -> X;
c(<<X/integer-unit:8>>) -> X;
c(<<X:Y, Y>>) -> X;
c(<<N, X:N, Y:(N + 1), Z:(f(N))>>) -> {X, Y, Z};
c(<<(X + 1):8>>) -> X;
c(<<A:8>> = <<B:4, C:4>>) -> {A, B, C};
c({<<A>>, x} = {<<B>>, Y}) -> {A, B, Y}.

d(#r{c = X}) -> X;
d(#nope{}) -> x;
d(#r{a = 1, a = 2}) -> x;
d(#r{a = 1, b = 2, _ = 3}) -> x;
d(#r{X = 1}) -> X.

e(X) when f(X) -> X;
e(X) when X#r.c -> X;
e(X) when X ! 1 -> X;
e(X) when is_atom(X), list(X) -> X;
e(X) when X -> fun(Y) when Y ++ X -> Y end;
e(X) when lists:member(X, []) -> X;
e(X) when erlang:is_atom(X), erlang:'+'(X, 1) > 2, erlang:put(X, 1) -> X;
e(X) when is_record(X, nope), is_record(X, r, 3) -> X;
e(X) when case X of 1 -> true end -> X;
e(X) when no_such(X) -> X.

f(X) -> X#r{c = 1}, X#r{_ = 1}, X#r.c, #r.c, #r{b = 1, b = 2}, record_info(fields, nope),
        record_info(what, r), record_info(size, X), fun record_info/2.

g(X) -> #{a := X}, X#{a := 1}.

h(X) -> [Y || <<Y/binary>> <= X, <<Z>> <- X] ++ [Z || <<Z:4, _/bits>> <= X].
