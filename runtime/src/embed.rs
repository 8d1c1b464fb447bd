//! The runtime inside another program: a host thread has functions called and waits for results.
//!
//! For the compiler, which runs macros. Processes run on scheduler threads as ever; the host's own
//! thread is none of them.
//!
//! ```text
//! embed::init(&program, stubs)?;            // once
//! embed::register_modules(&modules)?;       // whenever code has been compiled
//! let mut arguments = Arguments::new();
//! arguments.add(|builder| builder.string("text"));
//! match embed::call(Callee::Function(module, function), arguments, None) { … }
//! ```

use std::sync::Arc;
use std::time::{Duration, Instant};

use lfec_abi::atoms;
use lfec_abi::program::Program;

use crate::code::{self, LoadError, Stubs};
use crate::heap::{Builder, Class, OwnedTerm};
use crate::process::create::{self, Options};
use crate::process::pid::Pid;
use crate::process::{Process, table};
use crate::scheduler::{self, threads};
use crate::signal::handle::exit_for;
use crate::signal::send;
use crate::sync::global::{Condvar, Mutex};
use crate::term::{Atom, Term};

/// What has become of a call.
pub enum Outcome {
    /// It returned this.
    Returned(OwnedTerm),
    /// It raised an exception that nobody caught.
    Raised {
        /// Class.
        class: Class,
        /// Reason.
        reason: OwnedTerm,
        /// List of the entries of the stack trace.
        trace: OwnedTerm,
    },
}

/// Why a call has no outcome.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallError {
    /// It took longer than it was given; its process has been killed.
    TimedOut,
    /// There are too many processes.
    TooManyProcesses,
}

/// What to call.
#[derive(Clone, Copy)]
pub enum Callee {
    /// An exported function.
    Function(Atom, Atom),
    /// Code of a function, which takes the arguments given.
    Code(u64),
}

/// Arguments of a call, or any terms made outside a process.
pub struct Arguments {
    builder: Builder,
    terms: Vec<Term>,
}

impl Arguments {
    /// No arguments yet.
    pub fn new() -> Arguments {
        Arguments { builder: Builder::with_capacity(0), terms: Vec::new() }
    }

    /// Adds the argument that `make` makes.
    pub fn add(&mut self, make: impl FnOnce(&mut Builder) -> Term) {
        let term = make(&mut self.builder);
        self.terms.push(term);
    }
}

impl Default for Arguments {
    fn default() -> Arguments {
        Arguments::new()
    }
}

#[derive(Default)]
struct Cell {
    outcome: Mutex<Option<Outcome>>,
    there: Condvar,
}

/// The process's end of a call.
pub struct Host(Arc<Cell>);

/// The host's end of a call.
pub struct Pending(Arc<Cell>);

impl Pending {
    /// Waits for the outcome.
    pub fn wait(self) -> Outcome {
        loop {
            if let Some(outcome) = self.wait_at_most(None) {
                return outcome;
            }
        }
    }

    /// Waits for the outcome, no longer than `limit`.
    pub fn wait_at_most(&self, limit: Option<Duration>) -> Option<Outcome> {
        wait(&self.0, limit)
    }
}

impl Host {
    /// Both ends of a call.
    pub fn new() -> (Host, Pending) {
        let cell = Arc::new(Cell::default());
        (Host(cell.clone()), Pending(cell))
    }

    /// Gives the host its outcome.
    pub fn finish(self, outcome: Outcome) {
        *self.0.outcome.lock() = Some(outcome);
        self.0.there.notify_all();
    }
}

/// Loads the program that the host brings along. Once.
///
/// # Safety
/// Its tables are as the compiler makes them, and live forever.
pub unsafe fn init(program: &Program, stubs: Stubs) -> Result<(), LoadError> {
    // SAFETY: the caller's promise.
    unsafe { code::load(program, stubs)? };
    threads::init(threads::wanted());
    Ok(())
}

/// Adds compiled modules. Their atoms have been interned with [`Atom::new`].
///
/// # Safety
/// The tables are as the compiler makes them, and live forever.
pub unsafe fn register_modules(program: &Program) -> Result<(), LoadError> {
    crate::heap::note_other_literals();
    // SAFETY: the caller's promise.
    unsafe { code::add(program) }
}

/// Calls a function in a process of its own and waits for the outcome, no longer than `limit`.
pub fn call(
    callee: Callee,
    arguments: Arguments,
    limit: Option<Duration>,
) -> Result<Outcome, CallError> {
    let (host, pending) = Host::new();
    let pid = start(callee, arguments, Some(host))?;
    let outcome = pending.wait_at_most(limit);
    outcome.ok_or_else(|| {
        send::signal(pid, exit_for(pid, atoms::KILL, false));
        CallError::TimedOut
    })
}

/// Starts a function in a process of its own.
pub fn spawn(callee: Callee, arguments: Arguments) -> Result<Pid, CallError> {
    start(callee, arguments, None)
}

fn start(callee: Callee, arguments: Arguments, host: Option<Host>) -> Result<Pid, CallError> {
    let process = new_process(callee, arguments, host)?;
    let pid = process.pid;
    scheduler::make_ready(create::publish(process));
    Ok(pid)
}

/// A process for a call, not published yet.
pub(crate) fn new_process(
    callee: Callee,
    arguments: Arguments,
    host: Option<Host>,
) -> Result<Box<Process>, CallError> {
    let mut process =
        create::create(None, &Options::default(), None, None).ok_or(CallError::TooManyProcesses)?;
    let Arguments { builder, terms } = arguments;
    process.heap.attach(builder.finish(Term::NIL));
    match callee {
        Callee::Function(module, function) => {
            process.start_with_function(module, function, &terms);
        }
        Callee::Code(address) => process.set_context(address, &terms),
    }
    process.extra_mut().host = host;
    Ok(process)
}

fn wait(cell: &Cell, limit: Option<Duration>) -> Option<Outcome> {
    let end = limit.map(|limit| Instant::now() + limit);
    let mut outcome = cell.outcome.lock();
    while outcome.is_none() {
        let result = match end {
            None => cell.there.wait(outcome),
            Some(end) => {
                let left = end.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return None;
                }
                cell.there
                    .wait_timeout(outcome, left)
                    .map(|(outcome, _)| outcome)
                    .map_err(|poisoned| std::sync::PoisonError::new(poisoned.into_inner().0))
            }
        };
        outcome = result.unwrap_or_else(std::sync::PoisonError::into_inner);
    }
    outcome.take()
}

/// Whether a process is alive.
pub fn is_alive(pid: Pid) -> bool {
    table::find(pid).is_some()
}
