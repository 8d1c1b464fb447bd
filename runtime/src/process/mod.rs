//! Processes.
//!
//! A [`Process`] belongs to one thread at a time: to the scheduler that runs it, to the one in whose
//! queue it waits its turn, or, while it sleeps, to nobody; what others may touch is its
//! [slot](table::Slot). It is in one of these conditions:
//!
//! * **running**: its heap pointers and registers are in a scheduler's [`Machine`];
//! * **ready**: in a run queue, its context saved ([`Process::save`]);
//! * **sleeping**: noted as the sleeper of its signal queue, context saved; [`State`] says what for.
//!   A signal makes it ready, and it looks for itself whether that is what it waits for;
//! * **exiting**: its queue is closed, nobody finds it any more ([`exit`]).
//!
//! The heap comes first, so that [`Machine::process`] is its address too.

pub mod bifs;
pub mod by_atom;
pub mod create;
pub mod dictionary;
pub mod exception;
pub mod exit;
pub mod info;
pub mod messages;
mod notes;
pub mod pid;
pub mod registry;
pub mod relations;
pub mod table;
pub mod trace;
pub mod unique;

use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

use lfec_abi::machine::{Machine, REDUCTIONS};

use crate::code::{Mfa, Trap};
use crate::embed::Host;
use crate::heap::{Heap, OwnedTerm, stress};
use crate::scheduler::Scheduler;
use crate::signal::Signal;
use crate::signal::queue::Chain;
use crate::term::Term;
use crate::timer::TimerKey;
use dictionary::Dictionary;
use messages::Messages;
use pid::Pid;
use relations::Relations;
use table::Slot;

/// How urgently a process wants to run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Priority {
    /// After the others, but not never.
    Low,
    /// The usual.
    #[default]
    Normal,
    /// Before normal.
    High,
    /// Before all others.
    Max,
}

/// What a process that does not run goes on with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Its code.
    Runnable,
    /// A message or the timeout of its receive.
    Receiving,
    /// A message, after which it starts the function it hibernates with.
    Hibernating,
    /// The answer to its request with this number.
    Asking(u64),
}

/// The timer of the receive that a process is in.
#[derive(Clone, Copy, Default)]
pub struct ReceiveTimer {
    /// Number of the receive, so that a late signal of an earlier one means nothing.
    pub number: u32,
    /// Its timer.
    pub key: Option<TimerKey>,
    /// It has gone off.
    pub is_over: bool,
    /// `after infinity` or no `after`, or a timer is set.
    pub is_begun: bool,
}

/// Arguments that are saved without an allocation.
const SAVED: usize = 4;

/// Where a process goes on.
struct Context {
    /// Code address.
    resume: u64,
    /// Live registers.
    live: u16,
    /// Them, if so few.
    few: [Term; SAVED],
    /// Them, if more.
    many: Vec<Term>,
}

/// A limit of the heap's size.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MaxHeap {
    /// Words; 0: no limit.
    pub words: usize,
    /// Whether the process is killed.
    pub kill: bool,
    /// Whether it is logged.
    pub log: bool,
}

impl Default for MaxHeap {
    fn default() -> MaxHeap {
        MaxHeap { words: 0, kill: true, log: true }
    }
}

/// What few processes have.
#[derive(Default)]
pub struct Extra {
    /// Limit of the heap.
    pub max_heap: MaxHeap,
    /// Whether messages count as off-heap for `process_info`; they always are.
    pub off_heap_messages: bool,
    /// How often it has been suspended and not resumed.
    pub suspended: u32,
    /// A host thread waits for its result.
    pub host: Option<Host>,
    /// The answer it waited for.
    pub answer: Option<OwnedTerm>,
    /// A size that `process_flag(min_bin_vheap_size, …)` has set.
    pub min_bin_words: Option<usize>,
    /// What `process_flag(error_handler, …)` has set.
    pub error_handler: Option<Term>,
    /// What `process_flag(save_calls, …)` has set.
    pub save_calls: usize,
    /// What `process_flag(sensitive, …)` has set.
    pub is_sensitive: bool,
}

/// A process.
#[repr(C)]
pub struct Process {
    /// Heap and stack.
    pub heap: Heap,
    /// Its identifier.
    pub pid: Pid,
    /// What others see of it.
    pub slot: &'static Slot,
    context: Context,
    /// Run before its code: raises what kept the code from being found.
    pub start: Option<Trap>,
    /// What it goes on with.
    pub state: State,
    /// How urgently.
    pub priority: Priority,
    /// Whether exit signals become messages.
    pub traps_exit: bool,
    /// Messages it has not received yet.
    pub messages: Messages,
    /// Signals it has taken from its queue and not handled.
    pub unhandled: Chain<Signal>,
    /// The receive it is in.
    pub receive: ReceiveTimer,
    /// An exit signal has arrived that ends it: for this reason.
    pub doomed: Option<Box<OwnedTerm>>,
    /// Its dictionary.
    pub dictionary: Option<Box<Dictionary>>,
    relations: Option<Box<Relations>>,
    extra: Option<Box<Extra>>,
    /// Its group leader.
    pub group_leader: Pid,
    /// Who spawned it.
    pub parent: Pid,
    /// What it started with.
    pub initial: Mfa,
    /// Reductions it has used, those of the present turn not counted.
    reductions: u64,
    /// Reductions of the present turn that it may use after a pause for other work.
    pub reserved: i64,
}

// SAFETY: a process belongs to one thread at a time, see the module's head.
unsafe impl Send for Process {}

impl Process {
    /// Notes where the running process goes on: `resume` and `x[..live]` of the machine. It can then
    /// be put anywhere.
    #[inline]
    pub fn save(&mut self, machine: &Machine) {
        self.heap.save_from(machine);
        self.context.resume = machine.resume;
        let live = machine.live as usize;
        self.context.live = live as u16;
        self.set_registers(live, |index| Term::raw(machine.x[index]));
        self.count_reductions(machine);
    }

    /// Adds what the present turn has used up.
    pub fn count_reductions(&mut self, machine: &Machine) {
        let left = machine.reductions.max(0) + self.reserved;
        let used = (REDUCTIONS - left).max(0) as u64;
        self.reductions += used;
        self.reserved = 0;
        machine.scheduler().count_turn(used);
    }

    /// Reductions used so far, `left` being what is left of the present turn.
    pub fn reductions(&self, machine: &Machine) -> u64 {
        let left = machine.reductions.max(0) + self.reserved;
        self.reductions + (REDUCTIONS - left).max(0) as u64
    }

    /// Reductions used up to the last turn.
    pub fn past_reductions(&self) -> u64 {
        self.reductions
    }

    /// Puts the process into the machine, with a fresh turn.
    #[inline]
    pub fn restore(&mut self, machine: &mut Machine) {
        machine.process = std::ptr::from_mut(self).expose_provenance() as u64;
        machine.self_pid = self.pid.term().word();
        self.heap.load_into(machine);
        machine.resume = self.context.resume;
        machine.live = u64::from(self.context.live);
        for (index, term) in self.registers().iter().enumerate() {
            machine.x[index] = term.word();
        }
        machine.reductions = if stress() { 0 } else { REDUCTIONS };
        self.reserved = if stress() { REDUCTIONS } else { 0 };
    }

    /// Sets where a process that does not run goes on.
    pub fn set_context(&mut self, resume: u64, arguments: &[Term]) {
        self.context.resume = resume;
        self.context.live = arguments.len() as u16;
        self.set_registers(arguments.len(), |index| arguments[index]);
    }

    #[inline]
    fn set_registers(&mut self, live: usize, register: impl Fn(usize) -> Term) {
        if live <= SAVED {
            for (index, place) in self.context.few[..live].iter_mut().enumerate() {
                *place = register(index);
            }
        } else {
            self.context.many = (0..live).map(register).collect();
        }
    }

    /// Saved registers: roots, while it does not run.
    pub fn registers(&mut self) -> &mut [Term] {
        let live = usize::from(self.context.live);
        if live <= SAVED { &mut self.context.few[..live] } else { &mut self.context.many }
    }

    /// Code address where it goes on, while it does not run.
    pub fn resume_address(&self) -> u64 {
        self.context.resume
    }

    /// Collects all generations, while it does not run.
    pub fn collect_suspended(&mut self, full: bool) {
        let registers = std::ptr::from_mut(self.registers());
        // SAFETY: the registers are no part of the heap.
        let registers = unsafe { &mut *registers };
        if full {
            self.heap.collect_full(registers, 0);
        } else {
            self.heap.collect(registers, 0);
        }
    }

    /// Its relations, if it has any.
    pub fn relations(&self) -> Option<&Relations> {
        self.relations.as_deref()
    }

    /// Its relations.
    pub fn relations_mut(&mut self) -> &mut Relations {
        self.relations.get_or_insert_default()
    }

    /// Takes its relations away, for its exit.
    pub fn take_relations(&mut self) -> Option<Box<Relations>> {
        self.relations.take()
    }

    /// What few processes have, if it does.
    pub fn extra(&self) -> Option<&Extra> {
        self.extra.as_deref()
    }

    /// What few processes have.
    pub fn extra_mut(&mut self) -> &mut Extra {
        self.extra.get_or_insert_default()
    }

    /// Whether it has been suspended.
    pub fn is_suspended(&self) -> bool {
        self.extra.as_ref().is_some_and(|extra| extra.suspended > 0)
    }

    /// Ends the receive it is in: its timer and the save pointer.
    #[inline]
    pub fn end_receive(&mut self) {
        self.messages.rewind();
        if self.receive.is_begun {
            if let Some(key) = self.receive.key {
                crate::timer::cancel(key);
            }
            let number = self.receive.number.wrapping_add(1);
            self.receive = ReceiveTimer { number, ..ReceiveTimer::default() };
        }
    }

    /// Whether signals wait to be handled.
    #[inline]
    pub fn has_signals(&self) -> bool {
        self.slot.queue.pending() || !self.unhandled.is_empty()
    }
}

/// The roots of a process besides stack and registers, for the collector.
///
/// # Safety
/// `heap` is the first field of a process, and nobody else uses the process meanwhile.
unsafe fn visit_roots(heap: *mut Heap, visit: &mut dyn FnMut(&mut Term)) {
    let process = heap.cast::<Process>();
    // SAFETY: the caller's promise; the dictionary is no part of the heap, which is borrowed.
    let dictionary = unsafe { &mut (*process).dictionary };
    if let Some(dictionary) = dictionary {
        dictionary.visit(visit);
    }
}

/// The running process, as its BIFs see it. A pointer, as the heap inside it is also reached through
/// the machine block; every use borrows anew.
#[derive(Clone, Copy)]
pub struct Current(NonNull<Process>);

impl Current {
    /// A process that the calling thread has for itself.
    pub(crate) fn new(process: NonNull<Process>) -> Current {
        Current(process)
    }

    /// The process's address.
    pub fn pointer(self) -> NonNull<Process> {
        self.0
    }
}

impl Deref for Current {
    type Target = Process;

    #[inline]
    fn deref(&self) -> &Process {
        // SAFETY: the process runs on this thread, which alone touches it.
        unsafe { self.0.as_ref() }
    }
}

impl DerefMut for Current {
    #[inline]
    fn deref_mut(&mut self) -> &mut Process {
        // SAFETY: as above.
        unsafe { self.0.as_mut() }
    }
}

/// Who runs in a machine block, and where.
pub trait Running {
    /// The running process.
    fn running(&self) -> Current;
    /// The scheduler that runs it.
    fn scheduler(&self) -> &'static Scheduler;
}

impl Running for Machine {
    #[inline]
    fn running(&self) -> Current {
        let process = std::ptr::with_exposed_provenance_mut::<Process>(self.process as usize);
        debug_assert!(!process.is_null());
        // SAFETY: while a process runs, `process` is its address.
        Current(unsafe { NonNull::new_unchecked(process) })
    }

    #[inline]
    fn scheduler(&self) -> &'static Scheduler {
        let scheduler = std::ptr::with_exposed_provenance::<Scheduler>(self.scheduler as usize);
        // SAFETY: a machine block belongs to a scheduler, which is never freed.
        unsafe { &*scheduler }
    }
}
