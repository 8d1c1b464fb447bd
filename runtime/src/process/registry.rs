//! Registered names.
//!
//! `Name ! Message` and `whereis` take no lock; changes do. A process's slot notes its name, as an
//! exiting process has to know without the lock whether it has one:
//!
//! * registering: note the name in the slot, fence, ask whether the process is alive; if not, undo;
//! * exiting: close the queue (it is dead now), fence, look at the note.
//!
//! So one of them sees the other, and no name of a dead process stays.

use super::by_atom::ByAtom;
use super::pid::Pid;
use super::table::{self, Slot};
use crate::sync::global::Mutex;

static PROCESSES: ByAtom = ByAtom::new();

/// Changes of `PROCESSES`.
static CHANGING: Mutex<()> = Mutex::new(());

/// The process registered as the atom with index `name`.
#[inline]
pub fn find(name: u32) -> Option<Pid> {
    PROCESSES.get(name).map(Pid::from_value)
}

/// Registers a process; false if the name is taken, the process has one or is gone.
pub fn register(name: u32, pid: Pid) -> bool {
    let _changing = CHANGING.lock();
    let Some(slot) = table::find(pid) else { return false };
    if find(name).is_some() || slot.name().is_some() {
        return false;
    }
    slot.set_name(Some(name));
    if slot.queue.owner() != pid.value() {
        slot.set_name(None);
        return false;
    }
    PROCESSES.set(name, pid.value());
    true
}

/// Takes the name away; whether anybody had it.
pub fn unregister(name: u32) -> bool {
    let _changing = CHANGING.lock();
    let Some(pid) = find(name) else { return false };
    if let Some(slot) = table::find(pid) {
        slot.set_name(None);
    }
    PROCESSES.remove(name);
    true
}

/// Takes the name of the exiting process of `slot` away. Its queue is closed.
pub fn unregister_exiting(slot: &Slot) {
    if slot.name().is_none() {
        return;
    }
    let _changing = CHANGING.lock();
    if let Some(name) = slot.name() {
        slot.set_name(None);
        PROCESSES.remove(name);
    }
}

/// All names in use.
pub fn all() -> Vec<u32> {
    PROCESSES.atoms()
}
