//! New processes.
//!
//! A new process has a stack of one word, the address of `lfert_process_return`, and starts at the
//! code of its function with the arguments in the registers. Where there is no such code it starts
//! with the trap function that raises the error.

use std::ptr::NonNull;

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use super::exception::{MAX_ARGUMENTS, lfert_call_fun_slow, lfert_call_undefined};
use super::messages::Messages;
use super::pid::Pid;
use super::table::{Slot, SlotCache};
use super::{Context, MaxHeap, Priority, Process, ReceiveTimer, State, visit_roots};
use crate::code::{self, Mfa};
use crate::heap::{Heap, HeapOptions};
use crate::scheduler::Scheduler;
use crate::signal::queue::Chain;
use crate::term::{Atom, Term};

/// Options of a new process.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Of its heap.
    pub heap: HeapOptions,
    /// Its priority.
    pub priority: Priority,
    /// Limit of its heap.
    pub max_heap: MaxHeap,
    /// `{message_queue_data, off_heap}`
    pub off_heap_messages: bool,
}

/// What a new process runs.
#[derive(Clone, Copy)]
pub enum Entry {
    /// A function (atoms) and the list of its arguments.
    Function(Atom, Atom, Term),
    /// A fun without arguments.
    Fun(Term),
}

/// A process that does not run yet and that nobody knows. `None` if there are too many.
pub fn create(
    scheduler: Option<&Scheduler>,
    options: &Options,
    leader: Option<Pid>,
    parent: Option<Pid>,
) -> Option<Box<Process>> {
    let (pid, slot) = match scheduler {
        Some(scheduler) => scheduler.slots.borrow_mut().take()?,
        None => SlotCache::default().take()?,
    };
    let mut process = Box::new(Process {
        heap: Heap::new(options.heap, Some(visit_roots)),
        pid,
        slot,
        context: Context { resume: 0, live: 0, few: [Term::NIL; 4], many: Vec::new() },
        start: None,
        state: State::Runnable,
        priority: options.priority,
        traps_exit: false,
        messages: Messages::new(),
        unhandled: Chain::new(),
        receive: ReceiveTimer::default(),
        doomed: None,
        dictionary: None,
        relations: None,
        extra: None,
        group_leader: leader.unwrap_or(pid),
        parent: parent.unwrap_or(pid),
        initial: APPLY,
        reductions: 0,
        reserved: 0,
    });
    if options.max_heap != MaxHeap::default() || options.off_heap_messages {
        let extra = process.extra_mut();
        extra.max_heap = options.max_heap;
        extra.off_heap_messages = options.off_heap_messages;
    }
    process.heap.push(code::stubs().process_return, &mut []);
    Some(process)
}

/// What a process of a fun started with: `erlang:apply/2`.
const APPLY: Mfa = Mfa {
    module: (atoms::ERLANG >> lfec_abi::term::IMMEDIATE_BITS) as u32,
    function: (atoms::APPLY >> lfec_abi::term::IMMEDIATE_BITS) as u32,
    arity: 2,
};

impl Process {
    /// Lets a new process start with a function of these arguments, terms of its heap.
    pub fn start_with_function(&mut self, module: Atom, function: Atom, arguments: &[Term]) {
        let arity = arguments.len();
        self.initial =
            Mfa { module: module.index(), function: function.index(), arity: arity as u32 };
        match code::find_export(self.initial) {
            Some(code) => self.set_context(code, arguments),
            None => {
                let mut registers = arguments.to_vec();
                registers.extend([module.term(), function.term()]);
                self.set_context(0, &registers);
                self.start = Some(start_undefined);
            }
        }
    }

    /// Lets a new process start with a fun and these arguments, terms of its heap.
    pub fn start_with_fun(&mut self, fun: Term, arguments: &[Term]) {
        let mut registers = arguments.to_vec();
        registers.push(fun);
        match fun.as_fun() {
            Some(callee) if callee.arity() == arguments.len() => {
                self.set_context(callee.code(), &registers);
            }
            _ => {
                self.set_context(0, &registers);
                self.start = Some(lfert_call_fun_slow);
            }
        }
    }

    /// Copies what a new process runs from `heap` and lets it start with that. False if the arguments
    /// are no list or too many.
    pub fn start_with(&mut self, heap: &Heap, entry: Entry) -> bool {
        match entry {
            Entry::Fun(fun) => {
                let fun = self.heap.copy_from(heap, fun);
                self.start_with_fun(fun, &[]);
                true
            }
            Entry::Function(module, function, list) => {
                if list.list_length().is_none_or(|length| length > MAX_ARGUMENTS) {
                    return false;
                }
                let arguments: Vec<Term> =
                    list.list().map(|argument| self.heap.copy_from(heap, argument)).collect();
                self.start_with_function(module, function, &arguments);
                true
            }
        }
    }
}

/// Calls `x[live - 2]:x[live - 1]`, which raises `undef` unless it has come since.
extern "C" fn start_undefined(machine: &mut Machine) -> u64 {
    machine.live -= 2;
    lfert_call_undefined(machine)
}

/// Makes a new process known and ready to run; its owner no more touches it.
pub fn publish(process: Box<Process>) -> NonNull<Process> {
    let (pid, slot): (Pid, &'static Slot) = (process.pid, process.slot);
    let pointer = NonNull::from(Box::leak(process));
    slot.queue.open(pid.value());
    pointer
}
