%% Queues as {Rear, Front}: the front list in order, the rear list reversed.
%%
%% Neither list is empty in a queue of more than one element, so that both ends are always at
%% hand. A queue of one element has it in either list.
-module(queue).

-export([new/0, is_queue/1, is_empty/1, len/1, to_list/1, from_list/1, member/2]).
-export([in/2, in_r/2, out/1, out_r/1, get/1, get_r/1, peek/1, peek_r/1, drop/1, drop_r/1]).
-export([reverse/1, join/2, split/2, filter/2, filtermap/2, fold/3, any/2, all/2]).
-export([delete/2, delete_r/2, delete_with/2, delete_with_r/2]).
-export([cons/2, head/1, tail/1, snoc/2, last/1, daeh/1, init/1, liat/1, lait/1]).

%% ---------------------------------------------------------------- original interface

%% The empty queue.
new() -> {[], []}.

%% Is it a queue?
is_queue({Rear, Front}) -> is_list(Rear) andalso is_list(Front);
is_queue(_) -> false.

%% Has it no elements?
is_empty({[], []}) -> true;
is_empty({Rear, Front}) when is_list(Rear), is_list(Front) -> false;
is_empty(Queue) -> error(badarg, [Queue]).

%% The number of elements.
len({Rear, Front}) when is_list(Rear), is_list(Front) -> length(Rear) + length(Front);
len(Queue) -> error(badarg, [Queue]).

%% The elements from front to rear.
to_list({Rear, Front}) when is_list(Rear), is_list(Front) -> Front ++ lists:reverse(Rear);
to_list(Queue) -> error(badarg, [Queue]).

%% The queue of a list's elements.
from_list(List) when is_list(List) -> of_front(List);
from_list(List) -> error(badarg, [List]).

%% Is it an element (=:=)?
member(Element, {Rear, Front}) when is_list(Rear), is_list(Front) ->
    lists:member(Element, Rear) orelse lists:member(Element, Front);
member(Element, Queue) -> error(badarg, [Element, Queue]).

%% Puts an element at the rear.
in(Element, {[_] = Rear, []}) -> {[Element], Rear};
in(Element, {Rear, Front}) when is_list(Rear), is_list(Front) -> {[Element | Rear], Front};
in(Element, Queue) -> error(badarg, [Element, Queue]).

%% Puts an element at the front.
in_r(Element, {[], [_] = Front}) -> {Front, [Element]};
in_r(Element, {Rear, Front}) when is_list(Rear), is_list(Front) -> {Rear, [Element | Front]};
in_r(Element, Queue) -> error(badarg, [Element, Queue]).

%% Takes the element at the front: {{value, Element}, Queue} or {empty, Queue}.
out({[], []} = Queue) -> {empty, Queue};
out({[Element], []}) -> {{value, Element}, {[], []}};
out({[Last | Rear], []}) when is_list(Rear) ->
    [Element | Front] = lists:reverse(Rear),
    {{value, Element}, {[Last], Front}};
out({Rear, [Element]}) when is_list(Rear) -> {{value, Element}, of_rear(Rear)};
out({Rear, [Element | Front]}) when is_list(Rear) -> {{value, Element}, {Rear, Front}};
out(Queue) -> error(badarg, [Queue]).

%% Takes the element at the rear.
out_r({[], []} = Queue) -> {empty, Queue};
out_r({[], [Element]}) -> {{value, Element}, {[], []}};
out_r({[], [First | Front]}) when is_list(Front) ->
    [Element | Rear] = lists:reverse(Front),
    {{value, Element}, {Rear, [First]}};
out_r({[Element], Front}) when is_list(Front) -> {{value, Element}, of_front(Front)};
out_r({[Element | Rear], Front}) when is_list(Front) -> {{value, Element}, {Rear, Front}};
out_r(Queue) -> error(badarg, [Queue]).

%% The queue of a front list, and of a rear list: half of it goes to the other side.
of_front([]) -> {[], []};
of_front([_] = Single) -> {Single, []};
of_front(List) ->
    {Front, Rear} = lists:split(length(List) div 2, List),
    {lists:reverse(Rear), Front}.

of_rear(List) ->
    {Front, Rear} = of_front(List),
    {Rear, Front}.

%% The queue turned round.
reverse({Rear, Front}) when is_list(Rear), is_list(Front) -> {Front, Rear};
reverse(Queue) -> error(badarg, [Queue]).

%% The elements of the first queue before those of the second.
join({Rear1, Front1} = Queue1, {Rear2, Front2} = Queue2)
  when is_list(Rear1), is_list(Front1), is_list(Rear2), is_list(Front2) ->
    case {Queue1, Queue2} of
        {{[], []}, _} -> Queue2;
        {_, {[], []}} -> Queue1;
        _ -> {Rear2, Front1 ++ lists:reverse(Rear1, Front2)}
    end;
join(Queue1, Queue2) -> error(badarg, [Queue1, Queue2]).

%% The first N elements, and the others.
split(0, {Rear, Front} = Queue) when is_list(Rear), is_list(Front) -> {{[], []}, Queue};
split(N, {Rear, Front} = Queue) when is_integer(N), N >= 1, is_list(Rear), is_list(Front) ->
    Length = length(Front),
    Total = Length + length(Rear),
    if
        N < Length ->
            {[Element | First], Rest} = lists:split(N, Front),
            {{lists:reverse(First), [Element]}, both(Rear, Rest)};
        N > Total ->
            error(badarg, [N, Queue]);
        N =:= Length ->
            {of_front(Front), of_rear(Rear)};
        N =:= Total ->
            {Queue, {[], []}};
        true ->
            {[Element | Rest], First} = lists:split(Total - N, Rear),
            {both(First, Front), {[Element], lists:reverse(Rest)}}
    end;
split(N, Queue) -> error(badarg, [N, Queue]).

both([], Front) -> of_front(Front);
both(Rear, []) -> of_rear(Rear);
both(Rear, Front) -> {Rear, Front}.

%% The elements for which Fun gives true, or what it gives as a list.
filter(Fun, {Rear, Front}) when is_function(Fun, 1), is_list(Rear), is_list(Front) ->
    NewFront = filter_front(Fun, Front),
    NewRear = filter_rear(Fun, Rear),
    both(NewRear, NewFront);
filter(Fun, Queue) -> error(badarg, [Fun, Queue]).

filter_front(Fun, [Element | Rest]) ->
    case Fun(Element) of
        true -> [Element | filter_front(Fun, Rest)];
        false -> filter_front(Fun, Rest);
        List when is_list(List) -> List ++ filter_front(Fun, Rest)
    end;
filter_front(_Fun, []) ->
    [].

filter_rear(Fun, [Element | Rest]) ->
    Filtered = filter_rear(Fun, Rest),
    case Fun(Element) of
        true -> [Element | Filtered];
        false -> Filtered;
        List when is_list(List) -> lists:reverse(List, Filtered)
    end;
filter_rear(_Fun, []) ->
    [].

%% The elements for which Fun gives true, and what it gives as {true, Element}.
filtermap(Fun, {Rear, Front}) when is_function(Fun, 1), is_list(Rear), is_list(Front) ->
    NewFront = lists:filtermap(Fun, Front),
    NewRear = lists:reverse(lists:filtermap(Fun, lists:reverse(Rear))),
    both(NewRear, NewFront);
filtermap(Fun, Queue) -> error(badarg, [Fun, Queue]).

%% Folds over the elements from front to rear.
fold(Fun, Acc, {Rear, Front}) when is_function(Fun, 2), is_list(Rear), is_list(Front) ->
    lists:foldr(Fun, lists:foldl(Fun, Acc, Front), Rear);
fold(Fun, Acc, Queue) -> error(badarg, [Fun, Acc, Queue]).

%% Is Pred true of any element?
any(Pred, {Rear, Front}) when is_function(Pred, 1), is_list(Rear), is_list(Front) ->
    lists:any(Pred, Front) orelse lists:any(Pred, Rear);
any(Pred, Queue) -> error(badarg, [Pred, Queue]).

%% Is Pred true of all elements?
all(Pred, {Rear, Front}) when is_function(Pred, 1), is_list(Rear), is_list(Front) ->
    lists:all(Pred, Front) andalso lists:all(Pred, Rear);
all(Pred, Queue) -> error(badarg, [Pred, Queue]).

%% The queue without the element that is nearest to the front.
delete(Element, {Rear, Front} = Queue) when is_list(Rear), is_list(Front) ->
    delete_first(fun(Other) -> Other =:= Element end, Queue);
delete(Element, Queue) -> error(badarg, [Element, Queue]).

%% The queue without the element that is nearest to the rear.
delete_r(Element, {Rear, Front}) when is_list(Rear), is_list(Front) ->
    reverse(delete(Element, {Front, Rear}));
delete_r(Element, Queue) -> error(badarg, [Element, Queue]).

%% The queue without the first element of which Pred is true.
delete_with(Pred, {Rear, Front} = Queue)
  when is_function(Pred, 1), is_list(Rear), is_list(Front) ->
    delete_first(Pred, Queue);
delete_with(Pred, Queue) -> error(badarg, [Pred, Queue]).

%% The queue without the last element of which Pred is true.
delete_with_r(Pred, {Rear, Front})
  when is_function(Pred, 1), is_list(Rear), is_list(Front) ->
    reverse(delete_with(Pred, {Front, Rear}));
delete_with_r(Pred, Queue) -> error(badarg, [Pred, Queue]).

delete_first(Pred, {Rear, Front} = Queue) ->
    case without_first(Pred, Front, []) of
        false ->
            case without_first(Pred, lists:reverse(Rear), []) of
                false -> Queue;
                Rest -> both(lists:reverse(Rest), Front)
            end;
        Rest ->
            both(Rear, Rest)
    end.

without_first(Pred, [Element | Rest], Before) ->
    case Pred(Element) of
        true -> lists:reverse(Before, Rest);
        false -> without_first(Pred, Rest, [Element | Before])
    end;
without_first(_Pred, [], _Before) ->
    false.

%% ---------------------------------------------------------------- extended interface

%% The element at the front of a queue that is not empty.
get({[], []} = Queue) -> error(empty, [Queue]);
get({Rear, Front}) when is_list(Rear), is_list(Front) -> first(Rear, Front);
get(Queue) -> error(badarg, [Queue]).

%% The element at the rear of a queue that is not empty.
get_r({[], []} = Queue) -> error(empty, [Queue]);
get_r({Rear, Front}) when is_list(Rear), is_list(Front) -> first(Front, Rear);
get_r(Queue) -> error(badarg, [Queue]).

first(_Rear, [Element | _]) -> Element;
first([Element], []) -> Element;
first([_ | Rear], []) -> lists:last(Rear).

%% The element at the front: {value, Element} or empty.
peek({[], []}) -> empty;
peek({Rear, Front}) when is_list(Rear), is_list(Front) -> {value, first(Rear, Front)};
peek(Queue) -> error(badarg, [Queue]).

%% The element at the rear: {value, Element} or empty.
peek_r({[], []}) -> empty;
peek_r({Rear, Front}) when is_list(Rear), is_list(Front) -> {value, first(Front, Rear)};
peek_r(Queue) -> error(badarg, [Queue]).

%% The queue without the element at the front.
drop({[], []} = Queue) -> error(empty, [Queue]);
drop({Rear, Front} = Queue) when is_list(Rear), is_list(Front) ->
    {_, Rest} = out(Queue),
    Rest;
drop(Queue) -> error(badarg, [Queue]).

%% The queue without the element at the rear.
drop_r({[], []} = Queue) -> error(empty, [Queue]);
drop_r({Rear, Front} = Queue) when is_list(Rear), is_list(Front) ->
    {_, Rest} = out_r(Queue),
    Rest;
drop_r(Queue) -> error(badarg, [Queue]).

%% ---------------------------------------------------------------- Okasaki's interface

%% The same as in_r/2.
cons(Element, Queue) -> in_r(Element, Queue).

%% The same as get/1.
head({[], []} = Queue) -> error(empty, [Queue]);
head({Rear, Front}) when is_list(Rear), is_list(Front) -> first(Rear, Front);
head(Queue) -> error(badarg, [Queue]).

%% The same as drop/1.
tail(Queue) -> drop(Queue).

%% in/2 with its arguments the other way round.
snoc(Queue, Element) -> in(Element, Queue).

%% The same as get_r/1.
daeh(Queue) -> get_r(Queue).

%% The same as get_r/1.
last(Queue) -> get_r(Queue).

%% The same as drop_r/1.
liat(Queue) -> drop_r(Queue).

%% The same as drop_r/1.
lait(Queue) -> drop_r(Queue).

%% The same as drop_r/1.
init(Queue) -> drop_r(Queue).
