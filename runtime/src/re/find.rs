//! Searches: looks for places where a match can start, and tries them in order.

use memchr::{memchr, memchr2, memchr3, memrchr};

use super::matcher::{Demands, Matcher, Outcome};
use super::program::{Program, Start};
use super::{NewlineKind, newline, utf8};

/// Steps until a search pauses.
const SLICE: u64 = 100_000;

/// How a search went on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// The matcher holds the match.
    Match,
    /// There is none.
    Nothing,
    /// More steps than allowed.
    MatchLimit,
    /// Deeper than allowed.
    RecursionLimit,
    /// The slice is used up; it can go on.
    Pause,
}

/// A search for one match.
#[derive(Debug)]
pub struct Search {
    /// The matcher, which holds the match that was found.
    pub matcher: Matcher,
    /// What is asked for.
    pub demands: Demands,
    /// Whether a match must start at the offset.
    pub anchored: bool,
    /// Steps that are left before the limit.
    steps: u64,
    /// The limit.
    limit: u64,
    /// The place being tried, or the next one to look from.
    at: usize,
    is_running: bool,
    /// The last place of the byte that a match must have; known once it was looked for.
    required: Option<Option<usize>>,
}

impl Search {
    /// A search that allows so many steps for each match.
    pub fn new(limit: u64) -> Search {
        Search {
            matcher: Matcher::default(),
            demands: Demands::default(),
            anchored: false,
            steps: limit,
            limit,
            at: 0,
            is_running: false,
            required: None,
        }
    }

    /// Starts anew at an offset.
    pub fn restart(&mut self, offset: usize) {
        self.demands.offset = offset;
        self.at = offset;
        self.steps = self.limit;
        self.is_running = false;
        self.matcher.fuel = 0;
    }

    /// Goes on, for a slice.
    pub fn advance(&mut self, program: &Program, subject: &[u8]) -> Found {
        let slice = SLICE.min(self.steps);
        self.matcher.fuel = slice;
        let found = if program.settings.utf {
            self.tries::<true>(program, subject)
        } else {
            self.tries::<false>(program, subject)
        };
        self.steps -= slice - self.matcher.fuel;
        if found == Found::Pause && self.steps == 0 { Found::MatchLimit } else { found }
    }

    fn tries<const UTF: bool>(&mut self, program: &Program, subject: &[u8]) -> Found {
        let last = last_start(program, subject, self.demands.offset);
        let required = *self.required.get_or_insert_with(|| match program.required {
            Some(byte) => memrchr(byte, subject),
            None => Some(subject.len()),
        });
        let Some(required) = required else { return Found::Nothing };
        loop {
            if !self.is_running {
                let Some(at) = self.candidate(program, subject) else { return Found::Nothing };
                if at > last || at > required {
                    return Found::Nothing;
                }
                self.at = at;
                self.matcher.start(program, at);
                self.is_running = true;
            }
            if self.matcher.fuel == 0 {
                return Found::Pause;
            }
            self.matcher.fuel -= 1;
            match self.matcher.run::<UTF>(program, subject, &self.demands) {
                Outcome::Match => return Found::Match,
                Outcome::Pause => return Found::Pause,
                Outcome::TooDeep => return Found::RecursionLimit,
                Outcome::Stop => return Found::Nothing,
                Outcome::Fail => self.at = self.after(program, subject),
                Outcome::SkipTo(place) if place > self.at => self.at = place,
                Outcome::SkipTo(_) => self.at = self.after(program, subject),
            }
            self.is_running = false;
            if self.at > subject.len() || self.anchored {
                return Found::Nothing;
            }
        }
    }

    /// The place after one that was tried.
    fn after(&self, program: &Program, subject: &[u8]) -> usize {
        if self.at >= subject.len() {
            return self.at + 1;
        }
        let next = if program.settings.utf { utf8::after(subject, self.at) } else { self.at + 1 };
        let splits_crlf = subject[self.at] == b'\r'
            && subject.get(next) == Some(&b'\n')
            && !program.has_newline
            && !matches!(program.newline(), NewlineKind::Lf | NewlineKind::Cr);
        next + usize::from(splits_crlf)
    }

    /// The first place from `at` on where a match can start.
    fn candidate(&self, program: &Program, subject: &[u8]) -> Option<usize> {
        let from = self.at;
        if self.anchored {
            return Some(from);
        }
        let rest = subject.get(from..)?;
        let offset = match &program.start {
            Start::Anywhere => 0,
            Start::Anchored => return (from == self.demands.offset).then_some(from),
            Start::Lines => return self.next_line(program, subject),
            Start::Bytes(bytes) => match bytes[..] {
                [one] => memchr(one, rest)?,
                [one, two] => memchr2(one, two, rest)?,
                [one, two, three] => memchr3(one, two, three, rest)?,
                _ => return None,
            },
            Start::Set(bytes) => rest.iter().position(|&byte| bytes.has(byte))?,
            Start::Text(finder) => finder.find(rest)?,
        };
        Some(from + offset)
    }

    fn next_line(&self, program: &Program, subject: &[u8]) -> Option<usize> {
        let (kind, utf) = (program.newline(), program.settings.utf);
        let mut at = self.at;
        if at == self.demands.offset {
            return Some(at);
        }
        if kind == NewlineKind::Lf {
            return Some(at + memchr(b'\n', &subject[at - 1..])?);
        }
        while at <= subject.len() {
            if newline::before(kind, utf, subject, at).is_some() {
                return Some(at);
            }
            at += 1;
        }
        None
    }
}

/// The last place where a match may start.
fn last_start(program: &Program, subject: &[u8], offset: usize) -> usize {
    if !program.settings.first_line {
        return subject.len();
    }
    let (kind, utf) = (program.newline(), program.settings.utf);
    (offset..subject.len())
        .find(|&at| newline::at(kind, utf, subject, at).is_some())
        .unwrap_or(subject.len())
}
