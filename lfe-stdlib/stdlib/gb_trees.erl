%% General balanced trees (Arne Andersson, 1999) as dictionaries: {Size, Tree}, where a tree is
%% nil or {Key, Value, Smaller, Larger}.
%%
%% No balance is kept in the nodes. When an insertion makes a path too deep for the size of the
%% tree (2 to the power of its height is more than the square of the size), the lowest subtree on
%% the path that is too deep for its own size is built anew. Deletion does not balance.
-module(gb_trees).

-export([empty/0, is_empty/1, size/1, lookup/2, is_defined/2, get/2, insert/3, update/3]).
-export([enter/3, delete/2, delete_any/2, take/2, take_any/2, balance/1, keys/1, values/1]).
-export([to_list/1, from_orddict/1, smallest/1, take_smallest/1, largest/1, take_largest/1]).
-export([smaller/2, larger/2, iterator/1, iterator/2, iterator_from/2, iterator_from/3]).
-export([next/1, map/2]).

%% The empty tree.
empty() -> {0, nil}.

%% Has it no keys?
is_empty({0, nil}) -> true;
is_empty(_) -> false.

%% The number of keys.
size({Size, _}) when is_integer(Size), Size >= 0 -> Size.

%% {value, Value} or none.
lookup(Key, {_, Tree}) -> find(Key, Tree).

find(Key, {Other, _, Smaller, _}) when Key < Other -> find(Key, Smaller);
find(Key, {Other, _, _, Larger}) when Key > Other -> find(Key, Larger);
find(_, {_, Value, _, _}) -> {value, Value};
find(_, nil) -> none.

%% Has it the key?
is_defined(Key, {_, Tree}) -> find(Key, Tree) =/= none.

%% The value of a key that must be there.
get(Key, {_, Tree}) -> fetch(Key, Tree).

fetch(Key, {Other, _, Smaller, _}) when Key < Other -> fetch(Key, Smaller);
fetch(Key, {Other, _, _, Larger}) when Key > Other -> fetch(Key, Larger);
fetch(_, {_, Value, _, _}) -> Value.

%% The tree with another value for a key that must be there.
update(Key, Value, {Size, Tree}) -> {Size, replace(Key, Value, Tree)}.

replace(Key, Value, {Other, OtherValue, Smaller, Larger}) when Key < Other ->
    {Other, OtherValue, replace(Key, Value, Smaller), Larger};
replace(Key, Value, {Other, OtherValue, Smaller, Larger}) when Key > Other ->
    {Other, OtherValue, Smaller, replace(Key, Value, Larger)};
replace(Key, Value, {_, _, Smaller, Larger}) ->
    {Key, Value, Smaller, Larger}.

%% The tree with a key that must not be there yet.
insert(Key, Value, {Size, Tree}) when is_integer(Size) ->
    New = Size + 1,
    {New, insert(Key, Value, Tree, New * New)}.

%% Limit is halved at every step down; a new leaf where it is 0 is too deep. What comes back then
%% is {Subtree, 2 to the power of its height, Size} until some subtree has been built anew.
insert(Key, Value, {Other, OtherValue, Smaller, Larger}, Limit) when Key < Other ->
    case insert(Key, Value, Smaller, Limit bsr 1) of
        {Subtree, Height, Size} ->
            {OtherHeight, OtherSize} = measure(Larger),
            deeper({Other, OtherValue, Subtree, Larger}, Height, OtherHeight, Size + OtherSize);
        Subtree ->
            {Other, OtherValue, Subtree, Larger}
    end;
insert(Key, Value, {Other, OtherValue, Smaller, Larger}, Limit) when Key > Other ->
    case insert(Key, Value, Larger, Limit bsr 1) of
        {Subtree, Height, Size} ->
            {OtherHeight, OtherSize} = measure(Smaller),
            deeper({Other, OtherValue, Smaller, Subtree}, Height, OtherHeight, Size + OtherSize);
        Subtree ->
            {Other, OtherValue, Smaller, Subtree}
    end;
insert(Key, Value, nil, 0) ->
    {{Key, Value, nil, nil}, 1, 1};
insert(Key, Value, nil, _) ->
    {Key, Value, nil, nil};
insert(Key, _Value, _, _) ->
    error({key_exists, Key}).

deeper(Tree, Height1, Height2, Below) ->
    Height = 2 * max(Height1, Height2),
    Size = Below + 1,
    case Height > Size * Size of
        true -> build(Tree, Size);
        false -> {Tree, Height, Size}
    end.

measure({_, _, nil, nil}) ->
    {1, 1};
measure({_, _, Smaller, Larger}) ->
    {Height1, Size1} = measure(Smaller),
    {Height2, Size2} = measure(Larger),
    {2 * max(Height1, Height2), Size1 + Size2 + 1};
measure(nil) ->
    {1, 0}.

build(Tree, Size) -> of_list(pairs(Tree, []), Size).

of_list(List, Size) ->
    {Tree, []} = of_list_rest(List, Size),
    Tree.

%% The tree of the first Size pairs, and the others.
of_list_rest(List, Size) when Size > 1 ->
    Right = (Size - 1) div 2,
    {Smaller, [{Key, Value} | Rest]} = of_list_rest(List, Size - 1 - Right),
    {Larger, Others} = of_list_rest(Rest, Right),
    {{Key, Value, Smaller, Larger}, Others};
of_list_rest([{Key, Value} | Rest], 1) ->
    {{Key, Value, nil, nil}, Rest};
of_list_rest(List, 0) ->
    {nil, List}.

%% The tree with a value for a key, whether it is there or not.
enter(Key, Value, Tree) ->
    case is_defined(Key, Tree) of
        true -> update(Key, Value, Tree);
        false -> insert(Key, Value, Tree)
    end.

%% The tree as shallow as can be.
balance({Size, Tree}) -> {Size, build(Tree, Size)}.

%% The tree of a list of pairs in strict order of keys.
from_orddict(List) ->
    Size = length(List),
    {Size, of_list(List, Size)}.

%% The tree without a key, if it is there.
delete_any(Key, Tree) ->
    case is_defined(Key, Tree) of
        true -> delete(Key, Tree);
        false -> Tree
    end.

%% The tree without a key that must be there.
delete(Key, {Size, Tree}) when is_integer(Size), Size >= 0 ->
    {_, Rest} = remove(Key, Tree),
    {Size - 1, Rest}.

%% {Value, Tree without the key} or error.
take_any(Key, Tree) ->
    case is_defined(Key, Tree) of
        true -> take(Key, Tree);
        false -> error
    end.

%% {Value, Tree without a key that must be there}.
take(Key, {Size, Tree}) when is_integer(Size), Size >= 0 ->
    {Value, Rest} = remove(Key, Tree),
    {Value, {Size - 1, Rest}}.

remove(Key, {Other, OtherValue, Smaller, Larger}) when Key < Other ->
    {Value, Rest} = remove(Key, Smaller),
    {Value, {Other, OtherValue, Rest, Larger}};
remove(Key, {Other, OtherValue, Smaller, Larger}) when Key > Other ->
    {Value, Rest} = remove(Key, Larger),
    {Value, {Other, OtherValue, Smaller, Rest}};
remove(_, {_, Value, Smaller, Larger}) ->
    {Value, merge(Smaller, Larger)}.

merge(Smaller, nil) -> Smaller;
merge(nil, Larger) -> Larger;
merge(Smaller, Larger) ->
    {Key, Value, Rest} = remove_smallest(Larger),
    {Key, Value, Smaller, Rest}.

remove_smallest({Key, Value, nil, Larger}) ->
    {Key, Value, Larger};
remove_smallest({Key, Value, Smaller, Larger}) ->
    {Least, LeastValue, Rest} = remove_smallest(Smaller),
    {Least, LeastValue, {Key, Value, Rest, Larger}}.

remove_largest({Key, Value, Smaller, nil}) ->
    {Key, Value, Smaller};
remove_largest({Key, Value, Smaller, Larger}) ->
    {Greatest, GreatestValue, Rest} = remove_largest(Larger),
    {Greatest, GreatestValue, {Key, Value, Smaller, Rest}}.

%% {Key, Value, Tree without the smallest key}.
take_smallest({Size, Tree}) when is_integer(Size), Size >= 0 ->
    {Key, Value, Rest} = remove_smallest(Tree),
    {Key, Value, {Size - 1, Rest}}.

%% {Key, Value, Tree without the largest key}.
take_largest({Size, Tree}) when is_integer(Size), Size >= 0 ->
    {Key, Value, Rest} = remove_largest(Tree),
    {Key, Value, {Size - 1, Rest}}.

%% The smallest key and its value.
smallest({_, Tree}) -> leftmost(Tree).

leftmost({Key, Value, nil, _}) -> {Key, Value};
leftmost({_, _, Smaller, _}) -> leftmost(Smaller).

%% The largest key and its value.
largest({_, Tree}) -> rightmost(Tree).

rightmost({Key, Value, _, nil}) -> {Key, Value};
rightmost({_, _, _, Larger}) -> rightmost(Larger).

%% The greatest key that is less than Key, with its value, or none.
smaller(Key, {_, Tree}) -> smaller(Key, Tree, none).

smaller(Key, {Other, Value, _, Larger}, _Best) when Other < Key ->
    smaller(Key, Larger, {Other, Value});
smaller(Key, {_, _, Smaller, _}, Best) -> smaller(Key, Smaller, Best);
smaller(_, nil, Best) -> Best.

%% The least key that is greater than Key, with its value, or none.
larger(Key, {_, Tree}) -> larger(Key, Tree, none).

larger(Key, {Other, Value, Smaller, _}, _Best) when Other > Key ->
    larger(Key, Smaller, {Other, Value});
larger(Key, {_, _, _, Larger}, Best) -> larger(Key, Larger, Best);
larger(_, nil, Best) -> Best.

%% The pairs in order.
to_list({_, Tree}) -> pairs(Tree, []).

pairs({Key, Value, Smaller, Larger}, After) ->
    pairs(Smaller, [{Key, Value} | pairs(Larger, After)]);
pairs(nil, After) -> After.

%% The keys in order.
keys({_, Tree}) -> keys(Tree, []).

keys({Key, _, Smaller, Larger}, After) -> keys(Smaller, [Key | keys(Larger, After)]);
keys(nil, After) -> After.

%% The values in order of keys.
values({_, Tree}) -> values(Tree, []).

values({_, Value, Smaller, Larger}, After) -> values(Smaller, [Value | values(Larger, After)]);
values(nil, After) -> After.

%% Something that next/1 gives the pairs of in order. It is the list of the nodes to be visited
%% next, or {reversed, List} for the opposite order.
iterator({_, Tree}) -> left(Tree, []).

%% The same, for an order: ordered or reversed.
iterator({_, Tree}, ordered) -> left(Tree, []);
iterator({_, Tree}, reversed) -> {reversed, right(Tree, [])}.

left({_, _, Smaller, _} = Tree, Path) -> left(Smaller, [Tree | Path]);
left(nil, Path) -> Path.

right({_, _, _, Larger} = Tree, Path) -> right(Larger, [Tree | Path]);
right(nil, Path) -> Path.

%% The same from a key on.
iterator_from(Key, {_, Tree}) -> left_from(Key, Tree, []).

%% The same from a key on, for an order.
iterator_from(Key, {_, Tree}, ordered) -> left_from(Key, Tree, []);
iterator_from(Key, {_, Tree}, reversed) -> {reversed, right_from(Key, Tree, [])}.

left_from(Key, {Other, _, _, Larger}, Path) when Other < Key -> left_from(Key, Larger, Path);
left_from(Key, {Other, _, _, _} = Tree, Path) when Other == Key -> [Tree | Path];
left_from(Key, {_, _, Smaller, _} = Tree, Path) -> left_from(Key, Smaller, [Tree | Path]);
left_from(_, nil, Path) -> Path.

right_from(Key, {Other, _, Smaller, _}, Path) when Other > Key -> right_from(Key, Smaller, Path);
right_from(Key, {Other, _, _, _} = Tree, Path) when Other == Key -> [Tree | Path];
right_from(Key, {_, _, _, Larger} = Tree, Path) -> right_from(Key, Larger, [Tree | Path]);
right_from(_, nil, Path) -> Path.

%% The next pair: {Key, Value, Iterator} or none.
next([{Key, Value, _, Larger} | Path]) -> {Key, Value, left(Larger, Path)};
next([]) -> none;
next({reversed, [{Key, Value, Smaller, _} | Path]}) ->
    {Key, Value, {reversed, right(Smaller, Path)}};
next({reversed, []}) -> none.

%% The tree with what Fun makes of keys and values for values.
map(Fun, {Size, Tree}) when is_function(Fun, 2) -> {Size, map_tree(Fun, Tree)}.

map_tree(Fun, {Key, Value, Smaller, Larger}) ->
    {Key, Fun(Key, Value), map_tree(Fun, Smaller), map_tree(Fun, Larger)};
map_tree(_Fun, nil) -> nil.
