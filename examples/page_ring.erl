%% A ring of processes that hand a ball on, drawn on a canvas.
%%
%%   lfec build --target web page_ring.erl -o ring
-module(page_ring).
-export([main/0]).

-define(SIZE, 24).

main() ->
    Canvas = web:append(web:find("body"), web:create("canvas")),
    [web:set_attribute(Canvas, Side, 400) || Side <- ["width", "height"]],
    Pen = web:call(Canvas, getContext, ["2d"]),
    Painter = self(),
    First = ring(Painter, ?SIZE),
    First ! ball,
    paint(Pen).

%% The last process of the ring is the first one's neighbour.
ring(Painter, Count) ->
    Last = spawn_link(fun() -> receive {next, Next} -> member(Painter, 0, Next) end end),
    First = lists:foldl(
        fun(Number, Next) -> spawn_link(fun() -> member(Painter, Number, Next) end) end,
        Last, lists:seq(1, Count - 1)),
    Last ! {next, First},
    First.

member(Painter, Number, Next) ->
    receive
        ball ->
            Painter ! {at, Number},
            timer:sleep(40),
            Next ! ball,
            member(Painter, Number, Next)
    end.

paint(Pen) ->
    receive
        {at, Number} ->
            web:call(Pen, clearRect, [0, 0, 400, 400]),
            [dot(Pen, Other, Other =:= Number) || Other <- lists:seq(0, ?SIZE - 1)],
            paint(Pen)
    end.

dot(Pen, Number, HasBall) ->
    Angle = 2 * math:pi() * Number / ?SIZE,
    web:set(Pen, fillStyle, if HasBall -> <<"crimson">>; true -> <<"silver">> end),
    web:call(Pen, beginPath, []),
    web:call(Pen, arc, [200 + 160 * math:cos(Angle), 200 + 160 * math:sin(Angle),
                        if HasBall -> 14; true -> 8 end, 0, 2 * math:pi()]),
    web:call(Pen, fill, []).
