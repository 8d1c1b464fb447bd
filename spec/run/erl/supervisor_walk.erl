%% Trees of processes: strategies, kinds of restart, intensity, children added and taken away.
-module(supervisor_walk).
-behaviour(supervisor).

-export([main/0, init/1, worker/2, failing/1, nested/2]).

main() ->
    logger:set_primary_config(level, none),
    process_flag(trap_exit, true),
    specs(),
    strategies(),
    restarts(),
    intensity(),
    children(),
    simple(),
    faults(),
    shutdowns(),
    trees(),
    significant().

show(What, Value) -> io:format("~w: ~w~n", [What, plain(Value)]).

plain(Pid) when is_pid(Pid) -> pid;
plain(Ref) when is_reference(Ref) -> ref;
plain({gen_server, F, A, L}) when is_atom(F), is_integer(A), is_list(L) -> {gen_server, F};
plain({M, F, A, L}) when is_atom(M), is_atom(F), is_list(L), is_list(A) -> {M, F, length(A)};
plain({M, F, A, L}) when is_atom(M), is_atom(F), is_list(L), is_integer(A) -> {M, F, A};
plain(Tuple) when is_tuple(Tuple) -> list_to_tuple([plain(E) || E <- tuple_to_list(Tuple)]);
plain(Map) when is_map(Map) -> maps:map(fun(_, V) -> plain(V) end, Map);
plain([H | T]) -> [plain(H) | plain(T)];
plain(Other) -> Other.

attempt(Fun) ->
    try Fun()
    catch Class:Reason -> {Class, plain(Reason)}
    end.

init(What) -> What.

child(Id) -> child(Id, permanent).
child(Id, Restart) ->
    #{id => Id, start => {?MODULE, worker, [Id, undefined]}, restart => Restart, shutdown => 1000}.

worker(Id, _) ->
    Parent = self(),
    Pid = spawn_link(fun() ->
                             register(Id, self()),
                             Parent ! {self(), ready},
                             loop(Id)
                     end),
    receive {Pid, ready} -> {ok, Pid} after 1000 -> {error, not_ready} end.

loop(Id) ->
    receive
        {exit, Why} -> exit(Why);
        {which, To} -> To ! {Id, self()}, loop(Id)
    end.

failing(What) -> What.

nested(Name, Children) ->
    supervisor:start_link({local, Name}, ?MODULE,
                          {ok, {#{strategy => one_for_all, intensity => 1}, Children}}).

start(Flags, Children) ->
    {ok, Sup} = supervisor:start_link(?MODULE, {ok, {Flags, Children}}),
    Sup.

stop(Sup) ->
    exit(Sup, shutdown),
    receive {'EXIT', Sup, Reason} -> plain(Reason) after 5000 -> no_exit end.

%% Ends a child and waits until its name stands for another process, or for none.
hit(Id, Why, Expected) ->
    Old = whereis(Id),
    Ref = monitor(process, Old),
    Old ! {exit, Why},
    receive {'DOWN', Ref, _, _, _} -> ok end,
    wait(Id, Old, Expected, 200).

wait(_, _, _, 0) -> gave_up;
wait(Id, Old, Expected, N) ->
    case whereis(Id) of
        undefined when Expected =:= gone -> gone;
        Pid when is_pid(Pid), Pid =/= Old, Expected =:= restarted -> restarted;
        _ -> timer:sleep(5), wait(Id, Old, Expected, N - 1)
    end.

%% ------------------------------------------------------------------ specifications

specs() ->
    io:format("-- specs~n"),
    [show(check, supervisor:check_childspecs(Specs)) ||
        Specs <- [[child(a)], [child(a), child(a)], [#{id => a}], [#{start => {m, f, []}}],
                  [{a, {m, f, []}, permanent, 100, worker, [m]}],
                  [{a, {m, f, []}, sometimes, 100, worker, [m]}],
                  [#{id => a, start => {m, f}}], [#{id => a, start => {m, f, []}, restart => x}],
                  [#{id => a, start => {m, f, []}, shutdown => -1}],
                  [#{id => a, start => {m, f, []}, type => thing}],
                  [#{id => a, start => {m, f, []}, modules => m}], nonsense]],
    [show(flags, attempt(fun() -> supervisor:start_link(?MODULE, {ok, {Flags, []}}) end)) ||
        Flags <- [#{strategy => any}, #{intensity => -1}, #{period => 0}, {one_for_one, 1}, x,
                  #{auto_shutdown => maybe}]],
    flush(),
    [show(return, attempt(fun() -> supervisor:start_link(?MODULE, Return) end)) ||
        Return <- [ignore, nonsense, {ok, x}]],
    flush().

flush() -> receive _ -> flush() after 50 -> ok end.

%% ------------------------------------------------------------------ strategies

strategies() ->
    io:format("-- strategies~n"),
    [begin
         Sup = start(#{strategy => Strategy, intensity => 10}, [child(a), child(b), child(c)]),
         Before = [whereis(N) || N <- [a, b, c]],
         show(hit, hit(b, oops, restarted)),
         wait(c, none, restarted, 100),
         timer:sleep(20),
         After = [whereis(N) || N <- [a, b, c]],
         show(Strategy, [case X =:= Y of true -> same; false -> new end ||
                            {X, Y} <- lists:zip(Before, After)]),
         show(stop, stop(Sup)),
         show(left, [whereis(N) || N <- [a, b, c]])
     end || Strategy <- [one_for_one, one_for_all, rest_for_one]].

%% ------------------------------------------------------------------ restarts

restarts() ->
    io:format("-- restarts~n"),
    [begin
         Sup = start(#{intensity => 10}, [child(a, Restart)]),
         show({Restart, Why}, hit(a, Why, Expected)),
         show(count, lists:sort(supervisor:count_children(Sup))),
         stop(Sup)
     end || {Restart, Why, Expected} <-
                [{permanent, normal, restarted}, {permanent, oops, restarted},
                 {transient, normal, gone}, {transient, shutdown, gone},
                 {transient, {shutdown, x}, gone}, {transient, oops, restarted},
                 {temporary, normal, gone}, {temporary, oops, gone}]].

%% ------------------------------------------------------------------ intensity

intensity() ->
    io:format("-- intensity~n"),
    Sup = start(#{intensity => 2, period => 5}, [child(a), child(b)]),
    show(one, hit(a, oops, restarted)),
    show(two, hit(a, oops, restarted)),
    Ref = monitor(process, Sup),
    a ! {exit, oops},
    receive {'DOWN', Ref, _, _, Reason} -> show(gave_up, Reason) after 2000 -> show(still, there) end,
    receive {'EXIT', Sup, Reason2} -> show(exit, Reason2) after 1000 -> ok end,
    show(left, [whereis(N) || N <- [a, b]]).

%% ------------------------------------------------------------------ children

children() ->
    io:format("-- children~n"),
    Sup = start(#{}, [child(a)]),
    show(start, supervisor:start_child(Sup, child(b))),
    show(twice, supervisor:start_child(Sup, child(b))),
    show(which, lists:sort(supervisor:which_children(Sup))),
    show(terminate, supervisor:terminate_child(Sup, a)),
    show(terminate_none, supervisor:terminate_child(Sup, none)),
    show(which, lists:sort(supervisor:which_children(Sup))),
    show(again, supervisor:start_child(Sup, child(a))),
    show(restart, supervisor:restart_child(Sup, a)),
    show(restart_running, supervisor:restart_child(Sup, a)),
    show(restart_none, supervisor:restart_child(Sup, none)),
    show(delete_running, supervisor:delete_child(Sup, a)),
    show(terminate, supervisor:terminate_child(Sup, a)),
    show(delete, supervisor:delete_child(Sup, a)),
    show(delete_none, supervisor:delete_child(Sup, a)),
    show(get, supervisor:get_childspec(Sup, b)),
    show(get_none, supervisor:get_childspec(Sup, a)),
    show(bad, supervisor:start_child(Sup, #{id => x})),
    show(fails, supervisor:start_child(Sup, failing(d, {error, why}))),
    show(ignores, supervisor:start_child(Sup, failing(e, ignore))),
    show(more, supervisor:start_child(Sup, failing(f, nonsense))),
    show(count, lists:sort(supervisor:count_children(Sup))),
    stop(Sup).

failing(Id, What) -> #{id => Id, start => {?MODULE, failing, [What]}}.

%% ------------------------------------------------------------------ children made as needed

simple() ->
    io:format("-- simple~n"),
    Spec = #{id => any, start => {?MODULE, worker, []}, restart => transient},
    Sup = start(#{strategy => simple_one_for_one, intensity => 5}, [Spec]),
    show(start, supervisor:start_child(Sup, [s1, x])),
    {ok, Pid} = supervisor:start_child(Sup, [s2, x]),
    show(count, lists:sort(supervisor:count_children(Sup))),
    show(which, supervisor:which_children(Sup)),
    show(hit, hit(s1, oops, restarted)),
    show(hit, hit(s1, normal, gone)),
    show(terminate, supervisor:terminate_child(Sup, Pid)),
    show(terminate_id, attempt(fun() -> supervisor:terminate_child(Sup, any) end)),
    show(restart, supervisor:restart_child(Sup, any)),
    show(delete, supervisor:delete_child(Sup, any)),
    show(bad_args, supervisor:start_child(Sup, [only_one])),
    show(count, lists:sort(supervisor:count_children(Sup))),
    show(stop, stop(Sup)).

%% ------------------------------------------------------------------ faults

faults() ->
    io:format("-- faults~n"),
    [begin
         Result = supervisor:start_link(?MODULE, {ok, {#{}, [child(a), failing(x, What)]}}),
         show(What, Result),
         case Result of {ok, Sup} -> show(stop, stop(Sup)); _ -> flush() end,
         show(left, whereis(a))
     end || What <- [{error, why}, nonsense, ignore]],
    flush().

%% ------------------------------------------------------------------ shutdown

shutdowns() ->
    io:format("-- shutdowns~n"),
    Self = self(),
    Stubborn = fun(Id, Shutdown) ->
                       #{id => Id, shutdown => Shutdown,
                         start => {erlang, apply, [fun() -> stubborn(Self, Id) end, []]}}
               end,
    Sup = start(#{}, [Stubborn(x, 20), Stubborn(y, brutal_kill), child(z)]),
    show(stop, stop(Sup)),
    receive {x, told, R} -> show(x, R) after 100 -> show(x, untold) end,
    receive {y, told, R2} -> show(y, R2) after 100 -> show(y, untold) end.

stubborn(To, Id) ->
    Parent = self(),
    Pid = spawn_link(fun() ->
                             process_flag(trap_exit, true),
                             Parent ! {self(), ready},
                             receive {'EXIT', _, Reason} -> To ! {Id, told, Reason} end,
                             receive never -> ok end
                     end),
    receive {Pid, ready} -> {ok, Pid} end.

%% ------------------------------------------------------------------ trees

trees() ->
    io:format("-- trees~n"),
    Inner = #{id => inner, type => supervisor,
              start => {?MODULE, nested, [walk_inner, [child(a), child(b)]]}},
    Sup = start(#{intensity => 3}, [Inner, child(c)]),
    show(which, [{Id, Type, Modules} ||
                    {Id, _, Type, Modules} <- lists:sort(supervisor:which_children(Sup))]),
    show(hit, hit(a, oops, restarted)),
    Old = whereis(walk_inner),
    a ! {exit, oops},
    show(inner, wait(walk_inner, Old, restarted, 200)),
    show(a, wait(a, none, restarted, 200)),
    show(count, lists:sort(supervisor:count_children(walk_inner))),
    show(stop, stop(Sup)),
    show(left, [whereis(N) || N <- [walk_inner, a, b, c]]).

%% ------------------------------------------------------------------ children that end the supervisor

significant() ->
    io:format("-- significant~n"),
    [begin
         Significant = (child(a, transient))#{significant => true},
         Other = (child(b, transient))#{significant => Both},
         Sup = start(#{auto_shutdown => Auto}, [Significant, Other]),
         Ref = monitor(process, Sup),
         a ! {exit, normal},
         receive {'DOWN', Ref, _, _, R} -> show({Auto, Both}, R)
         after 100 -> show({Auto, Both}, lives), stop(Sup)
         end,
         flush()
     end || {Auto, Both} <- [{any_significant, false}, {any_significant, true},
                             {all_significant, true}, {all_significant, false}]],
    show(never, attempt(fun() -> supervisor:start_link(?MODULE,
        {ok, {#{}, [(child(a, transient))#{significant => true}]}}) end)),
    flush().
