%% Walks through filelib, and the functions of os that run and find programs.
%% not-on: wasm
%% (there are no symbolic links and commands there)
-module(filelib_walk).

-export([main/0]).

main() ->
    Folder = filename:join(os:getenv("TMPDIR", "/tmp"), "filelib_walk_" ++ os:getpid()),
    ok = file:make_dir(Folder),
    ok = file:set_cwd(Folder),
    walk(Folder),
    ok = file:set_cwd("/"),
    show(removed, fun() -> file:del_dir_r(Folder) end),
    show(removed, fun() -> file:list_dir(Folder) end).

show(What, Fun) ->
    Result = try Fun() catch Class:Reason -> {Class, Reason} end,
    io:format("~p: ~p~n", [What, Result]).

walk(Folder) ->
    ok = filelib:ensure_dir("x/y/z"),
    [file:write_file(N, N) || N <- ["a.erl","b.erl",".hid","x/c.erl","x/y/d.erl","x/y/.e","a-b","a[b","x/f.hrl","{q}"]],
    file:make_symlink("nowhere", "dangling"),
    file:make_symlink("x", "lx"),
    [show(W, fun() -> filelib:wildcard(W) end) || W <- ["*","*.erl","**","**/*.erl","x/**","x/*","?.erl","[ab].erl","[a-c].erl","{a,b}.erl","{a,b,x/c}.erl","*/","x/","x","./*","..","nope","nope/*","a[b","a\\[b","[a","{a","x/{c,f}.*","*b*","**/","x/**/d.erl","dangling","*/c.erl",".*","[!a].erl","[^a].erl","a[-x]b","a*l","**/y", "x//c.erl", "{x,y}/c.erl","x/{y,z}/d.erl", "\\{q\\}"]],
    show(cwd, fun() -> filelib:wildcard("*.erl", "x") end),
    show(cwd, fun() -> filelib:wildcard("*/*", ".") end),
    show(d, fun() -> [filelib:is_dir(X) || X <- ["x","a.erl","zz","lx",x]] end),
    show(f, fun() -> [filelib:is_file(X) || X <- ["x","a.erl","zz","lx",x,"dangling"]] end),
    show(r, fun() -> [filelib:is_regular(X) || X <- ["x","a.erl","zz","lx",x]] end),
    show(s, fun() -> [filelib:file_size(X) || X <- ["a.erl","zz"]] end),
    show(l, fun() -> filelib:last_modified("zz") end),
    show(l, fun() -> {{_,_,_},{_,_,_}} = filelib:last_modified("a.erl"), ok end),
    show(fo, fun() -> lists:sort(filelib:fold_files(".", ".*\\.erl$", true, fun(F, A) -> [F|A] end, [])) end),
    show(fo, fun() -> lists:sort(filelib:fold_files(".", ".*\\.erl$", false, fun(F, A) -> [F|A] end, [])) end),
    show(fo, fun() -> lists:sort(filelib:fold_files("x", "", true, fun(F, A) -> [F|A] end, [])) end),
    show(fo, fun() -> lists:sort(filelib:fold_files("zz", "", true, fun(F, A) -> [F|A] end, [])) end),
    show(ed, fun() -> filelib:ensure_dir("a.erl/b/c") end),
    show(ed, fun() -> filelib:ensure_dir("n/m/c") end),
    show(ed, fun() -> filelib:ensure_path("n/m/c/d") end),
    show(ed, fun() -> filelib:is_dir("n/m/c/d") end),
    show(ed, fun() -> filelib:ensure_dir("/") end),
    show(srp, fun() -> [filelib:safe_relative_path(X, Folder) || X <- ["a/b","../x","a/../b","/abs","a/../..","lx/c","dangling/x",""]] end),
    show(ff, fun() -> filelib:find_file("c.erl", "x") end),
    show(ff, fun() -> filelib:find_file("c.erl", "y") end),
    show(ff, fun() -> filelib:find_source("x/c.beam") end),
    show(os, fun() -> os:cmd("echo hi; echo err >&2") end),
    show(os, fun() -> os:cmd("exit 3") end),
    show(os, fun() -> os:cmd("nosuchcmd") end),
    show(os, fun() -> os:cmd(foo) end),
    show(os, fun() -> os:cmd("echo a\0b") end),
    show(os, fun() -> os:cmd(1) end),
    show(os, fun() -> os:cmd(["echo ", ["hi"]]) end),
    show(os, fun() -> os:cmd(<<"echo x">>) end),
    show(os, fun() -> os:cmd("echo hi hello", #{max_size => 4}) end),
    show(os, fun() -> os:cmd("echo hi hello", #{foo => 4}) end),
    show(os, fun() -> os:cmd("cat") end),
    show(os, fun() -> os:find_executable("nosuch") end),
    show(os, fun() -> os:find_executable("/bin/sh") end),
    show(os, fun() -> os:find_executable("./a.erl") end),
    show(os, fun() -> os:set_signal(sigusr1, handle) end),
    show(os, fun() -> os:set_signal(foo, handle) end),
    show(tu, fun() -> erlang:convert_time_unit(-1, 1000, 1) end),
    show(tu, fun() -> erlang:convert_time_unit(1.0, 1000, 1) end),
    show(tu, fun() -> erlang:convert_time_unit(1, foo, 1) end),
    show(tu, fun() -> erlang:convert_time_unit(1, 0, 1) end).
