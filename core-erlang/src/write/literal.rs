//! Text of constants.

use crate::ir::Literal;

/// An atom in quotes.
pub(super) fn atom(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 2);
    quoted(&mut out, '\'', name.chars());
    out
}

fn quoted(out: &mut String, quote: char, text: impl Iterator<Item = char>) {
    out.push(quote);
    for c in text {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => out.extend(['\\', c]),
            c if c.is_ascii_control() => out.push_str(&format!("\\{:03o}", c as u32)),
            c => out.push(c),
        }
    }
    out.push(quote);
}

/// A constant of an expression or a pattern.
pub(super) fn write(out: &mut String, value: &Literal) {
    match value {
        Literal::Atom(name) => quoted(out, '\'', name.as_str().chars()),
        Literal::Integer(value) => out.push_str(&value.to_string()),
        Literal::Float(value) => out.push_str(&float(*value)),
        Literal::String(points) => string(out, points),
        Literal::Nil => out.push_str("[]"),
        Literal::Cons(cell) => {
            out.push('[');
            write(out, &cell.0);
            tail(out, &cell.1);
        }
        Literal::Tuple(items) => {
            out.push('{');
            sequence(out, items, write);
            out.push('}');
        }
        Literal::Map(pairs) => {
            out.push_str("~{");
            sequence(out, pairs, |out, (key, value)| {
                write(out, key);
                out.push_str("=>");
                write(out, value);
            });
            out.push_str("}~");
        }
        Literal::Binary(bytes, last_bits) => binary(out, bytes, *last_bits),
        Literal::Fun(module, function, arity) => {
            let (module, function) = (atom(module.as_str()), atom(function.as_str()));
            out.push_str(&format!("fun {module}:{function}/{arity}"));
        }
    }
}

/// A constant of an annotation, where maps, binaries and funs cannot stand: they print as the
/// atom `'…'`.
pub(super) fn write_constant(out: &mut String, value: &Literal) {
    if plain(value) { write(out, value) } else { out.push_str("'...'") }
}

fn plain(value: &Literal) -> bool {
    match value {
        Literal::Map(_) | Literal::Binary(..) | Literal::Fun(..) => false,
        Literal::Tuple(items) => items.iter().all(plain),
        Literal::Cons(cell) => plain(&cell.0) && plain(&cell.1),
        _ => true,
    }
}

fn sequence<T>(out: &mut String, items: &[T], each: impl Fn(&mut String, &T)) {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        each(out, item);
    }
}

/// What stands after the first element of a list, its bracket included.
fn tail(out: &mut String, value: &Literal) {
    let mut rest = value;
    while let Literal::Cons(cell) = rest {
        out.push(',');
        write(out, &cell.0);
        rest = &cell.1;
    }
    if *rest != Literal::Nil {
        out.push('|');
        write(out, rest);
    }
    out.push(']');
}

fn string(out: &mut String, points: &[u32]) {
    let printable = |point: &u32| matches!(*point, 0x20..0x7F | 0x09 | 0x0A | 0x0D);
    if points.iter().all(printable) {
        quoted(out, '"', points.iter().filter_map(|point| char::from_u32(*point)));
    } else {
        out.push('[');
        sequence(out, points, |out, point| out.push_str(&point.to_string()));
        out.push(']');
    }
}

fn binary(out: &mut String, bytes: &[u8], last_bits: u8) {
    out.push_str("#{");
    for (i, byte) in bytes.iter().enumerate() {
        let bits = if i + 1 == bytes.len() { last_bits } else { 8 };
        let comma = if i > 0 { "," } else { "" };
        let value = byte >> (8 - bits.clamp(1, 8));
        out.push_str(&format!("{comma}#<{value}>({bits},1,'integer',['unsigned','big'])"));
    }
    out.push_str("}#");
}

/// Shortest digits that read back the same, with a point.
fn float(value: f64) -> String {
    let text = format!("{value:?}");
    match text.split_once('e') {
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0e{exponent}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{Literal, write};

    fn check(value: Literal, expected: &str) {
        let mut out = String::new();
        write(&mut out, &value);
        assert_eq!(out, expected);
    }

    #[test]
    fn atoms_and_strings() {
        check(Literal::atom("it's\\\n\u{1}é"), "'it\\'s\\\\\\n\\001é'");
        check(Literal::string("a\"b\n"), "\"a\\\"b\\n\"");
        check(Literal::string("aé"), "[97,233]");
        check(Literal::cons(Literal::atom("a"), Literal::string("bc")), "['a'|\"bc\"]");
        check(Literal::cons(Literal::atom("a"), Literal::atom("b")), "['a'|'b']");
        check(Literal::list(vec![Literal::atom("a"), Literal::atom("b")]), "['a','b']");
    }

    #[test]
    fn floats() {
        check(Literal::Float(1e22), "1.0e22");
        check(Literal::Float(1.5e-100), "1.5e-100");
        check(Literal::Float(-0.0), "-0.0");
        check(Literal::Float(0.1), "0.1");
    }

    #[test]
    fn bit_strings() {
        let flags = "1,'integer',['unsigned','big'])";
        check(
            Literal::Binary([1, 0b1010_0000].into(), 3),
            &format!("#{{#<1>(8,{flags},#<5>(3,{flags}}}#"),
        );
        check(Literal::Binary([].into(), 8), "#{}#");
    }
}
