//! Schedulers: threads that run processes.
//!
//! There are as many as cores, and each has a machine block and a run queue of its own, from which
//! the others steal when they have nothing to do. Threads are started when there is work for them,
//! so that a small program runs on the one that it was started on.
//!
//! **Where a process becomes ready.** In the queue of the scheduler on which that happens: the
//! waker's. If it is the only one there, no other scheduler is woken at once, as the waker is
//! often about to wait for an answer and the two then take turns without a wake-up in between.
//! Should it go on instead, its turn is cut short ([`Scheduler::settle`]), and if the other still
//! waits then, a scheduler that sleeps is woken for it.
//!
//! **Order.** The queue is first in, first out, with a look at the global queue (what comes from
//! threads that are no schedulers) at every 61st process. Processes of priority `max` and `high`
//! are in queues that all share and that come first; those of priority `low` get every eighth
//! place while there is other work. `tick` counts.
//!
//! Going to sleep is [`parking`]'s matter.

pub mod entry;
pub mod execute;
pub mod parking;
pub mod queues;
pub mod threads;

use std::cell::{Cell, RefCell, UnsafeCell};
use std::ptr::NonNull;
use std::time::{Duration, Instant};

use crossbeam_deque::Worker;
use lfec_abi::machine::{Machine, X_REGISTERS};

use crate::code::{self, Enter};
use crate::process::table::SlotCache;
use crate::process::{Priority, Process};
use crate::sync::global::{AtomicU64, Ordering};
use parking::Notified;
use queues::Ready;

thread_local! {
    static CURRENT: Cell<Option<&'static Scheduler>> = const { Cell::new(None) };
}

/// Reductions after which a process is looked at that has made another one ready on a machine with
/// idle cores.
const SHORT_TURN: i64 = 400;

/// Processes between two looks at the global queue.
const GLOBAL_INTERVAL: u32 = 61;
/// Processes between two turns of the timer wheel and other chores.
const CHORE_INTERVAL: u32 = 32;
/// Places between two that processes of low priority get.
const LOW_INTERVAL: u32 = 8;

/// One thread's share of the work. Only its own thread uses it, whence the cells.
pub struct Scheduler {
    /// Number, from 0.
    pub id: usize,
    machine: UnsafeCell<Machine>,
    enter: Enter,
    queue: Worker<Ready>,
    /// Free slots of the process table.
    pub slots: RefCell<SlotCache>,
    tick: Cell<u32>,
    unique: Cell<u64>,
    /// The running process has made another one ready, which waits alone.
    unsettled: Cell<bool>,
    /// The host runs it piece by piece: it comes back after each process's turn.
    in_host: Cell<bool>,
}

/// The scheduler that the calling thread is.
#[inline]
pub fn current() -> Option<&'static Scheduler> {
    CURRENT.get()
}

/// Makes a process ready that slept, is new or has been taken out of a machine block: puts it into a
/// run queue. The caller does not touch it again.
pub fn make_ready(process: NonNull<Process>) {
    // SAFETY: whoever makes a process ready has it for itself.
    let priority = unsafe { process.as_ref() }.priority;
    let shared = threads::shared();
    let ready = Ready::new(process);
    match (priority, current()) {
        (Priority::Normal, Some(scheduler)) => {
            scheduler.queue.push(ready);
            if scheduler.queue.len() > 1 {
                threads::notify();
            } else {
                scheduler.unsettled.set(true);
            }
        }
        (Priority::Normal, None) => {
            shared.global.push(ready);
            threads::notify();
        }
        (Priority::Low, _) => {
            shared.low.push(ready);
            threads::notify();
        }
        (priority, _) => {
            shared.urgent[usize::from(priority == Priority::High)].push(ready);
            threads::notify();
        }
    }
}

impl Scheduler {
    fn new(id: usize, queue: Worker<Ready>) -> Scheduler {
        Scheduler {
            id,
            machine: UnsafeCell::new(empty_machine()),
            enter: code::stubs().enter,
            queue,
            slots: RefCell::default(),
            tick: Cell::new(0),
            unique: Cell::new(((id as u64 + 1) << UNIQUE_BITS) + 1),
            unsettled: Cell::new(false),
            in_host: Cell::new(false),
        }
    }

    /// A number that is unique in the program's run.
    pub fn next_unique(&self) -> u64 {
        let unique = self.unique.get();
        self.unique.set(unique + 1);
        unique
    }

    /// To be called by a BIF that may have made another process ready: if that one waits alone and a
    /// core is idle, the running process is interrupted soon.
    #[inline]
    pub fn settle(&self, machine: &mut Machine) {
        if self.unsettled.replace(false) && machine.reductions > SHORT_TURN {
            self.shorten(machine);
        }
    }

    fn shorten(&self, machine: &mut Machine) {
        use crate::process::Running;
        if threads::shared().parking.would_wake() {
            machine.running().reserved += machine.reductions - SHORT_TURN;
            machine.reductions = SHORT_TURN;
        }
    }

    /// Lets others have what waits in this scheduler's queue.
    pub fn offer(&self) {
        if !self.queue.is_empty() {
            threads::notify();
        }
    }

    /// Whether another process waits for a place on this scheduler.
    fn has_other_work(&self) -> bool {
        let shared = threads::shared();
        !self.queue.is_empty()
            || !shared.urgent[0].is_empty()
            || !shared.urgent[1].is_empty()
            || !shared.global.is_empty()
            || !shared.low.is_empty()
    }

    /// Counts a turn that a process has ended, and what it used.
    #[inline]
    pub fn count_turn(&self, reductions: u64) {
        let counts = &threads::shared().counts[self.id];
        // Only this thread changes them.
        let add = |count: &AtomicU64, more| {
            count.store(count.load(Ordering::Relaxed) + more, Ordering::Relaxed);
        };
        add(&counts.turns, 1);
        add(&counts.reductions, reductions);
    }

    /// Forgets that a process waits alone, as the one that made it ready stops.
    fn unsettle(&self) {
        self.unsettled.set(false);
    }

    /// Makes this the calling thread's scheduler.
    fn begin(&'static self) {
        CURRENT.set(Some(self));
        threads::shared().parking.attach(self.id);
        // SAFETY: only this thread uses the machine block.
        unsafe {
            (*self.machine.get()).scheduler = std::ptr::from_ref(self).expose_provenance() as u64
        };
    }

    /// Makes this the calling thread's scheduler, which the host runs piece by piece.
    fn run_in_host(&'static self) {
        self.begin();
        self.in_host.set(true);
        // It never sleeps and never searches.
        threads::shared().parking.end_search();
    }

    /// Runs processes for about so long. How long there is nothing to do then: `None` if there is
    /// neither work nor a timer.
    fn run_for(&self, limit: Duration) -> Option<Duration> {
        let end = Instant::now() + limit;
        loop {
            self.do_chores();
            let Some(ready) = self.next().or_else(|| self.steal()) else {
                return crate::timer::time_left(self.id);
            };
            self.execute(ready.process());
            self.tick.set(self.tick.get().wrapping_add(1));
            if Instant::now() >= end {
                return if self.sees_work() {
                    Some(Duration::ZERO)
                } else {
                    crate::timer::time_left(self.id)
                };
            }
        }
    }

    /// Runs processes for ever.
    fn run(&'static self) -> ! {
        self.begin();
        let shared = threads::shared();
        // Whoever started this thread counted it among the searchers.
        let mut searching = true;
        loop {
            let found = self.next().or_else(|| self.steal());
            let Some(ready) = found else {
                searching = self.sleep(searching);
                continue;
            };
            if std::mem::take(&mut searching) && shared.parking.end_search() && self.sees_work() {
                threads::notify();
            }
            self.execute(ready.process());
            self.count_tick();
        }
    }

    fn count_tick(&self) {
        let tick = self.tick.get().wrapping_add(1);
        self.tick.set(tick);
        if tick.is_multiple_of(CHORE_INTERVAL) {
            self.do_chores();
        }
    }

    /// What has to be looked at now and then.
    fn do_chores(&self) {
        crate::timer::turn(self.id);
        crate::os_signal::check();
    }

    /// The next process of those that this scheduler does not have to steal.
    fn next(&self) -> Option<Ready> {
        let shared = threads::shared();
        for queue in &shared.urgent {
            if let Some(ready) = queue.pop() {
                return Some(ready);
            }
        }
        let tick = self.tick.get();
        if tick.is_multiple_of(LOW_INTERVAL)
            && let Some(ready) = shared.low.pop()
        {
            return Some(ready);
        }
        if tick.is_multiple_of(GLOBAL_INTERVAL)
            && let Some(ready) = shared.take_global(&self.queue)
        {
            return Some(ready);
        }
        self.queue.pop()
    }

    /// A process from the global queues or from another scheduler.
    fn steal(&self) -> Option<Ready> {
        let shared = threads::shared();
        shared
            .take_global(&self.queue)
            .or_else(|| shared.steal(self.id, &self.queue))
            .or_else(|| shared.low.pop())
    }

    /// Whether there is work anywhere.
    fn sees_work(&self) -> bool {
        self.has_other_work() || threads::shared().others_have_work(self.id)
    }

    /// Sleeps until there may be work, unless there is some already. Whether it is a searcher then.
    fn sleep(&self, searching: bool) -> bool {
        let parking = &threads::shared().parking;
        if !searching && parking.try_search() {
            // Look once more as a searcher: what is brought meanwhile wakes nobody else.
            return true;
        }
        parking.enlist(self.id, searching);
        if self.sees_work() {
            return parking.delist(self.id);
        }
        let notified = parking.wait(self.id, crate::timer::time_left(self.id));
        let searching = notified || parking.delist(self.id);
        self.do_chores();
        searching
    }
}

/// Bits of [`Scheduler::next_unique`] below the scheduler's number. With 60 bits in all the numbers
/// are small integers.
pub const UNIQUE_BITS: u32 = 48;

/// Starts threads as [`parking`] asks.
pub(crate) fn start_if_asked(notified: Notified) {
    if let Notified::Start(id) = notified {
        threads::start(id);
    }
}

/// A machine block in which nothing runs.
pub(crate) fn empty_machine() -> Machine {
    Machine {
        hp: 0,
        sp: 0,
        reductions: 0,
        handler: 0,
        stack_base: 0,
        result: 0,
        location: 0,
        frame_words: 0,
        resume: 0,
        live: 0,
        need: 0,
        self_pid: 0,
        process: 0,
        scheduler: 0,
        exception_class: 0,
        exception_reason: 0,
        exception_trace: 0,
        scratch: [0; 4],
        failed_bif: 0,
        x: [0; X_REGISTERS],
    }
}
