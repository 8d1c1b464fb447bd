//! Sessions, the module graph and the pass table.
