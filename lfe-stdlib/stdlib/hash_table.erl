%% Hash tables that grow and shrink by one slot at a time (P.-A. Larson, Dynamic Hash Tables,
%% 1988; W. Griswold and G. Townsend, The Design and Implementation of Dynamic Hashing for Sets
%% and Tables in Icon, 1993). sets and dict are such tables.
%%
%% A table is {Name, Size, Slots, MaxSlots, BuddyOffset, ExpandAt, ContractAt, Empty, Segments}.
%% Slots are counted from 1 and lie in segments of 16, each a tuple of buckets, which are lists. A
%% new slot at the end takes over part of the bucket of its buddy, BuddyOffset before it.
-module(hash_table).

-compile(nowarn_deprecated_function).

-export([new/1, is_table/2, size/1, slot/2, bucket/2, put_bucket/3, grow/3, shrink/2]).
-export([fold/3, map/2, filter/2]).

-define(SEGMENT, 16).
-define(EXPAND_LOAD, 5).
-define(CONTRACT_LOAD, 3).

%% An empty table; Name is the first element of the tuple.
new(Name) ->
    Empty = erlang:make_tuple(?SEGMENT, []),
    {Name, 0, ?SEGMENT, ?SEGMENT, ?SEGMENT div 2, ?SEGMENT * ?EXPAND_LOAD,
     ?SEGMENT * ?CONTRACT_LOAD, Empty, {Empty}}.

%% Is it a table of that name?
is_table(Name, Table) -> is_tuple(Table) andalso tuple_size(Table) =:= 9
                             andalso element(1, Table) =:= Name.

%% The number of entries.
size({_, Size, _, _, _, _, _, _, _}) -> Size.

%% The slot of a key.
slot(Key, {_, _, Slots, MaxSlots, BuddyOffset, _, _, _, _}) ->
    case erlang:phash(Key, MaxSlots) of
        Slot when Slot > Slots -> Slot - BuddyOffset;
        Slot -> Slot
    end.

%% The bucket of a slot.
bucket(Slot, {_, _, _, _, _, _, _, _, Segments}) ->
    element((Slot - 1) rem ?SEGMENT + 1, element((Slot - 1) div ?SEGMENT + 1, Segments)).

%% The table with another bucket in a slot; its number of entries is not changed.
put_bucket(Slot, Bucket, {_, _, _, _, _, _, _, _, Segments} = Table) ->
    At = (Slot - 1) div ?SEGMENT + 1,
    Segment = setelement((Slot - 1) rem ?SEGMENT + 1, element(At, Segments), Bucket),
    setelement(9, Table, setelement(At, Segments, Segment)).

%% Counts N entries more, and adds a slot if the table is too full now; Key(Entry) is an entry's
%% key.
grow(N, {_, Size, _, _, _, ExpandAt, _, _, _} = Table, Key) ->
    Counted = setelement(2, Table, Size + N),
    case Size + N > ExpandAt of
        true -> add_slot(Counted, Key);
        false -> Counted
    end.

add_slot(Table, Key) ->
    {Name, Size, Slots, MaxSlots, BuddyOffset, _, _, Empty, Segments} = double(Table),
    New = Slots + 1,
    Larger = {Name, Size, New, MaxSlots, BuddyOffset, New * ?EXPAND_LOAD, New * ?CONTRACT_LOAD,
              Empty, Segments},
    Buddy = New - BuddyOffset,
    {Stay, Move} = lists:partition(fun(Entry) ->
                                           erlang:phash(Key(Entry), MaxSlots) =:= Buddy
                                   end, bucket(Buddy, Larger)),
    put_bucket(New, Move, put_bucket(Buddy, Stay, Larger)).

%% Makes room for as many slots again if there is none left.
double({Name, Size, Slots, Slots, _, ExpandAt, ContractAt, Empty, Segments}) ->
    Count = tuple_size(Segments),
    More = list_to_tuple(tuple_to_list(Segments) ++ lists:duplicate(Count, Empty)),
    {Name, Size, Slots, 2 * Slots, Slots, ExpandAt, ContractAt, Empty, More};
double(Table) ->
    Table.

%% Counts N entries less, and takes a slot away if the table is too empty now.
shrink(N, {_, Size, Slots, _, _, _, ContractAt, _, _} = Table) ->
    Counted = setelement(2, Table, Size - N),
    case Size - N < ContractAt andalso Slots > ?SEGMENT of
        true -> remove_slot(Counted);
        false -> Counted
    end.

remove_slot({_, _, Slots, _, BuddyOffset, _, _, _, _} = Table) ->
    Buddy = Slots - BuddyOffset,
    Joined = put_bucket(Buddy, bucket(Buddy, Table) ++ bucket(Slots, Table), Table),
    {Name, Size, _, MaxSlots, _, _, _, Empty, Segments} = put_bucket(Slots, [], Joined),
    Left = Slots - 1,
    halve({Name, Size, Left, MaxSlots, BuddyOffset, Left * ?EXPAND_LOAD, Left * ?CONTRACT_LOAD,
           Empty, Segments}).

halve({Name, Size, Slots, MaxSlots, Slots, ExpandAt, ContractAt, Empty, Segments}) ->
    Half = lists:sublist(tuple_to_list(Segments), tuple_size(Segments) div 2),
    {Name, Size, Slots, MaxSlots div 2, Slots div 2, ExpandAt, ContractAt, Empty,
     list_to_tuple(Half)};
halve(Table) ->
    Table.

%% Folds over the buckets, from the last slot to the first.
fold(Fun, Acc, {_, _, _, _, _, _, _, _, Segments}) ->
    lists:foldl(fun(Segment, Before) ->
                        lists:foldl(Fun, Before, lists:reverse(tuple_to_list(Segment)))
                end, Acc, lists:reverse(tuple_to_list(Segments))).

%% The table with what Fun makes of every entry, which keeps its key.
map(Fun, {_, _, _, _, _, _, _, _, Segments} = Table) ->
    setelement(9, Table, of_buckets(fun(Bucket) -> lists:map(Fun, Bucket) end, Segments)).

%% The entries that Fun leaves of every bucket.
filter(Fun, {_, Size, _, _, _, _, _, _, Segments} = Table) ->
    Filtered = setelement(9, Table, of_buckets(Fun, Segments)),
    Left = fold(fun(Bucket, Count) -> length(Bucket) + Count end, 0, Filtered),
    shrink(Size - Left, Filtered).

of_buckets(Fun, Segments) ->
    list_to_tuple([list_to_tuple(lists:map(Fun, tuple_to_list(Segment)))
                   || Segment <- tuple_to_list(Segments)]).
