%% Input and output of LFE terms.
-module(lfe_io).

-export([parse_file/1, parse_file/2, read_file/1, read_file/2, read_string/1]).
-export([read/0, read/1, read/2, read_line/0, read_line/1, read_line/2]).
-export([get_line/0, get_line/1, get_line/2]).
-export([print/1, print/2, print1/1, print1/2]).
-export([prettyprint/1, prettyprint/2]).
-export([prettyprint1/1, prettyprint1/2, prettyprint1/3, prettyprint1/4]).
-export([format/2, format/3, fwrite/2, fwrite/3, format1/2, fwrite1/2]).

%% {ok, [{Form, Line}]} of the forms in a file.
parse_file(Name) -> parse_file(Name, 1).

parse_file(Name, Line) ->
    case file:read_file(Name) of
        {ok, Bytes} -> lfe_read:forms(text(Bytes), Line);
        {error, Reason} -> {error, {none, file, Reason}}
    end.

%% {ok, [Form]} of the forms in a file.
read_file(Name) -> read_file(Name, 1).

read_file(Name, Line) -> without_lines(parse_file(Name, Line)).

%% {ok, [Form]} of the forms in a string.
read_string(String) -> without_lines(lfe_read:forms(String, 1)).

without_lines({ok, Forms}) -> {ok, [Form || {Form, _} <- Forms]};
without_lines(Error) -> Error.

text(Bytes) ->
    case unicode:characters_to_list(Bytes) of
        Chars when is_list(Chars) -> Chars;
        _ -> binary_to_list(Bytes)
    end.

%% One form from the standard input: {ok, Form}, {error, Error} or eof.
read() -> read(standard_io, '').
read(Prompt) -> read(standard_io, Prompt).

read(Device, Prompt) ->
    % By its name alone the function would not be in the program.
    {name, Function} = erlang:fun_info(fun lfe_read:until_form/3, name),
    case io:request(Device, {get_until, unicode, Prompt, lfe_read, Function, [1]}) of
        {ok, Form, _} -> {ok, Form};
        {error, Error, _} -> {error, Error};
        {eof, _} -> eof;
        Other -> Other
    end.

%% As read/0, for forms that begin on a line; the rest of the last line is dropped.
read_line() -> read_line(standard_io, '').
read_line(Prompt) -> read_line(standard_io, Prompt).

read_line(Device, Prompt) -> read_lines(Device, Prompt, "").

read_lines(Device, Prompt, Before) ->
    case io:get_line(Device, Prompt) of
        Line when is_list(Line) ->
            Text = Before ++ Line,
            case lfe_read:form(Text, 1) of
                {ok, Form, _, _} -> {ok, Form};
                {error, Error} -> {error, Error};
                _ -> read_lines(Device, Prompt, Text)
            end;
        Other ->
            Other
    end.

get_line() -> get_line(standard_io, '').
get_line(Prompt) -> get_line(standard_io, Prompt).
get_line(Device, Prompt) -> io:get_line(Device, Prompt).

%% Write a term on one line.
print(Term) -> print(standard_io, Term).
print(Device, Term) -> io:put_chars(Device, print1(Term)).

print1(Term) -> lists:flatten(lfe_io_write:term(Term)).
print1(Term, Depth) -> lfe_io_write:term(Term, Depth).

%% Write a term for people.
prettyprint(Term) -> prettyprint(standard_io, Term).
prettyprint(Device, Term) -> io:put_chars(Device, prettyprint1(Term)).

prettyprint1(Term) -> lfe_io_pretty:term(Term).
prettyprint1(Term, Depth) -> lfe_io_pretty:term(Term, Depth).
prettyprint1(Term, Depth, Indentation) -> lfe_io_pretty:term(Term, Depth, Indentation).
prettyprint1(Term, Depth, Indentation, Width) ->
    lfe_io_pretty:term(Term, Depth, Indentation, Width).

%% Formatted output, terms in LFE's syntax.
format(Format, Arguments) -> fwrite(standard_io, Format, Arguments).
format(Device, Format, Arguments) -> fwrite(Device, Format, Arguments).

fwrite(Format, Arguments) -> fwrite(standard_io, Format, Arguments).
fwrite(Device, Format, Arguments) -> io:put_chars(Device, fwrite1(Format, Arguments)).

format1(Format, Arguments) -> fwrite1(Format, Arguments).

fwrite1(Format, Arguments) ->
    try lfe_io_format:fwrite1(Format, Arguments)
    catch _:_ -> error(badarg, [Format, Arguments])
    end.
