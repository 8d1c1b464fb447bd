//! Handling signals: what a process does with what others have sent it, in the order of arrival.
//!
//! Most signals can be handled at any time, also in the middle of a receive ([`simple`]). Those that
//! look at or change the heap ([`Body::Request`]) wait until the process's context is saved ([`all`]),
//! and everything behind them does too. An exit signal that ends the process is noted in
//! [`Process::doomed`], and nothing is handled after it; the exit deals with the rest ([`refuse`]).

use lfec_abi::atoms;

use super::queue::Chain;
use super::send;
use super::{Body, Exit, Question, Request, Signal};
use crate::heap::{Allocate, Builder, OwnedTerm};
use crate::process::pid::Pid;
use crate::process::relations::{AliasMode, Key, MonitoredBy};
use crate::process::{Process, State, table};
use crate::term::{Atom, Term};

/// Handles all signals of a process whose context is saved, unless one of them ends it.
pub fn all(process: &mut Process) {
    fetch(process);
    while process.doomed.is_none() {
        match process.unhandled.pop() {
            Some(signal) => handle(process, signal),
            None => return process.slot.queue.set_handled(),
        }
    }
}

/// Handles the signals of the running process that can be handled now; whether those were all.
pub fn simple(process: &mut Process) -> bool {
    fetch(process);
    loop {
        if process.doomed.is_some() {
            return false;
        }
        match process.unhandled.first() {
            None => {
                process.slot.queue.set_handled();
                return true;
            }
            Some(Signal { body: Body::Request(_), .. }) => return false,
            Some(_) => {
                if let Some(signal) = process.unhandled.pop() {
                    handle(process, signal);
                }
            }
        }
    }
}

fn fetch(process: &mut Process) {
    if process.slot.queue.pending() {
        let signals = process.slot.queue.take();
        process.unhandled.append(signals);
    }
}

fn handle(process: &mut Process, mut signal: Box<Signal>) {
    match std::mem::replace(&mut signal.body, Body::Resume) {
        body @ Body::Message(_) => {
            signal.body = body;
            process.messages.push(signal);
        }
        Body::Alias(key, message) => {
            if accepts(process, key) {
                signal.body = Body::Message(*message);
                process.messages.push(signal);
            }
        }
        Body::Exit(exit) => exit_signal(process, *exit),
        Body::Link(from) => process.relations_mut().linked_by(from),
        Body::Unlink(from, number) => {
            process.relations_mut().unlinked_by(from);
            send::signal(from, Body::Unlinked(process.pid, number));
        }
        Body::Unlinked(from, number) => process.relations_mut().unlink_done(from, number),
        Body::Monitor(key, by) => {
            process.relations_mut().monitored_by.insert(key, *by);
        }
        Body::Demonitor(key) => {
            process.relations_mut().monitored_by.remove(key);
        }
        Body::Down(key, message) => {
            if process.relations_mut().remove_monitor(key).is_some() {
                signal.body = Body::Message(*message);
                process.messages.push(signal);
            }
        }
        Body::Timeout(number) => {
            if process.receive.is_begun && process.receive.number == number {
                process.receive.is_over = true;
            }
        }
        Body::Request(request) => answer(process, *request),
        Body::Reply(number, answer) => {
            if process.state == State::Asking(number) {
                process.extra_mut().answer = Some(*answer);
            }
        }
        Body::GroupLeader(leader) => process.group_leader = leader,
        Body::Resume => {
            let extra = process.extra_mut();
            extra.suspended = extra.suspended.saturating_sub(1);
        }
    }
}

/// Whether a message through the alias `key` is accepted; the alias ends if this is what ends it.
fn accepts(process: &mut Process, key: Key) -> bool {
    let pid = process.pid;
    let relations = process.relations_mut();
    let Some(&mode) = relations.aliases.get(key) else { return false };
    if mode.ends_with_message() {
        relations.aliases.remove(key);
    }
    if mode == AliasMode::ReplyDemonitor
        && let Some(monitor) = relations.monitors.remove(key)
        && let Some(target) = monitor.target
    {
        demonitor(pid, target, key);
    }
    true
}

/// Tells `target` that process `watcher` watches it no more.
pub fn demonitor(watcher: Pid, target: Pid, key: Key) {
    debug_assert!(watcher != target, "a process does not watch itself");
    send::signal(target, Body::Demonitor(key));
}

fn exit_signal(process: &mut Process, exit: Exit) {
    let Exit { from, through_link, mut message } = exit;
    if through_link && !process.relations_mut().link_broken(from) {
        return;
    }
    let reason = exit_reason(&message);
    if reason.word() == atoms::KILL && !through_link {
        let killed = OwnedTerm::of_immediate(Term::immediate(atoms::KILLED));
        process.doomed = Some(Box::new(killed));
    } else if process.traps_exit {
        process.messages.push(Signal::new(Body::Message(message)));
    } else if reason.word() != atoms::NORMAL || (!through_link && from == process.pid) {
        message.term = reason;
        process.doomed = Some(Box::new(message));
    }
}

/// The reason in `{'EXIT', From, Reason}`.
fn exit_reason(message: &OwnedTerm) -> Term {
    message.term().as_tuple().and_then(|tuple| tuple.get(2)).unwrap_or(Term::UNDEFINED)
}

/// An exit signal from `from` for a reason that is an atom.
pub fn exit_for(from: Pid, reason: u64, through_link: bool) -> Body {
    let mut builder = Builder::with_capacity(4);
    let elements = [Term::immediate(atoms::EXIT_UPPER), from.term(), Term::immediate(reason)];
    let message = builder.tuple(&elements);
    Body::Exit(Box::new(Exit { from, through_link, message: builder.finish(message) }))
}

/// The message for a watcher: `{'DOWN', Reference, process, Pid | {Name, Node}, Reason}`. The reason is
/// made by `reason`.
pub fn down_message(
    by: &MonitoredBy,
    pid: Pid,
    reason: &dyn Fn(&mut Builder) -> Term,
) -> OwnedTerm {
    let mut builder = Builder::with_capacity(16);
    let tag = match &by.tag {
        Some(tag) => tag.copy_to(&mut builder),
        None => Term::immediate(atoms::DOWN),
    };
    let reference = builder.reference(by.reference);
    let object = match by.name {
        Some(name) => {
            let name = Atom::from_index(name).term();
            builder.tuple(&[name, Term::immediate(atoms::NONODE)])
        }
        None => pid.term(),
    };
    let reason = reason(&mut builder);
    let elements = [tag, reference, Term::immediate(atoms::PROCESS), object, reason];
    let message = builder.tuple(&elements);
    builder.finish(message)
}

fn answer(process: &mut Process, request: Request) {
    let Request { from, number, question } = request;
    let answer = match question {
        Question::IsAlive => OwnedTerm::of_immediate(Term::TRUE),
        Question::Info(items, answer) => answer(process, items.term()),
        Question::Collect(full) => {
            process.collect_suspended(full);
            OwnedTerm::of_immediate(Term::TRUE)
        }
        Question::Suspend => {
            process.extra_mut().suspended += 1;
            OwnedTerm::of_immediate(Term::TRUE)
        }
    };
    send::signal(from, Body::Reply(number, Box::new(answer)));
}

/// Deals with signals that came too late: tells their senders that process `pid` is not there.
pub fn refuse(pid: Pid, mut signals: Chain<Signal>) {
    while let Some(signal) = signals.pop() {
        refuse_one(pid, signal.body);
    }
}

/// Tells the sender of a signal that process `pid` is not there.
pub fn refuse_one(pid: Pid, body: Body) {
    match body {
        Body::Link(from) => {
            send::signal(from, exit_for(pid, atoms::NOPROC, true));
        }
        Body::Unlink(from, number) => {
            send::signal(from, Body::Unlinked(pid, number));
        }
        Body::Monitor(key, by) => {
            let message = down_message(&by, pid, &|_| Term::immediate(atoms::NOPROC));
            send::signal(by.watcher, Body::Down(key, Box::new(message)));
        }
        Body::Request(request) => {
            let answer = match request.question {
                Question::Info(..) => Term::UNDEFINED,
                _ => Term::FALSE,
            };
            let answer = Box::new(OwnedTerm::of_immediate(answer));
            send::signal(request.from, Body::Reply(request.number, answer));
        }
        _ => {}
    }
}

/// Sends a signal that wants an answer to process `pid`, which is told on its behalf if it is gone.
pub fn send_or_refuse(pid: Pid, body: Body) {
    let undelivered = match table::find(pid) {
        Some(slot) => send::try_signal_to(slot, pid, Signal::new(body)),
        None => Some(Signal::new(body)),
    };
    if let Some(signal) = undelivered {
        refuse_one(pid, signal.body);
    }
}
