-module(inline_undefined).
-export([f/0]).
-compile({inline, [g/1]}).
f() -> ok.
