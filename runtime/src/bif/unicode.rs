//! `unicode`: characters in lists and binaries of several encodings.
//!
//! Data is converted up to the first fault; what is left is given back as OTP gives it: the rest of
//! the binary or list with the fault, in the lists around it.

use lfec_abi::machine::Machine;

use super::number_text::bytes_of_binary;
use crate::heap::{Allocate, Registers};
use crate::term::{Bits, Term};

/// How characters are encoded in binaries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Latin1,
    Utf8,
    Utf16 { little: bool },
    Utf32 { little: bool },
}

impl Encoding {
    fn of(term: Term) -> Option<Encoding> {
        let (name, little) = match super::binary::pair_of(term) {
            Some((name, endianness)) => match endianness.as_atom()?.text() {
                "big" => (name, false),
                "little" => (name, true),
                _ => return None,
            },
            None => (term, false),
        };
        match name.as_atom()?.text() {
            "latin1" => Some(Encoding::Latin1),
            "unicode" | "utf8" => Some(Encoding::Utf8),
            "utf16" => Some(Encoding::Utf16 { little }),
            "utf32" => Some(Encoding::Utf32 { little }),
            _ => None,
        }
    }

    /// How many bytes the character takes that starts like this.
    fn length(self, bytes: &[u8]) -> usize {
        match self {
            Encoding::Latin1 => 1,
            Encoding::Utf8 => bytes[0].leading_ones() as usize,
            Encoding::Utf16 { .. } if bytes.len() == 1 => 2,
            Encoding::Utf16 { .. } | Encoding::Utf32 { .. } => 4,
        }
    }

    /// The first character of some bytes, and how many bytes it takes.
    fn decode(self, bytes: &[u8]) -> Result<(char, usize), Fault> {
        match self {
            Encoding::Latin1 => Ok((char::from(bytes[0]), 1)),
            Encoding::Utf8 => decode_utf8(bytes),
            Encoding::Utf16 { little } => decode_utf16(bytes, little),
            Encoding::Utf32 { little } => {
                let Some(&bytes) = bytes.first_chunk::<4>() else {
                    return Err(short_utf32(bytes, little));
                };
                let value =
                    if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) };
                char::from_u32(value).map(|character| (character, 4)).ok_or(Fault::Bad)
            }
        }
    }
}

/// Why a character cannot be read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    Bad,
    Incomplete,
}

fn decode_utf8(bytes: &[u8]) -> Result<(char, usize), Fault> {
    if bytes[0] < 0x80 {
        return Ok((char::from(bytes[0]), 1));
    }
    let head = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) if error.error_len().is_none() => return Err(Fault::Incomplete),
        Err(_) => return Err(Fault::Bad),
    };
    let character = valid.chars().next().ok_or(Fault::Bad)?;
    Ok((character, character.len_utf8()))
}

fn decode_utf16(bytes: &[u8], little: bool) -> Result<(char, usize), Fault> {
    let unit = |at: usize| {
        let &pair = bytes.get(at..)?.first_chunk::<2>()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let first = unit(0).ok_or(Fault::Incomplete)?;
    match first {
        0xD800..0xDC00 => {
            let second = unit(2).ok_or(Fault::Incomplete)?;
            match char::decode_utf16([first, second]).next() {
                Some(Ok(character)) => Ok((character, 4)),
                _ => Err(Fault::Bad),
            }
        }
        _ => char::from_u32(u32::from(first)).map(|character| (character, 2)).ok_or(Fault::Bad),
    }
}

/// Less than four bytes of UTF-32: bad already, if no further bytes make a character of them.
fn short_utf32(bytes: &[u8], little: bool) -> Fault {
    let possible = match (little, bytes) {
        (false, [first, ..]) if *first != 0 => false,
        (false, [_, second, ..]) if *second > 0x10 => false,
        (false, [_, 0, third]) => !(0xD8..0xE0).contains(third),
        (true, [_, second, 0]) => !(0xD8..0xE0).contains(second),
        (true, [_, _, third]) => *third <= 0x10,
        _ => true,
    };
    if possible { Fault::Incomplete } else { Fault::Bad }
}

/// How a conversion ended.
enum End {
    Complete,
    /// `{error, …, Rest}`
    Error(Term),
    /// `{incomplete, …, Rest}`
    Incomplete(Term),
    /// `badarg`
    NoData,
}

/// Converts character data.
struct Conversion<'a> {
    machine: &'a mut Machine,
    encoding: Encoding,
    /// What follows the lists that are being walked, innermost last.
    tails: Vec<Term>,
    /// Bytes at the end of a binary that start a character.
    partial: Vec<u8>,
    text: String,
}

impl Conversion<'_> {
    fn run(&mut self, data: Term) -> End {
        let mut next = Some(data);
        while let Some(term) = next {
            if let Some(cons) = term.as_cons() {
                let head = cons.head();
                if head.is_integer() && self.partial.is_empty() {
                    match character_of(self.encoding, head) {
                        Some(character) => self.text.push(character),
                        None => return End::Error(self.rest(term)),
                    }
                    next = Some(cons.tail());
                    continue;
                }
                if head.is_integer() {
                    return self.interrupted(term);
                }
                self.tails.push(cons.tail());
                next = Some(head);
                continue;
            }
            if let Some(bits) = term.as_bits() {
                if !bits.is_binary() {
                    return End::NoData;
                }
                if let Some(end) = self.convert(term, bits) {
                    return end;
                }
            } else if !term.is_nil() {
                return End::NoData;
            }
            next = self.tails.pop();
        }
        if self.partial.is_empty() {
            return End::Complete;
        }
        let partial = std::mem::take(&mut self.partial);
        let left = self.machine.binary(&partial);
        match self.encoding.decode(&partial) {
            Err(Fault::Incomplete) => End::Incomplete(left),
            _ => End::Error(left),
        }
    }

    /// Converts a binary; how that ends everything, if it does.
    fn convert(&mut self, term: Term, bits: Bits) -> Option<End> {
        let bytes = bits.bytes();
        let mut at = 0;
        if !self.partial.is_empty() {
            let missing = self.encoding.length(&self.partial).saturating_sub(self.partial.len());
            at = missing.min(bytes.len());
            let joined = [&self.partial, &bytes[..at]].concat();
            if at < missing {
                self.partial = joined;
                return None;
            }
            match self.encoding.decode(&joined) {
                Ok((character, _)) => self.text.push(character),
                Err(_) => return Some(self.interrupted(term)),
            }
            self.partial.clear();
        }
        while at < bytes.len() {
            match self.encoding.decode(&bytes[at..]) {
                Ok((character, length)) => {
                    self.text.push(character);
                    at += length;
                }
                Err(Fault::Incomplete) => {
                    self.partial = bytes[at..].to_vec();
                    return None;
                }
                Err(Fault::Bad) => {
                    let left = self.machine.part(term, at * 8, bits.bit_len() - at * 8);
                    return Some(End::Error(self.rest(left)));
                }
            }
        }
        None
    }

    /// `left` in the lists around it.
    fn rest(&mut self, left: Term) -> Term {
        let tails = std::mem::take(&mut self.tails);
        tails.into_iter().rev().fold(left, |rest, tail| self.machine.cons(rest, tail))
    }

    /// An error where the bytes begun in one binary do not go on in `term`.
    fn interrupted(&mut self, term: Term) -> End {
        let rest = self.rest(term);
        let partial = std::mem::take(&mut self.partial);
        let partial = self.machine.binary(&partial);
        End::Error(self.machine.list(&[partial, rest]))
    }
}

/// The character that an integer in a list stands for.
fn character_of(encoding: Encoding, term: Term) -> Option<char> {
    let value = u32::try_from(term.as_small()?).ok()?;
    char::from_u32(value).filter(|_| encoding != Encoding::Latin1 || value < 256)
}

/// Converts and gives the result as `form` makes it of the text.
fn convert(
    machine: &mut Machine,
    data: Term,
    encoding: Term,
    form: fn(&mut Machine, &str) -> Term,
) -> Term {
    let Some(encoding) = Encoding::of(encoding) else { return machine.badarg() };
    if !(data.is_cons() || data.is_nil() || data.as_bits().is_some()) {
        return machine.badarg();
    }
    let (tails, partial, text) = (Vec::new(), Vec::new(), String::new());
    let mut conversion = Conversion { machine, encoding, tails, partial, text };
    let end = conversion.run(data);
    let text = conversion.text;
    machine.charge(text.len() / 64);
    let (outcome, rest) = match end {
        End::Complete => return form(machine, &text),
        End::NoData => return machine.badarg(),
        End::Error(rest) => (Term::ERROR, rest),
        End::Incomplete(rest) => (Term::atom("incomplete"), rest),
    };
    let converted = form(machine, &text);
    machine.tuple(&[outcome, converted, rest])
}

/// The text of characters in lists and UTF-8 binaries; `None` if they are none.
pub(crate) fn utf8_of(machine: &mut Machine, data: Term) -> Option<String> {
    let (tails, partial, text) = (Vec::new(), Vec::new(), String::new());
    let encoding = Encoding::Utf8;
    let mut conversion = Conversion { machine, encoding, tails, partial, text };
    match conversion.run(data) {
        End::Complete => Some(conversion.text),
        _ => None,
    }
}

/// `unicode:characters_to_binary/2`: UTF-8 of data in the given encoding.
#[unsafe(no_mangle)]
pub extern "C" fn bif_unicode_characters_to_binary_2(
    machine: &mut Machine,
    data: Term,
    encoding: Term,
) -> Term {
    if Encoding::of(encoding) == Some(Encoding::Utf8)
        && let Some(bytes) = bytes_of_binary(data)
        && std::str::from_utf8(&bytes).is_ok()
    {
        machine.charge(bytes.len() / 256);
        return data;
    }
    convert(machine, data, encoding, |machine, text| machine.binary(text.as_bytes()))
}

/// `unicode:characters_to_list/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_unicode_characters_to_list_2(
    machine: &mut Machine,
    data: Term,
    encoding: Term,
) -> Term {
    convert(machine, data, encoding, |machine, text| machine.string(text))
}

/// `unicode:bin_is_7bit/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_unicode_bin_is_7bit_1(_: &mut Machine, term: Term) -> Term {
    Term::boolean(bytes_of_binary(term).is_some_and(|bytes| bytes.is_ascii()))
}
