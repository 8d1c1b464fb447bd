%% A to-do list of three processes: one keeps the items, one shows them and hears the page's events, one
%% writes them to the browser's storage, where they are again when the page is loaded anew.
%%
%%   lfec build --target web page_todo.erl -o todo
%%
%% and serve the folder: `python3 -m http.server -d todo`.
-module(page_todo).
-export([main/0]).

-define(KEY, "todo").

main() ->
    Storage = spawn_link(fun() -> storage() end),
    Page = self(),
    Items = spawn_link(fun() -> items(Page, Storage, stored_items()) end),
    Body = web:find("body"),
    Input = web:append(Body, web:create("input")),
    web:set_attribute(Input, "id", "new"),
    web:set_attribute(Input, "placeholder", "What is to be done?"),
    web:on(Input, "change", new),
    List = web:append(Body, web:create("ul")),
    web:set_attribute(List, "id", "list"),
    Left = web:append(Body, web:create("p")),
    web:set_attribute(Left, "id", "left"),
    Items ! show,
    page(Input, List, Left, Items).

%% Shows what the keeper of the items sends, tells it what the page's user does.
page(Input, List, Left, Items) ->
    receive
        {web, new, _} ->
            Text = web:value(Input),
            web:set_value(Input, ""),
            [Items ! {add, Text} || Text =/= <<>>];
        {web, {toggle, Number}, _} ->
            Items ! {toggle, Number};
        {web, {delete, Number}, _} ->
            Items ! {delete, Number};
        {items, All} ->
            web:clear(List),
            lists:foreach(fun(Item) -> show(List, Item) end, All),
            Open = length([open || {_, _, open} <- All]),
            web:set_text(Left, io_lib:format("~w of ~w left", [Open, length(All)]))
    end,
    page(Input, List, Left, Items).

show(List, {Number, Text, State}) ->
    Item = web:append(List, web:create("li")),
    Label = web:append(Item, web:create("span")),
    web:set_text(Label, Text),
    [web:set_style(Label, "text-decoration", "line-through") || State =:= done],
    web:on(Label, "click", {toggle, Number}),
    Delete = web:append(Item, web:create("button")),
    web:set_text(Delete, "x"),
    web:on(Delete, "click", {delete, Number}).

%% Keeps the items: number, text, and whether it is open or done.
items(Page, Storage, Items) ->
    receive
        Request ->
            New = changed(Request, Items),
            Storage ! {store, New},
            Page ! {items, New},
            items(Page, Storage, New)
    end.

changed(show, Items) -> Items;
changed({add, Text}, Items) -> Items ++ [{number(Items), Text, open}];
changed({delete, Number}, Items) -> lists:keydelete(Number, 1, Items);
changed({toggle, Number}, Items) ->
    {Number, Text, State} = lists:keyfind(Number, 1, Items),
    lists:keyreplace(Number, 1, Items, {Number, Text, other(State)}).

other(open) -> done;
other(done) -> open.

number(Items) -> lists:max([0 | [Number || {Number, _, _} <- Items]]) + 1.

storage() ->
    receive
        {store, Items} -> web:store(?KEY, base64:encode(term_to_binary(Items)))
    end,
    storage().

stored_items() ->
    try
        binary_to_term(base64:decode(web:stored(?KEY)), [safe])
    catch
        error:_ -> []
    end.
