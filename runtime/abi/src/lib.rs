//! Facts shared by compiler and runtime.
