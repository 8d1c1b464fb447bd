//! The signal queue of a process: where others leave what they send it.
//!
//! A queue belongs to a slot of the process table and outlives the process; a sender names the
//! process it means, so that nothing reaches a later process in the same slot. All state is under
//! one short lock, in which nothing is allocated, copied or freed:
//!
//! * `owner`: the process, or [`NOBODY`] while the slot is free or the process exits;
//! * the signals, in the order they were sent: a sender's signals are in its own order, which is
//!   the guarantee Erlang gives between two processes;
//! * `sleeper`: the process's address while it waits for signals.
//!
//! **Sleeping** (by the process): save the context; [`SignalQueue::sleep`], which fails if a signal is
//! there. From then on the process is no longer the scheduler's. **Waking** (by a sender):
//! [`SignalQueue::push`] takes `sleeper` out, so that exactly one sender gets it; that sender makes
//! the process ready to run. As both happen under the lock, no signal is missed.
//!
//! `pending` mirrors "there are signals" for the process to look at without the lock; `handling` says
//! that it has taken some and not dealt with all of them yet. Both together tell others whether a
//! signal could be on its way that changes what the process is ([`SignalQueue::is_quiet`]).
//!
//! Rejected: a lock-free stack with the generation in the pointer's spare bits (two atomic
//! operations as well, once the wake-up is counted, and a generation of 16 bits can come round).

use std::ptr::{self, NonNull};

use crate::sync::{AtomicBool, AtomicU64, Mutex, Ordering};

/// `owner` of a queue without a process.
pub const NOBODY: u64 = u64::MAX;

/// Something that can be linked into a queue.
///
/// # Safety
/// `next` is a plain field that only its user touches.
pub unsafe trait Linked {
    /// The link to the next node.
    fn next(&mut self) -> &mut *mut Self;
}

/// A list of nodes, first in first out.
pub struct Chain<N: Linked> {
    first: *mut N,
    last: *mut N,
}

impl<N: Linked> Chain<N> {
    /// No nodes.
    pub const fn new() -> Chain<N> {
        Chain { first: ptr::null_mut(), last: ptr::null_mut() }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.first.is_null()
    }

    /// Adds a node at the end.
    pub fn push(&mut self, node: Box<N>) {
        let node = Box::into_raw(node);
        if self.last.is_null() {
            self.first = node;
        } else {
            // SAFETY: the chain's nodes are alive and its alone.
            unsafe { *(*self.last).next() = node };
        }
        self.last = node;
    }

    /// The first node.
    pub fn first(&self) -> Option<&N> {
        // SAFETY: the chain's nodes are alive and its alone.
        unsafe { self.first.as_ref() }
    }

    /// Takes the first node.
    pub fn pop(&mut self) -> Option<Box<N>> {
        let node = NonNull::new(self.first)?;
        // SAFETY: the node came from a box and is the chain's alone.
        let mut node = unsafe { Box::from_raw(node.as_ptr()) };
        self.first = std::mem::replace(node.next(), ptr::null_mut());
        if self.first.is_null() {
            self.last = ptr::null_mut();
        }
        Some(node)
    }

    /// Adds all nodes of `other` at the end.
    pub fn append(&mut self, other: Chain<N>) {
        let other = std::mem::ManuallyDrop::new(other);
        if other.first.is_null() {
            return;
        }
        if self.last.is_null() {
            self.first = other.first;
        } else {
            // SAFETY: the chain's nodes are alive and its alone.
            unsafe { *(*self.last).next() = other.first };
        }
        self.last = other.last;
    }
}

impl<N: Linked> Default for Chain<N> {
    fn default() -> Chain<N> {
        Chain::new()
    }
}

impl<N: Linked> Drop for Chain<N> {
    fn drop(&mut self) {
        while self.pop().is_some() {}
    }
}

struct Inner<N: Linked, P> {
    owner: u64,
    signals: Chain<N>,
    sleeper: *mut P,
}

/// A signal queue of nodes `N` for a process `P`. See the module's head.
pub struct SignalQueue<N: Linked, P> {
    owner: AtomicU64,
    pending: AtomicBool,
    handling: AtomicBool,
    inner: Mutex<Inner<N, P>>,
}

// SAFETY: nodes and process pointers move between threads, and are touched by one at a time.
unsafe impl<N: Linked + Send, P> Send for SignalQueue<N, P> {}
// SAFETY: as above; all but the atomics is under the lock.
unsafe impl<N: Linked + Send, P> Sync for SignalQueue<N, P> {}

impl<N: Linked, P> SignalQueue<N, P> {
    /// A queue without an owner.
    pub fn new() -> SignalQueue<N, P> {
        let inner = Inner { owner: NOBODY, signals: Chain::new(), sleeper: ptr::null_mut() };
        SignalQueue {
            owner: AtomicU64::new(NOBODY),
            pending: AtomicBool::new(false),
            handling: AtomicBool::new(false),
            inner: Mutex::new(inner),
        }
    }

    /// Gives the queue to process `owner`.
    pub fn open(&self, owner: u64) {
        self.inner.lock().owner = owner;
        self.owner.store(owner, Ordering::Release);
    }

    /// Takes the queue from its process: nothing reaches it any more. What is left in it is returned.
    pub fn close(&self) -> Chain<N> {
        let mut inner = self.inner.lock();
        inner.owner = NOBODY;
        self.owner.store(NOBODY, Ordering::Release);
        self.pending.store(false, Ordering::Relaxed);
        self.handling.store(false, Ordering::Relaxed);
        std::mem::take(&mut inner.signals)
    }

    /// The process it belongs to, or [`NOBODY`]. It may be about to change.
    #[inline]
    pub fn owner(&self) -> u64 {
        self.owner.load(Ordering::Acquire)
    }

    /// Sends process `owner` a signal. If it slept it is returned: the caller makes it ready to run.
    ///
    /// Errors: the process is gone; the signal is given back.
    #[inline]
    pub fn push(&self, owner: u64, signal: Box<N>) -> Result<Option<NonNull<P>>, Box<N>> {
        let mut inner = self.inner.lock();
        if inner.owner != owner {
            return Err(signal);
        }
        inner.signals.push(signal);
        self.pending.store(true, Ordering::Release);
        Ok(NonNull::new(std::mem::replace(&mut inner.sleeper, ptr::null_mut())))
    }

    /// Whether there are signals. For the owner.
    #[inline]
    pub fn pending(&self) -> bool {
        self.pending.load(Ordering::Acquire)
    }

    /// Takes all signals. For the owner.
    #[inline]
    pub fn take(&self) -> Chain<N> {
        let mut inner = self.inner.lock();
        self.handling.store(true, Ordering::Relaxed);
        self.pending.store(false, Ordering::Release);
        std::mem::take(&mut inner.signals)
    }

    /// All signals that were taken have been dealt with. For the owner.
    #[inline]
    pub fn set_handled(&self) {
        self.handling.store(false, Ordering::Release);
    }

    /// Whether the owner has dealt with all that was sent before the call.
    pub fn is_quiet(&self) -> bool {
        !self.pending.load(Ordering::Acquire) && !self.handling.load(Ordering::Acquire)
    }

    /// The owner, whose context is saved, waits for a signal, unless there is one: then it returns
    /// false. After true the caller may not touch the process.
    #[inline]
    pub fn sleep(&self, process: NonNull<P>) -> bool {
        let mut inner = self.inner.lock();
        if !inner.signals.is_empty() {
            return false;
        }
        inner.sleeper = process.as_ptr();
        true
    }
}

impl<N: Linked, P> Default for SignalQueue<N, P> {
    fn default() -> SignalQueue<N, P> {
        SignalQueue::new()
    }
}

#[cfg(all(test, loom))]
mod models {
    use loom::sync::Arc;
    use loom::sync::atomic::AtomicUsize;

    use super::*;
    use crate::sync::thread;

    struct Node {
        next: *mut Node,
        sender: u32,
        number: u32,
    }

    // SAFETY: the field is only used by chains.
    unsafe impl Linked for Node {
        fn next(&mut self) -> &mut *mut Node {
            &mut self.next
        }
    }

    // SAFETY: a node moves as a whole.
    unsafe impl Send for Node {}

    fn node(sender: u32, number: u32) -> Box<Node> {
        Box::new(Node { next: ptr::null_mut(), sender, number })
    }

    /// Two senders and a receiver that sleeps whenever it finds nothing: every signal arrives, in
    /// its sender's order, and each sleep is ended by exactly one sender.
    #[test]
    fn signals_arrive_in_order_and_wake() {
        let mut builder = loom::model::Builder::new();
        builder.preemption_bound = Some(3);
        builder.check(|| {
            let queue = Arc::new(SignalQueue::<Node, AtomicUsize>::new());
            queue.open(7);
            // Stands for the process: counts how often it was made ready.
            let process = Box::leak(Box::new(AtomicUsize::new(0)));
            let address = NonNull::from(&*process);
            let wakes: &'static AtomicUsize = process;
            let senders: Vec<_> = (0..2)
                .map(|sender| {
                    let queue = queue.clone();
                    thread::spawn(move || {
                        for number in 0..2 - sender {
                            let woken = queue.push(7, node(sender, number));
                            if matches!(woken, Ok(Some(_))) {
                                wakes.fetch_add(1, Ordering::Release);
                            }
                        }
                    })
                })
                .collect();
            let (mut received, mut expected, mut sleeps) = (0, [0; 2], 0);
            while received < 3 {
                let mut signals = queue.take();
                while let Some(signal) = signals.pop() {
                    assert_eq!(signal.number, expected[signal.sender as usize]);
                    expected[signal.sender as usize] += 1;
                    received += 1;
                }
                if received < 3 && queue.sleep(address) {
                    sleeps += 1;
                    while wakes.load(Ordering::Acquire) < sleeps {
                        thread::yield_now();
                    }
                    assert_eq!(wakes.load(Ordering::Acquire), sleeps);
                }
            }
            for sender in senders {
                sender.join().unwrap();
            }
            // SAFETY: leaked above, and the threads are gone.
            drop(unsafe { Box::from_raw(address.as_ptr()) });
        });
    }

    /// A process exits and its slot gets another one while a signal is sent: it arrives at the
    /// first or nowhere.
    #[test]
    fn signals_do_not_reach_a_later_owner() {
        loom::model(|| {
            let queue = Arc::new(SignalQueue::<Node, u8>::new());
            queue.open(1);
            let sender = {
                let queue = queue.clone();
                thread::spawn(move || queue.push(1, node(0, 0)).is_ok())
            };
            let left = queue.close();
            queue.open(2);
            let sent = sender.join().unwrap();
            assert_eq!(sent, !left.is_empty());
            assert!(queue.take().is_empty());
        });
    }
}
