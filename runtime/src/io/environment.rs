//! Environment variables: a copy of the program's own, taken at the first use, as Erlang processes
//! change it from many threads.

#[cfg(unix)]
use std::os::unix::ffi::OsStringExt;
#[cfg(target_os = "wasi")]
use std::os::wasi::ffi::OsStringExt;

use crate::sync::global::RwLock;

/// In order of the names.
type Variables = Vec<(Vec<u8>, Vec<u8>)>;

static VARIABLES: RwLock<Option<Variables>> = RwLock::new(None);

fn of_the_system() -> Variables {
    let mut variables = Variables::new();
    for (name, value) in std::env::vars_os() {
        put(&mut variables, name.into_vec(), value.into_vec());
    }
    variables
}

fn place(variables: &Variables, name: &[u8]) -> Result<usize, usize> {
    variables.binary_search_by(|(other, _)| other.as_slice().cmp(name))
}

fn put(variables: &mut Variables, name: Vec<u8>, value: Vec<u8>) {
    match place(variables, &name) {
        Ok(at) => variables[at].1 = value,
        Err(at) => variables.insert(at, (name, value)),
    }
}

fn with<R>(act: impl FnOnce(&mut Variables) -> R) -> R {
    act(VARIABLES.write().get_or_insert_with(of_the_system))
}

/// The value of a variable.
pub fn get(name: &[u8]) -> Option<Vec<u8>> {
    with(|variables| Some(variables[place(variables, name).ok()?].1.clone()))
}

/// Sets a variable.
pub fn set(name: Vec<u8>, value: Vec<u8>) {
    with(|variables| put(variables, name, value));
}

/// Removes a variable.
pub fn unset(name: &[u8]) {
    with(|variables| place(variables, name).map(|at| variables.remove(at)).ok());
}

/// All variables, in order of their names.
pub fn all() -> Vec<(Vec<u8>, Vec<u8>)> {
    with(|variables| variables.clone())
}
