%% Queries: handles of lists, tables and of other queries, evaluated when they are asked for.
%%
%% A handle holds a function that gives the list of all answers. There is no planning of joins and no
%% use of indices: a query goes through its sources in the order written. lfe_handle/2 and
%% lfe_elements/1 are what LFE's qlc macro expands to.
-module(qlc).

-export([e/1, e/2, eval/1, eval/2, fold/3, fold/4, append/1, append/2, sort/1, sort/2]).
-export([keysort/2, keysort/3, table/2, cursor/1, cursor/2, next_answers/1, next_answers/2]).
-export([delete_cursor/1, lfe_handle/2, lfe_elements/1]).

-record(qlc_handle, {answers, unique = false}).
-record(qlc_cursor, {pid, owner}).

%% A handle for the answers that Function gives. With {unique, true} or unique each comes once.
lfe_handle(Function, Options) ->
    #qlc_handle{answers = Function, unique = is_unique(Options)}.

is_unique(Options) when is_list(Options) -> proplists:get_bool(unique, Options);
is_unique(Option) -> is_unique([Option]).

%% All answers of a handle or a list.
lfe_elements(#qlc_handle{answers = Function, unique = Unique}) ->
    case Unique of
        true -> each_once(Function());
        false -> Function()
    end;
lfe_elements(List) when is_list(List) -> List;
lfe_elements(Other) -> error(badarg, [Other]).

each_once(List) -> each_once(List, #{}).

each_once([Answer | Rest], Seen) when is_map_key(Answer, Seen) -> each_once(Rest, Seen);
each_once([Answer | Rest], Seen) -> [Answer | each_once(Rest, Seen#{Answer => true})];
each_once([], _) -> [].

%% The list of all answers.
e(Handle) -> eval(Handle, []).
e(Handle, Options) -> eval(Handle, Options).

eval(Handle) -> eval(Handle, []).

eval(Handle, Options) ->
    Answers = lfe_elements(Handle),
    case proplists:get_bool(unique_all, proplist(Options)) of
        true -> each_once(Answers);
        false -> Answers
    end.

proplist(Options) when is_list(Options) -> Options;
proplist(Option) -> [Option].

fold(Function, Initial, Handle) -> fold(Function, Initial, Handle, []).
fold(Function, Initial, Handle, Options) -> lists:foldl(Function, Initial, eval(Handle, Options)).

append(Handles) ->
    lfe_handle(fun() -> lists:append([lfe_elements(Handle) || Handle <- Handles]) end, []).

append(Handle1, Handle2) -> append([Handle1, Handle2]).

sort(Handle) -> sort(Handle, []).

sort(Handle, Options) -> sorted(Handle, fun lists:sort/2, fun lists:sort/1, Options).

keysort(Position, Handle) -> keysort(Position, Handle, []).

keysort(Position, Handle, Options) when is_integer(Position) ->
    ByOrder = fun(Order, List) ->
                  Compare = fun(A, B) -> Order(element(Position, A), element(Position, B)) end,
                  lists:sort(Compare, List)
              end,
    sorted(Handle, ByOrder, fun(List) -> lists:keysort(Position, List) end, Options);
keysort(Positions, Handle, Options) when is_list(Positions) ->
    Keys = fun(Tuple) -> [element(Position, Tuple) || Position <- Positions] end,
    ByOrder = fun(Order, List) ->
                  lists:sort(fun(A, B) -> Order(Keys(A), Keys(B)) end, List)
              end,
    sorted(Handle, ByOrder, fun(List) -> ByOrder(fun erlang:'=<'/2, List) end, Options).

sorted(Handle, ByOrder, Plain, Options) ->
    List = proplist(Options),
    Sort = case proplists:get_value(order, List, ascending) of
               ascending -> Plain;
               descending -> fun(Answers) -> ByOrder(fun erlang:'>='/2, Answers) end;
               Order when is_function(Order, 2) -> fun(Answers) -> ByOrder(Order, Answers) end
           end,
    Unique = proplists:get_bool(unique, List),
    #qlc_handle{answers = fun() -> Sort(lfe_elements(Handle)) end, unique = Unique}.

%% A handle for a table: Traverse, a function without arguments, gives a list that may end in a
%% function which gives more, or all in a list.
table(Traverse, _Options) when is_function(Traverse, 0) ->
    lfe_handle(fun() -> all(Traverse()) end, []);
table(Traverse, _Options) when is_function(Traverse, 1) ->
    lfe_handle(fun() -> all(Traverse([{'$1', [], ['$1']}])) end, []).

all([Object | Rest]) -> [Object | all(Rest)];
all([]) -> [];
all(More) when is_function(More, 0) -> all(More()).

%% A cursor is a process that keeps the answers left.
cursor(Handle) -> cursor(Handle, []).

cursor(Handle, Options) ->
    Owner = self(),
    Answers = eval(Handle, Options),
    Pid = spawn(fun() -> serve(Answers, monitor(process, Owner)) end),
    #qlc_cursor{pid = Pid, owner = Owner}.

serve(Answers, Owner) ->
    receive
        {next, From, Tag, Count} ->
            {Next, Rest} = split(Count, Answers),
            From ! {Tag, Next},
            serve(Rest, Owner);
        stop -> ok;
        {'DOWN', Owner, process, _, _} -> ok
    end.

split(all_remaining, Answers) -> {Answers, []};
split(Count, Answers) when Count >= length(Answers) -> {Answers, []};
split(Count, Answers) -> lists:split(Count, Answers).

next_answers(Cursor) -> next_answers(Cursor, 10).

next_answers(#qlc_cursor{pid = Pid, owner = Owner}, Count) when Owner =:= self() ->
    Tag = monitor(process, Pid),
    Pid ! {next, self(), Tag, Count},
    receive
        {Tag, Answers} ->
            demonitor(Tag, [flush]),
            Answers;
        {'DOWN', Tag, process, _, Reason} ->
            exit(Reason)
    end;
next_answers(#qlc_cursor{}, _) ->
    error(not_cursor_owner).

delete_cursor(#qlc_cursor{pid = Pid}) ->
    Pid ! stop,
    ok.
