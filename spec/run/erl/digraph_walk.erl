%% Walks through modules digraph and digraph_utils. Tables give vertices and edges in any order: they
%% are shown sorted, and of paths it is shown whether they are right.
-module(digraph_walk).
-export([main/0]).

main() ->
    names(),
    paths(),
    kinds(),
    lists:foreach(fun(Seed) -> random_graph(Seed) end, lists:seq(1, 12)).

names() ->
    G = digraph:new(),
    io:format("~w ~w~n", [digraph:add_vertex(G), digraph:add_vertex(G, a)]),
    io:format("~w ~w~n", [digraph:add_vertex(G, b, first), digraph:add_vertex(G, b, label)]),
    io:format("~w~n", [[digraph:vertex(G, V) || V <- [a, b, c]]]),
    Edges = [digraph:add_edge(G, a, b), digraph:add_edge(G, a, b, l),
             digraph:add_edge(G, e, a, b, l), digraph:add_edge(G, x, b),
             digraph:add_edge(G, e, b, a, q), digraph:add_edge(G, ['$e' | 99], b, a, q),
             digraph:add_edge(G, b, a), digraph:add_edge(G, loop, a, a, []),
             digraph:add_edge(G, a, z), digraph:add_edge(G, e, a, b, other)],
    io:format("~w~n", [Edges]),
    io:format("~w~n", [[digraph:edge(G, E) || E <- [e, loop, none]]]),
    lists:foreach(fun(F) -> io:format("~w ~w~n", [F, sorted(digraph:F(G))]) end,
                  [vertices, edges, no_vertices, no_edges, source_vertices, sink_vertices]),
    lists:foreach(fun(F) -> io:format("~w ~w~n", [F, [sorted(digraph:F(G, V)) || V <- [a, b, none]]]) end,
                  [in_edges, out_edges, in_neighbours, out_neighbours, in_degree, out_degree, edges]),
    io:format("~w ~w~n", [digraph:del_edge(G, none), digraph:del_edges(G, [e, loop])]),
    io:format("~w ~w~n", [digraph:del_vertex(G, a), digraph:edges(G)]),
    io:format("~w ~w~n", [digraph:del_vertices(G, [b, none]), digraph:vertices(G)]),
    io:format("~w~n", [digraph:delete(G)]).

sorted(List) when is_list(List) -> lists:sort(List);
sorted(Other) -> Other.

paths() ->
    G = graph([], [{1, 2}, {2, 3}, {3, 4}, {4, 2}, {5, 5}, {6, 1}]),
    Pairs = [{1, 4}, {4, 1}, {1, 1}, {2, 2}, {5, 5}, {6, 4}, {2, 4}],
    lists:foreach(fun({A, B}) ->
                      io:format("~w ~w ~w~n", [{A, B}, digraph:get_path(G, A, B),
                                               digraph:get_short_path(G, A, B)])
                  end, Pairs),
    io:format("~w~n", [[{digraph:get_cycle(G, V), digraph:get_short_cycle(G, V)} || V <- [1, 2, 5]]]),
    io:format("~w ~w~n", [digraph:del_path(G, 1, 4), digraph:get_path(G, 1, 4)]).

kinds() ->
    A = graph([acyclic], []),
    [digraph:add_vertex(A, V) || V <- [1, 2, 3]],
    io:format("~w~n", [[{X, Y, element(1, {digraph:add_edge(A, {X, Y}, X, Y, [])})}
                        || {X, Y} <- [{1, 2}, {2, 3}, {3, 1}, {1, 1}]]]),
    Info = [lists:keydelete(memory, 1, digraph:info(digraph:new(K)))
            || K <- [[], [acyclic], [private], [protected, cyclic]]],
    io:format("~w~n", [Info]),
    io:format("~w~n", [[try digraph:new(K) catch Class:Reason -> {Class, Reason} end
                        || K <- [[foo], [acyclic, foo], x, {}]]]).

graph(Kind, Edges) ->
    G = digraph:new(Kind),
    lists:foreach(fun({A, B}) ->
                      digraph:add_vertex(G, A),
                      digraph:add_vertex(G, B),
                      digraph:add_edge(G, {A, B}, A, B, A * 10 + B)
                  end, Edges),
    G.

random_graph(Seed) ->
    rand:seed(exsss, Seed),
    Size = rand:uniform(7),
    Edges = lists:usort([{rand:uniform(Size), rand:uniform(Size)}
                         || _ <- lists:seq(1, rand:uniform(2 * Size))]),
    G = graph([], Edges),
    [digraph:add_vertex(G, V) || V <- lists:seq(1, Size)],
    io:format("~w~n", [Edges]),
    Sets = [components, strong_components, cyclic_strong_components],
    lists:foreach(fun(F) ->
                      io:format("~w ~w~n", [F, lists:sort([lists:sort(C) || C <- digraph_utils:F(G)])])
                  end, Sets),
    lists:foreach(fun(F) -> io:format("~w ~w~n", [F, lists:sort(digraph_utils:F(G))]) end,
                  [loop_vertices, preorder, postorder]),
    lists:foreach(fun(F) -> io:format("~w ~w~n", [F, digraph_utils:F(G)]) end,
                  [is_acyclic, is_tree, is_arborescence, arborescence_root]),
    lists:foreach(fun(F) ->
                      io:format("~w ~w~n", [F, [lists:sort(digraph_utils:F([V], G)) || V <- [1, Size]]])
                  end, [reachable, reachable_neighbours, reaching, reaching_neighbours]),
    case digraph_utils:topsort(G) of
        false -> io:format("topsort false~n");
        Order -> io:format("topsort ~w~n", [[E || {A, B} = E <- Edges, not before(A, B, Order)]])
    end,
    Half = lists:seq(1, Size div 2 + 1),
    lists:foreach(fun(Options) -> show(digraph_utils:subgraph(G, Half, Options)) end,
                  [[], [{type, [private]}], [{keep_labels, false}]]),
    C = digraph_utils:condensation(G),
    io:format("~w~n", [lists:sort([{lists:sort(X), lists:sort(Y)}
                                   || {_, X, Y, _} <- [digraph:edge(C, E) || E <- digraph:edges(C)]])]).

before(A, B, [A | Rest]) -> lists:member(B, Rest);
before(A, B, [_ | Rest]) -> before(A, B, Rest);
before(_, _, []) -> false.

show(G) ->
    io:format("  ~w~n  ~w~n  ~w~n", [lists:sort([digraph:vertex(G, V) || V <- digraph:vertices(G)]),
                                     lists:sort([digraph:edge(G, E) || E <- digraph:edges(G)]),
                                     lists:keydelete(memory, 1, digraph:info(G))]).
