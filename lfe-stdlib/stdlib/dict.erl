%% Dictionaries as hash tables (see hash_table) of pairs [Key | Value]. Keys are the same if they
%% match (=:=).
-module(dict).

-export([new/0, is_key/2, to_list/1, from_list/1, size/1, is_empty/1, fetch/2, find/2]).
-export([fetch_keys/1, erase/2, take/2, store/3, append/3, append_list/3, update/3, update/4]).
-export([update_counter/3, fold/3, map/2, filter/2, merge/3]).

%% The empty dictionary.
new() -> hash_table:new(dict).

%% Has it the key?
is_key(Key, Dict) -> find(Key, Dict) =/= error.

%% The pairs {Key, Value}.
to_list(Dict) -> fold(fun(Key, Value, List) -> [{Key, Value} | List] end, [], Dict).

%% The dictionary of a list of pairs; of several with the same key the last counts.
from_list(List) ->
    lists:foldl(fun({Key, Value}, Dict) -> store(Key, Value, Dict) end, new(), List).

%% The number of keys.
size(Dict) -> hash_table:size(Dict).

%% Has it no keys?
is_empty(Dict) -> hash_table:size(Dict) =:= 0.

%% The value of a key that must be there.
fetch(Key, Dict) ->
    case find(Key, Dict) of
        {ok, Value} -> Value;
        error -> error(badarg, [Key, Dict])
    end.

%% {ok, Value} or error.
find(Key, Dict) -> in_bucket(Key, hash_table:bucket(hash_table:slot(Key, Dict), Dict)).

in_bucket(Key, [[Other | Value] | _]) when Other =:= Key -> {ok, Value};
in_bucket(Key, [_ | Bucket]) -> in_bucket(Key, Bucket);
in_bucket(_Key, []) -> error.

%% The keys.
fetch_keys(Dict) -> fold(fun(Key, _Value, Keys) -> [Key | Keys] end, [], Dict).

%% The dictionary without a key.
erase(Key, Dict) ->
    case take(Key, Dict) of
        {_, Less} -> Less;
        error -> Dict
    end.

%% {Value, Dictionary without the key} or error.
take(Key, Dict) ->
    Slot = hash_table:slot(Key, Dict),
    Bucket = hash_table:bucket(Slot, Dict),
    case in_bucket(Key, Bucket) of
        {ok, Value} ->
            Less = hash_table:put_bucket(Slot, without(Key, Bucket), Dict),
            {Value, hash_table:shrink(1, Less)};
        error ->
            error
    end.

without(Key, [[Other | _] | Bucket]) when Other =:= Key -> Bucket;
without(Key, [Pair | Bucket]) -> [Pair | without(Key, Bucket)].

%% The dictionary with a value for a key.
store(Key, Value, Dict) -> change(Key, fun(_) -> Value end, fun() -> Value end, Dict).

%% The dictionary with an element at the end of the list that a key has.
append(Key, Element, Dict) -> append_list(Key, [Element], Dict).

%% The dictionary with elements at the end of the list that a key has.
append_list(Key, List, Dict) ->
    change(Key, fun(Old) -> Old ++ List end, fun() -> List end, Dict).

%% The dictionary with what Fun makes of the value of a key that must be there.
update(Key, Fun, Dict) ->
    change(Key, Fun, fun() -> error(badarg, [Key, Fun, Dict]) end, Dict).

%% The same, with a value for a key that is not there.
update(Key, Fun, Value, Dict) -> change(Key, Fun, fun() -> Value end, Dict).

%% The dictionary with a number added to that of a key.
update_counter(Key, Increment, Dict) when is_number(Increment) ->
    change(Key, fun(Value) -> Value + Increment end, fun() -> Increment end, Dict).

%% Known(Value) is the new value of a key that is there, Unknown() that of one that is not: this
%% comes at the end of its bucket.
change(Key, Known, Unknown, Dict) ->
    Slot = hash_table:slot(Key, Dict),
    Bucket = hash_table:bucket(Slot, Dict),
    case in_bucket(Key, Bucket) of
        {ok, Value} ->
            hash_table:put_bucket(Slot, replace(Key, Known(Value), Bucket), Dict);
        error ->
            More = hash_table:put_bucket(Slot, Bucket ++ [[Key | Unknown()]], Dict),
            hash_table:grow(1, More, fun erlang:hd/1)
    end.

replace(Key, Value, [[Other | _] | Bucket]) when Other =:= Key -> [[Key | Value] | Bucket];
replace(Key, Value, [Pair | Bucket]) -> [Pair | replace(Key, Value, Bucket)].

%% Folds over keys and values.
fold(Fun, Acc, Dict) when is_function(Fun, 3) ->
    InBucket = fun(Bucket, Before) ->
                       lists:foldl(fun([Key | Value], So) -> Fun(Key, Value, So) end, Before,
                                   Bucket)
               end,
    hash_table:fold(InBucket, Acc, Dict).

%% The dictionary with what Fun makes of keys and values for values.
map(Fun, Dict) when is_function(Fun, 2) ->
    hash_table:map(fun([Key | Value]) -> [Key | Fun(Key, Value)] end, Dict).

%% The pairs of which Pred is true.
filter(Pred, Dict) when is_function(Pred, 2) ->
    Keep = fun([Key | Value]) -> Pred(Key, Value) end,
    hash_table:filter(fun(Bucket) -> lists:filter(Keep, Bucket) end, Dict).

%% The pairs of both; Fun(Key, Value1, Value2) decides where both have a key.
merge(Fun, Dict1, Dict2) when is_function(Fun, 3) ->
    case hash_table:size(Dict1) < hash_table:size(Dict2) of
        true ->
            fold(fun(Key, Value1, Dict) ->
                         update(Key, fun(Value2) -> Fun(Key, Value1, Value2) end, Value1, Dict)
                 end, Dict2, Dict1);
        false ->
            fold(fun(Key, Value2, Dict) ->
                         update(Key, fun(Value1) -> Fun(Key, Value1, Value2) end, Value2, Dict)
                 end, Dict1, Dict2)
    end.
