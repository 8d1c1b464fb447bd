-module(bit_signs).
-export([f/0]).
f() -> <<1/signed-unsigned>>.
