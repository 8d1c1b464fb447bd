%% Walks through module io with an I/O server of its own, and through output to standard output.
-module(io_walk).
-export([main/0]).

main() ->
    io:format("plain~n"),
    io:format("~p ~w ~s~n", [{a, "b"}, [1, 2], "text"]),
    io:format(standard_io, "to standard_io ~p~n", [x]),
    io:format(group_leader(), "to the group leader~n", []),
    io:fwrite("fwrite ~p~n", [y]),
    io:put_chars("characters\n"),
    io:put_chars(["deep", [$\s, <<"characters">>], $\n]),
    io:write({term, [1, 2, "x"]}),
    io:nl(),
    Server = spawn(fun() -> serve([]) end),
    show(fun() -> io:format(Server, "~p and ~p", [a, b]) end),
    show(fun() -> io:put_chars(Server, "chars") end),
    show(fun() -> io:nl(Server) end),
    show(fun() -> io:write(Server, {x}) end),
    show(fun() -> io:get_line(Server, "prompt") end),
    show(fun() -> io:get_chars(Server, "prompt", 3) end),
    show(fun() -> io:getopts(Server) end),
    show(fun() -> io:setopts(Server, [binary]) end),
    show(fun() -> io:columns(Server) end),
    show(fun() -> io:rows(Server) end),
    show(fun() -> io:request(Server, {unheard_of}) end),
    show(fun() -> io:requests(Server, [{put_chars, unicode, "a"}, nl, getopts]) end),
    Server ! {told, self()},
    receive
        {told, Text} -> io:format("~p~n", [Text])
    end,
    show(fun() -> io:format("~p", []) end),
    show(fun() -> io:format("~p", [1, 2]) end),
    show(fun() -> io:format(bad_name, "x", []) end),
    show(fun() -> io:put_chars(an_atom) end),
    show(fun() -> io:put_chars([-1]) end),
    show(fun() -> io:get_line(bad_name, "x") end),
    show(fun() -> io:get_chars(Server, "x", -1) end),
    show(fun() -> io:format(self(), "x", []) end),
    Ended = spawn(fun() -> ok end),
    timer:sleep(20),
    show(fun() -> io:format(Ended, "x", []) end),
    show(fun() -> io:get_line(Ended, "x") end),
    Self = self(),
    spawn(fun() ->
                  group_leader(Server, self()),
                  io:format("in ~p~n", [another]),
                  Self ! done
          end),
    receive
        done -> ok
    end,
    Server ! {told, self()},
    receive
        {told, Text1} -> io:format("~p~n", [Text1])
    end.

show(Fun) ->
    Result = try
                 {ok, Fun()}
             catch
                 Class:Reason -> {Class, Reason}
             end,
    io:format("~p~n", [Result]).

%% An I/O server that keeps what it is told to write.
serve(Text) ->
    receive
        {io_request, From, ReplyAs, Request} ->
            {Reply, Text1} = request(Request, Text),
            From ! {io_reply, ReplyAs, Reply},
            serve(Text1);
        {told, From} ->
            From ! {told, lists:flatten(lists:reverse(Text))},
            serve([])
    end.

request({put_chars, _, Module, Function, Args}, Text) ->
    {ok, [apply(Module, Function, Args) | Text]};
request({put_chars, _, Chars}, Text) -> {ok, [unicode:characters_to_list(Chars) | Text]};
request({get_line, _, Prompt}, Text) -> {"line\n", [Prompt | Text]};
request({get_chars, _, Prompt, Count}, Text) -> {lists:duplicate(Count, $c), [Prompt | Text]};
request({get_geometry, columns}, Text) -> {99, Text};
request({get_geometry, _}, Text) -> {{error, enotsup}, Text};
request(getopts, Text) -> {[{binary, false}], Text};
request({setopts, Options}, Text) -> {ok, [io_lib:write(Options) | Text]};
request({requests, Requests}, Text) ->
    lists:foldl(fun(Request, {_, Acc}) -> request(Request, Acc) end, {ok, Text}, Requests);
request(_, Text) -> {{error, request}, Text}.
