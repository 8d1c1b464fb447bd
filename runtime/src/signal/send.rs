//! Sending signals.

use super::{Body, Signal};
use crate::heap::OwnedTerm;
use crate::process::pid::Pid;
use crate::process::registry;
use crate::process::table::{self, Slot};
use crate::scheduler;
use crate::term::Term;

/// Whom a message is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Destination {
    /// A process.
    Process(Pid),
    /// The process registered as the atom with this index, at the time of sending.
    Name(u32),
}

impl Destination {
    /// The process, if there is one by that name.
    pub fn find(self) -> Option<Pid> {
        match self {
            Destination::Process(pid) => Some(pid),
            Destination::Name(name) => registry::find(name),
        }
    }

    /// A pid or an atom, whether or not anybody has that name.
    pub fn of(term: Term) -> Option<Destination> {
        if let Some(pid) = Pid::of(term) {
            return Some(Destination::Process(pid));
        }
        term.as_atom().map(|name| Destination::Name(name.index()))
    }
}

/// Sends a signal to the process in `slot`, if it is still `pid`; whether it is.
#[inline]
pub fn signal_to(slot: &Slot, pid: Pid, signal: Box<Signal>) -> bool {
    try_signal_to(slot, pid, signal).is_none()
}

/// Sends a signal to the process in `slot`, which is given back if that is not `pid` any more.
#[inline]
pub fn try_signal_to(slot: &Slot, pid: Pid, signal: Box<Signal>) -> Option<Box<Signal>> {
    match slot.queue.push(pid.value(), signal) {
        Ok(None) => None,
        Ok(Some(sleeper)) => {
            scheduler::make_ready(sleeper);
            None
        }
        Err(signal) => Some(signal),
    }
}

/// Sends a signal; whether the process is there.
pub fn signal(pid: Pid, body: Body) -> bool {
    match table::find(pid) {
        Some(slot) => signal_to(slot, pid, Signal::new(body)),
        None => false,
    }
}

/// Sends a message; whether the process is there.
pub fn message(pid: Pid, message: OwnedTerm) -> bool {
    signal(pid, Body::Message(message))
}
