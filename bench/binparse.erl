%% Packets of several fields taken out of a binary of about 1 MB, and put together again, ten times.
-module(binparse).
-export([main/0]).

build(0, Acc) -> Acc;
build(N, Acc) ->
    Payload = binary:copy(<<(N rem 256)>>, N rem 32),
    build(N - 1, <<Acc/binary, 16#CAFE:16, (N rem 8):3, N:21, (byte_size(Payload)):16/little, Payload/binary>>).

parse(<<16#CAFE:16, Kind:3, Number:21, Size:16/little, Payload:Size/binary, Rest/binary>>, Count, Sum) ->
    parse(Rest, Count + 1, Sum + Kind + Number + checksum(Payload, 0));
parse(<<>>, Count, Sum) -> {Count, Sum}.

checksum(<<Byte, Rest/binary>>, Sum) -> checksum(Rest, (Sum * 31 + Byte) band 16#FFFF);
checksum(<<>>, Sum) -> Sum.

repeat(1, Data) -> parse(Data, 0, 0);
repeat(N, Data) -> parse(Data, 0, 0), repeat(N - 1, Data).

main() ->
    Start = erlang:monotonic_time(microsecond),
    {Count, Sum} = repeat(10, build(40000, <<>>)),
    Stop = erlang:monotonic_time(microsecond),
    io:format("~w ~w~n", [Count + Sum, Stop - Start]).
