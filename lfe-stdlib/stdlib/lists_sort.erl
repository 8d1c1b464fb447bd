%% Sorting and merging for lists.
%% A natural merge sort: the list is cut into runs, which are then merged in passes.
%% Merging with an accumulator turns the order round, so passes alternate: `up` takes rising
%% runs, earliest first, and leaves falling ones, latest first; `down` is the mirror image.
%% Invariant: of elements that compare equal the earlier one stays first. In all merges A comes
%% from the earlier list, B (and C) from the later.
-module(lists_sort).

-export([sort/1, usort/1, sort/2, usort/2, keysort/2, ukeysort/2]).
-export([merge/1, merge/2, merge/3, umerge/1, umerge/2, umerge/3, keymerge/3, ukeymerge/3]).

%% ---------------------------------------------------------------- sort/1: three runs at a time

%% Sort a list of two elements or more by term order.
sort([X | Rest]) -> run(X, Rest, []).

run(X, [Y | Rest], Runs) when X =< Y -> rise(Y, X, [], Rest, Runs);
run(X, [Y | Rest], Runs) -> fall(Y, X, [], Rest, Runs);
run(X, [], Runs) -> down([[X] | Runs], []).

%% Collect a run whose greatest elements are Top and Next, greatest first. An element that
%% belongs just below the top is let in, which makes runs of disordered lists longer.
rise(Top, Next, Below, [X | Rest], Runs) when Top =< X ->
    rise(X, Top, [Next | Below], Rest, Runs);
rise(Top, Next, Below, [X | Rest], Runs) when Next =< X ->
    rise(Top, X, [Next | Below], Rest, Runs);
rise(Top, Next, [], [X | Rest], Runs) ->
    rise(Top, Next, [X], Rest, Runs);
rise(Top, Next, Below, [X | Rest], Runs) ->
    run(X, Rest, [[Top, Next | Below] | Runs]);
rise(Top, Next, Below, [], Runs) ->
    down([[Top, Next | Below] | Runs], []).

%% The same for a strictly falling run, collected least first.
fall(Bottom, Next, Above, [X | Rest], Runs) when X < Bottom ->
    fall(X, Bottom, [Next | Above], Rest, Runs);
fall(Bottom, Next, Above, [X | Rest], Runs) when X < Next ->
    fall(Bottom, X, [Next | Above], Rest, Runs);
fall(Bottom, Next, [], [X | Rest], Runs) ->
    fall(Bottom, Next, [X], Rest, Runs);
fall(Bottom, Next, Above, [X | Rest], Runs) ->
    run(X, Rest, [lists:reverse(Above, [Next, Bottom]) | Runs]);
fall(Bottom, Next, Above, [], []) ->
    [Bottom, Next | Above];
fall(Bottom, Next, Above, [], Runs) ->
    down([lists:reverse(Above, [Next, Bottom]) | Runs], []).

up([[A | As], Bs, Cs | Runs], Acc) -> up(Runs, [up3(A, As, Bs, Cs) | Acc]);
up([[A | As], Bs], Acc) -> down([up_b(A, As, Bs, []) | Acc], []);
up([Run], []) -> Run;
up([Run], Acc) -> down([lists:reverse(Run, []) | Acc], []);
up([], Acc) -> down(Acc, []).

down([Cs, Bs, [A | As] | Runs], Acc) -> down(Runs, [down3(A, As, Bs, Cs) | Acc]);
down([Bs, [A | As]], Acc) -> up([down_b(A, As, Bs, []) | Acc], []);
down([Run], []) -> lists:reverse(Run, []);
down([Run], Acc) -> up([lists:reverse(Run, []) | Acc], []);
down([], Acc) -> up(Acc, []).

up3(A, As, [B | Bs], [C | Cs]) when A =< B -> up3_ab(A, As, B, Bs, C, Cs, []);
up3(A, As, [B | Bs], [C | Cs]) -> up3_ba(A, As, B, Bs, C, Cs, []).

%% Three rising runs, A =< B.
up3_ab(A, As, B, Bs, C, Cs, Acc) when A =< C ->
    case As of
        [A1 | As1] when A1 =< B -> up3_ab(A1, As1, B, Bs, C, Cs, [A | Acc]);
        [A1 | As1] -> up3_ba(A1, As1, B, Bs, C, Cs, [A | Acc]);
        [] -> up_b(B, Bs, [C | Cs], [A | Acc])
    end;
up3_ab(A, As, B, Bs, C, Cs, Acc) ->
    case Cs of
        [C1 | Cs1] -> up3_ab(A, As, B, Bs, C1, Cs1, [C | Acc]);
        [] -> up_a(As, B, Bs, [A, C | Acc])
    end.

%% Three rising runs, A > B.
up3_ba(A, As, B, Bs, C, Cs, Acc) when B =< C ->
    case Bs of
        [B1 | Bs1] when A =< B1 -> up3_ab(A, As, B1, Bs1, C, Cs, [B | Acc]);
        [B1 | Bs1] -> up3_ba(A, As, B1, Bs1, C, Cs, [B | Acc]);
        [] -> up_b(A, As, [C | Cs], [B | Acc])
    end;
up3_ba(A, As, B, Bs, C, Cs, Acc) ->
    case Cs of
        [C1 | Cs1] -> up3_ba(A, As, B, Bs, C1, Cs1, [C | Acc]);
        [] -> up_b(A, As, Bs, [B, C | Acc])
    end.

%% Two rising runs; up_b looks at the next B, up_a at the next A.
up_b(A, As, [B | Bs], Acc) when A =< B -> up_a(As, B, Bs, [A | Acc]);
up_b(A, As, [B | Bs], Acc) -> up_b(A, As, Bs, [B | Acc]);
up_b(A, As, [], Acc) -> lists:reverse(As, [A | Acc]).

up_a([A | As], B, Bs, Acc) when A =< B -> up_a(As, B, Bs, [A | Acc]);
up_a([A | As], B, Bs, Acc) -> up_b(A, As, Bs, [B | Acc]);
up_a([], B, Bs, Acc) -> lists:reverse(Bs, [B | Acc]).

down3(A, As, [B | Bs], [C | Cs]) when A =< B -> down3_ab(A, As, B, Bs, C, Cs, []);
down3(A, As, [B | Bs], [C | Cs]) -> down3_ba(A, As, B, Bs, C, Cs, []).

%% Three falling runs, A =< B.
down3_ab(A, As, B, Bs, C, Cs, Acc) when B =< C ->
    case Cs of
        [C1 | Cs1] -> down3_ab(A, As, B, Bs, C1, Cs1, [C | Acc]);
        [] -> down_b(A, As, Bs, [B, C | Acc])
    end;
down3_ab(A, As, B, Bs, C, Cs, Acc) ->
    case Bs of
        [B1 | Bs1] when A =< B1 -> down3_ab(A, As, B1, Bs1, C, Cs, [B | Acc]);
        [B1 | Bs1] -> down3_ba(A, As, B1, Bs1, C, Cs, [B | Acc]);
        [] -> down_b(A, As, [C | Cs], [B | Acc])
    end.

%% Three falling runs, A > B.
down3_ba(A, As, B, Bs, C, Cs, Acc) when A =< C ->
    case Cs of
        [C1 | Cs1] -> down3_ba(A, As, B, Bs, C1, Cs1, [C | Acc]);
        [] -> down_a(As, B, Bs, [A, C | Acc])
    end;
down3_ba(A, As, B, Bs, C, Cs, Acc) ->
    case As of
        [A1 | As1] when A1 =< B -> down3_ab(A1, As1, B, Bs, C, Cs, [A | Acc]);
        [A1 | As1] -> down3_ba(A1, As1, B, Bs, C, Cs, [A | Acc]);
        [] -> down_b(B, Bs, [C | Cs], [A | Acc])
    end.

%% Two falling runs.
down_b(A, As, [B | Bs], Acc) when A =< B -> down_b(A, As, Bs, [B | Acc]);
down_b(A, As, [B | Bs], Acc) -> down_a(As, B, Bs, [A | Acc]);
down_b(A, As, [], Acc) -> lists:reverse(As, [A | Acc]).

down_a([A | As], B, Bs, Acc) when A =< B -> down_b(A, As, Bs, [B | Acc]);
down_a([A | As], B, Bs, Acc) -> down_a(As, B, Bs, [A | Acc]);
down_a([], B, Bs, Acc) -> lists:reverse(Bs, [B | Acc]).

%% Merge sorted lists.
merge([List]) ->
    List;
merge(Lists) ->
    case no_empty(Lists) of
        [] -> [];
        Runs -> up(Runs, [])
    end.

%% Merge two sorted lists.
merge(As, []) -> As;
merge([], [_ | _] = Bs) -> Bs;
merge([A | As], Bs) -> lists:reverse(up_b(A, As, Bs, []), []).

no_empty([[] | Lists]) -> no_empty(Lists);
no_empty([[_ | _] = List | Lists]) -> [List | no_empty(Lists)];
no_empty([]) -> [].

%% ---------------------------------------------------------------- usort/1: equal ones dropped

%% The same, keeping the first of equal elements.
usort([X | Rest]) -> urun(X, Rest, []).

urun(X, [Y | Rest], Runs) when X < Y -> urise(Y, X, [], Rest, Runs);
urun(X, [Y | Rest], Runs) when X == Y -> urun(X, Rest, Runs);
urun(X, [Y | Rest], Runs) -> ufall(Y, X, [], Rest, Runs);
urun(X, [], Runs) -> udown([[X] | Runs], []).

urise(Top, Next, Below, [X | Rest], Runs) when Top < X ->
    urise(X, Top, [Next | Below], Rest, Runs);
urise(Top, Next, Below, [X | Rest], Runs) when Top == X; Next == X ->
    urise(Top, Next, Below, Rest, Runs);
urise(Top, Next, Below, [X | Rest], Runs) when Next < X ->
    urise(Top, X, [Next | Below], Rest, Runs);
urise(Top, Next, [], [X | Rest], Runs) ->
    urise(Top, Next, [X], Rest, Runs);
urise(Top, Next, Below, [X | Rest], Runs) ->
    urun(X, Rest, [[Top, Next | Below] | Runs]);
urise(Top, Next, Below, [], Runs) ->
    udown([[Top, Next | Below] | Runs], []).

ufall(Bottom, Next, Above, [X | Rest], Runs) when X < Bottom ->
    ufall(X, Bottom, [Next | Above], Rest, Runs);
ufall(Bottom, Next, Above, [X | Rest], Runs) when Bottom == X; Next == X ->
    ufall(Bottom, Next, Above, Rest, Runs);
ufall(Bottom, Next, Above, [X | Rest], Runs) when X < Next ->
    ufall(Bottom, X, [Next | Above], Rest, Runs);
ufall(Bottom, Next, [], [X | Rest], Runs) ->
    ufall(Bottom, Next, [X], Rest, Runs);
ufall(Bottom, Next, Above, [X | Rest], Runs) ->
    urun(X, Rest, [lists:reverse(Above, [Next, Bottom]) | Runs]);
ufall(Bottom, Next, Above, [], Runs) ->
    udown([lists:reverse(Above, [Next, Bottom]) | Runs], []).

uup([[A | As], Bs | Runs], Acc) -> uup(Runs, [uup_b(A, As, Bs, []) | Acc]);
uup([Run], []) -> Run;
uup([Run], Acc) -> udown([lists:reverse(Run, []) | Acc], []);
uup([], Acc) -> udown(Acc, []).

udown([Bs, [A | As] | Runs], Acc) -> udown(Runs, [udown_b(A, As, Bs, []) | Acc]);
udown([Run], []) -> lists:reverse(Run, []);
udown([Run], Acc) -> uup([lists:reverse(Run, []) | Acc], []);
udown([], Acc) -> uup(Acc, []).

uup_b(A, As, [B | Bs], Acc) when A < B -> uup_a(As, B, Bs, [A | Acc]);
uup_b(A, As, [B | Bs], Acc) when A == B -> uup_b(A, As, Bs, Acc);
uup_b(A, As, [B | Bs], Acc) -> uup_b(A, As, Bs, [B | Acc]);
uup_b(A, As, [], Acc) -> lists:reverse(As, [A | Acc]).

uup_a([A | As], B, Bs, Acc) when A < B -> uup_a(As, B, Bs, [A | Acc]);
uup_a([A | As], B, Bs, Acc) when A == B -> uup_b(A, As, Bs, Acc);
uup_a([A | As], B, Bs, Acc) -> uup_b(A, As, Bs, [B | Acc]);
uup_a([], B, Bs, Acc) -> lists:reverse(Bs, [B | Acc]).

udown_b(A, As, [B | Bs], Acc) when A < B -> udown_b(A, As, Bs, [B | Acc]);
udown_b(A, As, [B | Bs], Acc) when A == B -> udown_b(A, As, Bs, Acc);
udown_b(A, As, [B | Bs], Acc) -> udown_a(As, B, Bs, [A | Acc]);
udown_b(A, As, [], Acc) -> lists:reverse(As, [A | Acc]).

udown_a([A | As], B, Bs, Acc) when A < B -> udown_b(A, As, Bs, [B | Acc]);
udown_a([A | As], B, Bs, Acc) when A == B -> udown_b(A, As, Bs, Acc);
udown_a([A | As], B, Bs, Acc) -> udown_a(As, B, Bs, [A | Acc]);
udown_a([], B, Bs, Acc) -> lists:reverse(Bs, [B | Acc]).

%% Merge sorted lists without duplicates.
umerge([List]) ->
    List;
umerge(Lists) ->
    case no_empty(Lists) of
        [] -> [];
        Runs -> uup(Runs, [])
    end.

%% Merge two sorted lists without duplicates.
umerge([_ | _] = As, []) -> As;
umerge([], Bs) -> Bs;
umerge([A | As], Bs) -> lists:reverse(uup_b(A, As, Bs, []), []).

%% ---------------------------------------------------------------- by the N-th element

%% Sort tuples by their N-th element.
keysort(N, Tuples) ->
    case Tuples of
        [X, Y | Rest] -> key_run(N, element(N, X), X, [Y | Rest], []);
        [_] -> Tuples;
        [] -> []
    end.

key_run(N, KeyX, X, [Y | Rest], Runs) ->
    case element(N, Y) of
        KeyY when KeyX =< KeyY -> key_rise(N, KeyY, Y, [X], Rest, Runs);
        KeyY -> key_fall(N, KeyY, Y, [X], Rest, Runs)
    end;
key_run(N, _, X, [], Runs) ->
    key_down(N, [[X] | Runs], []).

key_rise(N, KeyTop, Top, Below, [X | Rest], Runs) ->
    case element(N, X) of
        KeyX when KeyTop =< KeyX -> key_rise(N, KeyX, X, [Top | Below], Rest, Runs);
        KeyX -> key_run(N, KeyX, X, Rest, [[Top | Below] | Runs])
    end;
key_rise(N, _, Top, Below, [], Runs) ->
    key_down(N, [[Top | Below] | Runs], []).

key_fall(N, KeyBottom, Bottom, Above, [X | Rest], Runs) ->
    case element(N, X) of
        KeyX when KeyX < KeyBottom ->
            key_fall(N, KeyX, X, [Bottom | Above], Rest, Runs);
        KeyX ->
            key_run(N, KeyX, X, Rest, [lists:reverse(Above, [Bottom]) | Runs])
    end;
key_fall(N, _, Bottom, Above, [], Runs) ->
    key_down(N, [lists:reverse(Above, [Bottom]) | Runs], []).

key_up(N, [[A | As], Bs | Runs], Acc) ->
    key_up(N, Runs, [key_up_b(N, element(N, A), A, As, Bs, []) | Acc]);
key_up(_, [Run], []) -> Run;
key_up(N, [Run], Acc) -> key_down(N, [lists:reverse(Run, []) | Acc], []);
key_up(N, [], Acc) -> key_down(N, Acc, []).

key_down(N, [Bs, [A | As] | Runs], Acc) ->
    key_down(N, Runs, [key_down_b(N, element(N, A), A, As, Bs, []) | Acc]);
key_down(_, [Run], []) -> lists:reverse(Run, []);
key_down(N, [Run], Acc) -> key_up(N, [lists:reverse(Run, []) | Acc], []);
key_down(N, [], Acc) -> key_up(N, Acc, []).

key_up_b(N, KeyA, A, As, [B | Bs], Acc) ->
    case element(N, B) of
        KeyB when KeyA =< KeyB -> key_up_a(N, As, KeyB, B, Bs, [A | Acc]);
        _ -> key_up_b(N, KeyA, A, As, Bs, [B | Acc])
    end;
key_up_b(_, _, A, As, [], Acc) ->
    lists:reverse(As, [A | Acc]).

key_up_a(N, [A | As], KeyB, B, Bs, Acc) ->
    case element(N, A) of
        KeyA when KeyA =< KeyB -> key_up_a(N, As, KeyB, B, Bs, [A | Acc]);
        KeyA -> key_up_b(N, KeyA, A, As, Bs, [B | Acc])
    end;
key_up_a(_, [], _, B, Bs, Acc) ->
    lists:reverse(Bs, [B | Acc]).

key_down_b(N, KeyA, A, As, [B | Bs], Acc) ->
    case element(N, B) of
        KeyB when KeyA =< KeyB -> key_down_b(N, KeyA, A, As, Bs, [B | Acc]);
        KeyB -> key_down_a(N, As, KeyB, B, Bs, [A | Acc])
    end;
key_down_b(_, _, A, As, [], Acc) ->
    lists:reverse(As, [A | Acc]).

key_down_a(N, [A | As], KeyB, B, Bs, Acc) ->
    case element(N, A) of
        KeyA when KeyA =< KeyB -> key_down_b(N, KeyA, A, As, Bs, [B | Acc]);
        _ -> key_down_a(N, As, KeyB, B, Bs, [A | Acc])
    end;
key_down_a(_, [], _, B, Bs, Acc) ->
    lists:reverse(Bs, [B | Acc]).

%% Sort tuples by their N-th element, keeping the first of those with equal keys.
ukeysort(N, Tuples) ->
    case keysort(N, Tuples) of
        [First, Second | Rest] -> key_dedup(N, element(N, First), First, [Second | Rest]);
        Short -> Short
    end.

key_dedup(N, Key, Tuple, [Next | Rest]) ->
    case element(N, Next) of
        NextKey when NextKey == Key -> key_dedup(N, Key, Tuple, Rest);
        NextKey -> [Tuple | key_dedup(N, NextKey, Next, Rest)]
    end;
key_dedup(_, _, Tuple, []) ->
    [Tuple].

%% Merge two lists of tuples sorted by their N-th element.
keymerge(N, As, Bs) ->
    case Bs of
        [B | Rest] -> lists:reverse(key_up_a(N, As, element(N, B), B, Rest, []), []);
        [] -> As
    end.

%% Merge two lists of tuples sorted by their N-th element, dropping second ones of equal key.
ukeymerge(N, As, Bs) ->
    case As of
        [A | Rest] -> ukey_merge(N, element(N, A), A, Rest, Bs);
        [] -> Bs
    end.

ukey_merge(N, KeyA, A, As, [B | Rest] = Bs) ->
    case element(N, B) of
        KeyB when KeyA < KeyB -> [A | ukeymerge(N, As, Bs)];
        KeyB when KeyA == KeyB -> ukey_merge(N, KeyA, A, As, Rest);
        _ -> [B | ukey_merge(N, KeyA, A, As, Rest)]
    end;
ukey_merge(_, _, A, As, []) ->
    [A | As].

%% ---------------------------------------------------------------- by a function

%% Sort by a function that is true when its first argument may come before its second.
sort(Fun, [X, Y | Rest]) -> fun_run(Fun, X, [Y | Rest], []);
sort(_, [_] = Single) -> Single;
sort(_, []) -> [].

fun_run(Fun, X, [Y | Rest], Runs) ->
    case Fun(X, Y) of
        true -> fun_rise(Fun, Y, [X], Rest, Runs);
        false -> fun_fall(Fun, Y, [X], Rest, Runs)
    end;
fun_run(Fun, X, [], Runs) ->
    fun_down(Fun, [[X] | Runs], []).

fun_rise(Fun, Top, Below, [X | Rest], Runs) ->
    case Fun(Top, X) of
        true -> fun_rise(Fun, X, [Top | Below], Rest, Runs);
        false -> fun_run(Fun, X, Rest, [[Top | Below] | Runs])
    end;
fun_rise(Fun, Top, Below, [], Runs) ->
    fun_down(Fun, [[Top | Below] | Runs], []).

fun_fall(Fun, Bottom, Above, [X | Rest], Runs) ->
    case Fun(Bottom, X) of
        true -> fun_run(Fun, X, Rest, [lists:reverse(Above, [Bottom]) | Runs]);
        false -> fun_fall(Fun, X, [Bottom | Above], Rest, Runs)
    end;
fun_fall(Fun, Bottom, Above, [], Runs) ->
    fun_down(Fun, [lists:reverse(Above, [Bottom]) | Runs], []).

fun_up(Fun, [[A | As], Bs | Runs], Acc) ->
    fun_up(Fun, Runs, [fun_up_b(Fun, A, As, Bs, []) | Acc]);
fun_up(_, [Run], []) -> Run;
fun_up(Fun, [Run], Acc) -> fun_down(Fun, [lists:reverse(Run, []) | Acc], []);
fun_up(Fun, [], Acc) -> fun_down(Fun, Acc, []).

fun_down(Fun, [Bs, [A | As] | Runs], Acc) ->
    fun_down(Fun, Runs, [fun_down_b(Fun, A, As, Bs, []) | Acc]);
fun_down(_, [Run], []) -> lists:reverse(Run, []);
fun_down(Fun, [Run], Acc) -> fun_up(Fun, [lists:reverse(Run, []) | Acc], []);
fun_down(Fun, [], Acc) -> fun_up(Fun, Acc, []).

fun_up_b(Fun, A, As, [B | Bs], Acc) ->
    case Fun(A, B) of
        true -> fun_up_a(Fun, As, B, Bs, [A | Acc]);
        false -> fun_up_b(Fun, A, As, Bs, [B | Acc])
    end;
fun_up_b(_, A, As, [], Acc) ->
    lists:reverse(As, [A | Acc]).

fun_up_a(Fun, [A | As], B, Bs, Acc) ->
    case Fun(A, B) of
        true -> fun_up_a(Fun, As, B, Bs, [A | Acc]);
        false -> fun_up_b(Fun, A, As, Bs, [B | Acc])
    end;
fun_up_a(_, [], B, Bs, Acc) ->
    lists:reverse(Bs, [B | Acc]).

fun_down_b(Fun, A, As, [B | Bs], Acc) ->
    case Fun(A, B) of
        true -> fun_down_b(Fun, A, As, Bs, [B | Acc]);
        false -> fun_down_a(Fun, As, B, Bs, [A | Acc])
    end;
fun_down_b(_, A, As, [], Acc) ->
    lists:reverse(As, [A | Acc]).

fun_down_a(Fun, [A | As], B, Bs, Acc) ->
    case Fun(A, B) of
        true -> fun_down_b(Fun, A, As, Bs, [B | Acc]);
        false -> fun_down_a(Fun, As, B, Bs, [A | Acc])
    end;
fun_down_a(_, [], B, Bs, Acc) ->
    lists:reverse(Bs, [B | Acc]).

%% Sort by a function, keeping the first of elements that are in order both ways round.
usort(Fun, [_, _ | _] = List) ->
    [First | Rest] = sort(Fun, List),
    fun_dedup(Fun, First, Rest);
usort(_, [_] = Single) -> Single;
usort(_, []) -> [].

fun_dedup(Fun, Elem, [Next | Rest]) ->
    case Fun(Next, Elem) of
        true -> fun_dedup(Fun, Elem, Rest);
        false -> [Elem | fun_dedup(Fun, Next, Rest)]
    end;
fun_dedup(_, Elem, []) ->
    [Elem].

%% Merge two lists sorted by a function.
merge(Fun, [A | As], Bs) when is_list(Bs) -> lists:reverse(fun_up_b(Fun, A, As, Bs, []), []);
merge(_, [], Bs) when is_list(Bs) -> Bs.

%% Merge two lists sorted by a function, without duplicates.
umerge(Fun, [A | As], Bs) when is_list(Bs) -> fun_umerge(Fun, A, As, Bs);
umerge(_, [], Bs) when is_list(Bs) -> Bs.

fun_umerge(Fun, A, As, [B | Rest] = Bs) ->
    case Fun(A, B) of
        true ->
            case Fun(B, A) of
                true -> fun_umerge(Fun, A, As, Rest);
                false -> [A | umerge(Fun, As, Bs)]
            end;
        false ->
            [B | fun_umerge(Fun, A, As, Rest)]
    end;
fun_umerge(_, A, As, []) ->
    [A | As].
