-module(lint).
-export([main/0, gone/1]).
main() -> X + 1, f(1), Y = 2, other:g(Y).
g(1) -> #rec{a = 1}.
k(Z) -> case Z of W when foo(W) -> ok; 1 + Z -> ok end.
