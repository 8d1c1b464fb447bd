-module(unterminated).
-export([main/0]).
main() -> "no end.
