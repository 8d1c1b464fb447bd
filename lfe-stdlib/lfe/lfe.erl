%% Functions of the language: evaluation, macro expansion, association lists, substitution.
-module(lfe).

-export([eval/1, eval/2, macroexpand/1, macroexpand/2, 'macroexpand-1'/1, 'macroexpand-1'/2,
         'macroexpand-all'/1, 'macroexpand-all'/2, 'macro-function'/1, 'macro-function'/2,
         version/0]).
-export([acons/3, pairlis/2, pairlis/3, assoc/2, 'assoc-if'/2, 'assoc-if-not'/2, rassoc/2,
         'rassoc-if'/2, 'rassoc-if-not'/2]).
-export([subst/3, 'subst-if'/3, 'subst-if-not'/3, sublis/2]).

%% The release of LFE whose language this is.
version() -> "2.2.1".

eval(Form) -> eval(Form, lfe_env:new()).
eval(Form, Env) -> lfe_eval:expr(Form, Env).

macroexpand(Form) -> macroexpand(Form, lfe_env:new()).
macroexpand(Form, Env) -> expanded(lfe_macro:expand_expr(Form, Env), Form).

'macroexpand-1'(Form) -> 'macroexpand-1'(Form, lfe_env:new()).
'macroexpand-1'(Form, Env) -> expanded(lfe_macro:expand_expr_1(Form, Env), Form).

'macroexpand-all'(Form) -> 'macroexpand-all'(Form, lfe_env:new()).
'macroexpand-all'(Form, Env) -> lfe_macro:expand_expr_all(Form, Env).

'macro-function'(Name) -> 'macro-function'(Name, lfe_env:new()).

%% The definition of a macro of an environment, or ().
'macro-function'(Name, Env) ->
    case lfe_env:get_mbinding(Name, Env) of
        {yes, Definition} -> Definition;
        no -> []
    end.

expanded({yes, Expanded}, _) -> Expanded;
expanded(no, Form) -> Form.

%% ---------------------------------------------------------------- association lists

acons(Key, Value, List) -> [[Key | Value] | List].

pairlis(Keys, Values) -> pairlis(Keys, Values, []).

pairlis([Key | Keys], [Value | Values], List) -> [[Key | Value] | pairlis(Keys, Values, List)];
pairlis([], [], List) -> List.

%% The first pair whose key, or value, is as asked for; () if there is none.
assoc(Key, List) -> 'assoc-if'(fun(Other) -> Other =:= Key end, List).
'assoc-if'(Test, List) -> first(fun([Key | _]) -> Test(Key) end, List).
'assoc-if-not'(Test, List) -> first(fun([Key | _]) -> not Test(Key) end, List).

rassoc(Value, List) -> 'rassoc-if'(fun(Other) -> Other =:= Value end, List).
'rassoc-if'(Test, List) -> first(fun([_ | Value]) -> Test(Value) end, List).
'rassoc-if-not'(Test, List) -> first(fun([_ | Value]) -> not Test(Value) end, List).

first(Test, [Pair | Pairs]) ->
    case Test(Pair) of
        true -> Pair;
        false -> first(Test, Pairs)
    end;
first(_, []) -> [].

%% ---------------------------------------------------------------- substitution

%% New in place of every part of a tree that is Old, or for which a test is true.
subst(New, Old, Tree) -> 'subst-if'(New, fun(Part) -> Part =:= Old end, Tree).

'subst-if'(New, Test, Tree) ->
    case Test(Tree) of
        true -> New;
        false ->
            case Tree of
                [Head | Tail] -> ['subst-if'(New, Test, Head) | 'subst-if'(New, Test, Tail)];
                _ -> Tree
            end
    end.

'subst-if-not'(New, Test, Tree) -> 'subst-if'(New, fun(Part) -> not Test(Part) end, Tree).

%% What an association list gives for the parts of a tree that are keys in it.
sublis(List, Tree) ->
    case assoc(Tree, List) of
        [_ | Value] -> Value;
        [] ->
            case Tree of
                [Head | Tail] -> [sublis(List, Head) | sublis(List, Tail)];
                _ -> Tree
            end
    end.
