-module(record_info_undefined).
-export([f/0]).
f() -> record_info(fields, r).
