//! Searching binaries: `binary:match`, `matches`, `compile_pattern`.
//!
//! Of several patterns that match at the same place the longest counts; the first place wins.

use std::sync::Arc;

use lfec_abi::machine::Machine;

use super::binary::pair_of;
use super::number_text::bytes_of_binary;
use super::pattern::Pattern;
use crate::heap::{Allocate, Registers};
use crate::process::unique::Purpose;
use crate::term::{Bits, Term};

/// The pattern for a binary, or a list of some; none of them empty.
fn new_pattern(term: Term) -> Option<Pattern> {
    if let Some(bytes) = bytes_of_binary(term) {
        return if bytes.is_empty() { None } else { Pattern::new(&[&bytes[..]]) };
    }
    let mut walk = term.list();
    let binaries: Vec<_> = walk.by_ref().map(bytes_of_binary).collect::<Option<_>>()?;
    let is_wrong = binaries.is_empty() || binaries.iter().any(|bytes| bytes.is_empty());
    if is_wrong || !walk.rest().is_nil() {
        return None;
    }
    let binaries: Vec<&[u8]> = binaries.iter().map(|bytes| &bytes[..]).collect();
    Pattern::new(&binaries)
}

/// The pattern of a `{bm, Ref}` or `{ac, Ref}`, or one made for this call.
fn pattern_of(term: Term) -> Option<Arc<Pattern>> {
    match pair_of(term) {
        Some((_, reference)) => reference.as_reference()?.resource::<Pattern>(),
        None => new_pattern(term).map(Arc::new),
    }
}

/// `binary:compile_pattern/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_compile_pattern_1(machine: &mut Machine, term: Term) -> Term {
    let Some(pattern) = new_pattern(term) else { return machine.badarg() };
    let kind = Term::atom(if pattern.is_one() { "bm" } else { "ac" });
    let reference = machine.magic_reference(Purpose::Plain.new_reference(), Arc::new(pattern));
    machine.tuple(&[kind, reference])
}

/// The bytes of the part of a subject that options `[{scope, {Start, Length}}]` name, and its start.
fn scope_of(options: Term, size: usize) -> Option<(usize, usize)> {
    let mut scope = (0, size);
    let mut walk = options.list();
    for option in walk.by_ref() {
        let (name, part) = pair_of(option)?;
        if name != Term::atom("scope") {
            return None;
        }
        let (start, length) = pair_of(part)?;
        let (start, length) = (start.as_usize()?, length.as_small()?);
        let other = usize::try_from(start as i64 + length).ok()?;
        scope = (start.min(other), start.max(other));
    }
    (walk.rest().is_nil() && scope.1 <= size).then_some(scope)
}

/// Whether the scope ends at the start: then nothing is found, even by patterns that are none.
fn is_empty_search(subject: Term, options: Term) -> bool {
    let size = bytes_of_binary(subject).map(|bytes| bytes.len());
    size.and_then(|size| scope_of(options, size)).is_some_and(|(_, end)| end == 0)
}

/// Calls `found` with the bytes up to the end of the scope, the scope's start and the pattern.
fn search(
    machine: &mut Machine,
    subject: Term,
    pattern: Term,
    options: Term,
    found: impl FnOnce(&mut Machine, &[u8], usize, &Pattern) -> Term,
) -> Term {
    let searched = bytes_of_binary(subject).and_then(|bytes| {
        let (start, end) = scope_of(options, bytes.len())?;
        Some((bytes, start, end, pattern_of(pattern)?))
    });
    match searched {
        Some((bytes, start, end, pattern)) => {
            machine.charge((end - start) / 256);
            found(machine, &bytes[..end], start, &pattern)
        }
        None => machine.badarg(),
    }
}

/// `{Start, Length}`
fn match_term(machine: &mut Machine, (start, end): (usize, usize)) -> Term {
    machine.tuple(&[Term::small(start as i64), Term::small((end - start) as i64)])
}

/// `binary:match/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_match_3(
    machine: &mut Machine,
    subject: Term,
    pattern: Term,
    options: Term,
) -> Term {
    if is_empty_search(subject, options) {
        return Term::atom("nomatch");
    }
    search(machine, subject, pattern, options, |machine, bytes, start, pattern| {
        match pattern.find(bytes, start) {
            Some(found) => match_term(machine, found),
            None => Term::atom("nomatch"),
        }
    })
}

/// `binary:match/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_match_2(machine: &mut Machine, subject: Term, pattern: Term) -> Term {
    bif_binary_match_3(machine, subject, pattern, Term::NIL)
}

/// `binary:matches/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_matches_3(
    machine: &mut Machine,
    subject: Term,
    pattern: Term,
    options: Term,
) -> Term {
    if is_empty_search(subject, options) {
        return Term::NIL;
    }
    search(machine, subject, pattern, options, |machine, bytes, start, pattern| {
        let mut matches = Vec::new();
        let mut from = start;
        while let Some(found) = pattern.find(bytes, from) {
            matches.push(match_term(machine, found));
            from = found.1;
        }
        machine.list(&matches)
    })
}

/// `binary:matches/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_matches_2(
    machine: &mut Machine,
    subject: Term,
    pattern: Term,
) -> Term {
    bif_binary_matches_3(machine, subject, pattern, Term::NIL)
}

/// Options of `binary:split/3`.
#[derive(Default)]
struct SplitOptions {
    global: bool,
    trim: bool,
    trim_all: bool,
}

impl SplitOptions {
    /// The options of a list, and those of them that are for [`search`].
    fn of<A: Allocate>(target: &mut A, list: Term) -> Option<(SplitOptions, Term)> {
        let mut options = SplitOptions::default();
        let mut others = Term::NIL;
        let mut walk = list.list();
        for option in walk.by_ref() {
            match option.as_atom().map(|atom| atom.text()) {
                Some("global") => options.global = true,
                Some("trim") => options.trim = true,
                Some("trim_all") => options.trim_all = true,
                _ => others = target.cons(option, others),
            }
        }
        walk.rest().is_nil().then_some((options, others))
    }
}

/// `binary:split/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_split_3(
    machine: &mut Machine,
    subject: Term,
    pattern: Term,
    options: Term,
) -> Term {
    let Some((split, others)) = SplitOptions::of(machine, options) else { return machine.badarg() };
    if is_empty_search(subject, others) {
        return parts(machine, subject, &[], &split);
    }
    search(machine, subject, pattern, others, |machine, bytes, start, pattern| {
        let mut matches = Vec::new();
        let mut from = start;
        while let Some(found) = pattern.find(bytes, from) {
            matches.push(found);
            from = found.1;
            if !split.global {
                break;
            }
        }
        parts(machine, subject, &matches, &split)
    })
}

/// `binary:split/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_split_2(machine: &mut Machine, subject: Term, pattern: Term) -> Term {
    bif_binary_split_3(machine, subject, pattern, Term::NIL)
}

/// What lies between the matches, without empty parts at the end or all of them if so asked.
fn parts(
    machine: &mut Machine,
    subject: Term,
    matches: &[(usize, usize)],
    options: &SplitOptions,
) -> Term {
    let size = subject.as_bits().map_or(0, Bits::byte_len);
    let starts = std::iter::once(0).chain(matches.iter().map(|found| found.1));
    let ends = matches.iter().map(|found| found.0).chain(std::iter::once(size));
    let mut ranges: Vec<(usize, usize)> = starts.zip(ends).collect();
    if options.trim_all {
        ranges.retain(|(start, end)| start < end);
    }
    while options.trim && ranges.last().is_some_and(|(start, end)| start == end) {
        ranges.pop();
    }
    let parts: Vec<Term> = ranges
        .into_iter()
        .map(|(start, end)| match end - start {
            whole if whole == size => subject,
            length => machine.part(subject, start * 8, length * 8),
        })
        .collect();
    machine.list(&parts)
}
