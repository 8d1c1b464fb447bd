%% Macro expansion of expressions and of the forms of files, in an environment of lfe_env or, for
%% expressions, in the shell's.
-module(lfe_macro).

-export([expand_expr/2, expand_expr_1/2, expand_expr_all/2]).
-export([expand_form_init/2, expand_form_init/3, default_state/2, default_state/3]).
-export([expand_form/4, expand_fileform/3, expand_fileforms/3, expand_fileforms/4]).
-export([format_error/1]).

%% How forms are expanded: within them too, or at the head only; whether definitions of macros
%% stay in the result.
-record(state, {deep = true, keep = false}).

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

%% ---------------------------------------------------------------- forms of files

expand_form_init(Deep, Keep) -> #state{deep = Deep, keep = Keep}.
expand_form_init(_, Deep, Keep) -> expand_form_init(Deep, Keep).

default_state(Deep, Keep) -> expand_form_init(Deep, Keep).
default_state(_, Deep, Keep) -> expand_form_init(Deep, Keep).

%% Expand one form. {ok, Form, Env, State}, where Env has the macros that it defines, or
%% {error, Errors, Warnings, State}; errors are {Line, lfe_macro, Messages}.
expand_form(Form, Line, Env, State) ->
    case expand_fileform({Form, Line}, Env, State) of
        {ok, {Expanded, _}, Env1, State1} -> {ok, Expanded, Env1, State1};
        Error -> Error
    end.

%% The same for {Form, Line}.
expand_fileform(FileForm, Env, State) ->
    case expand_fileforms([FileForm], Env, State) of
        {ok, [Expanded], Env1, State1} -> {ok, Expanded, Env1, State1};
        Error -> Error
    end.

%% Expand forms in order: {ok, FileForms, Env, Warnings} or {error, Errors, Warnings}.
expand_fileforms(FileForms, Env, Deep, Keep) ->
    case expand_fileforms(FileForms, Env, expand_form_init(Deep, Keep)) of
        {ok, Expanded, Env1, _} -> {ok, Expanded, Env1, []};
        {error, Errors, Warnings, _} -> {error, Errors, Warnings}
    end.

%% The same with a state, which is in the answer in place of the warnings.
expand_fileforms(FileForms, Env, State) ->
    lfe_eval:with_session(Env, fun(Session) -> file_forms(FileForms, Env, State, Session) end).

file_forms(FileForms, Env, State, Session) ->
    {Results, {Env1, Errors}} =
        lists:mapfoldl(fun({Form, Line}, {Env0, Errors0}) ->
                               try form(Form, Env0, State, Session) of
                                   {Expanded, Env2} -> {{Expanded, Line}, {Env2, Errors0}}
                               catch
                                   error:{lfe_error, Text} ->
                                       Error = {Line, ?MODULE, Text},
                                       {{Form, Line}, {Env0, [Error | Errors0]}}
                               end
                       end, {Env, []}, FileForms),
    case Errors of
        [] -> {ok, Results, Env1, State};
        _ -> {error, lists:reverse(Errors), [], State}
    end.

form([defrecord, Name | Fields] = Form, Env, _, Session) ->
    % The session knows the record's macros.
    lfe_eval:define(Session, Form),
    {yes, Definition} = expand(all, Form, Session),
    {[progn, Definition], lfe_env:add_record(Name, Fields, Env)};
form(Form, Env, State, Session) ->
    case expand(fully, Form, Session) of
        {yes, Expanded} -> known(Expanded, Env, State, Session);
        no -> known(Form, Env, State, Session)
    end.

%% A form that is no macro call.
known([progn | Forms], Env, State, Session) ->
    {Expanded, Env1} = lists:mapfoldl(fun(Form, Env0) -> form(Form, Env0, State, Session) end,
                                      Env, Forms),
    {[progn | Expanded], Env1};
known(['define-macro', Name, _, Definition] = Form, Env, State, Session) ->
    lfe_eval:define(Session, Form),
    {kept(Form, State), lfe_env:add_mbinding(Name, Definition, Env)};
known(['eval-when-compile' | Forms], Env, State, Session) ->
    lfe_eval:define(Session, ['eval-when-compile' | Forms]),
    {Expanded, Env1} = lists:mapfoldl(fun(Form, Env0) -> form(Form, Env0, State, Session) end,
                                      Env, Forms),
    {['eval-when-compile' | [kept(Form, State) || Form <- Expanded]], functions(Expanded, Env1)};
known(['define-module' | _] = Form, Env, _, _) ->
    {[progn, Form, [progn]], Env};
known(Form, Env, #state{deep = true}, Session) ->
    {yes, Expanded} = expand(all, Form, Session),
    {Expanded, Env};
known(Form, Env, _, _) ->
    {Form, Env}.

kept(Form, #state{keep = true}) -> Form;
kept(_, _) -> [progn].

%% Functions of eval-when-compile are known to the macros that follow.
functions([['define-function', Name, _, Lambda] | Forms], Env) ->
    functions(Forms, lfe_env:add_fbinding(Name, arity(Lambda), Lambda, Env));
functions([_ | Forms], Env) ->
    functions(Forms, Env);
functions([], Env) ->
    Env.

arity([lambda, Arguments | _]) -> length(Arguments);
arity(['match-lambda', [Arguments | _] | _]) -> length(Arguments).

%% The text of an error in the answers above.
format_error(Text) when is_list(Text) -> Text;
format_error(Other) -> lfe_io:format1("macro expansion error: ~p~n", [Other]).
