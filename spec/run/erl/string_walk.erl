%% Walks through module string and prints every result.
-module(string_walk).
-export([main/0]).

main() ->
    io:setopts([{encoding, unicode}]),
    Combined = [$e, 769, $b, $c],
    Plain = ["", "abc", "hello world", "  trim me  ", "a,b;;c,", "..he..", "\r\n a\t\r\n",
             [220, $n, 239, $\s, 223, $\s, 255], Combined, [$a | Combined], "aaa", "12abc",
             "-1.5e3xyz", "+7", "1.5", "1,5e-2", [16#1F1E6, 16#1F1E7, 16#1F1E6], "abcABC",
             "ab\r\ncd\n\n", "xyxyxy", [16#1F468, 16#200D, 16#1F469, $z], "1e5", "-",
             [913, 931], [454, $x]],
    Strings = Plain ++ [unicode:characters_to_binary(P) || P <- Plain],
    each([is_empty, length, to_graphemes, reverse, trim, chomp, uppercase, lowercase, titlecase,
          casefold, to_integer, to_float, next_codepoint, next_grapheme], [Strings]),
    Patterns = ["", "a", "b", "..", ";;", [769], "e", <<"c">>, "aa", "xy", " ", Combined, "z"],
    each([prefix, find, split, equal], [Strings, Patterns]),
    each([find, split], [Strings, Patterns, [leading, trailing]]),
    each([split], [Strings, Patterns, [all]]),
    each([replace], [Strings, Patterns, ["R"], [leading, trailing, all]]),
    each([equal], [Plain, Plain, [true, false]]),
    each([slice], [Strings, [0, 1, 2, 5, 100]]),
    each([slice], [Strings, [0, 1, 2, 100], [0, 1, 3, infinity]]),
    each([pad], [Strings, [0, 3, 11], [leading, trailing, both]]),
    Separators = [" ", ",;", "a", ["\r\n"], [[$e, 769]], "abc", lists:seq($a, $z)],
    each([trim], [Strings, [leading, trailing, both], Separators]),
    each([take], [Strings, Separators, [true, false], [leading, trailing]]),
    each([lexemes], [Strings, Separators]),
    each([nth_lexeme], [Strings, [1, 2, 5], Separators]),
    Old = ["", "a", "hello", "a bb  c ", "..a.b..", "abcabc", "Ab Cd"],
    Chars = [$a, $., $\s, $c],
    each([len, to_lower, to_upper, strip, words], [Old]),
    each([concat, str, rstr, span, cspan, tokens], [Old, Old]),
    each([chr, rchr, words], [Old, Chars]),
    each([substr, sub_word, left, right, centre, sub_string, copies], [Old, [1, 2, 3, 9]]),
    each([substr, sub_string], [Old, [1, 2, 3], [1, 3, 9]]),
    each([left, right, centre, sub_word], [Old, [1, 2, 3, 9], Chars]),
    each([strip], [Old, [left, right, both], Chars]),
    each([chars], [Chars, [0, 1, 3]]),
    each([join], [[[], ["a"], ["a", "b"]], ["", ", "]]).

each(Functions, Choices) ->
    lists:foreach(fun(Function) -> show(Function, combine(Choices), 1) end, Functions).

combine([]) -> [[]];
combine([Choice | Choices]) ->
    Rest = combine(Choices),
    [[First | Args] || First <- Choice, Args <- Rest].

show(Function, [Args | Rest], N) ->
    Result = try
                 {ok, apply(string, Function, Args)}
             catch
                 Class:Reason -> {Class, Reason}
             end,
    io:format("~w/~w ~w: ~w~n", [Function, length(Args), N, plain(Result)]),
    show(Function, Rest, N + 1);
show(_, [], _) ->
    ok.

%% Functions look different on every system.
plain(Fun) when is_function(Fun) -> 'fun';
plain([Head | Tail]) -> [plain(Head) | plain(Tail)];
plain(Tuple) when is_tuple(Tuple) -> list_to_tuple(plain(tuple_to_list(Tuple)));
plain(Term) -> Term.
