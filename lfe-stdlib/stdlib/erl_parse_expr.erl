%% Expressions and patterns from tokens, by recursive descent; operators by precedence.
%%
%% Every function takes the tokens and gives what it found and the tokens behind it. The first token
%% that cannot be there ends it all: fail/1 throws the tokens from it on.
-module(erl_parse_expr).

-export([exprs/1, expr/1, clauses/2, function_clause/1, guard/1, body/1]).
-export([expect/2, fail/1, bad/2, separated/3, first_anno/1]).

%% Patterns of heads know fewer constructions than expressions.
-define(EXPR, expr).
-define(PATTERN, pattern).
-define(LOWEST, 0).
-define(PREFIX, 600).

%% A syntax error before the first of these tokens.
fail(Tokens) -> throw({?MODULE, syntax, Tokens}).

%% An error in words.
bad(Anno, Message) -> throw({?MODULE, bad, Anno, Message}).

%% The tokens behind one of a category.
expect(Category, [Token | Rest]) when element(1, Token) =:= Category -> Rest;
expect(_, Tokens) -> fail(Tokens).

%% One or more of something.
separated(Separator, One, Tokens) ->
    {First, Rest} = One(Tokens),
    case Rest of
        [{Separator, _} | Rest1] ->
            {More, Rest2} = separated(Separator, One, Rest1),
            {[First | More], Rest2};
        _ ->
            {[First], Rest}
    end.

%% ---------------------------------------------------------------- expressions

%% Expressions with commas between them.
exprs(Tokens) -> separated(',', fun expr/1, Tokens).

%% One expression.
expr(Tokens) -> expr(Tokens, ?LOWEST, ?EXPR).

pattern(Tokens) -> expr(Tokens, ?LOWEST, ?PATTERN).

expr(Tokens, Lowest, Mode) ->
    {Left, Rest} = operand(Tokens, Mode),
    infix(Left, Rest, Lowest, Mode, none).

infix(Left, [{Op, Anno} | Rest] = Tokens, Lowest, Mode, Before) ->
    case level(Op) of
        {Level, _} when Level < Lowest -> {Left, Tokens};
        {_, _} when Mode =:= ?PATTERN, (Op =:= '!' orelse Op =:= 'orelse' orelse
                                        Op =:= 'andalso') -> {Left, Tokens};
        {Level, none} when Before =:= Level -> fail(Tokens);
        {Level, Side} ->
            {Right, Rest1} = expr(Rest, right_level(Level, Side), Mode),
            infix(binary(Op, Anno, Left, Right), Rest1, Lowest, Mode, Level);
        none -> {Left, Tokens}
    end;
infix(Left, Tokens, _, _, _) ->
    {Left, Tokens}.

right_level(Level, right) -> Level;
right_level(Level, _) -> Level + 1.

binary('=', _, Left, Right) -> {match, first_anno(Left), Left, Right};
binary(Op, Anno, Left, Right) -> {op, Anno, Op, Left, Right}.

level('=') -> {100, right};
level('!') -> {100, right};
level('orelse') -> {150, right};
level('andalso') -> {160, right};
level(Op) when Op =:= '=='; Op =:= '/='; Op =:= '=<'; Op =:= '<'; Op =:= '>='; Op =:= '>';
               Op =:= '=:='; Op =:= '=/=' -> {200, none};
level(Op) when Op =:= '++'; Op =:= '--' -> {300, right};
level(Op) when Op =:= '+'; Op =:= '-'; Op =:= 'bor'; Op =:= 'bxor'; Op =:= 'bsl'; Op =:= 'bsr';
               Op =:= 'or'; Op =:= 'xor' -> {400, left};
level(Op) when Op =:= '/'; Op =:= '*'; Op =:= 'div'; Op =:= 'rem'; Op =:= 'band';
               Op =:= 'and' -> {500, left};
level(_) -> none.

operand([{Op, Anno} | Rest], Mode) when Op =:= '+'; Op =:= '-'; Op =:= 'bnot'; Op =:= 'not' ->
    {Operand, Rest1} = expr(Rest, ?PREFIX, Mode),
    {{op, Anno, Op, Operand}, Rest1};
operand([{'catch', Anno} | Rest], ?EXPR) ->
    {Operand, Rest1} = expr(Rest, ?LOWEST, ?EXPR),
    {{'catch', Anno, Operand}, Rest1};
operand([{'#', Anno} | Rest], Mode) ->
    {Expr, Kind, Rest1} = hash(Anno, none, Rest),
    suffixes(Expr, Kind, Rest1, Mode);
operand(Tokens, Mode) ->
    {Expr, Rest} = primary(Tokens, Mode),
    suffixes(Expr, primary, Rest, Mode).

%% Maps and records, and what is made of them; calls and qualified names.
suffixes(Expr, Kind, [{'#', Anno} | Rest], _) when Kind =/= done ->
    hash_suffix(Expr, Kind, Anno, Rest);
suffixes(Expr, primary, [{':', Anno} | Rest], ?EXPR) ->
    {Name, Rest1} = primary(Rest, ?EXPR),
    call({remote, Anno, Expr, Name}, Rest1);
suffixes(Expr, primary, Tokens, ?EXPR) ->
    call(Expr, Tokens);
suffixes(Expr, _, Tokens, _) ->
    {Expr, Tokens}.

hash_suffix(_, record, _, [{'{', _} | _] = Tokens) ->
    fail(Tokens);
hash_suffix(_, map, _, [Token | _] = Tokens) when element(1, Token) =/= '{' ->
    fail(Tokens);
hash_suffix(Expr, _, Anno, Tokens) ->
    {Expr1, Kind, Rest} = hash(Anno, Expr, Tokens),
    suffixes(Expr1, Kind, Rest, ?PATTERN).

call(Function, [{'(', _} | _] = Tokens) ->
    {Arguments, Rest} = arguments(Tokens, ?EXPR),
    {{call, first_anno(Function), Function, Arguments}, Rest};
call(Function, Tokens) ->
    {Function, Tokens}.

arguments([{'(', _}, {')', _} | Rest], _) ->
    {[], Rest};
arguments([{'(', _} | Rest], Mode) ->
    {Arguments, Rest1} = separated(',', fun(Tokens) -> expr(Tokens, ?LOWEST, Mode) end, Rest),
    {Arguments, expect(')', Rest1)};
arguments(Tokens, _) ->
    fail(Tokens).

%% What comes behind a hash sign; Base is the expression before it, or none.
hash(Anno, Base, [{'{', _} | Rest]) ->
    {Fields, Rest1} = until('}', fun map_field/1, Rest),
    case Base of
        none -> {{map, Anno, Fields}, map, Rest1};
        _ -> {{map, Anno, Base, Fields}, map, Rest1}
    end;
hash(Anno, none, [{atom, _, Record}, {'.', _}, {atom, _, _} = Field | Rest]) ->
    {{record_index, Anno, Record, name(Field)}, record, Rest};
hash(Anno, Base, [{atom, _, Record}, {'.', _}, {atom, _, _} = Field | Rest]) ->
    {{record_field, Anno, Base, Record, name(Field)}, record, Rest};
hash(_, _, [{atom, _, _}, {'.', _} | Rest]) ->
    fail(Rest);
hash(Anno, Base, [{atom, _, Record}, {'{', _} | Rest]) ->
    {Fields, Rest1} = until('}', fun record_field/1, Rest),
    case Base of
        none -> {{record, Anno, Record, Fields}, record, Rest1};
        _ -> {{record, Anno, Base, Record, Fields}, record, Rest1}
    end;
hash(_, _, [{atom, _, _} | Rest]) ->
    fail(Rest);
hash(_, _, Tokens) ->
    fail(Tokens).

name({atom, Anno, Name}) -> {atom, Anno, Name}.

%% None or more with commas, up to a closing token.
until(Close, One, Tokens) ->
    case Tokens of
        [{Close, _} | Rest] ->
            {[], Rest};
        _ ->
            {All, Rest} = separated(',', One, Tokens),
            {All, expect(Close, Rest)}
    end.

map_field(Tokens) ->
    {Key, Rest} = expr(Tokens),
    case Rest of
        [{'=>', Anno} | Rest1] ->
            {Value, Rest2} = expr(Rest1),
            {{map_field_assoc, Anno, Key, Value}, Rest2};
        [{':=', Anno} | Rest1] ->
            {Value, Rest2} = expr(Rest1),
            {{map_field_exact, Anno, Key, Value}, Rest2};
        _ ->
            fail(Rest)
    end.

record_field([{Category, Anno, _} = Name | Rest]) when Category =:= atom; Category =:= var ->
    {Value, Rest1} = expr(expect('=', Rest)),
    {{record_field, Anno, Name, Value}, Rest1};
record_field(Tokens) ->
    fail(Tokens).

%% ---------------------------------------------------------------- primary expressions

primary([{Category, _, _} = Token | Rest], _)
  when Category =:= var; Category =:= atom; Category =:= integer; Category =:= float;
       Category =:= char ->
    {Token, Rest};
primary([{string, Anno, Chars} | Rest], _) ->
    {All, Rest1} = strings(Rest, [Chars]),
    {{string, Anno, All}, Rest1};
primary([{'(', _} | Rest], Mode) ->
    {Expr, Rest1} = expr(Rest, ?LOWEST, Mode),
    {Expr, expect(')', Rest1)};
primary([{'{', Anno} | Rest], _) ->
    {Elements, Rest1} = until('}', fun expr/1, Rest),
    {{tuple, Anno, Elements}, Rest1};
primary([{'[', Anno} | Rest], Mode) ->
    list(Anno, Rest, Mode);
primary([{'<<', Anno} | Rest], Mode) ->
    binary(Anno, Rest, Mode);
primary([{Category, Anno} | Rest] = Tokens, ?EXPR) ->
    block(Category, Anno, Rest, Tokens);
primary(Tokens, _) ->
    fail(Tokens).

strings([{string, _, Chars} | Rest], All) -> strings(Rest, [Chars | All]);
strings(Rest, All) -> {lists:append(lists:reverse(All)), Rest}.

list(Anno, [{']', _} | Rest], _) ->
    {{nil, Anno}, Rest};
list(Anno, Tokens, Mode) ->
    {First, Rest} = expr(Tokens),
    case Rest of
        [{'||', _} | Rest1] when Mode =:= ?EXPR ->
            {Qualifiers, Rest2} = qualifiers(Rest1),
            {{lc, Anno, First, Qualifiers}, expect(']', Rest2)};
        _ ->
            {Tail, Rest1} = tail(Rest),
            {{cons, Anno, First, Tail}, Rest1}
    end.

tail([{']', Anno} | Rest]) ->
    {{nil, Anno}, Rest};
tail([{'|', _} | Rest]) ->
    {Tail, Rest1} = expr(Rest),
    {Tail, expect(']', Rest1)};
tail([{',', _} | Rest]) ->
    {Next, Rest1} = expr(Rest),
    {Tail, Rest2} = tail(Rest1),
    {{cons, first_anno(Next), Next, Tail}, Rest2};
tail(Tokens) ->
    fail(Tokens).

qualifiers(Tokens) -> separated(',', fun qualifier/1, Tokens).

qualifier(Tokens) ->
    {Expr, Rest} = expr(Tokens),
    case Rest of
        [{'<-', Anno} | Rest1] ->
            {From, Rest2} = expr(Rest1),
            {{generate, Anno, Expr, From}, Rest2};
        [{'<=', Anno} | Rest1] when element(1, Expr) =:= bin ->
            {From, Rest2} = expr(Rest1),
            {{b_generate, Anno, Expr, From}, Rest2};
        _ ->
            {Expr, Rest}
    end.

binary(Anno, [{'>>', _} | Rest], _) ->
    {{bin, Anno, []}, Rest};
binary(Anno, Tokens, Mode) ->
    {First, Rest} = segment_value(Tokens, Mode),
    case Rest of
        [{'||', _} | Rest1] when Mode =:= ?EXPR, element(1, hd(Tokens)) =/= '-',
                                 element(1, hd(Tokens)) =/= '+' ->
            {Qualifiers, Rest2} = qualifiers(Rest1),
            {{bc, Anno, First, Qualifiers}, expect('>>', Rest2)};
        _ ->
            {Segments, Rest1} = segments(Tokens, Mode),
            {{bin, Anno, Segments}, expect('>>', Rest1)}
    end.

segments(Tokens, Mode) -> separated(',', fun(Rest) -> segment(Rest, Mode) end, Tokens).

segment(Tokens, Mode) ->
    {Value, Rest} = segment_value(Tokens, Mode),
    {Size, Rest1} = segment_size(Rest),
    {Types, Rest2} = segment_types(Rest1),
    {{bin_element, first_anno(Value), Value, Size, Types}, Rest2}.

segment_value([{Op, Anno} | Rest], Mode)
  when Op =:= '+'; Op =:= '-'; Op =:= 'bnot'; Op =:= 'not' ->
    {Value, Rest1} = primary(Rest, Mode),
    {{op, Anno, Op, Value}, Rest1};
segment_value(Tokens, Mode) ->
    primary(Tokens, Mode).

segment_size([{':', _} | Rest]) -> primary(Rest, ?EXPR);
segment_size(Tokens) -> {default, Tokens}.

segment_types([{'/', _} | Rest]) -> separated('-', fun segment_type/1, Rest);
segment_types(Tokens) -> {default, Tokens}.

segment_type([{atom, _, Type}, {':', _}, {integer, _, Value} | Rest]) -> {{Type, Value}, Rest};
segment_type([{atom, _, _}, {':', _} | Rest]) -> fail(Rest);
segment_type([{atom, _, Type} | Rest]) -> {Type, Rest};
segment_type(Tokens) -> fail(Tokens).

%% ---------------------------------------------------------------- what ends in end

block('begin', Anno, Tokens, _) ->
    {Exprs, Rest} = exprs(Tokens),
    {{block, Anno, Exprs}, expect('end', Rest)};
block('if', Anno, Tokens, _) ->
    {Clauses, Rest} = separated(';', fun if_clause/1, Tokens),
    {{'if', Anno, Clauses}, expect('end', Rest)};
block('case', Anno, Tokens, _) ->
    {Expr, Rest} = expr(Tokens),
    {Clauses, Rest1} = separated(';', fun case_clause/1, expect('of', Rest)),
    {{'case', Anno, Expr, Clauses}, expect('end', Rest1)};
block('receive', Anno, [{'after', _} | Rest], _) ->
    timeout(Anno, [], Rest);
block('receive', Anno, Tokens, _) ->
    {Clauses, Rest} = separated(';', fun case_clause/1, Tokens),
    case Rest of
        [{'after', _} | Rest1] -> timeout(Anno, Clauses, Rest1);
        _ -> {{'receive', Anno, Clauses}, expect('end', Rest)}
    end;
block('fun', Anno, Tokens, _) ->
    fun_of(Anno, Tokens);
block('try', Anno, Tokens, _) ->
    try_of(Anno, Tokens);
block('maybe', Anno, Tokens, _) ->
    maybe_of(Anno, Tokens);
block(_, _, _, Tokens) ->
    fail(Tokens).

if_clause(Tokens) ->
    {Guard, Rest} = alternatives(Tokens),
    {Body, Rest1} = body(Rest),
    {{clause, first_anno(hd(hd(Guard))), [], Guard, Body}, Rest1}.

case_clause(Tokens) ->
    {Pattern, Rest} = expr(Tokens),
    {Guard, Rest1} = guard(Rest),
    {Body, Rest2} = body(Rest1),
    {{clause, first_anno(Pattern), [Pattern], Guard, Body}, Rest2}.

timeout(Anno, Clauses, Tokens) ->
    {Time, Rest} = expr(Tokens),
    {Body, Rest1} = body(Rest),
    {{'receive', Anno, Clauses, Time, Body}, expect('end', Rest1)}.

%% What comes before the arrow of a clause, behind its patterns.
guard([{'when', _} | Rest]) -> alternatives(Rest);
guard(Tokens) -> {[], Tokens}.

alternatives(Tokens) -> separated(';', fun exprs/1, Tokens).

%% An arrow and expressions.
body(Tokens) -> exprs(expect('->', Tokens)).

%% Clauses of a function or fun, which must have the same name and number of arguments.
clauses(One, Tokens) ->
    {Clauses, Rest} = separated(';', One, Tokens),
    [{Name, {clause, _, Patterns, _, _}} | Others] = Clauses,
    Arity = length(Patterns),
    lists:foreach(fun({Name1, {clause, _, Patterns1, _, _}})
                        when Name1 =:= Name, length(Patterns1) =:= Arity -> ok;
                     ({_, Clause}) -> bad(element(2, Clause), "head mismatch")
                  end, Others),
    {Name, Arity, [Clause || {_, Clause} <- Clauses], Rest}.

%% A clause of a function.
function_clause([{atom, Anno, Name} | Rest]) -> clause(Name, Anno, Rest);
function_clause(Tokens) -> fail(Tokens).

fun_clause([{'(', Anno} | _] = Tokens) -> clause(none, Anno, Tokens);
fun_clause([{var, Anno, Name} | Rest]) -> clause(Name, Anno, Rest);
fun_clause(Tokens) -> fail(Tokens).

clause(Name, Anno, Tokens) ->
    {Patterns, Rest} = head(Tokens),
    {Guard, Rest1} = guard(Rest),
    {Body, Rest2} = body(Rest1),
    {{Name, {clause, Anno, Patterns, Guard, Body}}, Rest2}.

head([{'(', _}, {')', _} | Rest]) ->
    {[], Rest};
head([{'(', _} | Rest]) ->
    {Patterns, Rest1} = separated(',', fun pattern/1, Rest),
    {Patterns, expect(')', Rest1)};
head(Tokens) ->
    fail(Tokens).

fun_of(Anno, [{atom, _, Name}, {'/', _} | Rest]) ->
    case Rest of
        [{integer, _, Arity} | Rest1] -> {{'fun', Anno, {function, Name, Arity}}, Rest1};
        _ -> fail(Rest)
    end;
fun_of(Anno, [{Category, _, _} = Module, {':', _} | Rest])
  when Category =:= atom; Category =:= var ->
    {Function, Rest1} = one_of([atom, var], Rest),
    {Arity, Rest2} = one_of([integer, var], expect('/', Rest1)),
    {{'fun', Anno, {function, Module, Function, Arity}}, Rest2};
fun_of(_, [{atom, _, _} | Rest]) ->
    fail(Rest);
fun_of(Anno, Tokens) ->
    {Name, _, Clauses, Rest} = clauses(fun fun_clause/1, Tokens),
    Rest1 = expect('end', Rest),
    case Name of
        none -> {{'fun', Anno, {clauses, Clauses}}, Rest1};
        _ -> {{named_fun, Anno, Name, Clauses}, Rest1}
    end.

one_of(Categories, [Token | Rest] = Tokens) ->
    case tuple_size(Token) =:= 3 andalso lists:member(element(1, Token), Categories) of
        true -> {Token, Rest};
        false -> fail(Tokens)
    end;
one_of(_, []) ->
    fail([]).

try_of(Anno, Tokens) ->
    {Exprs, Rest} = exprs(Tokens),
    {Clauses, Rest1} = case Rest of
                           [{'of', _} | Behind] -> separated(';', fun case_clause/1, Behind);
                           _ -> {[], Rest}
                       end,
    {Handlers, Rest2} = case Rest1 of
                            [{'catch', _} | Behind1] ->
                                separated(';', fun handler/1, Behind1);
                            [{'after', _} | _] -> {[], Rest1};
                            _ -> fail(Rest1)
                        end,
    {After, Rest3} = case Rest2 of
                         [{'after', _} | Behind2] -> exprs(Behind2);
                         _ -> {[], Rest2}
                     end,
    {{'try', Anno, Exprs, Clauses, Handlers, After}, expect('end', Rest3)}.

%% Class, pattern and stack trace become one tuple.
handler([{Category, Anno, _} = Class, {':', _} | Rest])
  when Category =:= atom; Category =:= var ->
    {Pattern, Rest1} = pattern(Rest),
    {Trace, Rest2} = case Rest1 of
                         [{':', _}, {var, _, _} = Var | Behind] -> {Var, Behind};
                         [{':', _} | Behind] -> fail(Behind);
                         _ -> {{var, first_anno(Pattern), '_'}, Rest1}
                     end,
    handler(Anno, [Class, Pattern, Trace], Rest2);
handler(Tokens) ->
    {Pattern, Rest} = pattern(Tokens),
    Anno = first_anno(Pattern),
    handler(Anno, [{atom, Anno, throw}, Pattern, {var, Anno, '_'}], Rest).

handler(Anno, Parts, Tokens) ->
    {Guard, Rest} = guard(Tokens),
    {Body, Rest1} = body(Rest),
    {{clause, Anno, [{tuple, Anno, Parts}], Guard, Body}, Rest1}.

maybe_of(Anno, Tokens) ->
    {Exprs, Rest} = separated(',', fun maybe_expr/1, Tokens),
    case Rest of
        [{'else', Else} | Rest1] ->
            {Clauses, Rest2} = separated(';', fun case_clause/1, Rest1),
            {{'maybe', Anno, Exprs, {'else', Else, Clauses}}, expect('end', Rest2)};
        _ ->
            {{'maybe', Anno, Exprs}, expect('end', Rest)}
    end.

maybe_expr(Tokens) ->
    {Left, Rest} = expr(Tokens),
    case Rest of
        [{'?=', Anno} | Rest1] ->
            {Right, Rest2} = expr(Rest1),
            {{maybe_match, Anno, Left, Right}, Rest2};
        _ ->
            {Left, Rest}
    end.

%% ---------------------------------------------------------------- places

%% Where the text of a form starts: operators have their own place as annotation.
first_anno({op, _, _, Left, _}) -> first_anno(Left);
first_anno({op, Anno, _, _}) -> Anno;
first_anno({remote, _, Module, _}) -> first_anno(Module);
first_anno({record_field, _, Base, _, _}) -> first_anno(Base);
first_anno({record, _, Base, _, _}) -> first_anno(Base);
first_anno({map, _, Base, _}) -> first_anno(Base);
first_anno({match, _, Left, _}) -> first_anno(Left);
first_anno({call, _, Function, _}) -> first_anno(Function);
first_anno(Form) -> element(2, Form).
