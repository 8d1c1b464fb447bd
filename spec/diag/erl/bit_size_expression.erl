-module(bit_size_expression).
-export([f/0]).
f() -> <<1:g()>>, <<X:(g())>> = <<1>>, X.
g() -> 1.
