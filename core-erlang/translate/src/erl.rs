//! Translation of Erlang abstract forms to Core Erlang.
