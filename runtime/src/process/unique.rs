//! References and unique numbers.
//!
//! A reference is two words. The first is unique in the program's run; each scheduler counts for
//! itself, with its number in the high bits. The second says what the reference is good for besides
//! being unique: [`Purpose`].

use super::pid::Pid;
use crate::scheduler::{self, UNIQUE_BITS};
use crate::sync::global::{AtomicU64, Ordering};

/// For threads that are no schedulers: number 0.
static OTHERS: AtomicU64 = AtomicU64::new(1);

/// For `unique_integer([monotonic])`.
static MONOTONIC: AtomicU64 = AtomicU64::new(0);

const KIND_SHIFT: u32 = 56;
const ALIAS: u64 = 1;
const TIMER: u64 = 2;
const TABLE: u64 = 3;

/// What a reference is good for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Nothing else.
    Plain,
    /// Messages to it go to this process, if it has it for an alias.
    Alias(Pid),
    /// It names the timer in this place of this scheduler's wheel.
    Timer(u16, u32),
    /// It names the table of `ets` in this slot.
    Table(u32),
}

impl Purpose {
    /// What a reference with these words is good for.
    pub fn of(words: [u64; 2]) -> Purpose {
        let value = words[1] & ((1 << KIND_SHIFT) - 1);
        match words[1] >> KIND_SHIFT {
            ALIAS => Purpose::Alias(Pid::from_value(value)),
            TIMER => Purpose::Timer((value >> 32) as u16, value as u32),
            TABLE => Purpose::Table(value as u32),
            _ => Purpose::Plain,
        }
    }

    /// Words of a reference with this first word.
    pub fn with(self, unique: u64) -> [u64; 2] {
        let second = match self {
            Purpose::Plain => 0,
            Purpose::Alias(pid) => ALIAS << KIND_SHIFT | pid.value(),
            Purpose::Timer(scheduler, index) => {
                TIMER << KIND_SHIFT | u64::from(scheduler) << 32 | u64::from(index)
            }
            Purpose::Table(number) => TABLE << KIND_SHIFT | u64::from(number),
        };
        [unique, second]
    }

    /// Words of a new reference.
    pub fn new_reference(self) -> [u64; 2] {
        self.with(next())
    }
}

/// A number that is unique in the program's run.
pub fn next() -> u64 {
    match scheduler::current() {
        Some(scheduler) => scheduler.next_unique(),
        None => OTHERS.fetch_add(1, Ordering::Relaxed) & ((1 << UNIQUE_BITS) - 1),
    }
}

/// The next of the numbers that ascend over the whole program.
pub fn next_monotonic() -> u64 {
    MONOTONIC.fetch_add(1, Ordering::Relaxed)
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn purposes_survive() {
        let pid = Pid::new(12345, 678);
        for purpose in [Purpose::Plain, Purpose::Alias(pid), Purpose::Timer(1023, u32::MAX)] {
            let words = purpose.new_reference();
            assert_eq!(Purpose::of(words), purpose);
            assert_ne!(words[0], purpose.new_reference()[0]);
        }
    }
}
