//! Terms as text, as `erlang:display/1` and crash messages show them.
//!
//! Lists of printable Latin-1 characters are shown as strings, binaries of printable ASCII as
//! `<<"text">>`. `io:format`'s directives are the library's. Nothing here recurses.

use std::fmt::{self, Display, Formatter, Write};

use super::boxed::{External, Fun, Reference};
use super::{Atom, Bits, Term, View, float_text, integer, map};

/// Something still to be written.
enum Item {
    Term(Term),
    /// What follows an element of a list.
    Tail(Term),
    Text(&'static str),
}

impl Display for Term {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let mut pending = vec![Item::Term(*self)];
        while let Some(item) = pending.pop() {
            match item {
                Item::Text(text) => formatter.write_str(text)?,
                Item::Term(term) => write_term(formatter, term, &mut pending)?,
                Item::Tail(tail) => match tail.as_cons() {
                    Some(cons) => {
                        formatter.write_char(',')?;
                        pending.extend([Item::Tail(cons.tail()), Item::Term(cons.head())]);
                    }
                    None if tail.is_nil() => formatter.write_char(']')?,
                    None => {
                        formatter.write_char('|')?;
                        pending.extend([Item::Text("]"), Item::Term(tail)]);
                    }
                },
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Term {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(self, formatter)
    }
}

fn write_term(formatter: &mut Formatter<'_>, term: Term, pending: &mut Vec<Item>) -> fmt::Result {
    match term.view() {
        View::Small(value) => write!(formatter, "{value}"),
        View::Big(_) => formatter.write_str(&integer::text::to_text(term, 10).unwrap_or_default()),
        View::Float(value) => {
            formatter.write_str(&float_text::scientific(value, 6).unwrap_or_default())
        }
        View::Atom(atom) => write_atom(formatter, atom),
        View::Nil => formatter.write_str(if term.is_non_value() { "<no value>" } else { "[]" }),
        View::Pid(value) => write!(formatter, "<0.{}.{}>", pid_number(value), pid_serial(value)),
        View::Port(value) => write!(formatter, "#Port<0.{value}>"),
        View::Reference(reference) => write_reference(formatter, 0, reference),
        View::ExternalPid(external) => write_external_pid(formatter, external),
        View::ExternalReference(external) => write_external_reference(formatter, external),
        View::Fun(fun) => write_fun(formatter, fun),
        View::Bits(bits) => write_bits(formatter, bits),
        View::Cons(cons) => match printable_string(term) {
            Some(text) => write_quoted(formatter, text.chars(), '"'),
            None => {
                pending.extend([Item::Tail(cons.tail()), Item::Term(cons.head())]);
                formatter.write_char('[')
            }
        },
        View::Tuple(tuple) => {
            pending.push(Item::Text("}"));
            for (index, element) in tuple.elements().iter().enumerate().rev() {
                pending.push(Item::Term(*element));
                if index > 0 {
                    pending.push(Item::Text(","));
                }
            }
            formatter.write_char('{')
        }
        View::Map(map) => {
            pending.push(Item::Text("}"));
            let pairs: Vec<_> = map::pairs(map).collect();
            for (index, (key, value)) in pairs.into_iter().enumerate().rev() {
                pending.extend([Item::Term(value), Item::Text("=>"), Item::Term(key)]);
                if index > 0 {
                    pending.push(Item::Text(","));
                }
            }
            formatter.write_str("#{")
        }
    }
}

/// Bits of a local process identifier's value that are its printed number; the others are the
/// printed serial.
pub const PID_NUMBER_BITS: u32 = 28;

/// The second number of `<0.N.S>`.
pub fn pid_number(value: u64) -> u64 {
    value & ((1 << PID_NUMBER_BITS) - 1)
}

/// The third number of `<0.N.S>`.
pub fn pid_serial(value: u64) -> u64 {
    value >> PID_NUMBER_BITS
}

fn write_reference(formatter: &mut Formatter<'_>, node: u64, reference: Reference) -> fmt::Result {
    let [first, second] = reference.words();
    write!(formatter, "#Ref<{node}.{second}.{}.{}>", first >> 32, first & u64::from(u32::MAX))
}

/// The first number of other nodes' identifiers: the node name's index.
fn node_number(external: External) -> u32 {
    external.node().as_atom().map_or(0, Atom::index)
}

fn write_external_pid(formatter: &mut Formatter<'_>, external: External) -> fmt::Result {
    let words = external.words();
    write!(formatter, "<{}.{}.{}>", node_number(external), words[0], words[1])
}

fn write_external_reference(formatter: &mut Formatter<'_>, external: External) -> fmt::Result {
    write!(formatter, "#Ref<{}", node_number(external))?;
    for word in external.words().iter().skip(1).rev() {
        write!(formatter, ".{word}")?;
    }
    formatter.write_char('>')
}

fn write_fun(formatter: &mut Formatter<'_>, fun: Fun) -> fmt::Result {
    if let Some((module, name)) = fun.export() {
        return write!(formatter, "fun {module}:{name}/{}", fun.arity());
    }
    let Some(info) = fun.info() else { return Ok(()) };
    let module = Atom::from_index(info.location.module).term();
    write!(formatter, "#Fun<{module}.{}.{}>", info.index, info.unique)
}

fn write_bits(formatter: &mut Formatter<'_>, bits: Bits) -> fmt::Result {
    let bytes = bits.bytes();
    let printable = |byte: &u8| matches!(byte, 32..127);
    if bits.is_binary() && !bytes.is_empty() && bytes.iter().all(printable) {
        formatter.write_str("<<")?;
        write_quoted(formatter, bytes.iter().map(|&byte| char::from(byte)), '"')?;
        return formatter.write_str(">>");
    }
    formatter.write_str("<<")?;
    let spare = bits.bit_len() % 8;
    for (index, byte) in bytes.iter().enumerate() {
        if index > 0 {
            formatter.write_char(',')?;
        }
        if spare > 0 && index + 1 == bytes.len() {
            write!(formatter, "{}:{spare}", byte >> (8 - spare))?;
        } else {
            write!(formatter, "{byte}")?;
        }
    }
    formatter.write_str(">>")
}

/// The text of a non-empty proper list of printable Latin-1 characters.
fn printable_string(term: Term) -> Option<String> {
    let mut text = String::new();
    let mut list = term.list();
    for element in list.by_ref() {
        let byte = u8::try_from(element.as_small()?).ok()?;
        if !matches!(byte, 8..=13 | 27 | 32..=126 | 160..) {
            return None;
        }
        text.push(char::from(byte));
    }
    list.rest().is_nil().then_some(text)
}

fn write_quoted(
    formatter: &mut Formatter<'_>,
    text: impl Iterator<Item = char>,
    quote: char,
) -> fmt::Result {
    formatter.write_char(quote)?;
    for character in text {
        match character {
            '\n' => formatter.write_str("\\n")?,
            character if character == quote => write!(formatter, "\\{quote}")?,
            character => formatter.write_char(character)?,
        }
    }
    formatter.write_char(quote)
}

fn write_atom(formatter: &mut Formatter<'_>, atom: Atom) -> fmt::Result {
    let text = atom.text();
    if needs_no_quotes(text) {
        return formatter.write_str(text);
    }
    write_quoted(formatter, text.chars(), '\'')
}

fn needs_no_quotes(text: &str) -> bool {
    let lower = |character: char| matches!(character, 'a'..='z' | 'ß'..='ö' | 'ø'..='ÿ');
    let other = |character: char| {
        lower(character)
            || matches!(character, 'A'..='Z' | '0'..='9' | '_' | '@' | 'À'..='Ö' | 'Ø'..='Þ')
    };
    text.starts_with(lower) && text.chars().all(other)
}

#[cfg(test)]
mod tests {
    use crate::heap::{Allocate, Builder};
    use crate::term::{Term, map};

    #[test]
    fn as_display_shows() {
        let heap = &mut Builder::with_capacity(0);
        let string = heap.string("a\n\"b");
        let quoted = heap.cons(Term::small(1), Term::atom("Quoted 'atom'"));
        let float = heap.float(1.5);
        let binary = heap.binary(b"abc");
        let bits = heap.bitstring(&[1, 0xA0], 11);
        let tuple = heap.tuple(&[string, quoted, float, binary, bits, Term::empty_tuple()]);
        let map = map::from_pairs(heap, vec![(Term::OK, tuple), (Term::small(2), Term::NIL)]);
        let text =
            r#"#{2=>[],ok=>{"a\n\"b",[1|'Quoted \'atom\''],1.500000e+00,<<"abc">>,<<1,5:3>>,{}}}"#;
        assert_eq!(map.to_string(), text);
    }
}
