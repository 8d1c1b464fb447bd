%% What tests look like: takes descriptions of tests apart, one at a time, so that generators run
%% when it is their turn.
%%
%% A group's tests are kept as a list of descriptions not looked at yet; nested lists are part of
%% the group around them. next/1 throws {bad, Reason} where a description is none; Reason is what
%% listeners are told after abort.
-module(eunit_tree).

-export([next/1, functions/1]).

-include("eunit_tree.hrl").

%% The next test or group of a list of descriptions: {#test{} or #group{}, Rest}, or none.
next([]) -> none;
next([[] | Rest]) -> next(Rest);
next([[_ | _] = List | Rest]) ->
    case is_text(List) of
        true -> bad({file_read_error, {enoent, List}});
        false -> next([hd(List), tl(List) | Rest])
    end;
next([Description | Rest]) ->
    case item(Description) of
        {more, List} -> next([List | Rest]);
        Item -> {Item, Rest}
    end.

-spec bad(term()) -> no_return().
bad(Reason) -> throw({bad, Reason}).

%% ---------------------------------------------------------------- descriptions

%% A test, a group, or {more, List} for a list that belongs to the group around.
item({?MODULE, Item}) -> Item;
item(Fun) when is_function(Fun, 0) -> #test{function = Fun, source = source(Fun)};
item({test, Module, Name}) when is_atom(Module), is_atom(Name) -> named(Module, Name);
item({module, Module}) when is_atom(Module) -> module_tests(Module);
item(Module) when is_atom(Module) -> module_tests(Module);
item({application, Name}) when is_atom(Name) -> application_tests(Name);
item({file, Name}) -> bad({file_read_error, {enoent, Name}});
item({dir, Name}) -> bad({file_read_error, {enoent, Name}});
item({generator, Fun}) when is_function(Fun, 0) -> generated(Fun, source(Fun));
item({generator, Module, Name}) when is_atom(Module), is_atom(Name) ->
    erlang:function_exported(Module, Name, 0)
        orelse bad({no_such_function, {Module, Name, 0}}),
    generated(fun() -> Module:Name() end, {Module, Name, 0});
item({with, Value, Funs}) when is_list(Funs) -> {more, [with(Value, Fun) || Fun <- Funs]};
item({timeout, Seconds, Tests}) when is_number(Seconds), Seconds >= 0 ->
    merged(#group{tests = Tests, timeout = round(Seconds * 1000)});
item({inorder, Tests}) -> merged(#group{tests = Tests, order = inorder});
item({inparallel, Tests}) -> merged(#group{tests = Tests, order = {inparallel, 0}});
item({inparallel, Count, Tests}) when is_integer(Count), Count >= 0 ->
    merged(#group{tests = Tests, order = {inparallel, Count}});
item({spawn, Tests}) -> #group{tests = Tests, spawn = local};
item({spawn, Node, Tests}) when Node =:= node() -> #group{tests = Tests, spawn = local};
item({spawn, Node, _}) when is_atom(Node) -> bad({no_such_node, Node});
item({node, Node, _}) when is_atom(Node) -> bad({no_such_node, Node});
item({node, Node, _, _}) when is_atom(Node) -> bad({no_such_node, Node});
item({setup, Setup, Tests}) -> item({setup, spawn, Setup, fun no_cleanup/1, Tests});
item({setup, Setup, Cleanup, Tests}) when is_function(Setup) ->
    item({setup, spawn, Setup, Cleanup, Tests});
item({setup, Where, Setup, Tests}) -> item({setup, Where, Setup, fun no_cleanup/1, Tests});
item({setup, Where, Setup, Cleanup, Tests})
  when is_function(Setup, 0), is_function(Cleanup, 1) ->
    fixture(Where, Setup, Cleanup, Tests);
item({foreach, Setup, Tests}) -> item({foreach, spawn, Setup, fun no_cleanup/1, Tests});
item({foreach, Setup, Cleanup, Tests}) when is_function(Setup) ->
    item({foreach, spawn, Setup, Cleanup, Tests});
item({foreach, Where, Setup, Tests}) -> item({foreach, Where, Setup, fun no_cleanup/1, Tests});
item({foreach, Where, Setup, Cleanup, Tests}) when is_list(Tests) ->
    {more, [{setup, Where, Setup, Cleanup, Test} || Test <- Tests]};
item({foreachx, Setup, Pairs}) -> item({foreachx, spawn, Setup, fun no_cleanup/2, Pairs});
item({foreachx, Setup, Cleanup, Pairs}) when is_function(Setup) ->
    item({foreachx, spawn, Setup, Cleanup, Pairs});
item({foreachx, Where, Setup, Pairs}) ->
    item({foreachx, Where, Setup, fun no_cleanup/2, Pairs});
item({foreachx, Where, Setup, Cleanup, Pairs})
  when is_function(Setup, 1), is_function(Cleanup, 2), is_list(Pairs) ->
    {more, [with_pair(Where, Setup, Cleanup, Pair) || Pair <- Pairs]};
item({Module, Name}) when is_atom(Module), is_atom(Name) -> named(Module, Name);
item({Line, Test}) when is_integer(Line), Line >= 0 -> at_line(Line, Test);
item({Text, Test} = Description) ->
    case title(Text) of
        false -> bad({bad_test, Description});
        Title -> titled(Title, Test)
    end;
item({Text, Line, Test} = Description) when is_integer(Line), Line >= 0 ->
    case title(Text) of
        false -> bad({bad_test, Description});
        Title -> titled(Title, {Line, Test})
    end;
item(Other) -> bad({bad_test, Other}).

no_cleanup(_) -> ok.

no_cleanup(_, _) -> ok.

%% ---------------------------------------------------------------- parts of descriptions

source(Fun) ->
    Item = fun(Key) -> element(2, erlang:fun_info(Fun, Key)) end,
    {Item(module), Item(name), Item(arity)}.

named(Module, Name) ->
    Source = {Module, Name, 0},
    Function =
        fun() ->
            case {is_module(Module), erlang:function_exported(Module, Name, 0)} of
                {false, _} -> throw({?MODULE, {module_not_found, Module}});
                {true, false} -> throw({?MODULE, {no_such_function, Source}});
                {true, true} -> Module:Name()
            end
        end,
    #test{function = Function, source = Source}.

is_module(Module) ->
    try Module:module_info(module) of
        _ -> true
    catch
        error:undef -> false
    end.

%% The test functions and generators of a module, and of the module named after it with _tests.
module_tests(Module) ->
    Own = case functions(Module) of
              none -> bad({module_not_found, Module});
              Tests -> Tests
          end,
    Companion = list_to_atom(atom_to_list(Module) ++ "_tests"),
    Group = #group{title = module_title(Module), tests = Own},
    case is_test_module(Module) orelse functions(Companion) of
        true -> Group;
        none -> Group;
        Others ->
            Nested = #group{title = module_title(Companion), tests = Others},
            Group#group{tests = Own ++ [{?MODULE, Nested}]}
    end.

is_test_module(Module) -> lists:suffix("_tests", atom_to_list(Module)).

module_title(Module) -> unicode:characters_to_binary(io_lib:format("module '~ts'", [Module])).

%% The tests of a module as descriptions, without its companion's; none if there is no module.
functions(Module) ->
    try Module:module_info(exports) of
        Exports -> lists:append([test_function(Module, Name) || {Name, 0} <- Exports])
    catch
        error:undef -> none
    end.

test_function(Module, Name) ->
    Text = atom_to_list(Name),
    case {lists:suffix("_test", Text), lists:suffix("_test_", Text)} of
        {true, _} -> [{test, Module, Name}];
        {_, true} -> [{generator, Module, Name}];
        _ -> []
    end.

application_tests(Name) ->
    case application:get_key(Name, modules) of
        {ok, Modules} ->
            Title = unicode:characters_to_binary(io_lib:format("application '~ts'", [Name])),
            #group{title = Title, tests = [{module, Module} || Module <- Modules]};
        undefined ->
            bad({application_not_found, Name})
    end.

generated(Fun, Source) ->
    try Fun() of
        Tests -> {more, [Tests]}
    catch
        Class:Reason:Stack -> bad({generator_failed, {Source, {Class, Reason, Stack}}})
    end.

with(Value, Fun) when is_function(Fun, 1) -> {?MODULE, with_test(Value, Fun)};
with(Value, {Line, Fun}) when is_integer(Line), is_function(Fun, 1) ->
    {?MODULE, (with_test(Value, Fun))#test{line = Line}};
with(Value, {Title, Fun}) -> {Title, with(Value, Fun)};
with(_, Other) -> bad({bad_test, Other}).

with_test(Value, Fun) -> #test{function = fun() -> Fun(Value) end, source = source(Fun)}.

with_pair(Where, Setup, Cleanup, {Value, Make}) when is_function(Make, 2) ->
    {setup, Where, fun() -> Setup(Value) end, fun(State) -> Cleanup(Value, State) end,
     fun(State) -> Make(Value, State) end};
with_pair(_Where, _Setup, _Cleanup, Other) ->
    bad({bad_test, Other}).

%% Set-up and clean-up happen in the process of the group around; the tests in between in that
%% one too, or in one of their own.
fixture(Where, Setup, Cleanup, Tests) ->
    Inner = case Where of
                local -> Tests;
                spawn -> spawned(Tests);
                {spawn, Node} when Node =:= node() -> spawned(Tests);
                {spawn, Node} -> bad({no_such_node, Node});
                _ -> bad({bad_test, {setup, Where, Setup, Cleanup, Tests}})
            end,
    #group{tests = Inner, context = {Setup, Cleanup}}.

spawned(Make) when is_function(Make, 1) -> fun(State) -> {spawn, Make(State)} end;
spawned({with, Funs}) when is_list(Funs) -> fun(State) -> {spawn, {with, State, Funs}} end;
spawned(Tests) -> {spawn, Tests}.

title(Text) when is_binary(Text) -> Text;
title([_ | _] = Text) ->
    case is_text(Text) of
        true -> unicode:characters_to_binary(Text);
        false -> false
    end;
title([]) -> <<>>;
title(_) -> false.

%% Is it a list of characters? An empty one is a list of no tests.
is_text(List) -> io_lib:char_list(List).

%% ---------------------------------------------------------------- wrappers

%% A title, a line, a limit or an order belongs to the test or group that it stands before.
titled(Title, Tests) ->
    case single(Tests) of
        #test{title = undefined} = Test -> Test#test{title = Title};
        #group{title = undefined, context = none, spawn = undefined} = Group ->
            Group#group{title = Title};
        _ -> #group{title = Title, tests = Tests}
    end.

at_line(Line, Tests) ->
    case single(Tests) of
        #test{line = 0} = Test -> Test#test{line = Line};
        #group{} = Group -> Group;
        _ -> {more, [Tests]}
    end.

merged(#group{timeout = Limit, order = Order} = Group) ->
    case single(Group#group.tests) of
        #test{timeout = undefined} = Test when Order =:= undefined ->
            Test#test{timeout = Limit};
        #group{timeout = undefined, context = none, spawn = undefined} = Inner
          when Order =:= undefined ->
            Inner#group{timeout = Limit};
        #group{order = undefined, context = none, spawn = undefined} = Inner
          when Limit =:= undefined ->
            Inner#group{order = Order};
        _ ->
            Group
    end.

%% The test or group that a description is, if looking at it runs nothing of the user's.
single({?MODULE, Item}) -> Item;
single([Description]) when not is_integer(Description) -> single(Description);
single(Fun) when is_function(Fun, 0) -> item(Fun);
single({Name, _} = Description) when Name =/= generator, Name =/= with -> taken(Description);
single({Name, _, _} = Description) when Name =/= generator, Name =/= with ->
    taken(Description);
single(_) -> many.

taken(Description) ->
    case item(Description) of
        {more, _} -> many;
        Item -> Item
    end.
