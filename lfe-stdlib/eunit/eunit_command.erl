%% What `lfec test` runs: the tests of modules, one module after the other, each in a process of
%% its own, with a report for people.
%%
%% Arguments: --verbose, --colour, --filter=TEXT (tests whose module:function contains it),
%% --own=MODULE for each module of the user's, then the names of modules with tests. The exit
%% status is 1 unless all tests pass.
-module(eunit_command).

-export([main/1]).

-record(state, {verbose, colour, own = [], pass = 0, bad = 0, skip = 0, titles = []}).

%% Runs the tests.
main(Arguments) ->
    Verbose = lists:member("--verbose", Arguments),
    Colour = lists:member("--colour", Arguments),
    Filter = lists:append([Text || "--filter=" ++ Text <- Arguments]),
    Modules = [list_to_atom(Name) || Name <- Arguments, not lists:prefix("--", Name)],
    Before = erlang:monotonic_time(millisecond),
    Own = [list_to_atom(Name) || "--own=" ++ Name <- Arguments],
    State = #state{verbose = Verbose, colour = Colour, own = Own},
    End = lists:foldl(fun(Module, S) -> module(Module, Filter, S) end, State, Modules),
    Time = erlang:monotonic_time(millisecond) - Before,
    summary(End, Time),
    init:stop(status(End)),
    receive after infinity -> ok end.

status(#state{bad = 0, skip = 0}) -> 0;
status(_) -> 1.

summary(#state{pass = 0, bad = 0, skip = 0}, _Time) ->
    io:put_chars("no tests found\n");
summary(#state{pass = Pass, bad = Bad, skip = Skip} = State, Time) ->
    Total = Pass + Bad + Skip,
    Parts = [io_lib:format("~w passed", [Pass])]
        ++ [paint(red, io_lib:format("~w failed", [Bad]), State) || Bad > 0]
        ++ [io_lib:format("~w could not run", [Skip]) || Skip > 0],
    Verdict = case status(State) of
                  0 -> paint(green, "ok", State);
                  1 -> paint(red, "FAILED", State)
              end,
    io:format("~ts: ~w ~ts, ~ts (~.2f s)~n",
              [Verdict, Total, plural(Total), lists:join(", ", Parts), Time / 1000]).

plural(1) -> "test";
plural(_) -> "tests".

%% ---------------------------------------------------------------- running

module(Module, Filter, State) ->
    case [Test || Test <- eunit_tree:functions(Module), is_wanted(Test, Filter)] of
        [] -> State;
        Tests ->
            State#state.verbose
                andalso io:format("~ts~n", [paint(bold, atom_to_list(Module), State)]),
            Ref = eunit_run:start([{spawn, Tests}], []),
            events(Ref, State)
    end.

is_wanted({_, Module, Name}, Filter) ->
    Text = atom_to_list(Module) ++ ":" ++ atom_to_list(Name),
    Filter =:= "" orelse string:find(Text, Filter) =/= nomatch.

events(Ref, State) ->
    receive
        {event, Ref, What, Kind, _Id, Data, _} -> events(Ref, event(What, Kind, Data, State));
        {finished, Ref} -> State
    end.

event(start, group, Data, #state{titles = Titles} = State) ->
    State#state{titles = [proplists:get_value(desc, Data) | Titles]};
event(stop, group, _Data, #state{titles = [_ | Titles]} = State) ->
    State#state{titles = Titles};
event(cancel, Kind, Data, State) ->
    cancelled(Kind, proplists:get_value(reason, Data), Data, State);
event(start, test, _Data, State) ->
    State;
event(stop, test, Data, State) ->
    case proplists:get_value(status, Data) of
        ok -> passed(Data, State);
        {skipped, Reason} -> skipped(Reason, Data, State);
        {error, Exception} -> failed(Exception, Data, State)
    end.

passed(Data, #state{pass = Pass} = State) ->
    State#state.verbose andalso
        io:format("  ~ts ~ts~ts~n", [paint(green, "ok  ", State), name(Data, State), time(Data)]),
    State#state{pass = Pass + 1}.

time(Data) ->
    case proplists:get_value(time, Data) of
        Time when Time >= 100 -> io_lib:format(" (~.2f s)", [Time / 1000]);
        _ -> ""
    end.

skipped(Reason, Data, #state{skip = Skip} = State) ->
    io:format("~ts ~ts~n       ~ts~n",
              [paint(red, "SKIP", State), name(Data, State), eunit_text:problem(Reason)]),
    State#state{skip = Skip + 1}.

%% Only what is to blame is told of; a test that was cut short with it counts.
cancelled(group, Reason, _Data, #state{titles = [Title | Titles]} = State) ->
    NewState = State#state{titles = Titles},
    case Reason of
        undefined -> NewState;
        {blame, _} -> NewState;
        _ -> bad_group(Title, Reason, NewState)
    end;
cancelled(test, {timeout, #{stacktrace := Stack}}, Data, #state{bad = Bad} = State) ->
    heading(Data, Stack, State),
    io:put_chars("       took too long and was stopped\n"),
    [io:format("       ~ts~n", [Line]) || Line <- eunit_text:frames(Stack)],
    State#state{bad = Bad + 1};
cancelled(test, _Reason, Data, #state{skip = Skip} = State) ->
    io:format("~ts ~ts~n       was cut short~n", [paint(red, "SKIP", State), name(Data, State)]),
    State#state{skip = Skip + 1}.

bad_group(Title, Reason, #state{bad = Bad} = State) ->
    Name = case Title of
               undefined -> "a group of tests";
               _ -> Title
           end,
    io:format("~ts ~ts~n", [paint(red, "FAIL", State), Name]),
    indented(eunit_text:cancelled(Reason, 20)),
    State#state{bad = Bad + 1}.

%% ---------------------------------------------------------------- failures

failed({_, _, Stack} = Exception, Data, #state{bad = Bad} = State) ->
    heading(Data, place(Exception, Stack), State),
    explain(Exception, State),
    output(iolist_to_binary(proplists:get_value(output, Data)), State),
    State#state{bad = Bad + 1}.

heading(Data, Where, State) ->
    io:format("~ts ~ts~ts~n",
              [paint(red, "FAIL", State), name(Data, State), at(Where, State#state.own)]).

at({File, Line}, _Own) -> io_lib:format("  ~ts:~w", [File, Line]);
at(Stack, Own) when is_list(Stack) ->
    case first_place(Stack, Own) of
        none -> "";
        Place -> at(Place, Own)
    end.

%% Where an assertion stands, or where an exception came from in the user's code.
place({error, {_, [{module, Module}, {line, Line} | _]}, _}, _Stack)
  when is_atom(Module), is_integer(Line) ->
    {source(Module), Line};
place(_Exception, Stack) ->
    Stack.

first_place([{Module, _, _, Where} | Rest], Own) ->
    case {lists:keyfind(line, 1, Where), lists:member(Module, Own)} of
        {{line, Line}, true} -> {source(Module), Line};
        _ -> first_place(Rest, Own)
    end;
first_place([], _Own) ->
    none.

source(Module) ->
    try proplists:get_value(source, Module:module_info(compile)) of
        undefined -> atom_to_list(Module);
        Source -> Source
    catch
        error:_ -> atom_to_list(Module)
    end.

explain({error, {assertEqual, Facts}, _}, State) ->
    fact("expected", expected, Facts, State),
    fact("found", value, Facts, State),
    in(Facts, State);
explain({error, {assertNotEqual, Facts}, _}, State) ->
    fact("not expected", value, Facts, State),
    in(Facts, State);
explain({error, {Kind, Facts}, _}, State)
  when Kind =:= assert; Kind =:= assertMatch; Kind =:= assertNotMatch ->
    fact("expected", expected, Facts, State),
    text(case Kind of assertNotMatch -> "unwanted"; _ -> "pattern" end, pattern, Facts, State),
    fact("found", value, Facts, State),
    fact("found (not true or false)", not_boolean, Facts, State),
    in(Facts, State);
explain({error, {Kind, [{module, _} | _] = Facts}, _}, State)
  when Kind =:= assertException; Kind =:= assertNotException ->
    text(case Kind of assertException -> "expected"; _ -> "unwanted" end, pattern, Facts, State),
    fact("found (no exception)", unexpected_success, Facts, State),
    case lists:keyfind(unexpected_exception, 1, Facts) of
        {_, Exception} ->
            io:put_chars("       found:\n"),
            indented(eunit_text:exception(Exception, 20));
        false -> ok
    end,
    in(Facts, State);
explain(Exception, _State) ->
    indented(eunit_text:exception(Exception, 20)).

in(Facts, State) ->
    text("in", expression, Facts, State),
    case lists:keyfind(comment, 1, Facts) of
        {_, Comment} -> labelled("comment", none, io_lib:format("~tp", [Comment]), State);
        false -> ok
    end.

fact(Label, Key, Facts, State) ->
    case lists:keyfind(Key, 1, Facts) of
        {_, Value} -> labelled(Label, key_colour(Key), io_lib:format("~tp", [Value]), State);
        false -> ok
    end.

key_colour(expected) -> green;
key_colour(_) -> red.

text(Label, Key, Facts, State) ->
    case lists:keyfind(Key, 1, Facts) of
        {_, Text} -> labelled(Label, none, Text, State);
        false -> ok
    end.

%% A label and a text, which begins on a line of its own if it has several.
labelled(Label, Colour, Text, State) ->
    Shown = paint(Colour, [Label, $:], State),
    case string:split(unicode:characters_to_list(Text), "\n", all) of
        [Line] ->
            Space = lists:duplicate(max(1, 10 - string:length(Label)), $\s),
            io:format("       ~ts~ts~ts~n", [Shown, Space, Line]);
        Lines ->
            io:format("       ~ts~n", [Shown]),
            [io:format("         ~ts~n", [Line]) || Line <- Lines]
    end.

indented(Text) ->
    Lines = string:split(string:trim(unicode:characters_to_list(Text), trailing, "\n"), "\n", all),
    [io:format("       ~ts~n", [Line]) || Line <- Lines].

output(<<>>, _State) -> ok;
output(Text, _State) ->
    Lines = string:split(string:trim(Text, trailing, "\n"), "\n", all),
    io:put_chars("       output:\n"),
    [io:format("         | ~ts~n", [Line]) || Line <- Lines],
    ok.

%% ---------------------------------------------------------------- texts

%% Module, function, and the titles on the way.
name(Data, #state{titles = Titles}) ->
    {Module, Function, _} = proplists:get_value(source, Data),
    Own = proplists:get_value(desc, Data),
    Shown = [Title || Title <- lists:reverse([Own | Titles]), Title =/= undefined],
    Title = case Shown of
                [] -> "";
                _ -> [" (", lists:join(": ", Shown), ")"]
            end,
    [atom_to_list(Module), $:, function(atom_to_list(Function)), Title].

%% The function in which a fun stands.
function("-" ++ Name) -> lists:takewhile(fun(Char) -> Char =/= $/ end, Name);
function(Name) -> Name.

paint(none, Text, _State) -> Text;
paint(_Colour, Text, #state{colour = false}) -> Text;
paint(red, Text, _State) -> ["\e[31m", Text, "\e[0m"];
paint(green, Text, _State) -> ["\e[32m", Text, "\e[0m"];
paint(bold, Text, _State) -> ["\e[1m", Text, "\e[0m"].
