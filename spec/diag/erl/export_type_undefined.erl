-module(export_type_undefined).
-export([f/0]).
-export_type([t/1]).
f() -> ok.
