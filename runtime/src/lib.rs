//! The runtime system.
