-module(1).
f() -> ok.
