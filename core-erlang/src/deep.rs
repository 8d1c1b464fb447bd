//! Room on the stack for deep trees.
//!
//! Everything that walks a tree recurses over it, dropping a tree does too: a list of 10,000
//! elements that are not constants is 10,000 `Cons` deep, a body of as many expressions as many
//! `Seq`. Whoever makes trees refuses to make them deeper than [`MAX_DEPTH`] with a diagnostic;
//! whoever walks or drops them runs on a thread with [`STACK_BYTES`] of stack, which is address
//! space, not memory, until it is used.

/// Deepest nesting of a tree, that is of expressions and patterns in a function.
pub const MAX_DEPTH: usize = 20_000;

/// Stack that suffices to walk and drop trees of [`MAX_DEPTH`], unoptimised builds included: there
/// 64 MiB are enough for everything in this crate, 32 MiB are not.
pub const STACK_BYTES: usize = 1 << 28;

/// Runs `work` on a thread with [`STACK_BYTES`] of stack and waits for it.
///
/// # Panics
/// When `work` does, and when the system refuses the thread.
pub fn on_deep_stack<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
        let handle = match thread.spawn_scoped(scope, work) {
            Ok(handle) => handle,
            Err(error) => panic!("no thread with {STACK_BYTES} bytes of stack: {error}"),
        };
        match handle.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
