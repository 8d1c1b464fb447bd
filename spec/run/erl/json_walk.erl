%% Decodes and encodes JSON, right and wrong.
%% not-on: beam
%% (OTP 25 has no module json.)
-module(json_walk).
-export([main/0]).
main() ->
 [io:format("~ts ~w~n",[B, try json:decode(B) catch C:R -> {C,
     R} end]) || B <- [<<"{\"a\":[1,2.5,-3e2,true,false,null,\"x\\u00e9\\ud83d\\ude00\\n\"],\"b\":{}}">>,<<"[]">>,<<" [ 1 , 2 ] ">>,<<"1 2">>,<<"[1,]">>,<<"{\"a\"}">>,<<"tru">>,<<"trux">>,<<"\"abc">>,<<"\"\\x\"">>,<<"01">>,<<"-">>,<<"1.">>,<<"1e400">>,<<"\"\\ud800\"">>,<<"">>,<<"nul">>,<<"\"",255,"\"">>,<<"\"a\nb\"">>,<<"{\"a\":1,\"a\":2}">>]],
 [io:format("~ts~n",[try iolist_to_binary(json:encode(T)) catch C:R -> io_lib:format("~w",[{C,
     R}]) end]) || T <- [#{a=>[1,2.5,true,null,foo],<<"b">>=>#{}},<<"x\"\\\n\t",1,"é"/utf8>>,[],
     {a},[[[]]],#{1=>2},1.0e22,<<255>>]],
 io:format("~ts~n",[json:encode_binary_escape_all(<<"é😀a"/utf8>>)]),
 {continue,S} = json:decode_start(<<"{\"a\":[1">>, ok, #{}), {continue,
     S2} = json:decode_continue(<<"2,\"x">>, S), io:format("~p~n",
     [json:decode_continue(<<"y\"]} z">>, S2)]),
 {continue,S3} = json:decode_start(<<"12">>, ok, #{}), io:format("~p~n",
     [json:decode_continue(end_of_input, S3)]),
 io:format("~ts",[json:format(#{a=>[1,2,#{b=>c}],<<"k">>=>[1,2,3],x=>#{}})]),
 io:format("~p~n",[json:decode(<<"[{\"a\":1}]">>, acc, #{object_push => fun(K,V,A) -> [{K,
     V}|A] end, object_finish => fun(A,O) -> {A,O} end, null => undefined})]).
