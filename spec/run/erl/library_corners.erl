%% Corners that random calls have found: sizes that are no integers, names that end in a slash, bytes
%% that no character begins with.
-module(library_corners).
-export([main/1]).

main(_) ->
    show(fun() -> string:copies("ab", 2.5) end),
    show(fun() -> string:copies("ab", 3) end),
    show(fun() -> [filename:basename(Name, ".erl") || Name <- ["a/b.erl", "a/b.erl/", "b.erl", "b", ""]] end),
    show(fun() -> filename:basename(<<"a/b.erl/">>, <<".erl">>) end),
    show(fun() -> [uri_string:normalize(Uri) || Uri <- ["http://a/%zz", <<"http://a/%zz">>, "http://A/%41"]] end),
    show(fun() -> [unicode:characters_to_list(Bytes, utf32)
                   || Bytes <- [<<0>>, <<1>>, <<0, 16>>, <<0, 17>>, <<0, 0, 216>>, <<0, 0, 1>>]] end),
    show(fun() -> [unicode:characters_to_list(Bytes, {utf32, little})
                   || Bytes <- [<<1>>, <<1, 1>>, <<1, 1, 1>>, <<1, 1, 17>>, <<1, 216, 0>>]] end),
    show(fun() -> is_pid(spawn_opt(fun() -> ok end, [{scheduler, 1}])) end).

show(Fun) ->
    io:format("~p~n", [try Fun() catch Class:Reason -> {Class, Reason} end]).
