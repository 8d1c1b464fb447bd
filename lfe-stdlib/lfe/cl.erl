%% Common Lisp's list and sequence functions for LFE, with LFE's booleans. Sequences are lists and
%% tuples. The property lists of symbols are in the process dictionary.
-module(cl).

-export(['make-lfe-bool'/1, 'make-cl-bool'/1, mapcar/2, maplist/2, mapc/2, mapl/2]).
-export(['symbol-plist'/1, 'symbol-name'/1, get/2, get/3, getl/2, putprop/3, remprop/2]).
-export([getf/2, getf/3, putf/3, remf/2, 'get-properties'/2]).
-export([elt/2, length/1, reverse/1, some/2, every/2, notany/2, notevery/2]).
-export([reduce/2, reduce/4, reduce/6]).
-export([remove/2, 'remove-if'/2, 'remove-if-not'/2, 'remove-duplicates'/1]).
-export([substitute/3, 'substitute-if'/3, 'substitute-if-not'/3]).
-export([find/2, 'find-if'/2, 'find-if-not'/2, 'find-duplicates'/1]).
-export([position/2, 'position-if'/2, 'position-if-not'/2, 'position-duplicates'/1]).
-export([count/2, 'count-if'/2, 'count-if-not'/2]).
-export([car/1, cdr/1, first/1, rest/1, nth/2, nthcdr/2, last/1, butlast/1]).
-export([subst/3, 'subst-if'/3, 'subst-if-not'/3, sublis/2]).
-export([member/2, 'member-if'/2, 'member-if-not'/2, adjoin/2, union/2, intersection/2]).
-export(['set-difference'/2, 'set-exclusive-or'/2, subsetp/2]).
-export([acons/3, pairlis/2, pairlis/3, assoc/2, 'assoc-if'/2, 'assoc-if-not'/2]).
-export([rassoc/2, 'rassoc-if'/2, 'rassoc-if-not'/2, 'type-of'/1, coerce/2, 'posix-argv'/0]).
-export(['LFE-EXPAND-EXPORTED-MACRO'/3, '__info__'/1]).

-compile({no_auto_import, [length/1, get/2]}).

'__info__'(macros) -> [do];
'__info__'(module) -> ?MODULE;
'__info__'(Item) -> erlang:get_module_info(?MODULE, Item).

%% (cl:do vars (test result) body) is LFE's own do.
'LFE-EXPAND-EXPORTED-MACRO'(do, Arguments, _) -> {yes, [do | Arguments]};
'LFE-EXPAND-EXPORTED-MACRO'(_, _, _) -> no.

'make-lfe-bool'([]) -> false;
'make-lfe-bool'(_) -> true.

'make-cl-bool'(false) -> [];
'make-cl-bool'(true) -> true.

%% Mapping over elements and over tails.
mapcar(Function, List) -> [Function(Element) || Element <- List].

maplist(Function, [_ | Tail] = List) -> [Function(List) | maplist(Function, Tail)];
maplist(_, []) -> [].

mapc(Function, List) ->
    lists:foreach(Function, List),
    List.

mapl(Function, List) ->
    _ = maplist(Function, List),
    List.

%% Symbols.
'symbol-name'(Symbol) when is_atom(Symbol) -> atom_to_list(Symbol).

'symbol-plist'(Symbol) when is_atom(Symbol) ->
    case erlang:get({?MODULE, Symbol}) of
        undefined -> [];
        List -> List
    end.

get(Symbol, Name) -> get(Symbol, Name, []).
get(Symbol, Name, Default) -> getf('symbol-plist'(Symbol), Name, Default).

getl(Symbol, Names) -> tail_with('symbol-plist'(Symbol), Names).

putprop(Symbol, Value, Name) ->
    erlang:put({?MODULE, Symbol}, putf('symbol-plist'(Symbol), Value, Name)),
    true.

remprop(Symbol, Name) ->
    erlang:put({?MODULE, Symbol}, remf('symbol-plist'(Symbol), Name)),
    true.

%% Property lists: name, value, name, value.
getf(List, Name) -> getf(List, Name, []).

getf([Name, Value | _], Name, _) -> Value;
getf([_, _ | List], Name, Default) -> getf(List, Name, Default);
getf([], _, Default) -> Default.

putf([Name, _ | List], Value, Name) -> [Name, Value | List];
putf([Other, Old | List], Value, Name) -> [Other, Old | putf(List, Value, Name)];
putf([], Value, Name) -> [Name, Value].

remf([Name, _ | List], Name) -> List;
remf([Other, Value | List], Name) -> [Other, Value | remf(List, Name)];
remf([], _) -> [].

'get-properties'(List, Names) ->
    case tail_with(List, Names) of
        [Name, Value | _] = Tail -> {Name, Value, Tail};
        [] -> {[], [], []}
    end.

tail_with([Name, _ | List] = All, Names) ->
    case lists:member(Name, Names) of
        true -> All;
        false -> tail_with(List, Names)
    end;
tail_with([], _) -> [].

%% Sequences.
elt(Index, List) when is_list(List) -> lists:nth(Index + 1, List);
elt(Index, Tuple) -> element(Index + 1, Tuple).

length(List) when is_list(List) -> erlang:length(List);
length(Tuple) -> tuple_size(Tuple).

reverse(Sequence) -> like(Sequence, lists:reverse(items(Sequence))).

items(List) when is_list(List) -> List;
items(Tuple) when is_tuple(Tuple) -> tuple_to_list(Tuple).

like(Sequence, List) when is_list(Sequence) -> List;
like(_, List) -> list_to_tuple(List).

some(Predicate, Sequence) -> lists:any(Predicate, items(Sequence)).
every(Predicate, Sequence) -> lists:all(Predicate, items(Sequence)).
notany(Predicate, Sequence) -> not some(Predicate, Sequence).
notevery(Predicate, Sequence) -> not every(Predicate, Sequence).

%% (reduce function sequence ['initial-value x] ['from-end 'true]); the function takes an element and
%% what came of those before it.
reduce(Function, Sequence) -> reduce_options(Function, Sequence, #{}).

reduce(Function, Sequence, Key, Value) -> reduce_options(Function, Sequence, #{Key => Value}).

reduce(Function, Sequence, Key1, Value1, Key2, Value2) ->
    reduce_options(Function, Sequence, #{Key1 => Value1, Key2 => Value2}).

reduce_options(Function, Sequence, Options) ->
    Items = items(Sequence),
    case {maps:get('from-end', Options, false), Options} of
        {true, #{'initial-value' := Initial}} ->
            lists:foldr(Function, Initial, Items);
        {true, _} ->
            without_initial(Function, lists:reverse(Items));
        {_, #{'initial-value' := Initial}} ->
            lists:foldl(Function, Initial, Items);
        {_, _} ->
            without_initial(Function, Items)
    end.

without_initial(Function, []) -> Function();
without_initial(Function, [First | Rest]) -> lists:foldl(Function, First, Rest).

remove(Item, Sequence) -> 'remove-if'(is(Item), Sequence).
'remove-if'(Predicate, Sequence) -> 'remove-if-not'(fun(X) -> not Predicate(X) end, Sequence).
'remove-if-not'(Predicate, Sequence) ->
    like(Sequence, lists:filter(Predicate, items(Sequence))).

%% Of equal elements the last stays.
'remove-duplicates'(Sequence) -> like(Sequence, last_of_each(items(Sequence))).

last_of_each([Item | Items]) ->
    case lists:member(Item, Items) of
        true -> last_of_each(Items);
        false -> [Item | last_of_each(Items)]
    end;
last_of_each([]) -> [].

substitute(New, Old, Sequence) -> 'substitute-if'(New, is(Old), Sequence).
'substitute-if'(New, Predicate, Sequence) ->
    Replace = fun(Item) ->
                  case Predicate(Item) of
                      true -> New;
                      false -> Item
                  end
              end,
    like(Sequence, lists:map(Replace, items(Sequence))).
'substitute-if-not'(New, Predicate, Sequence) ->
    'substitute-if'(New, fun(X) -> not Predicate(X) end, Sequence).

is(Item) -> fun(Other) -> Other =:= Item end.

find(Item, Sequence) -> 'find-if'(is(Item), Sequence).
'find-if'(Predicate, Sequence) ->
    case lists:dropwhile(fun(X) -> not Predicate(X) end, items(Sequence)) of
        [Found | _] -> Found;
        [] -> []
    end.
'find-if-not'(Predicate, Sequence) -> 'find-if'(fun(X) -> not Predicate(X) end, Sequence).

%% The elements that occur again later.
'find-duplicates'(Sequence) ->
    Items = items(Sequence),
    like(Sequence, [Item || Item <- last_of_each(Items), count(Item, Items) > 1]).

position(Item, Sequence) -> 'position-if'(is(Item), Sequence).
'position-if'(Predicate, Sequence) -> position(Predicate, items(Sequence), 0).
'position-if-not'(Predicate, Sequence) -> 'position-if'(fun(X) -> not Predicate(X) end, Sequence).

position(_, [], _) -> [];
position(Predicate, [Item | Items], Index) ->
    case Predicate(Item) of
        true -> Index;
        false -> position(Predicate, Items, Index + 1)
    end.

'position-duplicates'(Sequence) ->
    Items = items(Sequence),
    Numbered = lists:zip(lists:seq(0, erlang:length(Items) - 1), Items),
    [Index || {Index, Item} <- Numbered, count(Item, Items) > 1].

count(Item, Sequence) -> 'count-if'(is(Item), Sequence).
'count-if'(Predicate, Sequence) -> erlang:length(lists:filter(Predicate, items(Sequence))).
'count-if-not'(Predicate, Sequence) -> 'count-if'(fun(X) -> not Predicate(X) end, Sequence).

%% Lists: what is before the start and after the end is ().
car([]) -> [];
car([First | _]) -> First.

cdr([]) -> [];
cdr([_ | Rest]) -> Rest.

first(List) -> car(List).
rest(List) -> cdr(List).

nth(Index, List) -> car(nthcdr(Index, List)).

nthcdr(0, List) -> List;
nthcdr(_, []) -> [];
nthcdr(Index, [_ | Rest]) -> nthcdr(Index - 1, Rest).

%% The last element.
last(List) -> lists:last(List).

butlast([_]) -> [];
butlast([Item | Items]) -> [Item | butlast(Items)];
butlast([]) -> [].

%% Trees of pairs.
subst(New, Old, Tree) -> 'subst-if'(New, is(Old), Tree).

'subst-if'(New, Predicate, Tree) ->
    case Predicate(Tree) of
        true -> New;
        false when is_list(Tree), Tree =/= [] ->
            ['subst-if'(New, Predicate, hd(Tree)) | 'subst-if'(New, Predicate, tl(Tree))];
        false -> Tree
    end.

'subst-if-not'(New, Predicate, Tree) -> 'subst-if'(New, fun(X) -> not Predicate(X) end, Tree).

sublis(Alist, Tree) ->
    case {assoc(Tree, Alist), Tree} of
        {[_ | New], _} -> New;
        {[], [Head | Tail]} -> [sublis(Alist, Head) | sublis(Alist, Tail)];
        {[], _} -> Tree
    end.

%% Lists as sets.
member(Item, List) -> lists:member(Item, List).
'member-if'(Predicate, List) -> lists:any(Predicate, List).
'member-if-not'(Predicate, List) -> lists:any(fun(X) -> not Predicate(X) end, List).

adjoin(Item, List) ->
    case lists:member(Item, List) of
        true -> List;
        false -> [Item | List]
    end.

union(List1, List2) -> [Item || Item <- List1, not lists:member(Item, List2)] ++ List2.
intersection(List1, List2) -> [Item || Item <- List1, lists:member(Item, List2)].
'set-difference'(List1, List2) -> [Item || Item <- List1, not lists:member(Item, List2)].
'set-exclusive-or'(List1, List2) ->
    'set-difference'(List1, List2) ++ 'set-difference'(List2, List1).
subsetp(List1, List2) -> lists:all(fun(Item) -> lists:member(Item, List2) end, List1).

%% Association lists: pairs (key . value).
acons(Key, Value, Alist) -> [[Key | Value] | Alist].

pairlis(Keys, Values) -> pairlis(Keys, Values, []).
pairlis([Key | Keys], [Value | Values], Alist) -> [[Key | Value] | pairlis(Keys, Values, Alist)];
pairlis([], [], Alist) -> Alist.

assoc(Key, Alist) -> 'assoc-if'(is(Key), Alist).
'assoc-if'(Predicate, Alist) -> pair(fun([Key | _]) -> Predicate(Key) end, Alist).
'assoc-if-not'(Predicate, Alist) -> 'assoc-if'(fun(X) -> not Predicate(X) end, Alist).

rassoc(Value, Alist) -> 'rassoc-if'(is(Value), Alist).
'rassoc-if'(Predicate, Alist) -> pair(fun([_ | Value]) -> Predicate(Value) end, Alist).
'rassoc-if-not'(Predicate, Alist) -> 'rassoc-if'(fun(X) -> not Predicate(X) end, Alist).

pair(Predicate, Alist) -> 'find-if'(Predicate, Alist).

%% Types.
'type-of'(X) when is_boolean(X) -> boolean;
'type-of'(X) when is_atom(X) -> atom;
'type-of'(X) when is_integer(X) -> integer;
'type-of'(X) when is_float(X) -> float;
'type-of'(X) when is_list(X) ->
    case io_lib:printable_list(X) of
        true -> string;
        false ->
            case lfe_lib:is_proper_list(X) of
                true -> list;
                false -> cons
            end
    end;
'type-of'(X) when is_tuple(X) -> tuple;
'type-of'(X) when is_map(X) -> map;
'type-of'(X) when is_binary(X) -> binary;
'type-of'(X) when is_bitstring(X) -> bitstring;
'type-of'(X) when is_function(X) -> function;
'type-of'(X) when is_pid(X) -> pid;
'type-of'(X) when is_port(X) -> port;
'type-of'(X) when is_reference(X) -> reference.

coerce(X, list) when is_tuple(X) -> tuple_to_list(X);
coerce(X, list) when is_atom(X) -> atom_to_list(X);
coerce(X, list) when is_binary(X) -> binary_to_list(X);
coerce(X, list) when is_list(X) -> X;
coerce(X, list) when is_map(X) -> maps:to_list(X);
coerce(X, vector) -> coerce(X, tuple);
coerce(X, tuple) when is_list(X) -> list_to_tuple(X);
coerce(X, tuple) when is_tuple(X) -> X;
coerce(X, float) -> float(X);
coerce(X, integer) when is_float(X) -> trunc(X);
coerce(X, integer) when is_integer(X) -> X;
coerce(X, symbol) -> coerce(X, atom);
coerce(X, atom) when is_list(X) -> list_to_atom(X);
coerce(X, atom) when is_atom(X) -> X;
coerce(X, binary) when is_list(X) -> list_to_binary(X);
coerce(X, binary) when is_binary(X) -> X;
coerce(X, character) when is_list(X) -> hd(X).

'posix-argv'() -> init:get_plain_arguments().
