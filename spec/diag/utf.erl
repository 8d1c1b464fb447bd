-module(utf).
-export([main/0]).
main() -> "aÿþ".
