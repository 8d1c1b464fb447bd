%% Environments of evaluation and macro expansion: variables, functions, macros, records.
%%
%% Functions of a name are [{Arity, Definition} | {Arity, Module, Function}], a macro is
%% {macro, Definition}; definitions are forms.
-module(lfe_env).

-export([new/0, add_env/2]).
-export([get_vars/1, clr_vars/1, set_vars/2, fold_vars/3]).
-export([get_funs/1, clr_funs/1, set_funs/2, fold_funs/3, fold_macros/3]).
-export([get_recs/1, clr_recs/1, set_recs/2, fold_recs/3]).
-export([add_vbinding/3, add_vbindings/2, is_vbound/2, get_vbinding/2, fetch_vbinding/2,
         del_vbinding/2]).
-export([add_fbinding/4, add_fbindings/2, add_ibinding/5, is_fbound/3, get_fbinding/3]).
-export([add_mbinding/3, add_mbindings/2, is_mbound/2, get_mbinding/2]).
-export([add_record/3, get_record/2]).

-record(env, {vars = #{}, funs = #{}, recs = #{}}).

%% An environment without anything.
new() -> #env{}.

%% What is in the first environment hides what is in the second.
add_env(#env{vars = V1, funs = F1, recs = R1}, #env{vars = V2, funs = F2, recs = R2}) ->
    Funs = maps:fold(fun add_functions/3, F2, F1),
    #env{vars = maps:merge(V2, V1), funs = Funs, recs = maps:merge(R2, R1)}.

add_functions(Name, {macro, _} = Macro, Funs) ->
    Funs#{Name => Macro};
add_functions(Name, Functions, Funs) ->
    case Funs of
        #{Name := Others} when is_list(Others) ->
            Arities = [element(1, Function) || Function <- Functions],
            Kept = [Other || Other <- Others, not lists:member(element(1, Other), Arities)],
            Funs#{Name := Functions ++ Kept};
        _ ->
            Funs#{Name => Functions}
    end.

%% ---------------------------------------------------------------- whole tables

get_vars(Env) -> Env#env.vars.
clr_vars(Env) -> Env#env{vars = #{}}.
set_vars(Vars, Env) -> Env#env{vars = Vars}.
fold_vars(Fun, Acc, Env) -> maps:fold(Fun, Acc, Env#env.vars).

get_funs(Env) -> Env#env.funs.
clr_funs(Env) -> Env#env{funs = #{}}.
set_funs(Funs, Env) -> Env#env{funs = Funs}.

%% Fun(Name, Arity, Definition, Acc) for each function.
fold_funs(Fun, Acc, Env) ->
    maps:fold(fun(_, {macro, _}, Acc1) ->
                      Acc1;
                 (Name, Functions, Acc1) ->
                      lists:foldl(fun(Function, Acc2) ->
                                          Fun(Name, element(1, Function), definition(Function), Acc2)
                                  end, Acc1, Functions)
              end, Acc, Env#env.funs).

definition({_, Definition}) -> Definition;
definition({_, Module, Function}) -> {Module, Function}.

%% Fun(Name, Definition, Acc) for each macro.
fold_macros(Fun, Acc, Env) ->
    maps:fold(fun(Name, {macro, Definition}, Acc1) -> Fun(Name, Definition, Acc1);
                 (_, _, Acc1) -> Acc1
              end, Acc, Env#env.funs).

get_recs(Env) -> Env#env.recs.
clr_recs(Env) -> Env#env{recs = #{}}.
set_recs(Recs, Env) -> Env#env{recs = Recs}.
fold_recs(Fun, Acc, Env) -> maps:fold(Fun, Acc, Env#env.recs).

%% ---------------------------------------------------------------- variables

add_vbinding(Name, Value, #env{vars = Vars} = Env) -> Env#env{vars = Vars#{Name => Value}}.

%% Bindings are pairs [{Name, Value}] or lists [[Name | Value]].
add_vbindings(Bindings, Env) ->
    lists:foldl(fun({Name, Value}, Env1) -> add_vbinding(Name, Value, Env1);
                   ([Name | Value], Env1) -> add_vbinding(Name, Value, Env1)
                end, Env, Bindings).

is_vbound(Name, Env) -> maps:is_key(Name, Env#env.vars).

%% {yes, Value} or no.
get_vbinding(Name, Env) ->
    case Env#env.vars of
        #{Name := Value} -> {yes, Value};
        _ -> no
    end.

fetch_vbinding(Name, Env) -> maps:get(Name, Env#env.vars).

del_vbinding(Name, #env{vars = Vars} = Env) -> Env#env{vars = maps:remove(Name, Vars)}.

%% ---------------------------------------------------------------- functions

add_fbinding(Name, Arity, Definition, #env{funs = Funs} = Env) ->
    Env#env{funs = add_functions(Name, [{Arity, Definition}], Funs)}.

%% Bindings are [{Name, Arity, Definition}].
add_fbindings(Bindings, Env) ->
    lists:foldl(fun({Name, Arity, Definition}, Env1) ->
                        add_fbinding(Name, Arity, Definition, Env1)
                end, Env, Bindings).

%% A name for Module:Remote/Arity.
add_ibinding(Module, Remote, Arity, Name, #env{funs = Funs} = Env) ->
    Env#env{funs = add_functions(Name, [{Arity, Module, Remote}], Funs)}.

is_fbound(Name, Arity, Env) -> get_fbinding(Name, Arity, Env) =/= no.

%% {yes, Definition}, {yes, Module, Function} or no.
get_fbinding(Name, Arity, #env{funs = Funs}) ->
    case Funs of
        #{Name := Functions} when is_list(Functions) ->
            case lists:keyfind(Arity, 1, Functions) of
                {_, Definition} -> {yes, Definition};
                {_, Module, Function} -> {yes, Module, Function};
                false -> no
            end;
        _ ->
            no
    end.

%% ---------------------------------------------------------------- macros, records

add_mbinding(Name, Definition, #env{funs = Funs} = Env) ->
    Env#env{funs = Funs#{Name => {macro, Definition}}}.

%% Bindings are [{Name, Definition}].
add_mbindings(Bindings, Env) ->
    lists:foldl(fun({Name, Definition}, Env1) -> add_mbinding(Name, Definition, Env1) end,
                Env, Bindings).

is_mbound(Name, Env) -> get_mbinding(Name, Env) =/= no.

%% {yes, Definition} or no.
get_mbinding(Name, #env{funs = Funs}) ->
    case Funs of
        #{Name := {macro, Definition}} -> {yes, Definition};
        _ -> no
    end.

add_record(Name, Definition, #env{recs = Recs} = Env) -> Env#env{recs = Recs#{Name => Definition}}.

%% {yes, Definition} or no.
get_record(Name, Env) ->
    case Env#env.recs of
        #{Name := Definition} -> {yes, Definition};
        _ -> no
    end.
