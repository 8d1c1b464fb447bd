//! Any text is read as Core Erlang; what passes the checker is printed so that it reads back, and
//! lowered.

#![no_main]

use lfec_base::Sources;
use lfec_core::{deep::on_deep_stack, parse, write};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut sources = Sources::new();
    let file = sources.add("fuzz.core", text);
    match parse::read(file, text) {
        Err(diagnostics) => lfec_fuzz::show(&sources, &diagnostics),
        Ok(module) => {
            let text = on_deep_stack(|| write::module(&module, write::Options::default()));
            let again = sources.add("again.core", text.as_str());
            assert!(parse::read(again, &text).is_ok(), "{text}");
            lfec_fuzz::compile(module, &sources);
        }
    }
});
