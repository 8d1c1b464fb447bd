//! Run queues: those of the schedulers, which others steal from, and those that all share.

use std::collections::VecDeque;
use std::ptr::NonNull;

use crossbeam_deque::{Injector, Steal, Stealer, Worker};

use super::parking::Parking;
use crate::process::Process;
use crate::sync::global::{AtomicU64, AtomicUsize, Mutex, Ordering};

/// A process that is ready to run. Whoever takes it out of a queue has it for itself.
pub struct Ready(NonNull<Process>);

// SAFETY: a process may run on any thread.
unsafe impl Send for Ready {}

impl Ready {
    pub(super) fn new(process: NonNull<Process>) -> Ready {
        Ready(process)
    }

    pub(super) fn process(self) -> NonNull<Process> {
        self.0
    }
}

/// A queue for one of the priorities that are rare.
#[derive(Default)]
pub struct RareQueue {
    count: AtomicUsize,
    queue: Mutex<VecDeque<Ready>>,
}

impl RareQueue {
    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.count.load(Ordering::SeqCst) == 0
    }

    /// Adds a process at the end.
    pub fn push(&self, ready: Ready) {
        let mut queue = self.queue.lock();
        queue.push_back(ready);
        self.count.store(queue.len(), Ordering::SeqCst);
    }

    /// Takes the first process.
    pub fn pop(&self) -> Option<Ready> {
        if self.count.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let mut queue = self.queue.lock();
        let ready = queue.pop_front();
        self.count.store(queue.len(), Ordering::SeqCst);
        ready
    }

    /// Number of processes in it.
    pub fn len(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }
}

/// What a scheduler has done so far.
#[derive(Default)]
#[repr(align(64))]
pub struct Counts {
    /// Turns of processes.
    pub turns: AtomicU64,
    /// Reductions they used.
    pub reductions: AtomicU64,
}

/// What the schedulers share.
pub struct Shared {
    /// What each has done.
    pub counts: Box<[Counts]>,
    /// Their sleep.
    pub parking: Parking,
    /// Priorities `max` and `high`.
    pub urgent: [RareQueue; 2],
    /// What threads that are no schedulers make ready.
    pub global: Injector<Ready>,
    /// Priority `low`.
    pub low: RareQueue,
    pub(super) stealers: Box<[Stealer<Ready>]>,
    /// Queues of schedulers whose threads have not been started.
    pub(super) workers: Mutex<Vec<Option<Worker<Ready>>>>,
}

impl Shared {
    pub(super) fn new(count: usize) -> Shared {
        let workers: Vec<Worker<Ready>> = (0..count).map(|_| Worker::new_fifo()).collect();
        Shared {
            counts: (0..count).map(|_| Counts::default()).collect(),
            parking: Parking::new(count),
            urgent: Default::default(),
            global: Injector::new(),
            low: RareQueue::default(),
            stealers: workers.iter().map(Worker::stealer).collect(),
            workers: Mutex::new(workers.into_iter().map(Some).collect()),
        }
    }

    /// A process from the global queue; some more go to `queue`.
    pub(super) fn take_global(&self, queue: &Worker<Ready>) -> Option<Ready> {
        if self.global.is_empty() {
            return None;
        }
        retry(|| self.global.steal_batch_and_pop(queue))
    }

    /// A process from another scheduler; half of what it has goes to `queue`.
    pub(super) fn steal(&self, id: usize, queue: &Worker<Ready>) -> Option<Ready> {
        let count = self.stealers.len();
        (1..count).find_map(|distance| {
            let victim = &self.stealers[(id + distance) % count];
            if victim.is_empty() {
                return None;
            }
            retry(|| victim.steal_batch_and_pop(queue))
        })
    }

    /// Whether other schedulers' queues hold anything.
    pub(super) fn others_have_work(&self, id: usize) -> bool {
        self.stealers.iter().enumerate().any(|(other, queue)| other != id && !queue.is_empty())
    }

    /// Processes that are ready, roughly, by scheduler; the last number is that of the shared queues.
    pub fn lengths(&self) -> Vec<usize> {
        let shared = self.urgent.iter().map(RareQueue::len).sum::<usize>()
            + self.global.len()
            + self.low.len();
        self.stealers.iter().map(Stealer::len).chain([shared]).collect()
    }
}

fn retry(mut steal: impl FnMut() -> Steal<Ready>) -> Option<Ready> {
    loop {
        match steal() {
            Steal::Success(ready) => return Some(ready),
            Steal::Empty => return None,
            Steal::Retry => std::hint::spin_loop(),
        }
    }
}
