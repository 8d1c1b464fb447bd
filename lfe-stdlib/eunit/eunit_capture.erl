%% The group leader of a test: takes what is written and gives it back when the test is over.
%% There is nothing to read from it.
-module(eunit_capture).

-export([start/0, stop/1]).

%% Starts one; it ends with the process that started it.
start() ->
    Owner = self(),
    spawn(fun() -> loop(monitor(process, Owner), []) end).

%% Ends it: the text written, as one binary.
stop(Capture) ->
    Monitor = monitor(process, Capture),
    Capture ! {stop, self(), Monitor},
    receive
        {captured, Monitor, Text} ->
            demonitor(Monitor, [flush]),
            Text;
        {'DOWN', Monitor, process, _, _} ->
            <<>>
    end.

loop(Owner, Texts) ->
    receive
        {io_request, From, ReplyAs, Request} ->
            {Reply, New} = request(Request, []),
            From ! {io_reply, ReplyAs, Reply},
            loop(Owner, [New | Texts]);
        {stop, From, Tag} ->
            From ! {captured, Tag, unicode:characters_to_binary(lists:reverse(Texts))};
        {'DOWN', Owner, process, _, _} ->
            ok;
        _ ->
            loop(Owner, Texts)
    end.

%% The reply, and what was written.
request({put_chars, Encoding, Chars}, Before) -> put_chars(Encoding, Chars, Before);
request({put_chars, Encoding, Module, Name, Args}, Before) ->
    try apply(Module, Name, Args) of
        Chars -> put_chars(Encoding, Chars, Before)
    catch
        _:_ -> {{error, Name}, Before}
    end;
request({put_chars, Chars}, Before) -> put_chars(latin1, Chars, Before);
request({put_chars, Module, Name, Args}, Before) ->
    request({put_chars, latin1, Module, Name, Args}, Before);
request({requests, Requests}, Before) -> requests(Requests, {ok, Before});
request({setopts, _}, Before) -> {ok, Before};
request(getopts, Before) -> {[], Before};
request({get_geometry, _}, Before) -> {{error, enotsup}, Before};
request(Request, Before) when is_tuple(Request) ->
    case lists:prefix("get_", atom_to_list(element(1, Request))) of
        true -> {eof, Before};
        false -> {{error, request}, Before}
    end;
request(_, Before) -> {{error, request}, Before}.

requests([Request | Rest], {Reply, Before}) when not is_tuple(Reply) ->
    requests(Rest, request(Request, Before));
requests(_, Result) ->
    Result.

put_chars(Encoding, Chars, Before) ->
    case unicode:characters_to_binary(Chars, Encoding) of
        Text when is_binary(Text) -> {ok, [Before, Text]};
        _ -> {{error, put_chars}, Before}
    end.
