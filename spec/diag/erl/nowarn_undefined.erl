-module(nowarn_undefined).
-export([f/0]).
-compile({nowarn_unused_function, [g/1]}).
f() -> ok.
