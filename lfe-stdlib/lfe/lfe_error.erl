%% Exceptions as text, as the LFE shell tells them.
-module(lfe_error).

-export([format_exception/6, is_internal/1]).

%% The text about an exception: a line on what happened, and a line for each function in the stack
%% trace until Skip(Module, Function, Arity) is true for all that remain. Format(Term, Indentation)
%% makes text of terms. The last line is without a line end.
format_exception(Class, Reason, Stack, Skip, Format, _Indentation) ->
    Head = ["exception ", class(Class), ": "],
    Indent = iolist_size(Head),
    Frames = kept(Stack, Skip),
    [Head, reason(named(Reason, Stack), Frames, fun(Term) -> Format(Term, Indent) end),
     [["\n  in ", frame(Frame, Format)] || Frame <- Frames]].

%% A call of a function that a session does not have.
named(undef, [{Module, Function, Arguments, _} | _]) when is_list(Arguments) ->
    case atom_to_list(Module) of
        "-session-" ++ _ -> {undefined_function, {Function, length(Arguments)}};
        _ -> undef
    end;
named(Reason, _) -> Reason.

class(error) -> "error";
class(throw) -> "throw";
class(exit) -> "exit".

%% Modules that forms of a session are compiled to, and those that run them.
is_internal(Module) when Module =:= lfe_shell; Module =:= lfe_host; Module =:= lfe_eval;
                         Module =:= lfe_error; Module =:= erts_boot;
                         Module =:= lfescript ->
    true;
is_internal(Module) ->
    case atom_to_list(Module) of
        "-form-" ++ _ -> true;
        "-session-" ++ _ -> true;
        "-slurped-" ++ _ -> true;
        _ -> false
    end.

kept(Stack, Skip) ->
    [Frame || Frame <- Stack, not skipped(Frame, Skip)].

skipped({Module, Function, Arguments, _}, Skip) when is_list(Arguments) ->
    Skip(Module, Function, length(Arguments));
skipped({Module, Function, Arity, _}, Skip) ->
    Skip(Module, Function, Arity);
skipped(_, _) ->
    true.

frame({Module, Function, Arguments, _}, Format) when is_list(Arguments) ->
    ["(", symbol(Module), " : ", symbol(Function),
     [[" ", Format(Argument, 6)] || Argument <- Arguments], ")"];
frame({Module, Function, Arity, Location}, _) ->
    [symbol(Module), ":", symbol(Function), "/", integer_to_list(Arity), location(Location)].

location(Location) ->
    case {proplists:get_value(file, Location), proplists:get_value(line, Location)} of
        {undefined, _} -> [];
        {File, undefined} -> [" (", File, ")"];
        {File, Line} -> [" (", File, ", line ", integer_to_list(Line), ")"]
    end.

symbol(Atom) -> lfe_io_write:symbol(Atom).

reason(badarg, _, _) -> "bad argument";
reason(badarith, _, _) -> "error in arithmetic expression";
reason({badarity, {Fun, Arguments}}, _, _) when is_function(Fun), is_list(Arguments) ->
    {arity, Arity} = erlang:fun_info(Fun, arity),
    ["function with arity ", integer_to_list(Arity), " called with ",
     arguments(length(Arguments))];
reason({badarg, Value}, _, Format) -> ["bad argument ", Format(Value)];
reason({badfun, Term}, _, Format) -> ["bad function ", Format(Term)];
reason({badmatch, Value}, _, Format) -> ["no match of value ", Format(Value)];
reason({case_clause, Value}, _, Format) -> ["no case clause matching ", Format(Value)];
reason({try_clause, Value}, _, Format) -> ["no try clause matching ", Format(Value)];
reason({bad_generator, Value}, _, Format) -> ["bad generator ", Format(Value)];
reason(function_clause, _, _) -> "no function clause matching";
reason(if_clause, _, _) -> "no if clause matching";
reason({nonbool_test, Form}, _, _) -> ["non-boolean ", symbol(Form), " test"];
reason(noproc, _, _) -> "no such process or port";
reason(timeout_value, _, _) -> "bad receive timeout value";
reason(system_limit, _, _) -> "a system limit has been reached";
reason(undef, _, _) -> "undefined function";
reason(notalive, _, _) -> "the node cannot be part of a distributed system";
reason({unbound_symbol, Name}, _, _) -> ["symbol ", symbol(Name), " is unbound"];
reason({undefined_function, {Name, Arity}}, _, _) ->
    ["function ", symbol(Name), "/", integer_to_list(Arity), " undefined"];
reason({lfe_error, Text}, _, _) -> Text;
reason({no_compiler, Text}, _, _) -> Text;
reason(Term, _, Format) -> Format(Term).

arguments(0) -> "no arguments";
arguments(1) -> "one argument";
arguments(2) -> "two arguments";
arguments(3) -> "three arguments";
arguments(Count) -> [integer_to_list(Count), " arguments"].
