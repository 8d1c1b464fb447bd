%% Calls functions of modules of OTP that need nothing of the system, compiled from OTP's sources.
%% otp-modules: array, base64, binary, calendar, dict, digraph, digraph_utils, erl_anno
%% otp-modules: erl_bits, erl_eval, erl_expand_records, erl_internal, erl_lint
%% otp-modules: erl_parse, erl_pp, erl_posix_msg, erl_scan, eval_bits, filename, gb_sets
%% otp-modules: gb_trees, io_lib, io_lib_format, io_lib_fread, io_lib_pretty, lists
%% otp-modules: maps, math, ms_transform, orddict, ordsets, otp_internal, proplists
%% otp-modules: queue, rand, random, sets, sofs, string, unicode, unicode_util
%% otp-modules: uri_string
-module(pure_modules).
-export([main/0]).

main() ->
    lists:foreach(fun(Name) -> show(Name, fun() -> check(Name) end) end,
                  [array, base64, binary, calendar, dict, digraph, digraph_utils, erl_anno,
                      erl_bits, erl_eval, erl_expand_records, erl_internal, erl_lint,
                   erl_parse, erl_pp, erl_posix_msg, erl_scan, eval_bits, filename, gb_sets,
                   gb_trees, io_lib, io_lib_format, io_lib_fread, io_lib_pretty, lists, maps,
                       math,
                   ms_transform, orddict, ordsets, otp_internal, proplists, queue, rand, random,
                   sets, sofs, string, unicode, unicode_util, uri_string]).

show(Name, Fun) ->
    Result = try
                 Fun()
             catch
                 Class:Reason -> {Class, Reason}
             end,
    io:format("~w: ~w~n", [Name, Result]).

tokens(Text) ->
    {ok, Tokens, _} = erl_scan:string(Text),
    Tokens.

exprs(Text) ->
    {ok, Exprs} = erl_parse:parse_exprs(tokens(Text)),
    Exprs.

form(Text) ->
    {ok, Form} = erl_parse:parse_form(tokens(Text)),
    Form.

module() ->
    [{attribute, 1, file, {"m.erl", 1}}, {attribute, 1, module, m}
     | [form(Text) || Text <- ["-export([f/1, g/0]).", "-record(r, {a = 1, b}).",
                               "f(X) when X > 1 -> Y = X, #r{a = X};\nf(X) -> h(Z).",
                               "g() -> R = #r{}, R#r.a + (R#r{b = 2})#r.b."]]].

check(array) ->
    A = array:from_list(lists:seq(1, 40)),
    B = array:set(100, x, A),
    {array:size(B), array:get(39, B), array:get(60, B), array:sparse_size(array:reset(100, B)),
     array:foldl(fun(_, V, S) -> V + S end, 0, A), array:to_list(array:resize(3, A)),
     array:sparse_to_orddict(array:set(5, a, array:new([{default, none}])))};
check(base64) ->
    {base64:encode("hello world"), base64:decode("aGVsbG8gd29ybGQ="),
     base64:mime_decode("aGVs\nbG8*="), base64:encode_to_string(<<255, 254>>)};
check(binary) ->
    {binary:split(<<"a,b,,c">>, <<",">>, [global]), binary:replace(<<"abcabc">>, <<"b">>, <<"X">>,
        [global]),
     binary:matches(<<"banana">>, <<"an">>), binary:longest_common_prefix([<<"abc">>,
         <<"abd">>])};
check(calendar) ->
    {calendar:day_of_the_week(2020, 2, 29), calendar:gregorian_seconds_to_datetime(63749548800),
     calendar:iso_week_number({2021, 1, 1}), calendar:seconds_to_daystime(100000),
     calendar:valid_date(2023, 2,
         29), calendar:is_leap_year(1900)};
check(dict) ->
    D = lists:foldl(fun(N, D0) -> dict:append(N rem 7, N, D0) end, dict:new(), lists:seq(1, 100)),
    {dict:size(D), lists:sort(dict:fetch_keys(D)), dict:fetch(3, D),
     lists:sort(dict:to_list(dict:map(fun(_, V) -> lists:sum(V) end, D))),
     dict:size(dict:filter(fun(K, _) -> K > 3 end, D)), dict:find(9, D)};
check(digraph) ->
    G = digraph:new(),
    [digraph:add_vertex(G, V) || V <- [a, b, c]],
    digraph:add_edge(G, e1, a, b, x),
    digraph:add_edge(G, e2, b, c, y),
    {digraph:get_path(G, a, c), digraph:edge(G, e1), lists:sort(digraph:vertices(G)),
     digraph:in_degree(G, c)};
check(digraph_utils) ->
    G = digraph:new(),
    [digraph:add_vertex(G, V) || V <- [1, 2, 3]],
    digraph:add_edge(G, 1, 2),
    digraph:add_edge(G, 2, 3),
    Sorted = digraph_utils:topsort(G),
    digraph:add_edge(G, 3, 1),
    {Sorted, [lists:sort(C) || C <- digraph_utils:strong_components(G)],
     digraph_utils:is_acyclic(G)};
check(erl_anno) ->
    A = erl_anno:set_generated(true, erl_anno:new({1, 2})),
    {A, erl_anno:line(A), erl_anno:set_text("ab\nc", A),
        erl_anno:end_location(erl_anno:set_text("a\nb", A))};
check(erl_bits) ->
    {erl_bits:set_bit_type(default, [integer, little]), erl_bits:set_bit_type(8, [binary, {unit,
        4}]),
     erl_bits:set_bit_type(8, [utf8]), erl_bits:system_bittypes()};
check(erl_eval) ->
    {value, V,
        B} = erl_eval:exprs(exprs("X = [Y * Y || Y <- [1, 2, 3]], {X, case X of [A | _] -> A end}."), []),
    {V, B};
check(erl_expand_records) ->
    erl_expand_records:module(module(), []);
check(erl_internal) ->
    {erl_internal:bif(length, 1), erl_internal:guard_bif(self, 0), erl_internal:op_type('+', 2),
     erl_internal:is_type(iolist, 0)};
check(erl_lint) ->
    case erl_lint:module(module(), "m.erl") of
        {error, Errors, Warnings} ->
            Told = fun(All) -> [{L, lists:flatten(M:format_error(E))} || {_, Es} <- All, {L, M,
                E} <- Es] end,
            {Told(Errors), Told(Warnings)};
        Other -> Other
    end;
check(erl_parse) ->
    {exprs("try f(X) of #{a := [H | T]} -> <<H:8/little, T/binary>> catch E:R:S -> {E, R, S} after g() end."),
     form("-spec f(A) -> [B] when A :: #{x := B}, B :: 1..3 | fun((...) -> t())."),
     erl_parse:parse_form(tokens("f(1 ->.")), erl_parse:abstract({a, [1.5, "s"], <<1:3>>,
         #{k => v}}),
     erl_parse:normalise(hd(exprs("{a, -1, [b | c]}.")))};
check(erl_pp) ->
    {lists:flatten(erl_pp:form(form("f(X, Y) when X > Y -> case X of {a, B} -> fun(Z) -> Z + B end; _ -> [1 | Y] end."))),
     lists:flatten(erl_pp:exprs(exprs("X = #{a => 1}, <<1:8, X/binary>>, try 1 catch _:_ -> 2 end.")))};
check(erl_posix_msg) ->
    {erl_posix_msg:message(enoent), erl_posix_msg:message(eacces), erl_posix_msg:message(none)};
check(erl_scan) ->
    {erl_scan:string("foo 'a b' \"s\\n\" $a 16#ff 1.5e3 =:= % c\n.", {1, 1}, [return, text]),
     erl_scan:string("1 \"abc"), erl_scan:tokens([], "a b. c", 1)};
check(eval_bits) ->
    eval_bits:expr_grp([{bin_element, 1, {integer, 1, 5}, {integer, 1, 16}, [little]},
                        {bin_element, 1, {string, 1, "ab"}, default, default}], [],
                       fun(E, B) -> {value, erl_parse:normalise(E), B} end);
check(filename) ->
    {filename:join(["a", "/b", "c.erl"]), filename:split("/usr/lib//x"),
        filename:basename("a/b.erl", ".erl"),
     filename:dirname("/a/b/c"), filename:extension("x.tar.gz"), filename:rootname(<<"a/b.c">>),
     filename:pathtype("a"), filename:nativename("a/b")};
check(gb_sets) ->
    S = gb_sets:from_list([3, 1, 2, 3]),
    {gb_sets:to_list(gb_sets:union(S, gb_sets:from_list([5, 4]))), gb_sets:is_member(2, S),
     gb_sets:smallest(S), gb_sets:to_list(gb_sets:delete(1, S)),
         gb_sets:next(gb_sets:iterator(S))};
check(gb_trees) ->
    T = lists:foldl(fun(K, T0) -> gb_trees:enter(K, K * K, T0) end, gb_trees:empty(), [5, 3, 9, 1,
        7]),
    {gb_trees:to_list(T), gb_trees:lookup(9, T), gb_trees:take_smallest(T),
        gb_trees:keys(gb_trees:delete(3, T)),
     gb_trees:balance(T)};
check(io_lib) ->
    {lists:flatten(io_lib:format("~p ~w ~s ~ts ~.3f ~10.4e ~b ~.16B ~c ~i~n", [{a, "b"}, [1, 2],
        "s", [955], 3.14159, 2.5, 10, 255, $x, ign])),
     lists:flatten(io_lib:write({a, 'B c', "str", <<1, 2:3>>, #{k => v}, 1.0e10})),
         io_lib:printable_list("abc"),
     io_lib:write_atom('a b'), io_lib:write_string("q\"\n")};
check(io_lib_format) ->
    {lists:flatten(io_lib_format:fwrite("~30p|~-10s|~*c", [lists:seq(1, 20), "abc", 3, $x])),
     [io_lib_format:fwrite_g(F) || F <- [1.0, 0.1, 1.0e22, 123456.789, -2.5e-7]]};
check(io_lib_fread) ->
    {io_lib_fread:fread("~d ~s ~f ~a ~c", "12 abc 1.5 foo x rest"), io_lib_fread:fread("~d", "x"),
     io_lib_fread:fread("~16u:~2d", "ff:123")};
check(io_lib_pretty) ->
    Term = {module, [{function, name, lists:seq(1, 30)}, #{key => "a longer text than fits",
        other => [a, b, {c, d}]}]},
    {lists:flatten(io_lib_pretty:print(Term)), lists:flatten(io_lib_pretty:print(Term, 1, 40,
        -1)),
     lists:flatten(io_lib_pretty:print(Term, 1, 40, 8))};
check(lists) ->
    L = [3, 1, 2, 5, 4, 1],
    {lists:sort(L), lists:usort(L), lists:keysort(1, [{b, 1}, {a, 2}]), lists:merge([1, 3], [2,
        4]),
     lists:foldr(fun(X, A) -> [X | A] end, [], L), lists:partition(fun(X) -> X > 2 end, L),
         lists:zip3([1], [2], [3]),
     lists:sublist(L, 2, 3), lists:flatten([1, [2, [3 | []]]]), lists:keyreplace(a, 1, [{a, 1}],
         {a, 2}), lists:nthtail(2, L),
     lists:splitwith(fun(X) -> X > 1 end, L), lists:sort(fun(A, B) -> A >= B end, L),
         lists:ukeymerge(1, [{a, 1}], [{a, 2}, {b, 3}]),
     lists:join(x, [1, 2]), lists:uniq(L), lists:enumerate([a, b]), lists:suffix([1], L)};
check(maps) ->
    M = maps:from_list([{K, K * 2} || K <- lists:seq(1, 40)]),
    {maps:size(M), maps:get(40, M), maps:fold(fun(K, V, A) -> K + V + A end, 0, M),
        maps:size(maps:filter(fun(K, _) -> K > 30 end, M)),
     maps:map(fun(_, V) -> V + 1 end, #{a => 1}), maps:merge_with(fun(_, A, B) -> A + B end,
         #{a => 1}, #{a => 2, b => 3}),
     maps:groups_from_list(fun(X) -> X rem 2 end, [1, 2, 3]), maps:with([1, 2, 99], M),
         maps:intersect(#{a => 1, b => 2}, #{a => 3})};
check(math) ->
    {math:sqrt(2), math:pi(), math:floor(1.5), math:pow(2, 10), math:atan2(1, 2)};
check(ms_transform) ->
    ms_transform:transform_from_shell(ets, shell(), []);
check(orddict) ->
    D = orddict:from_list([{b, 2}, {a, 1}]),
    {orddict:store(c, 3, D), orddict:update_counter(a, 5, D), orddict:merge(fun(_, A, B) ->
        A + B end, D, D), orddict:take(a, D)};
check(ordsets) ->
    {ordsets:from_list([c, a, b, a]), ordsets:union([a, c], [b, c]), ordsets:subtract([a, b],
        [b]), ordsets:is_subset([a], [a, b])};
check(otp_internal) ->
    {otp_internal:obsolete(erlang, now, 0), otp_internal:obsolete(lists, foo, 1)};
check(proplists) ->
    {proplists:get_value(a, [{a, 1}]), proplists:unfold([a, {b, 1}]), proplists:expand([{foo,
        [bar]}], [foo, baz]),
     proplists:split([{c, 2}, {e, 1}, a, {c, 3}], [a, c]), proplists:to_map([a, {b, 2}])};
check(queue) ->
    Q = queue:from_list([1, 2, 3]),
    {queue:out(queue:in(4, Q)), queue:to_list(queue:reverse(Q)), queue:peek_r(Q),
        queue:fold(fun(X, A) -> X + A end, 0, Q),
     queue:to_list(queue:filter(fun(X) -> X > 1 end, Q)), queue:len(queue:join(Q, Q))};
check(rand) ->
    S = rand:seed_s(exsss, {1, 2, 3}),
    {A, S1} = rand:uniform_s(100, S),
    {B, S2} = rand:uniform_s(S1),
    {C, S3} = rand:normal_s(S2),
    {D, _} = rand:bytes_s(5, S3),
    {E, _} = rand:uniform_s(1000, rand:seed_s(exro928ss, 42)),
    {F, _} = rand:uniform_s(1000, rand:seed_s(exrop, 42)),
    {A, B, C, D, E, F};
check(random) ->
    {A, S} = random:uniform_s(100, {1, 2, 3}),
    {B, _} = random:uniform_s(S),
    {A, B};
check(sets) ->
    S = sets:from_list([1, 2, 3, 2]),
    V = sets:from_list([3, 4], [{version, 2}]),
    {sets:size(S), lists:sort(sets:to_list(sets:union(S, sets:from_list([9])))),
        sets:is_element(3, V),
     lists:sort(sets:to_list(sets:filter(fun(X) -> X > 1 end, S))),
         sets:is_subset(sets:from_list([1]), S)};
check(sofs) ->
    R = sofs:relation([{a, 1}, {b, 2}, {c, 1}]),
    {sofs:to_external(sofs:converse(R)), sofs:to_external(sofs:image(R, sofs:set([a, c]))),
     sofs:to_external(sofs:relation_to_family(sofs:converse(R))),
         sofs:to_external(sofs:composite(R, sofs:relation([{1, x}, {2, y}]))),
     sofs:to_external(sofs:partition(1, sofs:set([{a, 1}, {b, 2}, {a, 3}]))),
         sofs:is_a_function(R), sofs:type(R)};
check(string) ->
    {string:uppercase("straße"), string:split("a,b,c", ",", all), string:trim("  x "),
        string:pad("ab", 5, both, $*),
     string:length("å̲b"), string:lexemes("a b  c", " "), string:to_graphemes("e\x{301}x"),
         string:find("hello", "l"),
     string:slice("abcdef", 2, 3), string:equal("ß", "SS", true), string:tokens("a,b", ","),
         string:strip("  a "),
     string:to_integer("12ab"), string:replace("abab", "b", "x", all), string:reverse("abc"),
         string:casefold("ÄÖ"),
     string:titlecase("foo"), string:prefix("foobar", "foo"), string:nth_lexeme("a b c", 2, " ")};
check(unicode) ->
    {unicode:characters_to_binary("å€", unicode, utf16), unicode:characters_to_list(<<195, 165,
        255>>),
     unicode:characters_to_nfd_list("å"), unicode:characters_to_nfc_binary("a\x{30a}"),
         unicode:bom_to_encoding(<<239, 187, 191>>),
     unicode:characters_to_nfkc_list("ﬁ")};
check(unicode_util) ->
    {unicode_util:gc("a\x{301}b"), unicode_util:nfd("é"), unicode_util:uppercase("ß"),
        unicode_util:is_whitespace($\s)};
check(uri_string) ->
    {uri_string:parse("http://u@h:8/p?q#f"), uri_string:resolve("../x", "http://a/b/c/d"),
        uri_string:normalize("HTTP://A/%7e/../b"),
     uri_string:compose_query([{"a b", "c&d"}]), uri_string:dissect_query("a=1&b=%20"),
         uri_string:quote("å/")}.

shell() ->
    [{clause, 1, [{tuple, 1, [{var, 1, 'A'}, {var, 1, 'B'}]}], [[{op, 1, '>', {var, 1, 'A'},
        {integer, 1, 3}}]], [{var, 1, 'B'}]}].
