%% The web page around a program that was built with `--target web`.
%%
%% Values of JavaScript that are no plain data are terms `{js, Number}`: they are good for these
%% functions only, stay alive until release/1, and are not to be looked into. Strings go to the page
%% as binaries and come back as such; numbers, lists and maps as themselves, booleans and `null` as
%% atoms. What goes wrong in the page raises an error `{js_error, Text}`; outside of a page every
%% function raises `notsup`.
-module(web).

-export([document/0, window/0, element/1, find/1, find_all/1]).
-export([create/1, append/2, prepend/2, remove/1, clear/1]).
-export([text/1, set_text/2, html/1, set_html/2, value/1, set_value/2]).
-export([attribute/2, set_attribute/3, remove_attribute/2]).
-export([add_class/2, remove_class/2, toggle_class/2, has_class/2]).
-export([style/2, set_style/3, focus/1]).
-export([on/2, on/3, off/1]).
-export([fetch/1, fetch/2]).
-export([stored/1, store/2, unstore/1]).
-export([get/2, set/3, call/3, new/2, global/1, release/1]).
-export([log/1, now_ms/0]).

-export_type([js/0]).

-type js() :: {js, non_neg_integer()}.

%% The page itself.
document() -> global(document).
window() -> global(window).

%% The element with this identifier, or null.
element(Id) -> call(document(), getElementById, [text_of(Id)]).

%% The first element, or all, that a CSS selector finds.
find(Selector) -> call(document(), querySelector, [text_of(Selector)]).
find_all(Selector) -> request({all, text_of(Selector)}).

%% A new element; it shows once it is appended.
create(Tag) -> call(document(), createElement, [text_of(Tag)]).

append(Parent, Child) -> call(Parent, append, [content(Child)]), Child.
prepend(Parent, Child) -> call(Parent, prepend, [content(Child)]), Child.
remove(Element) -> done(call(Element, remove, [])).
clear(Element) -> done(call(Element, replaceChildren, [])).

content({js, _} = Element) -> Element;
content(Text) -> text_of(Text).

text(Element) -> get(Element, textContent).
set_text(Element, Text) -> set(Element, textContent, text_of(Text)).
html(Element) -> get(Element, innerHTML).
set_html(Element, Text) -> set(Element, innerHTML, text_of(Text)).
value(Element) -> get(Element, value).
set_value(Element, Text) -> set(Element, value, text_of(Text)).

attribute(Element, Name) -> call(Element, getAttribute, [text_of(Name)]).
set_attribute(Element, Name, Value) ->
    done(call(Element, setAttribute, [text_of(Name), text_of(Value)])).
remove_attribute(Element, Name) -> done(call(Element, removeAttribute, [text_of(Name)])).

add_class(Element, Class) -> done(class(Element, add, Class)).
remove_class(Element, Class) -> done(class(Element, remove, Class)).
toggle_class(Element, Class) -> class(Element, toggle, Class).
has_class(Element, Class) -> class(Element, contains, Class).

class(Element, What, Class) -> request({class, Element, What, text_of(Class)}).

style(Element, Name) -> request({style, Element, text_of(Name)}).
set_style(Element, Name, Value) ->
    done(request({set_style, Element, text_of(Name), text_of(Value)})).

focus(Element) -> done(call(Element, focus, [])).

%% Events of an element become messages `{web, Tag, Event}` to the calling process, Event a map with
%% at least `<<"type">>`. Without a tag it is the element. The answer stops them: off/1.
on(Element, Event) -> on(Element, Event, Element).
on(Element, Event, Tag) -> request({on, Element, text_of(Event), self(), Tag}).
off(Listener) -> done(request({off, Listener})).

%% `{ok, Status, Body}` or `{error, Text}`. Options: method, headers (a map), body.
fetch(Url) -> fetch(Url, #{}).
fetch(Url, Options) ->
    Reference = make_ref(),
    request({fetch, text_of(Url), Options, self(), Reference}),
    receive
        {web_answer, Reference, Answer} -> Answer
    end.

%% The page's local storage.
stored(Key) -> request({stored, text_of(Key)}).
store(Key, Value) -> done(request({store, text_of(Key), text_of(Value)})).
unstore(Key) -> done(request({unstore, text_of(Key)})).

%% Properties and methods of any value, constructors and global names.
get(Object, Name) -> request({get, Object, text_of(Name)}).
set(Object, Name, Value) -> done(request({set, Object, text_of(Name), Value})).
call(Object, Name, Arguments) -> request({call, Object, text_of(Name), Arguments}).
new(Class, Arguments) -> request({new, text_of(Class), Arguments}).
global(Name) -> request({global, text_of(Name)}).

%% Forgets a value; its term is of no use any more.
release({js, _} = Object) -> done(request({release, Object})).

%% Writes to the console.
log(Term) -> done(request({log, iolist_to_binary(io_lib:format("~tp", [Term]))})).

%% Milliseconds since the page was opened, a float.
now_ms() -> request(now).

done(_) -> ok.

text_of(Text) when is_binary(Text) -> Text;
text_of(Atom) when is_atom(Atom) -> atom_to_binary(Atom, utf8);
text_of(Number) when is_integer(Number) -> integer_to_binary(Number);
text_of(Text) -> unicode:characters_to_binary(Text).

request(Term) ->
    case erts_web:call(term_to_binary(Term)) of
        notsup -> erlang:error(notsup);
        Answer ->
            case binary_to_term(Answer) of
                {ok, Value} -> Value;
                {error, Text} -> erlang:error({js_error, Text})
            end
    end.
