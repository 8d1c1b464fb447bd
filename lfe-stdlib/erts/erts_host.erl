%% Calls that the compiler makes of macros: they can write and read as a program's processes can.
-module(erts_host).

-export([call/3]).

%% What Module:Function answers. What it wrote is on its way to the file when this returns.
call(Module, Function, Arguments) ->
    User = erts_user:start(user, 1),
    group_leader(User, self()),
    try
        apply(Module, Function, Arguments)
    after
        erts_user:flush(User)
    end.
