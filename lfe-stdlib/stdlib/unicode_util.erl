%% Code points, grapheme clusters, case and normal forms of character data.
%%
%% Character data are deep lists of code points and UTF-8 binaries. The functions that take the
%% first thing off answer [Thing | Rest], [] at the end, or {error, Rest} before an invalid byte.
%% A grapheme cluster is a code point, or a list of them when there are several (UAX 29).
-module(unicode_util).

-export([cp/1, gc/1, uppercase/1, lowercase/1, titlecase/1, casefold/1]).
-export([nfd/1, nfc/1, nfkd/1, nfkc/1, is_whitespace/1, whitespace/0, spec_version/0]).

%% Grapheme break classes as in unicode_data:grapheme_classes/0.
-define(CONTROL, 1).
-define(EXTEND, 2).
-define(ZWJ, 3).
-define(REGIONAL, 4).
-define(PREPEND, 5).
-define(SPACING_MARK, 6).
-define(HANGUL_L, 7).
-define(HANGUL_V, 8).
-define(HANGUL_T, 9).
-define(PICTOGRAPH, 10).
-define(HANGUL_LV, 11).
-define(HANGUL_LVT, 12).
-define(OTHER, 0).

%% Hangul syllables are computed (Unicode, section 3.12).
-define(S_BASE, 16#AC00).
-define(L_BASE, 16#1100).
-define(V_BASE, 16#1161).
-define(T_BASE, 16#11A7).
-define(S_COUNT, 11172).
-define(L_COUNT, 19).
-define(V_COUNT, 21).
-define(T_COUNT, 28).

%% Code points below this one that are not \r, \n or other controls neither combine with what
%% comes before them nor, when followed by another one, with what comes after.
-define(FIRST_COMBINING, 16#300).

%% The version of the Unicode tables.
spec_version() -> {14, 0}.

%% ---------------------------------------------------------------- taking the first

%% The first code point.
cp([C | _] = Chars) when is_integer(C) -> Chars;
cp(<<C/utf8, Rest/binary>>) -> [C | Rest];
cp([Inner | Rest]) ->
    case cp(Inner) of
        [C | Rest1] -> [C | join(Rest1, Rest)];
        [] -> cp(Rest);
        {error, Bad} -> {error, join(Bad, Rest)}
    end;
cp([]) -> [];
cp(<<>>) -> [];
cp(Bad) when is_binary(Bad) -> {error, Bad}.

join([], Rest) -> Rest;
join(<<>>, Rest) -> Rest;
join(First, []) -> First;
join(First, Rest) -> [First | Rest].

%% The first grapheme cluster.
gc([C1, C2 | _] = Chars)
  when is_integer(C1), is_integer(C2), C1 > $\r, C1 < 16#80, C2 < ?FIRST_COMBINING ->
    Chars;
gc(<<C1, C2, _/binary>> = Bin) when C1 > $\r, C1 < 16#80, C2 < 16#80 ->
    <<_, Rest/binary>> = Bin,
    [C1 | Rest];
gc(Chars) ->
    case cp(Chars) of
        [$\r | Rest] -> after_return(Rest);
        [C | Rest] -> after_first(class(C), C, Rest, []);
        Other -> Other
    end.

after_return(Rest) ->
    case cp(Rest) of
        [$\n | Rest1] -> ["\r\n" | Rest1];
        _ -> [$\r | Rest]
    end.

%% C, of the given class, begins a cluster, or comes after the prepended characters Acc.
after_first(?CONTROL, C, Rest, []) -> [C | Rest];
after_first(?PREPEND, C, Rest, Acc) ->
    case peek(Rest) of
        {?CONTROL, _, _} -> done(C, Acc, Rest);
        {Class, C1, Rest1} -> after_first(Class, C1, Rest1, [C | Acc]);
        none -> done(C, Acc, Rest)
    end;
after_first(?REGIONAL, C, Rest, Acc) ->
    case peek(Rest) of
        {?REGIONAL, C1, Rest1} -> extend(C1, Rest1, [C | Acc]);
        _ -> extend(C, Rest, Acc)
    end;
after_first(?PICTOGRAPH, C, Rest, Acc) -> pictograph(C, Rest, Acc);
after_first(Class, C, Rest, Acc) when Class >= ?HANGUL_L -> hangul(Class, C, Rest, Acc);
after_first(_, C, Rest, Acc) -> extend(C, Rest, Acc).

%% What joins on to any character.
extend(C, Rest, Acc) ->
    case peek(Rest) of
        {Class, C1, Rest1} when Class =:= ?EXTEND; Class =:= ?ZWJ; Class =:= ?SPACING_MARK ->
            extend(C1, Rest1, [C | Acc]);
        _ ->
            done(C, Acc, Rest)
    end.

%% A pictograph takes another one behind extending characters and a joiner; as in OTP a joiner
%% with no pictograph behind it is the last of its cluster.
pictograph(C, Rest, Acc) ->
    case peek(Rest) of
        {Class, C1, Rest1} when Class =:= ?EXTEND; Class =:= ?SPACING_MARK ->
            pictograph(C1, Rest1, [C | Acc]);
        {?ZWJ, C1, Rest1} ->
            case peek(Rest1) of
                {?PICTOGRAPH, C2, Rest2} -> pictograph(C2, Rest2, [C1, C | Acc]);
                _ -> done(C1, [C | Acc], Rest1)
            end;
        _ ->
            done(C, Acc, Rest)
    end.

hangul(Class, C, Rest, Acc) ->
    case peek(Rest) of
        {Class1, C1, Rest1} ->
            case joins(Class, Class1) of
                true -> hangul(Class1, C1, Rest1, [C | Acc]);
                false -> extend(C, Rest, Acc)
            end;
        none ->
            done(C, Acc, Rest)
    end.

joins(?HANGUL_L, Class) ->
    Class =:= ?HANGUL_L orelse Class =:= ?HANGUL_V orelse
        Class =:= ?HANGUL_LV orelse Class =:= ?HANGUL_LVT;
joins(Class, ?HANGUL_V) -> Class =:= ?HANGUL_V orelse Class =:= ?HANGUL_LV;
joins(Class, ?HANGUL_T) -> Class =/= ?HANGUL_L;
joins(_, _) -> false.

done(C, [], Rest) -> [C | Rest];
done(C, Acc, Rest) -> [lists:reverse(Acc, [C]) | Rest].

peek(Chars) ->
    case cp(Chars) of
        [C | Rest] -> {class(C), C, Rest};
        _ -> none
    end.

class(C) when C < 16#20 -> ?CONTROL;
class(C) when C < 16#7F -> ?OTHER;
class(C) when C >= ?S_BASE, C < ?S_BASE + ?S_COUNT ->
    case (C - ?S_BASE) rem ?T_COUNT of
        0 -> ?HANGUL_LV;
        _ -> ?HANGUL_LVT
    end;
class(C) when C =< 16#10FFFF ->
    Table = unicode_data:grapheme_classes(),
    class(C, Table, 0, byte_size(Table) div 7);
class(_) -> ?OTHER.

class(C, Table, Low, High) when Low < High ->
    Middle = (Low + High) div 2,
    Skip = Middle * 7,
    case Table of
        <<_:Skip/binary, First:24, _/binary>> when C < First -> class(C, Table, Low, Middle);
        <<_:Skip/binary, _:24, Last:24, _/binary>> when C > Last ->
            class(C, Table, Middle + 1, High);
        <<_:Skip/binary, _:48, Class, _/binary>> -> Class
    end;
class(_, _, _, _) ->
    ?OTHER.

%% ---------------------------------------------------------------- white space

%% The white space that string:trim/1 and its like take for such.
whitespace() -> ["\r\n", $\t, $\n, $\v, $\f, $\r, $\s, 16#85, 16#200E, 16#200F, 16#2028, 16#2029].

%% Is it a grapheme cluster of white space?
is_whitespace(C) -> lists:member(C, whitespace()).

%% ---------------------------------------------------------------- case

%% The first code point in upper case; several code points become separate elements.
uppercase(Chars) -> change(cp(Chars), uppercase).

%% The first code point in lower case.
lowercase(Chars) -> change(cp(Chars), lowercase).

%% The first code point in title case.
titlecase(Chars) -> change(cp(Chars), titlecase).

%% The first code point as case-insensitive comparison wants it.
casefold(Chars) -> change(cp(Chars), casefold).

change([C | Rest] = Chars, How) when C < 16#80 ->
    case How of
        uppercase when C >= $a, C =< $z -> [C - 32 | Rest];
        titlecase when C >= $a, C =< $z -> [C - 32 | Rest];
        lowercase when C >= $A, C =< $Z -> [C + 32 | Rest];
        casefold when C >= $A, C =< $Z -> [C + 32 | Rest];
        _ -> Chars
    end;
change([C | Rest], How) ->
    case unicode_data:special_case(How, C) of
        none ->
            Table = case_table(How),
            [C + offset(C, Table, 0, byte_size(Table) div 10) | Rest];
        Several ->
            [Several | Rest]
    end;
change(Other, _) ->
    Other.

case_table(uppercase) -> unicode_data:uppercase();
case_table(lowercase) -> unicode_data:lowercase();
case_table(titlecase) -> unicode_data:titlecase();
case_table(casefold) -> unicode_data:casefold().

offset(C, Table, Low, High) when Low < High ->
    Middle = (Low + High) div 2,
    Skip = Middle * 10,
    <<_:Skip/binary, First:24, Last:24, Offset:24/signed, Step, _/binary>> = Table,
    if
        C < First -> offset(C, Table, Low, Middle);
        C > Last -> offset(C, Table, Middle + 1, High);
        (C - First) rem Step =:= 0 -> Offset;
        true -> 0
    end;
offset(_, _, _, _) ->
    0.

%% ---------------------------------------------------------------- normal forms

%% The first grapheme cluster, decomposed.
nfd(Chars) -> normal(Chars, canonical, false).

%% The first grapheme cluster, decomposed and composed again.
nfc(Chars) -> normal(Chars, canonical, true).

%% The first grapheme cluster, decomposed with compatible characters.
nfkd(Chars) -> normal(Chars, compatible, false).

%% The first grapheme cluster, decomposed with compatible characters and composed.
nfkc(Chars) -> normal(Chars, compatible, true).

normal(Chars, Kind, Compose) ->
    case gc(Chars) of
        [C | _] = Plain when is_integer(C), C < 16#80 -> Plain;
        [Cluster | Rest] ->
            Ordered = reorder(decompose(Cluster, Kind)),
            case Compose of
                true -> [single(compose(Ordered)) | Rest];
                false -> [single(Ordered) | Rest]
            end;
        Other -> Other
    end.

single([C]) -> C;
single(Several) -> Several.

decompose([C | Rest], Kind) -> decompose_cp(C, Kind) ++ decompose(Rest, Kind);
decompose([], _) -> [];
decompose(C, Kind) -> decompose_cp(C, Kind).

decompose_cp(C, _) when C >= ?S_BASE, C < ?S_BASE + ?S_COUNT ->
    Index = C - ?S_BASE,
    LV = [?L_BASE + Index div (?V_COUNT * ?T_COUNT),
          ?V_BASE + Index rem (?V_COUNT * ?T_COUNT) div ?T_COUNT],
    case Index rem ?T_COUNT of
        0 -> LV;
        T -> LV ++ [?T_BASE + T]
    end;
decompose_cp(C, compatible) ->
    case decomposition(C, unicode_data:compatible()) of
        none -> decompose_cp(C, canonical);
        Several -> Several
    end;
decompose_cp(C, canonical) ->
    case decomposition(C, unicode_data:canonical()) of
        none -> [C];
        Several -> Several
    end.

decomposition(C, <<Size:24, Index:Size/binary, Text/binary>>) ->
    decomposition(C, Index, Text, 0, Size div 6).

decomposition(C, Index, Text, Low, High) when Low < High ->
    Middle = (Low + High) div 2,
    Skip = Middle * 6,
    case Index of
        <<_:Skip/binary, C:24, Offset:24, _/binary>> ->
            <<_:Offset/binary, Count, Cps:(Count * 3)/binary, _/binary>> = Text,
            [Cp || <<Cp:24>> <= Cps];
        <<_:Skip/binary, Other:24, _/binary>> when C < Other ->
            decomposition(C, Index, Text, Low, Middle);
        _ ->
            decomposition(C, Index, Text, Middle + 1, High)
    end;
decomposition(_, _, _, _, _) ->
    none.

%% Combining characters between two starters in the order of their classes.
reorder(Cps) ->
    case [{combining_class(C), C} || C <- Cps] of
        [_] -> Cps;
        Pairs -> reorder(Pairs, [])
    end.

reorder([{0, C} | Rest], Marks) -> sorted(Marks) ++ [C | reorder(Rest, [])];
reorder([Mark | Rest], Marks) -> reorder(Rest, [Mark | Marks]);
reorder([], Marks) -> sorted(Marks).

sorted([]) -> [];
sorted(Marks) -> [C || {_, C} <- lists:keysort(1, lists:reverse(Marks, []))].

combining_class(C) when C < ?FIRST_COMBINING -> 0;
combining_class(C) ->
    Table = unicode_data:combining_classes(),
    case class(C, Table, 0, byte_size(Table) div 7) of
        ?OTHER -> 0;
        Class -> Class
    end.

%% Compose starters with what follows and is not blocked.
compose([C | Rest]) ->
    case combining_class(C) of
        0 -> compose(C, Rest, [], 0);
        _ -> [C | compose(Rest)]
    end;
compose([]) -> [].

%% Skipped are the marks, in reverse, that did not combine with the starter; Last is the class
%% of the one before.
compose(Starter, [C | Rest], Skipped, Last) ->
    Class = combining_class(C),
    case (Skipped =:= [] orelse Last < Class) andalso composition(Starter, C) of
        Composed when is_integer(Composed) ->
            compose(Composed, Rest, Skipped, Last);
        _ when Class =:= 0 ->
            [Starter | lists:reverse(Skipped, compose([C | Rest]))];
        _ ->
            compose(Starter, Rest, [C | Skipped], Class)
    end;
compose(Starter, [], Skipped, _) ->
    [Starter | lists:reverse(Skipped, [])].

composition(L, V) when L >= ?L_BASE, L < ?L_BASE + ?L_COUNT,
                       V >= ?V_BASE, V < ?V_BASE + ?V_COUNT ->
    ?S_BASE + ((L - ?L_BASE) * ?V_COUNT + V - ?V_BASE) * ?T_COUNT;
composition(LV, T) when LV >= ?S_BASE, LV < ?S_BASE + ?S_COUNT,
                        (LV - ?S_BASE) rem ?T_COUNT =:= 0,
                        T > ?T_BASE, T < ?T_BASE + ?T_COUNT ->
    LV + T - ?T_BASE;
composition(First, Second) ->
    Table = unicode_data:compositions(),
    composition(First, Second, Table, 0, byte_size(Table) div 9).

composition(First, Second, Table, Low, High) when Low < High ->
    Middle = (Low + High) div 2,
    Skip = Middle * 9,
    <<_:Skip/binary, First1:24, Second1:24, Composed:24, _/binary>> = Table,
    if
        First =:= First1, Second =:= Second1 -> Composed;
        First < First1; First =:= First1, Second < Second1 ->
            composition(First, Second, Table, Low, Middle);
        true ->
            composition(First, Second, Table, Middle + 1, High)
    end;
composition(_, _, _, _, _) ->
    none.
