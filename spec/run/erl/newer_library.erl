%% Functions that came with OTP 26.
%% not-on: beam
-module(newer_library).
-export([main/0]).

main() ->
    Data = [<<255, 254, 253>>, <<1>>, <<"ab">>, <<>>],
    Options = [#{}, #{mode => urlsafe}, #{padding => false}, #{mode => urlsafe, padding => false}],
    lists:foreach(fun(O) ->
                      Texts = [base64:encode(D, O) || D <- Data],
                      io:format("~p ~w~n", [Texts, [base64:decode(T, O) || T <- Texts] =:= Data])
                  end, Options),
    io:format("~s ~p~n", [base64:encode_to_string("hello", #{padding => false}),
                          base64:decode_to_string("aGVsbG8", #{padding => false})]).
