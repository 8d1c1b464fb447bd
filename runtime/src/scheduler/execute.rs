//! Running one process until it gives up the scheduler.
//!
//! Signals are handled here, while the process's context is saved, before it goes on; what it finds
//! then decides whether it does: see [`Scheduler::prepare`].

use std::ptr::NonNull;

use lfec_abi::machine::{Machine, status};

use super::{Scheduler, make_ready};
use crate::process::{Current, Process, State, exit};
use crate::signal::handle;
use crate::term::Term;

/// What becomes of a process that was taken from a run queue.
enum Prepared {
    /// It goes on.
    Run,
    /// It sleeps: it is not the scheduler's any more.
    Sleeps,
    /// A signal ends it, for the reason noted.
    Doomed,
}

impl Scheduler {
    /// Runs a process until it sleeps, ends or others have waited long enough.
    pub(super) fn execute(&self, pointer: NonNull<Process>) {
        // SAFETY: only this thread uses the machine block.
        let machine = unsafe { &mut *self.machine.get() };
        let process = Current::new(pointer);
        loop {
            let status = match self.prepare(process) {
                Prepared::Sleeps => return,
                Prepared::Run => self.enter(machine, process),
                Prepared::Doomed => {
                    process.clone().restore(machine);
                    exit::by_signal(machine)
                }
            };
            self.unsettle();
            match status {
                status::WAIT => return,
                status::EXITED => return self.release(pointer),
                _ => process.clone().save(machine),
            }
            self.do_chores();
            if self.in_host.get() || self.has_other_work() {
                make_ready(pointer);
                return;
            }
        }
    }

    /// Runs the process in the machine block until it gives a status.
    fn enter(&self, machine: &mut Machine, mut process: Current) -> u64 {
        process.restore(machine);
        if let Some(start) = process.start.take() {
            let status = start(machine);
            if status != status::CONTINUE {
                return status;
            }
        }
        (self.enter)(machine)
    }

    /// Handles signals and looks whether what the process waits for has come.
    fn prepare(&self, mut process: Current) -> Prepared {
        loop {
            if process.has_signals() {
                handle::all(&mut process);
            }
            if process.doomed.is_some() {
                return Prepared::Doomed;
            }
            if !process.is_suspended() && may_go_on(&mut process) {
                process.state = State::Runnable;
                return Prepared::Run;
            }
            let pointer = process.pointer();
            if process.slot.queue.sleep(pointer) {
                return Prepared::Sleeps;
            }
        }
    }

    /// Frees a process that has ended.
    fn release(&self, pointer: NonNull<Process>) {
        // SAFETY: processes come from boxes, and an ended one is in no queue and found by nobody.
        let process = unsafe { Box::from_raw(pointer.as_ptr()) };
        let pid = process.pid;
        drop(process);
        self.slots.borrow_mut().give_back(pid);
    }
}

/// Whether what the process waits for is there; its context is then set to go on with it.
fn may_go_on(process: &mut Process) -> bool {
    match process.state {
        State::Runnable => true,
        State::Receiving => {
            let timed_out = match process.messages.current() {
                Some(_) => false,
                None if process.receive.is_over => true,
                None => return false,
            };
            if timed_out {
                process.end_receive();
            }
            let resume = process.resume_address();
            process.set_context(resume, &[Term::boolean(timed_out)]);
            true
        }
        State::Hibernating => !process.messages.is_empty(),
        State::Asking(_) => {
            let Some(answer) = process.extra_mut().answer.take() else { return false };
            let answer = process.heap.attach(answer);
            let resume = process.resume_address();
            process.set_context(resume, &[answer]);
            true
        }
    }
}
