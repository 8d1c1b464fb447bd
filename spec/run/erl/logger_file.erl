%% Log events in a file, and what becomes of the file when it is full.
-module(logger_file).

-export([main/0]).

main() ->
    ok = io:setopts([{encoding, unicode}]),
    File = filename:join(os:getenv("TMPDIR", "/tmp"), "logger_file_" ++ os:getpid()),
    Formatter = {logger_formatter, #{template => [level, ": ", msg, "\n"], single_line => true}},
    ok = logger:remove_handler(default),
    show(added, logger:add_handler(to_file, logger_std_h,
                                   #{config => #{file => File}, formatter => Formatter})),
    logger:error("first ~p", [1]),
    logger:warning(#{report => second}),
    logger:info("not at this level"),
    logger:error("trois: ~ts", [[233]]),
    ok = logger_std_h:filesync(to_file),
    show(text, file:read_file(File)),
    show(removed, logger:remove_handler(to_file)),
    show(rotating, logger:add_handler(rotating, logger_std_h,
                                      #{config => #{type => file, file => File, max_no_bytes => 100,
                                                    max_no_files => 2},
                                        formatter => Formatter})),
    [begin
         logger:error("line ~p", [N]),
         logger_std_h:filesync(rotating)
     end || N <- lists:seq(1, 30)],
    show(removed, logger:remove_handler(rotating)),
    show(files, [filelib:is_file(File ++ End) || End <- ["", ".0", ".1", ".2"]]),
    show(bad, element(1, logger:add_handler(bad, logger_std_h, #{config => #{type => nothing}}))),
    [file:delete(File ++ End) || End <- ["", ".0", ".1", ".2"]].

show(What, Value) -> io:format("~p: ~tp~n", [What, Value]).
