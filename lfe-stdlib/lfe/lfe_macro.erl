%% Macro expansion of expressions in an environment of lfe_env, or in the shell's.
-module(lfe_macro).

-export([expand_expr/2, expand_expr_1/2, expand_expr_all/2]).

%% Expand a macro call until it is none any more: {yes, Form}, or no if it is none at all.
expand_expr(Form, Env) -> expanded(fully, Form, Env).

%% The same, once.
expand_expr_1(Form, Env) -> expanded(once, Form, Env).

%% A form in which all macro calls are expanded.
expand_expr_all(Form, Env) ->
    case expanded(all, Form, Env) of
        {yes, Expanded} -> Expanded;
        no -> Form
    end.

expanded(How, Form, {lfe_session, Session}) ->
    expand(How, Form, Session);
expanded(How, Form, Env) ->
    lfe_eval:with_session(Env, fun(Session) -> expand(How, Form, Session) end).

expand(How, Form, Session) ->
    case lfe_host:request({expand, Session, How, Form}) of
        {ok, Expanded} -> {yes, Expanded};
        no -> no;
        {error, Messages} ->
            erlang:error({lfe_error, unicode:characters_to_list(lists:join("\n", Messages))})
    end.
