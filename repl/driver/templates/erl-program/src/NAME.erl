%% The program: greets everybody it is given.
-module(NAME).
-export([main/1, greeting/1]).

main([]) -> main(["world"]);
main(Names) -> [io:format("~ts~n", [greeting(Name)]) || Name <- Names].

greeting(Name) -> "Hello, " ++ Name ++ "!".
