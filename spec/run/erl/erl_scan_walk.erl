%% Scans texts, right and wrong, whole and piece by piece.
-module(erl_scan_walk).
-export([main/0]).

main() ->
    lists:foreach(fun(Text) -> show(Text) end, texts()),
    lists:foreach(fun(Text) -> io:format("~p~n", [tried(fun() -> first(Text) end)]) end,
        pieces()),
    lists:foreach(fun(Error) -> io:format("~w~n", [erl_scan:format_error(Error)]) end, errors()),
    tokens(),
    lists:foreach(fun(Seed) -> random(Seed) end, lists:seq(1, 120)).

texts() ->
    ["foo Bar _x 'a b' \"str\" $a $\\n $\\x{41} $\\^a 1 16#ff 2#102 1_000 1.5 1.5e3 1.0e-2 1_0.2_5 1.e3",
     "a.b",
     "a. b",
     "foo. ",
     "a %c\n b.\n",
     "\"abc",
     "'abc",
     "$",
     "$\\",
     "16#",
     "1#1",
     "37#1",
     "a@b.",
     
      [16#400,32,16#3b1],
          "= == =:= =/= =< >= < > <- <= << >> => := :: : || | ++ -- + - * / -> ! # ? ; , . .. ... ( ) [ ] { } /= &",
     "after begin case try cond catch andalso orelse end fun if let of receive when bnot not div rem band and bor bxor bsl bsr or xor maybe else",
     "\"a\\x{zz}\"",
     "\"\\x4\"",
     "\"\\400\"",
     "\"\\x{110000}\"",
     "1__0",
     "1_",
     "1.5e",
     "1.5e400",
     "1e5",
     "?foo",
     "`a",
     "\\",
     "~a",
     "\x00",
     "\"a\nb\"",
     "'a\nb'",
     "$\n",
     "'\\x{d800}'",
     "$\\x{d800}",
     "99#a",
     "16#1.8#2",
     "a.%c",
     "a.\xa0b",
     "2#12",
     "\"\"\"\nx\n\"\"\"",
     "\"\\^\"","$\\^",
     "$ ",
     "1.0e+5",
     "1.0E5",
     "0.0","000",
     "1.2.3",
     "x\\",
     "\"abc\\",
     "'" ++ lists:duplicate(256,$a) ++ "'", lists:duplicate(256,$a),
         "\"\\s\\t\\e\\d\\b\\f\\v\\r\\0\\12\\123\\1234\\q\"",
     "\"\\xz\"",
     "\"\\x\"",
     "\"\\x{\"",
     "\"\\x{}\"",
     "$\\xq",
     "A\x{3b1}",
     "-",
     "#{}",
     "'foo",
     "a'b'",
     "$\\x",
     "$\\x{12",
     "$\\x41",
     "0'a",
     "  \n \n\n  a", "a \t\n", "\t\t\n\t", "%a\n%b\n", " \r\n", "  %a", "a.\n b", "a.\n\n",
         "a ?= b"].

show(Text) ->
    io:format("~w~n", [Text]),
    io:format("  ~w~n", [tried(fun() -> erl_scan:string(Text) end)]),
    io:format("  ~w~n", [tried(fun() -> erl_scan:string(Text, {1, 1}) end)]),
    io:format("  ~w~n", [tried(fun() -> erl_scan:string(Text, {3, 5}, [return, text]) end)]).

tried(Fun) ->
    try
        Fun()
    catch
        Class:Reason -> {Class, Reason}
    end.

pieces() ->
    ["foo", "foo.", "foo. ", "foo.\nbar", eof, "foo. %c\n", "\"abc", "1 ", "$",
        "\x{400}. x.\n y. ",
     "\x{400} x y. z", "%c", "37#1. 1.", "  ", "%abc\n", "foo(a"].

%% The continuation itself is nobody's business.
first(Text) ->
    case erl_scan:tokens([], Text, 1) of
        {more, Continuation} ->
            {more, erl_scan:tokens(Continuation, eof, 1), second(Continuation, " b). c")};
        Done ->
            Done
    end.

second(Continuation, Text) ->
    case erl_scan:tokens(Continuation, Text, 1) of
        {more, Continuation1} -> {more, erl_scan:tokens(Continuation1, eof, 1)};
        Done -> Done
    end.

errors() ->
    [{string, $", "abc"}, {string, $', "abc"}, {string, $", "a\"b\x{400}"}, {illegal, character},
     {illegal, integer}, char, {base, 1}, {foo, 1}, foo, {illegal, foo}].

tokens() ->
    lists:foreach(fun(Options) ->
                      {ok, Tokens, _} = erl_scan:string("foo \"a\nb\" 12 + catch. $a X", {1, 1},
                          Options),
                      lists:foreach(fun parts/1, Tokens)
                  end, [[], text]),
    {ok, Tokens, _} = erl_scan:string("foo \"a\nb\" 12"),
    lists:foreach(fun parts/1, Tokens),
    Wrong = [fun() -> erl_scan:string(foo) end, fun() -> erl_scan:string([a]) end,
             fun() -> erl_scan:string("a", a) end, fun() -> erl_scan:string("a", 1, [foo]) end,
             fun() -> erl_scan:category(a) end, fun() -> erl_scan:line({a}) end,
             fun() -> erl_scan:string("a" ++ b) end, fun() -> erl_scan:string("a", -1) end,
             fun() -> erl_scan:string("a", {1, 0}) end,
             fun() -> erl_scan:string("a", 1, {reserved_word_fun, fun(W) -> W =:= a end}) end,
             fun() -> erl_scan:string("a b", 1, {text_fun, fun(_, W) -> W =:= "b" end}) end],
    lists:foreach(fun(Fun) -> io:format("~w~n", [tried(Fun)]) end, Wrong),
    io:format("~w~n", [[erl_scan:reserved_word(Word) || Word <- ['maybe', 'if', foo, 'cond']]]).

parts(Token) ->
    io:format("~w~n", [[erl_scan:Part(Token) || Part <- [category, symbol, line, column, location,
                                                         text, end_location]]]).

random(Seed) ->
    rand:seed(exsss, Seed),
    Characters = "a1_.\\x{}'\"$ \n%#A@:=<>-/|e2~\t^,(*\x{400}8",
    Text = [lists:nth(rand:uniform(length(Characters)), Characters)
            || _ <- lists:seq(1, rand:uniform(14))],
    io:format("~w~n  ~w~n  ~w~n", [Text, tried(fun() -> erl_scan:string(Text, {1, 1}, [return,
        text]) end),
                                    by_pieces(Text, [])]).

by_pieces([], Continuation) ->
    erl_scan:tokens(Continuation, eof, {1, 1});
by_pieces(Text, Continuation) ->
    {Piece, Rest} = lists:split(min(length(Text), 3), Text),
    case erl_scan:tokens(Continuation, Piece, {1, 1}) of
        {more, Continuation1} -> by_pieces(Rest, Continuation1);
        Done -> Done
    end.
