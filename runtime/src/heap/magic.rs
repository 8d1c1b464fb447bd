//! What magic references own: runtime resources such as tables and arrays of atomics.

use std::any::Any;
use std::sync::Arc;

/// What a magic reference points at: one more pointer's indirection, as the trait object's is wide.
type Owned = Arc<dyn Any + Send + Sync>;

/// The word for a resource.
pub(crate) fn into_word(resource: Owned) -> u64 {
    Box::into_raw(Box::new(resource)).expose_provenance() as u64
}

/// The resource behind a word, borrowed.
///
/// # Safety
/// The word comes from [`into_word`] and has not been released.
pub(crate) unsafe fn borrow<'a>(word: u64) -> &'a Owned {
    // SAFETY: the caller's promise.
    unsafe { &*std::ptr::with_exposed_provenance::<Owned>(word as usize) }
}

/// Gives up the word's reference.
///
/// # Safety
/// As [`borrow`]; the word is not used any more.
pub(crate) unsafe fn release(word: u64) {
    let owned = std::ptr::with_exposed_provenance_mut::<Owned>(word as usize);
    // SAFETY: the caller's promise.
    drop(unsafe { Box::from_raw(owned) });
}
