%% File names of Unix: atoms, deep lists of characters, or binaries. A name that is a binary gives
%% binaries, others give strings.
-module(filename).

-export([absname/1, absname/2, absname_join/2, append/2, basename/1, basename/2, dirname/1]).
-export([extension/1, flatten/1, join/1, join/2, nativename/1, pathtype/1, rootname/1]).
-export([rootname/2, split/1, validate/1, basedir/2, basedir/3]).

%% ---------------------------------------------------------------- parts of names

%% The last part of a name. One slash at the end does not count, but what is between two at the
%% end of a string is empty.
basename(Name) when is_binary(Name) ->
    Parts = binary:split(Name, <<"/">>, [global, trim_all]),
    case Parts of
        [] -> <<>>;
        _ -> lists:last(Parts)
    end;
basename(Name) -> last_part(flatten(Name), []).

last_part([$/], Part) -> lists:reverse(Part);
last_part([$/ | Rest], _Part) -> last_part(Rest, []);
last_part([C | Rest], Part) -> last_part(Rest, [C | Part]);
last_part([], Part) -> lists:reverse(Part).

%% The last part of a name without an extension, if it has that.
basename(Name, Extension) when is_binary(Name), is_list(Extension) ->
    basename(Name, bytes(flatten(Extension)));
basename(Name, Extension) when is_list(Name), is_binary(Extension) ->
    basename(bytes(flatten(Name)), Extension);
basename(Name, Extension) when is_binary(Name), is_binary(Extension) ->
    list_to_binary(stripped(binary_to_list(basename(Name)), binary_to_list(Name),
                            binary_to_list(Extension)));
basename(Name, Extension) ->
    Flat = flatten(Name),
    stripped(last_part(Flat, []), Flat, flatten(Extension)).

%% A name that ends in a slash keeps its extension.
stripped(Part, Name, Extension) ->
    case lists:suffix(Part, Name) of
        true -> stripped(Part, Extension);
        false -> Part
    end.

stripped(Part, Extension) ->
    case lists:suffix(Extension, Part) of
        true -> lists:sublist(Part, length(Part) - length(Extension));
        false -> Part
    end.

%% The name of the directory in which a file is.
dirname(Name) when is_binary(Name) -> list_to_binary(directory(binary_to_list(Name)));
dirname(Name) -> directory(flatten(Name)).

directory(Name) ->
    case lists:dropwhile(fun(C) -> C =/= $/ end, lists:reverse(Name)) of
        [] -> ".";
        Reversed ->
            case lists:dropwhile(fun(C) -> C =:= $/ end, Reversed) of
                [] -> "/";
                Directory -> lists:reverse(Directory)
            end
    end.

%% The extension of a name with its full stop, or nothing.
extension(Name) when is_binary(Name) ->
    {_, Extension} = at_extension(binary_to_list(Name)),
    list_to_binary(Extension);
extension(Name) ->
    {_, Extension} = at_extension(flatten(Name)),
    Extension.

%% A name without its extension.
rootname(Name) when is_binary(Name) -> list_to_binary(root(binary_to_list(Name)));
rootname(Name) -> root(flatten(Name)).

%% Of a name that only begins with a full stop nothing is left.
root([$. | Rest] = Name) ->
    case lists:any(fun(C) -> C =:= $. orelse C =:= $/ end, Rest) of
        false -> [];
        true -> element(1, at_extension(Name))
    end;
root(Name) -> element(1, at_extension(Name)).

%% A name cut where its extension begins. What a part begins with is no extension.
at_extension(Name) ->
    {After, Rest} = lists:splitwith(fun(C) -> C =/= $. andalso C =/= $/ end,
                                    lists:reverse(Name)),
    case Rest of
        [$., C | _] when C =/= $/ ->
            {lists:reverse(tl(Rest)), [$. | lists:reverse(After)]};
        _ -> {Name, []}
    end.

%% A name without an extension, if it has that.
rootname(Name, Extension) when is_binary(Name), is_binary(Extension) ->
    list_to_binary(stripped(binary_to_list(Name), binary_to_list(Extension)));
rootname(Name, Extension) when is_binary(Name) ->
    rootname(Name, bytes(flatten(Extension)));
rootname(Name, Extension) when is_binary(Extension) ->
    rootname(bytes(flatten(Name)), Extension);
rootname(Name, Extension) ->
    stripped(flatten(Name), flatten(Extension)).

%% The parts of a name; that of an absolute one begins with "/".
split(Name) when is_binary(Name) -> [list_to_binary(Part) || Part <- parts(binary_to_list(Name))];
split(Name) -> parts(flatten(Name)).

parts([$/ | Rest]) -> ["/" | string_parts(Rest)];
parts(Name) -> string_parts(Name).

string_parts(Name) ->
    case lists:dropwhile(fun(C) -> C =:= $/ end, Name) of
        [] -> [];
        Start ->
            {Part, Rest} = lists:splitwith(fun(C) -> C =/= $/ end, Start),
            [Part | string_parts(Rest)]
    end.

%% Does a name begin at the root (absolute) or not (relative)?
pathtype(<<$/, _/binary>>) -> absolute;
pathtype(Name) when is_binary(Name) -> relative;
pathtype(Name) ->
    case flatten(Name) of
        [$/ | _] -> absolute;
        _ -> relative
    end.

%% ---------------------------------------------------------------- putting names together

%% Joins parts: one slash between them, none at the end; from an absolute one on.
join([First, Second | Rest]) -> join([join(First, Second) | Rest]);
join([Name]) when is_binary(Name) -> list_to_binary(tidy(binary_to_list(Name)));
join([Name]) -> tidy(flatten(Name)).

%% Joins two parts.
join(Name1, Name2) when is_binary(Name1), is_binary(Name2) ->
    list_to_binary(joined(binary_to_list(Name1), binary_to_list(Name2)));
join(Name1, Name2) when is_binary(Name1) -> join(Name1, bytes(flatten(Name2)));
join(Name1, Name2) when is_binary(Name2) -> join(bytes(flatten(Name1)), Name2);
join(Name1, Name2) -> joined(flatten(Name1), flatten(Name2)).

joined(_Name1, [$/ | _] = Name2) -> tidy(Name2);
joined(Name1, []) -> tidy(Name1);
joined(Name1, Name2) -> tidy(Name1 ++ [$/ | Name2]).

%% A name without double slashes, without one at the end, and without /. before another.
tidy(Name) -> tidy(Name, []).

tidy([$/ | Rest], [$/ | _] = Done) -> tidy(Rest, Done);
tidy([$/ | Rest], [$., $/ | Done]) -> tidy(Rest, [$/ | Done]);
tidy([C | Rest], Done) -> tidy(Rest, [C | Done]);
tidy([], [$/, C | Done]) -> lists:reverse([C | Done]);
tidy([], Done) -> lists:reverse(Done).

%% A name beginning with a directory, a slash and a name, as they are.
append(Directory, Name) when is_binary(Directory), is_binary(Name) ->
    <<Directory/binary, $/, Name/binary>>;
append(Directory, Name) when is_binary(Directory) -> append(Directory, bytes(flatten(Name)));
append(Directory, Name) when is_binary(Name) -> append(bytes(flatten(Directory)), Name);
append(Directory, Name) -> Directory ++ [$/ | Name].

%% A name from the root on, beginning with the current directory.
absname(Name) ->
    {ok, Directory} = file:get_cwd(),
    absname(Name, Directory).

%% The same, beginning with a given directory.
absname(Name, Directory) ->
    case pathtype(Name) of
        absolute when is_binary(Directory) -> join([bytes(flatten(Name))]);
        absolute -> join([flat(Name)]);
        relative -> absname_join(Directory, Name)
    end.

%% Joins a directory and a relative name.
absname_join(Directory, Name) -> join(Directory, flat(Name)).

flat(Name) when is_binary(Name) -> Name;
flat(Name) -> flatten(Name).

%% A name as other programs write it.
nativename(Name) -> join([Name]).

%% A name as a flat list of characters; binaries stay.
flatten(Name) when is_binary(Name) -> Name;
flatten(Name) -> characters(Name, []).

characters([C | Rest], After) when is_integer(C) -> [C | characters(Rest, After)];
characters([Atom | Rest], After) when is_atom(Atom) ->
    atom_to_list(Atom) ++ characters(Rest, After);
characters([List | Rest], After) when is_list(List); List =:= [] ->
    characters(List, characters(Rest, After));
characters([], After) -> After;
characters(Atom, After) when is_atom(Atom) -> atom_to_list(Atom) ++ After.

bytes(Name) -> unicode:characters_to_binary(Name).

%% Can a name be that of a file?
validate(Name) when is_binary(Name) ->
    Name =/= <<>> andalso not lists:member(0, binary_to_list(Name));
validate(Name) when is_atom(Name); is_list(Name) ->
    try flatten(Name) of
        Flat -> Flat =/= [] andalso lists:all(fun(C) -> is_integer(C) andalso C > 0 end, Flat)
    catch
        _:_ -> false
    end;
validate(_) -> false.

%% ---------------------------------------------------------------- directories of applications

%% The directory for an application's files of some kind, by the XDG specification.
basedir(Type, Application) -> basedir(Type, Application, #{}).

%% The same with author and version.
basedir(Type, Application, Options)
  when is_map(Options), Type =:= user_cache; is_map(Options), Type =:= user_config;
       is_map(Options), Type =:= user_data ->
    {Variable, Default} = user_directory(Type),
    Base = case os:getenv(Variable) of
               Set when is_list(Set), Set =/= [] -> Set;
               _ -> join(os:getenv("HOME"), Default)
           end,
    with_version(join(Base, Application), Options);
basedir(user_log, Application, Options) when is_map(Options) ->
    join(basedir(user_cache, Application, Options), "log");
basedir(Type, Application, Options)
  when is_map(Options), Type =:= site_config; is_map(Options), Type =:= site_data ->
    {Variable, Default} = site_directories(Type),
    Bases = case os:getenv(Variable) of
                Set when is_list(Set), Set =/= [] -> string:lexemes(Set, ":");
                _ -> Default
            end,
    [with_version(join(Base, Application), Options) || Base <- Bases].

user_directory(user_cache) -> {"XDG_CACHE_HOME", ".cache"};
user_directory(user_config) -> {"XDG_CONFIG_HOME", ".config"};
user_directory(user_data) -> {"XDG_DATA_HOME", ".local/share"}.

site_directories(site_config) -> {"XDG_CONFIG_DIRS", ["/etc/xdg"]};
site_directories(site_data) -> {"XDG_DATA_DIRS", ["/usr/local/share/", "/usr/share/"]}.

with_version(Name, #{version := Version}) -> join(Name, Version);
with_version(Name, _Options) -> Name.
