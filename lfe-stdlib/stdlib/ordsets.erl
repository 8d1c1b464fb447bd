%% Sets as ordered lists. Elements are the same if they compare equal (==).
-module(ordsets).

-export([new/0, is_set/1, size/1, is_empty/1, to_list/1, from_list/1, is_equal/2]).
-export([is_element/2, add_element/2, del_element/2, union/2, union/1, intersection/2]).
-export([intersection/1, is_disjoint/2, subtract/2, is_subset/2, fold/3, filter/2, map/2]).
-export([filtermap/2]).

%% The empty set.
new() -> [].

%% Is it an ordered list without duplicates?
is_set([Element | Set]) -> is_set(Set, Element);
is_set([]) -> true;
is_set(_) -> false.

is_set([Element | Set], Before) when Before < Element -> is_set(Set, Element);
is_set([], _Before) -> true;
is_set(_, _Before) -> false.

%% The number of elements.
size(Set) -> length(Set).

%% Has it no elements?
is_empty(Set) -> Set =:= [].

%% The elements in order.
to_list(Set) -> Set.

%% The set of a list's elements.
from_list(List) -> lists:usort(List).

%% Have both the same elements?
is_equal(Set1, Set2) when is_list(Set1), is_list(Set2) -> Set1 == Set2.

%% Is it an element?
is_element(Element, [Other | Set]) when Element > Other -> is_element(Element, Set);
is_element(Element, [Other | _]) -> Element == Other;
is_element(_, []) -> false.

%% The set with an element.
add_element(Element, [Other | Set]) when Element > Other ->
    [Other | add_element(Element, Set)];
add_element(Element, [Other | _] = Set) when Element < Other -> [Element | Set];
add_element(_Element, [_ | _] = Set) -> Set;
add_element(Element, []) -> [Element].

%% The set without an element.
del_element(Element, [Other | Set]) when Element > Other ->
    [Other | del_element(Element, Set)];
del_element(Element, [Other | _] = Set) when Element < Other -> Set;
del_element(_Element, [_ | Set]) -> Set;
del_element(_, []) -> [].

%% The elements of either.
union([Element1 | Set1], [Element2 | _] = Set2) when Element1 < Element2 ->
    [Element1 | union(Set1, Set2)];
union([Element1 | _] = Set1, [Element2 | Set2]) when Element1 > Element2 ->
    [Element2 | union(Set2, Set1)];
union([Element1 | Set1], [_ | Set2]) -> [Element1 | union(Set1, Set2)];
union([], Set2) -> Set2;
union(Set1, []) -> Set1.

%% The elements of any set of a list.
union(Sets) -> lists:umerge(Sets).

%% The elements of both.
intersection([Element1 | Set1], [Element2 | _] = Set2) when Element1 < Element2 ->
    intersection(Set1, Set2);
intersection([Element1 | _] = Set1, [Element2 | Set2]) when Element1 > Element2 ->
    intersection(Set2, Set1);
intersection([Element1 | Set1], [_ | Set2]) -> [Element1 | intersection(Set1, Set2)];
intersection([], _) -> [];
intersection(_, []) -> [].

%% The elements of all sets of a list, which must not be empty.
intersection([Set]) -> Set;
intersection([Set1, Set2 | Sets]) -> intersection([intersection(Set1, Set2) | Sets]).

%% Have they no element in common?
is_disjoint([Element1 | Set1], [Element2 | _] = Set2) when Element1 < Element2 ->
    is_disjoint(Set1, Set2);
is_disjoint([Element1 | _] = Set1, [Element2 | Set2]) when Element1 > Element2 ->
    is_disjoint(Set1, Set2);
is_disjoint([_ | _], [_ | _]) -> false;
is_disjoint(_, _) -> true.

%% The elements of the first that are not in the second.
subtract([Element1 | Set1], [Element2 | _] = Set2) when Element1 < Element2 ->
    [Element1 | subtract(Set1, Set2)];
subtract([Element1 | _] = Set1, [Element2 | Set2]) when Element1 > Element2 ->
    subtract(Set1, Set2);
subtract([_ | Set1], [_ | Set2]) -> subtract(Set1, Set2);
subtract([], _) -> [];
subtract(Set1, []) -> Set1.

%% Are all elements of the first in the second?
is_subset([Element1 | _], [Element2 | _]) when Element1 < Element2 -> false;
is_subset([Element1 | _] = Set1, [Element2 | Set2]) when Element1 > Element2 ->
    is_subset(Set1, Set2);
is_subset([_ | Set1], [_ | Set2]) -> is_subset(Set1, Set2);
is_subset([], _) -> true;
is_subset(_, []) -> false.

%% Folds over the elements in order.
fold(Fun, Acc, Set) -> lists:foldl(Fun, Acc, Set).

%% The elements of which Pred is true.
filter(Pred, Set) -> lists:filter(Pred, Set).

%% The set of what Fun makes of the elements.
map(Fun, Set) -> from_list(lists:map(Fun, Set)).

%% The set of the elements for which Fun gives true, and of what it gives as {true, Element}.
filtermap(Fun, Set) -> from_list(lists:filtermap(Fun, Set)).
