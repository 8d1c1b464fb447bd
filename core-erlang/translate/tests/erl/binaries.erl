-module(binaries).
-export([run/0]).

run() ->
    Bins = [<<>>, <<1>>, <<1, 2>>, <<1, 2, 3>>, <<2, 1, 2, 3>>, <<3, 1, 2, 3, 4, 5>>, <<"abc">>,
            <<"abcdefghijkl">>, <<1:1>>, <<5:3, 2:5>>, <<255, 255>>, <<1.5/float>>, <<"é"/utf8>>,
            <<16#D8, 0>>, <<0, 0, 0, 0, 0, 0, 240, 63>>, <<0:64>>, atom],
    [[{B, [catch_reason(fun() -> F(B) end) || F <- matchers()]} || B <- Bins],
     [catch_reason(fun() -> F(V) end) || V <- [0, 1, -1, 300, 1.5, <<1>>, <<1:3>>, "x"],
                                         F <- builders()],
     constants(), strings(), sizes(), utf()].

matchers() ->
    [fun(<<A>>) -> A end,
     fun(<<A, B/binary>>) -> {A, B} end,
     fun(<<A:4, B/bits>>) -> {A, B} end,
     fun(<<N, B:N/binary, C/binary>>) -> {N, B, C} end,
     fun(<<N, B:(N * 8)/bits, C/binary>>) -> {N, B, C}; (_) -> no end,
     fun(<<N, M, B:(N + M - 1)/binary>>) -> {N, M, B}; (<<N, _/bits>>) -> {n, N} end,
     fun(<<A/signed, B/signed-little>>) -> {A, B} end,
     fun(<<A:16/little>>) -> A end,
     fun(<<A:16/big-signed>>) -> A end,
     fun(<<A/float>>) -> A end,
     fun(<<A/little-float>>) -> A end,
     fun(<<A:32/float>>) -> A end,
     fun(<<"abc", T/binary>>) -> T end,
     fun(<<"abcdefghij", T/binary>>) -> T end,
     fun(<<A/utf8, T/binary>>) -> {A, T} end,
     fun(<<"é"/utf8>>) -> e_acute end,
     fun(<<A/utf16>>) -> A end,
     fun(<<1:1, _/bits>>) -> one_bit end,
     fun(<<_:2/unit:4, T/binary>>) -> T end,
     fun(<<A:1/binary, A:1/binary>>) -> A; (<<A, A>>) -> {A}; (_) -> x end,
     fun(<<_/binary>>) -> whole_bytes; (<<_/bits>>) -> bits end,
     fun(B) -> S = 8, <<X:S, _/bits>> = B, X end,
     fun(B) -> case B of <<1, X/binary>> when X =/= <<>> -> X; <<2, _/binary>> -> two end end].

builders() ->
    [fun(V) -> <<V>> end,
     fun(V) -> <<V:4>> end,
     fun(V) -> <<V:16/little, 7:4>> end,
     fun(V) -> <<V/float>> end,
     fun(V) -> <<V:32/float-little>> end,
     fun(V) -> <<V/binary, 1>> end,
     fun(V) -> <<V/bits, 1:1>> end,
     fun(V) -> <<V/utf8>> end,
     fun(V) -> <<1:V>> end,
     fun(V) -> <<"abc":V/binary>> end,
     fun(V) -> <<V:80/signed-big, V:72>> end,
     fun(V) -> <<(V):1/binary-unit:8>> end].

constants() ->
    [<<>>, <<1, 2, 3>>, <<"abc">>, <<"é">>, <<"é"/utf8>>, <<"ab"/utf16>>, <<"ab"/utf32-little>>,
     <<"ab":16>>, <<"ab"/little-signed>>, <<-1>>, <<256>>, <<1:3>>, <<1.0:32/float>>,
     <<(<<1, 2>>)/binary, 3>>, <<$a, "bc", 100>>].

strings() ->
    X = 5,
    [<<X, "abc", X>>, <<"abc"/utf16, X>>, <<"a":X>>, <<X:8, "":8>>].

sizes() ->
    Size = 16,
    Unit = 3,
    F = fun(B) ->
                case B of
                    <<A:Size, _:Unit/binary, C:(Size div 2)>> -> {A, C};
                    <<A:(Size + byte_size(B) - 3)/bits, _/bits>> -> A;
                    _ -> none
                end
        end,
    [F(<<1, 2, 3, 4, 5, 6>>), F(<<1, 2, 3>>), F(<<1:3>>)].

utf() ->
    [catch_reason(fun() -> <<C/utf8>> end)
     || C <- [$a, 16#e9, 16#20ac, 16#1f600, 16#d800, 16#110000, -1, x]]
    ++ [[C || <<C/utf8>> <= <<"aé€"/utf8>>], [C || <<C/utf16-little>> <= <<"aé"/utf16-little>>]].

catch_reason(F) ->
    try F() of
        V -> {ok, V}
    catch
        C:R when not is_function(R) ->
            case R of
                {function_clause, _} -> {C, function_clause};
                _ -> {C, R}
            end
    end.
