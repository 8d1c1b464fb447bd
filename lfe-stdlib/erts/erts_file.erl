%% What the modules on files share: calls of the runtime, names, modes.
%%
%% A short operation is done at once, any other one by a thread of the runtime, for whose message the
%% caller waits. Files whose
%% descriptor a program holds itself are {file_descriptor, Module, Data}; Data is a map with the
%% runtime's handle and whether data are binaries. start/3 is a BIF.
-module(erts_file).

-export([call/2, name/1, names/1, from_name/1, open/2, modes/1, data/2]).
-export([read/2, read_line/1, write/2, pread/2, pread/3, pwrite/2, pwrite/3, position/2]).
-export([place/1, simple/2, descriptor/3]).

-record(modes, {runtime = [], binary = false, raw = false, ram = false, encoding = latin1,
                delay = infinity}).

%% Do an operation with a tuple of arguments: ok, {ok, Value}, eof or {error, Reason}.
call(Operation, Arguments) ->
    Ref = make_ref(),
    try erts_file:start(Ref, Operation, Arguments) of
        {done, Answer} ->
            Answer;
        ok ->
            receive
                {erts_io, Ref, Answer} -> Answer
            end
    catch
        error:badarg -> {error, badarg}
    end.

%% ---------------------------------------------------------------- names

%% The bytes of a name: an atom, a binary or a deep list of characters and atoms; else error.
name(Name) when is_binary(Name) -> without_zero(Name);
name(Name) when is_list(Name); is_atom(Name) ->
    try unicode:characters_to_binary(characters(Name)) of
        Bytes when is_binary(Bytes) -> without_zero(Bytes);
        _ -> error
    catch
        error:_ -> error
    end;
name(_) ->
    error.

characters(Name) when is_atom(Name) -> atom_to_list(Name);
characters([Part | Rest]) when is_integer(Part) -> [Part | characters(Rest)];
characters([Part | Rest]) -> characters(Part) ++ characters(Rest);
characters([]) -> [].

without_zero(Bytes) ->
    case binary:match(Bytes, <<0>>) of
        nomatch -> Bytes;
        _ -> error
    end.

%% The bytes of several names as a tuple, or error.
names(Names) ->
    Bytes = [name(Name) || Name <- Names],
    case lists:member(error, Bytes) of
        true -> error;
        false -> list_to_tuple(Bytes)
    end.

%% A name as programs see it: a string, or a binary where the bytes are no UTF-8.
from_name(Bytes) ->
    case unicode:characters_to_list(Bytes) of
        Name when is_list(Name) -> Name;
        _ -> Bytes
    end.

%% An operation on names without a value.
simple(Operation, Names) ->
    case names(Names) of
        error -> {error, badarg};
        Bytes -> call(Operation, Bytes)
    end.

%% ---------------------------------------------------------------- opening

%% What a list of modes means, or error.
modes(Modes) -> modes(Modes, #modes{}).

modes([Mode | Modes], Result) when Mode =:= read; Mode =:= write; Mode =:= append;
                                   Mode =:= exclusive; Mode =:= sync; Mode =:= compressed;
                                   Mode =:= directory ->
    modes(Modes, Result#modes{runtime = [Mode | Result#modes.runtime]});
modes([binary | Modes], Result) -> modes(Modes, Result#modes{binary = true});
modes([list | Modes], Result) -> modes(Modes, Result#modes{binary = false});
modes([raw | Modes], Result) -> modes(Modes, Result#modes{raw = true});
modes([ram | Modes], Result) -> modes(Modes, Result#modes{ram = true});
modes([read_ahead | Modes], Result) -> modes([{read_ahead, 65536} | Modes], Result);
modes([{read_ahead, Size} = Mode | Modes], Result) when is_integer(Size), Size > 0 ->
    modes(Modes, Result#modes{runtime = [Mode | Result#modes.runtime]});
modes([delayed_write | Modes], Result) -> modes([{delayed_write, 65536, 2000} | Modes], Result);
modes([{delayed_write, Size, Delay} | Modes], Result) when is_integer(Size), Size >= 0 ->
    Runtime = [{delayed_write, Size} | Result#modes.runtime],
    modes(Modes, Result#modes{runtime = Runtime, delay = Delay});
modes([{encoding, utf8} | Modes], Result) ->
    modes(Modes, Result#modes{encoding = unicode});
modes([{encoding, Encoding} | Modes], Result) ->
    case is_encoding(Encoding) of
        true -> modes(Modes, Result#modes{encoding = Encoding});
        false -> error
    end;
modes([Mode | _], _) when not is_atom(Mode) -> error;
modes([_ | Modes], Result) -> modes(Modes, Result);
modes([], Result) ->
    #modes{runtime = Runtime, binary = Binary, raw = Raw, ram = Ram} = Result,
    #{runtime => Runtime, binary => Binary, raw => Raw, ram => Ram,
      encoding => Result#modes.encoding, delay => Result#modes.delay};
modes(_, _) -> error.

is_encoding(latin1) -> true;
is_encoding(unicode) -> true;
is_encoding(utf16) -> true;
is_encoding(utf32) -> true;
is_encoding({Name, Endian}) when Name =:= utf16; Name =:= utf32 ->
    Endian =:= big orelse Endian =:= little;
is_encoding(_) -> false.

%% Open a file: {ok, Handle} of the runtime.
open(Name, Modes) ->
    case name(Name) of
        error -> {error, badarg};
        Bytes -> call(open, {Bytes, Modes})
    end.

%% The descriptor that a program gets of a handle.
descriptor(Module, Handle, Binary) ->
    {file_descriptor, Module, #{handle => Handle, owner => self(), binary => Binary}}.

%% Bytes that were read, as the descriptor's program wants them.
data({ok, Bytes}, false) -> {ok, binary_to_list(Bytes)};
data(Answer, _) -> Answer.

%% ---------------------------------------------------------------- open files of the program itself

%% Read up to Count bytes.
read(#{handle := Handle, binary := Binary}, Count) when is_integer(Count), Count >= 0 ->
    data(call(read, {Handle, Count}), Binary);
read(_, _) ->
    {error, badarg}.

%% Read a line.
read_line(#{handle := Handle, binary := Binary}) ->
    case call(read_line, {Handle}) of
        {ok, Line} -> data({ok, without_return(Line)}, Binary);
        Answer -> Answer
    end.

without_return(Line) ->
    Size = byte_size(Line) - 2,
    case Line of
        <<Start:Size/binary, "\r\n">> -> <<Start/binary, $\n>>;
        _ -> Line
    end.

%% Write bytes.
write(#{handle := Handle}, Bytes) -> call(write, {Handle, Bytes}).

%% Read at several places.
pread(Data, Places) -> pread_each(Places, Data, []).

pread_each([{At, Count} | Places], Data, Acc) ->
    case pread(Data, At, Count) of
        {ok, Bytes} -> pread_each(Places, Data, [Bytes | Acc]);
        eof -> pread_each(Places, Data, [eof | Acc]);
        {error, _} = Error -> Error
    end;
pread_each([], _, Acc) -> {ok, lists:reverse(Acc)};
pread_each(_, _, _) -> {error, badarg}.

%% Read up to Count bytes at a place.
pread(#{handle := Handle, binary := Binary} = Data, At, Count)
  when is_integer(Count), Count >= 0 ->
    case At of
        _ when is_integer(At), At >= 0 ->
            data(call(read_at, {Handle, At, Count}), Binary);
        _ when is_integer(At) ->
            {error, einval};
        _ ->
            case absolute(Data, At) of
                {ok, Place} -> pread(Data, Place, Count);
                Error -> Error
            end
    end;
pread(_, _, _) ->
    {error, badarg}.

%% Write at several places; an error comes with the number of writes that were done.
pwrite(Data, Places) -> pwrite_each(Places, Data, 0).

pwrite_each([{At, Bytes} | Places], Data, Done) ->
    case pwrite(Data, At, Bytes) of
        ok -> pwrite_each(Places, Data, Done + 1);
        {error, Reason} -> {error, {Done, Reason}}
    end;
pwrite_each([], _, _) -> ok;
pwrite_each(_, _, _) -> {error, badarg}.

%% Write bytes at a place.
pwrite(#{handle := Handle} = Data, At, Bytes) ->
    case At of
        _ when is_integer(At), At >= 0 ->
            call(write_at, {Handle, At, Bytes});
        _ when is_integer(At) ->
            {error, einval};
        _ ->
            case absolute(Data, At) of
                {ok, Place} -> pwrite(Data, Place, Bytes);
                Error -> Error
            end
    end.

%% The place from the file's start, without moving there.
absolute(#{handle := Handle} = Data, At) ->
    case call(position, {Handle, cur, 0}) of
        {ok, Now} ->
            Place = position(Data, At),
            call(position, {Handle, bof, Now}),
            Place;
        Error ->
            Error
    end.

%% Move to a place: {ok, Place}.
position(#{handle := Handle}, At) ->
    case place(At) of
        {bof, Offset} when Offset < 0 -> {error, einval};
        {From, Offset} -> call(position, {Handle, From, Offset});
        error -> {error, badarg}
    end.

%% A place as what it counts from and an offset.
place(At) when is_integer(At) -> {bof, At};
place({From, At}) when is_integer(At), From =:= bof orelse From =:= cur orelse From =:= eof ->
    {From, At};
place(From) when From =:= bof; From =:= cur; From =:= eof -> {From, 0};
place(_) -> error.
