%% Numbers that are no functions; all else of module math is BIFs.
-module(math).

-export([pi/0, tau/0]).

%% The ratio of a circle's circumference to its diameter.
-spec pi() -> float().
pi() -> 3.1415926535897932.

%% The ratio of a circle's circumference to its radius.
-spec tau() -> float().
tau() -> 6.2831853071795864.
