%% Walks through re: syntax, options, captures, replace, split, faults of patterns.
-module(re_walk).

-export([main/0]).

main() ->
    ok = io:setopts([{encoding, unicode}]),
    syntax(),
    groups(),
    unicode(),
    options(),
    captures(),
    replace(),
    split(),
    faults(),
    wrong(),
    compiled().

run(Subject, Pattern) -> run(Subject, Pattern, []).

run(Subject, Pattern, Options) ->
    show([Pattern, Options], fun() -> re:run(Subject, Pattern, Options) end).

list(Subject, Pattern) -> list(Subject, Pattern, []).

list(Subject, Pattern, Options) ->
    run(Subject, Pattern, [{capture, all, list} | Options]).

show(What, Fun) ->
    Result = try Fun() catch Class:Reason -> {Class, Reason} end,
    io:format("~tw: ~tp~n", [What, Result]).

syntax() ->
    [list("aaabbbccc dd123_x\n", Pattern)
     || Pattern <- ["a", "b+", "a*?b", "c{2}", "c{2,}", "c{1,2}", "a{,2}", "x|d+", "(a|ab)(c|bcd)?",
                    "^aaa", "\\Aaaa", "x$", "x\\Z", "x\\z", "\\n\\z", "[b-c]+", "[^a]+", "[]a]+",
                    "[^]a]+", "\\d+", "\\D+", "\\w+", "\\W+", "\\s", "\\S+", "\\bdd", "\\Bb+",
                    ".", ".*", ".+?\\d", "a.*c", "[[:digit:]]+", "[[:alpha:]]+", "[[:^alpha:]]+",
                    "[[:space:]]", "[[:upper:]]", "\\x61+", "\\141+", "\\x{62}+", "\\Qa\\Ea",
                    "\\Qaa\\E+b", "(?i)AAA", "(?i:A)a", "(?-i)a", "a(?#comment)a", "a++b", "a*+a",
                    "(?>a+)ab", "\\h", "\\v", "\\R", "\\N+", "\\H+", "\\V+", "[\\d_]+", "[a\\-z]+",
                    "[\\w-]+", "\\e|d", "\\ca|c", "a\\Kb|aab", "(?:)b", "d(?=1)", "(?<=d)\\d+", "",
                    "\\Gaa", "[a-c]{4}", "(?:a|b|c)+", "(?:ab?)+", "(a+b)+", "c\\s.", "[.]|1", "\\_x"]].

groups() ->
    list("foobar barfoo", "(foo)(bar)"),
    list("foobar barfoo", "(?<x>foo)(?P<y>bar)"),
    list("foobar barfoo", "(?'x'foo)\\g{x}?"),
    list("abcabc", "(abc)\\1"),
    list("abcabc", "(a)(b)(c)\\1\\2\\3"),
    list("abcabc", "(?<n>abc)\\k<n>"),
    list("abcabc", "(?<n>abc)\\k'n'"),
    list("abcabc", "(?<n>abc)\\k{n}"),
    list("abcabc", "(?<n>abc)(?P=n)"),
    list("abcabc", "(abc)\\g{-1}"),
    list("abcABC", "(abc)(?i)\\1"),
    list("aaaa", "(a)\\g1+"),
    list("ab", "(?:(a)|b)\\1"),
    list("xaby", "(?|(a)(b)|(c))y"),
    list("cy", "(?|(a)(b)|(c))y"),
    list("aab", "(?>.*)b"),
    list("ab", "(?>|a)b"),
    list("ab", "(?:.*)++b"),
    list("ab", ".*(?<=^)"),
    list("ab", "\\w?\\b"),
    list("ab ab", "(?:a|b\\b)+(?<=b)"),
    list("(a(b)c)d", "\\((?:[^()]++|(?R))*\\)"),
    list("(a(b)c)d", "(\\((?:[^()]|(?1))*\\))"),
    list("abba", "^((.)(?1)\\2|.?)$"),
    list("racecar", "^((.)(?1)\\2|.?)$"),
    list("2024-01-02", "(?<y>\\d{4})-(?<m>\\d\\d)-(?&m)"),
    list("sense sensibility", "(sens|respons)e and \\1ibility|(sens)e"),
    list("abc", "(?(?=a)abc|def)"),
    list("def", "(?(?=a)abc|def)"),
    list("<a>", "(<)?a(?(1)>)"),
    list("a>", "(<)?a(?(1)>|x)"),
    list("a", "(?<q>')?a(?(<q>)')"),
    list("a", "(?<q>')?a(?(q)')"),
    list("192.168.1.1", "(?(DEFINE)(?<b>25[0-5]|2[0-4]\\d|1?\\d?\\d))\\b(?&b)(\\.(?&b)){3}\\b"),
    list("abcd", "(?=(abc))a(?!c)"),
    list("foobaz foobar", "foo(?!baz)..."),
    list("xbar foobar", "(?<!foo)bar"),
    list("foobar", "(?<=f|fo|foo)bar"),
    list("foobar", "(?<=^foo)bar"),
    list("price 100", "(?<=(?<!x)ce )\\d+"),
    list("aaab", "(a*)*b"),
    list("aaab", "(a*)+b"),
    list("aaab", "(a|aa)+?b"),
    list("abab", "(?:(a)|(b))*"),
    list("abac", "(?:(a)|b|c)*"),
    list("aXbXc", "(.*)X(.*)"),
    list("aXbXc", "(.*?)X(.*?)$"),
    list("aaaaaaaaaaaaaaaaaaaaaaaaaa", "(a{5}){5}"),
    list("ababababab", "(ab){2,3}"),
    list("ababababab", "(ab){2,3}?"),
    list("ababababab", "(?:ab){2,}+a?"),
    list("aaa", "(a?){5}"),
    list(lists:duplicate(100, $a), "(?:a|b){50,70}"),
    list(lists:duplicate(100, $a), "(?:(a)|b){20,30}?"),
    list("aaabaaac", "a+(*COMMIT)c"),
    list("aaabaaac", "a+(*PRUNE)c"),
    list("aaabaaac", "a+(*SKIP)c|b"),
    list("abc", "a(*THEN)x|abc"),
    list("abc", "a(*FAIL)|b"),
    list("abc", "a(b(*ACCEPT)x)c"),
    list("aaaac", "a+(*SKIP:m)b|(*MARK:m)c"),
    list("abc", "(?C1)b"),
    list("ab\ncd", "(?m)^cd"),
    list("ab\ncd", "(?s)b.c"),
    list("ab cd", "(?x) b \\  c # comment\n d"),
    list("aBc", "(?i)b(?-i)c"),
    list("aBC", "a((?i)b)c"),
    list("abC", "(a(?i)b|c)C"),
    list("aaa", "(?U)a+"),
    list("aaa", "(?U)a+?"),
    list("ab", "(?J)(?<n>a)(?<n>b)").

unicode() ->
    Text = [$a, 233, 1072, 16#4e2d, $b, 16#1F600, $1, 16#661],
    [list(Text, Pattern, [unicode])
     || Pattern <- [".", "..", "[^a]+", "\\w+", [1072], [$[, 1070, $-, 1080, $]], "\\p{L}+",
                    "\\p{Ll}+", "\\p{Lu}", "\\P{L}+", "\\p{Han}", "\\p{Cyrillic}", "\\p{^L}+", "\\pN",
                    "\\d", "\\x{4e2d}", "\\X", "\\p{L&}+", "\\p{So}", "\\p{Any}+", "[\\p{L}]+",
                    "(?<=.)b", "(?<=\\x{4e2d})b", "b.", "\\p{Xan}+", "[[:alpha:]]+"]],
    list(Text, "\\w+", [unicode, ucp]),
    list(Text, "\\d", [unicode, ucp]),
    list(Text, "[[:alpha:]]+", [unicode, ucp]),
    list([201, 1040], [233, 1072], [unicode, caseless]),
    list([201, 1040], [$[, 233, 1072, $], $+], [unicode, caseless]),
    list([233, 201], "(.)\\1", [unicode, caseless]),
    list([$e, 16#301, $x], "\\X", [unicode]),
    run(Text, "b", [unicode]),
    run(Text, "", [unicode, global]),
    run(<<"h", 233>>, "\\w+"),
    run(<<233, 201>>, "(.)\\1", [caseless]),
    run(<<255>>, "a", [unicode]),
    run("b", [1072], [unicode]),
    run([1072], "a").

options() ->
    run("ABC", "b", [caseless]),
    run("a\nb", "a.b"),
    run("a\nb", "a.b", [dotall]),
    run("a\nb", "^b", [multiline]),
    run("a\nb", "a$", [multiline]),
    run("a\n", "a$"),
    run("a\n", "a$", [dollar_endonly]),
    run("a b", "a b", [extended]),
    run("ab", "a b", [extended]),
    run("xab", "ab", [anchored]),
    run("aab", "a+", [ungreedy]),
    run("a\nb", "b", [firstline]),
    run("ab", "(a)(?<n>b)", [no_auto_capture]),
    run("ab", "(?<n>a)|(?<n>b)", [dupnames]),
    run("b", "(?<n>a)|(?<n>b)", [dupnames, {capture, [n], list}]),
    run("xyz", "^z", [{offset, 2}]),
    run("xyz", "\\Gz", [{offset, 2}]),
    run("xyz", "(?<=y)z", [{offset, 2}]),
    run("abc", "^a", [notbol]),
    run("abc", "c$", [noteol]),
    run("abc", "x*", [notempty]),
    run("abc", "x*", [notempty_atstart]),
    run("a\r\nb", "a$", [{newline, crlf}, multiline]),
    run("a\r\nb", "a.", [{newline, crlf}]),
    run("a\rb", "^b", [{newline, cr}, multiline]),
    run("a\rb\nc", "^.", [{newline, anycrlf}, multiline, global]),
    run([$a, 133, $b], "^b", [{newline, any}, multiline]),
    run([$a, 133], "a\\R"),
    run([$a, 133], "a\\R", [bsr_anycrlf]),
    run("a\r\nb", "^", [{newline, crlf}, multiline, global]),
    run("aXbX", "x", [caseless, global]),
    run("aaa", "a*?", [global]),
    run("abc", "", [global]),
    run("ab", "(*UTF8)a", [never_utf]),
    run("ab", "b", [no_start_optimize]),
    run("a\r\nb", "(*CRLF)(?m)^b"),
    run(lists:duplicate(30, $a) ++ "c", "(a+)+[bd]", [report_errors, {match_limit, 1000}]),
    run(lists:duplicate(30, $a) ++ "c", "(a+)+[bd]", [{match_limit, 1000}]),
    run("a", "(", [report_errors]).

captures() ->
    [run("abcd", "(a)(z)?(b)", [{capture, What, Type}])
     || What <- [all, all_but_first, first, none, [0, 3], [2, 1, 7], []],
        Type <- [index, list, binary]],
    run("abcd", "(?<B>a)|(?<A>z)", [{capture, all_names, list}]),
    run("abcd", "(?<B>a)|(?<A>z)", [{capture, ['B', "A", <<"B">>, x], binary}]),
    run("abcd", "b", [{capture, all_names}]),
    run("abcd", "(b)|(z)", [{capture, all_but_first, list}]),
    run("abab", "(a)(z)?", [global, {capture, all, list}]),
    run("abab", "(a)(z)?", [global, {capture, none}]),
    run(<<"abcd">>, <<"b(.)">>, [{capture, all, binary}]),
    run(["ab", <<"cd">>, [$e]], ["c", <<"(d)">>, $e], [{capture, all, list}]).

replace() ->
    [show([Options, Replacement], fun() -> re:replace("abcabc", "(b)(c)", Replacement, Options) end)
     || Options <- [[], [global], [{return, list}], [global, {return, binary}]],
        Replacement <- ["", "X", "&", "<&>", "\\1", "\\2\\1", "[\\g{1}]", "\\g2", "\\&", "\\\\", "\\9",
                        <<"bin">>, [$x, <<"y">>], "\\0"]],
    [show([Subject, Pattern, Options], fun() -> re:replace(Subject, Pattern, "-", Options) end)
     || Subject <- ["", "abc", <<"abc">>, ["a", <<"b">>, $c]],
        Pattern <- ["", "x*", "a", "c", "z", "$", "^"],
        Options <- [[], [global], [global, {return, list}]]],
    show(unicode, fun() -> re:replace([1000, $c], "(c)", [$x, 1001], [{return, list}, unicode]) end),
    show(unicode, fun() -> re:replace([1000, $c], "c", "d", [unicode]) end),
    show(short, fun() -> re:replace(<<"abc">>, "b", "x") end),
    show(bad, fun() -> re:replace("abc", "(", "x") end),
    show(bad, fun() -> re:replace("abc", "b", x) end),
    show(bad, fun() -> re:replace("abc", "b", "x", [{return, foo}]) end),
    show(bad, fun() -> re:replace("abc", "b", "x", [{capture, none}]) end),
    show(bad, fun() -> re:replace(abc, "b", "x", []) end).

split() ->
    [show([Subject, Pattern, Options], fun() -> re:split(Subject, Pattern, [{return, list} | Options]) end)
     || {Subject, Pattern} <- [{"a,b,,c,", ","}, {"a,b,,c,", "(,)"}, {"abcd", ""}, {"aXbXc", "(X)|(Y)"},
                               {"", ","}, {"abc", "z"}, {"aXXb", "X*"}, {",a", ","}, {" a  b ", "\\s+"}],
        Options <- [[], [trim], [group], [group, trim], [{parts, 2}], [{parts, 3}, group],
                    [{parts, infinity}], [{parts, 1}], [{parts, 0}]]],
    show(binary, fun() -> re:split("a b", " ") end),
    show(unicode, fun() -> re:split([1072, $,, 233], ",", [unicode, {return, list}]) end),
    show(bad, fun() -> re:split("a", "(", []) end),
    show(bad, fun() -> re:split("a", "b", [global]) end),
    show(bad, fun() -> re:split("a", "b", [{parts, -1}]) end),
    show(bad, fun() -> re:split(a, "b") end).

faults() ->
    [show(Pattern, fun() -> re:compile(Pattern) end)
     || Pattern <- ["(", ")", "a)", "(a", "((a)", "[", "[a", "[z-a]", "*", "+a", "?", "a**", "a|*", "(*",
                    "\\", "a\\", "a{2,1}", "a{70000}", "a{1,70000}", "(?", "(?<", "(?<n", "(?<n>", "(?P",
                    "(?Px)", "(?<1a>b)", "(?<a>b)(?<a>c)", "(?z)", "(?i", "(?<=a+)b", "(?<=a|bc+)d",
                    "\\1", "(a)\\2", "\\k<x>", "\\kx", "\\gx", "\\g{0}", "\\g{9}", "(?1)", "(?R", "(?&x)",
                    "(?(1)a|b|c)", "(?(1", "(?(9)a)", "(?(x)a)", "[[:foo:]]", "[:alpha:]", "[[.a.]]",
                    "[[=a=]]", "\\x{zz}", "\\x{100}", "\\x{}", "\\o{9}", "\\o", "\\400", "\\p{Foo}",
                    "\\p", "\\p{L", "\\c", "\\L", "\\u", "\\U", "\\N{x}", "(?#", "(*FOO)", "(*ACCEPT:x)",
                    "(?C256)", "(?C1", "(?(DEFINE)a|b)", "(?(DEFINE)a)+", "[a-\\d]", "[\\d-z]",
                    "[[:digit:]-z]", "[\\N]", "[\\R]", "^*", "\\b+", "(?=a)*b", "(?i)*", "(?<=\\C)a",
                    "a{2}{3}", "x{2}*", "(?<n>a)(?P=m)", "(?+1)", "(?-1)", "(?+1)(a)", "(?P>x)", "(?(R)a",
                    "(?(?x)a)", "(?(0)a)", "\\Q", "\\Qabc", "[\\Q]\\E]", "[a-", "[a-\\", "(?<>a)",
                    "(?-", "(?:a", "(?>a", "(?|a", "(?=a", "(?!", "(?<!a", "a{99999999999}", "(a)(?1",
                    "\\g<x", "\\g'1", "\\k{", "(?P=", "(?P<", "(a(?1))", "(?R)", "a(?R)", "(|(?1))"],
        is_plain(re:compile(Pattern))].

%% Compiled patterns differ from system to system.
is_plain({error, _}) -> true;
is_plain({ok, _}) -> false.

wrong() ->
    run(abc, "a"),
    run("abc", abc),
    run("abc", "a", foo),
    run("abc", "a", [foo]),
    run("abc", "a", [caseless | foo]),
    run("abc", "a", [{offset, -1}]),
    run("abc", "a", [{offset, x}]),
    run("abc", "a", [{newline, foo}]),
    run("abc", "a", [{capture, foo}]),
    run("abc", "a", [{capture, all, foo}]),
    run("abc", "a", [{capture, [-1]}]),
    run("abc", {re_pattern, a, b, c, d}),
    run("abc", {re_pattern, 0, 0, 0, <<"abc">>}),
    run("abc", "("),
    show(compile, fun() -> re:compile(abc) end),
    show(compile, fun() -> re:compile("a", [foo]) end),
    show(compile, fun() -> re:compile("a", [global]) end),
    show(inspect, fun() -> re:inspect(a, namelist) end).

compiled() ->
    {ok, Names} = re:compile("(?<B>a)|(?<A>z)|(b)"),
    show(names, fun() -> re:inspect(Names, namelist) end),
    show(names, fun() -> re:inspect(Names, foo) end),
    show(count, fun() -> element(2, Names) end),
    {ok, Caseless} = re:compile("a.c", [caseless]),
    [show(Options, fun() -> re:run("xABC\nabc", Caseless, Options) end)
     || Options <- [[], [global], [anchored], [caseless], [{offset, 2}], [{newline, cr}], [notempty]]],
    show(unicode, fun() -> {ok, Unicode} = re:compile("a", [unicode]), element(3, Unicode) end),
    show(crlf, fun() -> {ok, Crlf} = re:compile("a", [{newline, crlf}]), element(4, Crlf) end),
    show(version, fun() -> re:version() end),
    Binary = term_to_binary(Caseless),
    show(stored, fun() -> re:run("abc", binary_to_term(Binary)) end),
    Self = self(),
    spawn(fun() -> Self ! re:run("xabc", Caseless) end),
    show(sent, fun() -> receive Result -> Result end end).
