%% What can be found out about directed graphs.
-module(digraph_utils).

-export([components/1, strong_components/1, cyclic_strong_components/1, reachable/2,
         reachable_neighbours/2, reaching/2, reaching_neighbours/2, topsort/1, is_acyclic/1,
         is_tree/1, is_arborescence/1, arborescence_root/1, loop_vertices/1, preorder/1, postorder/1,
         subgraph/2, subgraph/3, condensation/1]).

%% The sets of vertices that hang together, whatever the directions of the edges.
-spec components(digraph:graph()) -> [[digraph:vertex()]].
components(G) -> forest(G, fun(V) -> both(G, V) end, digraph:vertices(G)).

both(G, V) -> digraph:out_neighbours(G, V) ++ digraph:in_neighbours(G, V).

%% The sets of vertices that can be reached from each other.
-spec strong_components(digraph:graph()) -> [[digraph:vertex()]].
strong_components(G) ->
    forest(G, fun(V) -> digraph:in_neighbours(G, V) end, lists:reverse(postorder(G))).

%% The same, but only those with a cycle.
-spec cyclic_strong_components(digraph:graph()) -> [[digraph:vertex()]].
cyclic_strong_components(G) ->
    [Component || Component <- strong_components(G), has_cycle(Component, G)].

has_cycle([V], G) -> is_loop(G, V);
has_cycle(_, _) -> true.

is_loop(G, V) -> lists:member(V, digraph:out_neighbours(G, V)).

%% The vertices that can be reached from some, those among them.
-spec reachable([digraph:vertex()], digraph:graph()) -> [digraph:vertex()].
reachable(Vs, G) when is_list(Vs) ->
    lists:append(forest(G, fun(V) -> digraph:out_neighbours(G, V) end, Vs)).

%% The vertices that can be reached from some by one edge or more.
-spec reachable_neighbours([digraph:vertex()], digraph:graph()) -> [digraph:vertex()].
reachable_neighbours(Vs, G) when is_list(Vs) ->
    reached(fun(V) -> digraph:out_neighbours(G, V) end, Vs, G).

%% The vertices from which some can be reached, those among them.
-spec reaching([digraph:vertex()], digraph:graph()) -> [digraph:vertex()].
reaching(Vs, G) when is_list(Vs) ->
    lists:append(forest(G, fun(V) -> digraph:in_neighbours(G, V) end, Vs)).

%% The vertices from which some can be reached by one edge or more.
-spec reaching_neighbours([digraph:vertex()], digraph:graph()) -> [digraph:vertex()].
reaching_neighbours(Vs, G) when is_list(Vs) ->
    reached(fun(V) -> digraph:in_neighbours(G, V) end, Vs, G).

reached(Next, Vs, G) -> lists:append(forest(G, Next, lists:flatmap(Next, Vs))).

%% The vertices in an order in which every edge leads on, or false if there is a cycle. Edges of a
%% vertex to itself do not count.
-spec topsort(digraph:graph()) -> [digraph:vertex()] | false.
topsort(G) ->
    case length(strong_components(G)) < digraph:no_vertices(G) of
        true -> false;
        false -> lists:reverse(postorder(G))
    end.

%% Whether there is no cycle, and no edge of a vertex to itself.
-spec is_acyclic(digraph:graph()) -> boolean().
is_acyclic(G) -> loop_vertices(G) =:= [] andalso topsort(G) =/= false.

%% Whether it is in one piece and has no cycle, whatever the directions of the edges.
-spec is_tree(digraph:graph()) -> boolean().
is_tree(G) ->
    digraph:no_edges(G) =:= digraph:no_vertices(G) - 1 andalso length(components(G)) =:= 1.

%% Whether all vertices can be reached from one of them by exactly one path.
-spec is_arborescence(digraph:graph()) -> boolean().
is_arborescence(G) -> arborescence_root(G) =/= no.

%% {yes, Root} of an arborescence, or no.
-spec arborescence_root(digraph:graph()) -> no | {yes, digraph:vertex()}.
arborescence_root(G) ->
    case digraph:no_edges(G) =:= digraph:no_vertices(G) - 1 of
        true -> only_root(G, digraph:vertices(G));
        false -> no
    end.

only_root(G, Vs) ->
    case {[V || V <- Vs, digraph:in_degree(G, V) =:= 0],
          lists:all(fun(V) -> digraph:in_degree(G, V) =< 1 end, Vs)} of
        {[Root], true} -> {yes, Root};
        _ -> no
    end.

%% The vertices with an edge to themselves.
-spec loop_vertices(digraph:graph()) -> [digraph:vertex()].
loop_vertices(G) -> [V || V <- digraph:vertices(G), is_loop(G, V)].

%% The vertices as a walk into the depth finds them.
-spec preorder(digraph:graph()) -> [digraph:vertex()].
preorder(G) ->
    Trees = forest(G, fun(V) -> digraph:out_neighbours(G, V) end, starts(G)),
    lists:append(lists:map(fun lists:reverse/1, lists:reverse(Trees))).

%% The vertices as a walk into the depth leaves them.
-spec postorder(digraph:graph()) -> [digraph:vertex()].
postorder(G) ->
    {_, Order} = lists:foldl(fun(V, {Seen, Order}) -> leave(G, V, Seen, Order) end, {#{}, []},
                             starts(G)),
    lists:reverse(Order).

leave(G, V, Seen, Order) ->
    case Seen of
        #{V := _} ->
            {Seen, Order};
        #{} ->
            {Seen1, Order1} =
                lists:foldl(fun(W, {S, O}) -> leave(G, W, S, O) end, {Seen#{V => []}, Order},
                            digraph:out_neighbours(G, V)),
            {Seen1, [V | Order1]}
    end.

%% Walks start where no edge leads to, then anywhere.
starts(G) -> digraph:source_vertices(G) ++ digraph:vertices(G).

%% The vertices found from each start, the last found first; the last start first.
forest(_, Next, Starts) ->
    {_, Trees} = lists:foldl(fun(V, {Seen, Trees}) ->
                                 case tree([V], Next, Seen, []) of
                                     {Seen1, []} -> {Seen1, Trees};
                                     {Seen1, Tree} -> {Seen1, [Tree | Trees]}
                                 end
                             end, {#{}, []}, Starts),
    Trees.

tree([V | Vs], Next, Seen, Tree) ->
    case Seen of
        #{V := _} ->
            tree(Vs, Next, Seen, Tree);
        #{} ->
            {Seen1, Tree1} = tree(Next(V), Next, Seen#{V => []}, [V | Tree]),
            tree(Vs, Next, Seen1, Tree1)
    end;
tree([], _, Seen, Tree) ->
    {Seen, Tree}.

%% The graph of some vertices and the edges between them, with labels.
-spec subgraph(digraph:graph(), [digraph:vertex()]) -> digraph:graph().
subgraph(G, Vs) -> subgraph(G, Vs, []).

%% The same, with options {type, Types} and {keep_labels, Boolean}.
-spec subgraph(digraph:graph(), [digraph:vertex()], [term()]) -> digraph:graph().
subgraph(G, Vs, Options) ->
    case lists:all(fun is_option/1, Options) of
        true -> part(G, Vs, proplists:get_value(type, Options, inherit),
                     proplists:get_value(keep_labels, Options, true));
        false -> error(badarg)
    end.

is_option({type, inherit}) -> true;
is_option({type, Types}) -> is_list(Types);
is_option({keep_labels, Keep}) -> is_boolean(Keep);
is_option(_) -> false.

part(G, Vs, Type, Keep) ->
    Part = digraph:new(kind(G, Type)),
    lists:foreach(fun(V) ->
                      case digraph:vertex(G, V) of
                          {_, Label} -> digraph:add_vertex(Part, V, kept(Label, Keep));
                          false -> ok
                      end
                  end, Vs),
    Inside = digraph:vertices(Part),
    lists:foreach(fun(V) ->
                      lists:foreach(fun(E) -> copy_edge(Part, digraph:edge(G, E), Keep) end,
                                    digraph:out_edges(G, V))
                  end, Inside),
    Part.

copy_edge(Part, {E, V1, V2, Label}, Keep) ->
    case digraph:vertex(Part, V2) of
        false -> ok;
        _ -> digraph:add_edge(Part, E, V1, V2, kept(Label, Keep))
    end.

kept(Label, true) -> Label;
kept(_, false) -> [].

kind(G, inherit) ->
    Info = digraph:info(G),
    [proplists:get_value(cyclicity, Info), proplists:get_value(protection, Info)];
kind(_, Types) ->
    Types.

%% The graph of the strong components, with edges between different ones.
-spec condensation(digraph:graph()) -> digraph:graph().
condensation(G) ->
    Components = strong_components(G),
    Whole = digraph:new(),
    Home = maps:from_list([{V, Component} || Component <- Components, V <- Component]),
    lists:foreach(fun(Component) -> digraph:add_vertex(Whole, Component) end, Components),
    lists:foreach(fun(Component) -> condense(G, Component, Home, Whole) end, Components),
    Whole.

condense(G, Component, Home, Whole) ->
    lists:foreach(fun(Target) -> digraph:add_edge(Whole, Component, Target) end,
                  lists:usort([Target || V <- Component, W <- digraph:out_neighbours(G, V),
                                         (Target = maps:get(W, Home)) =/= Component])).
