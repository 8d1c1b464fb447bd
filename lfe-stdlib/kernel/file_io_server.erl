%% The process behind an open file: it answers the I/O protocol and the requests of module file.
%%
%% It ends when its owner does, when the file is closed, and when reading or writing fails.
-module(file_io_server).

-export([start/3, start_link/3]).

-record(server, {handle, owner, binary, encoding, input = <<>>, at_end = false, delay}).

%% Bytes read at a time.
-define(CHUNK, 8192).

%% Open a file for a process: {ok, Pid} or {error, Reason}.
start(Owner, Name, Modes) -> start_with(fun erlang:spawn/1, Owner, Name, Modes).

%% The same, linked with the caller.
start_link(Owner, Name, Modes) -> start_with(fun erlang:spawn_link/1, Owner, Name, Modes).

start_with(Spawn, Owner, Name, Modes) ->
    Parent = self(),
    Ref = make_ref(),
    Pid = Spawn(fun() -> init(Parent, Ref, Owner, Name, Modes) end),
    Monitor = monitor(process, Pid),
    receive
        {Ref, Answer} ->
            demonitor(Monitor, [flush]),
            Answer;
        {'DOWN', Monitor, process, _, Reason} ->
            {error, Reason}
    end.

init(Parent, Ref, Owner, Name, #{runtime := Runtime} = Modes) ->
    case erts_file:open(Name, Runtime) of
        {ok, Handle} ->
            monitor(process, Owner),
            Parent ! {Ref, {ok, self()}},
            #{binary := Binary, encoding := Encoding, delay := Delay} = Modes,
            loop(#server{handle = Handle, owner = Owner, binary = Binary, encoding = Encoding,
                         delay = Delay});
        Error ->
            Parent ! {Ref, Error}
    end.

loop(#server{owner = Owner, delay = Delay} = Server) ->
    receive
        {io_request, From, ReplyAs, Request} when is_pid(From) ->
            answer_io(From, ReplyAs, io_request(Request, Server));
        {file_request, From, ReplyAs, close} ->
            From ! {file_reply, ReplyAs, erts_file:call(close, {Server#server.handle})};
        {file_request, From, ReplyAs, Request} when is_pid(From) ->
            {Reply, Server1} = file_request(Request, Server),
            From ! {file_reply, ReplyAs, Reply},
            loop(Server1);
        {'DOWN', _, process, Owner, _} ->
            erts_file:call(close, {Server#server.handle});
        _ ->
            loop(Server)
    after Delay ->
        erts_file:call(datasync, {Server#server.handle}),
        loop(Server)
    end.

answer_io(From, ReplyAs, {stop, Reply, Server}) ->
    erts_file:call(close, {Server#server.handle}),
    From ! {io_reply, ReplyAs, Reply};
answer_io(From, ReplyAs, {Reply, Server}) ->
    From ! {io_reply, ReplyAs, Reply},
    loop(Server).

%% ---------------------------------------------------------------- requests of module file

file_request({pread, Places}, Server) -> {erts_file:pread(data(Server), Places), Server};
file_request({pread, At, Count}, Server) -> {erts_file:pread(data(Server), At, Count), Server};
file_request({pwrite, Places}, Server) ->
    Server1 = forget_input(Server),
    {erts_file:pwrite(data(Server), Places), Server1};
file_request({pwrite, At, Bytes}, Server) ->
    Server1 = forget_input(Server),
    {erts_file:pwrite(data(Server), At, Bytes), Server1};
file_request({position, At}, Server) ->
    case erts_file:place(At) of
        error ->
            {{error, badarg}, Server};
        {cur, Offset} ->
            Unread = byte_size(Server#server.input),
            moved({cur, Offset - Unread}, Server);
        Place ->
            moved(Place, Server)
    end;
file_request(truncate, Server) ->
    Server1 = forget_input(Server),
    {erts_file:call(truncate, {Server#server.handle}), Server1};
file_request(Operation, Server) when Operation =:= sync; Operation =:= datasync ->
    {erts_file:call(Operation, {Server#server.handle}), Server};
file_request({advise, _, _, _}, Server) -> {ok, Server};
file_request({allocate, _, _}, Server) -> {ok, Server};
file_request({read_handle_info, _}, Server) ->
    {erts_file:call(handle_info, {Server#server.handle}), Server};
file_request(_, Server) -> {{error, request}, Server}.

data(#server{handle = Handle, binary = Binary}) -> #{handle => Handle, binary => Binary}.

moved(Place, Server) ->
    case erts_file:position(data(Server), Place) of
        {ok, _} = Ok -> {Ok, Server#server{input = <<>>, at_end = false}};
        Error -> {Error, Server}
    end.

%% Go back to what was read ahead and not asked for.
forget_input(#server{input = <<>>} = Server) ->
    Server;
forget_input(#server{input = Input, handle = Handle} = Server) ->
    erts_file:call(position, {Handle, cur, -byte_size(Input)}),
    Server#server{input = <<>>, at_end = false}.

%% ---------------------------------------------------------------- the I/O protocol

io_request({put_chars, Encoding, Chars}, Server) -> put_chars(Chars, Encoding, Server);
io_request({put_chars, Encoding, Module, Function, Args}, Server) ->
    try apply(Module, Function, Args) of
        Chars -> put_chars(Chars, Encoding, Server)
    catch
        _:_ -> {stop, {error, Function}, Server}
    end;
io_request({get_line, Encoding, _}, Server) -> get_line(Encoding, Server);
io_request({get_chars, Encoding, _, Count}, Server) when is_integer(Count), Count >= 0 ->
    get_chars(Encoding, Count, Server);
io_request({get_until, Encoding, _, Module, Function, Args}, Server) ->
    Next = fun(Continuation, Chars) -> apply(Module, Function, [Continuation, Chars | Args]) end,
    get_until(Encoding, Next, [], Server);
io_request({setopts, Options}, Server) -> set_options(Options, Server);
io_request(getopts, #server{binary = Binary, encoding = Encoding} = Server) ->
    {[{binary, Binary}, {encoding, Encoding}], Server};
io_request({get_geometry, _}, Server) -> {{error, enotsup}, Server};
io_request({requests, Requests}, Server) -> io_requests(Requests, {ok, Server});
io_request({put_chars, Chars}, Server) -> put_chars(Chars, latin1, Server);
io_request({put_chars, Module, Function, Args}, Server) ->
    io_request({put_chars, latin1, Module, Function, Args}, Server);
io_request({get_line, Prompt}, Server) -> io_request({get_line, latin1, Prompt}, Server);
io_request({get_chars, Prompt, Count}, Server) ->
    io_request({get_chars, latin1, Prompt, Count}, Server);
io_request({get_until, Prompt, Module, Function, Args}, Server) ->
    io_request({get_until, latin1, Prompt, Module, Function, Args}, Server);
io_request(_, Server) -> {{error, request}, Server}.

io_requests([Request | Requests], {Reply, Server})
  when not is_tuple(Reply); element(1, Reply) =/= error ->
    io_requests(Requests, io_request(Request, Server));
io_requests(_, Result) ->
    Result.

set_options(Options, Server) when is_list(Options) ->
    try
        {ok, lists:foldl(fun set_option/2, Server, Options)}
    catch
        error:_ -> {{error, badarg}, Server}
    end;
set_options(_, Server) ->
    {{error, badarg}, Server}.

set_option(binary, Server) -> Server#server{binary = true};
set_option(list, Server) -> Server#server{binary = false};
set_option({binary, Binary}, Server) when is_boolean(Binary) -> Server#server{binary = Binary};
set_option({list, List}, Server) when is_boolean(List) -> Server#server{binary = not List};
set_option({encoding, _} = Option, Server) ->
    #{encoding := Encoding} = erts_file:modes([Option]),
    Server#server{encoding = Encoding}.

%% ---------------------------------------------------------------- writing

put_chars(Chars, InEncoding, #server{encoding = OutEncoding} = Server) ->
    case converted(Chars, InEncoding, OutEncoding) of
        Bytes when is_binary(Bytes) ->
            Server1 = forget_input(Server),
            case erts_file:call(write, {Server#server.handle, Bytes}) of
                ok -> {ok, Server1};
                Error -> {stop, Error, Server1}
            end;
        error ->
            {stop, {error, {no_translation, InEncoding, OutEncoding}}, Server}
    end.

converted(Chars, Encoding, Encoding) when is_binary(Chars) ->
    Chars;
converted(Chars, InEncoding, OutEncoding) ->
    try unicode:characters_to_binary(Chars, InEncoding, OutEncoding) of
        Bytes when is_binary(Bytes) -> Bytes;
        _ -> error
    catch
        error:_ -> error
    end.

%% ---------------------------------------------------------------- reading

get_line(Encoding, #server{input = Input, at_end = AtEnd} = Server) ->
    case line_end(Input, Server#server.encoding, AtEnd) of
        {Line, Rest} -> text(Line, Encoding, Server#server{input = Rest});
        more -> with_more(Server, fun(Server1) -> get_line(Encoding, Server1) end)
    end.

%% The characters of the first line of some bytes, and the bytes after it.
line_end(<<>>, _, true) ->
    {eof, <<>>};
line_end(Input, Encoding, AtEnd) when Encoding =:= latin1; Encoding =:= unicode ->
    case binary:match(Input, <<"\n">>) of
        {At, 1} ->
            <<Line:At/binary, _, Rest/binary>> = Input,
            {decoded(<<(without_return(Line))/binary, $\n>>, Encoding), Rest};
        nomatch when AtEnd ->
            {decoded(Input, Encoding), <<>>};
        nomatch ->
            more
    end;
line_end(Input, Encoding, AtEnd) ->
    {Chars, Left} = decoded_part(Input, Encoding),
    case lists:splitwith(fun(Char) -> Char =/= $\n end, Chars) of
        {Line, [$\n | Rest]} ->
            Bytes = unicode:characters_to_binary(Rest, unicode, Encoding),
            {list_without_return(Line) ++ "\n", <<Bytes/binary, Left/binary>>};
        {Line, []} when AtEnd, Left =:= <<>> ->
            {Line, <<>>};
        _ when AtEnd ->
            {error, <<>>};
        _ ->
            more
    end.

without_return(Line) ->
    Size = byte_size(Line) - 1,
    case Line of
        <<Start:Size/binary, $\r>> -> Start;
        _ -> Line
    end.

list_without_return(Line) ->
    case lists:suffix("\r", Line) of
        true -> lists:droplast(Line);
        false -> Line
    end.

%% The characters of some bytes, or error.
decoded(Bytes, latin1) -> binary_to_list(Bytes);
decoded(Bytes, Encoding) ->
    case unicode:characters_to_list(Bytes, Encoding) of
        Chars when is_list(Chars) -> Chars;
        _ -> error
    end.

%% The characters of some bytes as far as they go, and the bytes left.
decoded_part(Bytes, latin1) -> {binary_to_list(Bytes), <<>>};
decoded_part(Bytes, Encoding) ->
    case unicode:characters_to_list(Bytes, Encoding) of
        Chars when is_list(Chars) -> {Chars, <<>>};
        {_, Chars, Left} -> {Chars, iolist_to_binary(Left)}
    end.

get_chars(Encoding, Count, #server{input = Input, at_end = AtEnd} = Server) ->
    case first_chars(Input, Count, Server#server.encoding, AtEnd) of
        {more, Missing} ->
            Again = fun(Server1) -> get_chars(Encoding, Count, Server1) end,
            with_more(Server, max(Missing, ?CHUNK), Again);
        {Chars, Rest} ->
            text(Chars, Encoding, Server#server{input = Rest})
    end.

first_chars(<<>>, Count, _, true) when Count > 0 ->
    {eof, <<>>};
first_chars(Input, Count, latin1, AtEnd) ->
    case Input of
        <<Bytes:Count/binary, Rest/binary>> -> {{bytes, Bytes}, Rest};
        _ when AtEnd -> {{bytes, Input}, <<>>};
        _ -> {more, Count - byte_size(Input)}
    end;
first_chars(Input, Count, Encoding, AtEnd) ->
    {Chars, Left} = decoded_part(Input, Encoding),
    case length(Chars) of
        Length when Length >= Count ->
            {First, Rest} = lists:split(Count, Chars),
            Bytes = unicode:characters_to_binary(Rest, unicode, Encoding),
            {First, <<Bytes/binary, Left/binary>>};
        _ when AtEnd, Left =:= <<>> ->
            {Chars, <<>>};
        _ when AtEnd ->
            {error, <<>>};
        Length ->
            {more, Count - Length}
    end.

%% Call Next with lines until it has enough.
get_until(Encoding, Next, Continuation, #server{input = <<>>, at_end = false} = Server) ->
    with_more(Server, fun(Server1) -> get_until(Encoding, Next, Continuation, Server1) end);
get_until(Encoding, Next, Continuation, #server{input = Input} = Server) ->
    {Chars, Left} = case Input of
                        <<>> -> {eof, <<>>};
                        _ -> decoded_part(Input, Server#server.encoding)
                    end,
    try Next(Continuation, Chars) of
        {done, Result, Rest} ->
            Server1 = Server#server{input = put_back(Rest, Left, Server)},
            {until_answer(Result, Encoding, Server), Server1};
        {more, _} when Chars =:= [], Server#server.at_end ->
            {stop, {error, invalid_unicode}, Server};
        {more, Continuation1} ->
            get_until(Encoding, Next, Continuation1, Server#server{input = Left})
    catch
        _:_ -> {stop, {error, Next}, Server}
    end.

put_back(Chars, Left, #server{encoding = Encoding}) when is_list(Chars) ->
    Bytes = unicode:characters_to_binary(Chars, unicode, Encoding),
    <<Bytes/binary, Left/binary>>;
put_back(_, Left, _) ->
    Left.

until_answer(Result, Encoding, #server{binary = true}) when is_list(Result) ->
    case io_lib:deep_char_list(Result) of
        true -> unicode:characters_to_binary(Result, unicode, Encoding);
        false -> Result
    end;
until_answer(Result, _, _) ->
    Result.

%% Characters as the answer to a request with an encoding.
text(eof, _, Server) -> {eof, Server};
text(error, _, Server) -> {stop, {error, invalid_unicode}, Server};
text({bytes, Bytes}, latin1, #server{binary = true} = Server) -> {Bytes, Server};
text({bytes, Bytes}, Encoding, Server) -> text(binary_to_list(Bytes), Encoding, Server);
text(Chars, latin1, #server{encoding = FileEncoding, binary = Binary} = Server) ->
    case lists:any(fun(Char) -> Char > 255 end, Chars) of
        true -> {stop, {error, {no_translation, FileEncoding, latin1}}, Server};
        false when Binary -> {list_to_binary(Chars), Server};
        false -> {Chars, Server}
    end;
text(Chars, Encoding, #server{binary = true} = Server) ->
    {unicode:characters_to_binary(Chars, unicode, Encoding), Server};
text(Chars, _, Server) ->
    {Chars, Server}.

with_more(Server, Continue) -> with_more(Server, ?CHUNK, Continue).

%% Go on with more input, if there is some.
with_more(#server{handle = Handle, input = Input} = Server, Count, Continue) ->
    case erts_file:call(read, {Handle, Count}) of
        {ok, Bytes} -> Continue(Server#server{input = <<Input/binary, Bytes/binary>>});
        eof -> again_at_end(Continue(Server#server{at_end = true}));
        Error -> {stop, Error, Server}
    end.

%% A file may grow, so that its end is looked for anew by each request.
again_at_end({Reply, Server}) -> {Reply, Server#server{at_end = false}};
again_at_end(Stop) -> Stop.
