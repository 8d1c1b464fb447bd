-module(syntax).
-export([main/0, gone/1]).
main() -> X + 1, f(1).
g(1) -> ok;
g(1, 2) -> ok.
k() -> case 1 of X when foo(X) -> ok end.
l() -> #rec{a = 1}.
m(1 + X) -> ok.
-foo(.
n() -> 16#xyz, $.
