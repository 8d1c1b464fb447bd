%% What files there are: patterns of names, walks through folders.
-module(filelib).

-include_lib("kernel/include/file.hrl").

-export([wildcard/1, wildcard/2, wildcard/3, is_dir/1, is_dir/2, is_file/1, is_file/2]).
-export([is_regular/1, is_regular/2, fold_files/5, fold_files/6, last_modified/1]).
-export([last_modified/2, file_size/1, file_size/2, ensure_dir/1, ensure_path/1]).
-export([find_file/2, find_file/3, find_source/1, find_source/2, find_source/3]).
-export([safe_relative_path/2]).

%% ---------------------------------------------------------------- patterns

%% The names that match a pattern, in order. ? is any character, * any number of them, ** any
%% folders below, [abc] and [a-c] one of several characters, {a,b} one of several texts.
wildcard(Pattern) when is_list(Pattern) -> wildcard(Pattern, ".", file).

%% The same from a folder on.
wildcard(Pattern, Folder) when is_list(Pattern), is_list(Folder) ->
    wildcard(Pattern, Folder, file);
wildcard(Pattern, _Module) when is_list(Pattern), is_atom(_Module) ->
    wildcard(Pattern, ".", file).

%% The same; the module for file operations is file.
wildcard(Pattern, Folder, _Module) when is_list(Pattern), is_list(Folder) ->
    {Root, Parts} = case filename:split(Pattern) of
                        ["/" | Rest] -> {"/", Rest};
                        [_ | _] = All -> {"", without_dots(All)}
                    end,
    Patterns = [compile(Part) || Part <- Parts],
    lists:sort(matching(Patterns, Root, Folder)).

without_dots([".", Part | Parts]) -> without_dots([Part | Parts]);
without_dots(Parts) -> Parts.

%% A part of a pattern: {exact, Name}, all_below, or a list of what stands for characters.
compile("**") -> all_below;
compile(".") -> {exact, "."};
compile("..") -> {exact, ".."};
compile(Part) ->
    Items = items(Part),
    case lists:all(fun is_integer/1, Items) of
        true -> {exact, Items};
        false -> Items
    end.

items([$? | Rest]) -> [any | items(Rest)];
items([$* | Rest]) -> [many | items(Rest)];
items([$\\, Char | Rest]) -> [Char | items(Rest)];
items([$[ | Rest]) ->
    case set(Rest, []) of
        {Set, Rest1} -> [{set, Set} | items(Rest1)];
        none -> [$[ | items(Rest)]
    end;
items([${ | Rest]) ->
    {Choices, Rest1} = choices(Rest, [], []),
    [{choice, [items(Choice) || Choice <- Choices]} | items(Rest1)];
items([Char | Rest]) -> [Char | items(Rest)];
items([]) -> [].

%% Pairs of first and last characters.
set([$] | Rest], [_ | _] = Acc) -> {lists:reverse(Acc), Rest};
set([First, $-, Last | Rest], Acc) when Last =/= $] -> set(Rest, [{First, Last} | Acc]);
set([Char | Rest], Acc) -> set(Rest, [{Char, Char} | Acc]);
set([], _) -> none.

choices([$\\, Char | Rest], Choice, Acc) -> choices(Rest, [Char, $\\ | Choice], Acc);
choices([$} | Rest], Choice, Acc) ->
    {lists:reverse([lists:reverse(Choice) | Acc]), Rest};
choices([$, | Rest], Choice, Acc) -> choices(Rest, [], [lists:reverse(Choice) | Acc]);
choices([Char | Rest], Choice, Acc) -> choices(Rest, [Char | Choice], Acc);
choices([], _, _) -> error({badpattern, missing_delimiter}).

%% The names below Base that match; Folder is where relative names start.
matching([], Base, _) ->
    [Base];
matching([{exact, Name}], Base, Folder) ->
    Full = join(Base, Name),
    case exists(Full, Folder) of
        true -> [Full];
        false -> []
    end;
matching([{exact, Name} | Patterns], Base, Folder) ->
    matching(Patterns, join(Base, Name), Folder);
matching([all_below], Base, Folder) ->
    below(Base, Folder);
matching([all_below | Patterns], Base, Folder) ->
    Folders = [Base | [Name || Name <- below(Base, Folder), is_folder(Name, Folder)]],
    lists:append([matching(Patterns, Name, Folder) || Name <- Folders]);
matching([Items | Patterns], Base, Folder) ->
    Names = [join(Base, Name) || Name <- names(Base, Folder), matches(Items, Name)],
    lists:append([matching(Patterns, Name, Folder) || Name <- Names]).

join("", Name) -> Name;
join("/", Name) -> [$/ | Name];
join(Base, Name) -> Base ++ [$/ | Name].

%% The name to ask the system with.
place("", Folder) -> Folder;
place(Name, Folder) -> filename:join(Folder, Name).

names(Base, Folder) ->
    case file:list_dir(place(Base, Folder)) of
        {ok, Names} -> Names;
        {error, _} -> []
    end.

%% All names below, at any depth.
below(Base, Folder) ->
    lists:append([begin
                      Full = join(Base, Name),
                      [Full | below(Full, Folder)]
                  end || Name <- names(Base, Folder)]).

exists(Name, Folder) ->
    case file:read_link_info(place(Name, Folder)) of
        {ok, _} -> true;
        {error, _} -> false
    end.

is_folder(Name, Folder) -> is_dir(place(Name, Folder)).

matches([any | Items], [_ | Name]) -> matches(Items, Name);
matches([many], _) -> true;
matches([many | Items], Name) -> matches_later(Items, Name);
matches([{set, Set} | Items], [Char | Name]) ->
    lists:any(fun({First, Last}) -> First =< Char andalso Char =< Last end, Set)
        andalso matches(Items, Name);
matches([{choice, Choices} | Items], Name) ->
    lists:any(fun(Choice) -> matches(Choice ++ Items, Name) end, Choices);
matches([Char | Items], [Char | Name]) -> matches(Items, Name);
matches([], []) -> true;
matches(_, _) -> false.

matches_later(Items, Name) ->
    matches(Items, Name) orelse (Name =/= [] andalso matches_later(Items, tl(Name))).

%% ---------------------------------------------------------------- kinds of files

%% Is it a folder, or a link to one?
is_dir(Name) -> kind(Name) =:= directory.

%% The same; the module for file operations is file.
is_dir(Name, Module) when is_atom(Module) -> is_dir(Name).

%% Is there such a file or folder?
is_file(Name) ->
    Kind = kind(Name),
    Kind =:= regular orelse Kind =:= directory.

%% The same; the module for file operations is file.
is_file(Name, Module) when is_atom(Module) -> is_file(Name).

%% Is it an ordinary file, or a link to one?
is_regular(Name) -> kind(Name) =:= regular.

%% The same; the module for file operations is file.
is_regular(Name, Module) when is_atom(Module) -> is_regular(Name).

kind(Name) ->
    case file:read_file_info(Name, [{time, posix}]) of
        {ok, #file_info{type = Type}} -> Type;
        {error, _} -> none
    end.

%% When a file was changed, or 0.
last_modified(Name) ->
    case file:read_file_info(Name) of
        {ok, #file_info{mtime = Time}} -> Time;
        {error, _} -> 0
    end.

%% The same; the module for file operations is file.
last_modified(Name, Module) when is_atom(Module) -> last_modified(Name).

%% The size of a file, or 0.
file_size(Name) ->
    case file:read_file_info(Name, [{time, posix}]) of
        {ok, #file_info{size = Size}} -> Size;
        {error, _} -> 0
    end.

%% The same; the module for file operations is file.
file_size(Name, Module) when is_atom(Module) -> file_size(Name).

%% ---------------------------------------------------------------- walks

%% Fold over the files in a folder whose names match a regular expression; in folders below too if
%% Recursive.
fold_files(Folder, Pattern, Recursive, Fun, Acc) ->
    {ok, Compiled} = re:compile(Pattern, [unicode]),
    fold(Folder, Compiled, Recursive, Fun, Acc).

%% The same; the module for file operations is file.
fold_files(Folder, Pattern, Recursive, Fun, Acc, _Module) ->
    fold_files(Folder, Pattern, Recursive, Fun, Acc).

fold(Folder, Pattern, Recursive, Fun, Acc) ->
    case file:list_dir_all(Folder) of
        {ok, Names} ->
            lists:foldl(fun(Name, Acc1) ->
                                fold_one(Name, Folder, Pattern, Recursive, Fun, Acc1)
                        end, Acc, Names);
        {error, _} ->
            Acc
    end.

fold_one(Name, Folder, Pattern, Recursive, Fun, Acc) ->
    Full = filename:join(Folder, Name),
    case kind(Full) of
        regular ->
            case re:run(Name, Pattern, [{capture, none}]) of
                match -> Fun(Full, Acc);
                nomatch -> Acc
            end;
        directory when Recursive ->
            fold(Full, Pattern, Recursive, Fun, Acc);
        _ ->
            Acc
    end.

%% ---------------------------------------------------------------- making folders

%% Make the folders that a name is in.
ensure_dir("/") -> ok;
ensure_dir(Name) -> ensure_path(filename:dirname(Name)).

%% Make a folder and those that it is in.
ensure_path("/") -> ok;
ensure_path(Name) ->
    case is_dir(Name) of
        true ->
            ok;
        false ->
            case filename:dirname(Name) of
                Name -> {error, einval};
                Parent ->
                    case ensure_path(Parent) of
                        ok -> made(file:make_dir(Name), Name);
                        {error, eexist} -> {error, enotdir};
                        Error -> Error
                    end
            end
    end.

made({error, eexist}, Name) ->
    case is_dir(Name) of
        true -> ok;
        false -> {error, eexist}
    end;
made(Answer, _) ->
    Answer.

%% ---------------------------------------------------------------- search

%% A file in a folder or in those that rules say: {ok, Name} or {error, not_found}.
find_file(Name, Folder) -> find_file(Name, Folder, []).

%% Rules are {EndOfFolder, ReplacementOfTheEnd}; some are built in.
find_file(Name, Folder, []) -> find_file(Name, Folder, rules(filename:extension(Name)));
find_file(Name, Folder, Rules) ->
    Folders = [Folder | lists:append([replaced(Folder, Rule) || Rule <- Rules])],
    first_regular([in_folder(Place, Name) || Place <- Folders]).

in_folder("", Name) -> Name;
in_folder(Folder, Name) -> filename:join(Folder, Name).

first_regular([Name | Names]) ->
    case is_regular(Name) of
        true -> {ok, Name};
        false -> first_regular(Names)
    end;
first_regular([]) ->
    {error, not_found}.

rules(".erl") -> [{"ebin", "src"}, {"ebin", "esrc"}];
rules(".beam") -> [{"src", "ebin"}, {"esrc", "ebin"}];
rules(_) -> [].

replaced(Folder, {End, Replacement}) ->
    case lists:suffix(End, Folder) of
        true -> [lists:sublist(Folder, length(Folder) - length(End)) ++ Replacement];
        false -> []
    end.

%% The source of a compiled file.
find_source(Path) -> find_source(filename:basename(Path), filename:dirname(Path)).

%% The same, given name and folder.
find_source(Name, Folder) -> find_source(Name, Folder, []).

%% The same with rules {ExtensionOfObject, ExtensionOfSource, Rules of folders}.
find_source(Name, Folder, []) ->
    find_source(Name, Folder, [{".beam", ".erl", rules(".erl")}, {".o", ".c", []}]);
find_source(Name, Folder, Rules) ->
    Extension = filename:extension(Name),
    Root = filename:rootname(Name),
    Found = [find_file(Root ++ Source, Folder, Folders)
             || {Object, Source, Folders} <- Rules, Object =:= Extension],
    case [Ok || {ok, _} = Ok <- Found] of
        [First | _] -> First;
        [] -> {error, not_found}
    end.

%% ---------------------------------------------------------------- safety

%% A relative name without parts that lead out of a folder, links looked at; or unsafe.
safe_relative_path(Path, Folder) ->
    case filename:pathtype(Path) of
        relative -> safe(filename:split(Path), [], Folder, sets:new());
        _ -> unsafe
    end.

safe([".." | _], [], _, _) -> unsafe;
safe([<<"..">> | _], [], _, _) -> unsafe;
safe([".." | Parts], [_ | Done], Folder, Seen) -> safe(Parts, Done, Folder, Seen);
safe([<<"..">> | Parts], [_ | Done], Folder, Seen) -> safe(Parts, Done, Folder, Seen);
safe(["." | Parts], Done, Folder, Seen) -> safe(Parts, Done, Folder, Seen);
safe([<<".">> | Parts], Done, Folder, Seen) -> safe(Parts, Done, Folder, Seen);
safe([Part | Parts], Done, Folder, Seen) ->
    Here = filename:join(lists:reverse([Part | Done])),
    case file:read_link(in_folder(Folder, Here)) of
        {ok, Target} ->
            case sets:is_element(Here, Seen) orelse filename:pathtype(Target) =/= relative of
                true -> unsafe;
                false ->
                    safe(filename:split(Target) ++ Parts, Done, Folder, sets:add_element(Here, Seen))
            end;
        {error, _} ->
            safe(Parts, [Part | Done], Folder, Seen)
    end;
safe([], [], _, _) -> [];
safe([], Done, _, _) -> filename:join(lists:reverse(Done)).
