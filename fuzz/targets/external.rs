//! Any bytes are read as a term; what was read is compared, hashed, printed and written so that it
//! reads back equal.

#![no_main]

use lfec_runtime::heap::Builder;
use lfec_runtime::term::external::{Minor, decode, encode, encode_compressed};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut builder = Builder::with_capacity(0);
    let Ok(decoded) = decode(&mut builder, bytes, false, |_| None) else { return };
    let term = decoded.term;
    for text in [encode(term, Minor::Utf8Atoms), encode_compressed(term, Minor::LatinAtoms, 6)] {
        let again = decode(&mut builder, &text, false, |_| None).expect("what was written is read");
        assert_eq!(again.used, text.len());
        assert!(lfec_runtime::term::order::exact_equal(term, again.term));
    }
    let _kept = builder.finish(term);
});
