//! Erlang source text to abstract forms.
