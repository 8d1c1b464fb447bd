%% Input and output through I/O servers (processes that understand the I/O protocol).
%%
%% A request is {io_request, From, ReplyAs, Request}, its answer {io_reply, ReplyAs, Reply}.
%% Text is made into a UTF-8 binary before it is sent, so that the server need not format.
%% Functions that only write raise an exception when that fails, others answer {error, Reason}.
%% printable_range/0 is a BIF.
-module(io).

-export([format/1, format/2, format/3, fwrite/1, fwrite/2, fwrite/3, put_chars/1, put_chars/2]).
-export([nl/0, nl/1, write/1, write/2, get_line/1, get_line/2, get_chars/2, get_chars/3]).
-export([get_password/0, get_password/1, fread/2, fread/3, read/1, read/2, read/3, read/4]).
-export([scan_erl_exprs/1, scan_erl_exprs/2, scan_erl_exprs/3, scan_erl_exprs/4]).
-export([scan_erl_form/1, scan_erl_form/2, scan_erl_form/3, scan_erl_form/4]).
-export([parse_erl_exprs/1, parse_erl_exprs/2, parse_erl_exprs/3, parse_erl_exprs/4]).
-export([parse_erl_form/1, parse_erl_form/2, parse_erl_form/3, parse_erl_form/4]).
-export([columns/0, columns/1, rows/0, rows/1, getopts/0, getopts/1, setopts/1, setopts/2]).
-export([request/1, request/2, requests/1, requests/2]).

%% ---------------------------------------------------------------- writing

%% Write a format that takes no arguments.
format(Format) ->
    case output(group_leader(), {format, Format, []}) of
        ok -> ok;
        {error, Reason} -> error(Reason, [Format])
    end.

%% Write arguments as a format says.
format(Format, Args) ->
    case output(group_leader(), {format, Format, Args}) of
        ok -> ok;
        {error, Reason} -> error(Reason, [Format, Args])
    end.

%% The same on a device: a process, a registered name or standard_io.
format(Device, Format, Args) ->
    case output(Device, {format, Format, Args}) of
        ok -> ok;
        {error, Reason} -> error(Reason, [Device, Format, Args])
    end.

%% The same as format/1.
fwrite(Format) ->
    case output(group_leader(), {format, Format, []}) of
        ok -> ok;
        {error, Reason} -> error(Reason, [Format])
    end.

%% The same as format/2.
fwrite(Format, Args) ->
    case output(group_leader(), {format, Format, Args}) of
        ok -> ok;
        {error, Reason} -> error(Reason, [Format, Args])
    end.

%% The same as format/3.
fwrite(Device, Format, Args) ->
    case output(Device, {format, Format, Args}) of
        ok -> ok;
        {error, Reason} -> error(Reason, [Device, Format, Args])
    end.

%% Write characters.
put_chars(Chars) ->
    case output(group_leader(), {put_chars, unicode, Chars}) of
        ok -> ok;
        {error, Reason} -> error(Reason, [Chars])
    end.

%% Write characters on a device.
put_chars(Device, Chars) ->
    case output(Device, {put_chars, unicode, Chars}) of
        ok -> ok;
        {error, Reason} -> error(Reason, [Device, Chars])
    end.

%% End the line.
nl() ->
    case output(group_leader(), nl) of
        ok -> ok;
        {error, Reason} -> error(Reason, [])
    end.

%% End the line on a device.
nl(Device) ->
    case output(Device, nl) of
        ok -> ok;
        {error, Reason} -> error(Reason, [Device])
    end.

%% Write a term in Erlang syntax.
write(Term) ->
    case output(group_leader(), {write, Term}) of
        ok -> ok;
        {error, Reason} -> error(Reason, [Term])
    end.

%% Write a term on a device.
write(Device, Term) ->
    case output(Device, {write, Term}) of
        ok -> ok;
        {error, Reason} -> error(Reason, [Device, Term])
    end.

%% The answer to an output request: ok, or {error, What} to raise as an exception.
output(Device, Request) ->
    try encode(Request) of
        Encoded ->
            case send_request(Device, Encoded) of
                ok -> ok;
                {error, Reason} -> {error, exception(Reason)}
            end
    catch
        error:badarg -> {error, badarg}
    end.

exception(terminated) -> terminated;
exception(calling_self) -> calling_self;
exception({no_translation, _, _}) -> no_translation;
exception(_) -> badarg.

%% A request as it is sent: text is made a binary, short forms are made full.
encode({format, Format, Args}) -> {put_chars, unicode, to_binary(io_lib:format(Format, Args))};
encode({fwrite, Format, Args}) -> {put_chars, unicode, to_binary(io_lib:format(Format, Args))};
encode({write, Term}) -> {put_chars, unicode, to_binary(io_lib:write(Term))};
encode({put_chars, Encoding, Chars}) when is_list(Chars) ->
    case unicode:characters_to_binary(Chars, unicode) of
        Bin when is_binary(Bin) -> {put_chars, Encoding, Bin};
        _ -> {put_chars, Encoding, Chars}
    end;
encode(nl) -> {put_chars, unicode, <<"\n">>};
encode({nl, Encoding}) -> {put_chars, Encoding, <<"\n">>};
encode({requests, Requests}) -> {requests, [encode(Request) || Request <- Requests]};
encode(Request) -> Request.

to_binary(Chars) ->
    case unicode:characters_to_binary(Chars, unicode) of
        Bin when is_binary(Bin) -> Bin;
        _ -> error(badarg)
    end.

%% ---------------------------------------------------------------- reading

%% Read a line after writing a prompt: the line, eof or {error, Reason}.
get_line(Prompt) -> get_line(group_leader(), Prompt).

%% Read a line from a device.
get_line(Device, Prompt) -> send_request(Device, {get_line, unicode, Prompt}).

%% Read Count characters after writing a prompt.
get_chars(Prompt, Count) -> get_chars(group_leader(), Prompt, Count).

%% Read Count characters from a device.
get_chars(Device, Prompt, Count) when is_integer(Count), Count >= 0 ->
    send_request(Device, {get_chars, unicode, Prompt, Count}).

%% Read a line without showing it.
get_password() -> get_password(group_leader()).

%% The same from a device.
get_password(Device) -> send_request(Device, {get_password, unicode}).

%% Read terms as a format says, see io_lib:fread/3.
fread(Prompt, Format) -> fread(group_leader(), Prompt, Format).

%% The same from a device.
fread(Device, Prompt, Format) ->
    read_until(Device, Prompt, fun io_lib:fread/3, [Format]).

%% Read until a function, called by the device, has enough. The request names it; it is given as a fun
%% so that programs have it.
read_until(Device, Prompt, Fun, Args) ->
    {module, Module} = erlang:fun_info(Fun, module),
    {name, Function} = erlang:fun_info(Fun, name),
    send_request(Device, {get_until, unicode, Prompt, Module, Function, Args}).

%% Read an Erlang term that ends with a full stop: {ok, Term}, eof or {error, Reason}.
read(Prompt) -> read(group_leader(), Prompt).

%% The same from a device.
read(Device, Prompt) ->
    case read_until(Device, Prompt, fun erl_scan:tokens/3, [1]) of
        {ok, Tokens, _} -> erl_parse:parse_term(Tokens);
        {error, Error, _} -> {error, Error};
        {eof, _} -> eof;
        Other -> Other
    end.

%% The same with line numbers counted from Line: {ok, Term, EndLine} and so on.
read(Device, Prompt, Line) -> read(Device, Prompt, Line, []).

%% The same with options for erl_scan.
read(Device, Prompt, Line, Options) ->
    case read_until(Device, Prompt, fun erl_scan:tokens/4, [Line, Options]) of
        {ok, Tokens, End} ->
            case erl_parse:parse_term(Tokens) of
                {ok, Term} -> {ok, Term, End};
                {error, Error} -> {error, Error, End}
            end;
        {error, _, _} = Error -> Error;
        {eof, _} = Eof -> Eof;
        Other -> Other
    end.

%% Read the tokens of Erlang expressions up to a full stop.
scan_erl_exprs(Prompt) -> scan_erl_exprs(group_leader(), Prompt, 1).

%% The same from a device.
scan_erl_exprs(Device, Prompt) -> scan_erl_exprs(Device, Prompt, 1).

%% The same with line numbers counted from Line.
scan_erl_exprs(Device, Prompt, Line) -> scan_erl_exprs(Device, Prompt, Line, []).

%% The same with options for erl_scan.
scan_erl_exprs(Device, Prompt, Line, Options) ->
    read_until(Device, Prompt, fun erl_scan:tokens/4, [Line, Options]).

%% Read the tokens of an Erlang form.
scan_erl_form(Prompt) -> scan_erl_exprs(group_leader(), Prompt, 1).

%% The same from a device.
scan_erl_form(Device, Prompt) -> scan_erl_exprs(Device, Prompt, 1).

%% The same with line numbers counted from Line.
scan_erl_form(Device, Prompt, Line) -> scan_erl_exprs(Device, Prompt, Line).

%% The same with options for erl_scan.
scan_erl_form(Device, Prompt, Line, Options) -> scan_erl_exprs(Device, Prompt, Line, Options).

%% Read and parse Erlang expressions.
parse_erl_exprs(Prompt) -> parse_erl_exprs(group_leader(), Prompt, 1).

%% The same from a device.
parse_erl_exprs(Device, Prompt) -> parse_erl_exprs(Device, Prompt, 1).

%% The same with line numbers counted from Line.
parse_erl_exprs(Device, Prompt, Line) -> parse_erl_exprs(Device, Prompt, Line, []).

%% The same with options for erl_scan.
parse_erl_exprs(Device, Prompt, Line, Options) ->
    parsed(fun erl_parse:parse_exprs/1, scan_erl_exprs(Device, Prompt, Line, Options)).

%% Read and parse an Erlang form.
parse_erl_form(Prompt) -> parse_erl_form(group_leader(), Prompt, 1).

%% The same from a device.
parse_erl_form(Device, Prompt) -> parse_erl_form(Device, Prompt, 1).

%% The same with line numbers counted from Line.
parse_erl_form(Device, Prompt, Line) -> parse_erl_form(Device, Prompt, Line, []).

%% The same with options for erl_scan.
parse_erl_form(Device, Prompt, Line, Options) ->
    parsed(fun erl_parse:parse_form/1, scan_erl_exprs(Device, Prompt, Line, Options)).

parsed(Parse, {ok, Tokens, End}) ->
    case Parse(Tokens) of
        {ok, Parsed} -> {ok, Parsed, End};
        {error, Error} -> {error, Error, End}
    end;
parsed(_, Other) ->
    Other.

%% ---------------------------------------------------------------- properties of a device

%% The number of columns of the terminal.
columns() -> columns(group_leader()).

%% The number of columns of a device.
columns(Device) -> geometry(Device, columns).

%% The number of rows of the terminal.
rows() -> rows(group_leader()).

%% The number of rows of a device.
rows(Device) -> geometry(Device, rows).

geometry(Device, What) ->
    case send_request(Device, {get_geometry, What}) of
        N when is_integer(N), N > 0 -> {ok, N};
        _ -> {error, enotsup}
    end.

%% The options of standard input and output.
getopts() -> getopts(group_leader()).

%% The options of a device.
getopts(Device) -> send_request(Device, getopts).

%% Set options of standard input and output: binary, list, {encoding, unicode or latin1}, {echo, _}.
setopts(Options) -> setopts(group_leader(), Options).

%% Set options of a device.
setopts(Device, Options) -> send_request(Device, {setopts, Options}).

%% ---------------------------------------------------------------- requests

%% Send a request to standard input and output.
request(Request) -> request(group_leader(), Request).

%% Send a request to a device.
request(Device, Request) -> send_request(Device, encode(Request)).

%% Send several requests as one to standard input and output.
requests(Requests) -> requests(group_leader(), Requests).

%% Send several requests as one to a device.
requests(Device, Requests) -> send_request(Device, encode({requests, Requests})).

send_request(Pid, _) when Pid =:= self() ->
    {error, calling_self};
send_request(Pid, Request) when is_pid(Pid) ->
    Monitor = monitor(process, Pid),
    Pid ! {io_request, self(), Monitor, Request},
    receive
        {io_reply, Monitor, Reply} ->
            demonitor(Monitor, [flush]),
            Reply;
        {'DOWN', Monitor, process, _, _} ->
            {error, terminated}
    end;
send_request(standard_io, Request) ->
    send_request(group_leader(), Request);
send_request(Name, Request) when is_atom(Name) ->
    case whereis(Name) of
        Pid when is_pid(Pid) -> send_request(Pid, Request);
        _ -> {error, arguments}
    end.
