%% A process that computes for long, and a counter of clicks beside it.
-module(busy).
-export([main/0]).

main() ->
    Body = web:find("body"),
    Shown = add(Body, "p", "shown", "0"),
    State = add(Body, "p", "state", "computing"),
    Button = add(Body, "button", "more", "more"),
    web:on(Button, "click", more),
    Main = self(),
    spawn_link(fun() -> Main ! {computed, compute(erlang:monotonic_time(millisecond) + 10000, 0)} end),
    loop(Shown, State, 0).

add(Body, Kind, Name, Text) ->
    Element = web:append(Body, web:create(Kind)),
    web:set_attribute(Element, "id", Name),
    web:set_text(Element, Text),
    Element.

loop(Shown, State, Clicks) ->
    receive
        {web, more, _} ->
            web:set_text(Shown, Clicks + 1),
            loop(Shown, State, Clicks + 1);
        {computed, _} ->
            web:set_text(State, "done"),
            loop(Shown, State, Clicks)
    end.

compute(End, Sum) ->
    Next = lists:foldl(fun(N, S) -> (S + N) rem 1000003 end, Sum, lists:seq(1, 1000)),
    case erlang:monotonic_time(millisecond) < End of
        true -> compute(End, Next);
        false -> Next
    end.
