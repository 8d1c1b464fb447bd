//! Any text is read as an Erlang module, checked, translated and lowered.

#![no_main]

use lfec_base::{Sources, has_errors};
use lfec_erl::{NoIncludes, Options, parse_file};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut sources = Sources::new();
    let file = sources.add("fuzz.erl", text);
    let (tree, diagnostics) = parse_file(file, &mut sources, &mut NoIncludes, &Options::default());
    lfec_fuzz::show(&sources, &diagnostics);
    if has_errors(&diagnostics) {
        return;
    }
    let (core, found) = lfec_translate::erl::translate(&tree, &sources);
    lfec_fuzz::show(&sources, &found);
    if !has_errors(&found) {
        lfec_fuzz::compile(core, &sources);
    }
});
