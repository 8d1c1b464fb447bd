//! What `re:run` answers: the parts of a match that were asked for, in the form asked for.

use lfec_abi::machine::Machine;

use super::program::Program;
use super::utf8;
use crate::bif::io_list;
use crate::bif::number_text::bytes_of_binary;
use crate::heap::Allocate;
use crate::term::Term;

/// Which groups.
#[derive(Clone, Debug)]
enum Which {
    All,
    AllButFirst,
    First,
    None,
    AllNames,
    These(Vec<Group>),
}

/// A group asked for.
#[derive(Clone, Debug)]
enum Group {
    Number(usize),
    Name(Vec<u8>),
}

/// In what form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    Index,
    List,
    Binary,
}

/// What is to be told of a match.
#[derive(Clone, Debug)]
pub struct Capture {
    which: Which,
    form: Form,
}

impl Default for Capture {
    fn default() -> Capture {
        Capture { which: Which::All, form: Form::Index }
    }
}

impl Capture {
    /// The capture specification of an option.
    pub fn of(what: Term, form: Term) -> Option<Capture> {
        let form = match form.as_atom()?.text() {
            "index" => Form::Index,
            "list" => Form::List,
            "binary" => Form::Binary,
            _ => return None,
        };
        let which = match what.as_atom().map(|atom| atom.text()) {
            Some("all") => Which::All,
            Some("all_but_first") => Which::AllButFirst,
            Some("first") => Which::First,
            Some("none") => Which::None,
            Some("all_names") => Which::AllNames,
            Some(_) => return None,
            None => Which::These(groups_of(what)?),
        };
        Some(Capture { which, form })
    }

    /// Whether nothing is to be told.
    pub fn is_none(&self, program: &Program) -> bool {
        match &self.which {
            Which::None => true,
            Which::AllNames => program.names.is_empty(),
            Which::These(groups) => groups.is_empty(),
            _ => false,
        }
    }
}

fn groups_of(list: Term) -> Option<Vec<Group>> {
    list.list_length()?;
    list.list().map(group_of).collect()
}

fn group_of(term: Term) -> Option<Group> {
    if term.is_integer() {
        return term.as_usize().map(Group::Number);
    }
    if let Some(atom) = term.as_atom() {
        return Some(Group::Name(atom.text().into()));
    }
    io_list::bytes_of(term).map(Group::Name)
}

/// Starts and ends of the groups of a match, up to the last one that is set.
pub type Spans = Vec<Option<(usize, usize)>>;

/// Makes terms of matches.
pub struct Teller<'a> {
    /// The pattern.
    pub program: &'a Program,
    /// The subject's bytes.
    pub subject: &'a [u8],
    /// The subject, if it is a binary.
    pub whole: Option<Term>,
    /// What is asked for.
    pub capture: &'a Capture,
}

impl Teller<'_> {
    /// The list for one match.
    pub fn tell(&self, machine: &mut Machine, spans: &Spans) -> Term {
        let span = |number: usize| spans.get(number).copied().flatten();
        let terms: Vec<Term> = match &self.capture.which {
            Which::All => spans.iter().map(|span| self.part(machine, *span)).collect(),
            Which::AllButFirst => {
                spans.iter().skip(1).map(|span| self.part(machine, *span)).collect()
            }
            Which::First => vec![self.part(machine, span(0))],
            Which::None => Vec::new(),
            Which::AllNames => {
                let mut names: Vec<&[u8]> =
                    self.program.names.iter().map(|(name, _)| &name[..]).collect();
                names.dedup();
                names.iter().map(|name| self.part(machine, self.named(spans, name))).collect()
            }
            Which::These(groups) => groups
                .iter()
                .map(|group| {
                    let span = match group {
                        Group::Number(number) => span(*number),
                        Group::Name(name) => self.named(spans, name),
                    };
                    self.part(machine, span)
                })
                .collect(),
        };
        machine.list(&terms)
    }

    /// The first group of a name that is set.
    fn named(&self, spans: &Spans, name: &[u8]) -> Option<(usize, usize)> {
        let groups = self.program.names.iter().filter(|(other, _)| other == name);
        groups.into_iter().find_map(|(_, number)| spans.get(*number as usize).copied().flatten())
    }

    fn part(&self, machine: &mut Machine, span: Option<(usize, usize)>) -> Term {
        if self.capture.form == Form::Index {
            let (start, length) = match span {
                Some((start, end)) => (start as i64, end as i64 - start as i64),
                None => (-1, 0),
            };
            return machine.tuple(&[Term::small(start), Term::small(length)]);
        }
        let (start, end) = span.unwrap_or((0, 0));
        let bytes = self.subject.get(start..end).unwrap_or(&[]);
        match (self.capture.form, self.whole) {
            (Form::Binary, Some(whole)) if bytes.len() == self.subject.len() => whole,
            (Form::Binary, Some(whole)) => machine.part(whole, start * 8, bytes.len() * 8),
            (Form::Binary, None) => machine.binary(bytes),
            _ => self.characters(machine, bytes),
        }
    }

    fn characters(&self, machine: &mut Machine, bytes: &[u8]) -> Term {
        let mut characters = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            let (code, length) = if self.program.settings.utf {
                utf8::decode(bytes, at)
            } else {
                (u32::from(bytes[at]), 1)
            };
            characters.push(Term::small(i64::from(code)));
            at += length;
        }
        machine.list(&characters)
    }
}

/// The names of a pattern's groups: `{namelist, Names}`.
pub fn name_list(machine: &mut Machine, program: &Program) -> Term {
    let mut names: Vec<&Vec<u8>> = program.names.iter().map(|(name, _)| name).collect();
    names.dedup();
    let names: Vec<Term> = names.into_iter().map(|name| machine.binary(name)).collect();
    let list = machine.list(&names);
    machine.tuple(&[Term::atom("namelist"), list])
}

/// The bytes of a compiled pattern: the last element of `{re_pattern, _, _, _, Binary}`.
pub fn packed_of<'a>(term: Term) -> Option<std::borrow::Cow<'a, [u8]>> {
    match term.as_tuple()?.elements() {
        [name, groups, unicode, crlf, packed]
            if *name == Term::atom("re_pattern")
                && groups.is_integer()
                && unicode.is_integer()
                && crlf.is_integer() =>
        {
            bytes_of_binary(*packed)
        }
        _ => None,
    }
}
