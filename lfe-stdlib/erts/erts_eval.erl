%% Calls by evaluated code: of any exported function of the library and the program.
%%
%% The functions of a program are those that it reaches. Where this one is reached, all exported
%% functions are: the linker's tables know it by name.
-module(erts_eval).

-export([apply/3]).

-compile({no_auto_import, [apply/3]}).

%% Module:Function(Arguments...)
apply(Module, Function, Arguments) -> erlang:apply(Module, Function, Arguments).
