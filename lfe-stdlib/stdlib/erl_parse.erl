%% Forms from tokens; terms as forms and back.
-module(erl_parse).

-export([parse_form/1, parse_exprs/1, parse_term/1, format_error/1, first_anno/1]).
-export([normalise/1, abstract/1, abstract/2, tokens/1, tokens/2]).
-export([inop_prec/1, preop_prec/1, func_prec/0, max_prec/0, type_inop_prec/1, type_preop_prec/1]).
-export([map_anno/2, fold_anno/3, mapfold_anno/3, new_anno/1, anno_to_term/1, anno_from_term/1]).

-export_type([abstract_form/0, abstract_expr/0, abstract_clause/0, abstract_type/0, form_info/0,
              error_info/0]).

-type abstract_form() :: tuple().
-type abstract_expr() :: tuple().
-type abstract_clause() :: tuple().
-type abstract_type() :: tuple().
-type form_info() :: tuple().
-type error_info() :: {erl_anno:location(), module(), term()}.

-define(PARTS, erl_parse_expr).

%% ---------------------------------------------------------------- parsing

%% A function or an attribute: {ok, Form} or {error, ErrorInfo}.
-spec parse_form(erl_scan:tokens()) -> {ok, abstract_form()} | {error, error_info()}.
parse_form(Tokens) -> guarded(fun form/1, Tokens).

%% Expressions up to a dot: {ok, Exprs} or {error, ErrorInfo}.
-spec parse_exprs(erl_scan:tokens()) -> {ok, [abstract_expr()]} | {error, error_info()}.
parse_exprs(Tokens) -> guarded(fun only_exprs/1, Tokens).

%% A term up to a dot: {ok, Term} or {error, ErrorInfo}.
-spec parse_term(erl_scan:tokens()) -> {ok, term()} | {error, error_info()}.
parse_term(Tokens) ->
    case parse_exprs(Tokens) of
        {ok, [Expr]} ->
            try
                {ok, normalise(Expr)}
            catch
                error:_ -> bad_term(Expr)
            end;
        {ok, [_, Expr | _]} ->
            bad_term(Expr);
        {error, _} = Error ->
            Error
    end.

bad_term(Expr) -> {error, {location(first_anno(Expr)), ?MODULE, "bad term"}}.

%% Expressions are the body of a function: what would start its next clause is told so.
only_exprs(Tokens) ->
    {Exprs, Rest} = ?PARTS:exprs(Tokens),
    case Rest of
        [{';', _} | Rest1] ->
            {_, Rest2} = ?PARTS:separated(';', fun ?PARTS:function_clause/1, Rest1),
            ended(Exprs, Rest2);
        _ ->
            ended(Exprs, Rest)
    end.

form([{'-', _}, {atom, Anno, Kind} | Rest]) when Kind =:= spec; Kind =:= callback ->
    {Form, Rest1} = erl_parse_type:specification(Anno, Kind, Rest),
    ended(Form, Rest1);
form([{'-', _}, {atom, Anno, Name} | Rest]) ->
    {Form, Rest1} = erl_parse_type:attribute(Anno, Name, Rest),
    ended(Form, Rest1);
form([{'-', _} | Rest]) ->
    ?PARTS:fail(Rest);
form([{atom, Anno, _} | _] = Tokens) ->
    {Name, Arity, Clauses, Rest} = ?PARTS:clauses(fun ?PARTS:function_clause/1, Tokens),
    ended({function, Anno, Name, Arity, Clauses}, Rest);
form(Tokens) ->
    ?PARTS:fail(Tokens).

ended(Result, [{dot, _}]) -> Result;
ended(_, [{dot, _} | Rest]) -> ?PARTS:fail(Rest);
ended(_, Rest) -> ?PARTS:fail(Rest).

guarded(Parse, Tokens) ->
    try
        {ok, Parse(Tokens)}
    catch
        throw:{?PARTS, syntax, [Token | _]} ->
            Anno = element(2, Token),
            {error, {location(Anno), ?MODULE, ["syntax error before: ", text(Token)]}};
        throw:{?PARTS, syntax, []} ->
            {error, {end_of(Tokens), ?MODULE, ["syntax error before: ", []]}};
        throw:{?PARTS, bad, Anno, Message} ->
            {error, {location(Anno), ?MODULE, Message}}
    end.

location(Anno) -> erl_anno:location(Anno).

end_of([]) ->
    0;
end_of(Tokens) ->
    Anno = element(2, lists:last(Tokens)),
    case erl_anno:end_location(Anno) of
        undefined -> location(Anno);
        Location -> Location
    end.

%% A token as errors show it.
text(Token) ->
    case erl_anno:text(element(2, Token)) of
        undefined -> shown(Token);
        Text -> Text
    end.

shown({char, _, Char}) -> io_lib:write_char(Char);
shown({string, _, Chars}) -> io_lib:write_string(Chars);
shown({var, _, Name}) -> atom_to_list(Name);
shown({atom, _, Name}) -> io_lib:write_atom(Name);
shown({_, _, Value}) when is_integer(Value); is_float(Value) -> io_lib:write(Value);
shown({dot, _}) -> "'.'";
shown({Symbol, _}) -> io_lib:write(Symbol);
shown({Category, _, Value}) -> io_lib:format("~tw ~tw", [Category, Value]).

%% An error in words.
-spec format_error(term()) -> io_lib:chars().
format_error(Message) ->
    case io_lib:deep_char_list(Message) of
        true -> Message;
        false -> io_lib:write(Message)
    end.

%% The annotation of what stands first in the text of a form.
first_anno(Form) -> ?PARTS:first_anno(Form).

%% ---------------------------------------------------------------- terms

%% The term that a form without variables and calls stands for.
-spec normalise(abstract_expr()) -> term().
normalise({Category, _, Value})
  when Category =:= char; Category =:= integer; Category =:= float; Category =:= atom;
       Category =:= string ->
    Value;
normalise({nil, _}) ->
    [];
normalise({bin, _, Segments}) ->
    bits(Segments);
normalise({cons, _, Head, Tail}) ->
    [normalise(Head) | normalise(Tail)];
normalise({tuple, _, Elements}) ->
    list_to_tuple([normalise(Element) || Element <- Elements]);
normalise({map, _, Fields}) ->
    maps:from_list([{normalise(Key), normalise(Value)}
                    || {map_field_assoc, _, Key, Value} <- checked_fields(Fields)]);
normalise({'fun', _, {function, {atom, _, Module}, {atom, _, Name}, {integer, _, Arity}}}) ->
    fun Module:Name/Arity;
normalise({op, _, '+', {Category, _, Value}})
  when Category =:= char; Category =:= integer; Category =:= float ->
    Value;
normalise({op, _, '-', {Category, _, Value}})
  when Category =:= char; Category =:= integer; Category =:= float ->
    -Value;
normalise(Form) ->
    error({badarg, Form}).

checked_fields(Fields) ->
    lists:foreach(fun({map_field_assoc, _, _, _}) -> ok;
                     (Field) -> error({badarg, Field})
                  end, Fields),
    Fields.

bits(Segments) ->
    {value, Value, _} = erl_eval_bits:construct(Segments, [], fun(Expr, Bindings) ->
                                                                  {value, normalise(Expr), Bindings}
                                                              end),
    Value.

%% The form of a term, at line 0.
-spec abstract(term()) -> abstract_expr().
abstract(Term) -> abstract(Term, 0, fun is_character/1).

%% The form of a term at a location, or with options: {location, Location}, {line, Line},
%% {encoding, latin1 | utf8 | none | fun((Char) -> boolean())}: which lists are strings.
-spec abstract(term(), erl_anno:location() | [term()]) -> abstract_expr().
abstract(Term, Options) when is_list(Options) ->
    Location = proplists:get_value(location, Options, proplists:get_value(line, Options, 0)),
    Encoding = proplists:get_value(encoding, Options, utf8),
    abstract(Term, Location, encodable(Encoding));
abstract(Term, Location) ->
    abstract(Term, Location, fun is_character/1).

encodable(latin1) -> fun(C) -> C < 256 end;
encodable(none) -> none;
encodable(Fun) when is_function(Fun, 1) -> Fun;
encodable(_) -> fun is_character/1.

is_character(C) -> C < 16#D800 orelse C > 16#DFFF andalso C < 16#110000.

abstract(Term, A, _) when is_integer(Term) -> {integer, A, Term};
abstract(Term, A, _) when is_float(Term) -> {float, A, Term};
abstract(Term, A, _) when is_atom(Term) -> {atom, A, Term};
abstract([], A, _) -> {nil, A};
abstract(Term, A, _) when is_bitstring(Term) ->
    {bin, A, segments(Term, A)};
abstract([Head | Tail] = Term, A, Encodable) ->
    case is_string(Term, Encodable) of
        true -> {string, A, Term};
        false -> {cons, A, abstract(Head, A, Encodable), abstract(Tail, A, Encodable)}
    end;
abstract(Term, A, Encodable) when is_tuple(Term) ->
    {tuple, A, [abstract(Element, A, Encodable) || Element <- tuple_to_list(Term)]};
abstract(Term, A, Encodable) when is_map(Term) ->
    {map, A, [{map_field_assoc, A, abstract(Key, A, Encodable), abstract(Value, A, Encodable)}
              || {Key, Value} <- lists:sort(maps:to_list(Term))]};
abstract(Term, A, Encodable) when is_function(Term) ->
    {type, external} = erlang:fun_info(Term, type),
    [M, F, N] = [abstract(element(2, erlang:fun_info(Term, Item)), A, Encodable)
                 || Item <- [module, name, arity]],
    {'fun', A, {function, M, F, N}};
abstract(Term, A, Encodable) ->
    error(function_clause, [Term, A, Encodable]).

is_string(_, none) -> false;
is_string([C | Rest], Encodable) when is_integer(C), C >= 0 ->
    Encodable(C) andalso is_string(Rest, Encodable);
is_string([], _) -> true;
is_string(_, _) -> false.

segments(<<Byte, Rest/bitstring>>, A) ->
    [{bin_element, A, {integer, A, Byte}, default, default} | segments(Rest, A)];
segments(<<>>, _) ->
    [];
segments(Bits, A) ->
    Size = bit_size(Bits),
    <<Value:Size>> = Bits,
    [{bin_element, A, {integer, A, Value}, {integer, A, Size}, default}].

%% The tokens of the form of a term.
tokens(Form) -> tokens(Form, []).

%% The same, before more tokens.
tokens({nil, A}, More) ->
    [{'[', A}, {']', A} | More];
tokens({cons, A, Head, Tail}, More) ->
    [{'[', A} | tokens(Head, tail_tokens(Tail, More))];
tokens({tuple, A, []}, More) ->
    [{'{', A}, {'}', A} | More];
tokens({tuple, A, [First | Rest]}, More) ->
    [{'{', A} | tokens(First, element_tokens(Rest, A, More))];
tokens({map, A, []}, More) ->
    [{'#', A}, {'{', A}, {'}', A} | More];
tokens({map, A, [First | Rest]}, More) ->
    [{'#', A}, {'{', A} | field_tokens(First, more_field_tokens(Rest, A, More))];
tokens({Category, A, Value}, More)
  when Category =:= char; Category =:= integer; Category =:= float; Category =:= var;
       Category =:= atom; Category =:= string ->
    [{Category, A, Value} | More].

tail_tokens({nil, A}, More) -> [{']', A} | More];
tail_tokens({cons, A, Head, Tail}, More) -> [{',', A} | tokens(Head, tail_tokens(Tail, More))];
tail_tokens(Other, More) ->
    A = element(2, Other),
    [{'|', A} | tokens(Other, [{']', A} | More])].

element_tokens([First | Rest], _, More) ->
    A = element(2, First),
    [{',', A} | tokens(First, element_tokens(Rest, A, More))];
element_tokens([], A, More) ->
    [{'}', A} | More].

field_tokens({map_field_assoc, A, Key, Value}, More) ->
    tokens(Key, [{'=>', A} | tokens(Value, More)]).

more_field_tokens([First | Rest], _, More) ->
    A = element(2, First),
    [{',', A} | field_tokens(First, more_field_tokens(Rest, A, More))];
more_field_tokens([], A, More) ->
    [{'}', A} | More].

%% ---------------------------------------------------------------- precedences

%% Precedence of an infix operator: {Left, Own, Right}.
inop_prec('=') -> {150, 100, 100};
inop_prec('!') -> {150, 100, 100};
inop_prec('orelse') -> {160, 150, 150};
inop_prec('andalso') -> {200, 160, 160};
inop_prec(Op) when Op =:= '=='; Op =:= '/='; Op =:= '=<'; Op =:= '<'; Op =:= '>='; Op =:= '>';
                   Op =:= '=:='; Op =:= '=/=' -> {300, 200, 300};
inop_prec('++') -> {400, 300, 300};
inop_prec('--') -> {400, 300, 300};
inop_prec(Op) when Op =:= '+'; Op =:= '-'; Op =:= 'bor'; Op =:= 'bxor'; Op =:= 'bsl';
                   Op =:= 'bsr'; Op =:= 'or'; Op =:= 'xor' -> {400, 400, 500};
inop_prec(Op) when Op =:= '*'; Op =:= '/'; Op =:= 'div'; Op =:= 'rem'; Op =:= 'band';
                   Op =:= 'and' -> {500, 500, 600};
inop_prec('#') -> {800, 700, 800};
inop_prec(':') -> {900, 800, 900};
inop_prec('.') -> {900, 900, 1000}.

%% Precedence of a prefix operator: {Own, Operand}.
preop_prec('catch') -> {700, 100};
preop_prec(Op) when Op =:= '+'; Op =:= '-'; Op =:= 'bnot'; Op =:= 'not' -> {600, 700};
preop_prec('#') -> {700, 800}.

%% Precedence of a call.
func_prec() -> {800, 700}.

%% The highest precedence.
max_prec() -> 900.

%% Precedence of an infix operator in types.
type_inop_prec('=') -> {150, 100, 100};
type_inop_prec('::') -> {150, 150, 160};
type_inop_prec('|') -> {180, 170, 170};
type_inop_prec('..') -> {300, 200, 300};
type_inop_prec(Op) when Op =:= '+'; Op =:= '-'; Op =:= 'bor'; Op =:= 'bxor'; Op =:= 'bsl';
                        Op =:= 'bsr' -> {400, 400, 500};
type_inop_prec(Op) when Op =:= '*'; Op =:= '/'; Op =:= 'div'; Op =:= 'rem'; Op =:= 'band' ->
    {500, 500, 600};
type_inop_prec('#') -> {800, 700, 800}.

%% Precedence of a prefix operator in types.
type_preop_prec(Op) when Op =:= '+'; Op =:= '-'; Op =:= 'bnot' -> {600, 700};
type_preop_prec('#') -> {700, 800}.

%% ---------------------------------------------------------------- annotations

%% The form with another annotation for each.
map_anno(Fun, Form) ->
    {Form1, _} = mapfold_anno(fun(Anno, Acc) -> {Fun(Anno), Acc} end, [], Form),
    Form1.

%% Folds over the annotations of a form.
fold_anno(Fun, Acc, Form) ->
    {_, Acc1} = mapfold_anno(fun(Anno, Acc0) -> {Anno, Fun(Anno, Acc0)} end, Acc, Form),
    Acc1.

%% Both at once.
mapfold_anno(Fun, Acc, Form) -> walk(Form, Acc, Fun).

walk([_ | _] = Forms, Acc, Fun) ->
    walk_list(Forms, Acc, Fun);
walk({function, Name, Arity}, Acc, _) when is_atom(Name), is_integer(Arity) ->
    {{function, Name, Arity}, Acc};
walk({function, M, F, A}, Acc, Fun) when is_tuple(M); is_atom(M) ->
    walk_rest([function], [M, F, A], Acc, Fun);
walk({clauses, Clauses}, Acc, Fun) ->
    {Clauses1, Acc1} = walk_list(Clauses, Acc, Fun),
    {{clauses, Clauses1}, Acc1};
walk({eof, Location}, Acc, Fun) ->
    {Location1, Acc1} = Fun(Location, Acc),
    {{eof, Location1}, Acc1};
walk({Tag, _} = Form, Acc, _) when Tag =:= error; Tag =:= warning ->
    {Form, Acc};
walk({attribute, Anno, record, {Name, Fields}}, Acc, Fun) ->
    {Anno1, Acc1} = Fun(Anno, Acc),
    {Fields1, Acc2} = walk_list(Fields, Acc1, Fun),
    {{attribute, Anno1, record, {Name, Fields1}}, Acc2};
walk({attribute, Anno, Kind, {Name, Type, Parameters}}, Acc, Fun)
  when Kind =:= type; Kind =:= opaque ->
    {Anno1, Acc1} = Fun(Anno, Acc),
    {Type1, Acc2} = walk(Type, Acc1, Fun),
    {Parameters1, Acc3} = walk_list(Parameters, Acc2, Fun),
    {{attribute, Anno1, Kind, {Name, Type1, Parameters1}}, Acc3};
walk({attribute, Anno, Kind, {Name, Types}}, Acc, Fun) when Kind =:= spec; Kind =:= callback ->
    {Anno1, Acc1} = Fun(Anno, Acc),
    {Types1, Acc2} = walk_list(Types, Acc1, Fun),
    {{attribute, Anno1, Kind, {Name, Types1}}, Acc2};
walk({attribute, Anno, Name, Value}, Acc, Fun) ->
    {Anno1, Acc1} = Fun(Anno, Acc),
    {{attribute, Anno1, Name, Value}, Acc1};
walk({typed_record_field, Field, Type}, Acc, Fun) ->
    walk_rest([typed_record_field], [Field, Type], Acc, Fun);
walk({bin_element, Anno, Value, Size, Types}, Acc, Fun) ->
    {Anno1, Acc1} = Fun(Anno, Acc),
    {Value1, Acc2} = walk(Value, Acc1, Fun),
    {Size1, Acc3} = walk(Size, Acc2, Fun),
    {{bin_element, Anno1, Value1, Size1, Types}, Acc3};
walk({Tag, Anno, Value}, Acc, Fun)
  when Tag =:= string; Tag =:= char; Tag =:= integer; Tag =:= float; Tag =:= atom; Tag =:= var ->
    {Anno1, Acc1} = Fun(Anno, Acc),
    {{Tag, Anno1, Value}, Acc1};
walk(Form, Acc, Fun) when is_tuple(Form), tuple_size(Form) >= 2 ->
    [Tag, Anno | Parts] = tuple_to_list(Form),
    {Anno1, Acc1} = Fun(Anno, Acc),
    walk_rest([Anno1, Tag], Parts, Acc1, Fun);
walk(Other, Acc, _) ->
    {Other, Acc}.

walk_rest(Before, Parts, Acc, Fun) ->
    {Parts1, Acc1} = walk_list(Parts, Acc, Fun),
    {list_to_tuple(lists:reverse(Before, Parts1)), Acc1}.

walk_list(Forms, Acc, Fun) ->
    lists:mapfoldl(fun(Form, Acc0) -> walk(Form, Acc0, Fun) end, Acc, Forms).

%% The form with locations as annotations made into annotations.
new_anno(Form) -> map_anno(fun erl_anno:new/1, Form).

%% The form with annotations as terms.
anno_to_term(Form) -> map_anno(fun erl_anno:to_term/1, Form).

%% The form with terms as annotations.
anno_from_term(Form) -> map_anno(fun erl_anno:from_term/1, Form).
