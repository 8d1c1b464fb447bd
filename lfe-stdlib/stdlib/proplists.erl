%% Property lists: lists with tuples whose first element is the key, and atoms that stand for
%% {Atom, true}. Other elements are kept or skipped.
-module(proplists).

-export([property/1, property/2, unfold/1, compact/1, lookup/2, lookup_all/2, is_defined/2]).
-export([get_value/2, get_value/3, get_all_values/2, append_values/2, get_bool/2, get_keys/1]).
-export([delete/2, substitute_aliases/2, substitute_negations/2, expand/2, normalize/2, split/2]).
-export([to_map/1, to_map/2, from_map/1]).

%% Has the element this key?
-define(HAS_KEY(Element, Key),
        (Element =:= Key andalso is_atom(Key)) orelse
        (tuple_size(Element) >= 1 andalso element(1, Element) =:= Key)).

%% The short form of a property: an atom where that is the same.
property({Key, true}) when is_atom(Key) -> Key;
property(Property) -> Property.

%% The short form of {Key, Value}.
property(Key, true) when is_atom(Key) -> Key;
property(Key, Value) -> {Key, Value}.

%% Every atom replaced by {Atom, true}.
unfold([Atom | Rest]) when is_atom(Atom) -> [{Atom, true} | unfold(Rest)];
unfold([Other | Rest]) -> [Other | unfold(Rest)];
unfold([]) -> [].

%% The short forms of all properties.
compact(List) -> [property(Property) || Property <- List].

%% The first element with this key, atoms as {Atom, true}, or none.
lookup(Key, [Element | Rest]) ->
    if
        is_atom(Element), Element =:= Key -> {Key, true};
        tuple_size(Element) >= 1, element(1, Element) =:= Key -> Element;
        true -> lookup(Key, Rest)
    end;
lookup(_Key, []) ->
    none.

%% All elements with this key, atoms as {Atom, true}.
lookup_all(Key, [Element | Rest]) ->
    if
        is_atom(Element), Element =:= Key -> [{Key, true} | lookup_all(Key, Rest)];
        tuple_size(Element) >= 1, element(1, Element) =:= Key ->
            [Element | lookup_all(Key, Rest)];
        true -> lookup_all(Key, Rest)
    end;
lookup_all(_Key, []) ->
    [].

%% Is there an element with this key?
is_defined(Key, [Element | _]) when ?HAS_KEY(Element, Key) -> true;
is_defined(Key, [_ | Rest]) -> is_defined(Key, Rest);
is_defined(_Key, []) -> false.

%% The value of the first element with this key, or undefined.
get_value(Key, List) -> get_value(Key, List, undefined).

%% The value of the first element with this key, or Default; Default too if it is not a pair.
get_value(Key, [Element | Rest], Default) ->
    if
        is_atom(Element), Element =:= Key ->
            true;
        tuple_size(Element) >= 1, element(1, Element) =:= Key ->
            case Element of
                {_, Value} -> Value;
                _ -> Default
            end;
        true ->
            get_value(Key, Rest, Default)
    end;
get_value(_Key, [], Default) ->
    Default.

%% The values of all pairs with this key.
get_all_values(Key, [Element | Rest]) ->
    if
        is_atom(Element), Element =:= Key -> [true | get_all_values(Key, Rest)];
        tuple_size(Element) =:= 2, element(1, Element) =:= Key ->
            [element(2, Element) | get_all_values(Key, Rest)];
        true -> get_all_values(Key, Rest)
    end;
get_all_values(_Key, []) ->
    [].

%% The same, with values that are lists appended.
append_values(Key, List) -> append_values_1(get_all_values(Key, List)).

append_values_1([Value | Rest]) when is_list(Value) -> Value ++ append_values_1(Rest);
append_values_1([Value | Rest]) -> [Value | append_values_1(Rest)];
append_values_1([]) -> [].

%% Is the first element with this key the atom or {Key, true}?
get_bool(Key, [Element | Rest]) ->
    if
        is_atom(Element), Element =:= Key -> true;
        tuple_size(Element) >= 1, element(1, Element) =:= Key -> Element =:= {Key, true};
        true -> get_bool(Key, Rest)
    end;
get_bool(_Key, []) ->
    false.

%% The keys of a list, without duplicates.
get_keys(List) -> maps:keys(maps:from_keys(keys(List), [])).

keys([Element | Rest]) ->
    case key_of(Element) of
        {key, Key} -> [Key | keys(Rest)];
        none -> keys(Rest)
    end;
keys([]) ->
    [].

key_of(Atom) when is_atom(Atom) -> {key, Atom};
key_of(Tuple) when tuple_size(Tuple) >= 1 -> {key, element(1, Tuple)};
key_of(_) -> none.

%% Remove all elements with this key.
delete(Key, [Element | Rest]) when ?HAS_KEY(Element, Key) -> delete(Key, Rest);
delete(Key, [Element | Rest]) -> [Element | delete(Key, Rest)];
delete(_Key, []) -> [].

%% Replace keys; Aliases are pairs of an old and a new key.
substitute_aliases(Aliases, List) ->
    [with_key(Element, fun(Key) -> alias(Key, Aliases, Element) end) || Element <- List].

with_key(Element, Fun) ->
    case key_of(Element) of
        {key, Key} -> Fun(Key);
        none -> Element
    end.

alias(Key, [{Key, New} | _], Element) when is_atom(Element) -> property(New, true);
alias(Key, [{Key, New} | _], Element) -> property(setelement(1, Element, New));
alias(Key, [_ | Aliases], Element) -> alias(Key, Aliases, Element);
alias(_, [], Element) -> Element.

%% Replace properties by others with the opposite truth value; Negations are pairs of keys.
substitute_negations(Negations, List) ->
    [with_key(Element, fun(Key) -> negate(Key, Negations, Element) end) || Element <- List].

negate(Key, [{Key, New} | _], Element) ->
    if
        Element =:= Key; Element =:= {Key, true} -> {New, false};
        true -> property(New, true)
    end;
negate(Key, [_ | Negations], Element) -> negate(Key, Negations, Element);
negate(_, [], Element) -> Element.

%% Replace properties by lists of others. Expansions are pairs of a property and a list; one
%% takes effect if the first element with its key is that property, and then removes all others
%% with that key. What is put in is not expanded again.
expand(Expansions, List) -> lists:flatten(expand_nested(Expansions, List)).

expand_nested([{Property, Expansion} | Rest], List) ->
    case key_of(Property) of
        {key, Key} -> expand_nested(Rest, expand_first(Key, normal(Property), Expansion, List));
        none -> expand_nested(Rest, List)
    end;
expand_nested([], List) ->
    List.

%% An expansion is put in as a list, so that it is not taken for a property.
expand_first(Key, Property, Expansion, [Element | Rest]) when ?HAS_KEY(Element, Key) ->
    case normal(Element) of
        Property -> [Expansion | delete(Key, Rest)];
        _ -> [Element | Rest]
    end;
expand_first(Key, Property, Expansion, [Element | Rest]) ->
    [Element | expand_first(Key, Property, Expansion, Rest)];
expand_first(_, _, _, []) ->
    [].

normal(Atom) when is_atom(Atom) -> {Atom, true};
normal(Property) -> Property.

%% Apply the stages {aliases, As}, {negations, Ns} and {expand, Es} in their order.
normalize(List, Stages) -> compact(stages(List, Stages)).

stages(List, [{aliases, Aliases} | Stages]) ->
    stages(substitute_aliases(Aliases, List), Stages);
stages(List, [{negations, Negations} | Stages]) ->
    stages(substitute_negations(Negations, List), Stages);
stages(List, [{expand, Expansions} | Stages]) ->
    stages(expand(Expansions, List), Stages);
stages(List, []) ->
    List.

%% The elements for each of the keys, and all others.
split(List, Keys) ->
    {Groups, Rest} = split(List, maps:from_keys(Keys, []), []),
    {[lists:reverse(maps:get(Key, Groups)) || Key <- Keys], lists:reverse(Rest)}.

split([Element | List], Groups, Rest) ->
    case key_of(Element) of
        {key, Key} when is_map_key(Key, Groups) ->
            split(List, Groups#{Key := [Element | maps:get(Key, Groups)]}, Rest);
        _ ->
            split(List, Groups, [Element | Rest])
    end;
split([], Groups, Rest) ->
    {Groups, Rest}.

%% A map of all atoms and pairs; of elements with the same key the first counts.
to_map(List) ->
    lists:foldr(fun({Key, Value}, Map) -> Map#{Key => Value};
                   (Atom, Map) when is_atom(Atom) -> Map#{Atom => true};
                   (Tuple, Map) when tuple_size(Tuple) >= 1 -> maps:remove(element(1, Tuple), Map);
                   (_, Map) -> Map
                end, #{}, List).

%% The same after the stages of normalize/2.
to_map(List, Stages) -> to_map(stages(List, Stages)).

%% The associations of a map as a list.
from_map(Map) -> maps:to_list(Map).
