//! Signals: all that processes (and timers, the outside world) tell each other.
//!
//! A signal is put into its receiver's [queue](queue) and handled by the receiver itself, in order:
//! see [`handle`]. Everything in it is a copy of its own.

pub mod handle;
pub mod queue;
pub mod send;

use std::ptr;

use crate::heap::OwnedTerm;
use crate::process::Process;
use crate::process::pid::Pid;
use crate::process::relations::{Key, MonitoredBy};
use crate::term::Term;
use queue::Linked;

/// A signal on its way, or a message in its receiver's queue.
pub struct Signal {
    next: *mut Signal,
    /// What it says.
    pub body: Body,
}

// SAFETY: the link belongs to whoever has the chain; the body can move between threads.
unsafe impl Send for Signal {}

// SAFETY: the field is used by chains and the message list only.
unsafe impl Linked for Signal {
    fn next(&mut self) -> &mut *mut Signal {
        &mut self.next
    }
}

impl Signal {
    /// A signal with this content.
    pub fn new(body: Body) -> Box<Signal> {
        Box::new(Signal { next: ptr::null_mut(), body })
    }
}

/// What a signal says.
pub enum Body {
    /// A message.
    Message(OwnedTerm),
    /// A message sent to an alias, which its process accepts if the alias is active.
    Alias(Key, Box<OwnedTerm>),
    /// An exit signal.
    Exit(Box<Exit>),
    /// This process has linked itself to the receiver.
    Link(Pid),
    /// This process removes its link; the number comes back in the answer.
    Unlink(Pid, u32),
    /// Answer to an unlink.
    Unlinked(Pid, u32),
    /// A process monitors the receiver.
    Monitor(Key, Box<MonitoredBy>),
    /// It does so no more.
    Demonitor(Key),
    /// A monitored process is gone: the message to deliver.
    Down(Key, Box<OwnedTerm>),
    /// The timer of receive number `.0` went off.
    Timeout(u32),
    /// A question to the receiver itself.
    Request(Box<Request>),
    /// The answer to the request with this number.
    Reply(u64, Box<OwnedTerm>),
    /// A new group leader.
    GroupLeader(Pid),
    /// `erlang:resume_process`
    Resume,
}

/// An exit signal.
pub struct Exit {
    /// Who sent it.
    pub from: Pid,
    /// Whether it came through a link.
    pub through_link: bool,
    /// `{'EXIT', From, Reason}`
    pub message: OwnedTerm,
}

/// A question that a process answers between two steps of its own.
pub struct Request {
    /// Who asks.
    pub from: Pid,
    /// Number of the request, its asker's.
    pub number: u64,
    /// What is asked.
    pub question: Question,
}

/// Makes the answer to `process_info`: with the question, so that programs that never ask do not have
/// the code.
pub type Answer = fn(&mut Process, Term) -> OwnedTerm;

/// See [`Request`].
pub enum Question {
    /// Are you alive? Answer: `true`, or `false` from the exit.
    IsAlive,
    /// `process_info` of these items: an atom or a list. Answer as that BIF's.
    Info(OwnedTerm, Answer),
    /// Collect garbage, all generations or not. Answer: `true`, `false` from the exit.
    Collect(bool),
    /// Run no more until resumed. Answer: `true`, or `false` from the exit.
    Suspend,
}
