//! Process identifiers.

use crate::term::Term;

/// Bits of a slot's number: what `<0.N.S>` shows as N. OTP's figure.
pub const INDEX_BITS: u32 = 28;
/// Bits that tell apart the processes that have had a slot: S.
const SERIAL_BITS: u32 = 28;

/// A local process identifier: a slot of the process table, and which of its processes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Pid(u64);

impl Pid {
    /// The process with this serial number in slot `index`.
    pub const fn new(index: u32, serial: u32) -> Pid {
        Pid((serial as u64 & ((1 << SERIAL_BITS) - 1)) << INDEX_BITS | index as u64)
    }

    /// From the value that a term or a reference holds.
    pub const fn from_value(value: u64) -> Pid {
        Pid(value & ((1 << (INDEX_BITS + SERIAL_BITS)) - 1))
    }

    /// The value that a term holds: 56 bits.
    pub const fn value(self) -> u64 {
        self.0
    }

    /// The slot.
    pub const fn index(self) -> u32 {
        (self.0 & ((1 << INDEX_BITS) - 1)) as u32
    }

    /// The serial number.
    pub const fn serial(self) -> u32 {
        (self.0 >> INDEX_BITS) as u32
    }

    /// The term.
    pub const fn term(self) -> Term {
        Term::pid(self.0)
    }

    /// The identifier that a term is.
    pub const fn of(term: Term) -> Option<Pid> {
        match term.as_pid() {
            Some(value) => Some(Pid(value)),
            None => None,
        }
    }
}

impl std::fmt::Display for Pid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<0.{}.{}>", self.index(), self.serial())
    }
}
