//! The process table: from identifiers to signal queues.
//!
//! A slot is what others may touch of a process: its signal queue, one cache line. Slots stand in
//! chunks that are allocated as they are needed and never freed or moved, so that a reference to a
//! slot is good forever; whether the process meant is still there is the queue's to say. A free
//! slot waits in a list, the last one freed is used first (it is in the cache); its next process
//! gets the next serial number.
//!
//! Schedulers keep a few free slots to themselves: see [`SlotCache`].

use std::ptr;

use super::Process;
use super::pid::{INDEX_BITS, Pid};
use crate::signal::Signal;
use crate::signal::queue::{NOBODY, SignalQueue};
use crate::sync::global::{AtomicBool, AtomicPtr, AtomicU32, AtomicUsize, Mutex, Ordering, fence};

/// Most processes there can be. OTP's figure.
pub const LIMIT: usize = (1 << (INDEX_BITS - 1)) - 1;

const CHUNK_BITS: u32 = 10;
const CHUNK: usize = 1 << CHUNK_BITS;
const CHUNKS: usize = LIMIT / CHUNK + 1;

/// What others may touch of a process.
#[repr(align(64))]
pub struct Slot {
    /// Where signals to the process go.
    pub queue: SignalQueue<Signal, Process>,
    /// Index of the atom it is registered as, plus one; 0 without. See [`super::registry`].
    name: AtomicU32,
    /// Whether it may own or have fixed tables of `ets`. See [`crate::ets::registry`].
    has_tables: AtomicBool,
}

impl Slot {
    fn new() -> Slot {
        Slot {
            queue: SignalQueue::new(),
            name: AtomicU32::new(0),
            has_tables: AtomicBool::new(false),
        }
    }

    /// Notes that the process has something to do with a table of `ets`.
    pub fn set_has_tables(&self) {
        self.has_tables.store(true, Ordering::Relaxed);
        fence(Ordering::SeqCst);
    }

    /// Takes the note away; whether it was there.
    pub fn take_has_tables(&self) -> bool {
        fence(Ordering::SeqCst);
        self.has_tables.swap(false, Ordering::Relaxed)
    }

    /// Index of the atom that the process is registered as.
    pub fn name(&self) -> Option<u32> {
        fence(Ordering::SeqCst);
        self.name.load(Ordering::Relaxed).checked_sub(1)
    }

    /// Notes the name; for the registry.
    pub(super) fn set_name(&self, name: Option<u32>) {
        self.name.store(name.map_or(0, |name| name + 1), Ordering::Relaxed);
        fence(Ordering::SeqCst);
    }
}

#[cfg(not(loom))]
const _: () = assert!(size_of::<Slot>() == 64);

struct Free {
    /// Free slots and the serial number of each one's next process.
    slots: Vec<(u32, u32)>,
    /// Slots from this one on have never been used.
    fresh: u32,
}

struct Table {
    chunks: [AtomicPtr<Slot>; CHUNKS],
    /// Slots below have been handed out at some time.
    used: AtomicU32,
    count: AtomicUsize,
}

static TABLE: Table = Table {
    chunks: [const { AtomicPtr::new(ptr::null_mut()) }; CHUNKS],
    used: AtomicU32::new(0),
    count: AtomicUsize::new(0),
};

/// Apart from the table, which is large and all zeros: it takes no room in an executable.
static FREE: Mutex<Free> = Mutex::new(Free { slots: Vec::new(), fresh: 0 });

fn slot(index: u32) -> Option<&'static Slot> {
    let chunk = TABLE.chunks.get(index as usize >> CHUNK_BITS)?.load(Ordering::Acquire);
    if chunk.is_null() {
        return None;
    }
    // SAFETY: a published chunk has `CHUNK` slots and is never freed.
    Some(unsafe { &*chunk.add(index as usize % CHUNK) })
}

/// The slot where process `pid` is, if it is still there. It may go at any time: [`SignalQueue::push`]
/// tells.
#[inline]
pub fn find(pid: Pid) -> Option<&'static Slot> {
    slot(pid.index()).filter(|slot| slot.queue.owner() == pid.value())
}

/// Number of processes.
pub fn count() -> usize {
    TABLE.count.load(Ordering::Relaxed)
}

/// All processes, in order of their slots.
pub fn all() -> impl Iterator<Item = Pid> {
    (0..TABLE.used.load(Ordering::Acquire)).filter_map(|index| {
        let owner = slot(index)?.queue.owner();
        (owner != NOBODY).then(|| Pid::from_value(owner))
    })
}

/// Slots that a scheduler has taken from the table for its own use, with the serial numbers of their
/// next processes.
#[derive(Default)]
pub struct SlotCache(Vec<(u32, u32)>);

/// Slots a cache takes from the table at a time; it holds up to twice as many.
const CACHED: usize = 32;

impl SlotCache {
    /// A free slot, and the identifier of the process that gets it. `None` if there are too many
    /// processes. The caller opens the slot's queue.
    pub fn take(&mut self) -> Option<(Pid, &'static Slot)> {
        if self.0.is_empty() {
            self.fill();
        }
        let (index, serial) = self.0.pop()?;
        TABLE.count.fetch_add(1, Ordering::Relaxed);
        Some((Pid::new(index, serial), slot(index)?))
    }

    /// Gives back the slot of a process that is gone and whose queue is closed.
    pub fn give_back(&mut self, pid: Pid) {
        TABLE.count.fetch_sub(1, Ordering::Relaxed);
        self.0.push((pid.index(), pid.serial() + 1));
        if self.0.len() > 2 * CACHED {
            let surplus = self.0.drain(..CACHED);
            FREE.lock().slots.extend(surplus);
        }
    }

    fn fill(&mut self) {
        let mut free = FREE.lock();
        let kept = free.slots.len().saturating_sub(CACHED);
        self.0.extend(free.slots.drain(kept..));
        if !self.0.is_empty() {
            return;
        }
        let end = (free.fresh as usize + CACHED).min(LIMIT) as u32;
        // The lowest is taken first.
        self.0.extend((free.fresh..end).rev().map(|index| (index, 0)));
        if (free.fresh as usize).is_multiple_of(CHUNK) && free.fresh < end {
            let chunk: Vec<Slot> = (0..CHUNK).map(|_| Slot::new()).collect();
            let slots = Box::leak(chunk.into_boxed_slice()).as_mut_ptr();
            TABLE.chunks[free.fresh as usize >> CHUNK_BITS].store(slots, Ordering::Release);
        }
        free.fresh = end;
        TABLE.used.store(end, Ordering::Release);
    }
}

impl Drop for SlotCache {
    fn drop(&mut self) {
        FREE.lock().slots.append(&mut self.0);
    }
}
