%% Arrays that grow as needed, as trees: {array, Size, Capacity, Default, Tree}.
%%
%% A leaf is a tuple of ten elements; a node has ten subtrees and, as its eleventh element, the
%% number of elements of each of them. A subtree of which nothing was ever set is the number of
%% its elements instead. Capacity is the number of elements of the tree, or 0 for a fixed size.
-module(array).

-export([new/0, new/1, new/2, is_array/1, set/3, get/2, size/1, sparse_size/1, default/1]).
-export([reset/2, to_list/1, sparse_to_list/1, from_list/1, from_list/2]).
-export([to_orddict/1, sparse_to_orddict/1, from_orddict/1, from_orddict/2]).
-export([map/2, sparse_map/2, foldl/3, foldr/3, sparse_foldl/3, sparse_foldr/3]).
-export([fix/1, relax/1, is_fix/1, resize/1, resize/2]).

-define(LEAF, 10).
-define(IS_ARRAY(Array), tuple_size(Array) =:= 5, element(1, Array) =:= array).

%% ---------------------------------------------------------------- making arrays

%% An empty array that grows.
new() -> new([]).

%% An array with options: a size or {size, Size} (which makes it fixed), fixed, {fixed, Flag},
%% {default, Value}.
new(Options) -> options(Options, 0, false, undefined, [Options]).

%% An array of a size with options.
new(Size, Options) when is_integer(Size), Size >= 0 ->
    options(Options, Size, true, undefined, [Size, Options]);
new(Size, Options) -> error(badarg, [Size, Options]).

options(Option, Size, Fixed, Default, Args) when is_list(Option) ->
    options_list(Option, Size, Fixed, Default, Args);
options(Option, Size, Fixed, Default, Args) ->
    options_list([Option], Size, Fixed, Default, Args).

options_list([fixed | Rest], Size, _, Default, Args) ->
    options_list(Rest, Size, true, Default, Args);
options_list([{fixed, Fixed} | Rest], Size, _, Default, Args) when is_boolean(Fixed) ->
    options_list(Rest, Size, Fixed, Default, Args);
options_list([{default, Default} | Rest], Size, Fixed, _, Args) ->
    options_list(Rest, Size, Fixed, Default, Args);
options_list([{size, Size} | Rest], _, _, Default, Args) when is_integer(Size), Size >= 0 ->
    options_list(Rest, Size, true, Default, Args);
options_list([Size | Rest], _, _, Default, Args) when is_integer(Size), Size >= 0 ->
    options_list(Rest, Size, true, Default, Args);
options_list([], Size, Fixed, Default, _Args) ->
    Tree = capacity(Size - 1, ?LEAF),
    Capacity = case Fixed of
                   true -> 0;
                   false -> Tree
               end,
    {array, Size, Capacity, Default, Tree};
options_list(_, _, _, _, Args) ->
    error(badarg, Args).

%% The capacity of the least tree that has element number Last.
capacity(Last, Capacity) when Last < Capacity -> Capacity;
capacity(Last, Capacity) -> capacity(Last, Capacity * ?LEAF).

%% Is it an array?
is_array({array, Size, Capacity, _, _}) ->
    is_integer(Size) andalso Size >= 0 andalso is_integer(Capacity);
is_array(_) -> false.

%% ---------------------------------------------------------------- size

%% The number of elements.
size({array, Size, _, _, _}) -> Size;
size(Array) -> error(badarg, [Array]).

%% The number of elements up to the last that is not the default.
sparse_size(Array) when ?IS_ARRAY(Array) ->
    try sparse_foldr(fun(Index, _, _) -> throw({found, Index + 1}) end, [], Array) of
        [] -> 0
    catch
        {found, Size} -> Size
    end;
sparse_size(Array) -> error(badarg, [Array]).

%% The value of elements that were never set.
default({array, _, _, Default, _}) -> Default;
default(Array) -> error(badarg, [Array]).

%% The array with a fixed size.
fix({array, _, _, _, _} = Array) -> setelement(3, Array, 0).

%% The array made to grow.
relax({array, _, _, _, Tree} = Array) -> setelement(3, Array, tree_capacity(Tree)).

%% Has it a fixed size?
is_fix({array, _, Capacity, _, _}) -> Capacity =:= 0.

%% The array with the size that sparse_size/1 tells.
resize(Array) -> resize(sparse_size(Array), Array).

%% The array with another size.
resize(Size, {array, Old, Capacity, Default, Tree}) when is_integer(Size), Size >= 0 ->
    if
        Size > Old ->
            {NewTree, NewCapacity} = enlarge(Size - 1, Tree, tree_capacity(Tree)),
            {array, Size, keep_fixed(Capacity, NewCapacity), Default, NewTree};
        Size < Old ->
            {array, Size, Capacity, Default, Tree};
        true ->
            {array, Old, Capacity, Default, Tree}
    end;
resize(Size, Array) -> error(badarg, [Size, Array]).

%% After an array was made smaller its tree may have room for more elements than it needs.
tree_capacity(Unset) when is_integer(Unset) -> Unset;
tree_capacity({_, _, _, _, _, _, _, _, _, _, Below}) -> ?LEAF * Below;
tree_capacity(_Leaf) -> ?LEAF.

keep_fixed(0, _) -> 0;
keep_fixed(_, Capacity) -> Capacity.

enlarge(Last, Tree, Capacity) when Last < Capacity ->
    {Tree, Capacity};
enlarge(Last, Tree, _Capacity) when is_integer(Tree) ->
    New = capacity(Last, ?LEAF),
    {New, New};
enlarge(Last, Tree, Capacity) ->
    Node = setelement(1, node_of(Capacity), Tree),
    enlarge(Last, Node, Capacity * ?LEAF).

%% A node whose subtrees were never set.
node_of(Size) -> erlang:make_tuple(?LEAF + 1, Size).

%% ---------------------------------------------------------------- elements

%% The element of an index.
get(Index, {array, Size, Capacity, Default, Tree})
  when is_integer(Index), Index >= 0 ->
    if
        Index < Size -> get_in(Index, Tree, Default);
        Capacity > 0 -> Default;
        true -> error(badarg, [Index, {array, Size, Capacity, Default, Tree}])
    end;
get(Index, Array) -> error(badarg, [Index, Array]).

get_in(_Index, Tree, Default) when is_integer(Tree) -> Default;
get_in(Index, {_, _, _, _, _, _, _, _, _, _, Below} = Node, Default) ->
    get_in(Index rem Below, element(Index div Below + 1, Node), Default);
get_in(Index, Leaf, _Default) -> element(Index + 1, Leaf).

%% The array with an element.
set(Index, Value, {array, Size, Capacity, Default, Tree} = Array)
  when is_integer(Index), Index >= 0 ->
    if
        Index < Size ->
            {array, Size, Capacity, Default, set_in(Index, Tree, Value, Default)};
        Capacity > 0 ->
            {Enlarged, NewCapacity} = enlarge(Index, Tree, Capacity),
            {array, Index + 1, NewCapacity, Default, set_in(Index, Enlarged, Value, Default)};
        true ->
            error(badarg, [Index, Value, Array])
    end;
set(Index, Value, Array) -> error(badarg, [Index, Value, Array]).

set_in(Index, {_, _, _, _, _, _, _, _, _, _, Below} = Node, Value, Default) ->
    At = Index div Below + 1,
    setelement(At, Node, set_in(Index rem Below, element(At, Node), Value, Default));
set_in(Index, ?LEAF, Value, Default) ->
    setelement(Index + 1, erlang:make_tuple(?LEAF, Default), Value);
set_in(Index, Unset, Value, Default) when is_integer(Unset) ->
    set_in(Index, node_of(Unset div ?LEAF), Value, Default);
set_in(Index, Leaf, Value, _Default) ->
    setelement(Index + 1, Leaf, Value).

%% The array with the default for an element.
reset(Index, {array, Size, Capacity, Default, Tree} = Array)
  when is_integer(Index), Index >= 0 ->
    if
        Index < Size -> {array, Size, Capacity, Default, reset_in(Index, Tree, Default)};
        Capacity > 0 -> Array;
        true -> error(badarg, [Index, Array])
    end;
reset(Index, Array) -> error(badarg, [Index, Array]).

reset_in(_Index, Unset, _Default) when is_integer(Unset) -> Unset;
reset_in(Index, {_, _, _, _, _, _, _, _, _, _, Below} = Node, Default) ->
    At = Index div Below + 1,
    setelement(At, Node, reset_in(Index rem Below, element(At, Node), Default));
reset_in(Index, Leaf, Default) -> setelement(Index + 1, Leaf, Default).

%% ---------------------------------------------------------------- folds and maps

%% Folds over indices and elements in order.
foldl(Fun, Acc, {array, Size, _, Default, Tree} = Array) when is_function(Fun, 3) ->
    fold_from(0, Size, Fun, Acc, Array, Default, Tree);
foldl(Fun, Acc, Array) -> error(badarg, [Fun, Acc, Array]).

fold_from(Index, Size, Fun, Acc, Array, Default, Tree) when Index < Size ->
    Value = get_in(Index, Tree, Default),
    fold_from(Index + 1, Size, Fun, Fun(Index, Value, Acc), Array, Default, Tree);
fold_from(_Index, _Size, _Fun, Acc, _Array, _Default, _Tree) -> Acc.

%% Folds over indices and elements in reverse order.
foldr(Fun, Acc, {array, Size, _, Default, Tree}) when is_function(Fun, 3) ->
    fold_down(Size - 1, Fun, Acc, Default, Tree);
foldr(Fun, Acc, Array) -> error(badarg, [Fun, Acc, Array]).

fold_down(Index, Fun, Acc, Default, Tree) when Index >= 0 ->
    fold_down(Index - 1, Fun, Fun(Index, get_in(Index, Tree, Default), Acc), Default, Tree);
fold_down(_Index, _Fun, Acc, _Default, _Tree) -> Acc.

%% Folds over the elements that are not the default.
sparse_foldl(Fun, Acc, {array, _, _, Default, _} = Array) when is_function(Fun, 3) ->
    foldl(unless_default(Fun, Default), Acc, Array);
sparse_foldl(Fun, Acc, Array) -> error(badarg, [Fun, Acc, Array]).

%% The same in reverse order.
sparse_foldr(Fun, Acc, {array, _, _, Default, _} = Array) when is_function(Fun, 3) ->
    foldr(unless_default(Fun, Default), Acc, Array);
sparse_foldr(Fun, Acc, Array) -> error(badarg, [Fun, Acc, Array]).

unless_default(Fun, Default) ->
    fun(_Index, Value, Acc) when Value =:= Default -> Acc;
       (Index, Value, Acc) -> Fun(Index, Value, Acc)
    end.

%% The array with what Fun makes of indices and elements.
map(Fun, {array, Size, Capacity, Default, Tree}) when is_function(Fun, 2) ->
    New = map_in(Tree, 0, Size, Fun, Default, false),
    {array, Size, Capacity, Default, New};
map(Fun, Array) -> error(badarg, [Fun, Array]).

%% The same for elements that are not the default.
sparse_map(Fun, {array, Size, Capacity, Default, Tree}) when is_function(Fun, 2) ->
    New = map_in(Tree, 0, Size, Fun, Default, true),
    {array, Size, Capacity, Default, New};
sparse_map(Fun, Array) -> error(badarg, [Fun, Array]).

%% Start is the index of the tree's first element.
map_in(Tree, Start, Size, _Fun, _Default, _Sparse) when Start >= Size -> Tree;
map_in(Unset, _Start, _Size, _Fun, _Default, true) when is_integer(Unset) -> Unset;
map_in(?LEAF, Start, Size, Fun, Default, false) ->
    map_in(erlang:make_tuple(?LEAF, Default), Start, Size, Fun, Default, false);
map_in(Unset, Start, Size, Fun, Default, false) when is_integer(Unset) ->
    map_in(node_of(Unset div ?LEAF), Start, Size, Fun, Default, false);
map_in({_, _, _, _, _, _, _, _, _, _, Below} = Node, Start, Size, Fun, Default, Sparse) ->
    Subtrees = lists:droplast(tuple_to_list(Node)),
    Starts = lists:seq(Start, Start + (?LEAF - 1) * Below, Below),
    New = [map_in(Subtree, At, Size, Fun, Default, Sparse)
           || {Subtree, At} <- lists:zip(Subtrees, Starts)],
    list_to_tuple(New ++ [Below]);
map_in(Leaf, Start, Size, Fun, Default, Sparse) ->
    Indices = lists:seq(Start, Start + ?LEAF - 1),
    list_to_tuple([map_element(Index, Value, Size, Fun, Default, Sparse)
                   || {Index, Value} <- lists:zip(Indices, tuple_to_list(Leaf))]).

map_element(Index, _Value, Size, _Fun, Default, false) when Index >= Size -> Default;
map_element(_Index, Value, _Size, _Fun, Default, true) when Value =:= Default -> Value;
map_element(Index, Value, _Size, Fun, _Default, _Sparse) -> Fun(Index, Value).

%% ---------------------------------------------------------------- lists

%% The elements.
to_list(Array) when ?IS_ARRAY(Array) ->
    foldr(fun(_, Value, List) -> [Value | List] end, [], Array);
to_list(Array) -> error(badarg, [Array]).

%% The elements that are not the default.
sparse_to_list(Array) when ?IS_ARRAY(Array) ->
    sparse_foldr(fun(_, Value, List) -> [Value | List] end, [], Array);
sparse_to_list(Array) -> error(badarg, [Array]).

%% The array of a list's elements, which grows.
from_list(List) -> from_list(List, undefined).

%% The same with a default.
from_list([], Default) -> new({default, Default});
from_list(List, Default) when is_list(List) ->
    Size = proper_length(List, [List, Default]),
    Pairs = lists:zip(lists:seq(0, Size - 1), List),
    from_pairs(Pairs, Size, Default);
from_list(List, Default) -> error(badarg, [List, Default]).

proper_length(List, Args) ->
    try
        length(List)
    catch
        error:badarg -> error(badarg, Args)
    end.

from_pairs(Pairs, Size, Default) ->
    Capacity = capacity(Size - 1, ?LEAF),
    Set = fun({Index, Value}, Tree) -> set_in(Index, Tree, Value, Default) end,
    {array, Size, Capacity, Default, lists:foldl(Set, Capacity, Pairs)}.

%% Indices and elements as a list of pairs.
to_orddict(Array) when ?IS_ARRAY(Array) ->
    foldr(fun(Index, Value, List) -> [{Index, Value} | List] end, [], Array);
to_orddict(Array) -> error(badarg, [Array]).

%% The same for elements that are not the default.
sparse_to_orddict(Array) when ?IS_ARRAY(Array) ->
    sparse_foldr(fun(Index, Value, List) -> [{Index, Value} | List] end, [], Array);
sparse_to_orddict(Array) -> error(badarg, [Array]).

%% The array of a list of pairs in order of indices.
from_orddict(Pairs) -> from_orddict(Pairs, undefined).

%% The same with a default.
from_orddict([], Default) -> new({default, Default});
from_orddict(Pairs, Default) when is_list(Pairs) ->
    case last_index(Pairs, -1) of
        {bad, Rest} -> error({badarg, Rest}, [Pairs, Default]);
        Last -> from_pairs(Pairs, Last + 1, Default)
    end;
from_orddict(Pairs, Default) -> error(badarg, [Pairs, Default]).

last_index([{Index, _} | Pairs], Before) when is_integer(Index), Index > Before ->
    last_index(Pairs, Index);
last_index([], Last) -> Last;
last_index(Rest, _) -> {bad, Rest}.
