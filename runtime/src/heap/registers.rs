//! The machine block's fields as terms.

use std::ptr;

use lfec_abi::machine::Machine;

use super::Heap;
use crate::term::Term;

/// Classes of exceptions, as numbered in [`Machine::exception_class`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u64)]
pub enum Class {
    /// `error`
    Error = 0,
    /// `exit`
    Exit = 1,
    /// `throw`
    Throw = 2,
}

/// The machine block's fields as terms.
pub trait Registers {
    /// The running process's heap.
    fn heap(&mut self) -> &mut Heap;
    /// Register `index`.
    fn register(&self, index: usize) -> Term;
    /// Sets register `index`.
    fn set_register(&mut self, index: usize, term: Term);
    /// Operand `index` of a slow path.
    fn operand(&self, index: usize) -> Term;
    /// Makes the process collect at its next entry check. It gets its reductions back then.
    fn collect_soon(&mut self);
    /// Counts work of a BIF that was not interrupted.
    fn charge(&mut self, reductions: usize);
    /// Sets an exception without a stack trace and returns [`Term::NON_VALUE`].
    fn raise(&mut self, class: Class, reason: Term) -> Term;
    /// Raises class `error` with the well-known atom `reason` (a word of `lfec_abi::atoms`).
    fn error(&mut self, reason: u64) -> Term {
        self.raise(Class::Error, Term::immediate(reason))
    }
    /// Raises `badarg`.
    fn badarg(&mut self) -> Term {
        self.error(lfec_abi::atoms::BADARG)
    }
}

impl Registers for Machine {
    #[inline]
    fn heap(&mut self) -> &mut Heap {
        let heap = ptr::with_exposed_provenance_mut::<Heap>(self.process as usize);
        // SAFETY: while a process runs, `process` is its address and the heap its first field; the
        // scheduler that owns this machine block is the only one to touch it.
        unsafe { &mut *heap }
    }

    fn register(&self, index: usize) -> Term {
        Term::raw(self.x[index])
    }

    fn set_register(&mut self, index: usize, term: Term) {
        self.x[index] = term.word();
    }

    fn operand(&self, index: usize) -> Term {
        Term::raw(self.scratch[index])
    }

    fn collect_soon(&mut self) {
        let reductions = std::mem::take(&mut self.reductions);
        self.heap().withhold(reductions);
    }

    #[inline]
    fn charge(&mut self, reductions: usize) {
        self.reductions -= reductions as i64;
    }

    #[cold]
    fn raise(&mut self, class: Class, reason: Term) -> Term {
        self.exception_class = class as u64;
        self.exception_reason = reason.word();
        self.exception_trace = Term::NON_VALUE.word();
        Term::NON_VALUE
    }
}
