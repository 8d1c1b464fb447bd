//! BIFs of `re` and `erts_re`.
//!
//! A run that takes long pauses: `erts_re:run/3` then answers a reference, with which
//! `erts_re:more/1` goes on.

use std::borrow::Cow;
use std::sync::Arc;

use lfec_abi::machine::Machine;

use super::cache::{self, NoProgram};
use super::find::{Found, Search};
use super::matcher::UNSET;
use super::options::Options;
use super::program::Program;
use super::result::{Spans, Teller, name_list, packed_of};
use super::{Fault, NewlineKind, utf8};
use crate::bif::io_list;
use crate::bif::number_text::bytes_of_binary;
use crate::bif::unicode;
use crate::heap::{Allocate, Registers};
use crate::process::unique::Purpose;
use crate::sync::global::Mutex;
use crate::term::Term;

/// Bytes of a subject that count as one reduction.
const BYTES_PER_REDUCTION: usize = 256;

/// Most choices that may be open at a time, unless the options say something else.
const MAX_DEPTH: usize = 20_000_000;

/// The bytes of a pattern or subject, and the term if they are a binary's.
fn text_of<'a>(
    machine: &mut Machine,
    term: Term,
    utf: bool,
) -> Option<(Cow<'a, [u8]>, Option<Term>)> {
    if let Some(bytes) = bytes_of_binary(term) {
        let is_valid = !utf || std::str::from_utf8(&bytes).is_ok();
        return is_valid.then_some((bytes, Some(term)));
    }
    if !term.is_cons() && !term.is_nil() {
        return None;
    }
    let bytes =
        if utf { unicode::utf8_of(machine, term)?.into_bytes() } else { io_list::bytes_of(term)? };
    Some((Cow::Owned(bytes), None))
}

/// `{Text, Position}`
fn fault_term(machine: &mut Machine, fault: Fault) -> Term {
    let text = machine.string(fault.text());
    machine.tuple(&[text, Term::small(fault.at as i64)])
}

/// `re:compile/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_re_compile_2(machine: &mut Machine, pattern: Term, options: Term) -> Term {
    let Some(options) = Options::of_compile(options) else { return machine.badarg() };
    let utf = options.settings.utf;
    let Some((text, _)) = text_of(machine, pattern, utf) else { return machine.badarg() };
    let packed = cache::pack(&options.settings, &text);
    match cache::program(&packed) {
        Ok(program) => {
            let settings = program.settings;
            let binary = machine.binary(&packed);
            let numbers = [
                i64::from(program.groups),
                i64::from(settings.utf),
                i64::from(settings.newline == NewlineKind::Crlf),
            ];
            let [groups, utf, crlf] = numbers.map(Term::small);
            let name = Term::atom("re_pattern");
            let compiled = machine.tuple(&[name, groups, utf, crlf, binary]);
            machine.tuple(&[Term::OK, compiled])
        }
        Err(NoProgram::Fault(fault)) => {
            let fault = fault_term(machine, fault);
            machine.tuple(&[Term::ERROR, fault])
        }
        Err(NoProgram::NotPacked) => machine.badarg(),
    }
}

/// `re:inspect/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_re_inspect_2(machine: &mut Machine, compiled: Term, item: Term) -> Term {
    if item != Term::atom("namelist") {
        return machine.badarg();
    }
    match packed_of(compiled).map(|packed| cache::program(&packed)) {
        Some(Ok(program)) => name_list(machine, &program),
        _ => machine.badarg(),
    }
}

/// A run and what it has found so far.
struct Job {
    program: Arc<Program>,
    options: Options,
    search: Search,
    matches: Vec<Spans>,
    /// Where the search for the next match started.
    from: usize,
    /// After an empty match, its place, while one that is not empty is looked for.
    retrying: Option<usize>,
}

/// A paused run: its job and its subject. Taken by who goes on with it.
struct Paused(Mutex<Option<(Box<Job>, Vec<u8>)>>);

/// How a run ended.
enum End {
    Matches,
    Nothing,
    Limit(&'static str),
    Pause,
}

impl Job {
    fn new(program: Arc<Program>, options: Options) -> Job {
        let limit = options.match_limit.min(program.settings.match_limit.unwrap_or(u64::MAX));
        let mut search = Search::new(limit);
        search.matcher = cache::take_matcher();
        let depth =
            options.recursion_limit.min(program.settings.recursion_limit.unwrap_or(u64::MAX));
        search.matcher.depth_limit = usize::try_from(depth).unwrap_or(usize::MAX).min(MAX_DEPTH);
        search.demands = options.demands;
        search.anchored = options.anchored;
        let from = options.demands.offset;
        search.restart(from);
        Job { program, options, search, matches: Vec::new(), from, retrying: None }
    }

    fn advance(&mut self, subject: &[u8]) -> End {
        loop {
            if self.from > subject.len() {
                return self.end();
            }
            match self.search.advance(&self.program, subject) {
                Found::Pause => return End::Pause,
                Found::MatchLimit => return End::Limit("match_limit"),
                Found::RecursionLimit => return End::Limit("match_limit_recursion"),
                Found::Match => {
                    let (start, end) = self.note_match();
                    if !self.options.global {
                        return End::Matches;
                    }
                    match self.retrying {
                        Some(place) if start < end => self.restart(place + end - start),
                        Some(place) => self.restart(self.next(subject, place)),
                        None if start < end => self.restart(end),
                        None => self.retry(start),
                    }
                }
                Found::Nothing => {
                    let Some(place) = self.retrying else { return self.end() };
                    self.restart(self.next(subject, place));
                }
            }
        }
    }

    fn end(&self) -> End {
        if self.matches.is_empty() { End::Nothing } else { End::Matches }
    }

    /// After an empty match, looks once for one that is not empty: where the search started, not
    /// where the empty one was. So does OTP.
    fn retry(&mut self, place: usize) {
        self.retrying = Some(place);
        self.search.anchored = true;
        self.search.demands.not_empty_at_start = true;
        self.search.restart(self.from);
    }

    /// Goes on at a place, as the options say.
    fn restart(&mut self, place: usize) {
        self.retrying = None;
        self.from = place;
        self.search.anchored = self.options.anchored;
        self.search.demands.not_empty_at_start = self.options.demands.not_empty_at_start;
        self.search.restart(place);
    }

    /// The place after the character at `place`.
    fn next(&self, subject: &[u8], place: usize) -> usize {
        if place >= subject.len() {
            return place + 1;
        }
        let newline = self.program.settings.newline;
        let is_crlf = !matches!(newline, NewlineKind::Lf | NewlineKind::Cr)
            && subject[place..].starts_with(b"\r\n");
        match self.program.settings.utf {
            _ if is_crlf => place + 2,
            true => utf8::after(subject, place),
            false => place + 1,
        }
    }

    /// Keeps the groups of the match; its start and end.
    fn note_match(&mut self) -> (usize, usize) {
        let slots = &self.search.matcher.slots[..self.program.groups as usize * 2 + 2];
        let spans = slots
            .chunks(2)
            .map(|pair| (pair[0] != UNSET && pair[1] != UNSET).then_some((pair[0], pair[1])));
        let mut spans: Spans = spans.collect();
        while spans.last().is_some_and(Option::is_none) {
            spans.pop();
        }
        self.matches.push(spans);
        (self.search.matcher.slots[0], self.search.matcher.slots[1])
    }

    /// The answer of `re:run`.
    fn answer(&self, machine: &mut Machine, end: End, subject: &[u8], whole: Option<Term>) -> Term {
        match end {
            End::Limit(reason) if self.options.report_errors => {
                return machine.tuple(&[Term::ERROR, Term::atom(reason)]);
            }
            End::Limit(_) | End::Nothing | End::Pause => return Term::atom("nomatch"),
            End::Matches => {}
        }
        let (program, capture) = (&*self.program, &self.options.capture);
        if capture.is_none(program) {
            return Term::atom("match");
        }
        let teller = Teller { program, subject, whole, capture };
        let told = if self.options.global {
            let all: Vec<Term> =
                self.matches.iter().map(|spans| teller.tell(machine, spans)).collect();
            machine.list(&all)
        } else {
            match self.matches.first() {
                Some(spans) => teller.tell(machine, spans),
                None => Term::NIL,
            }
        };
        machine.tuple(&[Term::atom("match"), told])
    }
}

/// The program for a run; or what to answer.
fn program_of(
    machine: &mut Machine,
    pattern: Term,
    options: &Options,
) -> Result<Arc<Program>, Term> {
    let compiled = if pattern.as_tuple().is_some() {
        let Some(packed) = packed_of(pattern) else { return Err(machine.badarg()) };
        if options.has_compile_options {
            return Err(machine.badarg());
        }
        match options.newline {
            Some(newline) => {
                let mut packed = packed.into_owned();
                cache::set_newline(&mut packed, newline);
                cache::program(&packed)
            }
            None => cache::program(&packed),
        }
    } else {
        let utf = options.settings.utf;
        let Some((text, _)) = text_of(machine, pattern, utf) else { return Err(machine.badarg()) };
        cache::program(&cache::pack(&options.settings, &text))
    };
    match compiled {
        Ok(program) => Ok(program),
        Err(NoProgram::Fault(fault)) if options.report_errors => {
            let fault = fault_term(machine, fault);
            let reason = machine.tuple(&[Term::atom("compile"), fault]);
            Err(machine.tuple(&[Term::ERROR, reason]))
        }
        Err(_) => Err(machine.badarg()),
    }
}

/// `erts_re:run/3`: as `re:run/3`, or a reference for [`bif_erts_re_more_1`].
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_re_run_3(
    machine: &mut Machine,
    subject: Term,
    pattern: Term,
    options: Term,
) -> Term {
    let Some(options) = Options::of_run(options) else { return machine.badarg() };
    let program = match program_of(machine, pattern, &options) {
        Ok(program) => program,
        Err(answer) => return answer,
    };
    let utf = program.settings.utf;
    let Some((bytes, whole)) = text_of(machine, subject, utf) else { return machine.badarg() };
    let offset = options.demands.offset;
    let is_place = offset <= bytes.len()
        && (!utf || bytes.get(offset).is_none_or(|&byte| !utf8::is_tail(byte)));
    if !is_place {
        return machine.badarg();
    }
    machine.charge(bytes.len() / BYTES_PER_REDUCTION);
    let mut job = Job::new(program, options);
    match job.advance(&bytes) {
        End::Pause => pause(machine, Box::new(job), bytes.into_owned()),
        end => {
            let answer = job.answer(machine, end, &bytes, whole);
            cache::give_matcher(job.search.matcher);
            answer
        }
    }
}

/// A reference for a run that is to go on; the process's turn is over.
fn pause(machine: &mut Machine, job: Box<Job>, subject: Vec<u8>) -> Term {
    let paused = Arc::new(Paused(Mutex::new(Some((job, subject)))));
    machine.charge(4000);
    machine.magic_reference(Purpose::Plain.new_reference(), paused)
}

/// `erts_re:more/1`: goes on with a run.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_re_more_1(machine: &mut Machine, reference: Term) -> Term {
    let paused = reference.as_reference().and_then(|reference| reference.resource::<Paused>());
    let taken = paused.and_then(|paused| paused.0.lock().take());
    let Some((mut job, subject)) = taken else { return machine.badarg() };
    match job.advance(&subject) {
        End::Pause => pause(machine, job, subject),
        end => job.answer(machine, end, &subject, None),
    }
}
