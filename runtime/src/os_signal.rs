//! Signals of the operating system.
//!
//! Handlers only set a flag and wake the first scheduler, which looks at the flag between two
//! processes ([`check`]); no thread waits for signals. Waking is `Thread::unpark`, which is a store
//! and a futex call on Linux and thus allowed in a handler.
//!
//! * SIGTERM: `{erts_signal, sigterm}` to the process registered as `init`, or, without one, an
//!   orderly halt with status 0 (as OTP's `init:stop`).
//! * SIGINT: the program ends at once, with the status a shell expects: 130. Where a process watches
//!   interrupts, it gets `{erts_host, interrupt}` instead.
//! * SIGPIPE is ignored; writing says `epipe`.

use crate::heap::{Allocate, Builder};
use crate::process::pid::Pid;
use crate::signal::send::{self, Destination};
use crate::sync::global::{AtomicBool, Mutex, Ordering};
use crate::term::{Atom, Term};

static TERMINATE: AtomicBool = AtomicBool::new(false);
static INTERRUPT: AtomicBool = AtomicBool::new(false);
static WATCHED: AtomicBool = AtomicBool::new(false);
static WATCHER: Mutex<Option<Pid>> = Mutex::new(None);

/// Does what a signal asked for since the last look.
#[inline]
pub fn check() {
    if TERMINATE.load(Ordering::Relaxed) {
        terminate();
    }
    if INTERRUPT.load(Ordering::Relaxed) {
        interrupt();
    }
}

/// Gives interrupts to a process from now on.
pub fn watch_interrupts(watcher: Pid) {
    *WATCHER.lock() = Some(watcher);
    WATCHED.store(true, Ordering::Release);
}

#[cold]
fn interrupt() {
    if !INTERRUPT.swap(false, Ordering::Relaxed) {
        return;
    }
    let watcher = *WATCHER.lock();
    let mut builder = Builder::with_capacity(3);
    let elements = [Term::atom("erts_host"), Term::atom("interrupt")];
    let message = builder.tuple(&elements);
    if !watcher.is_some_and(|watcher| send::message(watcher, builder.finish(message))) {
        crate::start::halt(130, true);
    }
}

#[cold]
fn terminate() {
    if !TERMINATE.swap(false, Ordering::Relaxed) {
        return;
    }
    let init = Atom::existing("init").and_then(|name| Destination::Name(name.index()).find());
    let mut builder = Builder::with_capacity(3);
    let elements = [Term::atom("erts_signal"), Term::atom("sigterm")];
    let message = builder.tuple(&elements);
    if !init.is_some_and(|init| send::message(init, builder.finish(message))) {
        crate::start::halt(0, true);
    }
}

#[cfg(unix)]
extern "C" fn on_terminate(_: libc::c_int) {
    TERMINATE.store(true, Ordering::Relaxed);
    crate::scheduler::threads::shared().parking.poke(0);
}

#[cfg(unix)]
extern "C" fn on_interrupt(_: libc::c_int) {
    if WATCHED.load(Ordering::Acquire) {
        INTERRUPT.store(true, Ordering::Relaxed);
        crate::scheduler::threads::shared().parking.poke(0);
        return;
    }
    // SAFETY: ends the program without running anything.
    unsafe { libc::_exit(130) };
}

/// Sets the handlers, after the schedulers have been set up.
#[cfg(unix)]
pub fn install() {
    set(libc::SIGPIPE, libc::SIG_IGN);
    let terminate: extern "C" fn(libc::c_int) = on_terminate;
    set(libc::SIGTERM, terminate as libc::sighandler_t);
    let interrupt: extern "C" fn(libc::c_int) = on_interrupt;
    set(libc::SIGINT, interrupt as libc::sighandler_t);
}

#[cfg(unix)]
fn set(number: libc::c_int, handler: libc::sighandler_t) {
    // SAFETY: the structure is valid with zeros; the handlers only do what handlers may.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler;
        action.sa_flags = libc::SA_RESTART;
        libc::sigaction(number, &action, std::ptr::null_mut());
    }
}

/// There are no signals here.
#[cfg(not(unix))]
pub fn install() {}
