-module(functions).
-export([a/0, b/1, missing/0, a/0]).
-export([module_info/0]).
-import(lists, [map/2, reverse/1, foldl/3]).
-import(other, [map/2]).
-import(third, [e/0]).
-compile({inline, [nothing/2]}).
-compile(warn_unused_import).
-on_load(load/0).
-behaviour(gen_server).
-optional_callbacks([cb/1]).
-callback cb(term()) -> term().
-spec a() -> ok.
-spec a() -> ok.
-spec undefined_function(integer()) -> ok.
-spec other:thing() -> ok.

a() -> c(), reverse([]), undefined_one(1), fun undefined_two/2, fun foldl/3.
b(X) -> length(X), hd(X), spawn(fun a/0), no_such:function(X).
c() -> d().
d() -> c().
e() -> f().
f() -> ok.
g() -> g().
a() -> again.
length(X) -> X.
unused(X) -> X.
module_info() -> x.

-export([d/0]).
-attribute(after_functions).
-record(r, {a}).
-type t() :: atom().
