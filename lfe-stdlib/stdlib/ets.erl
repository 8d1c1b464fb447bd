%% Tables: what is made of the BIFs of module ets.
%%
%% BIFs are all functions that touch a table once: new, insert, lookup, select, match, info and
%% their like, and match_spec_run/2.
-module(ets).

-export([foldl/3, foldr/3, fun2ms/1, test_ms/2, repair_continuation/2, i/0, i/1]).
-export([tab2file/2, tab2file/3, file2tab/1, file2tab/2, tabfile_info/1, init_table/2]).

-export_type([table/0, tab/0, tid/0, match_pattern/0, match_spec/0, comp_match_spec/0,
              continuation/0]).

-type tid() :: reference().
-type table() :: atom() | tid().
-type tab() :: table().
-type match_pattern() :: atom() | tuple().
-type match_spec() :: [{match_pattern(), [term()], [term()]}].
-type comp_match_spec() :: reference().
-type continuation() :: '$end_of_table' | tuple().

%% Folds over the objects, from the first key on. The table stays fixed meanwhile.
-spec foldl(fun((tuple(), Acc) -> Acc), Acc, table()) -> Acc.
foldl(Fun, Acc, Table) ->
    fold(Fun, Acc, Table, fun() -> ets:first(Table) end, fun(Key) -> ets:next(Table, Key) end).

%% Folds over the objects, from the last key on.
-spec foldr(fun((tuple(), Acc) -> Acc), Acc, table()) -> Acc.
foldr(Fun, Acc, Table) ->
    fold(Fun, Acc, Table, fun() -> ets:last(Table) end, fun(Key) -> ets:prev(Table, Key) end).

fold(Fun, Acc, Table, First, Next) ->
    ets:safe_fixtable(Table, true),
    try
        fold_keys(Fun, Acc, Table, First(), Next)
    after
        ets:safe_fixtable(Table, false)
    end.

fold_keys(_, Acc, _, '$end_of_table', _) ->
    Acc;
fold_keys(Fun, Acc, Table, Key, Next) ->
    Acc1 = lists:foldl(Fun, Acc, ets:lookup(Table, Key)),
    fold_keys(Fun, Acc1, Table, Next(Key), Next).

%% A fun as match specification: the compiler does that, where the fun is written in the call.
-spec fun2ms(fun()) -> match_spec().
fun2ms(Fun) when is_function(Fun) ->
    exit({badarg, {ets, fun2ms, [function, called, with, real, 'fun', should, be, transformed,
                                 with, parse_transform, 'or', called, with, a, 'fun', generated,
                                 in, the, shell]}}).

%% What a match specification makes of a tuple: {ok, Result} with false where it does not match, or
%% {error, Reasons}.
-spec test_ms(tuple(), match_spec()) -> {ok, term()} | {error, [{warning | error, string()}]}.
test_ms(Tuple, Specification) ->
    case faults(Specification) of
        [] ->
            try ets:match_spec_run([Tuple], ets:match_spec_compile(Specification)) of
                [Result] -> {ok, Result};
                [] -> {ok, false}
            catch
                error:badarg -> {error, [{error, unknown_fault(Specification)}]}
            end;
        Faults ->
            {error, [{error, Fault} || Fault <- Faults]}
    end.

faults([_ | _] = Specification) ->
    lists:flatmap(fun clause_fault/1, Specification);
faults(_) ->
    ["Match programs are not in a list."].

clause_fault({_, Guards, _}) when not is_list(Guards) -> ["Match expression is not a list."];
clause_fault({_, _, Body}) when not is_list(Body) -> ["Match expression is not a list."];
clause_fault({_, _, _}) -> [];
clause_fault(_) -> ["Match program part is not a tuple of arity 3."].

%% What is wrong inside of a clause: a variable without value, or a function that is not allowed.
unknown_fault(Specification) ->
    Found = lists:flatmap(fun({Head, Guards, Body}) ->
                              Bound = variables(Head),
                              lists:flatmap(fun(Expr) -> expr_fault(Expr, Bound) end, Guards ++ Body)
                          end, Specification),
    case Found of
        [Fault | _] -> Fault;
        [] -> "The match specification is wrong."
    end.

variables(Term) when is_atom(Term) ->
    case is_variable(Term) of
        true -> [Term];
        false -> []
    end;
variables(Term) when is_tuple(Term) -> variables(tuple_to_list(Term));
variables([Head | Tail]) -> variables(Head) ++ variables(Tail);
variables(Map) when is_map(Map) -> variables(maps:values(Map));
variables(_) -> [].

is_variable(Atom) ->
    case atom_to_list(Atom) of
        [$$, Digit | Rest] -> lists:all(fun(C) -> C >= $0 andalso C =< $9 end, [Digit | Rest]);
        _ -> false
    end.

expr_fault(Expr, Bound) when is_atom(Expr) ->
    case is_variable(Expr) andalso not lists:member(Expr, Bound) of
        true -> ["Variable " ++ atom_to_list(Expr) ++ " is unbound."];
        false -> []
    end;
expr_fault({const, _}, _) -> [];
expr_fault({Tuple}, Bound) when is_tuple(Tuple) ->
    lists:flatmap(fun(Expr) -> expr_fault(Expr, Bound) end, tuple_to_list(Tuple));
expr_fault(Call, Bound) when is_tuple(Call), tuple_size(Call) > 0 ->
    [Name | Arguments] = tuple_to_list(Call),
    case is_allowed(Name, length(Arguments)) of
        true ->
            lists:flatmap(fun(Expr) -> expr_fault(Expr, Bound) end, Arguments);
        tracing ->
            [lists:flatten(io_lib:format("Special form '~w' used in wrong dialect.", [Name]))];
        false ->
            [lists:flatten(io_lib:format("Function ~w/~w does_not_exist.",
                                         [Name, length(Arguments)]))]
    end;
expr_fault([Head | Tail], Bound) -> expr_fault(Head, Bound) ++ expr_fault(Tail, Bound);
expr_fault(_, _) -> [].

is_allowed(Name, _) when Name =:= 'and'; Name =:= 'or'; Name =:= 'andalso'; Name =:= 'orelse' ->
    true;
is_allowed(Name, _)
  when Name =:= message; Name =:= return_trace; Name =:= exception_trace; Name =:= set_seq_token;
       Name =:= get_seq_token; Name =:= caller; Name =:= process_dump; Name =:= enable_trace;
       Name =:= disable_trace; Name =:= trace; Name =:= display; Name =:= silent;
       Name =:= set_tcw ->
    tracing;
is_allowed(Name, Arity) when is_atom(Name) ->
    erl_internal:guard_bif(Name, Arity) orelse
        lists:member(erl_internal_type(Name, Arity), [arith, comp, bool]);
is_allowed(_, _) ->
    false.

erl_internal_type(Name, Arity) ->
    try
        erl_internal:op_type(Name, Arity)
    catch
        error:_ -> none
    end.

%% A continuation of select/1 or match/1 that has been outside of the system. Ours need no repair.
-spec repair_continuation(continuation(), match_spec()) -> continuation().
repair_continuation(Continuation, _) -> Continuation.

%% Fills a table with what a fun brings: Fun(read) gives {Objects, NextFun} or end_of_input,
%% Fun(close) ends it.
-spec init_table(table(), fun((read | close) -> term())) -> true.
init_table(Table, Fun) ->
    ets:delete_all_objects(Table),
    fill(Table, Fun).

fill(Table, Fun) ->
    case Fun(read) of
        end_of_input ->
            true;
        {Objects, Next} when is_list(Objects), is_function(Next, 1) ->
            ets:insert(Table, Objects),
            fill(Table, Next);
        Other ->
            Fun(close),
            error({bad_init_function, Other})
    end.

%% ---------------------------------------------------------------- listings

%% Writes a line about every table.
-spec i() -> ok.
i() ->
    Format = " ~-15ts ~-17ts ~-6ts ~-6ts ~-6ts ~ts~n",
    io:format(Format, ["id", "name", "type", "size", "mem", "owner"]),
    io:format(" ~ts~n", [lists:duplicate(76, $-)]),
    lists:foreach(fun(Table) -> line(Format, Table) end, lists:sort(ets:all())).

line(Format, Table) ->
    case ets:info(Table) of
        undefined ->
            ok;
        Info ->
            [Name, Type, Size, Memory, Owner] =
                [proplists:get_value(Item, Info) || Item <- [name, type, size, memory, owner]],
            io:format(Format, [text(Table), text(Name), text(Type), text(Size), text(Memory),
                               owner(Owner)])
    end.

text(Term) -> io_lib:format("~tw", [Term]).

owner(Pid) ->
    case erlang:process_info(Pid, registered_name) of
        {registered_name, Name} -> text(Name);
        _ -> text(Pid)
    end.

%% Writes the objects of a table.
-spec i(table()) -> ok.
i(Table) ->
    lists:foreach(fun(Object) -> io:format("~tp~n", [Object]) end, ets:tab2list(Table)).

%% ---------------------------------------------------------------- files

%% A table in a file is one term: {ets_file, Version, Info, Objects}.
-define(VERSION, 1).

%% Writes a table to a file.
-spec tab2file(table(), file:name()) -> ok | {error, term()}.
tab2file(Table, File) -> tab2file(Table, File, []).

%% The same with options, which say how to check files; ours are always read whole.
-spec tab2file(table(), file:name(), [term()]) -> ok | {error, term()}.
tab2file(Table, File, Options) when is_list(Options) ->
    case ets:info(Table) of
        undefined ->
            {error, badtab};
        Info ->
            Term = {ets_file, ?VERSION, Info, ets:tab2list(Table)},
            file:write_file(File, term_to_binary(Term))
    end.

%% Makes a table from a file.
-spec file2tab(file:name()) -> {ok, table()} | {error, term()}.
file2tab(File) -> file2tab(File, []).

%% The same with options.
-spec file2tab(file:name(), [term()]) -> {ok, table()} | {error, term()}.
file2tab(File, Options) when is_list(Options) ->
    case read(File) of
        {ok, Info, Objects} -> make(Info, Objects);
        Error -> Error
    end.

%% What is known of the table in a file.
-spec tabfile_info(file:name()) -> {ok, [{atom(), term()}]} | {error, term()}.
tabfile_info(File) ->
    case read(File) of
        {ok, Info, _} ->
            Known = [Item || {Name, _} = Item <- Info,
                             lists:member(Name, [name, type, protection, named_table, keypos, size])],
            {ok, Known ++ [{extended_info, []}, {version, {1, 0}}]};
        Error ->
            Error
    end.

read(File) ->
    case file:read_file(File) of
        {ok, Binary} ->
            try binary_to_term(Binary) of
                {ets_file, ?VERSION, Info, Objects} -> {ok, Info, Objects};
                _ -> {error, badfile}
            catch
                error:badarg -> {error, badfile}
            end;
        {error, Reason} ->
            {error, {read_error, {file_error, File, Reason}}}
    end.

make(Info, Objects) ->
    Value = fun(Name) -> proplists:get_value(Name, Info) end,
    Named = case Value(named_table) of
                true -> [named_table];
                false -> []
            end,
    Options = [Value(type), Value(protection), {keypos, Value(keypos)} | Named],
    try ets:new(Value(name), Options) of
        Table ->
            ets:insert(Table, Objects),
            {ok, Table}
    catch
        error:badarg -> {error, cannot_create_table}
    end.
