%% args: 12
%% Random calls of pure functions: the same seed makes the same arguments everywhere, so that the
%% digests of results must be the same on every system.
%%
%%     random_calls [ROUNDS [FIRST-SEED [MODULE [FUNCTION]]]]
%%
%% prints a digest per function; where a function is named, its calls and their results.
-module(random_calls).
-export([main/1]).

main(Arguments) ->
    {Rounds, Seed, Show} = options(Arguments),
    [module(Module, Functions, Rounds, Seed, Show)
     || {Module, Functions} <- modules(), wanted(Module, Show)],
    ok.

options([]) -> {12, 1, all};
options([Rounds]) -> {list_to_integer(Rounds), 1, all};
options([Rounds, Seed]) -> {list_to_integer(Rounds), list_to_integer(Seed), all};
options([Rounds, Seed, Module]) ->
    {list_to_integer(Rounds), list_to_integer(Seed), {list_to_atom(Module), all}};
options([Rounds, Seed, Module, Function]) ->
    {list_to_integer(Rounds), list_to_integer(Seed),
     {list_to_atom(Module), list_to_atom(Function)}}.

wanted(_, all) -> true;
wanted(Module, {Only, _}) -> Module =:= Only.

module(Module, Functions, Rounds, Seed, Show) ->
    Digests = [{Function, length(Kinds), digest(Module, Function, Kinds, Rounds, Seed, Show)}
               || {Function, Kinds} <- Functions, shown(Function, Show)],
    [io:format("~w:~w/~w ~s~n", [Module, Function, Arity, Digest])
     || {Function, Arity, Digest} <- Digests].

shown(Function, {_, Only}) when Only =/= all -> Function =:= Only;
shown(_, _) -> true.

digest(Module, Function, Kinds, Rounds, Seed, Show) ->
    rand:seed(exsss, {Seed, erlang:phash2({Module, Function}), length(Kinds)}),
    Results = [call(Module, Function, [make(Kind) || Kind <- Kinds], Show)
               || _ <- lists:seq(1, Rounds)],
    [io_lib:format("~2.16.0b", [Byte])
     || <<Byte>> <= binary:part(erlang:md5(term_to_binary(Results)), 0, 6)].

call(Module, Function, Arguments, Show) ->
    Result = try {ok, plain(result(Module, apply(Module, Function, Arguments)))}
             catch Class:Reason -> {Class, plain(Reason)}
             end,
    case Show of
        {_, Only} when Only =/= all ->
            io:format("~w:~w~w~n  ~w~n", [Module, Function, plain(Arguments), Result]);
        _ -> ok
    end,
    Result.

%% How characters are nested is nothing that io_lib promises.
result(io_lib, Result) when is_list(Result) -> unicode:characters_to_list(Result);
result(_, Result) -> Result.

%% Funs have no external form that is the same everywhere, and in maps order is no result.
plain(Term) when is_function(Term) -> {'fun', erlang:fun_info(Term, arity)};
plain([Head | Tail]) -> [plain(Head) | plain(Tail)];
plain(Term) when is_tuple(Term) -> list_to_tuple(plain(tuple_to_list(Term)));
plain(Term) when is_map(Term) -> {map, lists:sort([{term_to_binary(K), plain(V)} || {K, V} <- maps:to_list(Term)])};
plain(Term) -> Term.

%% ---------------------------------------------------------------- arguments

pick(List) -> lists:nth(rand:uniform(length(List)), List).

make(term) ->
    make(pick([int, float, atom, binary, string, ints, terms, tuple, map, bool]));
make(int) -> rand:uniform(12) - 3;
make(pos) -> rand:uniform(6);
make(index) -> rand:uniform(8) - 1;
make(big) -> (rand:uniform(1 bsl 70) - (1 bsl 69)) bsr rand:uniform(70);
make(float) -> pick([0.0, 1.0, -1.5, 2.5, 1.0e10, 0.1, 3.0, 1.0e-7, rand:uniform(), rand:uniform() * 1.0e5]);
make(number) -> make(pick([int, int, float, big]));
make(atom) -> pick([a, b, c, ok, error, undefined, true, false, 'A b', '']);
make(bool) -> pick([true, false]);
make(char) -> pick([$a, $b, $c, $x, $\s, $,, $., $\n, $A, 233, 960, 16#1F600, $0, $9]);
make(latin) -> pick([$a, $b, $c, $x, $\s, $,, $A, $Z, $0, $/, 0, 255, 233]);
make(string) -> many(char, 9);
make(ascii) -> many([$a, $b, $c, $\s, $,, $A, $B, $0, $9, $/, $.], 9);
make(binary) -> list_to_binary(many(latin, 12));
make(text) -> pick([make(string), unicode:characters_to_binary(make(string))]);
make(chars) -> make(string);
make(separators) -> [make(char) | make(string)];
make(separator) -> pick([",", " ", "a", "ab", "x", <<",">>]);
make(byte) -> rand:uniform(256) - 1;
make(tuple) -> list_to_tuple(many(term1, 4));
make(term1) -> make(pick([int, float, atom, binary, ascii]));
make(key) -> make(pick([int, atom, float]));
make(ints) -> many(int, 8);
make(numbers) -> many(number, 6);
make(terms) -> many(term1, 6);
make(sorted_lists) -> many(sorted, 4);
make(usorted_lists) -> many(usorted, 4);
make(lists) -> many(ints, 5);
make(deep) -> pick([make(ints), [make(ints), make(int) | make(ints)], [[make(ints)], [[make(int)]]]]);
make(pair) -> {make(key), make(term1)};
make(pairs) -> many(pair, 6);
make(triples) -> [{make(key), make(key), make(term1)} || _ <- make(ints)];
make(proplist) -> [pick([make(atom), {make(atom), make(term1)}, {make(atom), make(bool)}]) || _ <- make(ints)];
make(map) -> maps:from_list(make(pairs));
make(sorted) -> lists:sort(make(ints));
make(usorted) -> lists:usort(make(ints));
make(ordset) -> ordsets:from_list(make(terms));
make(orddict) -> orddict:from_list(make(pairs));
make(dict) -> dict:from_list(make(pairs));
make(set) -> sets:from_list(make(terms), [{version, pick([1, 2])}]);
make(set1) -> sets:from_list(make(terms));
make(gb_set) -> gb_sets:from_list(make(terms));
make(gb_tree) -> gb_trees:from_orddict(orddict:from_list(make(pairs)));
make(queue) -> queue:join(queue:from_list(make(terms)), lists:foldl(fun queue:in/2, queue:new(), make(terms)));
make(array) -> array:from_list(make(terms));
make(unary) -> pick([fun(X) -> X end, fun(X) -> {X} end, fun(X) -> [X, X] end, fun is_integer/1, fun erlang:is_list/1]);
make(test) -> pick([fun is_integer/1, fun is_atom/1, fun(X) -> X > 2 end, fun(X) -> X =:= 1 end, fun(_) -> true end]);
make(binary_fun) -> pick([fun(X, Y) -> {X, Y} end, fun(X, _) -> X end, fun(_, Y) -> Y end, fun(X, Y) -> [X | Y] end]);
make(test2) -> pick([fun(X, Y) -> X =< Y end, fun(X, Y) -> X >= Y end, fun(X, _) -> is_integer(X) end]);
make(merge_fun) -> pick([fun(_, X, Y) -> {X, Y} end, fun(_, X, _) -> X end, fun(K, _, _) -> K end]);
make(map_fold) -> pick([fun(X, Acc) -> {{X}, [X | Acc]} end, fun(X, Acc) -> {Acc, X} end]);
make(filtermap) -> pick([fun(X) -> {true, {X}} end, fun(X) -> X > 2 end, fun(_) -> false end]);
make(direction) -> pick([leading, trailing, both]);
make(encoding) -> pick([latin1, utf8, unicode, utf16, {utf16, little}, utf32]);
make(endian) -> pick([big, little]);
make(uri) -> pick(["http:", "https:", "foo:", ""]) ++ "//"
    ++ pick(["host", "a.b:80", "u@h", "[::1]"]) ++ pick(["/", "/a/b", "/a/../b", "", "/%41%7a", "/a%20b"])
    ++ pick(["?q=1", "?a=b&c=%20", "", "?"]) ++ pick(["#f", "", "#"]);
make(path) -> lists:append(lists:join(pick(["/", "//"]), many(["a", "b.erl", "..", ".", "c.d.e"], 4)));
make(date) -> {1970 + rand:uniform(80), pick([1, 2, 12, 13, 6]), pick([1, 28, 29, 30, 31, 0])};
make(time) -> {pick([0, 12, 23, 24]), pick([0, 59, 60]), pick([0, 30, 59])};
make(datetime) -> {make(date), make(time)};
make(days) -> rand:uniform(800000);
make(seconds) -> rand:uniform(1 bsl 36);
make(format) -> lists:append(many([["~p"], ["~w"], ["~s"], ["~ts"], ["~b"], ["~5w"], ["~-8p|"], ["~.3f"], ["~e"], ["~g"], ["~c"], ["~n"],
    ["~10.3.0f"], ["~x"], ["~16.16b"], ["~4.2.0s"], ["~tp"], ["~0p"], ["~20p"], ["~i"], ["~~"], ["~W"], ["~+b"], ["~B"], ["~#"], ["~t"]], 3));
make(arguments) -> many(number_or_term, 3);
make(number_or_term) -> make(pick([number, int, term, terms, ascii, map]));
make(query) -> [{make(ascii), make(ascii)} || _ <- make(ints)];
make(rfc) -> pick(["2020-01-02T03:04:05Z", "1985-04-12T23:20:50.52Z", "1937-01-01T12:00:27.87+00:20", "2000-02-30T00:00:00Z", "x"]);
make(List) when is_list(List) -> pick(List).

many(Kinds, Most) when is_list(Kinds) -> [pick(Kinds) || _ <- lists:seq(1, rand:uniform(Most + 1) - 1)];
many(Kind, Most) -> [make(Kind) || _ <- lists:seq(1, rand:uniform(Most + 1) - 1)].

%% ---------------------------------------------------------------- functions

modules() ->
    [{lists,
      [{all, [test, terms]}, {any, [test, terms]}, {append, [lists]}, {append, [ints, terms]},
       {concat, [terms]}, {delete, [int, ints]}, {droplast, [terms]}, {dropwhile, [test, terms]},
       {duplicate, [index, term]}, {filter, [test, terms]}, {filtermap, [filtermap, ints]},
       {flatlength, [deep]}, {flatmap, [unary, ints]}, {flatten, [deep]}, {flatten, [deep, ints]},
       {foldl, [binary_fun, int, terms]}, {foldr, [binary_fun, int, terms]}, {join, [int, ints]},
       {keydelete, [key, pos, pairs]}, {keyfind, [key, pos, pairs]}, {keymap, [unary, pos, pairs]},
       {keymember, [key, pos, pairs]}, {keymerge, [[1], orddict, orddict]},
       {keyreplace, [key, pos, pairs, pair]}, {keysearch, [key, pos, pairs]},
       {keysort, [pos, triples]}, {keystore, [key, pos, pairs, pair]}, {keytake, [key, pos, pairs]},
       {last, [terms]}, {map, [unary, terms]}, {mapfoldl, [map_fold, int, terms]},
       {mapfoldr, [map_fold, int, terms]}, {max, [terms]}, {member, [int, ints]},
       {merge, [sorted_lists]}, {merge, [sorted, sorted]}, {merge3, [sorted, sorted, sorted]}, {min, [numbers]}, {nth, [index, terms]},
       {nthtail, [index, terms]}, {partition, [test, terms]}, {prefix, [ints, ints]},
       {reverse, [terms]}, {reverse, [terms, terms]}, {search, [test, terms]}, {seq, [int, int]},
       {seq, [int, int, int]}, {sort, [ints]}, {sort, [test2, ints]}, {split, [index, terms]},
       {splitwith, [test, terms]}, {sublist, [terms, index]}, {sublist, [terms, pos, index]},
       {subtract, [ints, ints]}, {suffix, [ints, ints]}, {sum, [numbers]},
       {takewhile, [test, terms]}, {ukeymerge, [[1], orddict, orddict]}, {ukeysort, [pos, triples]},
       {umerge, [usorted, usorted]}, {umerge, [usorted_lists]}, {umerge3, [usorted, usorted, usorted]},
       {unzip, [pairs]}, {unzip3, [triples]}, {usort, [ints]}, {usort, [test2, ints]},
       {zip, [ints, terms]}, {zip3, [ints, ints, terms]}, {zipwith, [binary_fun, ints, terms]},
       {enumerate, [terms]}, {enumerate, [int, terms]}, {uniq, [ints]}, {uniq, [unary, terms]}]},
     {maps,
      [{filter, [binary_fun, map]}, {find, [key, map]}, {fold, [merge_fun, int, map]},
       {from_keys, [terms, term]}, {from_list, [pairs]}, {get, [key, map]},
       {get, [key, map, term]}, {intersect, [map, map]}, {intersect_with, [merge_fun, map, map]},
       {is_key, [key, map]}, {map, [binary_fun, map]}, {merge, [map, map]},
       {merge_with, [merge_fun, map, map]}, {put, [key, term, map]}, {remove, [key, map]},
       {size, [map]}, {take, [key, map]}, {update, [key, term, map]},
       {update_with, [key, unary, map]}, {update_with, [key, unary, term, map]},
       {with, [terms, map]}, {without, [terms, map]}, {groups_from_list, [unary, ints]},
       {filtermap, [binary_fun, map]}]},
     {proplists,
      [{append_values, [atom, proplist]}, {compact, [proplist]}, {delete, [atom, proplist]},
       {expand, [[[{a, [b, c]}], [{ok, []}, {{b, true}, [{b, 2}]}]], proplist]}, {get_all_values, [atom, proplist]},
       {get_bool, [atom, proplist]}, {get_value, [atom, proplist]},
       {get_value, [atom, proplist, term]}, {is_defined, [atom, proplist]},
       {lookup, [atom, proplist]}, {lookup_all, [atom, proplist]},
       {normalize, [proplist, [[], [{negations, [{a, b}]}], [{aliases, [{a, c}]}],
                                [{expand, [{a, [b, c]}]}]]]},
       {split, [proplist, [[a], [a, b], []]]}, {substitute_aliases, [[[{a, b}], []], proplist]},
       {substitute_negations, [[[{a, b}], []], proplist]}, {to_map, [proplist]},
       {unfold, [proplist]}]},
     {ordsets,
      [{add_element, [term, ordset]}, {del_element, [term, ordset]}, {filter, [test, ordset]},
       {fold, [binary_fun, int, ordset]}, {from_list, [terms]}, {intersection, [ordset, ordset]},
       {is_disjoint, [ordset, ordset]}, {is_element, [int, ordset]},
       {is_subset, [ordset, ordset]}, {subtract, [ordset, ordset]}, {union, [ordset, ordset]}]},
     {orddict,
      [{append, [key, term, orddict]}, {append_list, [key, terms, orddict]},
       {erase, [key, orddict]}, {fetch, [key, orddict]}, {fetch_keys, [orddict]},
       {filter, [binary_fun, orddict]}, {find, [key, orddict]}, {fold, [merge_fun, int, orddict]},
       {from_list, [pairs]}, {merge, [merge_fun, orddict, orddict]}, {store, [key, term, orddict]},
       {take, [key, orddict]}, {update, [key, unary, orddict]},
       {update, [key, unary, term, orddict]}, {update_counter, [key, int, orddict]}]},
     {dict,
      [{append, [key, term, dict]}, {erase, [key, dict]}, {fetch, [key, dict]},
       {fetch_keys, [dict]}, {filter, [[fun(K, _) -> is_atom(K) end, fun(_, V) -> is_integer(V) end], dict]}, {find, [key, dict]},
       {fold, [merge_fun, int, dict]}, {from_list, [pairs]}, {merge, [merge_fun, dict, dict]},
       {store, [key, term, dict]}, {take, [key, dict]}, {to_list, [dict]},
       {update, [key, unary, dict]}, {update_counter, [key, int, dict]}]},
     {sets,
      [{add_element, [term, set1]}, {del_element, [term, set1]}, {filter, [test, set1]},
       {fold, [binary_fun, int, set1]}, {from_list, [terms]}, {intersection, [set1, set1]},
       {is_disjoint, [set, set]}, {is_element, [int, set]}, {is_subset, [set, set]},
       {subtract, [set1, set1]}, {to_list, [set1]}, {union, [set1, set1]}, {size, [set]}]},
     {gb_sets,
      [{add_element, [term, gb_set]}, {balance, [gb_set]}, {delete, [int, gb_set]},
       {delete_any, [int, gb_set]}, {difference, [gb_set, gb_set]}, {filter, [test, gb_set]},
       {fold, [binary_fun, int, gb_set]}, {from_list, [terms]}, {from_ordset, [ordset]},
       {insert, [term, gb_set]}, {intersection, [gb_set, gb_set]}, {is_disjoint, [gb_set, gb_set]},
       {is_member, [int, gb_set]}, {is_subset, [gb_set, gb_set]}, {largest, [gb_set]},
       {smallest, [gb_set]}, {take_largest, [gb_set]}, {take_smallest, [gb_set]},
       {to_list, [gb_set]}, {union, [gb_set, gb_set]}, {iterator, [gb_set]}]},
     {gb_trees,
      [{balance, [gb_tree]}, {delete, [key, gb_tree]}, {delete_any, [key, gb_tree]},
       {enter, [key, term, gb_tree]}, {from_orddict, [orddict]}, {get, [key, gb_tree]},
       {insert, [key, term, gb_tree]}, {iterator, [gb_tree]}, {iterator_from, [key, gb_tree]},
       {keys, [gb_tree]}, {largest, [gb_tree]}, {lookup, [key, gb_tree]},
       {map, [binary_fun, gb_tree]}, {smallest, [gb_tree]}, {take, [key, gb_tree]},
       {take_any, [key, gb_tree]}, {take_largest, [gb_tree]}, {take_smallest, [gb_tree]},
       {to_list, [gb_tree]}, {update, [key, term, gb_tree]}, {values, [gb_tree]}]},
     {queue,
      [{cons, [term, queue]}, {daeh, [queue]}, {drop, [queue]}, {drop_r, [queue]},
       {filter, [test, queue]}, {filtermap, [filtermap, queue]}, {fold, [binary_fun, int, queue]},
       {from_list, [terms]}, {get, [queue]}, {get_r, [queue]}, {in, [term, queue]},
       {in_r, [term, queue]}, {init, [queue]}, {join, [queue, queue]}, {len, [queue]},
       {member, [int, queue]}, {out, [queue]}, {out_r, [queue]}, {peek, [queue]},
       {peek_r, [queue]}, {reverse, [queue]}, {snoc, [queue, term]}, {split, [index, queue]},
       {tail, [queue]}, {to_list, [queue]}, {delete, [int, queue]}, {delete_r, [int, queue]},
       {delete_with, [test, queue]}, {any, [test, queue]}, {all, [test, queue]}]},
     {array,
      [{fix, [array]}, {foldl, [merge_fun, int, array]}, {foldr, [merge_fun, int, array]},
       {from_list, [terms]}, {from_orddict, [orddict]}, {get, [index, array]},
       {map, [binary_fun, array]}, {new, [index]}, {relax, [array]}, {reset, [index, array]},
       {resize, [index, array]}, {resize, [array]}, {set, [index, term, array]}, {size, [array]},
       {sparse_foldl, [merge_fun, int, array]}, {sparse_size, [array]},
       {sparse_to_list, [array]}, {to_list, [array]}, {to_orddict, [array]}]},
     {string,
      [{casefold, [text]}, {chomp, [text]}, {equal, [text, text]}, {equal, [text, text, bool]},
       {find, [text, separator]}, {find, [text, separator, direction]}, {is_empty, [text]},
       {length, [text]}, {lexemes, [text, separators]}, {lowercase, [text]}, {nth_lexeme, [text, pos, separators]},
       {pad, [text, index]}, {pad, [text, index, direction]}, {pad, [text, index, direction, char]},
       {prefix, [text, text]}, {replace, [text, separator, text]},
       {replace, [text, separator, text, [all, leading, trailing]]}, {reverse, [text]},
       {slice, [text, index]}, {slice, [text, index, index]}, {split, [text, separator]},
       {split, [text, separator, [all, leading, trailing]]}, {take, [text, chars]},
       {take, [text, chars, bool]}, {take, [text, chars, bool, direction]}, {titlecase, [text]},
       {to_float, [ascii]}, {to_graphemes, [text]}, {to_integer, [ascii]}, {trim, [text]},
       {trim, [text, direction]}, {trim, [text, direction, chars]}, {uppercase, [text]},
       {centre, [ascii, index]}, {chars, [char, index]}, {chr, [ascii, char]},
       {concat, [ascii, ascii]}, {copies, [ascii, index]}, {cspan, [ascii, ascii]},
       {join, [lists, separator]}, {left, [ascii, index]}, {len, [ascii]}, {rchr, [ascii, char]},
       {right, [ascii, index, char]}, {rstr, [ascii, ascii]}, {span, [ascii, ascii]},
       {str, [ascii, ascii]}, {strip, [ascii]}, {strip, [ascii, [left, right, both]]},
       {sub_string, [ascii, pos, pos]}, {sub_word, [ascii, pos]}, {substr, [ascii, pos]},
       {substr, [ascii, pos, index]}, {to_lower, [ascii]}, {to_upper, [ascii]},
       {tokens, [ascii, ascii]}, {words, [ascii]}, {next_codepoint, [text]}, {next_grapheme, [text]}]},
     {unicode,
      [{characters_to_binary, [text]}, {characters_to_binary, [text, encoding]},
       {characters_to_binary, [binary, encoding, encoding]}, {characters_to_list, [text]},
       {characters_to_list, [binary, encoding]}, {characters_to_nfc_list, [text]},
       {characters_to_nfd_binary, [text]}, {characters_to_nfkc_binary, [text]},
       {characters_to_nfkd_list, [text]}, {bom_to_encoding, [binary]}]},
     {binary,
      [{at, [binary, index]}, {bin_to_list, [binary]}, {bin_to_list, [binary, index, int]},
       {copy, [binary, index]}, {decode_unsigned, [binary]}, {decode_unsigned, [binary, endian]},
       {encode_unsigned, [big]}, {encode_unsigned, [int, endian]}, {encode_hex, [binary]},
       {decode_hex, [[<<"0aFf">>, <<"0">>, <<"xx">>, <<>>]]}, {first, [binary]}, {last, [binary]},
       {match, [binary, [<<"a">>, <<"ab">>, [<<"a">>, <<"b">>], <<>>]]},
       {matches, [binary, [<<"a">>, [<<"a">>, <<"ab">>], [<<",">>, <<" ">>]]]},
       {part, [binary, index, int]}, {replace, [binary, [<<"a">>, [<<"b">>, <<"c">>]], binary]},
       {replace, [binary, [<<"a">>, <<"b">>], binary, [[global], [], [{insert_replaced, 0}],
                                                       [global, {insert_replaced, [0, 1]}]]]},
       {split, [binary, [<<"a">>, <<",">>, [<<" ">>, <<",">>]]]},
       {split, [binary, [<<"a">>, <<",">>], [[global], [trim], [global, trim_all], [x]]]},
       {longest_common_prefix, [[[<<"abc">>, <<"abd">>], [<<"a">>], []]]}]},
     {base64,
      [{encode, [binary]}, {encode, [ascii]}, {encode_to_string, [binary]}, {decode, [[<<"YWJj">>, "YWI=", "YQ==", <<"Y Q = =">>, "YWJj\n"]]},
       {mime_decode, [[<<"YW Jj">>, "YQ=*=", <<"Y\nWJj">>]]}]},
     {uri_string,
      [{parse, [uri]}, {normalize, [uri]}, {resolve, [uri, uri]}, {quote, [text]},
       {percent_decode, [uri]}, {compose_query, [query]}, {dissect_query, [ascii]},
       {unquote, [uri]}, {recompose, [map]}]},
     {calendar,
      [{date_to_gregorian_days, [date]}, {datetime_to_gregorian_seconds, [datetime]},
       {day_of_the_week, [date]}, {gregorian_days_to_date, [days]},
       {gregorian_seconds_to_datetime, [seconds]}, {is_leap_year, [days]},
       {iso_week_number, [date]}, {last_day_of_the_month, [days, pos]},
       {rfc3339_to_system_time, [rfc]}, {seconds_to_daystime, [seconds]}, {seconds_to_time, [int]},
       {time_difference, [datetime, datetime]}, {time_to_seconds, [time]}, {valid_date, [date]},
       {system_time_to_rfc3339, [seconds, [[{offset, "Z"}], [{offset, 3600}],
                                           [{offset, "Z"}, {unit, millisecond}]]]}]},
     {filename,
      [{absname_join, [path, path]}, {basename, [path]}, {basename, [path, [".erl", ".e", ""]]},
       {dirname, [path]}, {extension, [path]}, {flatten, [path]}, {join, [path, path]},
       {join, [lists]}, {nativename, [path]}, {pathtype, [path]}, {rootname, [path]},
       {rootname, [path, [".erl", ".d"]]}, {split, [path]}]},
     {io_lib,
      [{format, [format, arguments]}, {print, [term]}, {write, [term]}, {write, [map]},
       {print, [terms, pos, [10, 20, 40, 80], [5, 10, -1]]}, {write_string, [string]},
       {write_atom, [atom]}, {write_char, [char]}, {printable_list, [string]},
       {latin1_char_list, [string]}, {chars_length, [text]}, {indentation, [string, index]},
       {fread, [["~d", "~d,~d", "~s ~a", "~f", "~c", "~u x", "~16u", "~#", "a~*d"], ascii]},
       {format, [["~P ~W", "~p ~W", "~.8p~n"], [[[a, b, c, d], 3, {x, y, z}, 2], [1, 2], x]]}]}].
