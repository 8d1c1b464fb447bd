-module(bit_utf_size).
-export([f/0]).
f() -> <<1:8/utf8>>.
