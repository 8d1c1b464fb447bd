//! Ends of lines in the subject.

use super::NewlineKind;

/// Length of the newline that starts at a place, if one does.
#[inline]
pub fn at(kind: NewlineKind, utf: bool, bytes: &[u8], at: usize) -> Option<usize> {
    let byte = *bytes.get(at)?;
    let is_crlf = byte == b'\r' && bytes.get(at + 1) == Some(&b'\n');
    match kind {
        NewlineKind::Lf => (byte == b'\n').then_some(1),
        NewlineKind::Cr => (byte == b'\r').then_some(1),
        NewlineKind::Crlf => is_crlf.then_some(2),
        _ if is_crlf => Some(2),
        _ if matches!(byte, b'\n' | b'\r') => Some(1),
        NewlineKind::AnyCrlf => None,
        NewlineKind::Any => unicode_newline(utf, bytes, at),
    }
}

/// Newlines besides CR and LF: VT, FF, NEL, LS, PS.
fn unicode_newline(utf: bool, bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at] {
        0x0B | 0x0C => Some(1),
        0x85 if !utf => Some(1),
        0xC2 if utf && bytes.get(at + 1) == Some(&0x85) => Some(2),
        0xE2 if utf && bytes.get(at + 1) == Some(&0x80) => {
            matches!(bytes.get(at + 2), Some(0xA8 | 0xA9)).then_some(3)
        }
        _ => None,
    }
}

/// Length of the newline that ends at a place, if one does.
#[inline]
pub fn before(kind: NewlineKind, utf: bool, bytes: &[u8], place: usize) -> Option<usize> {
    (1..=3).rev().find(|&length| {
        place >= length && at(kind, utf, &bytes[..place], place - length) == Some(length)
    })
}
