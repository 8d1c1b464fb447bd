%% Packets at the start of binaries: erlang:decode_packet/3. Of its types raw, 0, 1, 2, 4 and line.
-module(erts_packet).

-export([decode/3]).

%% Options: {packet_size, Bytes}, {line_length, Bytes}, {line_delimiter, Byte}; 0 is no limit.
decode(Type, Binary, Options) ->
    case lists:member(Type, [raw, 0, 1, 2, 4, line]) andalso is_bitstring(Binary)
        andalso options(Options) of
        {PacketSize, LineLength, Delimiter} ->
            Whole = whole_bytes(Binary),
            packet(Type, Whole, PacketSize, LineLength, Delimiter);
        false ->
            error(badarg, [Type, Binary, Options])
    end.

options(Options) ->
    try
        lists:foldl(fun option/2, {0, 0, $\n}, Options)
    catch
        error:_ -> false
    end.

option({packet_size, Size}, Limits) when is_integer(Size), Size >= 0 -> setelement(1, Limits, Size);
option({line_length, Size}, Limits) when is_integer(Size), Size >= 0 -> setelement(2, Limits, Size);
option({line_delimiter, Byte}, Limits) when is_integer(Byte), Byte >= 0, Byte =< 255 ->
    setelement(3, Limits, Byte).

whole_bytes(Bits) ->
    Size = bit_size(Bits) div 8,
    <<Bytes:Size/binary, _/bitstring>> = Bits,
    Bytes.

packet(_, <<>>, _, _, _) ->
    {more, undefined};
packet(line, Bytes, PacketSize, LineLength, Delimiter) ->
    line(Bytes, PacketSize, LineLength, Delimiter);
packet(Type, Bytes, _, _, _) when Type =:= raw; Type =:= 0 ->
    {ok, Bytes, <<>>};
packet(HeaderBytes, Bytes, PacketSize, _, _) ->
    case Bytes of
        <<Size:HeaderBytes/unit:8, _/binary>> when PacketSize > 0, Size > PacketSize ->
            {error, invalid};
        <<Size:HeaderBytes/unit:8, Packet:Size/binary, Rest/binary>> ->
            {ok, Packet, Rest};
        <<Size:HeaderBytes/unit:8, _/binary>> ->
            {more, HeaderBytes + Size};
        _ ->
            {more, undefined}
    end.

line(Bytes, PacketSize, LineLength, Delimiter) ->
    Length = case binary:match(Bytes, <<Delimiter>>) of
                 {At, 1} -> At + 1;
                 nomatch -> none
             end,
    Least = case Length of
                none -> byte_size(Bytes);
                _ -> Length
            end,
    if
        PacketSize > 0, Least > PacketSize -> {error, invalid};
        LineLength > 0, Least > LineLength; LineLength > 0, Length =:= none, Least =:= LineLength ->
            cut(Bytes, LineLength);
        Length =:= none -> {more, undefined};
        true -> cut(Bytes, Length)
    end.

cut(Bytes, Length) ->
    <<Packet:Length/binary, Rest/binary>> = Bytes,
    {ok, Packet, Rest}.
