-module(types).
-export([f/1, g/1]).
-export_type([t/0, missing/1]).
-type t() :: integer() | undefined_type() | list(atom()).
-type t() :: atom().
-type u(A) :: {A, A}.
-type v(A) :: u(A).
-opaque w() :: #nope{}.
-type x() :: #r{c :: atom()}.
-type unused() :: fun((...) -> t()) | fun((integer()) -> t()) | <<_:8, _:_*16>> | 1..16#ff.
-record(r, {a :: t(), b = 1 :: u(no_type())}).
-spec f(A) -> B when A :: t(), B :: u(A).
-spec g(X) -> ok; (Y, Z) -> {Y, Z}.
f(X) -> {X, #r{}}.
g(X) -> X.
