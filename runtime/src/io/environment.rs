//! Environment variables: a copy of the program's own, taken at the first use, as Erlang processes
//! change it from many threads.

use std::collections::BTreeMap;
#[cfg(unix)]
use std::os::unix::ffi::OsStringExt;
#[cfg(target_os = "wasi")]
use std::os::wasi::ffi::OsStringExt;

use crate::sync::global::RwLock;

type Variables = BTreeMap<Vec<u8>, Vec<u8>>;

static VARIABLES: RwLock<Option<Variables>> = RwLock::new(None);

fn of_the_system() -> Variables {
    std::env::vars_os().map(|(name, value)| (name.into_vec(), value.into_vec())).collect()
}

fn with<R>(act: impl FnOnce(&mut Variables) -> R) -> R {
    act(VARIABLES.write().get_or_insert_with(of_the_system))
}

/// The value of a variable.
pub fn get(name: &[u8]) -> Option<Vec<u8>> {
    with(|variables| variables.get(name).cloned())
}

/// Sets a variable.
pub fn set(name: Vec<u8>, value: Vec<u8>) {
    with(|variables| variables.insert(name, value));
}

/// Removes a variable.
pub fn unset(name: &[u8]) {
    with(|variables| variables.remove(name));
}

/// All variables, in order of their names.
pub fn all() -> Vec<(Vec<u8>, Vec<u8>)> {
    with(|variables| variables.iter().map(|(name, value)| (name.clone(), value.clone())).collect())
}
