%% Dictionaries as ordered lists of pairs. Keys are the same if they compare equal (==).
-module(orddict).

-export([new/0, is_key/2, to_list/1, from_list/1, size/1, is_empty/1, fetch/2, find/2]).
-export([fetch_keys/1, erase/2, take/2, store/3, append/3, append_list/3, update/3, update/4]).
-export([update_counter/3, fold/3, map/2, filter/2, merge/3]).

%% The empty dictionary.
new() -> [].

%% Has it the key?
is_key(Key, [{Other, _} | Dict]) when Key > Other -> is_key(Key, Dict);
is_key(Key, [{Other, _} | _]) -> Key == Other;
is_key(_, []) -> false.

%% The pairs in order of keys.
to_list(Dict) -> Dict.

%% The dictionary of a list of pairs; of several with the same key the last counts.
from_list(List) -> lists:ukeysort(1, lists:reverse(pairs(List))).

pairs([{_, _} = Pair | List]) -> [Pair | pairs(List)];
pairs([]) -> [].

%% The number of keys.
size(Dict) -> length(Dict).

%% Has it no keys?
is_empty(Dict) -> Dict =:= [].

%% The value of a key that must be there.
fetch(Key, [{Other, _} | Dict]) when Key > Other -> fetch(Key, Dict);
fetch(Key, [{Other, Value} | _]) when Key == Other -> Value.

%% {ok, Value} or error.
find(Key, [{Other, _} | Dict]) when Key > Other -> find(Key, Dict);
find(Key, [{Other, Value} | _]) when Key == Other -> {ok, Value};
find(_, _) -> error.

%% The keys in order.
fetch_keys([{Key, _} | Dict]) -> [Key | fetch_keys(Dict)];
fetch_keys([]) -> [].

%% The dictionary without a key.
erase(Key, [{Other, _} = Pair | Dict]) when Key > Other -> [Pair | erase(Key, Dict)];
erase(Key, [{Other, _} | _] = Dict) when Key < Other -> Dict;
erase(_Key, [_ | Dict]) -> Dict;
erase(_, []) -> [].

%% {Value, Dictionary without the key} or error.
take(Key, Dict) -> take(Key, Dict, []).

take(Key, [{Other, _} = Pair | Dict], Before) when Key > Other -> take(Key, Dict, [Pair | Before]);
take(Key, [{Other, Value} | Dict], Before) when Key == Other ->
    {Value, lists:reverse(Before, Dict)};
take(_, _, _) -> error.

%% The dictionary with a value for a key.
store(Key, Value, [{Other, _} = Pair | Dict]) when Key > Other ->
    [Pair | store(Key, Value, Dict)];
store(Key, Value, [{Other, _} | _] = Dict) when Key < Other -> [{Key, Value} | Dict];
store(Key, Value, [_ | Dict]) -> [{Key, Value} | Dict];
store(Key, Value, []) -> [{Key, Value}].

%% The dictionary with an element at the end of the list that a key has.
append(Key, Element, Dict) -> append_list(Key, [Element], Dict).

%% The dictionary with elements at the end of the list that a key has.
append_list(Key, List, [{Other, _} = Pair | Dict]) when Key > Other ->
    [Pair | append_list(Key, List, Dict)];
append_list(Key, List, [{Other, _} | _] = Dict) when Key < Other -> [{Key, List} | Dict];
append_list(Key, List, [{_, Old} | Dict]) -> [{Key, Old ++ List} | Dict];
append_list(Key, List, []) -> [{Key, List}].

%% The dictionary with what Fun makes of the value of a key that must be there.
update(Key, Fun, [{Other, _} = Pair | Dict]) when Key > Other ->
    [Pair | update(Key, Fun, Dict)];
update(Key, Fun, [{Other, Value} | Dict]) when Key == Other -> [{Key, Fun(Value)} | Dict].

%% The same, with a value for a key that is not there.
update(Key, Fun, Value, [{Other, _} = Pair | Dict]) when Key > Other ->
    [Pair | update(Key, Fun, Value, Dict)];
update(Key, _Fun, Value, [{Other, _} | _] = Dict) when Key < Other -> [{Key, Value} | Dict];
update(Key, Fun, _Value, [{_, Old} | Dict]) -> [{Key, Fun(Old)} | Dict];
update(Key, _Fun, Value, []) -> [{Key, Value}].

%% The dictionary with a number added to that of a key.
update_counter(Key, Increment, Dict) ->
    update(Key, fun(Value) -> Value + Increment end, Increment, Dict).

%% Folds over keys and values in order.
fold(Fun, Acc, [{Key, Value} | Dict]) -> fold(Fun, Fun(Key, Value, Acc), Dict);
fold(Fun, Acc, []) when is_function(Fun, 3) -> Acc.

%% The dictionary with what Fun makes of keys and values for values.
map(Fun, [{Key, Value} | Dict]) -> [{Key, Fun(Key, Value)} | map(Fun, Dict)];
map(Fun, []) when is_function(Fun, 2) -> [].

%% The pairs of which Pred is true.
filter(Pred, [{Key, Value} = Pair | Dict]) ->
    case Pred(Key, Value) of
        true -> [Pair | filter(Pred, Dict)];
        false -> filter(Pred, Dict)
    end;
filter(Pred, []) when is_function(Pred, 2) -> [].

%% The pairs of both; Fun(Key, Value1, Value2) decides where both have a key.
merge(Fun, [{Key1, _} = Pair | Dict1], [{Key2, _} | _] = Dict2) when Key1 < Key2 ->
    [Pair | merge(Fun, Dict1, Dict2)];
merge(Fun, [{Key1, _} | _] = Dict1, [{Key2, _} = Pair | Dict2]) when Key1 > Key2 ->
    [Pair | merge(Fun, Dict1, Dict2)];
merge(Fun, [{Key, Value1} | Dict1], [{_, Value2} | Dict2]) ->
    [{Key, Fun(Key, Value1, Value2)} | merge(Fun, Dict1, Dict2)];
merge(Fun, [], Dict2) when is_function(Fun, 3) -> Dict2;
merge(Fun, Dict1, []) when is_function(Fun, 3) -> Dict1.
