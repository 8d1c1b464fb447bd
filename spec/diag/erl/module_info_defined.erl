-module(module_info_defined).
-export([f/0]).
f() -> ok.
module_info() -> ok.
