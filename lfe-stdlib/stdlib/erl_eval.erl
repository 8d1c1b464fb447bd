%% Evaluates forms of expressions.
%%
%% Bindings are an ordered property list, or a map. Handlers say what calls of local functions are:
%% {value, F} calls F(Name, Arguments), {eval, F} calls F(Name, Forms, Bindings), none makes them
%% undefined; {value, F} for other functions calls F({Module, Name} or Fun, Arguments). A handler of
%% arity one more gets the annotation first.
%% The record env has what does not change while a form is evaluated.
-module(erl_eval).

-export([exprs/2, exprs/3, exprs/4, expr/2, expr/3, expr/4, expr/5, expr_list/2, expr_list/3,
         expr_list/4]).
-export([new_bindings/0, bindings/1, binding/2, add_binding/3, del_binding/2]).
-export([match_clause/4, fun_data/1, is_constant_expr/1, partial_eval/1, eval_str/1]).

-export_type([binding_struct/0, bindings/0, name/0, value/0, expression/0]).

-type name() :: term().
-type value() :: term().
-type bindings() :: [{name(), value()}].
-type binding_struct() :: orddict:orddict() | map().
-type expression() :: erl_parse:abstract_expr().

-record(env, {local = none, other = none}).

%% ---------------------------------------------------------------- API

%% Evaluates expressions one after the other: {value, Value, Bindings}, the value of the last.
exprs(Exprs, Bindings) -> exprs(Exprs, Bindings, none, none).

%% The same with a handler of local functions.
exprs(Exprs, Bindings, Local) -> exprs(Exprs, Bindings, Local, none).

%% The same with a handler of other functions too.
exprs(Exprs, Bindings, Local, Other) ->
    {Value, Bindings1} = body(Exprs, Bindings, #env{local = Local, other = Other}),
    {value, Value, Bindings1}.

%% Evaluates an expression: {value, Value, Bindings}.
expr(Expr, Bindings) -> expr(Expr, Bindings, none, none, none).

%% The same with a handler of local functions.
expr(Expr, Bindings, Local) -> expr(Expr, Bindings, Local, none, none).

%% The same with a handler of other functions too.
expr(Expr, Bindings, Local, Other) -> expr(Expr, Bindings, Local, Other, none).

%% The same; value instead of none asks for the value alone.
expr(Expr, Bindings, Local, Other, Return) ->
    {Value, Bindings1} = eval(Expr, Bindings, #env{local = Local, other = Other}),
    case Return of
        value -> Value;
        _ -> {value, Value, Bindings1}
    end.

%% Evaluates expressions that do not see each other's variables: {Values, Bindings}.
expr_list(Exprs, Bindings) -> expr_list(Exprs, Bindings, none, none).

%% The same with a handler of local functions.
expr_list(Exprs, Bindings, Local) -> expr_list(Exprs, Bindings, Local, none).

%% The same with a handler of other functions too.
expr_list(Exprs, Bindings, Local, Other) ->
    values(Exprs, Bindings, #env{local = Local, other = Other}).

%% Bindings without variables.
new_bindings() -> orddict:new().

%% The variables and their values.
bindings(Bindings) when is_map(Bindings) -> lists:sort(maps:to_list(Bindings));
bindings(Bindings) -> orddict:to_list(Bindings).

%% {value, Value} of a variable, or unbound.
binding(Name, Bindings) ->
    case lookup(Name, Bindings) of
        {ok, Value} -> {value, Value};
        error -> unbound
    end.

lookup(Name, Bindings) when is_map(Bindings) -> maps:find(Name, Bindings);
lookup(Name, Bindings) -> orddict:find(Name, Bindings).

%% Bindings with a variable more.
add_binding(Name, Value, Bindings) when is_map(Bindings) -> Bindings#{Name => Value};
add_binding(Name, Value, Bindings) -> orddict:store(Name, Value, Bindings).

%% Bindings without a variable.
del_binding(Name, Bindings) when is_map(Bindings) -> maps:remove(Name, Bindings);
del_binding(Name, Bindings) -> orddict:erase(Name, Bindings).

%% Two sets of bindings; what both have must be equal.
merge(Bindings1, Bindings2) ->
    lists:foldl(fun({Name, Value}, Bindings) ->
                    case lookup(Name, Bindings) of
                        {ok, Value} -> Bindings;
                        {ok, Other} -> error({badmatch, Other});
                        error -> add_binding(Name, Value, Bindings)
                    end
                end, Bindings1, bindings(Bindings2)).

%% The clause that matches values: {Body, Bindings}, or nomatch.
match_clause(Clauses, Values, Bindings, Local) ->
    match_clause(Clauses, Values, Bindings, Local, #env{local = Local}).

match_clause([{clause, _, Patterns, Guard, Body} | Clauses], Values, Bindings, Local, Env) ->
    case match_all(Patterns, Values, Bindings, Bindings, Env) of
        {match, Bindings1} ->
            case guard(Guard, Bindings1, Env) of
                true -> {Body, Bindings1};
                false -> match_clause(Clauses, Values, Bindings, Local, Env)
            end;
        nomatch ->
            match_clause(Clauses, Values, Bindings, Local, Env)
    end;
match_clause([], _, _, _, _) ->
    nomatch.

match_clause_of(Clauses, Values, Bindings, Env) -> match_clause(Clauses, Values, Bindings, none, Env).

%% What a fun that was made here is made of: {fun_data, Bindings, Clauses}, or false.
fun_data(Fun) when is_function(Fun) ->
    case erlang:fun_info(Fun, module) of
        {module, ?MODULE} ->
            {env, Values} = erlang:fun_info(Fun, env),
            case [Data || {?MODULE, _, _, _, _} = Data <- Values] of
                [{_, Bindings, _, none, Clauses}] -> {fun_data, Bindings, Clauses};
                [{_, Bindings, _, Name, Clauses}] -> {named_fun_data, Bindings, Name, Clauses};
                [] -> false
            end;
        _ ->
            false
    end;
fun_data(_) ->
    false.

%% Whether a form is a literal.
is_constant_expr(Expr) ->
    try erl_parse:normalise(computed(Expr)) of
        _ -> true
    catch
        error:_ -> false
    end.

%% The form with arithmetic on literals done.
partial_eval(Expr) -> computed(Expr).

computed({op, Anno, Op, Left, Right}) ->
    case {computed(Left), computed(Right)} of
        {{_, _, A} = L, {_, _, B} = R} when is_number(A), is_number(B) ->
            try
                number_form(Anno, operator(Op, A, B))
            catch
                error:_ -> {op, Anno, Op, L, R}
            end;
        {L, R} -> {op, Anno, Op, L, R}
    end;
computed({op, Anno, Op, Operand}) ->
    case computed(Operand) of
        {_, _, A} = Form when is_number(A) ->
            try
                number_form(Anno, operator(Op, A))
            catch
                error:_ -> {op, Anno, Op, Form}
            end;
        Form -> {op, Anno, Op, Form}
    end;
computed(Expr) ->
    Expr.

number_form(Anno, Value) when is_integer(Value) -> {integer, Anno, Value};
number_form(Anno, Value) when is_float(Value) -> {float, Anno, Value};
number_form(Anno, Value) when is_atom(Value) -> {atom, Anno, Value}.

%% Evaluates a text up to a dot and a space: {ok, Value} or {error, Text}.
eval_str(Text) when is_binary(Text) -> eval_str(unicode:characters_to_list(Text));
eval_str(Text) ->
    case erl_scan:tokens([], Text, 0) of
        {more, _} -> {error, "Incomplete form (missing .<cr>)??"};
        {done, {ok, Tokens, _}, Rest} -> eval_tokens(Tokens, string:trim(Rest));
        {done, {error, {_, Module, Error}, _}, _} -> told(Module, Error)
    end.

eval_tokens(Tokens, []) ->
    case erl_parse:parse_exprs(Tokens) of
        {ok, Exprs} ->
            try exprs(Exprs, new_bindings()) of
                {value, Value, _} -> {ok, Value}
            catch
                throw:Value -> {error, lists:flatten(io_lib:format("*** eval: ~p", [Value]))};
                exit:Reason -> {error, lists:flatten(io_lib:format("*** eval: ~p", [{'EXIT', Reason}]))};
                error:Reason:Trace ->
                    Exit = {'EXIT', {Reason, Trace}},
                    {error, lists:flatten(io_lib:format("*** eval: ~p", [Exit]))}
            end;
        {error, {_, Module, Error}} ->
            told(Module, Error)
    end;
eval_tokens(_, Rest) ->
    {error, lists:flatten(io_lib:format("Non-white space found after end-of-form :~ts", [Rest]))}.

told(Module, Error) ->
    {error, lists:flatten(io_lib:format("*** ~ts", [Module:format_error(Error)]))}.

%% ---------------------------------------------------------------- expressions

body([Expr], Bindings, Env) ->
    eval(Expr, Bindings, Env);
body([Expr | Exprs], Bindings, Env) ->
    {_, Bindings1} = eval(Expr, Bindings, Env),
    body(Exprs, Bindings1, Env).

eval({var, _, Name}, Bindings, _) ->
    case lookup(Name, Bindings) of
        {ok, Value} -> {Value, Bindings};
        error -> error({unbound_var, Name})
    end;
eval({Category, _, Value}, Bindings, _)
  when Category =:= char; Category =:= integer; Category =:= float; Category =:= atom;
       Category =:= string ->
    {Value, Bindings};
eval({nil, _}, Bindings, _) ->
    {[], Bindings};
eval({cons, _, Head, Tail}, Bindings, Env) ->
    {[H, T], Bindings1} = values([Head, Tail], Bindings, Env),
    {[H | T], Bindings1};
eval({tuple, _, Elements}, Bindings, Env) ->
    {Values, Bindings1} = values(Elements, Bindings, Env),
    {list_to_tuple(Values), Bindings1};
eval({map, _, Fields}, Bindings, Env) ->
    map(#{}, Fields, Bindings, Bindings, Env);
eval({map, _, Base, Fields}, Bindings, Env) ->
    {Map, Bindings1} = eval(Base, Bindings, Env),
    is_map(Map) orelse error({badmap, Map}),
    map(Map, Fields, Bindings, Bindings1, Env);
eval({bin, _, Segments}, Bindings, Env) ->
    {value, Value, Bindings1} = erl_eval_bits:construct(Segments, Bindings, evaluator(Env)),
    {Value, Bindings1};
eval({block, _, Exprs}, Bindings, Env) ->
    body(Exprs, Bindings, Env);
eval({match, _, Pattern, Expr}, Bindings, Env) ->
    {Value, Bindings1} = eval(Expr, Bindings, Env),
    case match(Pattern, Value, Bindings1, Bindings1, Env) of
        {match, Bindings2} -> {Value, Bindings2};
        nomatch -> error({badmatch, Value})
    end;
eval({op, _, Op, Left, Right}, Bindings, Env) when Op =:= 'andalso'; Op =:= 'orelse' ->
    {Value, Bindings1} = eval(Left, Bindings, Env),
    short(Op, Value, Right, Bindings1, Env);
eval({op, _, Op, Left, Right}, Bindings, #env{other = Other} = Env) ->
    {[A, B], Bindings1} = values([Left, Right], Bindings, Env),
    case Other of
        none -> {operator(Op, A, B), Bindings1};
        _ -> {call_other(none, {erlang, Op}, [A, B], Env), Bindings1}
    end;
eval({op, _, Op, Operand}, Bindings, #env{other = Other} = Env) ->
    {A, Bindings1} = eval(Operand, Bindings, Env),
    case Other of
        none -> {operator(Op, A), Bindings1};
        _ -> {call_other(none, {erlang, Op}, [A], Env), Bindings1}
    end;
eval({lc, _, Template, Qualifiers}, Bindings, Env) ->
    Add = fun(Inner, Found) -> [element(1, eval(Template, Inner, Env)) | Found] end,
    {lists:reverse(qualified(Qualifiers, Bindings, [], Add, Env)), Bindings};
eval({bc, _, Template, Qualifiers}, Bindings, Env) ->
    Add = fun(Inner, Found) -> [element(1, eval(Template, Inner, Env)) | Found] end,
    Found = qualified(Qualifiers, Bindings, [], Add, Env),
    {<< <<Part/bitstring>> || Part <- lists:reverse(Found) >>, Bindings};
eval({mc, _, {map_field_assoc, _, Key, Value}, Qualifiers}, Bindings, Env) ->
    Add = fun(Inner, Found) ->
              {[K, V], _} = values([Key, Value], Inner, Env),
              [{K, V} | Found]
          end,
    {maps:from_list(lists:reverse(qualified(Qualifiers, Bindings, [], Add, Env))), Bindings};
eval(Expr, Bindings, Env) ->
    control(Expr, Bindings, Env).

evaluator(Env) ->
    fun(Expr, Bindings) ->
        {Value, Bindings1} = eval(Expr, Bindings, Env),
        {value, Value, Bindings1}
    end.

%% Expressions that do not see each other's variables.
values(Exprs, Bindings, Env) ->
    {Values, Bindings1} =
        lists:mapfoldl(fun(Expr, Seen) ->
                           {Value, Own} = eval(Expr, Bindings, Env),
                           {Value, merge(Seen, Own)}
                       end, Bindings, Exprs),
    {Values, Bindings1}.

map(Map, Fields, Bindings, Seen, Env) ->
    lists:foldl(fun({Kind, _, Key, Value}, {Map1, Seen1}) ->
                    {[K, V], Own} = values([Key, Value], Bindings, Env),
                    {put_field(Kind, K, V, Map1), merge(Seen1, Own)}
                end, {Map, Seen}, Fields).

put_field(map_field_assoc, Key, Value, Map) -> Map#{Key => Value};
put_field(map_field_exact, Key, Value, Map) -> Map#{Key := Value}.

short('andalso', false, _, Bindings, _) -> {false, Bindings};
short('orelse', true, _, Bindings, _) -> {true, Bindings};
short(_, Value, Right, Bindings, Env) when is_boolean(Value) ->
    {Result, _} = eval(Right, Bindings, Env),
    {Result, Bindings};
short(_, Value, _, _, _) ->
    error({badarg, Value}).

%% Calls, funs and what has clauses.
control({'fun', _, {function, Module, Name, Arity}}, Bindings, Env) when is_tuple(Module) ->
    {[M, F, A], Bindings1} = values([Module, Name, Arity], Bindings, Env),
    {fun M:F/A, Bindings1};
control({'fun', Anno, {function, Name, Arity}}, Bindings, Env) ->
    {local_fun(Anno, Name, Arity, Env), Bindings};
control({'fun', _, {clauses, Clauses}}, Bindings, Env) ->
    {make_fun(Bindings, Env, none, Clauses), Bindings};
control({named_fun, _, Name, Clauses}, Bindings, Env) ->
    {make_fun(Bindings, Env, Name, Clauses), Bindings};
control({call, Anno, {remote, _, Module, Name}, Arguments}, Bindings, Env) ->
    {[M, F | Values], Bindings1} = values([Module, Name | Arguments], Bindings, Env),
    {call_other(Anno, {M, F}, Values, Env), Bindings1};
control({call, _, {atom, _, record_info}, [_, {atom, _, Name}]}, _, _) ->
    error({undefined_record, Name});
control({call, _, {atom, _, is_record}, [_, {atom, _, Name}]}, _, _) ->
    error({undefined_record, Name});
control({call, Anno, {atom, _, Name}, Arguments}, Bindings, Env) ->
    case erl_internal:bif(Name, length(Arguments)) of
        true ->
            {Values, Bindings1} = values(Arguments, Bindings, Env),
            {call_other(Anno, {erlang, Name}, Values, Env), Bindings1};
        false ->
            call_local(Anno, Name, Arguments, Bindings, Env)
    end;
control({call, Anno, Function, Arguments}, Bindings, Env) ->
    {[Fun | Values], Bindings1} = values([Function | Arguments], Bindings, Env),
    is_function(Fun) orelse error({badfun, Fun}),
    {call_other(Anno, Fun, Values, Env), Bindings1};
control({remote, _, _, _}, _, _) ->
    error({badexpr, ':'});
control({'if', _, Clauses}, Bindings, Env) ->
    case match_clause_of(Clauses, [], Bindings, Env) of
        {Body, Bindings1} -> body(Body, Bindings1, Env);
        nomatch -> error(if_clause)
    end;
control({'case', _, Expr, Clauses}, Bindings, Env) ->
    {Value, Bindings1} = eval(Expr, Bindings, Env),
    case match_clause_of(Clauses, [Value], Bindings1, Env) of
        {Body, Bindings2} -> body(Body, Bindings2, Env);
        nomatch -> error({case_clause, Value})
    end;
control({'catch', _, Expr}, Bindings, Env) ->
    try
        eval(Expr, Bindings, Env)
    catch
        throw:Value -> {Value, Bindings};
        exit:Reason -> {{'EXIT', Reason}, Bindings};
        error:Reason:Trace -> {{'EXIT', {Reason, Trace}}, Bindings}
    end;
control({'try', _, Exprs, Clauses, Handlers, []}, Bindings, Env) ->
    trying(Exprs, Clauses, Handlers, Bindings, Env);
control({'try', _, Exprs, Clauses, Handlers, After}, Bindings, Env) ->
    try
        trying(Exprs, Clauses, Handlers, Bindings, Env)
    after
        body(After, Bindings, Env)
    end;
control({'receive', _, Clauses}, Bindings, Env) ->
    receiving(Clauses, infinity, [], Bindings, Bindings, Env);
control({'receive', _, Clauses, Time, Body}, Bindings, Env) ->
    {Timeout, Bindings1} = eval(Time, Bindings, Env),
    receiving(Clauses, Timeout, Body, Bindings1, Bindings1, Env);
control({'maybe', _, Exprs}, Bindings, Env) ->
    case until_mismatch(Exprs, Bindings, Env) of
        {matched, Value, Bindings1} -> {Value, Bindings1};
        {mismatch, Value} -> {Value, Bindings}
    end;
control({'maybe', _, Exprs, {'else', _, Clauses}}, Bindings, Env) ->
    case until_mismatch(Exprs, Bindings, Env) of
        {matched, Value, Bindings1} ->
            {Value, Bindings1};
        {mismatch, Value} ->
            case match_clause_of(Clauses, [Value], Bindings, Env) of
                {Body, Bindings1} ->
                    {Result, _} = body(Body, Bindings1, Env),
                    {Result, Bindings};
                nomatch ->
                    error({else_clause, Value})
            end
    end;
control({Tag, _, Name, _}, _, _) when Tag =:= record; Tag =:= record_index ->
    error({undefined_record, Name});
control({Tag, _, Base, Name, _}, Bindings, Env) when Tag =:= record; Tag =:= record_field ->
    _ = eval(Base, Bindings, Env),
    error({undefined_record, Name});
control(Expr, _, _) ->
    error({badexpr, Expr}).

until_mismatch([{maybe_match, _, Pattern, Expr} | Exprs], Bindings, Env) ->
    {Value, Bindings1} = eval(Expr, Bindings, Env),
    case match(Pattern, Value, Bindings1, Bindings1, Env) of
        {match, Bindings2} when Exprs =:= [] -> {matched, Value, Bindings2};
        {match, Bindings2} -> until_mismatch(Exprs, Bindings2, Env);
        nomatch -> {mismatch, Value}
    end;
until_mismatch([Expr], Bindings, Env) ->
    {Value, Bindings1} = eval(Expr, Bindings, Env),
    {matched, Value, Bindings1};
until_mismatch([Expr | Exprs], Bindings, Env) ->
    {_, Bindings1} = eval(Expr, Bindings, Env),
    until_mismatch(Exprs, Bindings1, Env).

trying(Exprs, Clauses, Handlers, Bindings, Env) ->
    try body(Exprs, Bindings, Env) of
        {Value, _} when Clauses =:= [] ->
            {Value, Bindings};
        {Value, Bindings1} ->
            case match_clause_of(Clauses, [Value], Bindings1, Env) of
                {Body, Bindings2} -> body(Body, Bindings2, Env);
                nomatch -> error({try_clause, Value})
            end
    catch
        Class:Reason:Trace when Handlers =/= [] ->
            case match_clause_of(Handlers, [{Class, Reason, Trace}], Bindings, Env) of
                {Body, Bindings1} -> body(Body, Bindings1, Env);
                nomatch -> erlang:raise(Class, Reason, Trace)
            end
    end.

%% Messages are taken one by one; those that do not match are sent again, behind what was there.
receiving(Clauses, Timeout, Body, Bindings, AtTimeout, Env) ->
    Deadline = deadline(Timeout),
    case first_match(Clauses, Deadline, Bindings, Env, []) of
        {matched, Body1, Bindings1, Kept} ->
            put_back(Kept),
            body(Body1, Bindings1, Env);
        {timeout, Kept} ->
            put_back(Kept),
            body(Body, AtTimeout, Env)
    end.

first_match(Clauses, Deadline, Bindings, Env, Kept) ->
    receive
        Message ->
            case match_clause_of(Clauses, [Message], Bindings, Env) of
                {Body, Bindings1} -> {matched, Body, Bindings1, Kept};
                nomatch -> first_match(Clauses, Deadline, Bindings, Env, [Message | Kept])
            end
    after left(Deadline) ->
        {timeout, Kept}
    end.

deadline(infinity) -> infinity;
deadline(Timeout) when is_integer(Timeout), Timeout >= 0 ->
    erlang:monotonic_time(millisecond) + Timeout;
deadline(_) -> error(timeout_value).

left(infinity) -> infinity;
left(Deadline) -> max(0, Deadline - erlang:monotonic_time(millisecond)).

put_back([]) ->
    ok;
put_back(Kept) ->
    lists:foreach(fun(Message) -> self() ! Message end, lists:reverse(rest_of_mailbox(Kept))).

rest_of_mailbox(Kept) ->
    receive
        Message -> rest_of_mailbox([Message | Kept])
    after 0 ->
        Kept
    end.

%% ---------------------------------------------------------------- calls

call_local(Anno, Name, Arguments, Bindings, #env{local = Local} = Env) ->
    case Local of
        {value, Handler} ->
            {Values, Bindings1} = values(Arguments, Bindings, Env),
            {handled(Handler, Anno, [Name, Values]), Bindings1};
        {eval, Handler} ->
            {value, Value, Bindings1} = handled(Handler, Anno, [Name, Arguments, Bindings], 3),
            {Value, Bindings1};
        none ->
            {Values, _} = values(Arguments, Bindings, Env),
            erlang:raise(error, undef, [{?MODULE, Name, Values, []}])
    end.

handled(Handler, Anno, Values) -> handled(Handler, Anno, Values, 2).

handled(Handler, Anno, Values, Arity) ->
    case is_function(Handler, Arity) of
        true -> apply(Handler, Values);
        false -> apply(Handler, [Anno | Values])
    end.

%% A function of a module, or a fun.
call_other(Anno, Function, Arguments, #env{other = {value, Handler}}) ->
    handled(Handler, Anno, [Function, Arguments]);
call_other(_, {Module, Name}, Arguments, _) ->
    erts_eval:apply(Module, Name, Arguments);
call_other(_, Fun, Arguments, _) ->
    apply(Fun, Arguments).

local_fun(Anno, Name, Arity, Env) ->
    case {erl_internal:bif(Name, Arity), Env#env.local} of
        {true, _} -> fun erlang:Name/Arity;
        {false, none} -> error(undef);
        {false, _} ->
            Variables = [{var, Anno, list_to_atom("A" ++ integer_to_list(N))}
                         || N <- lists:seq(1, Arity)],
            Call = {call, Anno, {atom, Anno, Name}, Variables},
            make_fun(new_bindings(), Env, none, [{clause, Anno, Variables, [], [Call]}])
    end.

%% Data is what fun_data/1 looks for in the environment of the fun.
make_fun(Bindings, Env, Name, [{clause, _, Patterns, _, _} | _] = Clauses) ->
    D = {?MODULE, Bindings, Env, Name, Clauses},
    case length(Patterns) of
        0 -> fun() -> enter([], D) end;
        1 -> fun(A) -> enter([A], D) end;
        2 -> fun(A, B) -> enter([A, B], D) end;
        3 -> fun(A, B, C) -> enter([A, B, C], D) end;
        4 -> fun(A, B, C, E) -> enter([A, B, C, E], D) end;
        5 -> fun(A, B, C, E, F) -> enter([A, B, C, E, F], D) end;
        6 -> fun(A, B, C, E, F, G) -> enter([A, B, C, E, F, G], D) end;
        7 -> fun(A, B, C, E, F, G, H) -> enter([A, B, C, E, F, G, H], D) end;
        8 -> fun(A, B, C, E, F, G, H, I) -> enter([A, B, C, E, F, G, H, I], D) end;
        9 -> fun(A, B, C, E, F, G, H, I, J) -> enter([A, B, C, E, F, G, H, I, J], D) end;
        10 -> fun(A, B, C, E, F, G, H, I, J, K) -> enter([A, B, C, E, F, G, H, I, J, K], D) end;
        Arity -> error({argument_limit, {Arity, Clauses}})
    end.

enter(Values, {_, Bindings, Env, Name, Clauses} = Data) ->
    Inner = case Name of
                none -> Bindings;
                _ -> add_binding(Name, again(length(Values), Data), Bindings)
            end,
    case match_fun(Clauses, Values, Inner, Env) of
        {Body, Bindings1} ->
            {Value, _} = body(Body, Bindings1, Env),
            Value;
        nomatch ->
            erlang:raise(error, function_clause, [{?MODULE, '-inside-an-interpreted-fun-', Values, []}])
    end.

again(_, {_, Bindings, Env, Name, Clauses}) -> make_fun(Bindings, Env, Name, Clauses).

%% Arguments of funs are new variables.
match_fun(Clauses, Values, Bindings, Env) ->
    Cleared = [{Clause, without_variables(Clause, Bindings)} || Clause <- Clauses],
    match_fun(Cleared, Values, Env).

match_fun([{Clause, Bindings} | Clauses], Values, Env) ->
    case match_clause_of([Clause], Values, Bindings, Env) of
        nomatch -> match_fun(Clauses, Values, Env);
        Matched -> Matched
    end;
match_fun([], _, _) ->
    nomatch.

without_variables({clause, _, Patterns, _, _}, Bindings) ->
    lists:foldl(fun del_binding/2, Bindings, lists:flatmap(fun variables/1, Patterns)).

%% The variables that a pattern binds.
variables({var, _, '_'}) -> [];
variables({var, _, Name}) -> [Name];
variables({bin, _, Segments}) ->
    lists:flatmap(fun({bin_element, _, Value, _, _}) -> variables(Value) end, Segments);
variables({map, _, Fields}) ->
    lists:flatmap(fun({_, _, _, Value}) -> variables(Value) end, Fields);
variables({cons, _, Head, Tail}) -> variables(Head) ++ variables(Tail);
variables({tuple, _, Elements}) -> lists:flatmap(fun variables/1, Elements);
variables({match, _, Left, Right}) -> variables(Left) ++ variables(Right);
variables({op, _, '++', _, Right}) -> variables(Right);
variables(_) -> [].

%% ---------------------------------------------------------------- operators

operator('+', A, B) -> A + B;
operator('-', A, B) -> A - B;
operator('*', A, B) -> A * B;
operator('/', A, B) -> A / B;
operator('div', A, B) -> A div B;
operator('rem', A, B) -> A rem B;
operator('band', A, B) -> A band B;
operator('bor', A, B) -> A bor B;
operator('bxor', A, B) -> A bxor B;
operator('bsl', A, B) -> A bsl B;
operator('bsr', A, B) -> A bsr B;
operator('and', A, B) -> A and B;
operator('or', A, B) -> A or B;
operator('xor', A, B) -> A xor B;
operator('++', A, B) -> A ++ B;
operator('--', A, B) -> A -- B;
operator('==', A, B) -> A == B;
operator('/=', A, B) -> A /= B;
operator('=<', A, B) -> A =< B;
operator('<', A, B) -> A < B;
operator('>=', A, B) -> A >= B;
operator('>', A, B) -> A > B;
operator('=:=', A, B) -> A =:= B;
operator('=/=', A, B) -> A =/= B;
operator('!', A, B) -> A ! B.

operator('+', A) -> +A;
operator('-', A) -> -A;
operator('bnot', A) -> bnot A;
operator('not', A) -> not A.

%% ---------------------------------------------------------------- comprehensions

qualified([Qualifier | Rest], Bindings, Found, Add, Env) ->
    Inner = fun(Bindings1, Found1) -> qualified(Rest, Bindings1, Found1, Add, Env) end,
    qualifier(Qualifier, Bindings, Found, Inner, Env);
qualified([], Bindings, Found, Add, _) ->
    Add(Bindings, Found).

qualifier({Kind, _, Pattern, From}, Bindings, Found, Inner, Env)
  when Kind =:= generate; Kind =:= generate_strict ->
    {List, _} = eval(From, Bindings, Env),
    elements(List, List, Kind, {Pattern, Bindings, Inner, Env}, Found);
qualifier({Kind, _, {bin, _, Segments}, From}, Bindings, Found, Inner, Env)
  when Kind =:= b_generate; Kind =:= b_generate_strict ->
    {Bits, _} = eval(From, Bindings, Env),
    is_bitstring(Bits) orelse error({bad_generator, Bits}),
    pieces(Bits, Segments, {Bindings, Inner, Env}, Found);
qualifier({Kind, _, {map_field_exact, Anno, Key, Value}, From}, Bindings, Found, Inner, Env)
  when Kind =:= m_generate; Kind =:= m_generate_strict ->
    {Map, _} = eval(From, Bindings, Env),
    is_map(Map) orelse error({bad_generator, Map}),
    Pairs = maps:to_list(Map),
    elements(Pairs, Map, Kind, {{tuple, Anno, [Key, Value]}, Bindings, Inner, Env}, Found);
qualifier(Filter, Bindings, Found, Inner, Env) ->
    case is_guard_test(Filter) of
        true ->
            case guard([[Filter]], Bindings, Env) of
                true -> Inner(Bindings, Found);
                false -> Found
            end;
        false ->
            case eval(Filter, Bindings, Env) of
                {true, Bindings1} -> Inner(Bindings1, Found);
                {false, _} -> Found;
                {Other, _} -> error({bad_filter, Other})
            end
    end.

elements([Element | Rest], All, Kind, {Pattern, Bindings, Inner, Env} = How, Found) ->
    Cleared = lists:foldl(fun del_binding/2, Bindings, variables(Pattern)),
    case match(Pattern, Element, Cleared, Bindings, Env) of
        {match, Bindings1} -> elements(Rest, All, Kind, How, Inner(Bindings1, Found));
        nomatch when Kind =:= generate; Kind =:= m_generate -> elements(Rest, All, Kind, How, Found);
        nomatch -> error({badmatch, Element})
    end;
elements([], _, _, _, Found) ->
    Found;
elements(_, All, _, _, _) ->
    error({bad_generator, All}).

%% Takes pieces off a bit string as long as the segments fit.
pieces(Bits, Segments, {Bindings, Inner, Env} = How, Found) ->
    Anno = 0,
    Rest = {var, Anno, '$rest'},
    All = Segments ++ [{bin_element, Anno, Rest, default, [bitstring]}],
    Cleared = lists:foldl(fun del_binding/2, Bindings, variables({bin, Anno, Segments})),
    case match({bin, Anno, All}, Bits, Cleared, Cleared, Env) of
        {match, Bindings1} ->
            {ok, Bits1} = lookup('$rest', Bindings1),
            case bit_size(Bits1) < bit_size(Bits) of
                true ->
                    Bindings2 = del_binding('$rest', Bindings1),
                    pieces(Bits1, Segments, How, Inner(Bindings2, Found));
                false ->
                    Found
            end;
        nomatch ->
            skip_piece(Bits, Segments, How, Found)
    end.

%% A piece of the right size that does not match is left out.
skip_piece(Bits, Segments, {Bindings, _, Env} = How, Found) ->
    Anno = 0,
    Any = [case Segment of
               {bin_element, A, {string, _, Chars}, Size, Types} ->
                   {bin_element, A, {var, A, '_'}, string_size(A, Chars, Size), Types};
               {bin_element, A, {var, _, _} = Var, Size, Types} -> {bin_element, A, Var, Size, Types};
               {bin_element, A, _, Size, Types} -> {bin_element, A, {var, A, '_'}, Size, Types}
           end || Segment <- Segments],
    All = Any ++ [{bin_element, Anno, {var, Anno, '$rest'}, default, [bitstring]}],
    Cleared = lists:foldl(fun del_binding/2, Bindings, variables({bin, Anno, Segments})),
    case match({bin, Anno, All}, Bits, Cleared, Cleared, Env) of
        {match, Bindings1} ->
            {ok, Bits1} = lookup('$rest', Bindings1),
            case bit_size(Bits1) < bit_size(Bits) of
                true -> pieces(Bits1, Segments, How, Found);
                false -> Found
            end;
        nomatch ->
            Found
    end.

string_size(A, Chars, default) -> {integer, A, 8 * length(Chars)};
string_size(A, Chars, {integer, _, Size}) -> {integer, A, Size * length(Chars)};
string_size(_, _, Size) -> Size.

%% ---------------------------------------------------------------- guards

%% Whether one of the alternatives of a guard holds; what raises does not hold.
guard([], _, _) -> true;
guard(Alternatives, Bindings, Env) ->
    lists:any(fun(Tests) ->
                  lists:all(fun(Test) -> test(Test, Bindings, Env) end, Tests)
              end, Alternatives).

test(Test, Bindings, Env) ->
    try
        guard_value(Test, Bindings, Env) =:= true
    catch
        error:{undefined_record, _} = Reason -> error(Reason);
        error:{unbound_var, _} = Reason -> error(Reason);
        _:_ -> false
    end.

guard_value({call, Anno, {atom, _, Name}, [Argument]}, Bindings, Env)
  when Name =:= integer; Name =:= float; Name =:= number; Name =:= atom; Name =:= list;
       Name =:= tuple; Name =:= pid; Name =:= reference; Name =:= port; Name =:= binary;
       Name =:= function ->
    Test = list_to_atom("is_" ++ atom_to_list(Name)),
    guard_value({call, Anno, {atom, Anno, Test}, [Argument]}, Bindings, Env);
guard_value(Test, Bindings, Env) ->
    {Value, _} = eval(Test, Bindings, Env#env{other = none}),
    Value.

is_guard_test({op, _, _, Left, Right}) -> is_guard_test(Left) andalso is_guard_test(Right);
is_guard_test({op, _, _, Operand}) -> is_guard_test(Operand);
is_guard_test({call, _, {atom, _, Name}, Arguments}) ->
    erl_internal:guard_bif(Name, length(Arguments)) andalso lists:all(fun is_guard_test/1, Arguments);
is_guard_test({call, _, {remote, _, {atom, _, erlang}, {atom, _, Name}}, Arguments}) ->
    erl_internal:guard_bif(Name, length(Arguments)) andalso lists:all(fun is_guard_test/1, Arguments);
is_guard_test({tuple, _, Elements}) -> lists:all(fun is_guard_test/1, Elements);
is_guard_test({cons, _, Head, Tail}) -> is_guard_test(Head) andalso is_guard_test(Tail);
is_guard_test({Category, _, _})
  when Category =:= var; Category =:= atom; Category =:= integer; Category =:= float;
       Category =:= char; Category =:= string -> true;
is_guard_test({nil, _}) -> true;
is_guard_test(_) -> false.

%% ---------------------------------------------------------------- patterns

%% Matches a pattern: {match, Bindings} or nomatch. Outer has the variables that sizes and keys see.
match({var, _, '_'}, _, Bindings, _, _) ->
    {match, Bindings};
match({var, _, Name}, Value, Bindings, _, _) ->
    case lookup(Name, Bindings) of
        {ok, Value} -> {match, Bindings};
        {ok, _} -> nomatch;
        error -> {match, add_binding(Name, Value, Bindings)}
    end;
match({match, _, Left, Right}, Value, Bindings, Outer, Env) ->
    match_all([Left, Right], [Value, Value], Bindings, Outer, Env);
match({Category, _, Literal}, Value, Bindings, _, _)
  when Category =:= char; Category =:= integer; Category =:= float; Category =:= atom;
       Category =:= string ->
    case Value of
        Literal -> {match, Bindings};
        _ -> nomatch
    end;
match({nil, _}, Value, Bindings, _, _) ->
    case Value of
        [] -> {match, Bindings};
        _ -> nomatch
    end;
match({cons, _, Head, Tail}, [H | T], Bindings, Outer, Env) ->
    match_all([Head, Tail], [H, T], Bindings, Outer, Env);
match({tuple, _, Elements}, Value, Bindings, Outer, Env)
  when tuple_size(Value) =:= length(Elements) ->
    match_all(Elements, tuple_to_list(Value), Bindings, Outer, Env);
match({map, _, Fields}, Map, Bindings, Outer, Env) when is_map(Map) ->
    match_fields(Fields, Map, Bindings, Outer, Env);
match({bin, _, Segments}, Value, Bindings, Outer, Env) ->
    Match = fun(Pattern, Part, Bindings1) -> match_part(Pattern, Part, Bindings1, Outer, Env) end,
    erl_eval_bits:match(Segments, Value, Bindings, Match, evaluator(Env));
match({op, _, '++', Left, Right}, Value, Bindings, Outer, Env) ->
    {Prefix, _} = eval(Left, Bindings, Env),
    match_rest(Prefix, Right, Value, Bindings, Outer, Env);
match({op, _, _, _} = Expr, Value, Bindings, _, Env) ->
    match_computed(Expr, Value, Bindings, Env);
match({op, _, _, _, _} = Expr, Value, Bindings, _, Env) ->
    match_computed(Expr, Value, Bindings, Env);
match(_, _, _, _, _) ->
    nomatch.

match_part(Pattern, Part, Bindings, Outer, Env) ->
    case Pattern of
        {float, _, Literal} when Literal == Part -> {match, Bindings};
        {integer, _, Literal} when Literal == Part -> {match, Bindings};
        _ -> match(Pattern, Part, Bindings, Outer, Env)
    end.

match_computed(Expr, Value, Bindings, Env) ->
    case eval(Expr, Bindings, Env#env{other = none}) of
        {Value, _} -> {match, Bindings};
        _ -> nomatch
    end.

match_rest([C | Prefix], Right, [C | Value], Bindings, Outer, Env) ->
    match_rest(Prefix, Right, Value, Bindings, Outer, Env);
match_rest([], Right, Value, Bindings, Outer, Env) ->
    match(Right, Value, Bindings, Outer, Env);
match_rest(_, _, _, _, _, _) ->
    nomatch.

match_all([Pattern | Patterns], [Value | Values], Bindings, Outer, Env) ->
    case match(Pattern, Value, Bindings, Outer, Env) of
        {match, Bindings1} -> match_all(Patterns, Values, Bindings1, Outer, Env);
        nomatch -> nomatch
    end;
match_all([], [], Bindings, _, _) ->
    {match, Bindings};
match_all(_, _, _, _, _) ->
    nomatch.

match_fields([{map_field_exact, _, Key, Pattern} | Fields], Map, Bindings, Outer, Env) ->
    {K, _} = eval(Key, Outer, Env),
    case Map of
        #{K := Value} ->
            case match(Pattern, Value, Bindings, Outer, Env) of
                {match, Bindings1} -> match_fields(Fields, Map, Bindings1, Outer, Env);
                nomatch -> nomatch
            end;
        #{} ->
            nomatch
    end;
match_fields([], _, Bindings, _, _) ->
    {match, Bindings}.
