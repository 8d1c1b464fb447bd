%% Exceptions in words, as the shell and crash reports show them:
%%   exception error: bad argument: x
%%     in function  m:f/1 (m.erl, line 3)
%%     in call from ...
%% Terms are written by a function Print(Term, Column), which knows in what column they begin.
-module(erl_error).

-export([format_exception/3, format_exception/4, format_exception/6, format_exception/7]).
-export([format_exception/8, format_stacktrace/4, format_stacktrace/5]).
-export([format_call/4, format_call/5, format_fun/1, format_fun/2]).

%% How deep terms are shown if nobody says.
-define(DEPTH, 30).
-define(IS_OPERATOR_NAME(Name, Arity), is_atom(Name), (Arity =:= 1 orelse Arity =:= 2)).

-record(style, {column, trim, print, encoding}).

%% An exception in words.
format_exception(Class, Reason, Stack) -> format_exception(Class, Reason, Stack, #{}).

%% The same with options: column (of the first character), stack_trim_fun (which calls at the
%% stack's end to leave out), format_fun (how to write terms).
format_exception(Class, Reason, Stack, Options)
  when Class =:= error; Class =:= exit; Class =:= throw ->
    Column = maps:get(column, Options, 1),
    Trim = maps:get(stack_trim_fun, Options, fun(_, _, _) -> false end),
    Print = maps:get(format_fun, Options, fun print/2),
    List = format_exception(Column, Class, Reason, Stack, Trim, Print),
    unicode:characters_to_list(List).

print(Term, Column) -> io_lib:format("~.*tP", [Column, Term, ?DEPTH]).

%% The same with everything given, for a terminal of Latin-1.
format_exception(Column, Class, Reason, Stack, Trim, Print) ->
    format_exception(Column, Class, Reason, Stack, Trim, Print, latin1).

%% The same with an encoding.
format_exception(Column, Class, Reason, Stack, Trim, Print, Encoding) ->
    format_exception(Column, Class, Reason, Stack, Trim, Print, Encoding, -1).

%% The same with about so many characters (-1: any number); Print then is called with the number
%% of characters as third argument, and gives the text and what is left of it.
format_exception(Column, Class, Reason, Stack, Trim, Print, Encoding, Limit)
  when is_integer(Column), Column >= 1, is_function(Trim, 3) ->
    Style = #style{column = Column, trim = Trim, print = limited(Print, Limit),
                   encoding = Encoding},
    Head = ["exception ", atom_to_list(Class), ": "],
    Width = length(lists:append(Head)),
    {Text, Rest} = case is_stack(Stack) of
                       true -> explain(Class, Reason, Stack, Width, Style);
                       false -> explain(Class, {Reason, Stack}, [], Width, Style)
                   end,
    [Head, Text, stack_lines(Rest, Reason, Style)].

limited(Print, _) when is_function(Print, 2) -> Print;
limited(Print, Limit) when is_function(Print, 3) ->
    fun(Term, Column) ->
            {Text, _} = Print(Term, Column, Limit),
            Text
    end.

%% A stack trace in words.
format_stacktrace(Column, Stack, Trim, Print) ->
    format_stacktrace(Column, Stack, Trim, Print, latin1).

%% The same with an encoding.
format_stacktrace(Column, Stack, Trim, Print, Encoding) ->
    Style = #style{column = Column, trim = Trim, print = limited(Print, -1),
                   encoding = Encoding},
    case stack_lines(Stack, undefined, Style) of
        [] -> [];
        [[$\n | Line] | Lines] -> [Line | Lines]
    end.

%% A call in words: {Module, Function} or {'fun', Text} with its arguments.
format_call(Column, Called, Args, Print) -> format_call(Column, Called, Args, Print, latin1).

%% The same with an encoding.
format_call(Column, Called, Args, Print, Encoding) ->
    Style = #style{column = Column, print = limited(Print, -1), encoding = Encoding},
    call(Called, Args, "", 0, Style).

%% A fun in words.
format_fun(Fun) -> format_fun(Fun, latin1).

%% The same with an encoding.
format_fun(Fun, Encoding) when is_function(Fun) ->
    {module, Module} = erlang:fun_info(Fun, module),
    {name, Name} = erlang:fun_info(Fun, name),
    {arity, Arity} = erlang:fun_info(Fun, arity),
    case erlang:fun_info(Fun, type) of
        {type, local} when Module =:= erl_eval ->
            ["interpreted function with arity ", integer_to_list(Arity)];
        {type, _} ->
            [function_name(Module, Name, Encoding), $/, integer_to_list(Arity)]
    end.

%% ---------------------------------------------------------------- the reason

%% Text of the reason, and the frames of the stack that it has not told of.
explain(error, Reason, Frames, Width, Style) ->
    case replaced_reason(Reason, Frames) of
        none -> explain_error(Reason, Frames, Width, Style);
        Text -> {Text, Frames}
    end;
explain(_Class, Reason, Frames, Width, Style) ->
    {value("", Reason, Width, Style), Frames}.

explain_error(Reason, Frames, _Width, _Style)
  when Reason =:= badarg; Reason =:= badarith; Reason =:= if_clause; Reason =:= noproc;
       Reason =:= notalive; Reason =:= system_limit; Reason =:= timeout_value ->
    {sentence(Reason), Frames};
explain_error({Kind, Value}, Frames, Width, Style)
  when Kind =:= badarg; Kind =:= badmatch; Kind =:= case_clause; Kind =:= try_clause;
       Kind =:= badfun; Kind =:= badkey; Kind =:= badmap; Kind =:= bad_generator;
       Kind =:= bad_filter ->
    {value(sentence(Kind, Value), Value, Width, Style), Frames};
explain_error({badarity, {Fun, Args}}, Frames, _Width, Style)
  when is_function(Fun), is_list(Args) ->
    {[format_fun(Fun, Style#style.encoding), " called with ", count(length(Args))], Frames};
explain_error({unbound, Variable}, Frames, _Width, _Style) ->
    {io_lib:format("variable ~w is unbound", [Variable]), Frames};
explain_error({shell_undef, Name, Arity, _}, Frames, _Width, _Style) ->
    {io_lib:format("undefined shell command ~tw/~w", [Name, Arity]), Frames};
explain_error({argument_limit, _}, Frames, _Width, _Style) ->
    {"limit of number of arguments to interpreted function exceeded", Frames};
explain_error(function_clause, [{Module, Name, Args, Info} | Frames], Width, Style)
  when is_list(Args) ->
    {[call({Module, Name}, Args, "no function clause matching ", Width, Style),
      location(Info, " ")],
     Frames};
explain_error(undef, [{Module, Name, Args, _} | Frames], _Width, #style{encoding = Encoding}) ->
    Arity = case Args of
                _ when is_list(Args) -> length(Args);
                _ -> Args
            end,
    {["undefined function ", function_name(Module, Name, Encoding), $/,
      integer_to_list(Arity)], Frames};
explain_error(Reason, Frames, Width, Style) ->
    {value("", Reason, Width, Style), Frames}.

sentence(badarg) -> "bad argument";
sentence(badarith) -> "an error occurred when evaluating an arithmetic expression";
sentence(if_clause) -> "no true branch found when evaluating an if expression";
sentence(noproc) -> "no such process or port";
sentence(notalive) -> "the node cannot be part of a distributed system";
sentence(system_limit) -> "a system limit has been reached";
sentence(timeout_value) -> "bad receive timeout value".

sentence(badarg, _) -> "bad argument: ";
sentence(badmatch, _) -> "no match of right hand side value ";
sentence(case_clause, _) -> "no case clause matching ";
sentence(try_clause, _) -> "no try clause matching ";
sentence(badfun, _) -> "bad function ";
sentence(badkey, _) -> "bad key: ";
sentence(badmap, _) -> "bad map: ";
sentence(bad_generator, _) -> "bad generator ";
sentence(bad_filter, _) -> "bad filter ".

count(0) -> "no arguments";
count(1) -> "one argument";
count(2) -> "two arguments";
count(N) -> [integer_to_list(N), " arguments"].

%% A value after a text. If it takes more than two lines, and fewer on lines of its own, it goes
%% there.
value(Text, Value, Width, Style) ->
    #style{column = Column, print = Print} = Style,
    Beside = Print(Value, Column + Width + string:length(Text)),
    case newlines(Beside) of
        Many when Many > 1 ->
            Below = Print(Value, Column + Width),
            case newlines(Below) < Many of
                true -> [Text, $\n, spaces(Column + Width - 1), Below];
                false -> [Text, Beside]
            end;
        _ ->
            [Text, Beside]
    end.

%% A call after a text, beside it or, if that is too narrow, below.
call({Module, Name} = Called, Args, Text, Width, #style{column = Column} = Style)
  when is_atom(Module) ->
    case operator(Called, length(Args)) of
        true ->
            operation(Name, Args, Text, Width, Style);
        false ->
            Function = called_name(Called, length(Args), Style),
            Indent = string:length(Function),
            Start = Column + Width + string:length(Text),
            Beside = arguments(Args, Start + Indent, Style),
            Below = arguments(Args, Column + Width + Indent, Style),
            Narrow = newlines(arguments([a2345, b2345], Start + Indent, Style)) > 0,
            case Narrow orelse newlines(Below) < newlines(Beside) of
                true when Text =/= "" ->
                    [Text, $\n, spaces(Column + Width - 1), Function, Below];
                _ ->
                    [Text, Function, Beside]
            end
    end.

operator({erlang, Name}, Arity) when ?IS_OPERATOR_NAME(Name, Arity) ->
    erl_internal:arith_op(Name, Arity) orelse erl_internal:bool_op(Name, Arity) orelse
        erl_internal:comp_op(Name, Arity) orelse erl_internal:list_op(Name, Arity) orelse
        erl_internal:send_op(Name, Arity);
operator(_, _) ->
    false.

operation(Name, [Arg], Text, Width, #style{column = Column, print = Print}) ->
    Operator = [Text, atom_to_list(Name), $\s],
    [Operator, Print(Arg, Column + Width + string:length(Operator))];
operation(Name, [Left, Right], Text, Width, #style{column = Column, print = Print}) ->
    Operator = atom_to_list(Name),
    Start = Column + Width + string:length(Text),
    First = Print(Left, Start),
    Beside = Print(Right, Start + string:length(First) + length(Operator) + 2),
    Below = Print(Right, Start),
    case newlines(First) =:= 0 andalso newlines(Beside) =< newlines(Below) of
        true ->
            [Text, First, $\s, Operator, $\s, Beside];
        false ->
            Indent = [$\n | spaces(Start - 1)],
            [Text, First, Indent, Operator, Indent, Below]
    end.

%% Arguments as the list of them is written, but in parentheses. Lest a list of characters be
%% written as a string, a number in front is replaced by an atom of the same width.
arguments([], _Column, _Style) ->
    "()";
arguments([Number | Args], Column, #style{print = Print})
  when is_integer(Number), Number >= 0, Number =< 16#10FFFF ->
    Digits = integer_to_list(Number),
    Letters = lists:duplicate(length(Digits), $a),
    Text = characters(Print([list_to_atom(Letters) | Args], Column)),
    case lists:prefix([$[ | Letters], Text) of
        true -> [$(, Digits, lists:droplast(lists:nthtail(1 + length(Letters), Text)), $)];
        false -> one_by_one([Number | Args], Column, Print)
    end;
arguments(Args, Column, #style{print = Print}) ->
    case characters(Print(Args, Column)) of
        [$[ | Text] -> [$(, lists:droplast(Text), $)];
        _ -> one_by_one(Args, Column, Print)
    end.

characters(Text) -> lists:flatten(unicode:characters_to_list(Text)).

%% For functions that do not write lists as usual.
one_by_one(Args, Column, Print) ->
    ["(", lists:join($,, [Print(Arg, Column + 1) || Arg <- Args]), ")"].

%% ---------------------------------------------------------------- the stack

is_stack([{Module, Name, Args, Info} | Frames])
  when is_atom(Module), is_atom(Name), is_list(Info), is_integer(Args), Args >= 0;
       is_atom(Module), is_atom(Name), is_list(Info), length(Args) >= 0 ->
    is_stack(Frames);
is_stack([]) -> true;
is_stack(_) -> false.

%% The lines about the frames, each with its line feed in front.
stack_lines(Frames, Reason, #style{trim = Trim} = Style) ->
    Kept = lists:dropwhile(fun({Module, Name, Args, _}) -> Trim(Module, Name, arity(Args)) end,
                           lists:reverse(Frames)),
    stack_lines(lists:reverse(Kept), "in function  ", "in operator  ", Reason, Style).

stack_lines([], _Function, _Operator, _Reason, _Style) ->
    [];
stack_lines([Frame | Frames], Function, Operator, Reason, Style) ->
    [frame_lines(Frame, Function, Operator, Reason, Style)
     | stack_lines(Frames, "in call from ", "in call from ", undefined, Style)].

arity(Args) when is_list(Args) -> length(Args);
arity(Arity) -> Arity.

frame_lines({Module, Name, Args, Info}, Function, Operator, Reason, Style) ->
    Arity = arity(Args),
    Called = {Module, Name},
    Kind = case operator(Called, Arity) of
               true -> Operator;
               false -> Function
           end,
    [$\n, spaces(Style#style.column - 1), "  ", Kind, called_name(Called, Arity, Style), $/,
     integer_to_list(Arity)
     | arguments_lines(Called, Args, Info, Reason, Style)].

%% With what arguments it was called, and what was wrong with them.
arguments_lines(Called, Args, Info, Reason, Style) when is_list(Args) ->
    Text = "     called as ",
    [$\n, spaces(Style#style.column - 1), Text, call(Called, Args, "", length(Text), Style)
     | detail_lines(Called, Args, Info, Reason, Style)];
arguments_lines(Called, Args, Info, Reason, Style) ->
    [location(Info, " ") | detail_lines(Called, Args, Info, Reason, Style)].

detail_lines(_Called, _Args, _Info, undefined, _Style) ->
    [];
detail_lines({Module, Name}, Args, Info, Reason, #style{column = Column}) ->
    Details = details(Reason, {Module, Name, Args, Info}),
    Numbers = [{Number, Text} || {Number, Text} <- lists:sort(maps:to_list(Details)),
                                 is_integer(Number)],
    General = [Text || {general, Text} <- maps:to_list(Details)],
    Indent = [$\n | spaces(Column - 1)] ++ "     *** ",
    [[Indent, "argument ", integer_to_list(Number), ": ", Text] || {Number, Text} <- Numbers]
        ++ [[Indent, Text] || Text <- General].

%% What the module named in the frame's information says about the error: a map.
details(Reason, {Module, _Name, _Args, Info} = Frame) when is_list(Info) ->
    case lists:keyfind(error_info, 1, Info) of
        {error_info, Error} when is_map(Error) ->
            Explainer = maps:get(module, Error, Module),
            Function = maps:get(function, Error, format_error),
            try Explainer:Function(Reason, [Frame]) of
                Details when is_map(Details) -> Details;
                _ -> #{}
            catch
                error:_ -> #{}
            end;
        _ ->
            #{}
    end;
details(_Reason, _Frame) ->
    #{}.

replaced_reason(Reason, [{_, _, _, _} = Frame | _]) ->
    case details(Reason, Frame) of
        #{reason := Text} -> Text;
        _ -> none
    end;
replaced_reason(_Reason, _) ->
    none.

location(Info, Before) when is_list(Info) ->
    case {lists:keyfind(file, 1, Info), lists:keyfind(line, 1, Info)} of
        {{file, File}, {line, Line}} when is_integer(Line) ->
            [Before, $(, File, ", line ", integer_to_list(Line), $)];
        _ ->
            Before
    end;
location(_Info, Before) ->
    Before.

%% ---------------------------------------------------------------- names

%% Functions that are called without the module's name are shown without it.
called_name({erlang, Name} = Called, Arity, #style{encoding = Encoding}) ->
    case operator(Called, Arity) of
        true ->
            atom_to_list(Name);
        false ->
            case erl_internal:bif(Name, Arity) of
                true -> atom(Name, Encoding);
                false -> function_name(erlang, Name, Encoding)
            end
    end;
called_name({Module, Name}, _Arity, #style{encoding = Encoding}) ->
    function_name(Module, Name, Encoding).

function_name(Module, Name, Encoding) -> [atom(Module, Encoding), $:, atom(Name, Encoding)].

atom(Atom, latin1) -> io_lib:write_atom_as_latin1(Atom);
atom(Atom, _Encoding) -> io_lib:write_atom(Atom).

newlines(Text) -> length([C || C <- lists:flatten(Text), C =:= $\n]).

spaces(N) when N > 0 -> lists:duplicate(N, $\s);
spaces(_) -> [].
