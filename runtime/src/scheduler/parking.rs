//! How schedulers without work go to sleep, and how work wakes them.
//!
//! Each scheduler is awake, *searching* (awake, without work, looking at others' queues) or
//! *sleeping*. Schedulers whose thread has not been started yet sleep as well; to wake one of them is
//! to start its thread. The numbers of both are in one word, `counts`; who sleeps is in the list
//! `sleepers`, under a lock.
//!
//! **Going to sleep**
//! 1. Look for work everywhere, as a searcher if there are not too many.
//! 2. [`Parking::enlist`]: join the sleepers; in the same step stop being a searcher.
//! 3. Look again. If there is work, [`Parking::delist`] and take it.
//! 4. [`Parking::wait`] for a notification or the next timer.
//!
//! **Bringing work**
//! 1. Put it into a queue.
//! 2. [`Parking::notify`]: if nobody searches and somebody sleeps, take one off the list and wake it.
//!    It is then a searcher, so that a burst of work wakes one scheduler, not all; a searcher that
//!    finds work and was the last wakes another if there is more.
//!
//! Step 2 of both sides is a sequentially consistent read-modify-write or comes after such a fence;
//! so either the bringer sees the sleeper in `counts`, or the sleeper sees the work in step 3. A
//! bringer that does not notify because of a searcher relies on that searcher's own step 3. A
//! notification is never lost: it is a flag that `wait` takes, and a sleeper that is about to leave
//! on its own account learns from `delist` that it was notified.
//!
//! Rejected: a condition variable for all (wakes contend for its lock); spinning before sleeping
//! (OTP does; an idle machine should be idle).

use std::time::Duration;

use crate::sync::{AtomicBool, AtomicUsize, Mutex, Ordering, Parker, fence};

const SEARCHING: usize = 1;
const SLEEPING: usize = 1 << 16;

/// The schedulers' sleep.
pub struct Parking {
    /// Searching schedulers in the low 16 bits, sleeping ones above.
    counts: AtomicUsize,
    sleepers: Mutex<Vec<usize>>,
    places: Box<[Place]>,
}

/// Where one scheduler sleeps.
struct Place {
    notified: AtomicBool,
    parker: Parker,
}

/// What [`Parking::notify`] asks its caller to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub enum Notified {
    /// Nothing: somebody has been woken, or nobody needs to be.
    Done,
    /// Start the thread of this scheduler; it counts as searching.
    Start(usize),
}

impl Parking {
    /// For schedulers `0..count`. None of their threads has started.
    pub fn new(count: usize) -> Parking {
        let place = |_| Place { notified: AtomicBool::new(false), parker: Parker::default() };
        Parking {
            counts: AtomicUsize::new(count * SLEEPING),
            // The last is taken first: start threads in order.
            sleepers: Mutex::new((0..count).rev().collect()),
            places: (0..count).map(place).collect(),
        }
    }

    /// The calling thread is scheduler `id`'s. Only after `notify` said to start it.
    pub fn attach(&self, id: usize) {
        self.places[id].notified.store(false, Ordering::Relaxed);
        self.places[id].parker.attach();
    }

    /// Becomes a searcher, unless half of those awake are already.
    pub fn try_search(&self) -> bool {
        let counts = self.counts.load(Ordering::SeqCst);
        let (searching, sleeping) = (counts % SLEEPING, counts / SLEEPING);
        let awake = self.places.len() - sleeping;
        if 2 * searching >= awake {
            return false;
        }
        self.counts.fetch_add(SEARCHING, Ordering::SeqCst);
        true
    }

    /// Stops searching, having found work. Whether nobody searches any more: then the caller
    /// notifies if there is more.
    pub fn end_search(&self) -> bool {
        self.counts.fetch_sub(SEARCHING, Ordering::SeqCst) % SLEEPING == SEARCHING
    }

    /// Joins the sleepers, and stops searching if it did.
    pub fn enlist(&self, id: usize, searching: bool) {
        let mut sleepers = self.sleepers.lock();
        let change = SLEEPING - if searching { SEARCHING } else { 0 };
        self.counts.fetch_add(change, Ordering::SeqCst);
        sleepers.push(id);
    }

    /// Leaves the sleepers. Whether it has been notified meanwhile: it is then a searcher.
    pub fn delist(&self, id: usize) -> bool {
        let mut sleepers = self.sleepers.lock();
        if let Some(position) = sleepers.iter().rposition(|&sleeper| sleeper == id) {
            sleepers.remove(position);
            self.counts.fetch_sub(SLEEPING, Ordering::SeqCst);
            return false;
        }
        drop(sleepers);
        self.places[id].notified.store(false, Ordering::Relaxed);
        true
    }

    /// Sleeps until it is notified, it is [poked](Parking::poke) or the time is over. Whether it was
    /// notified: it is then a searcher and no sleeper any more. Otherwise it has to `delist`.
    pub fn wait(&self, id: usize, timeout: Option<Duration>) -> bool {
        let Place { notified, parker } = &self.places[id];
        if !notified.swap(false, Ordering::Acquire) {
            parker.park(timeout);
            return notified.swap(false, Ordering::Acquire);
        }
        true
    }

    /// Tells that there is work: wakes a sleeper if need be.
    pub fn notify(&self) -> Notified {
        fence(Ordering::SeqCst);
        let counts = self.counts.load(Ordering::SeqCst);
        if !counts.is_multiple_of(SLEEPING) || counts < SLEEPING {
            return Notified::Done;
        }
        let Some(id) = self.take_sleeper() else { return Notified::Done };
        let place = &self.places[id];
        if !place.parker.is_attached() {
            return Notified::Start(id);
        }
        place.parker.unpark();
        Notified::Done
    }

    /// Takes a sleeper off the list and makes it a searcher, unless somebody searches by now.
    fn take_sleeper(&self) -> Option<usize> {
        let mut sleepers = self.sleepers.lock();
        if !self.counts.load(Ordering::SeqCst).is_multiple_of(SLEEPING) {
            return None;
        }
        let id = sleepers.pop()?;
        self.counts.fetch_sub(SLEEPING - SEARCHING, Ordering::SeqCst);
        // Under the lock, so that `delist` finds it set when it does not find itself in the list. A
        // swap as in `wait`: loom does not know that stores come after the swaps that missed them.
        self.places[id].notified.swap(true, Ordering::AcqRel);
        Some(id)
    }

    /// Whether any scheduler sleeps and none searches: whether a notification would wake one.
    pub fn would_wake(&self) -> bool {
        let counts = self.counts.load(Ordering::Relaxed);
        counts >= SLEEPING && counts.is_multiple_of(SLEEPING)
    }

    /// Ends one sleep of scheduler `id` without a notification, to make it look at something else
    /// than work. May be called in a signal handler.
    pub fn poke(&self, id: usize) {
        self.places[id].parker.unpark();
    }
}

#[cfg(all(test, loom))]
mod models {
    use std::collections::VecDeque;

    use loom::model::Builder;
    use loom::sync::Arc;
    use loom::thread;

    use super::*;

    struct Shared {
        parking: Parking,
        queue: Mutex<VecDeque<u32>>,
    }

    /// A scheduler that takes one item, going to sleep as long as there is none.
    fn take_one(shared: &Shared, id: usize, mut searching: bool) -> u32 {
        loop {
            let item = shared.queue.lock().pop_front();
            if let Some(item) = item {
                if searching && shared.parking.end_search() && !shared.queue.lock().is_empty() {
                    let _ = shared.parking.notify();
                }
                return item;
            }
            shared.parking.enlist(id, searching);
            if !shared.queue.lock().is_empty() {
                searching = shared.parking.delist(id);
                continue;
            }
            while !shared.parking.wait(id, None) {}
            searching = true;
        }
    }

    /// However a bringer and `takers` schedulers interleave, each item is taken: nobody sleeps
    /// while there is work.
    fn check(takers: usize) {
        let mut builder = Builder::new();
        // More would take hours; errors of such protocols show with two.
        builder.preemption_bound = Some(3);
        builder.check(move || {
            let parking = Parking::new(takers);
            let shared = Arc::new(Shared { parking, queue: Mutex::new(VecDeque::new()) });
            for _ in 0..takers {
                assert!(matches!(shared.parking.notify(), Notified::Start(_)));
                assert!(shared.parking.end_search());
            }
            let threads: Vec<_> = (0..takers)
                .map(|id| {
                    let shared = shared.clone();
                    thread::spawn(move || {
                        shared.parking.attach(id);
                        take_one(&shared, id, false)
                    })
                })
                .collect();
            for item in 0..takers as u32 {
                shared.queue.lock().push_back(item);
                let _ = shared.parking.notify();
            }
            for thread in threads {
                thread.join().unwrap();
            }
        });
    }

    #[test]
    fn one_scheduler_never_misses_work() {
        check(1);
    }

    #[test]
    fn two_schedulers_never_miss_work() {
        check(2);
    }
}
