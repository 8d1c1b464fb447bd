%% The crash reports of proc_lib in words.
%%
%% A crash report is [Crasher, Neighbours]: what is known of the process that crashed, as a list
%% of pairs, and {neighbour, Pairs} for each process linked to it.
-module(proc_lib_report).

-export([format/3]).

%% The text of a report under the options of the logger's formatter.
format([Crasher, Neighbours], #{single_line := SingleLine} = Options, Encoding) ->
    Style = {Options, Encoding},
    Parts = case SingleLine of
                true -> one_line(Crasher, Neighbours, Style);
                false -> lines(Crasher, Neighbours, Style)
            end,
    lists:append(Parts).

%% ---------------------------------------------------------------- several lines

lines(Crasher, Neighbours, Style) ->
    Share = share(Crasher, Neighbours, Style),
    [["  crasher:\n"],
     [entry(Entry, "    ", Share) || Entry <- Crasher],
     ["  neighbours:\n"],
     [["    neighbour:\n" | [entry(Entry, "      ", Share) || Entry <- Entries]]
      || {neighbour, Entries} <- Neighbours]].

entry({initial_call, {Module, Function, Args}}, Indent, Style) when is_list(Args) ->
    [Indent, initial_call(Module, Function, Args, Style), $\n];
entry({error_info, {Class, Reason, Stack}}, Indent, Style) ->
    [Indent, exception(Class, Reason, Stack, length(Indent) + 1, Style), $\n];
entry({Key, Value}, Indent, Style) ->
    [Indent, pair(Key, Value, "80.18", Style), $\n].

exception(Class, Reason, Stack, Column, {#{depth := Depth}, Encoding} = Style) ->
    Print = fun(Term, At) ->
                    {Control, More} = control(".*", Depth, Encoding),
                    text("~" ++ Control, [At, Term | More], Style)
            end,
    Trim = fun(Module, _, _) -> Module =:= erl_eval orelse Module =:= proc_lib end,
    Options = #{column => Column, stack_trim_fun => Trim, format_fun => Print},
    erl_error:format_exception(Class, Reason, Stack, Options).

%% ---------------------------------------------------------------- one line

one_line(Crasher, Neighbours, Style) ->
    Share = share(Crasher, Neighbours, Style),
    [["crasher: "],
     lists:join(", ", [short_entry(Entry, Share) || Entry <- Crasher]),
     ["; neighbours: "],
     lists:join("; ", [["neighbour: ",
                        lists:join(", ", [short_entry(Entry, Share) || Entry <- Entries])]
                       || {neighbour, Entries} <- Neighbours])].

short_entry({initial_call, {Module, Function, Args}}, Style) when is_list(Args) ->
    initial_call(Module, Function, Args, Style);
short_entry({error_info, {Class, Reason, Stack}}, Style) ->
    pair(Class, {Reason, Stack}, "0", Style);
short_entry({Key, Value}, Style) ->
    pair(Key, Value, "0", Style).

%% ---------------------------------------------------------------- both

%% Every entry gets the same share of the characters allowed.
share(_Crasher, _Neighbours, {#{chars_limit := unlimited}, _} = Style) -> Style;
share(Crasher, Neighbours, {#{chars_limit := Limit} = Options, Encoding}) ->
    Entries = length(Crasher) + lists:sum([length(List) || {neighbour, List} <- Neighbours]),
    {Options#{chars_limit => max(3, Limit div max(1, Entries))}, Encoding}.

initial_call(Module, Function, Args, {_, latin1}) ->
    io_lib:format("initial call: ~w:~w/~w", [Module, Function, length(Args)]);
initial_call(Module, Function, Args, _Style) ->
    io_lib:format("initial call: ~tw:~tw/~w", [Module, Function, length(Args)]).

pair(Key, Value, Field, {#{depth := Depth}, Encoding} = Style) ->
    {Control, More} = control(Field, Depth, Encoding),
    Name = case Encoding of
               latin1 -> "~w: ~";
               _ -> "~tw: ~"
           end,
    text(Name ++ Control, [Key, Value | More], Style).

%% The end of a control sequence for a term, and its argument for the depth.
control(Field, Depth, Encoding) ->
    Modified = case Encoding of
                   latin1 -> Field;
                   _ -> Field ++ "t"
               end,
    case Depth of
        unlimited -> {Modified ++ "p", []};
        _ -> {Modified ++ "P", [Depth]}
    end.

text(Format, Args, {#{chars_limit := unlimited}, _}) -> io_lib:format(Format, Args);
text(Format, Args, {#{chars_limit := Limit}, _}) ->
    io_lib:format(Format, Args, [{chars_limit, Limit}]).
