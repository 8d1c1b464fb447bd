%% What makes sense of the code server where all code is in the program: nothing is loaded later.
-module(code).

-export([ensure_loaded/1, ensure_modules_loaded/1, is_loaded/1, which/1, all_loaded/0]).
-export([load_file/1, load_abs/1, load_binary/3, purge/1, soft_purge/1, delete/1]).
-export([get_object_code/1, where_is_file/1, root_dir/0, lib_dir/0, lib_dir/1, lib_dir/2]).
-export([priv_dir/1, get_path/0, set_path/1, add_path/1, add_patha/1, add_pathz/1, add_paths/1]).
-export([add_pathsa/1, add_pathsz/1, del_path/1, objfile_extension/0, is_sticky/1, get_mode/0]).
-export([module_md5/1, get_doc/1, all_available/0, module_status/1]).

%% {module, Module} for a module of the program.
ensure_loaded(Module) when is_atom(Module) ->
    case erlang:module_loaded(Module) of
        true -> {module, Module};
        false -> {error, nofile}
    end.

%% ok, or which modules there are not.
ensure_modules_loaded(Modules) ->
    case [{Module, nofile} || Module <- Modules, not erlang:module_loaded(Module)] of
        [] -> ok;
        Missing -> {error, Missing}
    end.

%% {file, preloaded} for a module of the program.
is_loaded(Module) when is_atom(Module) ->
    case erlang:module_loaded(Module) of
        true -> {file, preloaded};
        false -> false
    end.

%% preloaded for a module of the program.
which(Module) when is_atom(Module) ->
    case erlang:module_loaded(Module) of
        true -> preloaded;
        false -> non_existing
    end.

%% The modules of the program.
all_loaded() -> [{Module, preloaded} || Module <- erlang:loaded()].

%% The modules of the program.
all_available() -> [{atom_to_list(Module), preloaded, true} || Module <- erlang:loaded()].

%% Nothing can be loaded; a module that is there is not loaded again.
load_file(Module) when is_atom(Module) -> ensure_loaded(Module).

%% Nothing can be loaded.
load_abs(_Name) -> {error, nofile}.

%% Nothing can be loaded.
load_binary(Module, _Name, Binary) when is_atom(Module), is_binary(Binary) -> {error, badfile}.

%% There is no old code.
purge(Module) when is_atom(Module) -> false.

%% There is no old code.
soft_purge(Module) when is_atom(Module) -> true.

%% Code is never removed.
delete(Module) when is_atom(Module) -> false.

%% There are no object files.
get_object_code(Module) when is_atom(Module) -> error.

%% A file in the current folder, which is the whole path.
where_is_file(Name) ->
    case filelib:is_regular(Name) of
        true -> filename:absname(Name);
        false -> non_existing
    end.

%% The root of the file system: nothing is installed.
root_dir() -> "/".

%% The same.
lib_dir() -> "/".

%% Applications have no folders of their own.
lib_dir(Application) when is_atom(Application); is_list(Application) -> {error, bad_name}.

%% The same.
lib_dir(Application, Folder) when is_atom(Application), is_atom(Folder) -> {error, bad_name}.

%% The same.
priv_dir(Application) when is_atom(Application); is_list(Application) -> {error, bad_name}.

%% The path is not used.
get_path() -> ["."].

%% The path is not used.
set_path(Path) when is_list(Path) -> true.

%% The path is not used.
add_path(Folder) -> path_changed(Folder).

%% The path is not used.
add_patha(Folder) -> path_changed(Folder).

%% The path is not used.
add_pathz(Folder) -> path_changed(Folder).

path_changed(Folder) ->
    case filelib:is_dir(Folder) of
        true -> true;
        false -> {error, bad_directory}
    end.

%% The path is not used.
add_paths(_Folders) -> ok.

%% The path is not used.
add_pathsa(_Folders) -> ok.

%% The path is not used.
add_pathsz(_Folders) -> ok.

%% The path is not used.
del_path(_Folder) -> false.

%% What object files would be called.
objfile_extension() -> ".beam".

%% Nothing is protected, as nothing can be replaced.
is_sticky(Module) when is_atom(Module) -> false.

%% All code is there from the start.
get_mode() -> embedded.

%% There is no object code.
module_md5(Binary) when is_binary(Binary) -> undefined.

%% There are no documentation chunks.
get_doc(Module) when is_atom(Module) -> {error, missing}.

%% What is there is loaded.
module_status(Module) when is_atom(Module) ->
    case erlang:module_loaded(Module) of
        true -> loaded;
        false -> not_loaded
    end.
