//! Sets of characters.
//!
//! Characters below 256 are bits, others sorted ranges. In patterns without Unicode only the bits
//! count.

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange, HirKind};

/// The greatest character.
pub const MAX_CHARACTER: u32 = 0x10_FFFF;

/// Bits for the bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Bytes([u64; 4]);

impl Bytes {
    /// All bytes.
    pub const ALL: Bytes = Bytes([u64::MAX; 4]);

    /// Whether a byte is among them.
    #[inline]
    pub fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }

    /// Adds a byte.
    pub fn add(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }

    /// Adds all bytes of others.
    pub fn add_all(&mut self, other: &Bytes) {
        self.0.iter_mut().zip(other.0).for_each(|(word, more)| *word |= more);
    }

    /// Whether some bytes are in both.
    pub fn meets(&self, other: &Bytes) -> bool {
        self.0.iter().zip(other.0).any(|(left, right)| left & right != 0)
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// The bytes in order.
    pub fn iter(&self) -> impl Iterator<Item = u8> {
        (0..=255).filter(|&byte| self.has(byte))
    }

    fn invert(&mut self) {
        self.0.iter_mut().for_each(|word| *word = !*word);
    }
}

/// A set of characters.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Set {
    /// Those below 256.
    low: Bytes,
    /// First and last of those from 256 on; sorted and apart once [`Set::finish`] was called.
    high: Vec<(u32, u32)>,
}

impl Set {
    /// The characters of these ranges.
    pub fn of(ranges: &[(u32, u32)]) -> Set {
        let mut set = Set::default();
        ranges.iter().for_each(|&(first, last)| set.add_range(first, last));
        set.finish();
        set
    }

    /// Adds the characters from first to last.
    pub fn add_range(&mut self, first: u32, last: u32) {
        for character in first..(last + 1).min(256) {
            self.low.add(character as u8);
        }
        if last >= 256 {
            self.high.push((first.max(256), last));
        }
    }

    /// Adds a character.
    pub fn add(&mut self, character: u32) {
        self.add_range(character, character);
    }

    /// Adds all characters of another set.
    pub fn add_set(&mut self, other: &Set) {
        self.low.add_all(&other.low);
        self.high.extend_from_slice(&other.high);
    }

    /// Sorts and joins the ranges.
    pub fn finish(&mut self) {
        self.high.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(self.high.len());
        for &(first, last) in &self.high {
            match joined.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => {
                    before.1 = before.1.max(last);
                }
                _ => joined.push((first, last)),
            }
        }
        self.high = joined;
    }

    /// All characters that are not in the set.
    #[must_use]
    pub fn inverted(mut self) -> Set {
        self.finish();
        self.low.invert();
        let mut next = 256;
        let mut gaps = Vec::with_capacity(self.high.len() + 1);
        for &(first, last) in &self.high {
            if first > next {
                gaps.push((next, first - 1));
            }
            next = last + 1;
        }
        if next <= MAX_CHARACTER {
            gaps.push((next, MAX_CHARACTER));
        }
        self.high = gaps;
        self
    }

    /// Whether a character is in the set.
    #[inline]
    pub fn has(&self, character: u32) -> bool {
        if character < 256 { self.low.has(character as u8) } else { self.has_high(character) }
    }

    fn has_high(&self, character: u32) -> bool {
        let after = self.high.partition_point(|&(first, _)| first <= character);
        after > 0 && self.high[after - 1].1 >= character
    }

    /// Whether a byte below 128 (in patterns without Unicode: any byte) is in the set.
    #[inline]
    pub fn has_byte(&self, byte: u8) -> bool {
        self.low.has(byte)
    }

    /// The bytes that a character of the set can start with.
    pub fn first_bytes(&self, utf: bool) -> Bytes {
        if !utf {
            return self.low;
        }
        let mut bytes = Bytes::default();
        for byte in self.low.iter() {
            bytes.add(if byte < 0x80 { byte } else { 0xC0 | byte >> 6 });
        }
        for &(first, last) in &self.high {
            let lead = |character| super::utf8::encode(character).as_bytes()[0];
            (lead(first)..=lead(last)).for_each(|byte| bytes.add(byte));
        }
        bytes
    }

    /// The one byte below 128 that is all the set lacks.
    pub fn all_but(&self, utf: bool) -> Option<u8> {
        let is_full = !utf || self.high == [(256, MAX_CHARACTER)];
        let mut others = self.low;
        others.invert();
        let byte = others.iter().next()?;
        (is_full && others.count() == 1 && byte < 0x80).then_some(byte)
    }

    /// Whether all characters are in the set.
    pub fn is_full(&self, utf: bool) -> bool {
        self.low == Bytes::ALL && (!utf || self.high == [(256, MAX_CHARACTER)])
    }

    /// Adds the other cases of the set's characters.
    pub fn add_cases(&mut self, utf: bool) {
        let low: Vec<u8> = self.low.iter().collect();
        if !utf {
            low.into_iter().for_each(|byte| self.low.add(other_case(byte)));
            return;
        }
        let low = low.into_iter().map(|byte| (u32::from(byte), u32::from(byte)));
        let ranges = low.chain(self.high.iter().copied()).filter_map(|(first, last)| {
            Some(ClassUnicodeRange::new(at_least(first)?, at_most(last)?))
        });
        let mut class = ClassUnicode::new(ranges);
        if class.try_case_fold_simple().is_ok() {
            self.add_class(&class);
        }
        self.finish();
    }

    fn add_class(&mut self, class: &ClassUnicode) {
        for range in class.ranges() {
            self.add_range(range.start().into(), range.end().into());
        }
    }

    /// The characters with a Unicode property, by its name: a general category or a script.
    pub fn of_property(name: &str) -> Option<Set> {
        match name {
            "Any" => return Some(Set::of(&[(0, MAX_CHARACTER)])),
            "L&" => return Some(union(&["Lu", "Ll", "Lt"])),
            "Xan" => return Some(union(&["L", "N"])),
            "Xwd" => {
                let mut set = union(&["L", "N"]);
                set.add(u32::from(b'_'));
                return Some(set);
            }
            "Xsp" | "Xps" => {
                let mut set = union(&["Z"]);
                set.add_set(&Set::of(&[(9, 13), (0x85, 0x85), (0x180E, 0x180E)]));
                set.finish();
                return Some(set);
            }
            "Xuc" => {
                let mut set = Set::of(&[(0xA0, 0xD7FF), (0xE000, MAX_CHARACTER)]);
                b"$@`".iter().for_each(|&byte| set.add(u32::from(byte)));
                return Some(set);
            }
            "Cs" => return Some(Set::default()),
            _ => {}
        }
        let is_name = !name.is_empty()
            && name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        if !is_name {
            return None;
        }
        let kind = if name.len() <= 2 { "gc" } else { "sc" };
        let hir = regex_syntax::parse(&format!(r"\p{{{kind}={name}}}")).ok()?;
        let mut set = Set::default();
        match hir.kind() {
            HirKind::Class(regex_syntax::hir::Class::Unicode(class)) => set.add_class(class),
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).ok()?;
                text.chars().for_each(|character| set.add(character.into()));
            }
            _ => return None,
        }
        set.finish();
        Some(set)
    }
}

/// The union of sets of properties that are there.
fn union(names: &[&str]) -> Set {
    let mut set = Set::default();
    names.iter().filter_map(|name| Set::of_property(name)).for_each(|more| set.add_set(&more));
    set.finish();
    set
}

/// The first character from `code` on: surrogates are none.
fn at_least(code: u32) -> Option<char> {
    char::from_u32(code).or_else(|| char::from_u32(0xE000))
}

/// The last character up to `code`.
fn at_most(code: u32) -> Option<char> {
    char::from_u32(code).or_else(|| char::from_u32(0xD7FF))
}

/// The Latin-1 character in the other case, or the character itself.
pub fn other_case(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' | 0xC0..=0xD6 | 0xD8..=0xDE => byte + 32,
        b'a'..=b'z' | 0xE0..=0xF6 | 0xF8..=0xFE => byte - 32,
        _ => byte,
    }
}
