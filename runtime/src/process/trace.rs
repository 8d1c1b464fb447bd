//! Stack traces.
//!
//! An exception carries a *raw* trace, which costs little to make: a tuple of the class (atom), a list
//! of finished entries, which come first, and the addresses of [`Location`]s as small integers,
//! innermost first. [`build`] makes the list of `{Module, Function, Arity | Arguments, [{file, F}, {line, L}]}`
//! of it, when a program asks for it or the exception ends a process.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;
use lfec_abi::program::{Location, code_kind};

use crate::code;
use crate::heap::Allocate;
use crate::term::{Atom, Term};

/// Most entries of a trace. OTP's `backtrace_depth`.
const DEPTH: usize = 8;

/// Locations of the calls that the frames of a stack wait for, innermost first.
///
/// The code table says how large each frame is. Where a word is no continuation (a frame whose
/// return address has not been stored yet, the bottom frame) the next one is tried.
pub fn calls(stack: &[u64]) -> impl Iterator<Item = &'static Location> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(&word) = stack.get(at) {
            at += 1;
            // Code addresses are aligned to 16.
            if word == 0 || word % 16 != 0 {
                continue;
            }
            if let Some(code) = code::find_code(word)
                && code.kind == code_kind::CONTINUATION
            {
                at += (code.frame_words as usize).saturating_sub(1);
                return Some(&code.location);
            }
        }
        None
    })
}

/// The stack of the running process, innermost word first.
pub fn stack(machine: &Machine) -> &[u64] {
    let words = ((machine.stack_base - machine.sp) / 8) as usize;
    let first = std::ptr::with_exposed_provenance::<u64>(machine.sp as usize);
    // SAFETY: the stack lies between the two; its words are initialised.
    unsafe { std::slice::from_raw_parts(first, words) }
}

/// The location with this address.
///
/// # Safety
/// It is the address of a location of a loaded program.
unsafe fn location_at<'a>(address: u64) -> &'a Location {
    // SAFETY: the caller's promise.
    unsafe { &*std::ptr::with_exposed_provenance::<Location>(address as usize) }
}

/// Address of a location, as a raw trace holds it.
fn address_term(location: &Location) -> Term {
    Term::small(std::ptr::from_ref(location).expose_provenance() as i64)
}

/// What the trace of an exception starts with.
#[derive(Clone, Copy)]
pub enum First {
    /// These entries (a list), then the place where it is raised.
    Entries(Term),
    /// The place where it is raised, with these arguments (a list, or `none`) and this further
    /// information (a list).
    Arguments(Term, Term),
}

/// The raw trace of an exception that is raised now: `first`, with the machine block's location, then
/// the calls on the stack. In a trap function (`in_trap`) the location is that of the call of the trap
/// function, and the innermost frame may be that call's too.
pub fn raw(machine: &mut Machine, class: Term, first: First, in_trap: bool) -> Term {
    let mut addresses = Vec::new();
    let mut raised_at = None;
    if machine.location != 0 {
        // SAFETY: generated code stores addresses of locations.
        let location = unsafe { location_at(machine.location) };
        raised_at = Some(location);
        // The function around a BIF, which calls by name go through, is the BIF.
        if !matches!(first, First::Entries(entries) if is_of(entries, location)) {
            addresses.push(address_term(location));
        }
    }
    let first = match (first, raised_at) {
        (First::Entries(entries), _) => entries,
        (First::Arguments(..), None) => Term::NIL,
        (First::Arguments(arguments, information), Some(location)) => {
            addresses.clear();
            let entry = entry_with(machine, location, arguments, information);
            machine.list(&[entry])
        }
    };
    let room = DEPTH.saturating_sub(first.list().count() + addresses.len());
    // The raising activation's own frame comes first; its location is known already.
    let own = if in_trap { 0 } else { machine.frame_words as usize };
    let mut calls = calls(stack(machine).get(own..).unwrap_or_default()).peekable();
    if in_trap {
        calls.next_if(|call| Some(*call) == raised_at);
    }
    // Of a recursion that waits at one place many times, one entry is shown.
    let mut last = None;
    let calls = calls.filter(|call| {
        let address = Some(std::ptr::from_ref(*call));
        std::mem::replace(&mut last, address) != address
    });
    addresses.extend(calls.take(room).map(address_term));
    let mut elements = vec![class, first];
    elements.append(&mut addresses);
    machine.tuple(&elements)
}

/// Whether the first of `entries` is that of the function that `location` is in.
fn is_of(entries: Term, location: &Location) -> bool {
    let Some(entry) = entries.list().next().and_then(Term::as_tuple) else { return false };
    let [module, function, arguments, _] = entry.elements() else { return false };
    module.as_atom().map(Atom::index) == Some(location.module)
        && function.as_atom().map(Atom::index) == Some(location.function)
        && arguments.list_length() == Some(location.arity as usize)
}

/// The class that a raw trace was made for.
pub fn class_of(trace: Term) -> Option<Term> {
    trace.as_tuple()?.get(0)
}

/// The list of entries that a raw trace stands for. A list is one already.
pub fn build<A: Allocate>(target: &mut A, trace: Term) -> Term {
    let Some(raw) = trace.as_tuple() else { return trace };
    let [_, first, addresses @ ..] = raw.elements() else { return Term::NIL };
    let mut entries: Vec<Term> = first.list().collect();
    for &address in addresses {
        if let Some(address) = address.as_usize() {
            // SAFETY: raw traces are made by `raw` only.
            let location = unsafe { location_at(address as u64) };
            entries.push(entry(target, location));
        }
    }
    target.list(&entries)
}

/// `{Module, Function, Arity, [{file, F}, {line, L}]}`
pub fn entry<A: Allocate>(target: &mut A, location: &Location) -> Term {
    entry_with(target, location, Term::immediate(atoms::NONE), Term::NIL)
}

/// The same, with arguments (a list, or `none`) in place of the arity and `information` (a list) behind
/// the place.
fn entry_with<A: Allocate>(
    target: &mut A,
    location: &Location,
    arguments: Term,
    information: Term,
) -> Term {
    let Location { module, function, arity, .. } = *location;
    let mut place: Vec<Term> = Vec::new();
    if let Some((file, line)) = code::place_of(location) {
        let file = target.string(file);
        place.push(target.tuple(&[Term::immediate(atoms::FILE), file]));
        place.push(target.tuple(&[Term::immediate(atoms::LINE), Term::small(i64::from(line))]));
    }
    let place = target.list_with_tail(&place, information);
    let (module, function) = (Atom::from_index(module).term(), Atom::from_index(function).term());
    let arity = Term::small(i64::from(arity));
    let arguments = if arguments.word() == atoms::NONE { arity } else { arguments };
    target.tuple(&[module, function, arguments, place])
}
