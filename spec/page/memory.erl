%% Takes more and more memory.
-module(memory).
-export([main/0]).

main() ->
    Button = web:append(web:find("body"), web:create("button")),
    web:set_attribute(Button, "id", "more"),
    web:set_text(Button, "more"),
    web:on(Button, "click"),
    grow([]).

grow(List) -> grow([lists:seq(1, 1000) | List]).
