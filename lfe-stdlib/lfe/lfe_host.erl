%% Requests to the program around the runtime: the compiler, where it is there.
-module(lfe_host).

-export([request/1]).

%% The answer to a request; an error where nobody answers.
request(Request) ->
    Ref = make_ref(),
    case erts_host:request(Ref, Request) of
        true ->
            receive
                {erts_host, Ref, Answer} -> Answer
            end;
        false ->
            erlang:error({no_compiler, "evaluation at run time needs the compiler in the process: "
                                       "use lfe, lfescript or lfec run"})
    end.
