%% Types, specifications and attributes from tokens. See erl_parse_expr for how.
-module(erl_parse_type).

-export([attribute/3, specification/3]).

-import(erl_parse_expr, [expect/2, fail/1, bad/2, separated/3, expr/1, first_anno/1]).

%% ---------------------------------------------------------------- attributes

%% What follows -name: the attribute and the tokens behind it, before the dot.
attribute(Anno, Name, Tokens) ->
    {Values, Place, Rest} = values(Name, Tokens),
    {build(Name, Anno, Values, Place), Rest}.

values(Name, [{'(', _} | Inside] = Tokens) ->
    {First, Rest} = value(Name, Inside),
    case Rest of
        [{',', _} | Rest1] ->
            {Others, Rest2} = separated(',', fun(More) -> value(Name, More) end, Rest1),
            {[First | Others], place(First), expect(')', Rest2)};
        [{')', _}, {dot, _} | _] ->
            {[First], place(First), tl(Rest)};
        [{')', _}] ->
            {[First], place(First), []};
        [{')', _} | _] when element(1, First) =/= typed, element(1, First) =/= fields ->
            bare_values(Name, Tokens);
        _ ->
            fail(Rest)
    end;
values(Name, Tokens) ->
    bare_values(Name, Tokens).

bare_values(Name, Tokens) ->
    {Values, Rest} = separated(',', fun(More) -> value(Name, More) end, Tokens),
    {Values, place(hd(Values)), Rest}.

place({typed, Expr, _}) -> first_anno(Expr);
place({fields, Anno, _}) -> Anno;
place(Expr) -> first_anno(Expr).

%% An expression, typed or not, or the fields of a record.
value(record, [{'{', Anno} | Rest]) ->
    case Rest of
        [{'}', _} | Rest1] ->
            {{fields, Anno, []}, Rest1};
        _ ->
            {Fields, Rest1} = separated(',', fun field/1, Rest),
            {{fields, Anno, Fields}, expect('}', Rest1)}
    end;
value(_, Tokens) ->
    field(Tokens).

field(Tokens) ->
    {Expr, Rest} = expr(Tokens),
    case Rest of
        [{'::', _} | Rest1] ->
            {Type, Rest2} = top_type(Rest1),
            {{typed, Expr, Type}, Rest2};
        _ ->
            {Expr, Rest}
    end.

build(module, Anno, [{atom, _, Name}], _) ->
    {attribute, Anno, module, Name};
build(module, Anno, [{atom, _, Name}, Parameters], _) ->
    {attribute, Anno, module, {Name, variables(Parameters)}};
build(module, _, _, Place) ->
    bad(Place, "bad module declaration");
build(export, Anno, [Names], _) ->
    {attribute, Anno, export, names(Names)};
build(export, _, [_ | [Second | _]], _) ->
    bad(place(Second), "bad export declaration");
build(import, Anno, [{atom, _, Module}, Names], _) ->
    {attribute, Anno, import, {Module, names(Names)}};
build(import, _, _, Place) ->
    bad(Place, "bad import declaration");
build(record, Anno, [{atom, _, Name}, {fields, _, Fields}], _) ->
    {attribute, Anno, record, {Name, [record_field(Field) || Field <- Fields]}};
build(record, _, [{atom, _, _}, Other], _) ->
    bad(place(Other), "bad record declaration");
build(record, _, _, Place) ->
    bad(Place, "bad record declaration");
build(file, Anno, [{string, _, Name}, {integer, _, Line}], _) ->
    {attribute, Anno, file, {Name, Line}};
build(file, _, _, Place) ->
    bad(Place, "bad file declaration");
build(Kind, Anno, [{typed, Head, Type}], _) when Kind =:= type; Kind =:= opaque ->
    {attribute, Anno, Kind, definition(Head, Type, Anno)};
build(Name, Anno, [Value], _) ->
    case is_plain(Value) of
        true -> {attribute, Anno, Name, term(Value)};
        false -> bad(place(Value), "bad attribute")
    end;
build(_, _, [_, Second | _], _) ->
    bad(place(Second), "bad attribute").

is_plain({typed, _, _}) -> false;
is_plain({fields, _, _}) -> false;
is_plain(_) -> true.

definition({call, _, {atom, _, Name}, Parameters}, Type, _) ->
    lists:foreach(fun({var, _, _}) -> ok;
                     (Other) -> bad(first_anno(Other), "bad type variable")
                  end, Parameters),
    {Name, Type, Parameters};
definition(_, _, Anno) ->
    bad(Anno, "bad type declaration").

variables({cons, _, {var, _, Name}, Tail}) -> [Name | variables(Tail)];
variables({nil, _}) -> [];
variables(Other) -> bad(place(Other), "bad variable list").

names({cons, _, {op, _, '/', {atom, _, Name}, {integer, _, Arity}}, Tail}) ->
    [{Name, Arity} | names(Tail)];
names({nil, _}) ->
    [];
names(Other) ->
    bad(place(Other), "bad Name/Arity").

record_field({typed, Expr, Type}) ->
    {typed_record_field, record_field(Expr), Type};
record_field({match, Anno, {atom, _, _} = Name, Value}) ->
    {record_field, Anno, Name, Value};
record_field({atom, Anno, _} = Name) ->
    {record_field, Anno, Name};
record_field(Other) ->
    bad(place(Other), "bad record field").

%% The term an attribute gives; name/arity stands for a pair.
term(Expr) ->
    try
        erl_parse:normalise(pairs(Expr))
    catch
        error:_ -> bad(first_anno(Expr), "bad attribute")
    end.

pairs({op, Anno, '/', {atom, _, _} = Name, {integer, _, _} = Arity}) ->
    {tuple, Anno, [Name, Arity]};
pairs({cons, Anno, Head, Tail}) ->
    {cons, Anno, pairs(Head), pairs(Tail)};
pairs({tuple, Anno, Elements}) ->
    {tuple, Anno, [pairs(Element) || Element <- Elements]};
pairs({map, Anno, Fields}) ->
    {map, Anno, [{Kind, Place, pairs(Key), pairs(Value)} || {Kind, Place, Key, Value} <- Fields]};
pairs(Expr) ->
    Expr.

%% ---------------------------------------------------------------- specifications

%% What follows -spec or -callback.
specification(Anno, Kind, [{'(', _} | Inside]) ->
    {Attribute, Rest} = signatures(Anno, Kind, Inside),
    {Attribute, expect(')', Rest)};
specification(Anno, Kind, Tokens) ->
    signatures(Anno, Kind, Tokens).

signatures(Anno, Kind, [{atom, _, Module}, {':', _}, {atom, _, Name} | Rest]) ->
    {Types, Rest1} = separated(';', fun signature/1, checked(Rest)),
    {{attribute, Anno, Kind, {{Module, Name, arity(Types)}, Types}}, Rest1};
signatures(_, _, [{atom, _, _}, {':', _} | Rest]) ->
    fail(Rest);
signatures(Anno, Kind, [{atom, _, Name} | Rest]) ->
    {Types, Rest1} = separated(';', fun signature/1, checked(Rest)),
    {{attribute, Anno, Kind, {{Name, arity(Types)}, Types}}, Rest1};
signatures(_, _, Tokens) ->
    fail(Tokens).

checked([{'(', _} | _] = Tokens) -> Tokens;
checked(Tokens) -> fail(Tokens).

arity([{type, _, bounded_fun, [Fun, _]} | _]) -> arity([Fun]);
arity([{type, _, 'fun', [{type, _, product, Arguments}, _]} | _]) -> length(Arguments).

signature(Tokens) ->
    {Fun, Rest} = fun_type(Tokens),
    case Rest of
        [{'when', _} | Rest1] ->
            {Constraints, Rest2} = separated(',', fun constraint/1, Rest1),
            {{type, element(2, Fun), bounded_fun, [Fun, Constraints]}, Rest2};
        _ ->
            {Fun, Rest}
    end.

fun_type([{'(', Anno}, {')', _} | Rest]) ->
    {Result, Rest1} = top_type(expect('->', Rest)),
    {{type, Anno, 'fun', [{type, Anno, product, []}, Result]}, Rest1};
fun_type([{'(', Anno} | Rest]) ->
    {Arguments, Rest1} = separated(',', fun top_type/1, Rest),
    {Result, Rest2} = top_type(expect('->', expect(')', Rest1))),
    {{type, Anno, 'fun', [{type, Anno, product, Arguments}, Result]}, Rest2};
fun_type(Tokens) ->
    fail(Tokens).

constraint([{atom, Anno, is_subtype}, {'(', _} | Rest]) ->
    {Types, Rest1} = separated(',', fun top_type/1, Rest),
    case Types of
        [{var, Place, _}, _] ->
            Constraint = [{atom, Place, is_subtype}, Types],
            {{type, Place, constraint, Constraint}, expect(')', Rest1)};
        _ ->
            bad(Anno, "bad type variable")
    end;
constraint([{atom, Anno, Name}, {'(', _} | _]) ->
    bad(Anno, io_lib:format("unsupported constraint ~tw", [Name]));
constraint([{var, Anno, _} = Var, {'::', _} | Rest]) ->
    {Type, Rest1} = top_type(Rest),
    {{type, Anno, constraint, [{atom, Anno, is_subtype}, [Var, Type]]}, Rest1};
constraint([{Category, _, _} | Rest]) when Category =:= atom; Category =:= var ->
    fail(Rest);
constraint(Tokens) ->
    fail(Tokens).

%% ---------------------------------------------------------------- types

top_type([{var, Anno, _} = Var, {'::', _} | Rest]) ->
    {Type, Rest1} = top_type(Rest),
    {{ann_type, Anno, [Var, Type]}, Rest1};
top_type(Tokens) ->
    {Type, Rest} = type(Tokens),
    case Rest of
        [{'|', _} | Rest1] ->
            {Other, Rest2} = top_type(Rest1),
            {union(Type, Other), Rest2};
        _ ->
            {Type, Rest}
    end.

%% A union at the end of a union is part of it.
union(Type, {type, _, union, Types}) -> {type, first_anno(Type), union, [Type | Types]};
union(Type, Other) -> {type, first_anno(Type), union, [Type, Other]}.

%% Ranges bind less than arithmetic.
type(Tokens) ->
    {Left, Rest} = arithmetic(Tokens, 0),
    case Rest of
        [{'..', _} | Rest1] ->
            {Right, Rest2} = arithmetic(Rest1, 0),
            {{type, element(2, Left), range, [Left, Right]}, Rest2};
        _ ->
            {Left, Rest}
    end.

arithmetic(Tokens, Lowest) ->
    {Left, Rest} = type_operand(Tokens),
    arithmetic(Left, Rest, Lowest).

arithmetic(Left, [{Op, Anno} | Rest] = Tokens, Lowest) ->
    case level(Op) of
        Level when Level > Lowest ->
            {Right, Rest1} = arithmetic(Rest, Level),
            arithmetic({op, Anno, Op, Left, Right}, Rest1, Lowest);
        _ ->
            {Left, Tokens}
    end;
arithmetic(Left, Tokens, _) ->
    {Left, Tokens}.

level(Op) when Op =:= '+'; Op =:= '-'; Op =:= 'bor'; Op =:= 'bxor'; Op =:= 'bsl'; Op =:= 'bsr';
               Op =:= 'or'; Op =:= 'xor' -> 1;
level(Op) when Op =:= '*'; Op =:= '/'; Op =:= 'div'; Op =:= 'rem'; Op =:= 'band';
               Op =:= 'and' -> 2;
level(_) -> 0.

type_operand([{Op, Anno} | Rest]) when Op =:= '-'; Op =:= '+'; Op =:= 'bnot'; Op =:= 'not' ->
    {Type, Rest1} = type_operand(Rest),
    {{op, Anno, Op, Type}, Rest1};
type_operand([{'(', _} | Rest]) ->
    {Type, Rest1} = top_type(Rest),
    {Type, expect(')', Rest1)};
type_operand([{Category, _, _} = Token | Rest])
  when Category =:= var; Category =:= integer; Category =:= char ->
    {Token, Rest};
type_operand([{atom, _, _} = Module, {':', Anno}, {atom, _, _} = Name | Rest]) ->
    {Arguments, Rest1} = type_arguments(Rest),
    {{remote_type, first_anno({remote, Anno, Module, Name}), [Module, Name, Arguments]}, Rest1};
type_operand([{atom, _, _}, {':', _} | Rest]) ->
    fail(Rest);
type_operand([{atom, Anno, Name}, {'(', _} | _] = [_ | Rest]) ->
    {Arguments, Rest1} = type_arguments(Rest),
    {named(Anno, Name, Arguments), Rest1};
type_operand([{atom, _, _} = Atom | Rest]) ->
    {Atom, Rest};
type_operand([{'[', Anno} | Rest]) ->
    list_type(Anno, Rest);
type_operand([{'{', Anno} | Rest]) ->
    {Types, Rest1} = until('}', fun top_type/1, Rest),
    {{type, Anno, tuple, Types}, Rest1};
type_operand([{'#', Anno}, {'{', _} | Rest]) ->
    {Pairs, Rest1} = until('}', fun map_pair/1, Rest),
    {{type, Anno, map, Pairs}, Rest1};
type_operand([{'#', Anno}, {atom, _, _} = Name | Rest]) ->
    {Fields, Rest1} = until('}', fun field_type/1, expect('{', Rest)),
    {{type, Anno, record, [Name | Fields]}, Rest1};
type_operand([{'#', _} | Rest]) ->
    fail(Rest);
type_operand([{'<<', Anno} | Rest]) ->
    binary_type(Anno, Rest);
type_operand([{'fun', Anno}, {'(', _}, {')', _} | Rest]) ->
    {{type, Anno, 'fun', []}, Rest};
type_operand([{'fun', _}, {'(', _}, {'(', Anno}, {'...', _} | Rest]) ->
    {Result, Rest1} = top_type(expect('->', expect(')', Rest))),
    {{type, Anno, 'fun', [{type, Anno, any}, Result]}, expect(')', Rest1)};
type_operand([{'fun', _}, {'(', _} | Rest]) ->
    {Fun, Rest1} = fun_type(Rest),
    {Fun, expect(')', Rest1)};
type_operand([{'fun', _} | Rest]) ->
    fail(Rest);
type_operand(Tokens) ->
    fail(Tokens).

type_arguments([{'(', _} | Rest]) -> until(')', fun top_type/1, Rest);
type_arguments(Tokens) -> fail(Tokens).

until(Close, One, Tokens) ->
    case Tokens of
        [{Close, _} | Rest] ->
            {[], Rest};
        _ ->
            {All, Rest} = separated(',', One, Tokens),
            {All, expect(Close, Rest)}
    end.

named(Anno, tuple, []) ->
    {type, Anno, tuple, any};
named(Anno, map, []) ->
    {type, Anno, map, any};
named(Anno, Name, Arguments) ->
    case erl_internal:is_type(Name, length(Arguments)) of
        true -> {type, Anno, Name, Arguments};
        false -> {user_type, Anno, Name, Arguments}
    end.

list_type(Anno, [{']', _} | Rest]) ->
    {{type, Anno, nil, []}, Rest};
list_type(Anno, Tokens) ->
    {Type, Rest} = top_type(Tokens),
    case Rest of
        [{',', _} | Rest1] ->
            {{type, Anno, nonempty_list, [Type]}, expect(']', expect('...', Rest1))};
        _ ->
            {{type, Anno, list, [Type]}, expect(']', Rest)}
    end.

map_pair(Tokens) ->
    {Key, Rest} = top_type(Tokens),
    {Kind, Anno, Rest1} = case Rest of
                              [{'=>', Place} | Behind] -> {map_field_assoc, Place, Behind};
                              [{':=', Place} | Behind] -> {map_field_exact, Place, Behind};
                              _ -> fail(Rest)
                          end,
    {Value, Rest2} = top_type(Rest1),
    {{type, Anno, Kind, [Key, Value]}, Rest2}.

field_type([{atom, Anno, _} = Name | Rest]) ->
    {Type, Rest1} = top_type(expect('::', Rest)),
    {{type, Anno, field_type, [Name, Type]}, Rest1};
field_type(Tokens) ->
    fail(Tokens).

binary_type(Anno, [{'>>', _} | Rest]) ->
    {{type, Anno, binary, [zero(Anno), zero(Anno)]}, Rest};
binary_type(Anno, [{var, _, '_'}, {':', _}, {var, _, '_'}, {'*', _} | Rest]) ->
    {Unit, Rest1} = arithmetic(Rest, 2),
    {{type, Anno, binary, [zero(Anno), Unit]}, expect('>>', Rest1)};
binary_type(Anno, [{var, _, '_'}, {':', _} | Rest]) ->
    {Size, Rest1} = type(Rest),
    case Rest1 of
        [{',', _}, {var, _, '_'}, {':', _}, {var, _, '_'}, {'*', _} | Rest2] ->
            {Unit, Rest3} = arithmetic(Rest2, 2),
            {{type, Anno, binary, [Size, Unit]}, expect('>>', Rest3)};
        _ ->
            {{type, Anno, binary, [Size, zero(Anno)]}, expect('>>', Rest1)}
    end;
binary_type(_, Tokens) ->
    fail(Tokens).

zero(Anno) -> {integer, erl_anno:line(Anno), 0}.
