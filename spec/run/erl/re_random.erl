%% Random patterns on random subjects. Of faults only whether there is one is shown.
-module(re_random).

-export([main/0]).

main() ->
    rand:seed(exsss, {7, 8, 9}),
    ok = io:setopts([{encoding, unicode}]),
    [one(N) || N <- lists:seq(1, 700)].

one(N) ->
    Pattern = lists:flatten(alternatives(3)),
    Subject = [pick("aaabbbcc d\nAB_1") || _ <- lists:seq(1, rand:uniform(14))],
    Options = [Option || Option <- [caseless, multiline, dotall, ungreedy, anchored, dollar_endonly,
                                    notempty, global, extended], rand:uniform(8) =:= 1],
    Result = try
                 re:run(Subject, Pattern, Options)
             catch
                 error:badarg -> badarg
             end,
    io:format("~w ~ts ~0p ~w: ~w~n", [N, Pattern, Subject, Options, Result]).

pick(List) -> lists:nth(rand:uniform(length(List)), List).

alternatives(Depth) ->
    case rand:uniform(5) of
        1 -> [sequence(Depth), $|, sequence(Depth)];
        2 when Depth > 2 -> [sequence(Depth), $|, sequence(Depth), $|, sequence(Depth)];
        _ -> sequence(Depth)
    end.

sequence(Depth) -> [quantified(Depth) || _ <- lists:seq(1, rand:uniform(4))].

quantified(Depth) ->
    Quantifiers = ["*", "+", "?", "*?", "{1,3}", "++", "{2}", "+?", "{0,2}?", "", "", ""],
    [atom(Depth), pick(Quantifiers)].

atom(0) -> [pick("abc")];
atom(Depth) ->
    case rand:uniform(24) of
        N when N =< 2 -> [$(, alternatives(Depth - 1), $)];
        3 -> ["(?:", alternatives(Depth - 1), $)];
        4 -> ["(?=", alternatives(Depth - 1), $)];
        5 -> ["(?!", alternatives(Depth - 1), $)];
        6 -> ["(?>", alternatives(Depth - 1), $)];
        7 -> ["(?<=", pick(["a", "ab", "a|b", "\\w", "^"]), $)];
        8 -> ["(?<!", pick(["a", "ab", "a|bc", "\\w"]), $)];
        9 -> ["(?i)", pick("abAB")];
        10 -> pick([".", "[ab]", "[^a]", "\\w", "\\d", "\\s", "[[:alpha:]]"]);
        11 -> pick(["^", "$", "\\b", "\\B"]);
        12 -> "\\1";
        _ -> [pick("abc")]
    end.
