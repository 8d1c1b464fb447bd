%% What failing BIFs and operators raise: class, reason and the entry of the BIF in the stack trace.
-module(bif_errors).
-export([main/0, id/1]).

-define(T(E), t(??E, fun() -> E end)).

main() ->
    operators(id(a), id([]), id(1)),
    guards(id(a), id([]), id({a}), id(#{})),
    maps_and_lists(id(a), id([]), id(#{})),
    conversions(id(a), id({a})),
    tables(id(a)),
    processes(id(a)),
    calls(id(a), id(1)),
    clauses(id(a), id(#{})),
    depth(),
    units().

operators(A, L, One) ->
    ?T(A + 1), ?T(1 + A), ?T(A + A), ?T(A * 2), ?T(A div 2), ?T(One div 0), ?T(1 rem A),
    ?T(-A), ?T(A band 1), ?T(bnot A), ?T(A bsl 1), ?T(A / 2), ?T(One / 0), ?T(not A),
    ?T(A and true), ?T(A or false), ?T(A xor A), ?T(A andalso true),
    ?T(A ++ [x]), ?T([x] -- A), ?T(A -- [x]), ?T(L ++ A).

guards(A, L, Tu, M) ->
    ?T(hd(L)), ?T(tl(L)), ?T(element(5, Tu)), ?T(element(A, Tu)), ?T(length(A)), ?T(size(A)),
    ?T(tuple_size(A)), ?T(byte_size(A)), ?T(bit_size(A)), ?T(map_size(A)), ?T(abs(A)),
    ?T(round(A)), ?T(trunc(A)), ?T(float(A)), ?T(floor(A)), ?T(ceil(A)), ?T(node(A)),
    ?T(binary_part(A, 1, 2)), ?T(map_get(x, M)), ?T(is_map_key(x, A)), ?T(is_function(A, A)).

maps_and_lists(A, L, M) ->
    ?T(maps:get(x, M)), ?T(maps:get(x, A)), ?T(maps:put(x, 1, A)), ?T(maps:update(x, 1, M)),
    ?T(maps:keys(A)), ?T(maps:merge(A, M)), ?T(maps:remove(a, A)), ?T(maps:find(a, A)),
    ?T(maps:from_list(A)), ?T(lists:keyfind(a, A, L)), ?T(lists:member(a, A)),
    ?T(lists:reverse(A)), ?T(lists:reverse(A, L)), ?T(lists:nth(3, L)), ?T(lists:map(A, L)),
    ?T(binary:at(<<>>, 1)), ?T(binary:part(<<1>>, 4, 1)), ?T(math:log(A)), ?T(math:sqrt(-1)).

conversions(A, Tu) ->
    ?T(atom_to_list(1)), ?T(list_to_integer(A)), ?T(list_to_integer("x")),
    ?T(integer_to_list(A)), ?T(list_to_atom([A])), ?T(list_to_binary([A])),
    ?T(binary_to_list(A)), ?T(binary_to_term(<<1>>)), ?T(list_to_tuple(A)),
    ?T(tuple_to_list(A)), ?T(setelement(3, Tu, x)), ?T(erlang:make_tuple(A, A)),
    ?T(list_to_float("1")), ?T(binary_to_integer(<<"x">>)), ?T(iolist_size(A)),
    ?T(integer_to_list(1, 99)), ?T(list_to_existing_atom("nono" ++ "nonono")),
    ?T(split_binary(<<1>>, 5)), ?T(erlang:append_element(A, A)), ?T(erlang:phash2(1, 0)).

tables(A) ->
    ?T(ets:lookup(nono, 1)), ?T(ets:insert(nono, {1})), ?T(ets:new(A, [foo])),
    ?T(ets:delete(nono)), ?T(ets:lookup_element(nono, 1, 2)),
    T = ets:new(a_table, [named_table]),
    ?T(ets:insert(a_table, A)),
    ets:delete(T).

processes(A) ->
    ?T(A ! x), ?T(erlang:send(A, y)), ?T(unregister(nono)), ?T(whereis(1)), ?T(link(A)),
    ?T(unlink(A)), ?T(demonitor(A)), ?T(exit(A, b)), ?T(spawn(A)), ?T(spawn(1, 2, 3)),
    ?T(process_info(A)), ?T(is_process_alive(A)), ?T(erlang:cancel_timer(A)),
    ?T(persistent_term:get(nono)).

calls(A, One) ->
    ?T(nono:f(1)), ?T(?MODULE:nono(1, 2)), ?T(apply(A, f, [1])), ?T(apply(1, f, [1])),
    ?T(apply(?MODULE, id, A)), ?T(apply(A, [1])), ?T(A(1)), ?T(A:f()), ?T(One:f()),
    ?T(apply(?MODULE, id, [1, 2])), ?T(apply(erlang, atom_to_list, [One])),
    ?T((id(fun erlang:atom_to_list/1))(One)), ?T(fc(A)), ?T(erlang:nono()).

fc(1) -> ok.

clauses(A, M) ->
    ?T(case A of b -> 1 end), ?T(if A =:= b -> 1 end), ?T(b = A), ?T(M#{x := 1}),
    ?T(A#{x => 1}), ?T(error(foo)), ?T(error(foo, [1, 2])), ?T(exit(foo)), ?T(throw(foo)).

%% A recursion shows once for each place it waits at.
depth() ->
    try deep(5)
    catch error:Reason:Stack ->
        io:format("~p~n", [{Reason, [F || {?MODULE, F, _, _} <- Stack]}])
    end.

deep(0) -> hd(id([]));
deep(N) -> 1 + deep(N - 1).

units() ->
    ?T(erlang:convert_time_unit(-1500, millisecond, second)),
    ?T(erlang:convert_time_unit(1 bsl 70, second, 10)),
    io:format("~p~n", [{erlang:convert_time_unit(-1500, millisecond, second),
                        erlang:convert_time_unit(1 bsl 70, second, 10)}]).

id(X) -> X.

t(Name, F) ->
    try F() of
        _ -> io:format("~s: ok~n", [Name])
    catch Class:Reason:Stack ->
        io:format("~s: ~p ~0p~n", [Name, Class, Reason]),
        shown(Stack)
    end.

%% The entries in front of this module's own; of those with arguments, all.
shown([{?MODULE, F, As, _} | _]) when is_list(As) -> io:format("    ~p~n", [{F, As}]);
shown([{M, F, As, Place} | Rest]) when M =/= ?MODULE ->
    Info = [I || {error_info, _} = I <- Place],
    io:format("    ~0p~n", [{M, F, if is_list(As) -> [plain(A) || A <- As]; true -> As end, Info}]),
    shown(Rest);
shown(_) -> ok.

plain(F) when is_function(F) -> 'fun';
plain(P) when is_pid(P) -> pid;
plain(T) -> T.
