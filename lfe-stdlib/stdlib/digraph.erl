%% Directed graphs with labels, kept in tables.
%%
%% One table holds vertices {V, Label}, one edges {E, V1, V2, Label}, and one, a bag, what is where:
%% {{in, V}, E}, {{out, V}, E}, and the numbers for names that the graph makes up.
-module(digraph).

-export([new/0, new/1, delete/1, info/1]).
-export([add_vertex/1, add_vertex/2, add_vertex/3, del_vertex/2, del_vertices/2, vertex/2,
         vertices/1, no_vertices/1, source_vertices/1, sink_vertices/1]).
-export([add_edge/3, add_edge/4, add_edge/5, del_edge/2, del_edges/2, edge/2, edges/1, edges/2,
         no_edges/1, del_path/3]).
-export([in_edges/2, out_edges/2, in_neighbours/2, out_neighbours/2, in_degree/2, out_degree/2]).
-export([get_path/3, get_cycle/2, get_short_path/3, get_short_cycle/2]).

-export_type([graph/0, d_type/0, vertex/0, edge/0, label/0]).

-record(digraph, {vertices, edges, neighbours, cyclic = true}).

-type graph() :: #digraph{}.
-type vertex() :: term().
-type edge() :: term().
-type label() :: term().
-type d_type() :: cyclic | acyclic | protected | private.

-define(IS_GRAPH(G), is_record(G, digraph)).

%% ---------------------------------------------------------------- graphs

%% An empty graph.
-spec new() -> graph().
new() -> new([]).

%% An empty graph of a kind: cyclic or acyclic, protected or private.
-spec new([d_type()]) -> graph().
new(Kind) ->
    case is_kind(Kind) of
        true ->
            Access = case lists:member(private, Kind) of
                         true -> private;
                         false -> protected
                     end,
            Neighbours = ets:new(neighbours, [bag, Access]),
            ets:insert(Neighbours, [{'$vid', 0}, {'$eid', 0}]),
            #digraph{vertices = ets:new(vertices, [set, Access]),
                     edges = ets:new(edges, [set, Access]), neighbours = Neighbours,
                     cyclic = not lists:member(acyclic, Kind)};
        false ->
            error(badarg)
    end.

is_kind([Word | Rest]) when Word =:= cyclic; Word =:= acyclic; Word =:= protected;
                            Word =:= private -> is_kind(Rest);
is_kind([]) -> true;
is_kind(_) -> false.

%% Drops a graph and its tables.
-spec delete(graph()) -> true.
delete(#digraph{vertices = Vertices, edges = Edges, neighbours = Neighbours}) ->
    ets:delete(Vertices),
    ets:delete(Edges),
    ets:delete(Neighbours).

%% What kind of graph it is, and its memory in words.
-spec info(graph()) -> [{atom(), term()}].
info(#digraph{vertices = Vertices, edges = Edges, neighbours = Neighbours, cyclic = Cyclic}) ->
    Cyclicity = case Cyclic of
                    true -> cyclic;
                    false -> acyclic
                end,
    Memory = lists:sum([ets:info(Table, memory) || Table <- [Vertices, Edges, Neighbours]]),
    [{cyclicity, Cyclicity}, {memory, Memory}, {protection, ets:info(Vertices, protection)}].

%% A name that has not been given yet.
made_up(#digraph{neighbours = Neighbours}, Counter, Mark) ->
    [{Counter, Number}] = ets:lookup(Neighbours, Counter),
    ets:delete(Neighbours, Counter),
    ets:insert(Neighbours, {Counter, Number + 1}),
    [Mark | Number].

%% ---------------------------------------------------------------- vertices

%% Adds a vertex with a name of its own.
-spec add_vertex(graph()) -> vertex().
add_vertex(G) -> add_vertex(G, made_up(G, '$vid', '$v'), []).

%% Adds a vertex.
-spec add_vertex(graph(), vertex()) -> vertex().
add_vertex(G, V) -> add_vertex(G, V, []).

%% Adds a vertex with a label, or gives it another label.
-spec add_vertex(graph(), vertex(), label()) -> vertex().
add_vertex(#digraph{vertices = Vertices}, V, Label) ->
    ets:insert(Vertices, {V, Label}),
    V.

%% Drops a vertex and its edges.
-spec del_vertex(graph(), vertex()) -> true.
del_vertex(#digraph{vertices = Vertices} = G, V) ->
    del_edges(G, edges(G, V)),
    ets:delete(Vertices, V).

%% Drops vertices.
-spec del_vertices(graph(), [vertex()]) -> true.
del_vertices(G, Vs) ->
    lists:foreach(fun(V) -> del_vertex(G, V) end, Vs),
    true.

%% {V, Label}, or false.
-spec vertex(graph(), vertex()) -> {vertex(), label()} | false.
vertex(#digraph{vertices = Vertices}, V) -> found(ets:lookup(Vertices, V)).

found([Object]) -> Object;
found([]) -> false.

%% Number of vertices.
-spec no_vertices(graph()) -> non_neg_integer().
no_vertices(#digraph{vertices = Vertices}) -> ets:info(Vertices, size).

%% All vertices.
-spec vertices(graph()) -> [vertex()].
vertices(#digraph{vertices = Vertices}) -> ets:select(Vertices, [{{'$1', '_'}, [], ['$1']}]).

%% Vertices without edges to them.
-spec source_vertices(graph()) -> [vertex()].
source_vertices(G) -> without(in, G).

%% Vertices without edges from them.
-spec sink_vertices(graph()) -> [vertex()].
sink_vertices(G) -> without(out, G).

without(Side, #digraph{neighbours = Neighbours} = G) ->
    ets:foldl(fun({V, _}, Found) ->
                  case ets:member(Neighbours, {Side, V}) of
                      true -> Found;
                      false -> [V | Found]
                  end
              end, [], G#digraph.vertices).

%% ---------------------------------------------------------------- edges

%% Adds an edge with a name of its own.
-spec add_edge(graph(), vertex(), vertex()) -> edge() | {error, term()}.
add_edge(G, V1, V2) -> add_edge(G, V1, V2, []).

%% Adds an edge with a label and a name of its own.
-spec add_edge(graph(), vertex(), vertex(), label()) -> edge() | {error, term()}.
add_edge(G, V1, V2, Label) -> add_edge(G, made_up(G, '$eid', '$e'), V1, V2, Label).

%% Adds an edge, or moves the label of one that is there.
-spec add_edge(graph(), edge(), vertex(), vertex(), label()) -> edge() | {error, term()}.
add_edge(#digraph{edges = Edges} = G, E, V1, V2, Label) ->
    case {vertex(G, V1), vertex(G, V2), ets:lookup(Edges, E)} of
        {false, _, _} -> {error, {bad_vertex, V1}};
        {_, false, _} -> {error, {bad_vertex, V2}};
        {_, _, [{_, W1, W2, _}]} when W1 =/= V1; W2 =/= V2 -> {error, {bad_edge, [V1, V2]}};
        {_, _, [_]} -> put_edge(G, E, V1, V2, Label);
        {_, _, []} when G#digraph.cyclic -> put_edge(G, E, V1, V2, Label);
        {_, _, []} -> add_acyclic(G, E, V1, V2, Label)
    end.

add_acyclic(_, _, V, V, _) ->
    {error, {bad_edge, [V, V]}};
add_acyclic(G, E, V1, V2, Label) ->
    case get_path(G, V2, V1) of
        false -> put_edge(G, E, V1, V2, Label);
        Path -> {error, {bad_edge, Path}}
    end.

put_edge(#digraph{edges = Edges, neighbours = Neighbours}, E, V1, V2, Label) ->
    ets:insert(Neighbours, [{{out, V1}, E}, {{in, V2}, E}]),
    ets:insert(Edges, {E, V1, V2, Label}),
    E.

%% Drops an edge.
-spec del_edge(graph(), edge()) -> true.
del_edge(#digraph{edges = Edges, neighbours = Neighbours}, E) ->
    case ets:take(Edges, E) of
        [{_, V1, V2, _}] ->
            ets:delete_object(Neighbours, {{out, V1}, E}),
            ets:delete_object(Neighbours, {{in, V2}, E});
        [] ->
            true
    end.

%% Drops edges.
-spec del_edges(graph(), [edge()]) -> true.
del_edges(G, Es) ->
    lists:foreach(fun(E) -> del_edge(G, E) end, Es),
    true.

%% {E, V1, V2, Label}, or false.
-spec edge(graph(), edge()) -> {edge(), vertex(), vertex(), label()} | false.
edge(#digraph{edges = Edges}, E) -> found(ets:lookup(Edges, E)).

%% Number of edges.
-spec no_edges(graph()) -> non_neg_integer().
no_edges(#digraph{edges = Edges}) -> ets:info(Edges, size).

%% All edges.
-spec edges(graph()) -> [edge()].
edges(#digraph{edges = Edges}) ->
    ets:select(Edges, [{{'$1', '_', '_', '_'}, [], ['$1']}]).

%% The edges of a vertex, to it and from it; an edge to itself twice.
-spec edges(graph(), vertex()) -> [edge()].
edges(G, V) -> in_edges(G, V) ++ out_edges(G, V).

%% Drops edges until there is no path from one vertex to another.
-spec del_path(graph(), vertex(), vertex()) -> true.
del_path(G, V1, V2) ->
    case path_edges(G, V1, V2) of
        false ->
            true;
        Es ->
            del_edges(G, Es),
            del_path(G, V1, V2)
    end.

path_edges(G, V1, V2) ->
    case get_path(G, V1, V2) of
        false ->
            false;
        Path ->
            Steps = lists:zip(lists:droplast(Path), tl(Path)),
            lists:flatmap(fun({A, B}) -> [E || E <- out_edges(G, A), ends_in(G, E, B)] end, Steps)
    end.

ends_in(G, E, V) ->
    case edge(G, E) of
        {_, _, V, _} -> true;
        _ -> false
    end.

%% ---------------------------------------------------------------- neighbours

%% The edges to a vertex.
-spec in_edges(graph(), vertex()) -> [edge()].
in_edges(G, V) -> at(in, G, V).

%% The edges from a vertex.
-spec out_edges(graph(), vertex()) -> [edge()].
out_edges(G, V) -> at(out, G, V).

at(Side, #digraph{neighbours = Neighbours}, V) ->
    [E || {_, E} <- ets:lookup(Neighbours, {Side, V})].

%% The vertices at the other end of the edges to a vertex.
-spec in_neighbours(graph(), vertex()) -> [vertex()].
in_neighbours(#digraph{edges = Edges} = G, V) ->
    [ets:lookup_element(Edges, E, 2) || E <- in_edges(G, V)].

%% The vertices at the other end of the edges from a vertex.
-spec out_neighbours(graph(), vertex()) -> [vertex()].
out_neighbours(#digraph{edges = Edges} = G, V) ->
    [ets:lookup_element(Edges, E, 3) || E <- out_edges(G, V)].

%% Number of edges to a vertex.
-spec in_degree(graph(), vertex()) -> non_neg_integer().
in_degree(G, V) -> length(in_edges(G, V)).

%% Number of edges from a vertex.
-spec out_degree(graph(), vertex()) -> non_neg_integer().
out_degree(G, V) -> length(out_edges(G, V)).

%% ---------------------------------------------------------------- paths

%% A path from one vertex to another as list of vertices, or false. It has at least one edge and no
%% vertex twice, but for its ends.
-spec get_path(graph(), vertex(), vertex()) -> [vertex(), ...] | false.
get_path(G, V1, V2) when ?IS_GRAPH(G) ->
    case deep(G, [out_neighbours(G, V1)], V2, #{V1 => []}, [V1]) of
        false -> false;
        Path -> lists:reverse(Path)
    end.

%% Depth first. Path is where we are, in reverse; the lists are the neighbours still to be tried.
deep(_, [], _, _, _) ->
    false;
deep(G, [[] | Left], Goal, Seen, [_ | Path]) ->
    deep(G, Left, Goal, Seen, Path);
deep(_, [[Goal | _] | _], Goal, _, Path) ->
    [Goal | Path];
deep(G, [[V | Vs] | Left], Goal, Seen, Path) ->
    case Seen of
        #{V := _} -> deep(G, [Vs | Left], Goal, Seen, Path);
        #{} -> deep(G, [out_neighbours(G, V), Vs | Left], Goal, Seen#{V => []}, [V | Path])
    end.

%% A cycle through a vertex, or false. One of two edges or more is taken before one of a single
%% edge.
-spec get_cycle(graph(), vertex()) -> [vertex(), ...] | false.
get_cycle(G, V) ->
    case lists:member(V, out_neighbours(G, V)) of
        true ->
            case longer_cycle(G, V) of
                false -> [V];
                Cycle -> Cycle
            end;
        false ->
            get_path(G, V, V)
    end.

longer_cycle(G, V) ->
    Start = [W || W <- out_neighbours(G, V), W =/= V],
    case deep(G, [Start], V, #{V => []}, [V]) of
        false -> false;
        Path -> lists:reverse(Path)
    end.

%% A shortest path, or false.
-spec get_short_path(graph(), vertex(), vertex()) -> [vertex(), ...] | false.
get_short_path(G, V1, V2) when ?IS_GRAPH(G) ->
    wide(G, queue:from_list([{W, V1} || W <- out_neighbours(G, V1)]), V2, #{}, V1).

%% Breadth first. From tells how each vertex was reached.
wide(G, Queue, Goal, From, Start) ->
    case queue:out(Queue) of
        {empty, _} ->
            false;
        {{value, {Goal, V}}, _} ->
            back(V, Start, From, [Goal]);
        {{value, {W, V}}, Queue1} ->
            case From of
                #{W := _} ->
                    wide(G, Queue1, Goal, From, Start);
                #{} ->
                    Next = queue:from_list([{X, W} || X <- out_neighbours(G, W)]),
                    wide(G, queue:join(Queue1, Next), Goal, From#{W => V}, Start)
            end
    end.

back(Start, Start, _, Path) -> [Start | Path];
back(V, Start, From, Path) -> back(maps:get(V, From), Start, From, [V | Path]).

%% A shortest cycle through a vertex, or false.
-spec get_short_cycle(graph(), vertex()) -> [vertex(), ...] | false.
get_short_cycle(G, V) -> get_short_path(G, V, V).
