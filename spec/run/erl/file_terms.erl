%% Walks through the functions of file that read terms and evaluate expressions.
-module(file_terms).

-export([main/0]).

main() ->
    ok = io:setopts([{encoding, unicode}]),
    Folder = filename:join(os:getenv("TMPDIR", "/tmp"), "file_terms_" ++ os:getpid()),
    ok = file:make_dir(Folder),
    ok = file:set_cwd(Folder),
    walk(),
    ok = file:set_cwd("/"),
    show(removed, fun() -> file:del_dir_r(Folder) end),
    show(removed, fun() -> file:list_dir(Folder) end).

show(What, Fun) ->
    Result = try Fun() catch Class:Reason -> {Class, Reason} end,
    io:format("~p: ~p~n", [What, Result]).

walk() ->
    file:write_file("t", "{a,1}.\n[b].\n\"x\".\n"), file:write_file("u", "{a,1}.\n[b.\n"), file:write_file("v", "{a,1}.\n\n'b.\n"),file:write_file("w", "1"),
    file:write_file("s", "X = 1,\nY = X + 1.\n{X, Y}.\n"), file:write_file("s2", "X = 1, error(foo).\n"),
    show(consult, fun() -> file:consult("t") end),
    show(consult, fun() -> file:consult("u") end),
    show(consult, fun() -> file:consult("v") end),
    show(consult, fun() -> file:consult("w") end),
    show(consult, fun() -> file:consult("zz") end),
    show(consult, fun() -> file:path_consult(["zz","."], "t") end),
    show(eval, fun() -> file:script("s") end),
    show(eval, fun() -> file:eval("s") end),
    show(eval, fun() -> {error, {L, M, {C, R, _}}} = file:eval("s2"), {L,M,C,R} end),
    show(eval, fun() -> file:script("u") end),
    show(eval, fun() -> file:path_eval(["zz","."], "s") end),
    show(eval, fun() -> {error, E} = file:consult("u"), lists:flatten(file:format_error(E)) end).
