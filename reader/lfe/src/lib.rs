//! LFE source text to [`Form`]s, and forms back to text.
//!
//! [`read`] and [`read_source`] never fail: they give the forms that were read and what is wrong
//! with the text. No text makes them panic, recurse without a bound or take more than a few
//! seconds for ten million bytes. [`print()`] and [`pretty()`] write text that reads back as the same
//! data.

mod bits;
mod error;
mod evaluate;
mod form;
mod lexer;
mod literal;
mod parser;
mod pretty;
mod print;
mod token;

use lfec_base::{Diagnostic, FileId, Sources, Span};

pub use form::{Form, FormKind};
pub use parser::NESTING_LIMIT;
pub use pretty::pretty;
pub use print::print;

use lexer::Lexer;

/// All top-level forms of a text, and all its errors. Forms that hold an error are left out.
pub fn read(file: FileId, text: &str) -> (Vec<Form>, Vec<Diagnostic>) {
    read_checked(file, text, &[])
}

/// Adds a source to `sources` under `name` and reads it. Bytes that are not UTF-8 are reported
/// unless they stand in comments.
pub fn read_source(
    sources: &mut Sources,
    name: &str,
    bytes: &[u8],
) -> (FileId, Vec<Form>, Vec<Diagnostic>) {
    let (text, bad_bytes) = decode(bytes);
    let file = sources.add(name, text.as_str());
    let (forms, diagnostics) = read_checked(file, &text, &bad_bytes);
    (file, forms, diagnostics)
}

fn read_checked(file: FileId, text: &str, bad_bytes: &[(u32, u8)]) -> (Vec<Form>, Vec<Diagnostic>) {
    if u32::try_from(text.len()).is_err() {
        return (Vec::new(), vec![error::too_long(Span { file, start: 0, end: 0 })]);
    }
    let outcome = parser::parse(Lexer::new(file, text), bad_bytes);
    (outcome.forms, outcome.diagnostics)
}

/// The text of these bytes, with U+FFFD for each byte that is not UTF-8, and the place in the
/// text and the value of each such byte.
fn decode(bytes: &[u8]) -> (String, Vec<(u32, u8)>) {
    let mut text = String::with_capacity(bytes.len());
    let mut bad_bytes = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            bad_bytes.push((text.len() as u32, *byte));
            text.push('\u{FFFD}');
        }
    }
    (text, bad_bytes)
}

/// Whether a text that is typed line by line needs more lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReadStatus {
    /// Whole forms, or nothing at all.
    Complete,
    /// Something is not closed yet; more text can complete it.
    Incomplete,
    /// More text cannot make it right.
    Error,
}

/// Whether `text` is whole forms, the beginning of some, or neither.
pub fn read_status(text: &str) -> ReadStatus {
    if u32::try_from(text.len()).is_err() {
        return ReadStatus::Error;
    }
    let outcome = parser::parse(Lexer::new(FileId(u32::MAX), text), &[]);
    match (outcome.diagnostics.is_empty(), outcome.incomplete) {
        (true, _) => ReadStatus::Complete,
        (false, true) => ReadStatus::Incomplete,
        (false, false) => ReadStatus::Error,
    }
}
