//! Addresses of all functions that generated code calls by name, for code compiled in memory.
//!
//! The list refers to them all, so that no linker leaves one out.

macro_rules! addresses {
    ($(($module:literal, $name:literal, $arity:literal, $symbol:ident, $kind:ident))*) => {
        addresses!(@symbols $($symbol)*)
    };
    (@symbols $($symbol:ident)*) => {
        [$({
            unsafe extern "C" {
                fn $symbol();
            }
            (stringify!($symbol), $symbol as *const () as usize)
        }),*]
    };
}

/// Symbols and addresses: BIFs, trap functions, functions behind slow paths. A symbol may come more than
/// once.
pub fn entry_points() -> Vec<(&'static str, usize)> {
    let mut all = Vec::new();
    all.extend(lfec_abi::term_bifs!(addresses));
    all.extend(lfec_abi::process_bifs!(addresses));
    all.extend(addresses!(@symbols
        lfert_entry_slow lfert_raise lfert_process_end lfert_apply_export_fun lfert_call_fun_slow
        lfert_call_undefined lfert_receive_wait
    ));
    all.extend(addresses!(@symbols
        lfert_slow_add lfert_slow_subtract lfert_slow_multiply lfert_slow_div lfert_slow_rem
        lfert_slow_divide lfert_slow_band lfert_slow_bor lfert_slow_bxor lfert_slow_bsl
        lfert_slow_bsr lfert_slow_negate lfert_slow_bnot lfert_slow_compare lfert_slow_equal
        lfert_slow_exact_equal lfert_slow_box_float lfert_slow_integer_to_float lfert_slow_collect
    ));
    all
}

#[cfg(all(test, not(loom)))]
mod tests {
    use lfec_abi::{bif, entry};

    #[test]
    fn all_that_generated_code_names_is_there() {
        let points = super::entry_points();
        let has = |symbol: &str| points.iter().any(|(name, _)| *name == symbol);
        assert!(bif::all().all(|bif| has(bif.symbol)));
        assert!(entry::TRAPS.iter().all(|(symbol, _)| has(symbol)));
        assert!(entry::SLOW_PATHS.iter().all(|(symbol, _)| has(symbol)));
    }
}
