%% Exceptions told to people: what happened, and the calls that led there.
-module(erl_error).

-export([format_exception/3, format_exception/4]).

%% How terms are printed, and the white space before lines.
-record(style, {print, margin}).

%% An exception as text.
format_exception(Class, Reason, Stack) -> format_exception(Class, Reason, Stack, #{}).

%% Options: column (1), where the text starts; format_fun, a function that prints a term from a
%% column on; stack_trim_fun, a function of module, function and arity that tells which calls at
%% the far end of the stack are left out.
format_exception(Class, Reason, Stack, Options) ->
    Style = #style{print = maps:get(format_fun, Options, fun print/2),
                   margin = lists:duplicate(maps:get(column, Options, 1) - 1, $\s)},
    Trim = maps:get(stack_trim_fun, Options, fun(_, _, _) -> false end),
    {Reason1, Failed, Calls} = analyze(Class, Reason, Stack),
    Details = details(Reason1, Calls),
    Told = case Details of
               #{reason := Text} -> Text;
               #{} -> explain(Reason1, Class, Failed, Style)
           end,
    case trim(Calls, Trim) of
        [] -> [head(Class), Told];
        Shown -> [head(Class), Told, $\n | lists:join($\n, calls(Shown, 1, Details, Style))]
    end.

print(Term, Column) -> io_lib:print(Term, Column, 80, 30).

head(error) -> "exception error: ";
head(exit) -> "exception exit: ";
head(throw) -> "exception throw: ".

%% The reason, the call that failed where the reason is about it, and the other calls.
analyze(Class, Reason, Stack) ->
    case is_stack(Stack) of
        true -> failed_call(Class, Reason, Stack);
        false -> {{Reason, Stack}, none, []}
    end.

failed_call(error, function_clause, [{_, _, Args, _} = Call | Calls]) when is_list(Args) ->
    {function_clause, Call, Calls};
failed_call(error, undef, [Call | Calls]) ->
    {undef, Call, Calls};
failed_call(_, Reason, Calls) ->
    {Reason, none, Calls}.

is_stack([{Module, Function, Args, Info} | Calls])
  when is_atom(Module), is_atom(Function), is_integer(Args) orelse length(Args) >= 0,
       is_list(Info) ->
    is_stack(Calls);
is_stack(Calls) ->
    Calls =:= [].

trim(Calls, Trim) ->
    Last = fun({Module, Function, Args, _}) -> Trim(Module, Function, arity(Args)) end,
    lists:reverse(lists:dropwhile(Last, lists:reverse(Calls))).

arity(Args) when is_list(Args) -> length(Args);
arity(Arity) -> Arity.

%% What the module of the innermost call has to say: a map of argument numbers, general, reason.
details(Reason, [{Module, _, _, Info} | _] = Calls) ->
    case lists:keyfind(error_info, 1, Info) of
        {error_info, #{} = ErrorInfo} ->
            Teller = maps:get(module, ErrorInfo, Module),
            Function = maps:get(function, ErrorInfo, format_error),
            try
                Teller:Function(Reason, Calls)
            catch
                error:_ -> #{}
            end;
        _ ->
            #{}
    end;
details(_, []) ->
    #{}.

%% ---------------------------------------------------------------- reasons

explain(function_clause, error, {Module, Function, Args, Info}, Style) ->
    Before = Style#style.margin ++ lists:duplicate(length(head(error)), $\s),
    Call = call("no function clause matching ", Before, {Module, Function}, Args, Style),
    [Call, $\s, location(Info)];
explain(undef, error, {Module, Function, Args, _}, _) ->
    ["undefined function ", mfa(Module, Function, arity(Args))];
explain(badarg, error, _, _) -> "bad argument";
explain({badarg, Value}, error, _, Style) -> value("bad argument: ", Value, Style);
explain({badkey, Key}, error, _, Style) -> value("bad key: ", Key, Style);
explain({badmap, Value}, error, _, Style) -> value("bad map: ", Value, Style);
explain(badarith, error, _, _) -> "an error occurred when evaluating an arithmetic expression";
explain({badarity, {Fun, Args}}, error, _, _) when is_function(Fun) ->
    [fun_name(Fun), " called with ", arguments(length(Args))];
explain({badfun, Value}, error, _, Style) -> value("bad function ", Value, Style);
explain({badmatch, Value}, error, _, Style) ->
    value("no match of right hand side value ", Value, Style);
explain({case_clause, Value}, error, _, Style) ->
    value("no case clause matching ", Value, Style);
explain({try_clause, Value}, error, _, Style) -> value("no try clause matching ", Value, Style);
explain(if_clause, error, _, _) -> "no true branch found when evaluating an if expression";
explain(noproc, error, _, _) -> "no such process or port";
explain(notalive, error, _, _) -> "the node cannot be part of a distributed system";
explain(system_limit, error, _, _) -> "a system limit has been reached";
explain(timeout_value, error, _, _) -> "bad receive timeout value";
explain({bad_filter, Value}, error, _, Style) -> value("bad filter ", Value, Style);
explain({bad_generator, Value}, error, _, Style) -> value("bad generator ", Value, Style);
explain({unbound, Name}, error, _, _) -> ["variable ", io_lib:write(Name), " is unbound"];
explain(calling_self, exit, _, _) -> "the current process attempted to call itself";
explain(Reason, Class, _, #style{print = Print, margin = Margin}) ->
    Print(Reason, length(Margin) + length(head(Class)) + 1).

arguments(0) -> "no arguments";
arguments(1) -> "one argument";
arguments(2) -> "two arguments";
arguments(Count) -> [integer_to_list(Count), " arguments"].

fun_name(Fun) ->
    {module, Module} = erlang:fun_info(Fun, module),
    {name, Name} = erlang:fun_info(Fun, name),
    {arity, Arity} = erlang:fun_info(Fun, arity),
    case Module of
        erl_eval -> ["interpreted function with arity ", integer_to_list(Arity)];
        _ -> mfa(Module, Name, Arity)
    end.

%% A text and a value; the value begins on a new line where it then needs fewer lines.
value(Text, Value, #style{print = Print, margin = Margin}) ->
    Indent = length(Margin) + length(head(error)),
    Behind = Print(Value, Indent + length(Text) + 1),
    case new_lines(Behind) of
        Lines when Lines > 1 ->
            Below = Print(Value, Indent + 1),
            case new_lines(Below) < Lines of
                true -> [Text, $\n, lists:duplicate(Indent, $\s) | Below];
                false -> [Text | Behind]
            end;
        _ ->
            [Text | Behind]
    end.

new_lines(Chars) -> length([C || C <- lists:flatten(Chars), C =:= $\n]).

%% ---------------------------------------------------------------- calls

calls([{Module, Function, Args, Info} | Calls], N, Details, #style{margin = Margin} = Style) ->
    Arity = arity(Args),
    Where = [Margin, "  ", origin(N, Module, Function, Arity), $\s, mfa(Module, Function, Arity)],
    Faults = faults(Details, 1, Arity, Margin),
    Line = if
               is_list(Args) ->
                   CalledAs = Margin ++ "     called as ",
                   Call = call("", CalledAs, {Module, Function}, Args, Style),
                   [Where, $\n, CalledAs, Call | Faults];
               true ->
                   [Where, $\s, location(Info) | Faults]
           end,
    [Line | calls(Calls, N + 1, #{}, Style)];
calls([], _, _, _) ->
    [].

origin(1, erlang, Function, Arity) ->
    case is_operator(Function, Arity) of
        true -> "in operator ";
        false -> "in function "
    end;
origin(1, _, _, _) -> "in function ";
origin(_, _, _, _) -> "in call from".

is_operator(Function, Arity) ->
    erl_internal:arith_op(Function, Arity) orelse erl_internal:comp_op(Function, Arity)
        orelse erl_internal:bool_op(Function, Arity) orelse erl_internal:list_op(Function, Arity)
        orelse erl_internal:send_op(Function, Arity).

%% What is wrong with the arguments, each on its own line.
faults(Details, N, Arity, Margin) when N =< Arity ->
    case Details of
        #{N := Fault} ->
            Head = ["*** argument ", integer_to_list(N), ": "],
            [$\n, Margin, "     ", Head, fault(Fault, Margin, iolist_size(Head))
             | faults(Details, N + 1, Arity, Margin)];
        #{} ->
            faults(Details, N + 1, Arity, Margin)
    end;
faults(#{general := Fault}, _, _, Margin) -> [$\n, Margin, "     *** ", Fault];
faults(_, _, _, _) -> [].

fault(Text, Margin, Width) ->
    lists:join([$\n, Margin, "     ", lists:duplicate(Width, $\s)], string:lexemes(Text, "\r\n")).

location(Info) ->
    case {lists:keyfind(file, 1, Info), lists:keyfind(line, 1, Info)} of
        {{file, File}, {line, Line}} -> io_lib:format("(~ts, line ~w)", [File, Line]);
        _ -> ""
    end.

mfa(Module, Function, Arity) ->
    [function_name({Module, Function}, Arity), $/, integer_to_list(Arity)].

function_name({erlang, Function}, Arity) ->
    case erl_internal:bif(Function, Arity) of
        true -> io_lib:write_atom(Function);
        false ->
            case is_operator(Function, Arity) of
                true when Function =:= '/' -> io_lib:write_atom(Function);
                true -> atom_to_list(Function);
                false -> ["erlang:", io_lib:write_atom(Function)]
            end
    end;
function_name({Module, Function}, _) ->
    [io_lib:write_atom(Module), $:, io_lib:write_atom(Function)].

%% A call behind a text; on a new line, behind what is before the text, where it then needs fewer
%% lines or has no room.
call(Text, Before, {Module, Function} = Name, Args, #style{print = Print}) ->
    Left = length(Before),
    case {Args, Module =:= erlang andalso is_operator(Function, length(Args))} of
        {[A], true} -> [Text, operator(Function), $\s
                        | Print(A, Left + length(Text) + length(operator(Function)) + 2)];
        {[A, B], true} -> [Text | infix(Function, A, B, Left + length(Text), Print)];
        _ ->
            Chars = function_name(Name, length(Args)),
            Size = string:length(Chars),
            Behind = parenthesized(Args, Left + length(Text) + Size, Print),
            Below = parenthesized(Args, Left + Size, Print),
            Probe = parenthesized([a2345, b2345], Left + length(Text) + Size, Print),
            case new_lines(Probe) > 0 orelse new_lines(Below) < new_lines(Behind) of
                true -> [Text, $\n, Before, Chars | Below];
                false -> [Text, Chars | Behind]
            end
    end.

operator(Name) -> lists:flatten(io_lib:format("~s", [Name])).

%% Two operands on one line, or on three when that needs fewer lines.
infix(Operator, A, B, Left, Print) ->
    First = Print(A, Left + 1),
    Below = Print(B, Left + 1),
    NewLine = [$\n | lists:duplicate(Left, $\s)],
    Stacked = [First, NewLine, atom_to_list(Operator), NewLine | Below],
    Sign = [$\s, operator(Operator), $\s],
    case new_lines(First) of
        0 ->
            Behind = Print(B, Left + string:length(Sign) + string:length(First) + 1),
            case new_lines(Below) < new_lines(Behind) of
                true -> Stacked;
                false -> [First, Sign | Behind]
            end;
        _ ->
            Stacked
    end.

%% Arguments in parentheses. They are printed as a list that must not look like a string.
parenthesized(Args, Column, Print) ->
    Chars = case io_lib:printable_list(Args) of
                true when Args =/= [] ->
                    [First | Rest] = Args,
                    Digits = integer_to_list(First),
                    Stand = list_to_atom(lists:duplicate(length(Digits), $a)),
                    [$[ | Printed] = lists:flatten(Print([Stand | Rest], Column + 1)),
                    [$[ | Digits ++ lists:nthtail(length(Digits), Printed)];
                _ ->
                    unicode:characters_to_list(Print(Args, Column + 1))
            end,
    [$( | lists:droplast(tl(Chars)) ++ ")"].
