//! Compiles LFE sources to Core Erlang text: `lfe_core [--optimise] [-o DIR] FILE.lfe…`.
//!
//! A developer's tool to compare with the real Erlang: `erlc +from_core` takes what it writes.
//! Macros that need code to run at compile time are not expanded.

use std::path::Path;

use lfec_base::{Sources, Symbol, has_errors, render};
use lfec_core::{check, deep, passes, write};
use lfec_macroexpand::{MacroHost, Options, expand_file};
use lfec_reader::{Form, read_source};

/// A host that runs nothing.
struct NoHost;

impl MacroHost for NoHost {
    fn define(&mut self, _: Symbol, _: usize, _: &Form) -> Result<(), String> {
        Ok(())
    }

    fn call(&mut self, name: Symbol, _: &[Form]) -> Result<Form, String> {
        Err(format!("{name}: no macros here"))
    }

    fn call_remote(&mut self, _: Symbol, _: Symbol, _: &[Form]) -> Option<Result<Form, String>> {
        None
    }

    fn include(&mut self, _: &str, _: bool) -> Option<(String, String)> {
        None
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let failed = deep::on_deep_stack(|| run(&arguments));
    std::process::exit(i32::from(failed));
}

fn run(arguments: &[String]) -> bool {
    let directory = arguments.iter().position(|a| a == "-o").and_then(|i| arguments.get(i + 1));
    let optimise = arguments.iter().any(|argument| argument == "--optimise");
    let mut failed = false;
    for path in arguments.iter().filter(|argument| argument.ends_with(".lfe")) {
        let Ok(bytes) = std::fs::read(path) else {
            eprintln!("cannot read {path}");
            failed = true;
            continue;
        };
        let mut sources = Sources::new();
        let (file, forms, mut diagnostics) = read_source(&mut sources, path, &bytes);
        let options = Options::default();
        let expansion = expand_file(forms, file, &mut sources, &mut NoHost, &options);
        diagnostics.extend(expansion.diagnostics);
        for module in expansion.modules {
            let (mut core, found) = lfec_translate::lfe::translate(&module, &sources);
            diagnostics.extend(found);
            diagnostics.extend(check::check(&core));
            if optimise {
                passes::optimise(&mut core);
                diagnostics.extend(check::check(&core));
            }
            let options = write::Options { sources: Some(&sources), ..write::Options::default() };
            let text = write::module(&core, options);
            let name = format!("{}.core", core.name);
            match directory {
                Some(directory) => {
                    failed |= std::fs::write(Path::new(directory).join(name), text).is_err();
                }
                None => print!("{text}"),
            }
        }
        failed |= has_errors(&diagnostics);
        eprint!("{}", render(&sources, &diagnostics, false));
    }
    failed
}
