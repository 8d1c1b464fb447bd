%% Questions about LFE data, and fresh symbols for macros.
-module(lfe_lib).

-export([is_symb/1, is_symb_list/1, is_posint_list/1, is_proper_list/1, is_doc_string/1]).
-export([split_name/1, gensym/0, gensym/1]).

is_symb(Term) -> is_atom(Term).

is_symb_list([Symbol | Rest]) when is_atom(Symbol) -> is_symb_list(Rest);
is_symb_list(Rest) -> Rest =:= [].

is_posint_list([Integer | Rest]) when is_integer(Integer), Integer >= 0 -> is_posint_list(Rest);
is_posint_list(Rest) -> Rest =:= [].

is_proper_list([_ | Rest]) -> is_proper_list(Rest);
is_proper_list(Rest) -> Rest =:= [].

is_doc_string(Term) -> is_binary(Term) orelse is_posint_list(Term).

%% module:name:arity as [module, name, arity], with as many parts as there are.
split_name('=:=') -> ['=:='];
split_name(Name) ->
    case string:split(atom_to_list(Name), ":") of
        [_] -> [Name];
        [Module, Rest] ->
            case string:split(Rest, "/") of
                [Function] -> [list_to_atom(Module), list_to_atom(Function)];
                [Function, Arity] ->
                    [list_to_atom(Module), list_to_atom(Function), list_to_integer(Arity)]
            end
    end.

%% A symbol that nothing else is called.
gensym() -> gensym("g").

gensym(Prefix) when is_atom(Prefix) -> gensym(atom_to_list(Prefix));
gensym(Prefix) ->
    list_to_atom(Prefix ++ "--" ++ integer_to_list(erlang:unique_integer([positive]))).
