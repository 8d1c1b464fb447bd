//! Named classes: `\d`, `\w`, `\h`, …, `[:alpha:]`, …

use super::set::{MAX_CHARACTER, Set};

/// Horizontal space: `\h`.
const HORIZONTAL: &[(u32, u32)] = &[
    (9, 9),
    (32, 32),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x180E, 0x180E),
    (0x2000, 0x200A),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
];

/// Vertical space: `\v`.
const VERTICAL: &[(u32, u32)] = &[(10, 13), (0x85, 0x85), (0x2028, 0x2029)];

const DIGIT: &[(u32, u32)] = &[(0x30, 0x39)];
const SPACE: &[(u32, u32)] = &[(9, 13), (32, 32)];
const UPPER: &[(u32, u32)] = &[(0x41, 0x5A), (0xC0, 0xD6), (0xD8, 0xDE)];
const LOWER: &[(u32, u32)] =
    &[(0x61, 0x7A), (0xAA, 0xAA), (0xB5, 0xB5), (0xBA, 0xBA), (0xDF, 0xF6), (0xF8, 0xFF)];
const GRAPH: &[(u32, u32)] = &[(0x21, 0x7E), (0xA0, 0xFF)];

fn union(sets: &[Set]) -> Set {
    let mut all = Set::default();
    sets.iter().for_each(|set| all.add_set(set));
    all.finish();
    all
}

fn property(name: &str) -> Set {
    Set::of_property(name).unwrap_or_default()
}

fn alphabetic() -> Set {
    union(&[Set::of(UPPER), Set::of(LOWER)])
}

/// Letters, digits and `_`, by the Latin-1 table or by Unicode's properties.
pub fn word(ucp: bool) -> Set {
    if ucp {
        return property("Xwd");
    }
    union(&[alphabetic(), Set::of(DIGIT), Set::of(&[(0x5F, 0x5F)])])
}

/// The class that an escape's lower-case letter names: d, s, w, h, v.
pub fn perl(letter: u8, ucp: bool) -> Option<Set> {
    Some(match (letter, ucp) {
        (b'd', false) => Set::of(DIGIT),
        (b'd', true) => property("Nd"),
        (b's', false) => Set::of(SPACE),
        (b's', true) => property("Xsp"),
        (b'w', _) => word(ucp),
        (b'h', _) => Set::of(HORIZONTAL),
        (b'v', _) => Set::of(VERTICAL),
        _ => return None,
    })
}

/// A POSIX class by its name. Without regard to case upper and lower are alpha.
pub fn posix(name: &[u8], caseless: bool, ucp: bool) -> Option<Set> {
    let name = match name {
        b"lower" | b"upper" if caseless => b"alpha",
        _ => name,
    };
    if ucp && let Some(set) = posix_by_property(name) {
        return Some(set);
    }
    Some(match name {
        b"alpha" => alphabetic(),
        b"lower" => Set::of(LOWER),
        b"upper" => Set::of(UPPER),
        b"alnum" => union(&[alphabetic(), Set::of(DIGIT)]),
        b"ascii" => Set::of(&[(0, 127)]),
        b"blank" => Set::of(&[(9, 9), (32, 32)]),
        b"cntrl" => Set::of(&[(0, 31), (127, 159)]),
        b"digit" => Set::of(DIGIT),
        b"graph" => Set::of(GRAPH),
        b"print" => union(&[Set::of(GRAPH), Set::of(&[(32, 32)])]),
        b"punct" => {
            let others = union(&[
                alphabetic(),
                Set::of(DIGIT),
                Set::of(&[(0, 32), (127, 159), (256, MAX_CHARACTER)]),
            ]);
            others.inverted()
        }
        b"space" => Set::of(SPACE),
        b"word" => word(false),
        b"xdigit" => Set::of(&[(0x30, 0x39), (0x41, 0x46), (0x61, 0x66)]),
        _ => return None,
    })
}

fn posix_by_property(name: &[u8]) -> Option<Set> {
    let marks = Set::of(&[(0x061C, 0x061C), (0x180E, 0x180E), (0x2066, 0x2069)]);
    let invisible = || union(&[property("C"), property("Z"), marks.clone()]);
    let format = || union(&[property("Cf"), property("Co")]);
    Some(match name {
        b"alpha" => property("L"),
        b"lower" => property("Ll"),
        b"upper" => property("Lu"),
        b"alnum" => property("Xan"),
        b"space" => property("Xps"),
        b"blank" => Set::of(HORIZONTAL),
        b"digit" => property("Nd"),
        b"word" => property("Xwd"),
        b"cntrl" => property("Cc"),
        b"graph" => {
            let hidden = union(&[invisible().inverted(), format()]).inverted();
            union(&[hidden, marks.clone()]).inverted()
        }
        b"print" => {
            let hidden = union(&[invisible().inverted(), format(), property("Zs")]).inverted();
            union(&[hidden, marks.clone()]).inverted()
        }
        b"punct" => {
            let symbols = [(0x24, 0x24), (0x2B, 0x2B), (0x3C, 0x3E), (0x5E, 0x5E), (0x60, 0x60)];
            let more = [(0x7C, 0x7C), (0x7E, 0x7E)];
            union(&[property("P"), Set::of(&symbols), Set::of(&more)])
        }
        _ => return None,
    })
}
