//! Forms to text that reads back as the same data.
//!
//! Works with an explicit stack, since forms made by macros may be nested more deeply than the
//! reader allows.

use std::fmt::Write as _;

use num_bigint::BigInt;

use crate::literal::is_number;
use crate::token::Prefix;
use crate::{Form, FormKind};

/// How forms are written that can be written in two ways.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// As what they are: `(quote x)`, `(97 98)`, `#B(97 98)`
    Exact,
    /// As people write them: `'x`, `"ab"`, `#"ab"`
    Short,
}

/// What is still to be printed.
enum Piece<'f> {
    Form(&'f Form),
    Text(&'static str),
}

/// The text of `form` on one line, for which `read(print(form)) == form`. The shape is that of
/// LFE's `~w`.
///
/// Two kinds of forms, which only programs can make, are printed but cannot be read: symbols of
/// more than 255 characters and floats that are no numbers.
pub fn print(form: &Form) -> String {
    let mut out = String::new();
    print_up_to(&mut out, form, Style::Exact, usize::MAX);
    out
}

/// The text of `form` on one line, if it has at most `limit` characters.
pub(crate) fn print_short(form: &Form, limit: usize) -> Option<String> {
    let mut out = String::new();
    print_up_to(&mut out, form, Style::Short, limit).then_some(out)
}

/// Prints `form`; false as soon as it is known to be longer than `limit` characters.
fn print_up_to(out: &mut String, form: &Form, style: Style, limit: usize) -> bool {
    let mut pieces = vec![Piece::Form(form)];
    while let Some(piece) = pieces.pop() {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Form(form) if least_length(form) > limit => return false,
            Piece::Form(form) => print_one(out, form, style, &mut pieces),
        }
        if out.len() > limit && out.chars().count() > limit {
            return false;
        }
    }
    true
}

/// Fewer characters cannot show this form: a bound that is found without printing it.
fn least_length(form: &Form) -> usize {
    match &form.kind {
        FormKind::String(points) => points.len(),
        FormKind::Binary(bytes, _) => bytes.len() / 4,
        FormKind::Integer(value) => (value.bits() / 4) as usize,
        FormKind::Tuple(items) | FormKind::List(items) => items.len(),
        _ => 0,
    }
}

/// Prints what `form` begins with and leaves the rest in `pieces`.
fn print_one<'f>(out: &mut String, form: &'f Form, style: Style, pieces: &mut Vec<Piece<'f>>) {
    if let Some(text) = atom(form, style) {
        return out.push_str(&text);
    }
    if style == Style::Short
        && let Some((prefix, datum)) = abbreviated(form)
    {
        out.push_str(prefix);
        return pieces.push(Piece::Form(datum));
    }
    match &form.kind {
        FormKind::List(items) => {
            out.push('(');
            pieces.push(Piece::Text(")"));
            match comma_tail(items) {
                Some((items, datum)) if style == Style::Short => {
                    pieces.extend([Piece::Form(datum), Piece::Text(" . ,")]);
                    push_items(items.iter(), pieces);
                }
                _ => push_items(items.iter(), pieces),
            }
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

/// For `(quote x)` and its like, the prefix and the datum.
pub(crate) fn abbreviated(form: &Form) -> Option<(&'static str, &Form)> {
    let [head, datum] = form.as_list()? else {
        return None;
    };
    match Prefix::of_symbol(head.as_symbol()?.as_str())? {
        // `,@x` would be a comma-at.
        Prefix::Comma if datum.as_symbol().is_some_and(|name| name.as_str().starts_with('@')) => {
            Some((", ", datum))
        }
        prefix => Some((prefix.text(), datum)),
    }
}

/// For `(a b comma x)`, which people write `(a b . ,x)`: the elements before the comma and what
/// follows it.
pub(crate) fn comma_tail(items: &[Form]) -> Option<(&[Form], &Form)> {
    match items {
        [before @ .., head, datum] if !before.is_empty() && head.is_symbol("comma") => {
            let is_at = datum.as_symbol().is_some_and(|name| name.as_str().starts_with('@'));
            (!is_at).then_some((before, datum))
        }
        _ => None,
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

/// The text of a form that holds no other forms, or is shown as one.
pub(crate) fn atom(form: &Form, style: Style) -> Option<String> {
    let is_short = style == Style::Short;
    match &form.kind {
        FormKind::Symbol(name) => Some(symbol(name.as_str())),
        FormKind::Integer(value) => Some(integer(value)),
        FormKind::Float(value) => Some(float(*value)),
        FormKind::String(points) => Some(string(points)),
        FormKind::Binary(bytes, 8) if is_short => match std::str::from_utf8(bytes) {
            Ok(text) if text.chars().all(is_printable) => Some(format!("#{}", quote(text))),
            _ => Some(binary(bytes, 8)),
        },
        FormKind::Binary(bytes, last) => Some(binary(bytes, *last)),
        FormKind::List(items) if is_short && !items.is_empty() => {
            let text: Option<String> = items.iter().map(printable_character).collect();
            text.map(|text| quote(&text))
        }
        _ => None,
    }
}

fn printable_character(form: &Form) -> Option<char> {
    match &form.kind {
        FormKind::Integer(value) => {
            u32::try_from(&**value).ok().and_then(char::from_u32).filter(|c| is_printable(*c))
        }
        _ => None,
    }
}

/// Whether a list of such characters is probably meant as text.
fn is_printable(c: char) -> bool {
    matches!(c, '\u{08}'..='\r' | '\u{1B}') || !c.is_control()
}

fn integer(value: &BigInt) -> String {
    i64::try_from(value).map_or_else(|_| value.to_string(), |small| small.to_string())
}

/// A symbol, between bars where it would be read as something else.
fn symbol(name: &str) -> String {
    let starts = |c: char| !matches!(c, '#' | '`' | '\'' | ',' | '|' | '.') && is_symbol_char(c);
    let is_plain = name.starts_with(starts) && name.chars().all(is_symbol_char) && !is_number(name);
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
    let text: Option<String> = points.iter().map(|point| char::from_u32(*point)).collect();
    match text {
        Some(text) => quote(&text),
        None => {
            let points: Vec<String> = points.iter().map(u32::to_string).collect();
            format!("({})", points.join(" "))
        }
    }
}

/// A text between quotes.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    text.chars().for_each(|c| push_escaped(&mut out, c));
    out.push('"');
    out
}

/// A character as it stands in a string.
fn push_escaped(out: &mut String, c: char) {
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
/// they are or with an exponent, whichever is shorter; always with an exponent from two to the
/// power of 53 on, where not every whole number is a float.
fn float(value: f64) -> String {
    const WHOLE: f64 = 9_007_199_254_740_992.0;
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
    match plain.len() <= with_exponent.len() && value.abs() < WHOLE {
        true => plain,
        false => with_exponent,
    }
}
