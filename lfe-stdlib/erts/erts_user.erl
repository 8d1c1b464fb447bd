%% The I/O servers of a program: `user`, for standard input and output, and `standard_error`.
%%
%% Output is handed to the runtime (erts_io:write/3) before a request is answered, so that it is
%% not lost if the program halts. Only when much of it is not yet written does the answer wait.
%% While a request waits for input, output requests of others are served.
-module(erts_user).

-export([start/2, flush/1]).

-record(server, {fd, encoding = unicode, binary = false, ref, input_ref,
                 sizes = {[], []}, unwritten = 0, failed = false, input = <<>>, fetched = false}).

%% Answers wait while more bytes than this are handed over but not written.
-define(MAX_UNWRITTEN, 65536).

%% Start the server with a name for a file descriptor, 1 or 2, unless it runs; answers the process.
start(Name, Fd) ->
    case whereis(Name) of
        undefined -> start_server(Name, Fd);
        Pid -> Pid
    end.

start_server(Name, Fd) ->
    Parent = self(),
    Ref = make_ref(),
    spawn(fun() -> init(Name, Fd, Parent, Ref) end),
    receive
        {started, Ref} -> whereis(Name)
    end.

%% Another process may have started a server of that name: then this one is not needed.
init(Name, Fd, Parent, Ref) ->
    Registered = (catch register(Name, self())),
    Parent ! {started, Ref},
    case Registered of
        true ->
            group_leader(self(), self()),
            loop(#server{fd = Fd, ref = make_ref(), input_ref = make_ref()});
        _ ->
            ok
    end.

%% Wait until all output that a server has taken is written.
flush(undefined) ->
    ok;
flush(Pid) ->
    Monitor = monitor(process, Pid),
    Pid ! {flush, self(), Monitor},
    receive
        {flushed, Monitor} -> demonitor(Monitor, [flush]), ok;
        {'DOWN', Monitor, process, _, _} -> ok
    end.

loop(#server{ref = Ref} = Server) ->
    receive
        {io_request, From, ReplyAs, Request} when is_pid(From) ->
            loop(serve(From, ReplyAs, Request, Server));
        {erts_io, Ref, Result} ->
            loop(written(Result, Server));
        {flush, From, Tag} ->
            Server1 = wait_written(0, Server),
            From ! {flushed, Tag},
            loop(Server1);
        _ ->
            loop(Server)
    end.

serve(From, ReplyAs, Request, Server) ->
    {Reply, Server1} = request(Request, Server),
    Server2 = wait_written(?MAX_UNWRITTEN, Server1),
    From ! {io_reply, ReplyAs, Reply},
    Server2.

%% ---------------------------------------------------------------- requests

request({put_chars, Encoding, Chars}, Server) ->
    put_chars(Chars, Encoding, Server);
request({put_chars, Encoding, Module, Function, Args}, Server) ->
    try apply(Module, Function, Args) of
        Chars -> put_chars(Chars, Encoding, Server)
    catch
        _:_ -> {{error, Function}, Server}
    end;
request({get_line, Encoding, Prompt}, Server) ->
    get_line(Encoding, prompt(Prompt, Encoding, Server));
request({get_chars, Encoding, Prompt, Count}, Server) when is_integer(Count), Count >= 0 ->
    get_chars(Encoding, Count, prompt(Prompt, Encoding, Server));
request({get_until, Encoding, Prompt, Module, Function, Args}, Server) ->
    Next = fun(Continuation, Chars) -> apply(Module, Function, [Continuation, Chars | Args]) end,
    get_until(Encoding, Next, [], prompt(Prompt, Encoding, Server));
request({setopts, Options}, Server) ->
    try
        {ok, lists:foldl(fun set_option/2, Server, Options)}
    catch
        error:_ -> {{error, enotsup}, Server}
    end;
request(getopts, #server{binary = Binary, encoding = Encoding} = Server) ->
    {[{binary, Binary}, {encoding, Encoding}], Server};
request({requests, Requests}, Server) ->
    requests(Requests, {ok, Server});
request({get_geometry, What}, #server{fd = Fd} = Server) ->
    case {What, erts_io:window_size(Fd)} of
        {columns, {Columns, _}} -> {Columns, Server};
        {rows, {_, Rows}} -> {Rows, Server};
        _ -> {{error, enotsup}, Server}
    end;
request({get_password, _}, Server) ->
    {{error, enotsup}, Server};
%% Requests as they were before they told an encoding.
request({put_chars, Chars}, Server) ->
    request({put_chars, latin1, Chars}, Server);
request({put_chars, Module, Function, Args}, Server) ->
    request({put_chars, latin1, Module, Function, Args}, Server);
request({get_line, Prompt}, Server) ->
    request({get_line, latin1, Prompt}, Server);
request({get_chars, Prompt, Count}, Server) ->
    request({get_chars, latin1, Prompt, Count}, Server);
request({get_until, Prompt, Module, Function, Args}, Server) ->
    request({get_until, latin1, Prompt, Module, Function, Args}, Server);
request(Request, Server) ->
    {{error, {request, Request}}, Server}.

requests([Request | Rest], {Reply, Server}) when not is_tuple(Reply); element(1, Reply) =/= error ->
    requests(Rest, request(Request, Server));
requests(_, Result) ->
    Result.

set_option(binary, Server) -> Server#server{binary = true};
set_option(list, Server) -> Server#server{binary = false};
set_option({binary, Binary}, Server) when is_boolean(Binary) -> Server#server{binary = Binary};
set_option({list, List}, Server) when is_boolean(List) -> Server#server{binary = not List};
set_option({encoding, utf8}, Server) -> Server#server{encoding = unicode};
set_option({encoding, Encoding}, Server) when Encoding =:= unicode; Encoding =:= latin1 ->
    Server#server{encoding = Encoding};
set_option({echo, Echo}, Server) when is_boolean(Echo) -> Server.

%% ---------------------------------------------------------------- output

put_chars(_, _, #server{failed = true} = Server) ->
    {{error, terminated}, Server};
put_chars(Chars, Encoding, Server) ->
    try to_device(Chars, Encoding, Server#server.encoding) of
        <<>> -> {ok, Server};
        Bin when is_binary(Bin) -> {ok, write(Bin, Server)};
        _ -> {{error, {put_chars, Encoding, Chars}}, Server}
    catch
        error:_ -> {{error, {put_chars, Encoding, Chars}}, Server}
    end.

to_device(Chars, Encoding, unicode) ->
    unicode:characters_to_binary(Chars, Encoding);
to_device(Chars, Encoding, latin1) ->
    case unicode:characters_to_list(Chars, Encoding) of
        List when is_list(List) -> list_to_binary([to_latin1(C) || C <- List]);
        Error -> Error
    end.

to_latin1(C) when C < 256 -> C;
to_latin1(C) -> ["\\x{", integer_to_list(C, 16), $}].

write(Bin, #server{fd = Fd, ref = Ref, sizes = {Out, In}, unwritten = Unwritten} = Server) ->
    erts_io:write(Fd, Bin, Ref),
    Size = byte_size(Bin),
    Server#server{sizes = {Out, [Size | In]}, unwritten = Unwritten + Size}.

written(Result, #server{sizes = {[Size | Out], In}, unwritten = Unwritten} = Server) ->
    Server#server{sizes = {Out, In},
                  unwritten = Unwritten - Size,
                  failed = Server#server.failed orelse Result =/= ok};
written(Result, #server{sizes = {[], [_ | _] = In}} = Server) ->
    written(Result, Server#server{sizes = {lists:reverse(In, []), []}});
written(_, Server) ->
    Server.

wait_written(Max, #server{unwritten = Unwritten, ref = Ref} = Server) when Unwritten > Max ->
    receive
        {erts_io, Ref, Result} -> wait_written(Max, written(Result, Server))
    end;
wait_written(_, Server) ->
    Server.

prompt(Prompt, Encoding, Server) ->
    {_, Server1} = put_chars(io_lib:format_prompt(Prompt, Encoding), unicode, Server),
    Server1.

%% ---------------------------------------------------------------- input

get_line(Encoding, #server{input = Input} = Server) ->
    case binary:match(Input, <<"\n">>) of
        {At, 1} ->
            <<Line:At/binary, _, Rest/binary>> = Input,
            Server1 = Server#server{input = Rest},
            {answer([without_return(Line), $\n], Encoding, Server1), Server1};
        nomatch ->
            case more_input(line, Server) of
                {ok, Server1} -> get_line(Encoding, Server1);
                {eof, Server1} -> last_input(Encoding, Server1);
                {{error, _}, _} = Error -> Error
            end
    end.

without_return(Line) ->
    Size = byte_size(Line) - 1,
    case Line of
        <<Start:Size/binary, $\r>> -> Start;
        _ -> Line
    end.

last_input(_, #server{input = <<>>} = Server) ->
    {eof, Server};
last_input(Encoding, #server{input = Input} = Server) ->
    {answer(Input, Encoding, Server), Server#server{input = <<>>}}.

get_chars(Encoding, Count, #server{input = Input, encoding = DeviceEncoding} = Server) ->
    case split_chars(Input, Count, DeviceEncoding) of
        {Chars, Rest} when is_binary(Chars) ->
            {answer(Chars, Encoding, Server), Server#server{input = Rest}};
        {missing, Missing} ->
            case more_input(Missing, Server) of
                {ok, Server1} -> get_chars(Encoding, Count, Server1);
                {eof, Server1} -> last_input(Encoding, Server1);
                {{error, _}, _} = Error -> Error
            end
    end.

split_chars(Input, Count, latin1) ->
    case Input of
        <<Chars:Count/binary, Rest/binary>> -> {Chars, Rest};
        _ -> {missing, Count - byte_size(Input)}
    end;
split_chars(Input, Count, unicode) ->
    split_utf8(Input, Count, Input).

split_utf8(Rest, 0, Input) ->
    {binary:part(Input, 0, byte_size(Input) - byte_size(Rest)), Rest};
split_utf8(<<_/utf8, Rest/binary>>, Count, Input) -> split_utf8(Rest, Count - 1, Input);
split_utf8(<<C, Rest/binary>>, Count, Input) when C >= 16#80, byte_size(Rest) >= 3 ->
    split_utf8(Rest, Count - 1, Input);
split_utf8(_, Count, _) -> {missing, Count}.

%% Call Next with what is read until it has enough; fetched tells that input is all there is.
get_until(Encoding, Next, Continuation, #server{input = <<>>, fetched = false} = Server) ->
    case more_input(line, Server) of
        {{error, _}, _} = Error -> Error;
        {_, Server1} -> get_until(Encoding, Next, Continuation, Server1#server{fetched = true})
    end;
get_until(Encoding, Next, Continuation, #server{input = Input} = Server) ->
    Chars = case Input of
                <<>> -> eof;
                _ -> decode(Input, Server#server.encoding)
            end,
    Server1 = Server#server{input = <<>>, fetched = false},
    try Next(Continuation, Chars) of
        {done, Result, Rest} ->
            {until_answer(Result, Encoding, Server1), Server1#server{input = rest(Rest, Server1)}};
        {more, Continuation1} ->
            get_until(Encoding, Next, Continuation1, Server1)
    catch
        _:_ -> {{error, get_until}, Server1}
    end.

until_answer(Result, Encoding, #server{binary = true} = Server) when is_list(Result) ->
    case io_lib:deep_char_list(Result) of
        true -> answer(unicode:characters_to_binary(Result, unicode), Encoding,
                       Server#server{encoding = unicode});
        false -> Result
    end;
until_answer(Result, _, _) ->
    Result.

rest(Rest, #server{encoding = Encoding}) when is_list(Rest) ->
    unicode:characters_to_binary(Rest, unicode, Encoding);
rest(_, _) ->
    <<>>.

%% Bytes that were read as the answer to a request with an encoding.
answer(Bytes, Encoding, #server{binary = Binary, encoding = DeviceEncoding}) ->
    Chars = decode(iolist_to_binary(Bytes), DeviceEncoding),
    case Encoding =:= latin1 andalso lists:any(fun(C) -> C > 255 end, Chars) of
        true -> {error, {no_translation, unicode, latin1}};
        false when Binary, Encoding =:= latin1 -> list_to_binary(Chars);
        false when Binary -> unicode:characters_to_binary(Chars, unicode);
        false -> Chars
    end.

decode(Bytes, latin1) -> binary_to_list(Bytes);
decode(Bytes, unicode) ->
    case unicode:characters_to_list(Bytes, unicode) of
        Chars when is_list(Chars) -> Chars;
        _ -> binary_to_list(Bytes)
    end.

%% Read a line or some bytes, and put them behind the input that is there.
more_input(What, #server{input_ref = Ref} = Server) ->
    case What of
        line -> erts_io:read_line(Ref);
        Count -> erts_io:read(Count, Ref)
    end,
    wait_input(Server).

wait_input(#server{ref = Ref, input_ref = InputRef, input = Input} = Server) ->
    receive
        {erts_io, InputRef, Bytes} when is_binary(Bytes) ->
            {ok, Server#server{input = <<Input/binary, Bytes/binary>>}};
        {erts_io, InputRef, eof} ->
            {eof, Server};
        {erts_io, InputRef, {error, _} = Error} ->
            {Error, Server};
        {erts_io, Ref, Result} ->
            wait_input(written(Result, Server));
        {io_request, From, ReplyAs, Request} when element(1, Request) =:= put_chars ->
            wait_input(serve(From, ReplyAs, Request, Server))
    end.
