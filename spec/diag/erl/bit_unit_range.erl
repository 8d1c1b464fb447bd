-module(bit_unit_range).
-export([f/0]).
f() -> <<1:1/unit:300>>.
