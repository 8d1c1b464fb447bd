//! The text of one token to the datum it stands for.

use std::sync::Arc;

use lfec_base::{Diagnostic, Span, Symbol};
use num_bigint::{BigInt, Sign};

use crate::error;
use crate::{Form, FormKind};

/// A datum or what is wrong with its text.
pub(crate) type Result = std::result::Result<FormKind, Box<Diagnostic>>;

/// As many characters as an Erlang atom may have.
const LONGEST_SYMBOL: usize = 255;

/// `foo`, `-12`, `1.5e3`: an integer, else a float, else a symbol.
pub(crate) fn symbol_or_number(text: &str, span: Span) -> Result {
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-')) {
        return symbol(text, span);
    }
    if let Some(integer) = integer(text) {
        return Ok(FormKind::Integer(Arc::new(integer)));
    }
    if !looks_like_float(text) {
        return symbol(text, span);
    }
    match text.parse::<f64>() {
        Ok(float) if float.is_finite() => Ok(FormKind::Float(float)),
        _ => Err(Box::new(
            error::illegal_token(text, span).with_note("the number is too large for a float"),
        )),
    }
}

/// Whether the reader takes this text for a number.
pub(crate) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    all_digits(digits) || looks_like_float(text)
}

/// A symbol with this text.
pub(crate) fn symbol(text: &str, span: Span) -> Result {
    if text.len() > LONGEST_SYMBOL && text.chars().count() > LONGEST_SYMBOL {
        return Err(Box::new(
            error::illegal_token(text, span)
                .with_note(format!("a symbol has at most {LONGEST_SYMBOL} characters")),
        ));
    }
    Ok(FormKind::Symbol(Symbol::intern(text)))
}

/// `|text|`: a backslash takes the next character as it is.
pub(crate) fn bar_symbol(text: &str, span: Span) -> Result {
    let mut chars = text[1..text.len() - 1].chars();
    let mut name = String::new();
    while let Some(c) = chars.next() {
        name.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    symbol(&name, span)
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn integer(text: &str) -> Option<BigInt> {
    /// Digits that surely fit an `i64`.
    const SHORT: usize = 18;
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !all_digits(digits) {
        return None;
    }
    if digits.len() <= SHORT {
        return text.parse::<i64>().ok().map(BigInt::from);
    }
    let value = digits_value(digits.as_bytes(), 10);
    Some(if text.starts_with('-') { -value } else { value })
}

/// Sign, digits, point, digits and perhaps an exponent.
fn looks_like_float(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let Some((whole, rest)) = text.split_once('.') else {
        return false;
    };
    let (fraction, exponent) = match rest.split_once(['e', 'E']) {
        Some((fraction, exponent)) => (fraction, Some(exponent)),
        None => (rest, None),
    };
    let exponent = exponent.map(|text| text.strip_prefix(['+', '-']).unwrap_or(text));
    all_digits(whole) && all_digits(fraction) && exponent.is_none_or(all_digits)
}

/// The value of ASCII digits. Long rows are cut into pieces that are joined in pairs, again and
/// again: the usual way from left to right takes quadratic time, minutes for millions of digits.
fn digits_value(digits: &[u8], base: u32) -> BigInt {
    /// Below this length the quadratic way is the faster one.
    const PIECE: usize = 1_000;
    let piece = |digits: &[u8]| BigInt::parse_bytes(digits, base).unwrap_or_default();
    if digits.len() <= PIECE {
        return piece(digits);
    }
    // The least piece stands first; `power` is what the piece after it counts.
    let mut pieces: Vec<BigInt> = digits.rchunks(PIECE).map(piece).collect();
    let mut power = BigInt::from(base).pow(PIECE as u32);
    while pieces.len() > 1 {
        let join = |pair: &[BigInt]| match pair {
            [low, high] => high * &power + low,
            _ => pair.iter().sum(),
        };
        pieces = pieces.chunks(2).map(join).collect();
        power = if pieces.len() > 1 { &power * &power } else { power };
    }
    pieces.pop().unwrap_or_default()
}

/// `#xFF`, `#*101`, `#36rZZ`: the prefix, a sign, digits.
pub(crate) fn based(text: &str, span: Span) -> Result {
    let at = text[1..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |at| at + 1);
    let (prefix, digits) = text.split_at((at + 1).min(text.len()));
    let base = match prefix.as_bytes().last() {
        Some(b'*' | b'b' | b'B') => 2,
        Some(b'o' | b'O') => 8,
        Some(b'd' | b'D') => 10,
        Some(b'x' | b'X') => 16,
        _ => prefix[1..at].parse().unwrap_or(0),
    };
    if !(2..=36).contains(&base) {
        return Err(Box::new(
            error::bad_format("#r", span).with_note("the base lies between 2 and 36"),
        ));
    }
    let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    if unsigned.is_empty() {
        return Err(Box::new(error::bad_format("based number", span)));
    }
    if let Some(odd) = unsigned.chars().find(|c| !c.is_digit(base)) {
        return Err(Box::new(
            error::illegal_chars("based number", span)
                .with_note(format!("`{odd}` is not a digit of base {base}")),
        ));
    }
    let value = digits_value(unsigned.as_bytes(), base);
    let value = if digits.starts_with('-') { -value } else { value };
    Ok(FormKind::Integer(Arc::new(value)))
}

/// `#\a`, `#\x41;`
pub(crate) fn character(text: &str, span: Span) -> Result {
    let point = match hex_escape(&text[2..]) {
        Some((point, _)) => code_point(point, span)?,
        None => text[2..].chars().next().map_or(0, u32::from),
    };
    Ok(FormKind::Integer(Arc::new(BigInt::new(Sign::Plus, vec![point]))))
}

/// The number in `xHH;` at the start of `text` and how many bytes it takes.
fn hex_escape(text: &str) -> Option<(u32, usize)> {
    let digits = text.strip_prefix('x')?.split_once(';')?.0;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    Some((u32::from_str_radix(digits, 16).unwrap_or(u32::MAX), digits.len() + 2))
}

/// The number of a character, if there is one with this number.
fn code_point(number: u32, span: Span) -> std::result::Result<u32, Box<Diagnostic>> {
    match char::from_u32(number) {
        Some(_) => Ok(number),
        None => Err(Box::new(
            error::illegal_chars("\\xHH;", span)
                .with_note("no Unicode character has this number")
                .with_help("characters are 0 to D7FF and E000 to 10FFFF"),
        )),
    }
}

/// `"text"`, `#"text"`
pub(crate) fn string(text: &str, span: Span) -> Result {
    let is_binary = text.starts_with('#');
    let quoted = text.trim_start_matches('#');
    let start = span.start + (text.len() - quoted.len()) as u32 + 1;
    let body = &quoted[1..quoted.len() - 1];
    if !body.contains('\\') {
        return Ok(text_datum(body, is_binary));
    }
    let unescaped = unescape(body, Span { start, ..span })?;
    Ok(text_datum(&unescaped, is_binary))
}

/// A string, or the bytes of its UTF-8 encoding.
fn text_datum(text: &str, is_binary: bool) -> FormKind {
    match is_binary {
        true => FormKind::Binary(Arc::from(text.as_bytes()), 8),
        false => FormKind::String(text.chars().map(u32::from).collect()),
    }
}

/// Replaces the escapes of a string's body, which starts at `span.start`.
fn unescape(body: &str, span: Span) -> std::result::Result<String, Box<Diagnostic>> {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some((point, length)) = hex_escape(rest) {
            let start = span.start + (body.len() - rest.len()) as u32 - 1;
            let place = Span { start, end: start + 1 + length as u32, ..span };
            out.extend(char::from_u32(code_point(point, place)?));
            rest = &rest[length..];
        } else if let Some(c) = rest.chars().next() {
            out.push(escaped(c));
            rest = &rest[c.len_utf8()..];
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// The character that `\c` stands for.
fn escaped(c: char) -> char {
    match c {
        'b' => '\u{08}',
        't' => '\t',
        'n' => '\n',
        'v' => '\u{0B}',
        'f' => '\u{0C}',
        'r' => '\r',
        'e' => '\u{1B}',
        's' => ' ',
        'd' => '\u{7F}',
        other => other,
    }
}

/// `"""…"""`, `#"""…"""`: the lines between, without the blanks that stand before the closing
/// quotes. There are no escapes.
pub(crate) fn triple(text: &str, span: Span) -> Result {
    let body = text.split_once('\n').map_or("", |(_, body)| body);
    let (lines, last) = body.rsplit_once('\n').unwrap_or(("", body));
    let indent = last.trim_end_matches('"');
    let mut out = String::with_capacity(lines.len());
    // Without a newline before the last line there is no line of text at all.
    let lines = body.contains('\n').then_some(lines);
    let mut start = span.start as usize + text.len() - body.len();
    for (number, line) in lines.into_iter().flat_map(|lines| lines.split('\n')).enumerate() {
        let rest = match line.strip_prefix(indent) {
            Some(rest) => rest,
            // Editors drop the blanks of blank lines.
            None if indent.starts_with(line.trim_end_matches('\r')) => "",
            None => return Err(outdented(span, start, line)),
        };
        if number > 0 {
            out.push('\n');
        }
        out.push_str(rest);
        start += line.len() + 1;
    }
    // The line end before the closing quotes is no part of the text, whichever it is.
    let out = out.strip_suffix('\r').unwrap_or(&out);
    Ok(text_datum(out, text.starts_with('#')))
}

fn outdented(span: Span, start: usize, line: &str) -> Box<Diagnostic> {
    let place = Span { start: start as u32, end: (start + line.len()) as u32, ..span };
    Box::new(
        error::bad_triple(span)
            .with_label(place, "this line is indented less than the closing quotes")
            .with_help("every line begins with the blanks that stand before the closing quotes"),
    )
}

/// `#'f/2` to `(function f 2)`, `#'m:f/2` to `(function m f 2)`.
pub(crate) fn function(text: &str, span: Span) -> Result {
    let bad = |help: &str| Err(Box::new(error::bad_format(text, span).with_help(help)));
    let Some((name, arity)) = text[2..].rsplit_once('/') else {
        return bad("a function is written #'name/arity or #'module:name/arity");
    };
    if !all_digits(arity) {
        return bad("the arity is a number: #'name/arity");
    }
    if name.is_empty() {
        return bad("the name of the function is missing; division is #'//2");
    }
    let (module, name) = match name.split_once(':') {
        Some((module, name)) if name_parts(module, name) => (Some(module), name),
        _ => (None, name),
    };
    let mut items = vec![Form::symbol(span, "function")];
    for part in module.into_iter().chain([name]) {
        items.push(Form { span, kind: symbol(part, span)? });
    }
    let arity = integer(arity).unwrap_or_default();
    items.push(Form::integer(span, arity));
    Ok(FormKind::List(items.into()))
}

/// Whether the colon between these separates module and name: in `=:=` it is part of the name.
fn name_parts(module: &str, name: &str) -> bool {
    !module.is_empty() && !name.is_empty() && (module, name) != ("=", "=")
}
