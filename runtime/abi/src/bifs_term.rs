//! BIFs on terms: arithmetic, tests, conversions, lists, tuples, maps, binaries.

/// Calls `$row!` with all rows. See [`crate::bif`].
#[macro_export]
macro_rules! term_bifs {
    ($row:ident) => {
        $row! {
            ("erlang", "abs", 1, bif_erlang_abs_1, Plain)
            ("erlang", "display", 1, bif_erlang_display_1, Plain)
        }
    };
}
