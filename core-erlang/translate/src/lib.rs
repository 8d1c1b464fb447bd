//! Translation of LFE core forms and Erlang abstract forms to Core Erlang.
