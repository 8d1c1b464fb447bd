%% input: line one\n42 foo 3.5\n{a, [b, "c"], 1}.\nX = 1 + 2, Y.\n-module(m).\nf(X) -> X.\n{bad.\n\nabcdefgh\nэто\nrest\nlast
%% Walks through the functions of io that read standard input.
-module(io_read_walk).

-export([main/0]).

main() ->
    ok = io:setopts([{encoding, unicode}]),
    show(line, fun() -> io:get_line("> ") end),
    show(fread, fun() -> io:fread('', "~d ~a ~f") end),
    show(read, fun() -> io:read('') end),
    show(exprs, fun() -> io:parse_erl_exprs('') end),
    show(form, fun() -> io:scan_erl_form('') end),
    show(form, fun() -> io:parse_erl_form('') end),
    show(bad, fun() -> io:read('') end),
    show(chars, fun() -> io:get_chars('', 4) end),
    show(chars, fun() -> io:get_chars('', 1) end),
    show(line, fun() -> io:get_line('') end),
    show(options, fun() -> lists:sort([Option || {Name, _} = Option <- io:getopts(),
                                                 Name =:= binary orelse Name =:= encoding]) end),
    show(line, fun() -> io:get_line('') end),
    show(line, fun() -> io:get_line('') end),
    show(line, fun() -> io:get_line(standard_io, "prompt") end),
    show(eof, fun() -> io:get_line('') end),
    show(eof, fun() -> io:read('') end),
    show(eof, fun() -> io:get_chars('', 3) end),
    show(eof, fun() -> io:fread('', "~d") end),
    show(bad, fun() -> io:setopts([foo]) end),
    show(bad, fun() -> io:get_line(nobody, '') end),
    show(bad, fun() -> io:get_chars('', -1) end),
    show(request, fun() -> io:request({get_geometry, columns}) end),
    show(request, fun() -> io:request(foo) end),
    show(requests, fun() -> io:requests([{put_chars, unicode, "one "}, {put_chars, unicode, "two\n"}]) end),
    show(columns, fun() -> io:columns() end),
    leader().

%% A process of our own in the place of standard input and output.
leader() ->
    Parent = self(),
    Leader = spawn(fun() -> answer(Parent) end),
    Before = group_leader(),
    group_leader(Leader, self()),
    Results = [io:get_line("p"), io:put_chars("x"), io:format("~w", [a]), io:nl(), io:getopts(),
               io:get_chars("q", 2), io:read("r"), io:requests([nl, {put_chars, unicode, "y"}]),
               io:rows(), io:setopts([binary])],
    group_leader(Before, self()),
    show(answers, fun() -> Results end),
    show(seen, fun() -> seen() end).

answer(Parent) ->
    receive
        {io_request, From, ReplyAs, Request} ->
            Parent ! {seen, plain(Request)},
            From ! {io_reply, ReplyAs, reply(Request)},
            answer(Parent)
    end.

plain({get_until, Encoding, Prompt, Module, Function, Args}) ->
    {get_until, Encoding, Prompt, Module, Function, Args};
plain({put_chars, Encoding, Module, Function, Args}) ->
    {put_chars, Encoding, iolist_to_binary(apply(Module, Function, Args))};
plain({put_chars, Encoding, Chars}) -> {put_chars, Encoding, iolist_to_binary(Chars)};
plain({requests, Requests}) -> {requests, [plain(Request) || Request <- Requests]};
plain(Request) -> Request.

reply({get_line, _, _}) -> "a line\n";
reply({get_chars, _, _, 2}) -> "ab";
reply({get_until, _, _, _, _, _}) -> {error, whatever};
reply(getopts) -> [{some, option}];
reply({get_geometry, rows}) -> 24;
reply(_) -> ok.

seen() ->
    receive
        {seen, Request} -> [Request | seen()]
    after 0 -> []
    end.

show(What, Fun) ->
    Result = try Fun() catch Class:Reason -> {Class, Reason} end,
    io:format("~p: ~tp~n", [What, Result]).
