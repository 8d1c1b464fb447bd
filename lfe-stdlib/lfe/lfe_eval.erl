%% Evaluation of forms in an environment of lfe_env.
%%
%% Forms are compiled by the program around the runtime (lfe_host), in a session that is made of the
%% environment and dropped afterwards.
-module(lfe_eval).

-export([eval/1, eval/2, expr/1, expr/2, exprs/1, exprs/2, body/1, body/2, literal/1, literal/2,
         apply/2, apply/3, add_lexical_func/4, add_dynamic_func/4, make_letrec_env/2,
         match/3, format_error/1]).
-export([with_session/2, define/2]).

%% The value of an expression.
eval(Form) -> expr(Form).
eval(Form, Env) -> expr(Form, Env).

expr(Form) -> expr(Form, lfe_env:new()).
expr(Form, {lfe_session, Session}) ->
    lfe_shell:evaluate(Session, Form);
expr(Form, Env) ->
    with_session(Env, fun(Session) -> value(Session, Form, Env) end).

%% The values of expressions, in a list.
exprs(Forms) -> exprs(Forms, lfe_env:new()).
exprs(Forms, Env) -> [expr(Form, Env) || Form <- Forms].

%% The value of the last of some expressions.
body(Forms) -> body(Forms, lfe_env:new()).
body(Forms, Env) -> expr([progn | Forms], Env).

%% A literal is itself.
literal(Term) -> Term.
literal(Term, _) -> Term.

%% Apply a fun, or a lambda or function name in an environment, to a list of arguments.
apply(Function, Arguments) -> ?MODULE:apply(Function, Arguments, lfe_env:new()).
apply(Fun, Arguments, _) when is_function(Fun) -> erlang:apply(Fun, Arguments);
apply(Name, Arguments, Env) when is_atom(Name) ->
    expr([Name | quoted(Arguments)], Env);
apply(Lambda, Arguments, Env) ->
    erlang:apply(expr(Lambda, Env), Arguments).

quoted(Arguments) -> [[quote, Argument] || Argument <- Arguments].

%% Functions of an environment are forms.
add_lexical_func(Name, Arity, Lambda, Env) -> lfe_env:add_fbinding(Name, Arity, Lambda, Env).
add_dynamic_func(Name, Arity, Lambda, Env) -> lfe_env:add_fbinding(Name, Arity, Lambda, Env).

%% Bindings are [{Name, Arity, Lambda}] of functions that may call each other.
make_letrec_env(Bindings, Env) -> lfe_env:add_fbindings(Bindings, Env).

%% {yes, [{Name, Value}]} if the value matches the pattern, or no.
match(Pattern, Value, Env) ->
    Form = ['case', [quote, Value], [Pattern, [quote, yes]], ['_', [quote, no]]],
    case expr(Form, Env) of
        no -> no;
        yes -> {yes, bound(Pattern, Value, Env)}
    end.

bound(Pattern, Value, Env) ->
    with_session(Env, fun(Session) ->
                              Set = [set, Pattern, [quote, Value]],
                              {Names, Values} = set(Session, Set, Env),
                              lists:zip(Names, Values)
                      end).

format_error(Reason) ->
    lfe_error:format_exception(error, Reason, [], fun(_, _, _) -> false end,
                               fun(Term, Indent) -> lfe_io_pretty:term(Term, 15, Indent, 80) end, 1).

%% ---------------------------------------------------------------- sessions

%% Work(Session) in a session that has the functions, macros and records of an environment.
with_session(Env, Work) ->
    Session = lfe_host:request({open, []}),
    try
        lfe_env:fold_recs(fun(Name, Fields, _) ->
                                  define(Session, ['define-record', Name, Fields])
                          end, ok, Env),
        lfe_env:fold_macros(fun(Name, Definition, _) ->
                                    define(Session, ['define-macro', Name, [], Definition])
                            end, ok, Env),
        lfe_env:fold_funs(fun(Name, Arity, Definition, _) ->
                                  function(Session, Name, Arity, Definition)
                          end, ok, Env),
        Work(Session)
    after
        lfe_host:request({close, Session})
    end.

function(Session, Name, Arity, {Module, Function}) ->
    Arguments = [list_to_atom("a" ++ integer_to_list(N)) || N <- lists:seq(1, Arity)],
    Call = [call, [quote, Module], [quote, Function] | Arguments],
    define(Session, ['define-function', Name, [], [lambda, Arguments, Call]]);
function(Session, Name, _, Lambda) ->
    define(Session, ['define-function', Name, [], Lambda]).

%% Let a session know a definition.
define(Session, Form) ->
    case lfe_host:request({form, Session, Form, []}) of
        {ok, _} -> ok;
        {error, Messages} -> failed(Messages)
    end.

failed(Messages) -> erlang:error({lfe_error, unicode:characters_to_list(lists:join("\n", Messages))}).

value(Session, Form, Env) ->
    case lfe_host:request({form, Session, Form, maps:keys(lfe_env:get_vars(Env))}) of
        {ok, Steps} -> steps(Steps, ok, Env);
        {error, Messages} -> failed(Messages)
    end.

steps([{expression, Module, Variables} | Steps], _, Env) ->
    steps(Steps, erlang:apply(Module, form, values(Variables, Env)), Env);
steps([{set, Names, Module, Variables} | Steps], _, Env) ->
    [Value | Values] = erlang:apply(Module, form, values(Variables, Env)),
    steps(Steps, Value, lfe_env:add_vbindings(lists:zip(Names, Values), Env));
steps([{defined, Name} | Steps], _, Env) ->
    steps(Steps, Name, Env);
steps([], Value, _) ->
    Value.

set(Session, Form, Env) ->
    case lfe_host:request({form, Session, Form, maps:keys(lfe_env:get_vars(Env))}) of
        {ok, [{set, Names, Module, Variables}]} ->
            [_ | Values] = erlang:apply(Module, form, values(Variables, Env)),
            {Names, Values};
        {error, Messages} ->
            failed(Messages)
    end.

values(Variables, Env) -> [lfe_env:fetch_vbinding(Name, Env) || Name <- Variables].
