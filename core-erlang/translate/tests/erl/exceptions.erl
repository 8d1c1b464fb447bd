-module(exceptions).
-export([run/0]).

run() ->
    Thunks = [fun() -> 1 end, fun() -> throw(a) end, fun() -> exit(b) end, fun() -> error(c) end,
              fun() -> error(c, [x]) end, fun() -> 1 / id(0) end, fun() -> hd(id([])) end,
              fun() -> id(foo) + 1 end, fun() -> (id(foo)):bar() end, fun() -> (id(1))() end,
              fun() -> erlang:raise(throw, d, []) end,
              fun() -> clause(3) end, fun() -> case id(4) of 5 -> 6 end end,
              fun() -> if_clause(1) end, fun() -> {a, _} = id({b, c}) end,
              fun() -> try id(1) of 2 -> 3 catch _ -> 4 end end, fun() -> id(a) andalso b end,
              fun() -> true andalso id(b) end, fun() -> id(0) orelse b end,
              fun() -> not id(1) end, fun() -> exit(self(), normal) end],
    {[[shape(W, T) || W <- wrappers()] || T <- Thunks], order(), nested(), stack(), traces()}.

shape(W, T) ->
    case catch W(T) of
        {'EXIT', {R, [_ | _]}} -> {'EXIT', R};
        Other -> Other
    end.

wrappers() ->
    [fun(T) -> T() end,
     fun(T) -> catch T() end,
     fun(T) -> try T() catch X -> {thrown, X} end end,
     fun(T) -> try T() of V -> {value, V} catch C:R -> {C, R} end end,
     fun(T) -> try T() catch error:{badmatch, V} -> {m, V}; error:R when is_atom(R) -> {e, R} end end,
     fun(T) -> try T() catch _:_:S -> {stack, is_list(S)} end end,
     fun(T) -> try T() after put(after_ran, yes) end end,
     fun(T) -> try T() of 1 -> throw(in_of) catch throw:X -> {got, X} after erase(after_ran) end end,
     fun(T) -> try try T() catch throw:a -> exit(from_throw) end catch exit:Y -> {exit, Y} end end,
     fun(T) -> try T() catch C:R:S -> try erlang:raise(C, R, S) catch C:R -> again end end end,
     fun(T) -> C = throw, try T() catch C:R -> {bound_class, R} end end,
     fun(T) -> {ok, try T() catch _:_ -> caught end} end].

clause(1) -> one;
clause(2) -> two.

if_clause(X) when X > 0 ->
    if
        X > 1 -> a
    end.

order() ->
    put(log, []),
    R = try
            log(1), try log(2) after log(3), log(4) end, log(5), throw(x)
        catch
            throw:x -> log(6)
        after
            log(7)
        end,
    {R, lists:reverse(erase(log))}.

log(X) -> put(log, [X | get(log)]), X.

nested() ->
    A = (catch begin B = 1, throw({B, 2}) end),
    C = catch 1 + 1,
    [A, C, catch catch throw(x), (catch throw(y)) =:= y,
     try throw(1) catch throw:1 -> try throw(2) catch throw:2 -> 3 end end].

stack() ->
    try deep(3) catch error:E:S -> {E, [{M, F, A} || {M, F, A, _} <- S, M =:= ?MODULE]} end.

deep(0) -> error(bottom);
deep(N) -> 1 + deep(N - 1).

traces() ->
    [try T() catch _:_:S -> top(S) end
     || T <- [fun() -> clause(9) end, fun() -> deep(0) end]].

top([{M, F, A, Info} | _]) -> {M, F, A, lists:keyfind(line, 1, Info)}.

id(X) -> X.
