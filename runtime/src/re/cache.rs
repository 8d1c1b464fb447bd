//! Compiled patterns as Erlang programs hold them, and the programs made of them.
//!
//! A compiled pattern is a binary: four bytes that mark it, the options, the pattern's text. Each
//! thread keeps the programs of the patterns it used last.

use std::cell::RefCell;
use std::sync::Arc;

use super::error::Fault;
use super::matcher::Matcher;
use super::program::Program;
use super::{Flags, NewlineKind, Settings, compile, parse};

/// Marks a compiled pattern; the digit is the format's version.
const MARK: &[u8; 4] = b"LRE1";

/// Bytes before the pattern's text.
const HEAD: usize = MARK.len() + 3;

/// Programs kept by a thread.
const KEPT: usize = 100;

/// Programs by their patterns, those used last first.
type Programs = Vec<(Box<[u8]>, Arc<Program>)>;

thread_local! {
    static PROGRAMS: RefCell<Programs> = const { RefCell::new(Vec::new()) };
    static MATCHER: RefCell<Option<Matcher>> = const { RefCell::new(None) };
}

/// The compiled form of a pattern with its options.
pub fn pack(settings: &Settings, pattern: &[u8]) -> Vec<u8> {
    let Flags { caseless, multiline, dotall, extended, ungreedy, dupnames, extra, no_auto_capture } =
        settings.flags;
    let low = [caseless, multiline, dotall, extended, ungreedy, dupnames, extra, no_auto_capture];
    let high = [
        settings.utf,
        settings.ucp,
        settings.anchored,
        settings.first_line,
        settings.dollar_end_only,
        settings.never_utf,
        settings.bsr_anycrlf,
        false,
    ];
    let mut packed = Vec::with_capacity(HEAD + pattern.len());
    packed.extend_from_slice(MARK);
    packed.extend([bits(low), bits(high), settings.newline as u8]);
    packed.extend_from_slice(pattern);
    packed
}

fn bits(values: [bool; 8]) -> u8 {
    values.iter().fold(0, |byte, &value| byte << 1 | u8::from(value))
}

fn values(byte: u8) -> [bool; 8] {
    std::array::from_fn(|index| byte >> (7 - index) & 1 == 1)
}

/// The options and the text of a compiled pattern; `None` if it is none.
fn unpack(packed: &[u8]) -> Option<(Settings, &[u8])> {
    let (head, pattern) = packed.split_at_checked(HEAD)?;
    let [low, high, newline] = *head.strip_prefix(MARK)? else { return None };
    let [caseless, multiline, dotall, extended, ungreedy, dupnames, extra, no_auto_capture] =
        values(low);
    let [utf, ucp, anchored, first_line, dollar_end_only, never_utf, bsr_anycrlf, _] = values(high);
    let newline = [
        NewlineKind::Lf,
        NewlineKind::Cr,
        NewlineKind::Crlf,
        NewlineKind::AnyCrlf,
        NewlineKind::Any,
    ]
    .into_iter()
    .find(|&kind| kind as u8 == newline)?;
    let flags =
        Flags { caseless, multiline, dotall, extended, ungreedy, dupnames, extra, no_auto_capture };
    let settings = Settings {
        utf,
        ucp,
        flags,
        anchored,
        first_line,
        dollar_end_only,
        never_utf,
        newline,
        bsr_anycrlf,
        match_limit: None,
        recursion_limit: None,
    };
    (!utf || std::str::from_utf8(pattern).is_ok()).then_some((settings, pattern))
}

/// Changes the newline of a compiled pattern.
pub fn set_newline(packed: &mut [u8], newline: NewlineKind) {
    if let Some(byte) = packed.get_mut(HEAD - 1) {
        *byte = newline as u8;
    }
}

/// Why there is no program.
pub enum NoProgram {
    /// It is no compiled pattern.
    NotPacked,
    /// The pattern is wrong.
    Fault(Fault),
}

/// The program of a compiled pattern.
pub fn program(packed: &[u8]) -> Result<Arc<Program>, NoProgram> {
    if let Some(program) = PROGRAMS.with_borrow_mut(|programs| lookup(programs, packed)) {
        return Ok(program);
    }
    let (settings, pattern) = unpack(packed).ok_or(NoProgram::NotPacked)?;
    let program = parse::parse(pattern, settings)
        .and_then(|tree| compile::compile(&tree))
        .map_err(NoProgram::Fault)?;
    let program = Arc::new(program);
    PROGRAMS.with_borrow_mut(|programs| {
        programs.truncate(KEPT - 1);
        programs.insert(0, (packed.into(), Arc::clone(&program)));
    });
    Ok(program)
}

/// What was used last comes first.
fn lookup(programs: &mut [(Box<[u8]>, Arc<Program>)], packed: &[u8]) -> Option<Arc<Program>> {
    let index = programs.iter().position(|(key, _)| **key == *packed)?;
    if index > 0 {
        programs.swap(index, index / 2);
    }
    Some(Arc::clone(&programs[index / 2].1))
}

/// A matcher whose memory was used before.
pub fn take_matcher() -> Matcher {
    MATCHER.take().unwrap_or_default()
}

/// Keeps a matcher's memory for the next search.
pub fn give_matcher(matcher: Matcher) {
    MATCHER.set(Some(matcher));
}
