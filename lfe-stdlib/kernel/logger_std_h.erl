%% The handler that writes log events to standard output, standard error, a device or a file.
%%
%% A file is opened, written and closed by the process that logs, one event after the other.
-module(logger_std_h).

-export([log/2, adding_handler/1, changing_config/3, filesync/1]).

%% ---------------------------------------------------------------- configuration

%% Complete the configuration: where to write, and for a file its limits.
adding_handler(#{config := Config} = Handler) ->
    case complete(Config) of
        {ok, Config1} -> {ok, Handler#{config => Config1}};
        Error -> Error
    end;
adding_handler(Handler) ->
    {ok, Handler}.

%% Where a handler writes cannot be changed.
changing_config(_How, #{config := Old}, #{config := New} = Handler) ->
    {ok, Handler#{config => maps:merge(Old, maps:without([type, file, modes], New))}};
changing_config(_How, _Old, New) ->
    {ok, New}.

complete(#{type := {file, File}} = Config) -> complete(Config#{type => file, file => File});
complete(#{type := {file, File, Modes}} = Config) ->
    complete(Config#{type => file, file => File, modes => Modes});
complete(#{file := File} = Config) when not is_map_key(type, Config) ->
    complete(Config#{type => file, file => File});
complete(#{type := file, file := File} = Config) ->
    Name = filename:absname(File),
    case filelib:ensure_dir(Name) of
        ok ->
            case file:write_file(Name, <<>>, [append]) of
                ok -> {ok, maps:merge(limits(), Config#{file => Name})};
                {error, Reason} -> {error, {Name, Reason}}
            end;
        {error, Reason} -> {error, {Name, Reason}}
    end;
complete(#{type := Type} = Config)
  when Type =:= standard_io; Type =:= standard_error; element(1, Type) =:= device ->
    {ok, Config};
complete(#{type := Type}) ->
    {error, {invalid_config, ?MODULE, #{type => Type}}};
complete(Config) ->
    {ok, Config}.

limits() -> #{max_no_bytes => infinity, max_no_files => 0}.

%% ---------------------------------------------------------------- writing

%% Format an event and write it.
log(Event, #{formatter := {Formatter, FormatterConfig}} = Handler) ->
    Text = case Formatter of
               logger_formatter -> logger_formatter:format(Event, FormatterConfig);
               _ -> Formatter:format(Event, FormatterConfig)
           end,
    write(maps:get(config, Handler, #{}), Text).

write(#{type := file, file := File} = Config, Text) ->
    Bytes = unicode:characters_to_binary(Text),
    make_room(Config, byte_size(Bytes)),
    file:write_file(File, Bytes, [append]);
write(Config, Text) ->
    case maps:get(type, Config, standard_io) of
        standard_io -> put_chars(user, Text);
        standard_error -> put_chars(standard_error, Text);
        {device, Device} -> put_chars(Device, Text);
        _ -> ok
    end.

put_chars(Device, Text) ->
    try
        io:put_chars(Device, Text)
    catch
        error:_ -> ok
    end.

%% Where the file would become larger than its limit, start a new one and keep as many as allowed.
make_room(#{max_no_bytes := Limit, max_no_files := Count, file := File}, Size)
  when is_integer(Limit) ->
    case filelib:file_size(File) of
        Now when Now > 0, Now + Size > Limit -> rotate(File, Count);
        _ -> ok
    end;
make_room(_, _) ->
    ok.

rotate(File, 0) ->
    file:write_file(File, <<>>);
rotate(File, Count) ->
    [file:rename(archived(File, N - 1), archived(File, N)) || N <- lists:seq(Count - 1, 1, -1)],
    file:rename(File, archived(File, 0)).

archived(File, N) -> File ++ "." ++ integer_to_list(N).

%% Everything is written when log/2 returns.
filesync(_Name) -> ok.
