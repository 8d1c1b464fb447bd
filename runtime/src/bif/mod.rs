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
pub(crate) mod binary;
mod binary_search;
mod bits_build;
pub mod bits_match;
#[cfg(test)]
mod bits_tests;
mod compare;
mod error;
mod external;
pub(crate) mod fun;
mod hash;
mod identity;
pub mod io_list;
mod list;
mod map;
mod math;
mod md5;
pub(crate) mod number_text;
#[cfg(not(target_family = "wasm"))]
mod pattern;
#[cfg(target_family = "wasm")]
#[path = "pattern_small.rs"]
mod pattern;
#[cfg(all(test, not(target_family = "wasm")))]
mod pattern_small;
mod slow_path;
mod tuple;
mod types;
pub(crate) mod unicode;
mod zlib;
