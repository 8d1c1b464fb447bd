//! Writing to standard output and standard error.
//!
//! What is written to a stream goes out in the order of the calls. A short text to a stream that takes
//! it at once is written on the spot; everything else is queued for the stream's thread. While
//! anything is queued or being written, everything is.

use std::collections::VecDeque;

use super::{Asker, last_error, result_term};
use crate::sync::global::{AtomicBool, Condvar, Mutex, Ordering, spawn, wait_while};

/// A pipe that is ready for writing takes this much without blocking (POSIX's `PIPE_BUF` on Linux).
const SHORT: usize = 4096;

/// Something to be written, and who wants to know.
struct Job {
    bytes: Vec<u8>,
    asker: Asker,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    is_writing: bool,
    has_thread: bool,
}

impl State {
    fn is_idle(&self) -> bool {
        self.jobs.is_empty() && !self.is_writing
    }
}

/// A stream: file descriptor 1 or 2.
struct Stream {
    descriptor: i32,
    state: Mutex<State>,
    changed: Condvar,
    /// A write has failed: the program's status tells of it if nothing else does.
    has_failed: AtomicBool,
}

static STREAMS: [Stream; 2] = [Stream::new(1), Stream::new(2)];

fn stream(descriptor: i32) -> Option<&'static Stream> {
    STREAMS.iter().find(|stream| stream.descriptor == descriptor)
}

impl Stream {
    const fn new(descriptor: i32) -> Stream {
        let state = State { jobs: VecDeque::new(), is_writing: false, has_thread: false };
        let has_failed = AtomicBool::new(false);
        Stream { descriptor, state: Mutex::new(state), changed: Condvar::new(), has_failed }
    }

    fn add(&'static self, job: Job) {
        let mut state = self.state.lock();
        if state.is_idle() && job.bytes.len() <= SHORT && self.is_ready() {
            // The lock keeps others from writing in between.
            let result = write_all(self.descriptor, &job.bytes);
            drop(state);
            self.finish(job, result);
            return;
        }
        state.jobs.push_back(job);
        if !state.has_thread {
            let name = format!("output {}", self.descriptor);
            state.has_thread = spawn(name, 1 << 18, || self.run()).is_ok();
            if !state.has_thread {
                // Without a thread it has to be done here.
                let jobs = std::mem::take(&mut state.jobs);
                for job in jobs {
                    let result = write_all(self.descriptor, &job.bytes);
                    self.finish(job, result);
                }
            }
        }
        drop(state);
        self.changed.notify_all();
    }

    /// Whether a short text can be written without waiting: there is nobody else to do it.
    #[cfg(target_family = "wasm")]
    fn is_ready(&self) -> bool {
        true
    }

    /// Whether a short text can be written without waiting.
    #[cfg(not(target_family = "wasm"))]
    fn is_ready(&self) -> bool {
        let mut request = libc::pollfd { fd: self.descriptor, events: libc::POLLOUT, revents: 0 };
        // SAFETY: one structure, which the call fills in.
        let count = unsafe { libc::poll(&mut request, 1, 0) };
        count == 1 && request.revents & (libc::POLLOUT | libc::POLLERR | libc::POLLNVAL) != 0
    }

    /// The thread: writes what is queued.
    fn run(&self) {
        let mut state = self.state.lock();
        loop {
            state = wait_while(&self.changed, state, |state| state.jobs.is_empty());
            let Some(job) = state.jobs.pop_front() else { continue };
            state.is_writing = true;
            drop(state);
            let result = write_all(self.descriptor, &job.bytes);
            self.finish(job, result);
            state = self.state.lock();
            state.is_writing = false;
            self.changed.notify_all();
        }
    }

    fn finish(&self, job: Job, result: Result<(), i32>) {
        if result.is_err() {
            self.has_failed.store(true, Ordering::Relaxed);
        }
        job.asker.answer(|builder| result_term(builder, result));
    }

    fn wait_until_idle(&self) {
        let state = self.state.lock();
        drop(wait_while(&self.changed, state, |state| !state.is_idle()));
    }
}

/// Writes all of `bytes`, waiting as long as it takes. Errors: the operating system's code.
fn write_all(descriptor: i32, mut bytes: &[u8]) -> Result<(), i32> {
    while !bytes.is_empty() {
        // SAFETY: the bytes are there for the time of the call.
        let written = unsafe { libc::write(descriptor, bytes.as_ptr().cast(), bytes.len()) };
        if written >= 0 {
            bytes = &bytes[written as usize..];
            continue;
        }
        match last_error() {
            libc::EINTR => {}
            libc::EAGAIN => wait_for(descriptor, libc::POLLOUT),
            code => return Err(code),
        }
    }
    Ok(())
}

/// Waits until a descriptor that somebody has made non-blocking is ready.
pub(super) fn wait_for(descriptor: i32, events: libc::c_short) {
    let mut request = libc::pollfd { fd: descriptor, events, revents: 0 };
    // SAFETY: one structure, which the call fills in.
    unsafe { libc::poll(&mut request, 1, -1) };
}

/// Writes bytes to descriptor 1 or 2 some time; the asker hears when that is done.
pub fn write(descriptor: i32, bytes: Vec<u8>, asker: Asker) {
    match stream(descriptor) {
        Some(stream) => stream.add(Job { bytes, asker }),
        None => asker.answer(|builder| result_term(builder, Err(libc::EBADF))),
    }
}

/// Writes bytes now, after what was queued before. Errors: the operating system's code.
pub fn write_now(descriptor: i32, bytes: &[u8]) -> Result<(), i32> {
    if let Some(stream) = stream(descriptor) {
        stream.wait_until_idle();
    }
    write_all(descriptor, bytes)
}

/// Writes a text of the runtime's own to standard error.
pub fn report(text: &str) {
    // There is nobody to tell if it fails.
    let _ = write_now(2, text.as_bytes());
}

/// Waits until all that was written is out; false if something for standard output could not be
/// written.
pub fn flush() -> bool {
    STREAMS.iter().for_each(Stream::wait_until_idle);
    !STREAMS[0].has_failed.load(Ordering::Relaxed)
}
