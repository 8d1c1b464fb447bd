//! Any bytes are read to an end, and what was read is printed so that it reads back.
//!
//! Run with `cargo +nightly fuzz run read` in `reader/lfe`.

#![no_main]

use lfec_base::{Sources, render};
use lfec_reader::{pretty, print, read, read_source};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut sources = Sources::new();
    let (file, forms, diagnostics) = read_source(&mut sources, "fuzz.lfe", bytes);
    render(&sources, &diagnostics, false);
    for form in &forms {
        for text in [print(form), pretty(form)] {
            let (again, diagnostics) = read(file, &text);
            assert!(diagnostics.is_empty());
            assert_eq!(again.as_slice(), std::slice::from_ref(form));
        }
    }
});
