//! Regular expressions with the syntax and semantics of PCRE 8, as module `re` documents them.
//!
//! A pattern is read into a tree (`parse`), compiled to a small program (`compile`, `optimize`) and
//! run by a matcher that backtracks on a stack of its own (`matcher`), with a limit of steps and in
//! slices, so that no search keeps a scheduler. `find` looks for places where a match can start.
//!
//! A compiled pattern, as Erlang programs hold it, is the pattern's text with its options; programs
//! are kept in a cache of each thread. So it can be stored, sent, and be a literal in code.

pub mod bifs;
mod cache;
mod classes;
mod compile;
mod error;
mod escape;
mod find;
mod group;
mod matcher;
mod newline;
mod optimize;
mod options;
mod parse;
mod program;
mod result;
mod set;
#[cfg(test)]
mod tests;
mod tree;
mod utf8;
mod verb;

pub use error::Fault;

/// What counts as the end of a line.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
pub enum NewlineKind {
    /// LF
    Lf,
    /// CR
    Cr,
    /// CR LF
    Crlf,
    /// LF, CR, CR LF
    AnyCrlf,
    /// All that Unicode knows.
    Any,
}

/// Options that change what a pattern means.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Settings {
    /// Characters are Unicode's, in UTF-8.
    pub utf: bool,
    /// `\d`, `\w`, … mean Unicode properties.
    pub ucp: bool,
    /// Options that can change within the pattern.
    pub flags: Flags,
    /// Matches start where the search starts.
    pub anchored: bool,
    /// Matches start in the first line.
    pub first_line: bool,
    /// `$` means the very end.
    pub dollar_end_only: bool,
    /// `(*UTF)` is refused.
    pub never_utf: bool,
    /// What ends a line.
    pub newline: NewlineKind,
    /// `\R` means CR, LF, CRLF only.
    pub bsr_anycrlf: bool,
    /// Limit of steps that the pattern itself sets.
    pub match_limit: Option<u64>,
    /// The same for the depth of recursion.
    pub recursion_limit: Option<u64>,
}

/// Options that can change within a pattern.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Flags {
    /// `i`
    pub caseless: bool,
    /// `m`
    pub multiline: bool,
    /// `s`
    pub dotall: bool,
    /// `x`
    pub extended: bool,
    /// `U`
    pub ungreedy: bool,
    /// `J`
    pub dupnames: bool,
    /// `X`: escapes without meaning are errors.
    pub extra: bool,
    /// Only named groups capture.
    pub no_auto_capture: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            utf: false,
            ucp: false,
            flags: Flags::default(),
            anchored: false,
            first_line: false,
            dollar_end_only: false,
            never_utf: false,
            newline: NewlineKind::Lf,
            bsr_anycrlf: false,
            match_limit: None,
            recursion_limit: None,
        }
    }
}
