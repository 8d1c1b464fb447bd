//! Registered names.
//!
//! The process that has a name stands in an array indexed by atom, in chunks as they are needed, so
//! that `Name ! Message` and `whereis` take no lock. Changes do. A process's slot notes its name, as
//! an exiting process has to know without the lock whether it has one:
//!
//! * registering: note the name in the slot, fence, ask whether the process is alive; if not, undo;
//! * exiting: close the queue (it is dead now), fence, look at the note.
//!
//! So one of them sees the other, and no name of a dead process stays.

use std::collections::BTreeSet;
use std::ptr;

use super::pid::Pid;
use super::table::{self, Slot};
use crate::sync::global::{AtomicPtr, AtomicU64, Mutex, Ordering};
use crate::term::atom::LIMIT;

const CHUNK: usize = 1 << 8;
const CHUNKS: usize = LIMIT as usize / CHUNK;
const NOBODY: u64 = u64::MAX;

static CHUNKS_OF_NAMES: [AtomicPtr<AtomicU64>; CHUNKS] =
    [const { AtomicPtr::new(ptr::null_mut()) }; CHUNKS];

/// The names in use, and the lock for changes.
static NAMES: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

fn entry(name: u32) -> Option<&'static AtomicU64> {
    let chunk = CHUNKS_OF_NAMES.get(name as usize / CHUNK)?.load(Ordering::Acquire);
    if chunk.is_null() {
        return None;
    }
    // SAFETY: a published chunk has `CHUNK` entries and is never freed.
    Some(unsafe { &*chunk.add(name as usize % CHUNK) })
}

/// The process registered as the atom with index `name`.
#[inline]
pub fn find(name: u32) -> Option<Pid> {
    match entry(name)?.load(Ordering::Acquire) {
        NOBODY => None,
        value => Some(Pid::from_value(value)),
    }
}

/// Registers a process; false if the name is taken, the process has one or is gone.
pub fn register(name: u32, pid: Pid) -> bool {
    let mut names = NAMES.lock();
    let Some(slot) = table::find(pid) else { return false };
    if find(name).is_some() || slot.name().is_some() {
        return false;
    }
    let chunk = &CHUNKS_OF_NAMES[name as usize / CHUNK];
    if chunk.load(Ordering::Relaxed).is_null() {
        let entries: Vec<AtomicU64> = (0..CHUNK).map(|_| AtomicU64::new(NOBODY)).collect();
        chunk.store(Box::leak(entries.into_boxed_slice()).as_mut_ptr(), Ordering::Release);
    }
    slot.set_name(Some(name));
    if slot.queue.owner() != pid.value() {
        slot.set_name(None);
        return false;
    }
    if let Some(entry) = entry(name) {
        entry.store(pid.value(), Ordering::Release);
    }
    names.insert(name);
    true
}

/// Takes the name away; whether anybody had it.
pub fn unregister(name: u32) -> bool {
    let mut names = NAMES.lock();
    let Some(pid) = find(name) else { return false };
    if let Some(slot) = table::find(pid) {
        slot.set_name(None);
    }
    forget(&mut names, name);
    true
}

/// Takes the name of the exiting process of `slot` away. Its queue is closed.
pub fn unregister_exiting(slot: &Slot) {
    if slot.name().is_none() {
        return;
    }
    let mut names = NAMES.lock();
    if let Some(name) = slot.name() {
        slot.set_name(None);
        forget(&mut names, name);
    }
}

fn forget(names: &mut BTreeSet<u32>, name: u32) {
    if let Some(entry) = entry(name) {
        entry.store(NOBODY, Ordering::Release);
    }
    names.remove(&name);
}

/// All names in use.
pub fn all() -> Vec<u32> {
    NAMES.lock().iter().copied().collect()
}
