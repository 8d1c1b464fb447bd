//! How the one scheduler sleeps where there are no threads: until the next timer, or until there is
//! input that somebody waits for.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::input;

/// Where the scheduler sleeps. Nobody else runs meanwhile, so nobody can wake it.
#[derive(Default)]
pub struct Parker(AtomicBool);

impl Parker {
    /// The calling thread is the one that sleeps here.
    pub fn attach(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether there is such a thread yet.
    pub fn is_attached(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Sleeps until there is input or the time is over.
    ///
    /// Without a time and without a request for input nothing can ever happen any more. The program
    /// then ends as one that the operating system kills for a deadlock would: with a message.
    pub fn park(&self, timeout: Option<Duration>) {
        match (input::is_wanted(), timeout) {
            (false, Some(timeout)) => std::thread::sleep(timeout),
            (false, None) => {
                super::output::report("all processes wait, and there is nothing to wait for\n");
                crate::start::halt(1, true);
            }
            (true, timeout) => {
                if input_within(timeout) {
                    input::serve();
                }
            }
        }
    }

    /// Nobody sleeps while this is called.
    pub fn unpark(&self) {}
}

/// Waits for input. Where the host cannot wait for it, reading does.
fn input_within(timeout: Option<Duration>) -> bool {
    let milliseconds = timeout.map_or(-1, |timeout| {
        timeout.as_micros().div_ceil(1000).try_into().unwrap_or(libc::c_int::MAX)
    });
    let mut request = libc::pollfd { fd: 0, events: libc::POLLIN, revents: 0 };
    // SAFETY: one structure, which the call fills in.
    unsafe { libc::poll(&mut request, 1, milliseconds) != 0 }
}
