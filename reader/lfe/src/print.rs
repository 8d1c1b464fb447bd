//! Forms to text that reads back as the same data.
//!
//! The shape is that of LFE's `~w`: one line, `(quote x)` in full. Works with an explicit stack,
//! since forms made by macros may be nested more deeply than the reader allows.

use std::fmt::Write as _;

use num_bigint::BigInt;

use crate::literal::{LONGEST_SYMBOL, is_number};
use crate::{Form, FormKind};

/// What is still to be printed.
enum Piece<'f> {
    Form(&'f Form),
    Text(&'static str),
}

/// The text of `form`, for which `read(print(form)) == form`.
///
/// Two kinds of forms, which only programs can make, are printed but cannot be read: symbols of
/// more than 255 characters and floats that are no numbers.
pub fn print(form: &Form) -> String {
    let mut out = String::new();
    let mut pieces = vec![Piece::Form(form)];
    while let Some(piece) = pieces.pop() {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Form(form) => print_one(&mut out, form, &mut pieces),
        }
    }
    out
}

/// Prints what `form` begins with and leaves the rest in `pieces`.
fn print_one<'f>(out: &mut String, form: &'f Form, pieces: &mut Vec<Piece<'f>>) {
    if let Some(text) = atom(form) {
        return out.push_str(&text);
    }
    match &form.kind {
        FormKind::List(items) => {
            out.push('(');
            pieces.push(Piece::Text(")"));
            push_items(items.iter(), pieces);
        }
        FormKind::Tuple(items) => {
            out.push_str("#(");
            pieces.push(Piece::Text(")"));
            push_items(items.iter(), pieces);
        }
        FormKind::Map(pairs) => {
            out.push_str("#M(");
            pieces.push(Piece::Text(")"));
            push_items(pairs.iter().flat_map(|(key, value)| [key, value]), pieces);
        }
        FormKind::Dotted(items, tail) => {
            out.push('(');
            pieces.extend([Piece::Text(")"), Piece::Form(tail), Piece::Text(" . ")]);
            push_items(items.iter(), pieces);
        }
        _ => {}
    }
}

fn push_items<'f>(items: impl Iterator<Item = &'f Form>, pieces: &mut Vec<Piece<'f>>) {
    let from = pieces.len();
    for item in items {
        if pieces.len() > from {
            pieces.push(Piece::Text(" "));
        }
        pieces.push(Piece::Form(item));
    }
    // The piece to be printed next stands last.
    pieces[from..].reverse();
}

/// The text of a form that holds no other forms.
pub(crate) fn atom(form: &Form) -> Option<String> {
    match &form.kind {
        FormKind::Symbol(name) => Some(symbol(name.as_str())),
        FormKind::Integer(value) => Some(integer(value)),
        FormKind::Float(value) => Some(float(*value)),
        FormKind::String(points) => Some(string(points)),
        FormKind::Binary(bytes, last) => Some(binary(bytes, *last)),
        _ => None,
    }
}

fn integer(value: &BigInt) -> String {
    i64::try_from(value).map_or_else(|_| value.to_string(), |small| small.to_string())
}

/// A symbol, between bars where it would be read as something else.
fn symbol(name: &str) -> String {
    let starts = |c: char| !matches!(c, '#' | '`' | '\'' | ',' | '|' | '.') && is_symbol_char(c);
    let is_plain = name.starts_with(starts)
        && name.chars().all(is_symbol_char)
        && !is_number(name)
        && name.len() <= LONGEST_SYMBOL * 4;
    if is_plain {
        return name.to_owned();
    }
    let mut out = String::from("|");
    for c in name.chars() {
        if matches!(c, '|' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('|');
    out
}

/// Whether a symbol may hold this character without bars.
fn is_symbol_char(c: char) -> bool {
    match c {
        '(' | ')' | '[' | ']' | '{' | '}' | '"' | ';' | '\u{FEFF}' => false,
        c => ('!'..='~').contains(&c) || c > '\u{A0}',
    }
}

/// A string, or a list where an element is no character.
fn string(points: &[u32]) -> String {
    let mut out = String::from("\"");
    for point in points {
        match char::from_u32(*point) {
            Some(c) => push_escaped(&mut out, c),
            None => {
                let points: Vec<String> = points.iter().map(u32::to_string).collect();
                return format!("({})", points.join(" "));
            }
        }
    }
    out.push('"');
    out
}

/// A character as it stands in a string.
pub(crate) fn push_escaped(out: &mut String, c: char) {
    match c {
        '"' | '\\' => out.extend(['\\', c]),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        '\u{08}' => out.push_str("\\b"),
        '\u{0B}' => out.push_str("\\v"),
        '\u{0C}' => out.push_str("\\f"),
        '\u{1B}' => out.push_str("\\e"),
        '\u{7F}' => out.push_str("\\d"),
        c if c.is_control() => {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\x{:X};", u32::from(c));
        }
        c => out.push(c),
    }
}

/// `#B(1 2 (5 (size 3)))`
fn binary(bytes: &[u8], last: u8) -> String {
    let mut out = String::from("#B(");
    for (number, byte) in bytes.iter().enumerate() {
        if number > 0 {
            out.push(' ');
        }
        let is_odd = number + 1 == bytes.len() && (1..8).contains(&last);
        let _ = match is_odd {
            true => write!(out, "({} (size {last}))", byte >> (8 - last)),
            false => write!(out, "{byte}"),
        };
    }
    out.push(')');
    out
}

/// The shortest text that reads back as this float, in the form that Erlang prints: digits as
/// they are or with an exponent, whichever is shorter.
fn float(value: f64) -> String {
    if !value.is_finite() {
        return value.to_string();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let mantissa = if mantissa.contains('.') { mantissa.into() } else { format!("{mantissa}.0") };
    let with_exponent = format!("{mantissa}e{exponent}");
    let mut plain = value.to_string();
    if !plain.contains('.') {
        plain.push_str(".0");
    }
    match plain.len() <= with_exponent.len() {
        true => plain,
        false => with_exponent,
    }
}
