//! Any bytes are read, and what was read is printed so that it reads back; it is expanded without
//! user macros, checked, translated and lowered.

#![no_main]

use lfec_base::{Sources, Symbol, has_errors};
use lfec_macroexpand::{MacroHost, Options, expand_file};
use lfec_reader::{Form, pretty, print, read, read_source};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut sources = Sources::new();
    let (file, forms, diagnostics) = read_source(&mut sources, "fuzz.lfe", bytes);
    lfec_fuzz::show(&sources, &diagnostics);
    for form in &forms {
        for text in [print(form), pretty(form)] {
            let (again, diagnostics) = read(file, &text);
            assert!(diagnostics.is_empty(), "{text}");
            assert_eq!(again.as_slice(), std::slice::from_ref(form));
        }
    }
    let options = Options { warn_unused_variables: true, ..Options::default() };
    let expansion = expand_file(forms, file, &mut sources, &mut NoMacros, &options);
    lfec_fuzz::show(&sources, &expansion.diagnostics);
    for module in &expansion.modules {
        let (core, found) = lfec_translate::lfe::translate(module, &sources);
        lfec_fuzz::show(&sources, &found);
        if !has_errors(&found) {
            lfec_fuzz::compile(core, &sources);
        }
    }
});

/// Macros of the program are not run.
struct NoMacros;

impl MacroHost for NoMacros {
    fn define(&mut self, _: Symbol, _: usize, _: &Form) -> Result<(), String> {
        Ok(())
    }

    fn call(&mut self, _: Symbol, _: &[Form]) -> Result<Form, String> {
        Err("macros are not run".to_owned())
    }

    fn call_remote(&mut self, _: Symbol, _: Symbol, _: &[Form]) -> Option<Result<Form, String>> {
        None
    }

    fn include(&mut self, _: &str, _: bool) -> Option<(String, String)> {
        None
    }
}
