//! Closures that were written in the external format, so that they can be read again.
//!
//! What identifies a closure there is its module, its number in it and the module's hash. Which code
//! that is is known of closures that this run of the program has written.

use lfec_abi::program::FunInfo;

use crate::shared::hash::Table;
use crate::sync::global::RwLock;

/// Module (atom index), number, hash.
pub type Identity = (u32, u32, u32);

/// A closure without its free variables.
#[derive(Clone, Copy, Debug)]
pub struct Closure {
    /// Address of its code.
    pub code: u64,
    /// Its description.
    pub info: &'static FunInfo,
}

static CLOSURES: RwLock<Option<Table<Identity, Closure>>> = RwLock::new(None);

/// Notes a closure.
pub fn remember(info: &'static FunInfo, code: u64) {
    let identity = (info.location.module, info.index, info.unique);
    if find(identity).is_none() {
        CLOSURES.write().get_or_insert_default().insert(identity, Closure { code, info });
    }
}

/// The closure of an identity, if it was noted.
pub fn find(identity: Identity) -> Option<Closure> {
    CLOSURES.read().as_ref()?.get(&identity).copied()
}
