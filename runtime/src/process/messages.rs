//! The message list of a process: what has been received and not yet taken by a `receive`.
//!
//! The save pointer says how far the current `receive` has looked: it names the message before the
//! current one, so that the current one can be unlinked.

use std::ptr;

use crate::heap::OwnedTerm;
use crate::signal::queue::Linked;
use crate::signal::{Body, Signal};
use crate::term::Term;

/// Messages in order of arrival. All signals in it are [`Body::Message`].
pub struct Messages {
    first: *mut Signal,
    last: *mut Signal,
    /// The message before the current one; null: the first is current.
    before: *mut Signal,
    count: usize,
}

impl Messages {
    /// No messages.
    pub const fn new() -> Messages {
        let none = ptr::null_mut();
        Messages { first: none, last: none, before: none, count: 0 }
    }

    /// Number of messages.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds a message, a signal of that kind.
    #[inline]
    pub fn push(&mut self, mut message: Box<Signal>) {
        debug_assert!(matches!(message.body, Body::Message(_)));
        *message.next() = ptr::null_mut();
        let message = Box::into_raw(message);
        if self.last.is_null() {
            self.first = message;
        } else {
            // SAFETY: the list's messages are alive and its alone.
            unsafe { *(*self.last).next() = message };
        }
        self.last = message;
        self.count += 1;
    }

    fn current_pointer(&self) -> *mut Signal {
        if self.before.is_null() {
            return self.first;
        }
        // SAFETY: as in `push`.
        unsafe { *(*self.before).next() }
    }

    /// The message at the save pointer.
    #[inline]
    pub fn current(&self) -> Option<Term> {
        // SAFETY: as in `push`.
        unsafe { self.current_pointer().as_ref() }.map(term_of)
    }

    /// Moves the save pointer past the current message.
    #[inline]
    pub fn advance(&mut self) {
        let current = self.current_pointer();
        if !current.is_null() {
            self.before = current;
        }
    }

    /// Moves the save pointer past all messages.
    pub fn skip_all(&mut self) {
        self.before = self.last;
    }

    /// Moves the save pointer to the first message.
    #[inline]
    pub fn rewind(&mut self) {
        self.before = ptr::null_mut();
    }

    /// Takes the current message out and moves the save pointer to the first.
    #[inline]
    pub fn take_current(&mut self) -> Option<OwnedTerm> {
        let current = self.current_pointer();
        let message = self.unlink(self.before, current);
        self.before = ptr::null_mut();
        message
    }

    /// Takes `message` out, which follows `before`.
    fn unlink(&mut self, before: *mut Signal, message: *mut Signal) -> Option<OwnedTerm> {
        if message.is_null() {
            return None;
        }
        // SAFETY: the message came from a box and is the list's alone, as is the one before it.
        let mut signal = unsafe { Box::from_raw(message) };
        let next = *signal.next();
        if before.is_null() {
            self.first = next;
        } else {
            // SAFETY: as above.
            unsafe { *(*before).next() = next };
        }
        if next.is_null() {
            self.last = before;
        }
        self.count -= 1;
        match signal.body {
            Body::Message(message) => Some(message),
            _ => None,
        }
    }

    /// Takes out the first message that is `wanted`.
    pub fn remove_first(&mut self, wanted: impl Fn(Term) -> bool) -> Option<OwnedTerm> {
        let (mut before, mut message) = (ptr::null_mut::<Signal>(), self.first);
        // SAFETY: as in `push`.
        while let Some(signal) = unsafe { message.as_mut() } {
            if wanted(term_of(signal)) {
                if self.before == message {
                    self.before = before;
                }
                return self.unlink(before, message);
            }
            before = message;
            message = *signal.next();
        }
        None
    }

    /// All messages.
    pub fn iter(&self) -> impl Iterator<Item = Term> {
        let mut message = self.first;
        std::iter::from_fn(move || {
            // SAFETY: as in `push`; the list is borrowed while this runs.
            let signal = unsafe { message.as_mut() }?;
            message = *signal.next();
            Some(term_of(signal))
        })
    }
}

fn term_of(signal: &Signal) -> Term {
    match &signal.body {
        Body::Message(message) => message.term(),
        _ => Term::NIL,
    }
}

impl Default for Messages {
    fn default() -> Messages {
        Messages::new()
    }
}

impl Drop for Messages {
    fn drop(&mut self) {
        while self.unlink(ptr::null_mut(), self.first).is_some() {}
    }
}

// SAFETY: the list's messages are its alone.
unsafe impl Send for Messages {}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    fn messages(count: i64) -> Messages {
        let mut messages = Messages::new();
        for number in 0..count {
            let message = OwnedTerm::of_immediate(Term::small(number));
            messages.push(Signal::new(Body::Message(message)));
        }
        messages
    }

    fn numbers(messages: &Messages) -> Vec<i64> {
        messages.iter().filter_map(Term::as_small).collect()
    }

    #[test]
    fn selective_receive() {
        let mut messages = messages(4);
        messages.advance();
        messages.advance();
        assert_eq!(messages.current(), Some(Term::small(2)));
        assert_eq!(messages.take_current().map(|m| m.term()), Some(Term::small(2)));
        assert_eq!(messages.current(), Some(Term::small(0)));
        for _ in 0..5 {
            messages.advance();
        }
        assert_eq!(messages.current(), None);
        assert!(messages.take_current().is_none());
        messages.push(Signal::new(Body::Message(OwnedTerm::of_immediate(Term::OK))));
        for _ in 0..3 {
            messages.advance();
        }
        assert!(messages.take_current().is_some());
        assert_eq!(numbers(&messages), [0, 1, 3]);
        assert_eq!(messages.len(), 3);
    }

    #[test]
    fn flushing_keeps_the_save_pointer_right() {
        let mut list = messages(3);
        list.advance();
        assert!(list.remove_first(|term| term == Term::small(0)).is_some());
        assert_eq!(list.current(), Some(Term::small(1)));
        list.advance();
        list.advance();
        assert!(list.remove_first(|term| term == Term::small(2)).is_some());
        assert!(list.remove_first(|term| term == Term::small(2)).is_none());
        let message = OwnedTerm::of_immediate(Term::small(7));
        list.push(Signal::new(Body::Message(message)));
        assert_eq!(list.current(), Some(Term::small(7)));
        assert_eq!(numbers(&list), [1, 7]);
    }
}
