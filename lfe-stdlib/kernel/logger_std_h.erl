%% The handler that writes log events to standard output, standard error, a device or a file.
-module(logger_std_h).

-export([log/2, filesync/1]).

%% Format an event and write it.
log(Event, #{formatter := {Formatter, FormatterConfig}} = Handler) ->
    Text = case Formatter of
               logger_formatter -> logger_formatter:format(Event, FormatterConfig);
               _ -> Formatter:format(Event, FormatterConfig)
           end,
    write(maps:get(type, maps:get(config, Handler, #{}), standard_io), Text).

write(standard_io, Text) -> put_chars(user, Text);
write(standard_error, Text) -> put_chars(standard_error, Text);
write({device, Device}, Text) -> put_chars(Device, Text);
write(file, _) -> ok;
write(File, Text) when is_tuple(File), element(1, File) =:= file ->
    file:write_file(element(2, File), unicode:characters_to_binary(Text), [append]).

put_chars(Device, Text) ->
    try
        io:put_chars(Device, Text)
    catch
        error:_ -> ok
    end.

%% Everything is written when log/2 returns.
filesync(_Name) -> ok.
