//! Round trips, and bytes that OTP writes.

use proptest::prelude::*;

use super::{Minor, decode, encode, encode_compressed};
use crate::heap::Builder;
use crate::term::{Term, order, sample};

fn read(target: &mut Builder, bytes: &[u8]) -> Option<Term> {
    decode(target, bytes, false, |_| Some(16)).ok().map(|decoded| decoded.term)
}

proptest! {
    #[test]
    fn round_trip(sample in sample::terms()) {
        let target = &mut Builder::with_capacity(0);
        let term = sample.build(target);
        for minor in [Minor::Utf8Atoms, Minor::LatinAtoms, Minor::TextFloats] {
            let bytes = encode(term, minor);
            let back = read(target, &bytes).expect("a term");
            prop_assert!(order::exact_equal(term, back), "{} {}", term, back);
            let packed = encode_compressed(term, minor, 6);
            let back = read(target, &packed).expect("a term");
            prop_assert!(order::exact_equal(term, back));
        }
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..60), mut term in 66_u8..121) {
        let target = &mut Builder::with_capacity(0);
        let mut all = vec![131];
        for byte in bytes {
            all.push(if byte % 3 == 0 { term } else { byte % 8 });
            term = if term >= 120 { 97 } else { term + 1 };
        }
        let _ = read(target, &all);
    }
}

#[test]
fn as_otp_writes() {
    let target = &mut Builder::with_capacity(0);
    let mut check = |bytes: &[u8], text: &str| {
        let term = read(target, bytes).expect("a term");
        assert_eq!(term.to_string(), text);
        assert_eq!(encode(term, Minor::LatinAtoms), bytes);
    };
    check(&[131, 100, 0, 3, 102, 111, 111], "foo");
    check(&[131, 98, 255, 255, 255, 255], "-1");
    check(&[131, 110, 5, 1, 0, 0, 0, 0, 1], "-4294967296");
    check(&[131, 107, 0, 2, 1, 2], "[1,2]");
    check(&[131, 108, 0, 0, 0, 1, 97, 1, 97, 2], "[1|2]");
    check(&[131, 77, 0, 0, 0, 1, 3, 160], "<<5:3>>");
    check(&[131, 116, 0, 0, 0, 1, 97, 1, 106], "#{1=>[]}");
    assert!(read(target, &[131, 108, 255, 255, 255, 255, 106]).is_none());
    assert!(read(target, &[131, 80, 255, 255, 255, 255, 120, 156]).is_none());
    assert!(read(target, &[131, 116, 0, 0, 0, 2, 97, 1, 106, 97, 1, 106]).is_none());
    assert!(read(target, &[131, 70, 127, 240, 0, 0, 0, 0, 0, 0]).is_none());
}
