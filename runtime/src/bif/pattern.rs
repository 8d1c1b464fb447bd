//! What binaries are searched for: one pattern with memchr's `memmem`, several with Aho-Corasick.

use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{Input, MatchKind};
use memchr::memmem;

/// What is searched for.
pub enum Pattern {
    /// One text.
    One(Box<memmem::Finder<'static>>),
    /// Several.
    Several(Box<NFA>),
}

impl Pattern {
    /// A pattern of some texts, of which there is at least one and none is empty.
    pub fn new(texts: &[&[u8]]) -> Option<Pattern> {
        if let [text] = texts {
            return Some(Pattern::One(Box::new(memmem::Finder::new(*text).into_owned())));
        }
        let mut builder = NFA::builder();
        builder.match_kind(MatchKind::LeftmostLongest);
        builder.build(texts).ok().map(|nfa| Pattern::Several(Box::new(nfa)))
    }

    /// Whether it is of one text.
    pub fn is_one(&self) -> bool {
        matches!(self, Pattern::One(_))
    }

    /// Start and end of the first match from `from` on.
    pub fn find(&self, bytes: &[u8], from: usize) -> Option<(usize, usize)> {
        match self {
            Pattern::One(finder) => {
                let start = from + finder.find(&bytes[from..])?;
                Some((start, start + finder.needle().len()))
            }
            Pattern::Several(automaton) => {
                let found = automaton.try_find(&Input::new(bytes).range(from..)).ok()??;
                Some((found.start(), found.end()))
            }
        }
    }
}
