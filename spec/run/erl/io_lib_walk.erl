%% Walks through module io_lib and prints every result.
-module(io_lib_walk).
-export([main/0]).

main() ->
    Leaves = [0, -42, 1 bsl 70, 1.5, -0.0, 1.0e300, a, 'A b', [], {}, #{}, <<>>, "text", "quo\"te",
              <<"bin">>, <<1, 2, 255>>, <<5:3>>, 'div', [1000], <<229/utf8>>, 'it\'s'],
    Terms = Leaves ++ [Leaves, list_to_tuple(Leaves), {tag, Leaves, Leaves},
                       #{key => Leaves, "k" => {Leaves}}, [a | b], [1, 2 | {x}],
                       lists:seq(1, 100), [{N, item, "text"} || N <- lists:seq(1, 30)],
                       {a_rather_long_tag_for_a_tuple, lists:seq(1, 40), #{a => lists:seq(1, 40)}},
                       list_to_binary(lists:seq(0, 255)), lists:duplicate(90, $x),
                       nested(30), [nested(12), {nested(12), nested(3)}]],
    Formats = ["~p", "~w", "~tp", "~tw", "~lp", "abc ~p", "~20p", "~40.10p", "~0p", "~n  ~p",
               "~.3p", "~-10p", "~120p"],
    [put_lines(Format, [Term]) || Format <- Formats, Term <- Terms],
    [put_lines(Format, [Term, Depth])
     || Format <- ["~P", "~W"], Term <- Terms, Depth <- [1, 5, 12]],
    [put_lines("~ts", [io_lib:format("~p ~s", [Term, "hello"], [{chars_limit, Limit}])])
     || Term <- Terms, Limit <- [1, 10, 50, 200]],
    Numbers = [0, 1, -1, 42, -255, 1 bsl 70, 1.5, a],
    Floats = [0.0, -0.0, 1.0, 0.1, -0.1, 3.14159, 1.0e10, 1.5e-7, 9999.5, 99999.0, 1.0e300,
              5.0e-324, 2.5, 9.9999999, 123456.789, 0.06, 0.05, 1],
    Strings = ["abc", <<"abc">>, abc, [$a, [<<"bc">>, "d"]], "", [a], "hello world", [-1], <<1:3>>],
    Fields = ["", "10", "-10", "3", "-3", "10.3", "-10.3", ".3", ".2", "10.16", "..0", "3.5", "30"],
    [put_lines([$~ | Field] ++ [Control], [Value | Extra])
     || Field <- Fields,
        {Control, Extra} <- [{C, []} || C <- "wpsefgbB+#ci"] ++ [{$x, ["0x"]}, {$X, [pre]}],
        Value <- Numbers ++ Floats ++ Strings],
    [put_lines(Format, Args)
     || {Format, Args} <- [{"~", []}, {"~p", []}, {"~p", [1, 2]}, {abc, []}, {<<"~p">>, [1]},
                           {"~p", a}, {foo, [a]}, {"~.37b", [1]}, {"~.1b", [1]}, {"~~ ~n", []},
                           {"~*p", [40, lists:seq(1, 30)]}, {"~*.*.*f", [12, 2, $0, 1.25]},
                           {"~3n", []}, {"~c", [400]}, {"~5c", [$x]}]],
    each([write, print, char_list, deep_char_list, printable_list, printable_latin1_list,
          printable_unicode_list, latin1_char_list], [Terms]),
    each([write], [Terms, [1, 3, 10]]),
    each([print], [Terms, [1, 20], [80, 30], [-1, 4]]),
    each([write_atom], [[a, 'A', 'a b', '', 'a\nb', 'a@b', '_a', 'after', maybe, '1a']]),
    each([write_string, write_latin1_string], [["abc", "a\"b", "\n\t\e\d", [0, 127, 160, 255]]]),
    each([write_char], [[$a, $\s, $\n, 0, 255, 1000]]),
    each([indentation], [["abc", "a\tb", "a\nb", ["x", ["\t"]]], [0, 3]]),
    each([limit_term], [Terms, [1, 3, 10]]),
    each([fread], [["~d", "~d ~d", "~3d", "~16u", "~#", "~f", "~s", "~a", "~c", "~2c", "~l",
                    "a~db", "~*d~s", "~x"],
                   ["", "12", "12 34", " -12x", "1.5", "-1.5e3 x", "abc def", "16#ffz", "a12b"]]),
    each([scan_format], [["~p~10.3.0s~-5w~ts"], [[1, "a", b, "c"]]]),
    each([format_prompt],
         [[foo, "foo", <<"foo">>, {a, b}, {format, "~p", [x]}, {format, "~p", []}]]).

nested(0) -> [];
nested(N) when N rem 3 =:= 0 -> {nest, N, nested(N - 1)};
nested(N) when N rem 3 =:= 1 -> [N, nested(N - 1)];
nested(N) -> #{N => nested(N - 1)}.

put_lines(Format, Args) ->
    try io_lib:format(Format, Args) of
        Chars -> io:format("~w ~ts|~n", [Format, escape(lists:flatten(Chars))])
    catch
        Class:Reason -> io:format("~w ~w~n", [Format, {Class, Reason}])
    end.

escape(Chars) -> [if C > 126 -> [$<, integer_to_list(C), $>]; true -> C end || C <- Chars].

each(Functions, Choices) ->
    lists:foreach(fun(Function) -> show(Function, combine(Choices), 1) end, Functions).

combine([]) -> [[]];
combine([Choice | Choices]) ->
    Rest = combine(Choices),
    [[First | Args] || First <- Choice, Args <- Rest].

show(Function, [Args | Rest], N) ->
    Result = try
                 {ok, flat(apply(io_lib, Function, Args))}
             catch
                 Class:Reason -> {Class, Reason}
             end,
    io:format("~w/~w ~w: ~w~n", [Function, length(Args), N, plain(Result)]),
    show(Function, Rest, N + 1);
show(_, [], _) ->
    ok.

%% How characters are nested does not matter.
flat(Chars) when is_list(Chars) -> lists:flatten(Chars);
flat(Term) -> Term.

%% Functions look different on every system.
plain(Fun) when is_function(Fun) -> 'fun';
plain([Head | Tail]) -> [plain(Head) | plain(Tail)];
plain(Tuple) when is_tuple(Tuple) -> list_to_tuple(plain(tuple_to_list(Tuple)));
plain(Term) -> Term.
