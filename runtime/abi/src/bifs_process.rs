//! BIFs on processes: spawning, signals, messages, timers, registration, input and output.

/// Calls `$row!` with all rows. See [`crate::bif`].
#[macro_export]
macro_rules! process_bifs {
    ($row:ident) => {
        $row! {
            ("erlang", "self", 0, bif_erlang_self_0, Pure)
        }
    };
}
