//! Recursion over forms that does not depend on how much stack the thread has.
//!
//! Forms nest at most a few thousand levels: the reader and the expander see to that.

/// Below this much stack, more is taken: enough for the calls between two checks.
const RESERVE: usize = 128 * 1024;

/// How much is taken at once.
const STEP: usize = 2 * 1024 * 1024;

/// Runs one level of a recursion, on more stack if there is too little left.
pub(crate) fn deeper<T>(level: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RESERVE, STEP, level)
}
