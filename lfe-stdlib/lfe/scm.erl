%% Scheme's syntax definitions for LFE: macros define-syntax, let-syntax, defsyntax with
%% syntax-rules, begin and define, and the engine of syntax-rules.
%%
%% A pattern is matched with the arguments of a call, without the macro's name; with a list of
%% literals it has the name, or _, in front, as in Scheme. `...' after a part stands for any number of
%% it. Names are not renamed.
-module(scm).

-export(['LFE-EXPAND-EXPORTED-MACRO'/3, '__info__'/1, expand/3]).

'__info__'(macros) -> ['begin', define, 'define-syntax', 'let-syntax', defsyntax];
'__info__'(module) -> ?MODULE;
'__info__'(functions) -> [{expand, 3}];
'__info__'(Item) -> erlang:get_module_info(?MODULE, Item).

%% {yes, Form} for a call of a macro of this module, else no.
'LFE-EXPAND-EXPORTED-MACRO'('begin', Body, _) ->
    {yes, [progn | Body]};
'LFE-EXPAND-EXPORTED-MACRO'(define, [[Name | Arguments] | Body], _) ->
    {yes, [defun, Name, Arguments | Body]};
'LFE-EXPAND-EXPORTED-MACRO'(define, [Name, Lambda], _) when is_atom(Name) ->
    {yes, ['define-function', Name, [], Lambda]};
'LFE-EXPAND-EXPORTED-MACRO'('define-syntax', [Name, Transformer], _) when is_atom(Name) ->
    definition(Name, Transformer);
'LFE-EXPAND-EXPORTED-MACRO'(defsyntax, [Name | Rules], _) when is_atom(Name) ->
    definition(Name, ['syntax-rules' | Rules]);
'LFE-EXPAND-EXPORTED-MACRO'('let-syntax', [Bindings | Body], _) when is_list(Bindings) ->
    Lambdas = [[Name, lambda(Name, Transformer)] || [Name, Transformer] <- Bindings],
    {yes, ['let-macro', Lambdas | Body]};
'LFE-EXPAND-EXPORTED-MACRO'(_, _, _) ->
    no.

definition(Name, [macro | Clauses]) -> {yes, [defmacro, Name | Clauses]};
definition(Name, Transformer) -> {yes, ['define-macro', Name, [], lambda(Name, Transformer)]}.

%% The function of a macro: arguments and environment to a form.
lambda(Name, ['syntax-rules' | Rules]) ->
    Expansion = [call, [quote, ?MODULE], [quote, expand], [quote, Name], [quote, Rules], args],
    [lambda, [args, '$ENV'], Expansion];
lambda(_, [macro | Clauses]) ->
    ['match-lambda' | [[[Pattern, '$ENV'] | Body] || [Pattern | Body] <- Clauses]].

%% The expansion of a call of Name with Arguments by the first rule that matches.
expand(Name, Rules, Arguments) ->
    {Literals, Prefixed, Rules1} = literals(Rules),
    expand(Name, Literals, Prefixed, Rules1, Arguments).

expand(Name, _, _, [], Arguments) ->
    error({no_syntax_rule, [Name | Arguments]});
expand(Name, Literals, Prefixed, [[Pattern, Template] | Rules], Arguments) ->
    case match(arguments(Name, Prefixed, Pattern), Arguments, Literals, #{}) of
        {ok, Bindings} -> fill(Template, Bindings);
        no -> expand(Name, Literals, Prefixed, Rules, Arguments)
    end.

%% A first element that holds only symbols, with rules after it, is a list of literals.
literals([First | [_ | _] = Rules] = All) ->
    case is_list(First) andalso lists:all(fun is_atom/1, First) of
        true -> {First, true, Rules};
        false -> {[], false, All}
    end;
literals([[First, Rule]]) when First =:= [], is_list(Rule) ->
    {[], true, [Rule]};
literals(Rules) ->
    {[], false, Rules}.

arguments(Name, true, [Head | Pattern]) when Head =:= '_'; Head =:= Name -> Pattern;
arguments(_, _, Pattern) -> Pattern.

match('_', _, _, Bindings) -> {ok, Bindings};
match(Name, Form, Literals, Bindings) when is_atom(Name) ->
    case {lists:member(Name, Literals), Bindings} of
        {true, _} when Form =:= Name -> {ok, Bindings};
        {true, _} -> no;
        {false, #{Name := Form}} -> {ok, Bindings};
        {false, #{Name := _}} -> no;
        {false, _} -> {ok, Bindings#{Name => Form}}
    end;
match([Pattern, '...' | After], Forms, Literals, Bindings) ->
    match_many(Pattern, After, Forms, Literals, Bindings);
match([quote, Datum], [quote, Datum], _, Bindings) ->
    {ok, Bindings};
match([Pattern | Patterns], [Form | Forms], Literals, Bindings) ->
    case match(Pattern, Form, Literals, Bindings) of
        {ok, Bindings1} -> match(Patterns, Forms, Literals, Bindings1);
        no -> no
    end;
match(Pattern, Form, Literals, Bindings) when is_tuple(Pattern), is_tuple(Form) ->
    match(tuple_to_list(Pattern), tuple_to_list(Form), Literals, Bindings);
match(Datum, Datum, _, Bindings) -> {ok, Bindings};
match(_, _, _, _) -> no.

%% As many forms as the patterns after the dots leave.
match_many(Pattern, After, Forms, Literals, Bindings) ->
    Count = front(Forms) - front(After),
    case Count >= 0 of
        false -> no;
        true ->
            {Many, Rest} = lists:split(Count, Forms),
            Matches = [match(Pattern, Form, Literals, #{}) || Form <- Many],
            case lists:member(no, Matches) of
                true -> no;
                false ->
                    Names = variables(Pattern, Literals),
                    Found = [Match || {ok, Match} <- Matches],
                    Lists = maps:from_list(
                              [{Name, {many, [maps:get(Name, M) || M <- Found]}} || Name <- Names]),
                    match(After, Rest, Literals, maps:merge(Bindings, Lists))
            end
    end.

front([_ | Tail]) -> 1 + front(Tail);
front(_) -> 0.

variables('_', _) -> [];
variables('...', _) -> [];
variables(Name, Literals) when is_atom(Name) -> [Name || not lists:member(Name, Literals)];
variables([Head | Tail], Literals) -> variables(Head, Literals) ++ variables(Tail, Literals);
variables(Tuple, Literals) when is_tuple(Tuple) -> variables(tuple_to_list(Tuple), Literals);
variables(_, _) -> [].

%% The template with the bindings filled in.
fill(['...', Template], _) -> Template;
fill(Name, Bindings) when is_atom(Name) -> maps:get(Name, Bindings, Name);
fill([Template, '...' | Rest], Bindings) ->
    {More, Rest1} = more_dots(Rest, 0),
    repeat(Template, More, Bindings) ++ fill(Rest1, Bindings);
fill([Head | Tail], Bindings) -> [fill(Head, Bindings) | fill(Tail, Bindings)];
fill(Tuple, Bindings) when is_tuple(Tuple) -> list_to_tuple(fill(tuple_to_list(Tuple), Bindings));
fill(Datum, _) -> Datum.

more_dots(['...' | Rest], Count) -> more_dots(Rest, Count + 1);
more_dots(Rest, Count) -> {Count, Rest}.

%% The template once for each element of the lists that its variables have.
repeat(Template, More, Bindings) ->
    Names = [Name || Name <- variables(Template, []), is_many(Name, Bindings)],
    Lists = [{Name, element(2, maps:get(Name, Bindings))} || Name <- Names],
    case Lists of
        [] -> error({no_repeated_variable, Template});
        _ ->
            Length = lists:max([length(List) || {_, List} <- Lists]),
            Rows = [row(Index, Lists) || Index <- lists:seq(1, Length)],
            Filled = [repeated(Template, More, maps:merge(Bindings, Row)) || Row <- Rows],
            lists:append(Filled)
    end.

repeated(Template, 0, Bindings) -> [fill(Template, Bindings)];
repeated(Template, More, Bindings) -> repeat(Template, More - 1, Bindings).

is_many(Name, Bindings) ->
    case Bindings of
        #{Name := {many, _}} -> true;
        _ -> false
    end.

row(Index, Lists) ->
    maps:from_list([{Name, lists:nth(Index, List)} || {Name, List} <- Lists, Index =< length(List)]).
