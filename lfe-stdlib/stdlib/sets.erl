%% Sets. There are two kinds: maps (version 2) whose keys are the elements, and hash tables
%% (version 1), which are what new/0 and from_list/1 make. Elements are the same if they match
%% (=:=).
-module(sets).

-export([new/0, new/1, is_set/1, size/1, is_empty/1, to_list/1, from_list/1, from_list/2]).
-export([is_equal/2, is_element/2, add_element/2, del_element/2, union/2, union/1]).
-export([intersection/2, intersection/1, is_disjoint/2, subtract/2, is_subset/2]).
-export([fold/3, filter/2, map/2, filtermap/2]).

%% The empty set.
new() -> hash_table:new(set).

%% The same of a version: [{version, 1}] or [{version, 2}].
new([{version, 2}]) -> #{};
new(Options) ->
    case proplists:get_value(version, Options, 1) of
        1 -> new();
        2 -> #{}
    end.

%% Is it a set?
is_set(Set) when is_map(Set) ->
    lists:all(fun(Value) -> Value =:= [] end, maps:values(Set));
is_set(Set) -> hash_table:is_table(set, Set).

%% The number of elements.
size(Set) when is_map(Set) -> map_size(Set);
size(Set) -> hash_table:size(Set).

%% Has it no elements?
is_empty(Set) -> ?MODULE:size(Set) =:= 0.

%% The elements.
to_list(Set) when is_map(Set) -> maps:keys(Set);
to_list(Set) -> fold(fun(Element, List) -> [Element | List] end, [], Set).

%% The set of a list's elements.
from_list(List) -> lists:foldl(fun add_element/2, new(), List).

%% The same of a version.
from_list(List, [{version, 2}]) -> maps:from_keys(List, []);
from_list(List, Options) ->
    case new(Options) of
        Set when is_map(Set) -> maps:from_keys(List, []);
        _ -> from_list(List)
    end.

%% Have both the same elements?
is_equal(Set1, Set2) ->
    Set1 =:= Set2 orelse
        ?MODULE:size(Set1) =:= ?MODULE:size(Set2) andalso is_subset(Set1, Set2).

%% Is it an element?
is_element(Element, Set) when is_map(Set) -> is_map_key(Element, Set);
is_element(Element, Set) ->
    lists:member(Element, hash_table:bucket(hash_table:slot(Element, Set), Set)).

%% The set with an element.
add_element(Element, Set) when is_map(Set) -> Set#{Element => []};
add_element(Element, Set) ->
    Slot = hash_table:slot(Element, Set),
    Bucket = hash_table:bucket(Slot, Set),
    case lists:member(Element, Bucket) of
        true -> Set;
        false -> hash_table:grow(1, hash_table:put_bucket(Slot, [Element | Bucket], Set), fun key/1)
    end.

%% In a set an element is its own key.
key(Element) -> Element.

%% The set without an element.
del_element(Element, Set) when is_map(Set) -> maps:remove(Element, Set);
del_element(Element, Set) ->
    Slot = hash_table:slot(Element, Set),
    Bucket = hash_table:bucket(Slot, Set),
    case lists:member(Element, Bucket) of
        true ->
            Less = hash_table:put_bucket(Slot, lists:delete(Element, Bucket), Set),
            hash_table:shrink(1, Less);
        false ->
            Set
    end.

%% The elements of either.
union(Set1, Set2) when is_map(Set1), is_map(Set2) -> maps:merge(Set1, Set2);
union(Set1, Set2) ->
    case ?MODULE:size(Set1) < ?MODULE:size(Set2) of
        true -> fold(fun add_element/2, Set2, Set1);
        false -> fold(fun add_element/2, Set1, Set2)
    end.

%% The elements of any set of a list.
union([Set1, Set2 | Sets]) -> union([union(Set1, Set2) | Sets]);
union([Set]) -> Set;
union([]) -> new().

%% The elements of both.
intersection(Set1, Set2) ->
    case ?MODULE:size(Set1) < ?MODULE:size(Set2) of
        true -> filter(fun(Element) -> is_element(Element, Set2) end, Set1);
        false -> filter(fun(Element) -> is_element(Element, Set1) end, Set2)
    end.

%% The elements of all sets of a list, which must not be empty.
intersection([Set1, Set2 | Sets]) -> intersection([intersection(Set1, Set2) | Sets]);
intersection([Set]) -> Set.

%% Have they no element in common?
is_disjoint(Set1, Set2) ->
    case ?MODULE:size(Set1) < ?MODULE:size(Set2) of
        true -> none_in(to_list(Set1), Set2);
        false -> none_in(to_list(Set2), Set1)
    end.

none_in(List, Set) -> not lists:any(fun(Element) -> is_element(Element, Set) end, List).

%% The elements of the first that are not in the second.
subtract(Set1, Set2) -> filter(fun(Element) -> not is_element(Element, Set2) end, Set1).

%% Are all elements of the first in the second?
is_subset(Set1, Set2) ->
    ?MODULE:size(Set1) =< ?MODULE:size(Set2) andalso
        lists:all(fun(Element) -> is_element(Element, Set2) end, to_list(Set1)).

%% Folds over the elements.
fold(Fun, Acc, Set) when is_map(Set), is_function(Fun, 2) ->
    maps:fold(fun(Element, _, Before) -> Fun(Element, Before) end, Acc, Set);
fold(Fun, Acc, Set) when is_function(Fun, 2) ->
    hash_table:fold(fun(Bucket, Before) -> lists:foldl(Fun, Before, Bucket) end, Acc, Set).

%% The elements of which Pred is true.
filter(Pred, Set) when is_map(Set), is_function(Pred, 1) ->
    maps:from_keys([Element || Element <- maps:keys(Set), Pred(Element)], []);
filter(Pred, Set) when is_function(Pred, 1) ->
    hash_table:filter(fun(Bucket) -> reversed(Pred, Bucket, []) end, Set).

reversed(Pred, [Element | Bucket], Kept) ->
    case Pred(Element) of
        true -> reversed(Pred, Bucket, [Element | Kept]);
        false -> reversed(Pred, Bucket, Kept)
    end;
reversed(_Pred, [], Kept) ->
    Kept.

%% The set of what Fun makes of the elements.
map(Fun, Set) when is_function(Fun, 1) ->
    of_same_kind(lists:map(Fun, to_list(Set)), Set).

%% The set of the elements for which Fun gives true, and of what it gives as {true, Element}.
filtermap(Fun, Set) when is_function(Fun, 1) ->
    of_same_kind(lists:filtermap(Fun, to_list(Set)), Set).

of_same_kind(List, Set) when is_map(Set) -> maps:from_keys(List, []);
of_same_kind(List, _Set) -> from_list(List).
