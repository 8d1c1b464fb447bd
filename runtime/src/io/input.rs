//! Reading from standard input, by a thread that is started at the first request.
//!
//! Requests are answered in order. What was read beyond a request's end waits for the next one.

use std::collections::VecDeque;

use super::output::wait_for;
use super::{Asker, error_term, last_error};
use crate::heap::Allocate;
use crate::sync::global::Mutex;
#[cfg(not(target_family = "wasm"))]
use crate::sync::global::{Condvar, spawn, wait_while};
use crate::term::Term;

/// How much is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Amount {
    /// A line with its newline, or what is left before the end.
    Line,
    /// At least one byte, at most so many.
    UpTo(usize),
}

struct State {
    requests: VecDeque<(Amount, Asker)>,
    #[cfg(not(target_family = "wasm"))]
    has_thread: bool,
}

static STATE: Mutex<State> = Mutex::new(State {
    requests: VecDeque::new(),
    #[cfg(not(target_family = "wasm"))]
    has_thread: false,
});
#[cfg(not(target_family = "wasm"))]
static CHANGED: Condvar = Condvar::new();

/// Bytes read at a time.
const CHUNK: usize = 1 << 16;

/// Reads some time; the asker gets a binary, `eof` or `{error, Reason}`. Without threads this is done
/// when the scheduler has nothing else to do ([`serve`]).
#[cfg(target_family = "wasm")]
pub fn read(amount: Amount, asker: Asker) {
    STATE.lock().requests.push_back((amount, asker));
}

/// Whether somebody waits for input.
#[cfg(target_family = "wasm")]
pub fn is_wanted() -> bool {
    !STATE.lock().requests.is_empty()
}

/// Answers the first request, waiting as long as it takes.
#[cfg(target_family = "wasm")]
pub fn serve() {
    static INPUT: Mutex<Input> = Mutex::new(Input { bytes: Vec::new(), start: 0, at_end: false });
    let request = STATE.lock().requests.pop_front();
    if let Some((amount, asker)) = request {
        answer(&mut INPUT.lock(), amount, asker);
    }
}

/// Reads some time; the asker gets a binary, `eof` or `{error, Reason}`.
#[cfg(not(target_family = "wasm"))]
pub fn read(amount: Amount, asker: Asker) {
    let mut state = STATE.lock();
    state.requests.push_back((amount, asker));
    if !state.has_thread {
        state.has_thread = spawn("input".to_owned(), 1 << 18, run).is_ok();
    }
    if !state.has_thread {
        state.requests.pop_back();
        drop(state);
        asker.answer(|builder| error_term(builder, libc::EAGAIN));
        return;
    }
    drop(state);
    CHANGED.notify_one();
}

#[cfg(not(target_family = "wasm"))]
fn run() {
    let mut input = Input { bytes: Vec::new(), start: 0, at_end: false };
    loop {
        let mut state = wait_while(&CHANGED, STATE.lock(), |state| state.requests.is_empty());
        let Some((amount, asker)) = state.requests.pop_front() else { continue };
        drop(state);
        answer(&mut input, amount, asker);
    }
}

fn answer(input: &mut Input, amount: Amount, asker: Asker) {
    let result = input.take(amount);
    asker.answer(|builder| match result {
        Ok([]) => Term::immediate(lfec_abi::atoms::EOF),
        Ok(bytes) => builder.binary(bytes),
        Err(code) => error_term(builder, code),
    });
}

/// What has been read and not asked for yet: `bytes` from `start` on.
struct Input {
    bytes: Vec<u8>,
    start: usize,
    at_end: bool,
}

impl Input {
    /// The bytes asked for; none at the end of the input, which is then asked again the next time (a
    /// terminal may go on).
    fn take(&mut self, amount: Amount) -> Result<&[u8], i32> {
        let mut searched = self.start;
        let end = loop {
            if let Some(end) = self.end_of(amount, searched) {
                break end;
            }
            searched = self.bytes.len();
            if self.at_end {
                break self.bytes.len();
            }
            searched -= self.fill()?;
        };
        self.at_end &= end > self.start;
        let start = std::mem::replace(&mut self.start, end);
        Ok(&self.bytes[start..end])
    }

    /// Where the bytes asked for end, if they are there; before `searched` there is no newline.
    fn end_of(&self, amount: Amount, searched: usize) -> Option<usize> {
        match amount {
            Amount::Line => {
                let newline = self.bytes[searched..].iter().position(|&byte| byte == b'\n')?;
                Some(searched + newline + 1)
            }
            Amount::UpTo(count) if self.bytes.len() > self.start => {
                Some(self.bytes.len().min(self.start + count))
            }
            Amount::UpTo(_) => None,
        }
    }

    /// Reads more; by how much what was there has moved to the front.
    fn fill(&mut self) -> Result<usize, i32> {
        let moved = std::mem::take(&mut self.start);
        self.bytes.drain(..moved);
        let used = self.bytes.len();
        self.bytes.resize(used + CHUNK, 0);
        let count = read_some(&mut self.bytes[used..]);
        self.bytes.truncate(used + *count.as_ref().unwrap_or(&0));
        self.at_end = count? == 0;
        Ok(moved)
    }
}

fn read_some(buffer: &mut [u8]) -> Result<usize, i32> {
    loop {
        // SAFETY: the buffer is there for the time of the call.
        let count = unsafe { libc::read(0, buffer.as_mut_ptr().cast(), buffer.len()) };
        if count >= 0 {
            return Ok(count as usize);
        }
        match last_error() {
            libc::EINTR => {}
            libc::EAGAIN => wait_for(0, libc::POLLIN),
            code => return Err(code),
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn lines_and_pieces() {
        let bytes = b"one\ntwo\nthree".to_vec();
        let mut input = Input { bytes, start: 0, at_end: true };
        assert_eq!(input.take(Amount::Line), Ok(&b"one\n"[..]));
        assert_eq!(input.take(Amount::UpTo(2)), Ok(&b"tw"[..]));
        assert_eq!(input.take(Amount::Line), Ok(&b"o\n"[..]));
        assert_eq!(input.take(Amount::Line), Ok(&b"three"[..]));
        assert_eq!(input.take(Amount::Line), Ok(&b""[..]));
        assert!(!input.at_end);
    }
}
