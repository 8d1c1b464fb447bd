%% Map functions, all but the BIFs (get/2, get/3, find/2, put/3, remove/2, update/3, take/2,
%% merge/2, keys/1, values/1, from_list/1, to_list/1, from_keys/2, is_key/2).
%%
%% An iterator is `none`, {Key, Value, Iterator}, [Path | Map] with the integer that
%% erts_internal:map_next/3 counts with, or [Keys | Map] when it has an order of its own.
%% Functions that visit a whole map do it over maps:to_list/1, which has the same order.
-module(maps).

-compile({no_auto_import, [size/1]}).

-export([new/0, size/1, fold/3, map/2, filter/2, filtermap/2, foreach/2]).
-export([iterator/1, iterator/2, next/1]).
-export([with/2, without/2, update_with/3, update_with/4, merge_with/3, intersect/2]).
-export([intersect_with/3, groups_from_list/2, groups_from_list/3]).

%% An empty map.
new() -> #{}.

%% The number of associations.
size(Map) when is_map(Map) -> map_size(Map);
size(Map) -> error({badmap, Map}, [Map]).

%% ---------------------------------------------------------------- visiting

%% Fold Fun(Key, Value, Acc) over a map or an iterator.
fold(Fun, Acc, Map) when is_map(Map), is_function(Fun, 3) ->
    fold_list(Fun, Acc, maps:to_list(Map));
fold(Fun, Acc, MapOrIterator) ->
    case pairs(is_function(Fun, 3), MapOrIterator) of
        {error, Reason} -> error(Reason, [Fun, Acc, MapOrIterator]);
        Pairs -> fold_list(Fun, Acc, Pairs)
    end.

fold_list(Fun, Acc, [{Key, Value} | Rest]) -> fold_list(Fun, Fun(Key, Value, Acc), Rest);
fold_list(_Fun, Acc, []) -> Acc.

%% The map with every value replaced by Fun(Key, Value).
map(Fun, MapOrIterator) ->
    case pairs(is_function(Fun, 2), MapOrIterator) of
        {error, Reason} -> error(Reason, [Fun, MapOrIterator]);
        Pairs -> maps:from_list(map_1(Fun, Pairs))
    end.

map_1(Fun, [{Key, Value} | Rest]) -> [{Key, Fun(Key, Value)} | map_1(Fun, Rest)];
map_1(_Fun, []) -> [].

%% The associations for which Pred(Key, Value) is true.
filter(Pred, MapOrIterator) ->
    case pairs(is_function(Pred, 2), MapOrIterator) of
        {error, Reason} -> error(Reason, [Pred, MapOrIterator]);
        Pairs -> maps:from_list(filter_1(Pred, Pairs))
    end.

filter_1(Pred, [{Key, Value} = Pair | Rest]) ->
    case Pred(Key, Value) of
        true -> [Pair | filter_1(Pred, Rest)];
        false -> filter_1(Pred, Rest)
    end;
filter_1(_Pred, []) ->
    [].

%% Keep, drop or replace every value, as Fun(Key, Value) answers true, false or {true, New}.
filtermap(Fun, MapOrIterator) ->
    case pairs(is_function(Fun, 2), MapOrIterator) of
        {error, Reason} -> error(Reason, [Fun, MapOrIterator]);
        Pairs -> maps:from_list(filtermap_1(Fun, Pairs))
    end.

filtermap_1(Fun, [{Key, Value} = Pair | Rest]) ->
    case Fun(Key, Value) of
        true -> [Pair | filtermap_1(Fun, Rest)];
        {true, New} -> [{Key, New} | filtermap_1(Fun, Rest)];
        false -> filtermap_1(Fun, Rest)
    end;
filtermap_1(_Fun, []) ->
    [].

%% Call Fun(Key, Value) for every association.
foreach(Fun, MapOrIterator) ->
    case pairs(is_function(Fun, 2), MapOrIterator) of
        {error, Reason} -> error(Reason, [Fun, MapOrIterator]);
        Pairs -> foreach_1(Fun, Pairs)
    end.

foreach_1(Fun, [{Key, Value} | Rest]) ->
    Fun(Key, Value),
    foreach_1(Fun, Rest);
foreach_1(_Fun, []) ->
    ok.

%% The associations of a map or an iterator as a list, if the function argument is right.
pairs(false, _MapOrIterator) ->
    {error, badarg};
pairs(true, Map) when is_map(Map) ->
    maps:to_list(Map);
pairs(true, Iterator) ->
    try next(Iterator) of
        First -> iterated(First)
    catch
        error:_ -> {error, {badmap, Iterator}}
    end.

iterated({Key, Value, Iterator}) -> [{Key, Value} | iterated(next(Iterator))];
iterated(none) -> [].

%% An iterator over a map, for next/1.
iterator(Map) when is_map(Map) -> [0 | Map];
iterator(Map) -> error({badmap, Map}, [Map]).

%% An iterator with an order: undefined, ordered, reversed, or a function that compares keys.
iterator(Map, undefined) when is_map(Map) -> [0 | Map];
iterator(Map, ordered) when is_map(Map) -> [sorted_keys(Map) | Map];
iterator(Map, reversed) when is_map(Map) -> [lists:reverse(sorted_keys(Map)) | Map];
iterator(Map, Order) when is_map(Map), is_function(Order, 2) ->
    [lists:sort(Order, maps:keys(Map)) | Map];
iterator(Map, Order) when is_map(Map) -> error(badarg, [Map, Order]);
iterator(Map, Order) -> error({badmap, Map}, [Map, Order]).

%% Ordered iteration tells 1 from 1.0 by putting integers first.
sorted_keys(Map) ->
    lists:sort(fun(A, B) -> A < B orelse (A == B andalso not_float_first(A, B)) end,
               maps:keys(Map)).

not_float_first(A, B) -> not (is_float(A) andalso is_integer(B)).

%% The next association as {Key, Value, Iterator}, or none.
next({_Key, _Value, _Iterator} = Next) -> Next;
next([Path | Map]) when is_integer(Path), is_map(Map) ->
    erts_internal:map_next(Path, Map, iterator);
next([[Key | Keys] | Map]) when is_map(Map) -> {Key, maps:get(Key, Map), [Keys | Map]};
next([[] | Map]) when is_map(Map) -> none;
next(none) -> none;
next(Iterator) -> error(badarg, [Iterator]).

%% ---------------------------------------------------------------- selecting

%% The associations whose keys are in a list.
with(Keys, Map) when is_list(Keys), is_map(Map) -> maps:from_list(with_1(Keys, Map));
with(Keys, Map) -> error(badarg_or_badmap(Map), [Keys, Map]).

with_1([Key | Keys], Map) ->
    case Map of
        #{Key := Value} -> [{Key, Value} | with_1(Keys, Map)];
        #{} -> with_1(Keys, Map)
    end;
with_1([], _Map) ->
    [].

%% The associations whose keys are not in a list.
without(Keys, Map) when is_list(Keys), is_map(Map) -> without_1(Keys, Map);
without(Keys, Map) -> error(badarg_or_badmap(Map), [Keys, Map]).

without_1([Key | Keys], Map) -> without_1(Keys, maps:remove(Key, Map));
without_1([], Map) -> Map.

badarg_or_badmap(Map) when is_map(Map) -> badarg;
badarg_or_badmap(Other) -> {badmap, Other}.

%% ---------------------------------------------------------------- changing

%% Replace the value of a present key by Fun(Value).
update_with(Key, Fun, Map) when is_function(Fun, 1), is_map(Map) ->
    case Map of
        #{Key := Value} -> Map#{Key := Fun(Value)};
        #{} -> error({badkey, Key}, [Key, Fun, Map])
    end;
update_with(Key, Fun, Map) ->
    error(badarg_or_badmap(Map), [Key, Fun, Map]).

%% Replace the value of a key by Fun(Value), or put Init when it is absent.
update_with(Key, Fun, Init, Map) when is_function(Fun, 1), is_map(Map) ->
    case Map of
        #{Key := Value} -> Map#{Key := Fun(Value)};
        #{} -> Map#{Key => Init}
    end;
update_with(Key, Fun, Init, Map) ->
    error(badarg_or_badmap(Map), [Key, Fun, Init, Map]).

%% ---------------------------------------------------------------- two maps

%% Merge two maps; the value of a key in both is Fun(Key, Value1, Value2).
merge_with(Fun, Map1, Map2) when is_function(Fun, 3), is_map(Map1), is_map(Map2) ->
    case map_size(Map1) > map_size(Map2) of
        true ->
            merge_pairs(maps:to_list(Map2), Map1, Fun);
        false ->
            Swapped = fun(Key, Value2, Value1) -> Fun(Key, Value1, Value2) end,
            merge_pairs(maps:to_list(Map1), Map2, Swapped)
    end;
merge_with(Fun, Map1, Map2) when is_function(Fun, 3) ->
    error(badarg_or_badmap(Map1, Map2), [Fun, Map1, Map2]);
merge_with(Fun, Map1, Map2) ->
    error(badarg, [Fun, Map1, Map2]).

merge_pairs([{Key, Value2} | Rest], Map, Fun) ->
    case Map of
        #{Key := Value1} -> merge_pairs(Rest, Map#{Key := Fun(Key, Value1, Value2)}, Fun);
        #{} -> merge_pairs(Rest, Map#{Key => Value2}, Fun)
    end;
merge_pairs([], Map, _Fun) ->
    Map.

%% The keys that both maps have, with the values of the second.
intersect(Map1, Map2) when is_map(Map1), is_map(Map2) ->
    case map_size(Map1) =< map_size(Map2) of
        true -> maps:from_list(with_1(maps:keys(Map1), Map2));
        false -> maps:from_list([Pair || {Key, _} = Pair <- maps:to_list(Map2),
                                         is_map_key(Key, Map1)])
    end;
intersect(Map1, Map2) ->
    error(badarg_or_badmap(Map1, Map2), [Map1, Map2]).

%% The keys that both maps have, with the values Fun(Key, Value1, Value2).
intersect_with(Fun, Map1, Map2) when is_function(Fun, 3), is_map(Map1), is_map(Map2) ->
    case map_size(Map1) =< map_size(Map2) of
        true ->
            common(maps:to_list(Map1), Map2, Fun);
        false ->
            Swapped = fun(Key, Value2, Value1) -> Fun(Key, Value1, Value2) end,
            common(maps:to_list(Map2), Map1, Swapped)
    end;
intersect_with(Fun, Map1, Map2) when is_function(Fun, 3) ->
    error(badarg_or_badmap(Map1, Map2), [Fun, Map1, Map2]);
intersect_with(Fun, Map1, Map2) ->
    error(badarg, [Fun, Map1, Map2]).

common(Pairs, Map, Fun) ->
    maps:from_list([{Key, Fun(Key, Value, maps:get(Key, Map))} || {Key, Value} <- Pairs,
                                                                  is_map_key(Key, Map)]).

badarg_or_badmap(Map1, Map2) when is_map(Map1) -> badarg_or_badmap(Map2);
badarg_or_badmap(Map1, _Map2) -> {badmap, Map1}.

%% ---------------------------------------------------------------- grouping

%% Group the elements of a list by KeyFun, in order.
groups_from_list(KeyFun, List) when is_function(KeyFun, 1), is_list(List) ->
    try lists:reverse(List, []) of
        Reversed -> group(Reversed, KeyFun, fun(Elem) -> Elem end, #{})
    catch
        error:_ -> error(badarg, [KeyFun, List])
    end;
groups_from_list(KeyFun, List) ->
    error(badarg, [KeyFun, List]).

%% Group ValueFun of the elements of a list by KeyFun, in order.
groups_from_list(KeyFun, ValueFun, List)
  when is_function(KeyFun, 1), is_function(ValueFun, 1), is_list(List) ->
    try lists:reverse(List, []) of
        Reversed -> group(Reversed, KeyFun, ValueFun, #{})
    catch
        error:_ -> error(badarg, [KeyFun, ValueFun, List])
    end;
groups_from_list(KeyFun, ValueFun, List) ->
    error(badarg, [KeyFun, ValueFun, List]).

group([Elem | Rest], KeyFun, ValueFun, Groups) ->
    Key = KeyFun(Elem),
    Value = ValueFun(Elem),
    case Groups of
        #{Key := Values} -> group(Rest, KeyFun, ValueFun, Groups#{Key := [Value | Values]});
        #{} -> group(Rest, KeyFun, ValueFun, Groups#{Key => [Value]})
    end;
group([], _KeyFun, _ValueFun, Groups) ->
    Groups.
