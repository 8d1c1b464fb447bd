%% Files and folders.
%%
%% A file opened raw is {file_descriptor, Module, Data}, any other one is a process (file_io_server).
%% Names are atoms, binaries or deep lists; those that come back are strings where they are UTF-8.
%% Answers are ok, {ok, Value} or {error, Reason}, the reason a POSIX atom, badarg or terminated.
-module(file).

-include_lib("kernel/include/file.hrl").

-export([format_error/1, native_name_encoding/0]).
-export([get_cwd/0, get_cwd/1, set_cwd/1, delete/1, delete/2, rename/2, make_dir/1, del_dir/1]).
-export([del_dir_r/1, list_dir/1, list_dir_all/1, make_link/2, make_symlink/2, read_link/1]).
-export([read_link_all/1, read_file_info/1, read_file_info/2, read_link_info/1, read_link_info/2]).
-export([write_file_info/2, write_file_info/3, altname/1, change_mode/2, change_owner/2]).
-export([change_owner/3, change_group/2, change_time/2, change_time/3]).
-export([read_file/1, read_file/2, write_file/2, write_file/3, open/2, close/1, advise/4]).
-export([allocate/3, read/2, read_line/1, pread/2, pread/3, write/2, pwrite/2, pwrite/3]).
-export([datasync/1, sync/1, position/2, truncate/1, copy/2, copy/3]).
-export([consult/1, path_consult/2, eval/1, eval/2, path_eval/2, path_eval/3, script/1, script/2]).
-export([path_script/2, path_script/3, path_open/3, pid2name/1]).
-export_type([filename/0, filename_all/0, name_all/0, io_device/0, fd/0, posix/0, date_time/0]).
-export_type([file_info/0, mode/0, location/0, name/0, deep_list/0, posix_time_advise/0]).

-type filename() :: string().
-type filename_all() :: string() | binary().
-type deep_list() :: [char() | atom() | deep_list()].
-type name() :: string() | atom() | deep_list().
-type name_all() :: string() | atom() | deep_list() | binary().
-type fd() :: {file_descriptor, module(), term()}.
-type io_device() :: pid() | fd().
-type posix() :: atom().
-type date_time() :: {{integer(), 1..12, 1..31}, {0..23, 0..59, 0..59}}.
-type file_info() :: #file_info{}.
-type mode() :: atom() | tuple().
-type location() :: integer() | {bof | cur | eof, integer()} | bof | cur | eof.
-type posix_time_advise() :: atom().

%% Bytes copied at a time.
-define(CHUNK, 65536).

%% ---------------------------------------------------------------- errors

%% The text of a reason of an error.
format_error({_Line, Module, undefined_script}) when is_atom(Module) ->
    "no value returned from script";
format_error({Line, Module, {Class, Reason, Stacktrace}}) when is_atom(Module), is_list(Stacktrace) ->
    io_lib:format("~w: evaluation failed with reason ~w:~w and stacktrace ~w",
                  [Line, Class, Reason, Stacktrace]);
format_error({Line, Module, {Reason, Stacktrace}}) when is_atom(Module), is_list(Stacktrace) ->
    io_lib:format("~w: evaluation failed with reason ~w and stacktrace ~w",
                  [Line, Reason, Stacktrace]);
format_error({Line, Module, Reason}) ->
    [io_lib:format("~w", [Line]), $:, $\s, Module:format_error(Reason)];
format_error(badarg) -> "bad argument";
format_error(system_limit) -> "a system limit was hit, probably not enough ports";
format_error(terminated) -> "the file server process is terminated";
format_error(Reason) -> erl_posix_msg:message(Reason).

%% How names are encoded.
native_name_encoding() -> utf8.

%% ---------------------------------------------------------------- folders and names

%% The current folder.
get_cwd() -> named(erts_file:call(get_cwd, {})).

%% There are no drives here.
get_cwd(Drive) when is_list(Drive) -> {error, enotsup};
get_cwd(_) -> {error, badarg}.

%% Change the current folder, of the whole program.
set_cwd(Name) -> erts_file:simple(set_cwd, [Name]).

named({ok, Bytes}) -> {ok, erts_file:from_name(Bytes)};
named(Error) -> Error.

%% Delete a file.
delete(Name) -> erts_file:simple(delete, [Name]).

%% The same; raw makes no difference.
delete(Name, Options) when is_list(Options) -> delete(Name);
delete(_, _) -> {error, badarg}.

%% Give a file another name or place.
rename(Old, New) -> erts_file:simple(rename, [Old, New]).

%% Make a folder in one that exists.
make_dir(Name) -> erts_file:simple(make_dir, [Name]).

%% Delete an empty folder.
del_dir(Name) ->
    case erts_file:simple(del_dir, [Name]) of
        {error, enotempty} -> {error, eexist};
        Answer -> Answer
    end.

%% Delete a file, or a folder with all that is in it.
del_dir_r(Name) ->
    case read_link_info(Name) of
        {ok, #file_info{type = directory}} ->
            case list_dir_all(Name) of
                {ok, Names} -> [del_dir_r(filename:join(Name, Part)) || Part <- Names];
                {error, _} -> ok
            end,
            del_dir(Name);
        {ok, _} ->
            delete(Name);
        Error ->
            Error
    end.

%% The names in a folder, without those that are no UTF-8.
list_dir(Name) ->
    case list_dir_all(Name) of
        {ok, Names} -> {ok, [Part || Part <- Names, is_list(Part)]};
        Error -> Error
    end.

%% All names in a folder.
list_dir_all(Name) ->
    case erts_file:simple(list_dir, [Name]) of
        {ok, Names} -> {ok, [erts_file:from_name(Part) || Part <- Names]};
        Error -> Error
    end.

%% Another name for a file.
make_link(Existing, New) -> erts_file:simple(make_link, [Existing, New]).

%% A symbolic link to a name.
make_symlink(Existing, New) -> erts_file:simple(make_symlink, [Existing, New]).

%% What a symbolic link says, where it is UTF-8.
read_link(Name) ->
    case read_link_all(Name) of
        {ok, Target} when is_binary(Target) -> {error, einval};
        Answer -> Answer
    end.

%% What a symbolic link says.
read_link_all(Name) -> named(erts_file:simple(read_link, [Name])).

%% Short names exist elsewhere only.
altname(Name) ->
    case erts_file:name(Name) of
        error -> {error, badarg};
        _ -> {error, enotsup}
    end.

%% ---------------------------------------------------------------- what is known of files

%% What is known of a file, links followed: {ok, #file_info{}}.
read_file_info(File) -> read_file_info(File, []).

%% Options: {time, local | universal | posix}, raw.
read_file_info(Pid, Options) when is_pid(Pid) ->
    info(file_request(Pid, {read_handle_info, Options}), Options);
read_file_info({file_descriptor, _, #{handle := Handle}}, Options) ->
    info(erts_file:call(handle_info, {Handle}), Options);
read_file_info(Name, Options) -> info(erts_file:simple(info, [Name]), Options).

%% The same of a symbolic link itself.
read_link_info(Name) -> read_link_info(Name, []).

%% The same with options.
read_link_info(Name, Options) -> info(erts_file:simple(link_info, [Name]), Options).

info({ok, Info}, Options) ->
    case time_option(Options) of
        error ->
            {error, badarg};
        Form ->
            {Size, Type, Access, Accessed, Modified, Changed, Mode, Links, Device, Minor, Inode, User,
             Group} = Info,
            {ok, #file_info{size = Size, type = Type, access = Access,
                            atime = from_posix(Accessed, Form), mtime = from_posix(Modified, Form),
                            ctime = from_posix(Changed, Form), mode = Mode, links = Links,
                            major_device = Device, minor_device = Minor, inode = Inode,
                            uid = User, gid = Group}}
    end;
info(Error, _) ->
    Error.

time_option([{time, Form} | _]) when Form =:= local; Form =:= universal; Form =:= posix -> Form;
time_option([{time, _} | _]) -> error;
time_option([_ | Options]) -> time_option(Options);
time_option([]) -> local;
time_option(_) -> error.

from_posix(Seconds, posix) -> Seconds;
from_posix(Seconds, universal) -> erlang:posixtime_to_universaltime(Seconds);
from_posix(Seconds, local) ->
    erlang:universaltime_to_localtime(erlang:posixtime_to_universaltime(Seconds)).

to_posix(Seconds, _) when is_integer(Seconds) -> Seconds;
to_posix(Date, universal) -> erlang:universaltime_to_posixtime(Date);
to_posix(Date, _) ->
    erlang:universaltime_to_posixtime(erlang:localtime_to_universaltime(Date)).

%% Change mode, owner, group and times of a file, as far as they are given.
write_file_info(Name, Info) -> write_file_info(Name, Info, []).

%% The same with options.
write_file_info(Name, #file_info{mode = Mode, uid = User, gid = Group} = Info, Options) ->
    case {erts_file:name(Name), time_option(Options)} of
        {error, _} -> {error, badarg};
        {_, error} -> {error, badarg};
        {Bytes, Form} ->
            Steps = [fun() -> set_mode(Bytes, Mode) end,
                     fun() -> set_owner(Bytes, User, Group) end,
                     fun() -> set_times(Bytes, Info, Form) end],
            all_ok(Steps)
    end;
write_file_info(_, _, _) ->
    {error, badarg}.

all_ok([Step | Steps]) ->
    case Step() of
        ok -> all_ok(Steps);
        Error -> Error
    end;
all_ok([]) ->
    ok.

set_mode(_, undefined) -> ok;
set_mode(Name, Mode) -> erts_file:call(set_mode, {Name, Mode}).

set_owner(_, undefined, undefined) -> ok;
set_owner(Name, User, Group) -> erts_file:call(set_owner, {Name, id(User), id(Group)}).

id(undefined) -> -1;
id(Id) -> Id.

set_times(_, #file_info{atime = undefined, mtime = undefined}, _) ->
    ok;
set_times(Name, #file_info{atime = Accessed, mtime = Modified}, Form) ->
    case erts_file:call(info, {Name}) of
        {ok, Info} ->
            try
                Times = [time_or(Accessed, element(4, Info), Form),
                         time_or(Modified, element(5, Info), Form)],
                erts_file:call(set_times, list_to_tuple([Name | Times]))
            catch
                error:_ -> {error, badarg}
            end;
        Error ->
            Error
    end.

time_or(undefined, Seconds, _) -> Seconds;
time_or(Time, _, Form) -> to_posix(Time, Form).

%% Change the permissions of a file.
change_mode(Name, Mode) when is_integer(Mode) -> write_file_info(Name, #file_info{mode = Mode}).

%% Change the user a file belongs to.
change_owner(Name, User) when is_integer(User) -> write_file_info(Name, #file_info{uid = User}).

%% Change user and group.
change_owner(Name, User, Group) when is_integer(User), is_integer(Group) ->
    write_file_info(Name, #file_info{uid = User, gid = Group}).

%% Change the group a file belongs to.
change_group(Name, Group) when is_integer(Group) -> write_file_info(Name, #file_info{gid = Group}).

%% Change the time of the last change, and of the last access to the same.
change_time(Name, {{_, _, _}, {_, _, _}} = Time) ->
    write_file_info(Name, #file_info{mtime = Time, atime = Time}).

%% Change the times of the last access and the last change.
change_time(Name, {{_, _, _}, {_, _, _}} = Accessed, {{_, _, _}, {_, _, _}} = Modified) ->
    write_file_info(Name, #file_info{atime = Accessed, mtime = Modified}).

%% ---------------------------------------------------------------- whole files

%% The contents of a file as a binary.
read_file(Name) -> erts_file:simple(read_file, [Name]).

%% The same; raw makes no difference.
read_file(Name, Options) when is_list(Options) -> read_file(Name);
read_file(_, _) -> {error, badarg}.

%% Make a file of some bytes.
write_file(Name, Bytes) ->
    case erts_file:name(Name) of
        error -> {error, badarg};
        File -> erts_file:call(write_file, {File, Bytes})
    end.

%% The same with modes as of open/2.
write_file(Name, Bytes, Modes) when is_list(Modes) ->
    case is_io_list(Bytes) of
        true ->
            case open(Name, [binary, raw, write | Modes -- [binary, raw, write]]) of
                {ok, File} ->
                    case write(File, Bytes) of
                        ok ->
                            close(File);
                        Error ->
                            close(File),
                            Error
                    end;
                Error ->
                    Error
            end;
        false ->
            {error, badarg}
    end;
write_file(_, _, _) ->
    {error, badarg}.

is_io_list(Data) ->
    try iolist_size(Data) of
        _ -> true
    catch
        error:_ -> false
    end.

%% ---------------------------------------------------------------- open files

%% Open a file, with modes such as read, write, append, binary, raw, compressed, {encoding, _}.
open(Name, Mode) when is_atom(Mode) ->
    case lists:member(Mode, [read, write, read_write, binary]) of
        true when Mode =:= read_write -> open(Name, [read, write]);
        true -> open(Name, [Mode]);
        false -> {error, badarg}
    end;
open(Name, Modes) when is_list(Modes) ->
    case erts_file:modes(Modes) of
        error -> {error, badarg};
        #{ram := true} = Mode -> open_memory(Name, Mode);
        #{raw := true, runtime := Runtime, binary := Binary} ->
            case erts_file:open(Name, Runtime) of
                {ok, Handle} -> {ok, erts_file:descriptor(prim_file, Handle, Binary)};
                Error -> Error
            end;
        Mode ->
            case erts_file:name(Name) of
                error -> {error, badarg};
                _ -> file_io_server:start(self(), Name, Mode)
            end
    end;
open(_, _) ->
    {error, badarg}.

open_memory(Data, #{runtime := Runtime, binary := Binary}) ->
    try iolist_to_binary(Data) of
        Bytes ->
            {ok, Handle} = erts_file:call(open_memory, {Bytes, Runtime}),
            {ok, erts_file:descriptor(ram_file, Handle, Binary)}
    catch
        error:_ -> {error, badarg}
    end.

%% Close a file.
close(Pid) when is_pid(Pid) ->
    case file_request(Pid, close) of
        {error, terminated} -> ok;
        Answer -> Answer
    end;
close({file_descriptor, _, #{handle := Handle}}) -> erts_file:call(close, {Handle});
close(_) -> {error, badarg}.

%% How the file is going to be used: of no consequence here.
advise(File, Offset, Length, Advice)
  when is_integer(Offset), is_integer(Length), is_atom(Advice) ->
    on_file(File, {advise, Offset, Length, Advice}, fun(_) -> ok end);
advise(_, _, _, _) -> {error, badarg}.

%% Make room for a file: left to the system.
allocate(File, Offset, Length) -> on_file(File, {allocate, Offset, Length}, fun(_) -> ok end).

%% Read up to Count bytes.
read(Device, Count) when is_pid(Device) orelse is_atom(Device), is_integer(Count), Count >= 0 ->
    read_answer(io:request(Device, {get_chars, latin1, '', Count}));
read({file_descriptor, _, Data}, Count) when is_integer(Count), Count >= 0 ->
    erts_file:read(Data, Count);
read(_, _) -> {error, badarg}.

%% Read a line, with its newline.
read_line(Device) when is_pid(Device); is_atom(Device) ->
    read_answer(io:request(Device, {get_line, latin1, ''}));
read_line({file_descriptor, _, Data}) -> erts_file:read_line(Data);
read_line(_) -> {error, badarg}.

read_answer(Data) when is_list(Data); is_binary(Data) -> {ok, Data};
read_answer(Answer) -> Answer.

%% Write bytes.
write(Device, Bytes) when is_pid(Device); is_atom(Device) ->
    try iolist_to_binary(Bytes) of
        Binary -> io:request(Device, {put_chars, latin1, Binary})
    catch
        error:_ -> {error, badarg}
    end;
write({file_descriptor, _, Data}, Bytes) -> erts_file:write(Data, Bytes);
write(_, _) -> {error, badarg}.

%% Read at several places: a list of {Place, Count}.
pread(File, Places) when is_list(Places) ->
    on_file(File, {pread, Places}, fun(Data) -> erts_file:pread(Data, Places) end);
pread(_, _) -> {error, badarg}.

%% Read up to Count bytes at a place.
pread(File, At, Count) when is_integer(Count), Count >= 0 ->
    on_file(File, {pread, At, Count}, fun(Data) -> erts_file:pread(Data, At, Count) end);
pread(_, _, _) -> {error, badarg}.

%% Write at several places: a list of {Place, Bytes}.
pwrite(File, Places) when is_list(Places) ->
    on_file(File, {pwrite, Places}, fun(Data) -> erts_file:pwrite(Data, Places) end);
pwrite(_, _) -> {error, badarg}.

%% Write bytes at a place.
pwrite(File, At, Bytes) ->
    on_file(File, {pwrite, At, Bytes}, fun(Data) -> erts_file:pwrite(Data, At, Bytes) end).

%% Bring contents to the disk.
datasync(File) ->
    on_file(File, datasync, fun(#{handle := Handle}) -> erts_file:call(datasync, {Handle}) end).

%% Bring everything of the file to the disk.
sync(File) -> on_file(File, sync, fun(#{handle := Handle}) -> erts_file:call(sync, {Handle}) end).

%% Move to a place: {ok, Place}.
position(File, At) ->
    on_file(File, {position, At}, fun(Data) -> erts_file:position(Data, At) end).

%% End the file at the current place.
truncate(File) ->
    on_file(File, truncate, fun(#{handle := Handle}) -> erts_file:call(truncate, {Handle}) end).

%% Ask a file's process, or act on a descriptor's data.
on_file(Pid, Request, _) when is_pid(Pid) -> file_request(Pid, Request);
on_file({file_descriptor, _, Data}, _, Act) -> Act(Data);
on_file(_, _, _) -> {error, badarg}.

file_request(Pid, Request) ->
    Monitor = monitor(process, Pid),
    Pid ! {file_request, self(), Monitor, Request},
    receive
        {file_reply, Monitor, Reply} ->
            demonitor(Monitor, [flush]),
            Reply;
        {'DOWN', Monitor, process, _, _} ->
            {error, terminated}
    end.

%% Open files by their processes are not kept in a list.
pid2name(Pid) when is_pid(Pid) -> undefined.

%% ---------------------------------------------------------------- copying

%% Copy a file: {ok, BytesCopied}. Both may be names, {Name, Modes}, or open files.
copy(Source, Destination) -> copy(Source, Destination, infinity).

%% Copy at most so many bytes.
copy(Source, Destination, Count)
  when is_pid(Source) orelse element(1, Source) =:= file_descriptor ->
    copy_from(Source, Destination, Count);
copy(Source, Destination, Count) when is_integer(Count), Count >= 0; Count =:= infinity ->
    {Name, Modes} = name_and_modes(Source),
    with_open(Name, [read, binary | Modes],
              fun(File) -> copy_from(File, Destination, Count) end);
copy(_, _, _) ->
    {error, badarg}.

copy_from(File, Destination, Count)
  when is_pid(Destination) orelse element(1, Destination) =:= file_descriptor ->
    copy_bytes(File, Destination, Count, 0);
copy_from(File, Destination, Count) ->
    {Name, Modes} = name_and_modes(Destination),
    with_open(Name, [write, binary | Modes], fun(To) -> copy_bytes(File, To, Count, 0) end).

name_and_modes({Name, Modes}) when is_list(Modes) -> {Name, Modes -- [read, write, binary]};
name_and_modes(Name) -> {Name, [raw]}.

with_open(Name, Modes, Act) ->
    case open(Name, Modes) of
        {ok, File} ->
            Answer = Act(File),
            case close(File) of
                ok -> Answer;
                Error -> Error
            end;
        Error ->
            Error
    end.

copy_bytes(_, _, 0, Copied) ->
    {ok, Copied};
copy_bytes(From, To, Count, Copied) ->
    case read(From, min(Count, ?CHUNK)) of
        {ok, Data} ->
            case write(To, Data) of
                ok ->
                    Size = iolist_size(Data),
                    copy_bytes(From, To, less(Count, Size), Copied + Size);
                Error ->
                    Error
            end;
        eof -> {ok, Copied};
        Error -> Error
    end.

less(infinity, _) -> infinity;
less(Count, Size) -> Count - Size.

%% ---------------------------------------------------------------- files of terms and expressions

%% The terms of a file: {ok, Terms}.
consult(Name) -> with_text(Name, fun(File) -> terms(File, 1, []) end).

%% The terms of the first such file of some folders: {ok, Terms, FullName}.
path_consult(Path, Name) ->
    in_path(Path, Name, fun(File) -> terms(File, 1, []) end).

with_text(Name, Act) ->
    case open(Name, [read]) of
        {ok, File} ->
            ok = io:setopts(File, [{encoding, unicode}]),
            Answer = Act(File),
            close(File),
            Answer;
        Error ->
            Error
    end.

in_path(Path, Name, Act) ->
    case path_open(Path, Name, [read]) of
        {ok, File, FullName} ->
            ok = io:setopts(File, [{encoding, unicode}]),
            Answer = Act(File),
            close(File),
            case Answer of
                ok -> {ok, FullName};
                {ok, Value} -> {ok, Value, FullName};
                {error, {_, _, _} = Reason} -> {error, Reason};
                Error -> Error
            end;
        Error ->
            Error
    end.

terms(File, Line, Acc) ->
    case io:read(File, '', Line) of
        {ok, Term, End} -> terms(File, End, [Term | Acc]);
        {error, Error, _} -> {error, Error};
        {error, _} = Error -> Error;
        {eof, _} -> {ok, lists:reverse(Acc)}
    end.

%% Evaluate the expressions of a file.
eval(Name) -> eval(Name, erl_eval:new_bindings()).

%% The same with variables.
eval(Name, Bindings) ->
    with_text(Name, fun(File) -> without_value(evaluate(File, 1, ok, [], Bindings)) end).

%% The same with the first such file of some folders: {ok, FullName}.
path_eval(Path, Name) -> path_eval(Path, Name, erl_eval:new_bindings()).

%% The same with variables.
path_eval(Path, Name, Bindings) ->
    in_path(Path, Name, fun(File) -> without_value(evaluate(File, 1, ok, [], Bindings)) end).

without_value({ok, _}) -> ok;
without_value({error, [Error | _]}) -> {error, Error};
without_value(Error) -> Error.

%% Evaluate the expressions of a file: {ok, Value} of the last one.
script(Name) -> script(Name, erl_eval:new_bindings()).

%% The same with variables.
script(Name, Bindings) ->
    with_text(Name, fun(File) -> with_value(evaluate(File, 1, undefined, [], Bindings)) end).

%% The same with the first such file of some folders: {ok, Value, FullName}.
path_script(Path, Name) -> path_script(Path, Name, erl_eval:new_bindings()).

%% The same with variables.
path_script(Path, Name, Bindings) ->
    in_path(Path, Name,
            fun(File) -> with_value(evaluate(File, 1, undefined, [], Bindings)) end).

with_value({error, [Error | _]}) -> {error, Error};
with_value(Answer) -> Answer.

%% Evaluate what can be read; errors of reading are told at the end, those of evaluation at once.
evaluate(File, Line, Value, Errors, Bindings) ->
    case io:parse_erl_exprs(File, '', Line) of
        {ok, Expressions, End} ->
            try erl_eval:exprs(Expressions, Bindings) of
                {value, Value1, Bindings1} -> evaluate(File, End, Value1, Errors, Bindings1)
            catch
                Class:Reason:Stack -> {error, {End, ?MODULE, {Class, Reason, Stack}}}
            end;
        {error, Error, End} ->
            evaluate(File, End, Value, [Error | Errors], Bindings);
        {error, _} = Error ->
            Error;
        {eof, _} when Errors =/= [] ->
            {error, lists:reverse(Errors)};
        {eof, End} when Value =:= undefined ->
            {error, {End, ?MODULE, undefined_script}};
        {eof, _} ->
            {ok, Value}
    end.

%% Open the first such file of some folders: {ok, File, FullName}.
path_open(Path, Name, Modes) ->
    case erts_file:name(Name) of
        error ->
            {error, badarg};
        _ ->
            case filename:pathtype(Name) of
                relative when is_list(Path) -> first_in_path(Path, Name, Modes);
                relative -> {error, badarg};
                _ -> opened(Name, Modes)
            end
    end.

first_in_path([Folder | Path], Name, Modes) ->
    case opened(in_folder(Folder, Name), Modes) of
        {error, Reason} when Reason =:= enoent; Reason =:= enotdir ->
            first_in_path(Path, Name, Modes);
        Answer ->
            Answer
    end;
first_in_path([], _, _) ->
    {error, enoent}.

in_folder(".", Name) -> Name;
in_folder(Folder, Name) -> filename:join(Folder, Name).

opened(Name, Modes) ->
    case open(Name, Modes) of
        {ok, File} -> {ok, File, Name};
        Error -> Error
    end.
