//! The reader's diagnostics: one function for each, so that wording and codes stand in one place.
//!
//! Messages are worded like those of LFE's scanner and parser; labels, notes and help are ours.

use lfec_base::{Diagnostic, Span};

/// A token that may not stand here; `what` as Erlang prints the token's name (`')'`, `symbol`).
pub(crate) fn illegal(what: &str, span: Span) -> Diagnostic {
    Diagnostic::error("illegal", format!("illegal {what}"), span)
}

/// Text that begins like a token and is none.
pub(crate) fn illegal_token(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error("illegal-token", format!("illegal token {}", shortened(text)), span)
}

/// A token that holds characters it must not hold, or is never closed.
pub(crate) fn illegal_chars(what: &str, span: Span) -> Diagnostic {
    let message = format!("illegal characters in {}", shortened(what));
    Diagnostic::error("illegal-chars", message, span)
}

/// A token of the wrong shape. "bad of format of" is LFE's wording.
pub(crate) fn bad_format(what: &str, span: Span) -> Diagnostic {
    Diagnostic::error("bad-format", format!("bad of format of {}", shortened(what)), span)
}

/// A triple-quoted string of the wrong shape.
pub(crate) fn bad_triple(span: Span) -> Diagnostic {
    Diagnostic::error("bad-tq-string", "bad format of triple-quoted string", span)
}

/// The text ends inside a form.
pub(crate) fn missing_token(span: Span) -> Diagnostic {
    Diagnostic::error("missing-token", "missing token", span)
}

/// `#M(…)`, `#B(…)` or `#.…` that has no value; `what` is `map`, `binary` or `#. expression`.
pub(crate) fn bad(what: &str, span: Span) -> Diagnostic {
    Diagnostic::error("bad-literal", format!("bad {what}"), span)
}

/// A form nested too deeply.
pub(crate) fn too_deep(limit: usize, span: Span) -> Diagnostic {
    Diagnostic::error("nesting-too-deep", "form is nested too deeply", span)
        .with_help(format!("forms may be nested {limit} deep"))
}

/// Bytes that are not UTF-8.
pub(crate) fn not_utf8(byte: u8, span: Span) -> Diagnostic {
    Diagnostic::error("invalid-utf8", format!("byte {byte:#04x} is not valid UTF-8"), span)
        .with_help("save the file with UTF-8 encoding")
}

/// Reading cannot go on, for a reason that is not in the text.
pub(crate) fn stopped(reason: &str, span: Span) -> Diagnostic {
    Diagnostic::error("reader-stopped", format!("reading stopped here: {reason}"), span)
}

/// A text of more bytes than a span can count.
pub(crate) fn too_long(span: Span) -> Diagnostic {
    Diagnostic::error("source-too-long", "source is longer than 4 GiB", span)
}

/// The first line of a long text, cut off.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    let line = text.split('\n').next().unwrap_or_default();
    let cut = line.char_indices().nth(LONGEST).map_or(line.len(), |(at, _)| at);
    match cut < text.len() {
        true => format!("{}...", &line[..cut]),
        false => text.to_owned(),
    }
}
