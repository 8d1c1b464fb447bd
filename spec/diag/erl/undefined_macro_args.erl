-module(undefined_macro_args).
-export([f/0]).
f() -> ?FOO(1).
