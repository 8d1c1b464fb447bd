-module(bit_string_value).
-export([f/0]).
f() -> <<"abc"/binary>>.
