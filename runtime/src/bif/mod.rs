//! BIFs on terms: `lfec_abi::bifs_term`, and the functions behind slow-path stubs.
//!
//! A BIF is `pub extern "C" fn bif_<module>_<name>_<arity>(machine, arguments…) -> Term`, exported
//! under that name; operators are spelled out (`bif_erlang_plus_2`). It returns
//! [`Term::NON_VALUE`](crate::term::Term::NON_VALUE) after setting the exception fields, by
//! [`Registers::raise`](crate::heap::Registers::raise) and what is built on it. BIFs never collect,
//! so that they may hold terms as they like. One whose documentation says "Pure" neither allocates
//! nor counts reductions: `hp`, `sp` and `reductions` in the machine block are stale while it runs.

mod arithmetic;
mod atom;
mod binary;
mod binary_search;
mod bits_build;
pub mod bits_match;
#[cfg(test)]
mod bits_tests;
mod compare;
mod error;
mod external;
mod fun;
mod hash;
mod identity;
pub mod io_list;
mod list;
mod map;
mod math;
mod md5;
mod number_text;
mod slow_path;
mod tuple;
mod types;
mod unicode;

/// Two words that no other reference of this program's run has.
pub fn fresh_reference() -> [u64; 2] {
    use std::cell::Cell;
    use std::sync::atomic::{AtomicU64, Ordering};
    /// References that a thread makes before it takes new numbers.
    const BATCH: u64 = 1 << 12;
    static NEXT: AtomicU64 = AtomicU64::new(1);
    thread_local! {
        static NUMBERS: Cell<(u64, u64)> = const { Cell::new((0, 0)) };
    }
    NUMBERS.with(|numbers| {
        let (mut next, mut end) = numbers.get();
        if next == end {
            next = NEXT.fetch_add(BATCH, Ordering::Relaxed);
            end = next + BATCH;
        }
        numbers.set((next + 1, end));
        [next, 0]
    })
}
