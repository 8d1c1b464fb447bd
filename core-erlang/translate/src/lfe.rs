//! Translation of LFE core forms to Core Erlang.
