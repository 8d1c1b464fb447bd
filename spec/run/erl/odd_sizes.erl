%% Sizes in patterns that are constants, but no numbers: nothing matches. Prefixes that are
%% empty. Functions called with the wrong number of arguments.
%% not-on: beam
%% (OTP 25's compiler fails on our Core for it.)
-module(odd_sizes).
-export([main/0]).

main() ->
    Bin = binary:copy(<<1, 2, 3>>),
    io:format("~w~n", [[atom(Bin), real(Bin), string(Bin), later(Bin), all(Bin)]]),
    io:format("~w~n", [[tried(fun() -> (fun prefix/1)() end),
                        tried(fun() -> F = fun prefix/1, F(1, 2) end),
                        tried(fun() -> fun() -> 42 end(0) end)]]),
    io:format("~w~n", [[prefix([]), prefix(a)]]),
    io:format("~w~n", [[[X || <<X:bad/binary>> <= Bin], [X || <<X:bad, _:8>> <= Bin]]]).

atom(<<X:bad>>) -> X;
atom(_) -> none.

real(<<X:1.5, _/binary>>) -> X;
real(_) -> none.

string(<<X:"a", _/binary>>) -> X;
string(_) -> none.

later(<<X:8, Y:bad, Z/binary>>) -> {X, Y, Z};
later(_) -> none.

all(<<X:all/binary>>) -> X;
all(_) -> none.

prefix([] ++ (X = [])) -> X;
prefix(_) -> other.

tried(Fun) ->
    try
        Fun()
    catch
        error:{badarity, {_, Arguments}} -> {badarity, Arguments}
    end.
