%% Buttons that make processes crash, and one that shows that the others go on.
-module(crash).
-export([main/0]).

main() ->
    Body = web:find("body"),
    Shown = web:append(Body, web:create("p")),
    web:set_attribute(Shown, "id", "shown"),
    [button(Body, Name) || Name <- [crash, wrong_call, loop, more]],
    loop(Shown, 0).

button(Body, Name) ->
    Button = web:append(Body, web:create("button")),
    web:set_attribute(Button, "id", atom_to_list(Name)),
    web:set_text(Button, atom_to_list(Name)),
    web:on(Button, "click", Name).

loop(Shown, Count) ->
    web:set_text(Shown, Count),
    receive
        {web, crash, _} ->
            spawn(fun() -> 1 / list_to_integer("0") end),
            loop(Shown, Count);
        {web, wrong_call, _} ->
            %% What fails in the page is an exception here.
            {'EXIT', {{js_error, _}, _}} = (catch web:call(web:window(), "none_such", [])),
            {'EXIT', {{js_error, _}, _}} = (catch web:text({js, 123456})),
            loop(Shown, Count + 100);
        {web, loop, _} ->
            %% A heap that grows without end: the process is killed, the others go on.
            Fun = fun() -> process_flag(max_heap_size, 200000), grow([]) end,
            {_, Monitor} = spawn_monitor(Fun),
            receive {'DOWN', Monitor, process, _, killed} -> loop(Shown, Count + 1000) end;
        {web, more, _} ->
            loop(Shown, Count + 1)
    end.

grow(List) -> grow([List | lists:seq(1, 100)]).
