%% List functions, all but the BIFs (member/2, reverse/2, keyfind/3, keymember/3, keysearch/3)
%% and all but sorting and merging, which live in lists_sort.
%% Invariant: a wrong argument fails as in OTP, with the same class and reason.
-module(lists).

-compile({no_auto_import, [max/2, min/2]}).

-export([append/1, append/2, subtract/2, reverse/1, nth/2, nthtail/2, last/1, droplast/1]).
-export([prefix/2, suffix/2, delete/2, duplicate/2, seq/2, seq/3, sum/1, max/1, min/1]).
-export([sublist/2, sublist/3, split/2, join/2, enumerate/1, enumerate/2, enumerate/3]).
-export([zip/2, zip/3, zip3/3, zip3/4, zipwith/3, zipwith/4, zipwith3/4, zipwith3/5]).
-export([unzip/1, unzip3/1, concat/1, flatten/1, flatten/2, flatlength/1, uniq/1, uniq/2]).
-export([keydelete/3, keyreplace/4, keystore/4, keytake/3, keymap/3]).
-export([all/2, any/2, map/2, flatmap/2, foldl/3, foldr/3, foreach/2, filter/2, filtermap/2, zf/2]).
-export([partition/2, mapfoldl/3, mapfoldr/3, takewhile/2, dropwhile/2, splitwith/2, search/2]).
-export([sort/1, sort/2, usort/1, usort/2, keysort/2, ukeysort/2]).
-export([merge/1, merge/2, merge/3, merge3/3, umerge/1, umerge/2, umerge/3, umerge3/3]).
-export([keymerge/3, ukeymerge/3]).

%% ---------------------------------------------------------------- building, taking apart

%% Concatenate all lists of a list; the last element may be any term.
append([Last]) -> Last;
append([List | Rest]) -> List ++ append(Rest);
append([]) -> [].

%% Concatenate two lists.
append(First, Second) -> First ++ Second.

%% Remove from the first list the first occurrence of every element of the second.
subtract(From, Elements) -> From -- Elements.

%% Reverse a list.
reverse([] = Empty) -> Empty;
reverse([_] = Single) -> Single;
reverse([A, B]) -> [B, A];
reverse([A, B | Rest]) -> lists:reverse(Rest, [B, A]).

%% The N-th element, counting from 1.
nth(1, [Elem | _]) -> Elem;
nth(N, [_ | Rest]) when N > 1 -> nth(N - 1, Rest).

%% What is left after dropping N elements.
nthtail(0, []) -> [];
nthtail(0, [_ | _] = List) -> List;
nthtail(1, [_ | Rest]) -> Rest;
nthtail(N, [_ | Rest]) when N > 1 -> nthtail(N - 1, Rest).

%% The last element of a non-empty list.
last([Elem | Rest]) -> last(Elem, Rest).

last(Elem, []) -> Elem;
last(_, [Elem | Rest]) -> last(Elem, Rest).

%% All but the last element of a non-empty list.
droplast([_]) -> [];
droplast([Elem | Rest]) -> [Elem | droplast(Rest)].

%% Is the first list a beginning of the second?
prefix([Elem | PrefixRest], [Elem | Rest]) -> prefix(PrefixRest, Rest);
prefix([], List) when is_list(List) -> true;
prefix([_ | _], List) when is_list(List) -> false.

%% Is the first list an end of the second?
suffix(Suffix, List) ->
    Skip = length(List) - length(Suffix),
    Skip >= 0 andalso nthtail(Skip, List) =:= Suffix.

%% Remove the first element that matches.
delete(Elem, [Elem | Rest]) -> Rest;
delete(Elem, [Other | Rest]) -> [Other | delete(Elem, Rest)];
delete(_, []) -> [].

%% A list of N copies of a term.
duplicate(N, Elem) when is_integer(N), N >= 0 -> duplicate(N, Elem, []).

duplicate(0, _, Acc) -> Acc;
duplicate(N, Elem, Acc) -> duplicate(N - 1, Elem, [Elem | Acc]).

%% The integers First..Last; empty when Last is First - 1.
seq(First, Last) when is_integer(First), is_integer(Last), First - 1 =< Last ->
    count_down(First, Last, []).

count_down(First, N, Acc) when N >= First -> count_down(First, N - 1, [N | Acc]);
count_down(_, _, Acc) -> Acc.

%% The integers from First towards Last by Step.
seq(First, Last, Step) when is_integer(First), is_integer(Last), is_integer(Step) ->
    if
        Step > 0, First - Step =< Last -> stepped(First, Last, Step);
        Step < 0, First - Step >= Last -> stepped(First, Last, Step);
        Step =:= 0, First =:= Last -> [First];
        true -> error(badarg, [First, Last, Step])
    end;
seq(First, Last, Step) ->
    error(badarg, [First, Last, Step]).

stepped(First, Last, Step) ->
    Count = (Last - First + Step) div Step,
    stepped(Count, First + (Count - 1) * Step, Step, []).

stepped(0, _, _, Acc) -> Acc;
stepped(Count, N, Step, Acc) -> stepped(Count - 1, N - Step, Step, [N | Acc]).

%% The sum of the numbers of a list.
sum(Numbers) -> sum(Numbers, 0).

sum([N | Rest], Sum) -> sum(Rest, Sum + N);
sum([], Sum) -> Sum.

%% The greatest element; the first of several equal ones.
max([Elem | Rest]) -> max(Rest, Elem).

max([Elem | Rest], Max) when Elem > Max -> max(Rest, Elem);
max([_ | Rest], Max) -> max(Rest, Max);
max([], Max) -> Max.

%% The least element; the first of several equal ones.
min([Elem | Rest]) -> min(Rest, Elem).

min([Elem | Rest], Min) when Elem < Min -> min(Rest, Elem);
min([_ | Rest], Min) -> min(Rest, Min);
min([], Min) -> Min.

%% At most the first Len elements.
sublist(List, Len) when is_integer(Len), is_list(List) -> sublist_2(List, Len).

sublist_2([Elem | Rest], Len) when Len > 0 -> [Elem | sublist_2(Rest, Len - 1)];
sublist_2(_, 0) -> [];
sublist_2([], Len) when Len > 0 -> [].

%% At most Len elements beginning with the one at position Start.
sublist(List, 1, Len) when is_list(List), is_integer(Len), Len >= 0 -> sublist(List, Len);
sublist([], Start, _Len) when is_integer(Start), Start >= 2 -> [];
sublist([_ | Rest], Start, Len) when is_integer(Start), Start >= 2 ->
    sublist(Rest, Start - 1, Len).

%% The first N elements and the rest.
split(N, List) when is_integer(N), N >= 0, is_list(List) ->
    case split(N, List, []) of
        {_, _} = Parts -> Parts;
        too_short -> error(badarg, [N, List])
    end;
split(N, List) ->
    error(badarg, [N, List]).

split(0, Rest, Acc) -> {lists:reverse(Acc, []), Rest};
split(N, [Elem | Rest], Acc) -> split(N - 1, Rest, [Elem | Acc]);
split(_, [], _) -> too_short.

%% Put a separator between the elements.
join(_Sep, []) -> [];
join(Sep, [Elem | Rest]) -> [Elem | join_prepend(Sep, Rest)].

join_prepend(_Sep, []) -> [];
join_prepend(Sep, [Elem | Rest]) -> [Sep, Elem | join_prepend(Sep, Rest)].

%% Pair every element with its position.
enumerate(List) -> enumerate(1, List).

%% Pair every element with a number counted up from Index.
enumerate(Index, List) when is_integer(Index), is_list(List) -> enumerate_1(Index, List).

enumerate_1(Index, [Elem | Rest]) -> [{Index, Elem} | enumerate_1(Index + 1, Rest)];
enumerate_1(_, []) -> [].

%% Pair every element with a number counted from Index by Step.
enumerate(Index, Step, List) when is_integer(Index), is_integer(Step), is_list(List) ->
    enumerate_1(Index, Step, List).

enumerate_1(Index, Step, [Elem | Rest]) ->
    [{Index, Elem} | enumerate_1(Index + Step, Step, Rest)];
enumerate_1(_, _, []) ->
    [].

%% ---------------------------------------------------------------- zipping

%% Pair the elements of two lists of the same length.
zip([X | Xs], [Y | Ys]) -> [{X, Y} | zip(Xs, Ys)];
zip([], []) -> [].

%% Like zip/2; How says what to do with lists of different lengths.
zip([X | Xs], [Y | Ys], How) -> [{X, Y} | zip(Xs, Ys, How)];
zip([], [], fail) -> [];
zip([], [], trim) -> [];
zip([], [], {pad, {_, _}}) -> [];
zip([_ | _], [], trim) -> [];
zip([], [_ | _], trim) -> [];
zip([], [_ | _] = Ys, {pad, {X, _}}) -> [{X, Y} || Y <- Ys];
zip([_ | _] = Xs, [], {pad, {_, Y}}) -> [{X, Y} || X <- Xs].

%% Triples of the elements of three lists of the same length.
zip3([X | Xs], [Y | Ys], [Z | Zs]) -> [{X, Y, Z} | zip3(Xs, Ys, Zs)];
zip3([], [], []) -> [].

%% Like zip3/3; How says what to do with lists of different lengths.
zip3(Xs, Ys, Zs, How) -> zipwith3(fun(X, Y, Z) -> {X, Y, Z} end, Xs, Ys, Zs, How).

%% Combine the elements of two lists of the same length.
zipwith(Fun, [X | Xs], [Y | Ys]) -> [Fun(X, Y) | zipwith(Fun, Xs, Ys)];
zipwith(Fun, [], []) when is_function(Fun, 2) -> [].

%% Like zipwith/3; How says what to do with lists of different lengths.
zipwith(Fun, [X | Xs], [Y | Ys], How) -> [Fun(X, Y) | zipwith(Fun, Xs, Ys, How)];
zipwith(Fun, [], [], fail) when is_function(Fun, 2) -> [];
zipwith(Fun, [], [], trim) when is_function(Fun, 2) -> [];
zipwith(Fun, [], [], {pad, {_, _}}) when is_function(Fun, 2) -> [];
zipwith(Fun, [_ | _], [], trim) when is_function(Fun, 2) -> [];
zipwith(Fun, [], [_ | _], trim) when is_function(Fun, 2) -> [];
zipwith(Fun, [], [_ | _] = Ys, {pad, {X, _}}) -> [Fun(X, Y) || Y <- Ys];
zipwith(Fun, [_ | _] = Xs, [], {pad, {_, Y}}) -> [Fun(X, Y) || X <- Xs].

%% Combine the elements of three lists of the same length.
zipwith3(Fun, [X | Xs], [Y | Ys], [Z | Zs]) -> [Fun(X, Y, Z) | zipwith3(Fun, Xs, Ys, Zs)];
zipwith3(Fun, [], [], []) when is_function(Fun, 3) -> [].

%% Like zipwith3/4; How says what to do with lists of different lengths.
zipwith3(Fun, [X | Xs], [Y | Ys], [Z | Zs], How) ->
    [Fun(X, Y, Z) | zipwith3(Fun, Xs, Ys, Zs, How)];
zipwith3(Fun, [], [], [], fail) when is_function(Fun, 3) ->
    [];
zipwith3(Fun, Xs, Ys, Zs, trim)
  when is_function(Fun, 3), is_list(Xs), is_list(Ys), is_list(Zs) ->
    [];
zipwith3(Fun, [], [], [], {pad, {_, _, _}}) when is_function(Fun, 3) ->
    [];
zipwith3(Fun, Xs, Ys, Zs, {pad, {PadX, PadY, PadZ}} = How)
  when is_list(Xs), is_list(Ys), is_list(Zs) ->
    {X, XRest} = next_or(Xs, PadX),
    {Y, YRest} = next_or(Ys, PadY),
    {Z, ZRest} = next_or(Zs, PadZ),
    [Fun(X, Y, Z) | zipwith3(Fun, XRest, YRest, ZRest, How)].

next_or([Elem | Rest], _Pad) -> {Elem, Rest};
next_or([], Pad) -> {Pad, []}.

%% Take a list of pairs apart.
unzip(Pairs) -> unzip(Pairs, [], []).

unzip([{X, Y} | Rest], Xs, Ys) -> unzip(Rest, [X | Xs], [Y | Ys]);
unzip([], Xs, Ys) -> {reverse(Xs), reverse(Ys)}.

%% Take a list of triples apart.
unzip3(Triples) -> unzip3(Triples, [], [], []).

unzip3([{X, Y, Z} | Rest], Xs, Ys, Zs) -> unzip3(Rest, [X | Xs], [Y | Ys], [Z | Zs]);
unzip3([], Xs, Ys, Zs) -> {reverse(Xs), reverse(Ys), reverse(Zs)}.

%% ---------------------------------------------------------------- flattening

%% The text of atoms, numbers and strings put together.
concat(Things) -> flatmap(fun thing_to_list/1, Things).

thing_to_list(X) when is_integer(X) -> integer_to_list(X);
thing_to_list(X) when is_float(X) -> float_to_list(X);
thing_to_list(X) when is_atom(X) -> atom_to_list(X);
thing_to_list(X) when is_list(X) -> X.

%% A deep list made flat.
flatten(Deep) when is_list(Deep) -> do_flatten(Deep, []).

%% A deep list made flat, followed by a tail.
flatten(Deep, Tail) when is_list(Deep), is_list(Tail) -> do_flatten(Deep, Tail).

do_flatten([[_ | _] = Inner | Rest], Tail) -> do_flatten(Inner, do_flatten(Rest, Tail));
do_flatten([[] | Rest], Tail) -> do_flatten(Rest, Tail);
do_flatten([Elem | Rest], Tail) -> [Elem | do_flatten(Rest, Tail)];
do_flatten([], Tail) -> Tail.

%% The length a deep list has when made flat.
flatlength(Deep) -> flatlength(Deep, 0).

flatlength([Inner | Rest], Len) when is_list(Inner) -> flatlength(Rest, flatlength(Inner, Len));
flatlength([_ | Rest], Len) -> flatlength(Rest, Len + 1);
flatlength([], Len) -> Len.

%% Keep the first of the elements that match each other.
uniq(List) -> uniq_1(List, #{}).

uniq_1([Elem | Rest], Seen) ->
    case is_map_key(Elem, Seen) of
        true -> uniq_1(Rest, Seen);
        false -> [Elem | uniq_1(Rest, Seen#{Elem => true})]
    end;
uniq_1([], _) ->
    [].

%% Keep the first of the elements for which Fun gives matching values.
uniq(Fun, List) when is_function(Fun, 1) -> uniq_2(List, Fun, #{}).

uniq_2([Elem | Rest], Fun, Seen) ->
    Key = Fun(Elem),
    case is_map_key(Key, Seen) of
        true -> uniq_2(Rest, Fun, Seen);
        false -> [Elem | uniq_2(Rest, Fun, Seen#{Key => true})]
    end;
uniq_2([], _, _) ->
    [].

%% ---------------------------------------------------------------- tuples with a key

%% Remove the first tuple whose N-th element compares equal to Key.
keydelete(Key, N, Tuples) when is_integer(N), N > 0 -> keydelete3(Key, N, Tuples).

keydelete3(Key, N, [Tuple | Rest]) when element(N, Tuple) == Key -> Rest;
keydelete3(Key, N, [Tuple | Rest]) -> [Tuple | keydelete3(Key, N, Rest)];
keydelete3(_, _, []) -> [].

%% Put New in the place of the first tuple whose N-th element compares equal to Key.
keyreplace(Key, N, Tuples, New) when is_integer(N), N > 0, is_tuple(New) ->
    keyreplace3(Key, N, Tuples, New).

keyreplace3(Key, N, [Tuple | Rest], New) when element(N, Tuple) == Key -> [New | Rest];
keyreplace3(Key, N, [Tuple | Rest], New) -> [Tuple | keyreplace3(Key, N, Rest, New)];
keyreplace3(_, _, [], _) -> [].

%% Like keyreplace/4, but put New last when there is no such tuple.
keystore(Key, N, Tuples, New) when is_integer(N), N > 0, is_tuple(New) ->
    keystore2(Key, N, Tuples, New).

keystore2(Key, N, [Tuple | Rest], New) when element(N, Tuple) == Key -> [New | Rest];
keystore2(Key, N, [Tuple | Rest], New) -> [Tuple | keystore2(Key, N, Rest, New)];
keystore2(_, _, [], New) -> [New].

%% Take the first tuple with Key out of the list.
keytake(Key, N, Tuples) when is_integer(N), N > 0 -> keytake(Key, N, Tuples, []).

keytake(Key, N, [Tuple | Rest], Acc) when element(N, Tuple) == Key ->
    {value, Tuple, lists:reverse(Acc, Rest)};
keytake(Key, N, [Tuple | Rest], Acc) ->
    keytake(Key, N, Rest, [Tuple | Acc]);
keytake(_, _, [], _) ->
    false.

%% Apply Fun to the N-th element of every tuple.
keymap(Fun, N, [Tuple | Rest]) ->
    [setelement(N, Tuple, Fun(element(N, Tuple))) | keymap(Fun, N, Rest)];
keymap(Fun, N, []) when is_integer(N), N >= 1, is_function(Fun, 1) ->
    [].

%% ---------------------------------------------------------------- functions over lists

%% Does Pred hold for every element?
all(Pred, List) when is_function(Pred, 1) ->
    case List of
        [Elem | Rest] ->
            case Pred(Elem) of
                true -> all_1(Pred, Rest);
                false -> false
            end;
        [] ->
            true
    end.

all_1(Pred, [Elem | Rest]) ->
    case Pred(Elem) of
        true -> all_1(Pred, Rest);
        false -> false
    end;
all_1(_Pred, []) ->
    true.

%% Does Pred hold for some element?
any(Pred, List) when is_function(Pred, 1) ->
    case List of
        [Elem | Rest] ->
            case Pred(Elem) of
                true -> true;
                false -> any_1(Pred, Rest)
            end;
        [] ->
            false
    end.

any_1(Pred, [Elem | Rest]) ->
    case Pred(Elem) of
        true -> true;
        false -> any_1(Pred, Rest)
    end;
any_1(_Pred, []) ->
    false.

%% The results of Fun for every element.
map(Fun, List) when is_function(Fun, 1) ->
    case List of
        [Elem | Rest] -> [Fun(Elem) | map_1(Fun, Rest)];
        [] -> []
    end.

map_1(Fun, [Elem | Rest]) -> [Fun(Elem) | map_1(Fun, Rest)];
map_1(_Fun, []) -> [].

%% The lists Fun gives for every element, concatenated.
flatmap(Fun, List) when is_function(Fun, 1) -> flatmap_1(Fun, List).

flatmap_1(Fun, [Elem | Rest]) -> Fun(Elem) ++ flatmap_1(Fun, Rest);
flatmap_1(_Fun, []) -> [].

%% Fold from the left.
foldl(Fun, Acc, List) when is_function(Fun, 2) ->
    case List of
        [Elem | Rest] -> foldl_1(Fun, Fun(Elem, Acc), Rest);
        [] -> Acc
    end.

foldl_1(Fun, Acc, [Elem | Rest]) -> foldl_1(Fun, Fun(Elem, Acc), Rest);
foldl_1(_Fun, Acc, []) -> Acc.

%% Fold from the right.
foldr(Fun, Acc, List) when is_function(Fun, 2) -> foldr_1(Fun, Acc, List).

foldr_1(Fun, Acc, [Elem | Rest]) -> Fun(Elem, foldr_1(Fun, Acc, Rest));
foldr_1(_Fun, Acc, []) -> Acc.

%% Call Fun for every element, in order.
foreach(Fun, List) when is_function(Fun, 1) -> foreach_1(Fun, List).

foreach_1(Fun, [Elem | Rest]) ->
    Fun(Elem),
    foreach_1(Fun, Rest);
foreach_1(_Fun, []) ->
    ok.

%% The elements for which Pred holds.
filter(Pred, List) when is_function(Pred, 1) -> [Elem || Elem <- List, Pred(Elem)].

%% Keep, drop or replace every element, as Fun answers true, false or {true, Value}.
filtermap(Fun, List) when is_function(Fun, 1) -> filtermap_1(Fun, List).

filtermap_1(Fun, [Elem | Rest]) ->
    case Fun(Elem) of
        true -> [Elem | filtermap_1(Fun, Rest)];
        {true, Value} -> [Value | filtermap_1(Fun, Rest)];
        false -> filtermap_1(Fun, Rest)
    end;
filtermap_1(_Fun, []) ->
    [].

%% The old name of filtermap/2.
zf(Fun, List) -> filtermap(Fun, List).

%% The elements for which Pred holds, and the others.
partition(Pred, List) when is_function(Pred, 1) -> partition_1(Pred, List, [], []).

partition_1(Pred, [Elem | Rest], Yes, No) ->
    case Pred(Elem) of
        true -> partition_1(Pred, Rest, [Elem | Yes], No);
        false -> partition_1(Pred, Rest, Yes, [Elem | No])
    end;
partition_1(_Pred, [], Yes, No) ->
    {reverse(Yes), reverse(No)}.

%% Map and fold from the left in one pass.
mapfoldl(Fun, Acc, List) when is_function(Fun, 2) -> mapfoldl_1(Fun, Acc, List).

mapfoldl_1(Fun, Acc, [Elem | Rest]) ->
    {Value, Acc1} = Fun(Elem, Acc),
    {Values, Acc2} = mapfoldl_1(Fun, Acc1, Rest),
    {[Value | Values], Acc2};
mapfoldl_1(_Fun, Acc, []) ->
    {[], Acc}.

%% Map and fold from the right in one pass.
mapfoldr(Fun, Acc, List) when is_function(Fun, 2) -> mapfoldr_1(Fun, Acc, List).

mapfoldr_1(Fun, Acc, [Elem | Rest]) ->
    {Values, Acc1} = mapfoldr_1(Fun, Acc, Rest),
    {Value, Acc2} = Fun(Elem, Acc1),
    {[Value | Values], Acc2};
mapfoldr_1(_Fun, Acc, []) ->
    {[], Acc}.

%% The elements before the first one for which Pred fails.
takewhile(Pred, List) when is_function(Pred, 1) -> takewhile_1(Pred, List).

takewhile_1(Pred, [Elem | Rest]) ->
    case Pred(Elem) of
        true -> [Elem | takewhile_1(Pred, Rest)];
        false -> []
    end;
takewhile_1(_Pred, []) ->
    [].

%% The list from the first element on for which Pred fails.
dropwhile(Pred, List) when is_function(Pred, 1) -> dropwhile_1(Pred, List).

dropwhile_1(Pred, [Elem | Rest] = List) ->
    case Pred(Elem) of
        true -> dropwhile_1(Pred, Rest);
        false -> List
    end;
dropwhile_1(_Pred, []) ->
    [].

%% takewhile/2 and dropwhile/2 in one pass.
splitwith(Pred, List) when is_function(Pred, 1) -> splitwith_1(Pred, List, []).

splitwith_1(Pred, [Elem | Rest] = List, Taken) ->
    case Pred(Elem) of
        true -> splitwith_1(Pred, Rest, [Elem | Taken]);
        false -> {reverse(Taken), List}
    end;
splitwith_1(_Pred, [], Taken) ->
    {reverse(Taken), []}.

%% The first element for which Pred holds, as {value, Elem}.
search(Pred, List) when is_function(Pred, 1) -> search_1(Pred, List).

search_1(Pred, [Elem | Rest]) ->
    case Pred(Elem) of
        true -> {value, Elem};
        false -> search_1(Pred, Rest)
    end;
search_1(_Pred, []) ->
    false.

%% ---------------------------------------------------------------- sorting and merging

%% Sort by term order; elements that compare equal keep their order.
sort([_, _ | _] = List) -> lists_sort:sort(List);
sort([_] = Single) -> Single;
sort([]) -> [].

%% Sort by a function that tells whether its arguments are in order.
sort(Fun, [_, _ | _] = List) -> lists_sort:sort(Fun, List);
sort(Fun, List) when is_function(Fun, 2) -> lists_sort:sort(Fun, List).

%% Sort and keep the first of the elements that compare equal.
usort([_, _ | _] = List) -> lists_sort:usort(List);
usort([_] = Single) -> Single;
usort([]) -> [].

%% Sort by Fun and keep the first of the elements that Fun calls equal.
usort(Fun, List) when is_function(Fun, 2) -> lists_sort:usort(Fun, List).

%% Sort tuples by their N-th element; equal ones keep their order.
keysort(N, Tuples) when is_integer(N), N > 0 -> lists_sort:keysort(N, Tuples).

%% Sort tuples by their N-th element and keep the first of those with equal keys.
ukeysort(N, Tuples) when is_integer(N), N > 0 -> lists_sort:ukeysort(N, Tuples).

%% Merge a list of sorted lists.
merge(Lists) -> lists_sort:merge(Lists).

%% Merge two sorted lists; of equal elements those of the first list come first.
merge(First, Second) -> lists_sort:merge(First, Second).

%% Merge two lists sorted by Fun.
merge(Fun, First, Second) when is_function(Fun, 2) -> lists_sort:merge(Fun, First, Second).

%% Merge three sorted lists.
merge3(First, Second, Third) ->
    lists_sort:merge(lists_sort:merge(First, Second), Third).

%% Merge a list of sorted lists without duplicates into one without duplicates.
umerge(Lists) -> lists_sort:umerge(Lists).

%% Merge two sorted lists without duplicates; of equal elements the first list's is kept.
umerge(First, Second) -> lists_sort:umerge(First, Second).

%% Merge two lists sorted by Fun without duplicates.
umerge(Fun, First, Second) when is_function(Fun, 2) -> lists_sort:umerge(Fun, First, Second).

%% Merge three sorted lists without duplicates.
umerge3(First, Second, Third) ->
    lists_sort:umerge(lists_sort:umerge(First, Second), Third).

%% Merge two lists of tuples sorted by their N-th element.
keymerge(N, First, Second) when is_integer(N), N > 0 -> lists_sort:keymerge(N, First, Second).

%% Merge two lists of tuples sorted by their N-th element, without equal keys.
ukeymerge(N, First, Second) when is_integer(N), N > 0 ->
    lists_sort:ukeymerge(N, First, Second).
