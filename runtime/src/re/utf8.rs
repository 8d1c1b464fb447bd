//! Characters in UTF-8 that is known to be valid.

/// The bytes of a character.
pub struct Encoded {
    bytes: [u8; 4],
    length: usize,
}

impl Encoded {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// UTF-8 of a character code, surrogates too.
pub fn encode(code: u32) -> Encoded {
    let tail = |shift: u32| 0x80 | (code >> shift & 0x3F) as u8;
    match code {
        0..0x80 => Encoded { bytes: [code as u8, 0, 0, 0], length: 1 },
        0x80..0x800 => Encoded { bytes: [0xC0 | (code >> 6) as u8, tail(0), 0, 0], length: 2 },
        0x800..0x1_0000 => {
            Encoded { bytes: [0xE0 | (code >> 12) as u8, tail(6), tail(0), 0], length: 3 }
        }
        _ => {
            let bytes = [0xF0 | (code >> 18 & 7) as u8, tail(12), tail(6), tail(0)];
            Encoded { bytes, length: 4 }
        }
    }
}

/// The character at a place, and its length; the place is before the end and starts a character.
#[inline]
pub fn decode(bytes: &[u8], at: usize) -> (u32, usize) {
    let first = bytes[at];
    if first < 0x80 {
        return (u32::from(first), 1);
    }
    let tail = |offset: usize| u32::from(bytes.get(at + offset).copied().unwrap_or(0) & 0x3F);
    match first {
        0..0xE0 => (u32::from(first & 0x1F) << 6 | tail(1), 2),
        0xE0..0xF0 => (u32::from(first & 0x0F) << 12 | tail(1) << 6 | tail(2), 3),
        _ => (u32::from(first & 7) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4),
    }
}

/// Whether a byte goes on with a character.
#[inline]
pub fn is_tail(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// The start of the character that ends before `at`, which is not 0.
#[inline]
pub fn before(bytes: &[u8], mut at: usize) -> usize {
    at -= 1;
    while at > 0 && is_tail(bytes[at]) {
        at -= 1;
    }
    at
}

/// The place after the character at `at`, or the end.
#[inline]
pub fn after(bytes: &[u8], mut at: usize) -> usize {
    at += 1;
    while at < bytes.len() && is_tail(bytes[at]) {
        at += 1;
    }
    at
}
