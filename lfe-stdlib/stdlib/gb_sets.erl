%% General balanced trees (Arne Andersson, 1999) as sets: {Size, Tree}, where a tree is nil or
%% {Element, Smaller, Larger}. See gb_trees for how they are kept in balance.
-module(gb_sets).

-export([empty/0, new/0, is_empty/1, size/1, singleton/1, is_member/2, is_element/2]).
-export([insert/2, add/2, add_element/2, delete/2, delete_any/2, del_element/2, balance/1]).
-export([union/2, union/1, intersection/2, intersection/1, is_disjoint/2, difference/2]).
-export([subtract/2, is_subset/2, is_equal/2, is_set/1, to_list/1, from_list/1, from_ordset/1]).
-export([smallest/1, largest/1, take_smallest/1, take_largest/1, smaller/2, larger/2]).
-export([iterator/1, iterator/2, iterator_from/2, iterator_from/3, next/1]).
-export([fold/3, filter/2, map/2, filtermap/2]).

%% From what relation of sizes on elements are added one by one to the larger set.
-define(FACTOR, 1.46).

%% The empty set.
empty() -> {0, nil}.

%% The same.
new() -> {0, nil}.

%% Has it no elements?
is_empty({0, nil}) -> true;
is_empty(_) -> false.

%% The number of elements.
size({Size, _}) -> Size.

%% The set of one element.
singleton(Element) -> {1, {Element, nil, nil}}.

%% Is it an element?
is_member(Element, {_, Tree}) -> is_in(Element, Tree).

%% The same.
is_element(Element, Set) -> is_member(Element, Set).

is_in(Element, {Other, Smaller, _}) when Element < Other -> is_in(Element, Smaller);
is_in(Element, {Other, _, Larger}) when Element > Other -> is_in(Element, Larger);
is_in(_, {_, _, _}) -> true;
is_in(_, nil) -> false.

%% The set with an element that must not be in it yet.
insert(Element, {Size, Tree}) ->
    New = Size + 1,
    {New, insert(Element, Tree, New * New)}.

insert(Element, {Other, Smaller, Larger}, Limit) when Element < Other ->
    case insert(Element, Smaller, Limit bsr 1) of
        {Subtree, Height, Size} when is_integer(Height) ->
            {OtherHeight, OtherSize} = measure(Larger),
            deeper({Other, Subtree, Larger}, Height, OtherHeight, Size + OtherSize);
        Subtree ->
            {Other, Subtree, Larger}
    end;
insert(Element, {Other, Smaller, Larger}, Limit) when Element > Other ->
    case insert(Element, Larger, Limit bsr 1) of
        {Subtree, Height, Size} when is_integer(Height) ->
            {OtherHeight, OtherSize} = measure(Smaller),
            deeper({Other, Smaller, Subtree}, Height, OtherHeight, Size + OtherSize);
        Subtree ->
            {Other, Smaller, Subtree}
    end;
insert(Element, nil, 0) ->
    {{Element, nil, nil}, 1, 1};
insert(Element, nil, _) ->
    {Element, nil, nil};
insert(Element, _, _) ->
    error({key_exists, Element}).

deeper(Tree, Height1, Height2, Below) ->
    Height = 2 * max(Height1, Height2),
    Size = Below + 1,
    case Height > Size * Size of
        true -> of_list(elements(Tree, []), Size);
        false -> {Tree, Height, Size}
    end.

measure({_, nil, nil}) ->
    {1, 1};
measure({_, Smaller, Larger}) ->
    {Height1, Size1} = measure(Smaller),
    {Height2, Size2} = measure(Larger),
    {2 * max(Height1, Height2), Size1 + Size2 + 1};
measure(nil) ->
    {1, 0}.

of_list(List, Size) ->
    {Tree, []} = of_list_rest(List, Size),
    Tree.

%% The tree of the first Size elements, and the others.
of_list_rest(List, Size) when Size > 1 ->
    Right = (Size - 1) div 2,
    {Smaller, [Element | Rest]} = of_list_rest(List, Size - 1 - Right),
    {Larger, Others} = of_list_rest(Rest, Right),
    {{Element, Smaller, Larger}, Others};
of_list_rest([Element | Rest], 1) ->
    {{Element, nil, nil}, Rest};
of_list_rest(List, 0) ->
    {nil, List}.

%% The set with an element.
add(Element, Set) ->
    case is_member(Element, Set) of
        true -> Set;
        false -> insert(Element, Set)
    end.

%% The same.
add_element(Element, Set) -> add(Element, Set).

%% The set as shallow a tree as can be.
balance({Size, Tree}) -> {Size, of_list(elements(Tree, []), Size)}.

%% The set of a list's elements.
from_list(List) -> from_ordset(lists:usort(List)).

%% The set of an ordered list without duplicates.
from_ordset(List) ->
    Size = length(List),
    {Size, of_list(List, Size)}.

%% The same, but of two halves that are not of the same size the larger elements get the larger.
from_merged(List) ->
    Size = length(List),
    {Tree, []} = of_reversed(lists:reverse(List), Size),
    {Size, Tree}.

of_reversed(List, Size) when Size > 1 ->
    Left = (Size - 1) div 2,
    {Larger, [Element | Rest]} = of_reversed(List, Size - 1 - Left),
    {Smaller, Others} = of_reversed(Rest, Left),
    {{Element, Smaller, Larger}, Others};
of_reversed([Element | Rest], 1) ->
    {{Element, nil, nil}, Rest};
of_reversed(List, 0) ->
    {nil, List}.

%% The set without an element, if it is in it.
delete_any(Element, Set) ->
    case is_member(Element, Set) of
        true -> delete(Element, Set);
        false -> Set
    end.

%% The same.
del_element(Element, Set) -> delete_any(Element, Set).

%% The set without an element that must be in it.
delete(Element, {Size, Tree}) -> {Size - 1, remove(Element, Tree)}.

remove(Element, {Other, Smaller, Larger}) when Element < Other ->
    {Other, remove(Element, Smaller), Larger};
remove(Element, {Other, Smaller, Larger}) when Element > Other ->
    {Other, Smaller, remove(Element, Larger)};
remove(_, {_, Smaller, Larger}) ->
    merge(Smaller, Larger).

merge(Smaller, nil) -> Smaller;
merge(nil, Larger) -> Larger;
merge(Smaller, Larger) ->
    {Element, Rest} = remove_smallest(Larger),
    {Element, Smaller, Rest}.

remove_smallest({Element, nil, Larger}) ->
    {Element, Larger};
remove_smallest({Element, Smaller, Larger}) ->
    {Least, Rest} = remove_smallest(Smaller),
    {Least, {Element, Rest, Larger}}.

remove_largest({Element, Smaller, nil}) ->
    {Element, Smaller};
remove_largest({Element, Smaller, Larger}) ->
    {Greatest, Rest} = remove_largest(Larger),
    {Greatest, {Element, Smaller, Rest}}.

%% The smallest element, and the set without it.
take_smallest({Size, Tree}) ->
    {Element, Rest} = remove_smallest(Tree),
    {Element, {Size - 1, Rest}}.

%% The largest element, and the set without it.
take_largest({Size, Tree}) ->
    {Element, Rest} = remove_largest(Tree),
    {Element, {Size - 1, Rest}}.

%% The smallest element.
smallest({_, Tree}) -> leftmost(Tree).

leftmost({Element, nil, _}) -> Element;
leftmost({_, Smaller, _}) -> leftmost(Smaller).

%% The largest element.
largest({_, Tree}) -> rightmost(Tree).

rightmost({Element, _, nil}) -> Element;
rightmost({_, _, Larger}) -> rightmost(Larger).

%% The greatest element that is less: {found, Element} or none.
smaller(Element, {_, Tree}) -> smaller(Element, Tree, none).

smaller(Element, {Other, _, Larger}, _Best) when Other < Element ->
    smaller(Element, Larger, {found, Other});
smaller(Element, {_, Smaller, _}, Best) -> smaller(Element, Smaller, Best);
smaller(_, nil, Best) -> Best.

%% The least element that is greater: {found, Element} or none.
larger(Element, {_, Tree}) -> larger(Element, Tree, none).

larger(Element, {Other, Smaller, _}, _Best) when Other > Element ->
    larger(Element, Smaller, {found, Other});
larger(Element, {_, _, Larger}, Best) -> larger(Element, Larger, Best);
larger(_, nil, Best) -> Best.

%% The elements in order.
to_list({_, Tree}) -> elements(Tree, []).

elements({Element, Smaller, Larger}, After) ->
    elements(Smaller, [Element | elements(Larger, After)]);
elements(nil, After) -> After.

%% Something that next/1 gives the elements of in order. It is the list of the nodes to be visited
%% next, or {reversed, List} for the opposite order.
iterator({_, Tree}) -> left(Tree, []).

%% The same, for an order: ordered or reversed.
iterator({_, Tree}, ordered) -> left(Tree, []);
iterator({_, Tree}, reversed) -> {reversed, right(Tree, [])}.

left({_, Smaller, _} = Tree, Path) -> left(Smaller, [Tree | Path]);
left(nil, Path) -> Path.

right({_, _, Larger} = Tree, Path) -> right(Larger, [Tree | Path]);
right(nil, Path) -> Path.

%% The same from an element on.
iterator_from(Element, {_, Tree}) -> left_from(Element, Tree, []).

%% The same from an element on, for an order.
iterator_from(Element, {_, Tree}, ordered) -> left_from(Element, Tree, []);
iterator_from(Element, {_, Tree}, reversed) -> {reversed, right_from(Element, Tree, [])}.

left_from(Element, {Other, _, Larger}, Path) when Other < Element ->
    left_from(Element, Larger, Path);
left_from(Element, {Other, _, _} = Tree, Path) when Other == Element -> [Tree | Path];
left_from(Element, {_, Smaller, _} = Tree, Path) -> left_from(Element, Smaller, [Tree | Path]);
left_from(_, nil, Path) -> Path.

right_from(Element, {Other, Smaller, _}, Path) when Other > Element ->
    right_from(Element, Smaller, Path);
right_from(Element, {Other, _, _} = Tree, Path) when Other == Element -> [Tree | Path];
right_from(Element, {_, _, Larger} = Tree, Path) -> right_from(Element, Larger, [Tree | Path]);
right_from(_, nil, Path) -> Path.

%% The next element: {Element, Iterator} or none.
next([{Element, _, Larger} | Path]) -> {Element, left(Larger, Path)};
next([]) -> none;
next({reversed, [{Element, Smaller, _} | Path]}) -> {Element, {reversed, right(Smaller, Path)}};
next({reversed, []}) -> none.

%% ---------------------------------------------------------------- several sets

%% The elements of either.
union({Size1, Tree1}, {Size2, Tree2}) when Size2 < Size1 ->
    union(elements(Tree2, []), Size2, Tree1, Size1);
union({Size1, Tree1}, {Size2, Tree2}) ->
    union(elements(Tree1, []), Size1, Tree2, Size2).

%% A few elements are added to a large tree one by one, otherwise both are merged.
union(List, Size, Tree, TreeSize) ->
    case is_few(Size, TreeSize) of
        true -> lists:foldl(fun add/2, {TreeSize, Tree}, List);
        false -> from_merged(ordsets:union(List, elements(Tree, [])))
    end.

is_few(_Size, TreeSize) when TreeSize < 10 -> false;
is_few(Size, TreeSize) -> TreeSize >= Size * round(?FACTOR * math:log(TreeSize)).

%% The elements of any set of a list.
union([Set | Sets]) -> lists:foldl(fun(Other, All) -> union(All, Other) end, Set, Sets);
union([]) -> empty().

%% The elements of both.
intersection({Size1, Tree1}, {Size2, Tree2}) when Size2 < Size1 ->
    common(elements(Tree2, []), Size2, Tree1, Size1);
intersection({Size1, Tree1}, {Size2, Tree2}) ->
    common(elements(Tree1, []), Size1, Tree2, Size2).

common(List, Size, Tree, TreeSize) ->
    case is_few(Size, TreeSize) of
        true -> from_merged([Element || Element <- List, is_in(Element, Tree)]);
        false -> from_merged(ordsets:intersection(List, elements(Tree, [])))
    end.

%% The elements of all sets of a list, which must not be empty.
intersection([Set | Sets]) ->
    lists:foldl(fun(Other, All) -> intersection(All, Other) end, Set, Sets).

%% Have they no element in common?
is_disjoint({Size1, Tree1}, {Size2, Tree2}) when Size1 < Size2 -> is_apart(Tree1, Tree2);
is_disjoint({_, Tree1}, {_, Tree2}) -> is_apart(Tree2, Tree1).

is_apart({Element, Smaller, Larger}, Tree) ->
    not is_in(Element, Tree) andalso is_apart(Smaller, Tree) andalso is_apart(Larger, Tree);
is_apart(nil, _) -> true.

%% The elements of the first that are not in the second.
subtract(Set1, Set2) -> difference(Set1, Set2).

%% The same.
difference({Size1, Tree1}, {Size2, Tree2}) ->
    List = elements(Tree1, []),
    case is_few(Size1, Size2) of
        true -> from_merged([Element || Element <- List, not is_in(Element, Tree2)]);
        false -> from_merged(ordsets:subtract(List, elements(Tree2, [])))
    end.

%% Are all elements of the first in the second?
is_subset({Size1, Tree1}, {Size2, Tree2}) ->
    List = elements(Tree1, []),
    case is_few(Size1, Size2) of
        true -> lists:all(fun(Element) -> is_in(Element, Tree2) end, List);
        false -> ordsets:is_subset(List, elements(Tree2, []))
    end.

%% Have both the same elements?
is_equal({Size1, _} = Set1, {Size2, _} = Set2) ->
    Size1 =:= Size2 andalso to_list(Set1) == to_list(Set2).

%% Does it look like a set?
is_set({0, nil}) -> true;
is_set({Size, {_, _, _}}) when is_integer(Size), Size >= 0 -> true;
is_set(_) -> false.

%% Folds over the elements in order.
fold(Fun, Acc, {_, Tree}) when is_function(Fun, 2) -> fold_tree(Fun, Acc, Tree).

fold_tree(Fun, Acc, {Element, Smaller, Larger}) ->
    fold_tree(Fun, Fun(Element, fold_tree(Fun, Acc, Smaller)), Larger);
fold_tree(_Fun, Acc, nil) -> Acc.

%% The elements of which Pred is true.
filter(Pred, Set) when is_function(Pred, 1) ->
    from_ordset([Element || Element <- to_list(Set), Pred(Element)]).

%% The set of what Fun makes of the elements.
map(Fun, Set) when is_function(Fun, 1) -> from_list(lists:map(Fun, to_list(Set))).

%% The set of the elements for which Fun gives true, and of what it gives as {true, Element}.
filtermap(Fun, Set) when is_function(Fun, 1) ->
    from_list(lists:filtermap(Fun, to_list(Set))).
