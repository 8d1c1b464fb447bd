//! Escapes: what follows a backslash.

use std::rc::Rc;

use super::classes;
use super::parse::{Parsed, Parser, set_node};
use super::set::{MAX_CHARACTER, Set};
use super::tree::{GroupRef, Node, Place};

/// What an escape means.
pub(super) enum Escape {
    /// A character.
    Char(u32),
    /// A set of characters.
    Set(Set),
    /// Anything else, and whether it may be repeated. Not in classes.
    Other(Node, bool),
}

impl Parser<'_> {
    /// An escape outside classes.
    pub(super) fn escape_atom(&mut self) -> Parsed<(Node, bool)> {
        Ok(match self.escape(false)? {
            Escape::Char(character) => (self.char_node(character), true),
            Escape::Set(set) => (set_node(set), true),
            Escape::Other(node, can_repeat) => (node, can_repeat),
        })
    }

    /// An escape; the place is at its backslash.
    pub(super) fn escape(&mut self, in_class: bool) -> Parsed<Escape> {
        self.at += 1;
        if self.peek().is_none() {
            return Err(self.fault(1));
        }
        let character = self.character();
        let Some(letter) = u8::try_from(character).ok().filter(u8::is_ascii_alphanumeric) else {
            return Ok(Escape::Char(character));
        };
        let code = match letter {
            b'a' => 7,
            b'e' => 27,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            b'b' if in_class => 8,
            b'c' => self.control()?,
            b'x' => self.hexadecimal()?,
            b'o' => self.octal_braces()?,
            b'0' => self.octal(2, 0)?,
            b'1'..=b'9' => return self.digits(letter, in_class),
            b'd' | b's' | b'w' | b'h' | b'v' | b'D' | b'S' | b'W' | b'H' | b'V' => {
                return Ok(Escape::Set(self.perl_class(letter)));
            }
            b'p' | b'P' => return self.property(letter == b'P').map(Escape::Set),
            b'N' if in_class => return Err(self.fault_before(71)),
            b'L' | b'l' | b'U' | b'u' => return Err(self.fault_before(37)),
            b'N' if self.looks_at(b"{") && !self.is_quantifier() => {
                return Err(self.fault_before(37));
            }
            _ if in_class => return self.unknown(letter),
            _ => return self.outside_class(letter),
        };
        Ok(Escape::Char(code))
    }

    fn unknown(&self, letter: u8) -> Parsed<Escape> {
        if self.flags.extra { Err(self.fault(3)) } else { Ok(Escape::Char(u32::from(letter))) }
    }

    fn outside_class(&mut self, letter: u8) -> Parsed<Escape> {
        let place = match letter {
            b'A' => Place::AbsoluteStart,
            b'Z' => Place::AbsoluteEndOrNewline,
            b'z' => Place::AbsoluteEnd,
            b'G' => Place::SearchStart,
            b'b' => Place::WordBoundary,
            b'B' => Place::NoWordBoundary,
            b'K' => return Ok(Escape::Other(Node::Keep, false)),
            b'C' => return Ok(Escape::Other(Node::AnyByte, true)),
            b'R' => {
                return Ok(Escape::Other(Node::Newline(self.settings.bsr_anycrlf), true));
            }
            b'X' => return Ok(Escape::Other(Node::Grapheme, true)),
            b'N' => return Ok(Escape::Other(self.not_newline(), true)),
            b'g' => return self.group_reference(),
            b'k' => return self.named_reference(),
            _ => return self.unknown(letter),
        };
        Ok(Escape::Other(Node::Place(place), false))
    }

    /// Whether the braces here are a quantifier.
    fn is_quantifier(&self) -> bool {
        let rest = &self.pattern[self.at + 1..];
        let inner = rest.iter().position(|&byte| byte == b'}').map(|end| &rest[..end]);
        inner.is_some_and(|inner| {
            inner.first().is_some_and(u8::is_ascii_digit)
                && inner.iter().all(|byte| byte.is_ascii_digit() || *byte == b',')
        })
    }

    fn control(&mut self) -> Parsed<u32> {
        match self.peek() {
            None => Err(self.fault(2)),
            Some(byte) if byte > 127 => Err(self.fault(68)),
            Some(byte) => {
                self.at += 1;
                Ok(u32::from(byte.to_ascii_uppercase() ^ 0x40))
            }
        }
    }

    /// Checks that a number is a character.
    fn checked(&self, value: u64, too_large: u8) -> Parsed<u32> {
        let limit = if self.settings.utf { MAX_CHARACTER } else { 255 };
        match u32::try_from(value) {
            Ok(code) if self.settings.utf && (0xD800..0xE000).contains(&code) => {
                Err(self.fault(73))
            }
            Ok(code) if code <= limit => Ok(code),
            _ => Err(self.fault(too_large)),
        }
    }

    /// Digits in braces, from the opening brace on.
    fn in_braces(&mut self, radix: u32, bad: u8) -> Parsed<u32> {
        self.at += 1;
        if self.looks_at(b"}") {
            return Err(self.fault(86));
        }
        let mut value = 0_u64;
        while let Some(digit) = self.peek().and_then(|byte| char::from(byte).to_digit(radix)) {
            value = (value * u64::from(radix) + u64::from(digit)).min(u64::from(u32::MAX));
            self.at += 1;
            if self.checked(value, 34).is_err_and(|fault| fault.number == 34) {
                while self.peek().is_some_and(|byte| char::from(byte).is_digit(radix)) {
                    self.at += 1;
                }
                return Err(self.fault(34));
            }
        }
        if !self.eat(b"}") {
            return Err(self.fault(bad));
        }
        self.checked(value, 34).map_err(|fault| super::Fault { at: self.at - 1, ..fault })
    }

    fn hexadecimal(&mut self) -> Parsed<u32> {
        if self.looks_at(b"{") {
            return self.in_braces(16, 79);
        }
        let mut value = 0;
        for _ in 0..2 {
            let Some(digit) = self.peek().and_then(|byte| char::from(byte).to_digit(16)) else {
                break;
            };
            value = value * 16 + digit;
            self.at += 1;
        }
        Ok(value)
    }

    fn octal_braces(&mut self) -> Parsed<u32> {
        if !self.looks_at(b"{") {
            return Err(self.fault_before(81));
        }
        self.in_braces(8, 80)
    }

    /// Up to `most` octal digits after those that make `value`.
    fn octal(&mut self, most: usize, mut value: u32) -> Parsed<u32> {
        for _ in 0..most {
            let Some(digit @ b'0'..=b'7') = self.peek() else { break };
            value = value * 8 + u32::from(digit - b'0');
            self.at += 1;
        }
        self.checked(u64::from(value), 51)
            .map_err(|fault| super::Fault { at: self.at - 1, ..fault })
    }

    /// A back reference, an octal code, or (8 and 9) a digit.
    fn digits(&mut self, first: u8, in_class: bool) -> Parsed<Escape> {
        let start = self.at;
        if !in_class {
            self.at -= 1;
            let number = self.number().unwrap_or(0);
            if number < 10 || number <= self.groups {
                return Ok(self.back_reference(GroupRef::Number(number), self.pattern.len()));
            }
            if number == u32::MAX {
                return Err(self.fault(61));
            }
            self.at = start;
        }
        if first >= b'8' {
            return Ok(Escape::Char(u32::from(first)));
        }
        self.octal(2, u32::from(first - b'0')).map(Escape::Char)
    }

    fn back_reference(&self, group: GroupRef, at: usize) -> Escape {
        Escape::Other(Node::BackRef(group, self.flags.caseless, at), true)
    }

    fn perl_class(&self, letter: u8) -> Set {
        let lower = letter.to_ascii_lowercase();
        let set = classes::perl(lower, self.settings.ucp).unwrap_or_default();
        if letter == lower { set } else { set.inverted() }
    }

    fn property(&mut self, inverted: bool) -> Parsed<Set> {
        let (name, inverted) = if self.eat(b"{") {
            let inverted = inverted != self.eat(b"^");
            let rest = &self.pattern[self.at..];
            let Some(end) = rest.iter().position(|&byte| byte == b'}') else {
                self.at = self.pattern.len();
                return Err(self.fault(46));
            };
            self.at += end + 1;
            (&rest[..end], inverted)
        } else {
            let Some(byte) = self.peek() else { return Err(self.fault(46)) };
            self.at += 1;
            (&self.pattern[self.at - 1..self.at], inverted && byte != 0)
        };
        let set = std::str::from_utf8(name).ok().and_then(Set::of_property);
        match set {
            Some(set) if inverted => Ok(set.inverted()),
            Some(set) => Ok(set),
            None => Err(self.fault_before(47)),
        }
    }

    /// After `\g`: a back reference, or in brackets or quotes a call.
    fn group_reference(&mut self) -> Parsed<Escape> {
        match self.peek() {
            Some(open @ (b'<' | b'\'')) => {
                let close = if open == b'<' { b'>' } else { b'\'' };
                self.at += 1;
                let group = self.number_or_name(close, 57)?;
                Ok(Escape::Other(Node::Call(group, self.at - 1), true))
            }
            Some(b'{') => {
                self.at += 1;
                if matches!(self.peek(), Some(b'0'..=b'9' | b'-')) {
                    let group = self.relative_back_reference()?;
                    if !self.eat(b"}") {
                        return Err(self.fault(57));
                    }
                    return Ok(self.back_reference(group, self.pattern.len()));
                }
                let name = self.name(b'}')?;
                Ok(self.back_reference(GroupRef::Name(name), self.at - 1))
            }
            Some(b'0'..=b'9' | b'-') => {
                let group = self.relative_back_reference()?;
                Ok(self.back_reference(group, self.pattern.len()))
            }
            _ => Err(self.fault_before(58)),
        }
    }

    fn relative_back_reference(&mut self) -> Parsed<GroupRef> {
        let is_relative = self.eat(b"-");
        let Some(number) = self.number() else { return Err(self.fault(57)) };
        match number {
            0 => Err(self.fault(58)),
            u32::MAX => Err(self.fault(61)),
            _ if !is_relative => Ok(GroupRef::Number(number)),
            _ if number > self.groups => Err(self.fault(15)),
            _ => Ok(GroupRef::Number(self.groups - number + 1)),
        }
    }

    /// A group to call: a number, perhaps relative, or a name; up to `close`.
    pub(super) fn number_or_name(&mut self, close: u8, bad: u8) -> Parsed<GroupRef> {
        let sign = self.peek().filter(|byte| matches!(byte, b'+' | b'-'));
        if sign.is_none() && !self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return self.name(close).map(GroupRef::Name);
        }
        let start = self.at - 1;
        let number = self.signed_number(sign)?;
        if !self.eat(&[close]) {
            return Err(super::Fault { number: bad, at: start });
        }
        Ok(GroupRef::Number(number))
    }

    /// A number, which with a sign counts from here.
    pub(super) fn signed_number(&mut self, sign: Option<u8>) -> Parsed<u32> {
        self.at += usize::from(sign.is_some());
        let Some(number) = self.number() else { return Err(self.fault(63)) };
        match sign {
            None => Ok(number),
            Some(_) if number == 0 => Err(self.fault(58)),
            Some(b'-') if number > self.groups => Err(self.fault(15)),
            Some(b'-') => Ok(self.groups - number + 1),
            Some(_) => Ok(self.groups.saturating_add(number)),
        }
    }

    /// After `\k`: a back reference by name.
    fn named_reference(&mut self) -> Parsed<Escape> {
        let close = match self.peek() {
            Some(b'<') => b'>',
            Some(b'\'') => b'\'',
            Some(b'{') => b'}',
            _ => return Err(self.fault_before(69)),
        };
        self.at += 1;
        let name = self.name(close)?;
        Ok(self.back_reference(GroupRef::Name(name), self.at - 1))
    }

    /// A name up to `close`, past which it goes.
    pub(super) fn name(&mut self, close: u8) -> Parsed<Rc<[u8]>> {
        let start = self.at;
        if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(self.fault(84));
        }
        let is_name = |byte: u8| classes_word(byte);
        while self.peek().is_some_and(is_name) {
            self.at += 1;
        }
        let name = &self.pattern[start..self.at];
        if name.is_empty() {
            return Err(self.fault(62));
        }
        if !self.looks_at(&[close]) {
            return Err(self.fault(42));
        }
        if name.len() > 32 {
            return Err(self.fault(48));
        }
        self.at += 1;
        Ok(Rc::from(name))
    }
}

/// Whether a byte may be in a name.
fn classes_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
