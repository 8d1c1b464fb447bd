//! Reads Core Erlang text and prints it again: `core [--check] [--optimise] [-o DIR] FILE…`.
//!
//! A developer's tool to try the parser, the printer, the checker and the passes on what
//! `erlc +to_core` prints. Times go to standard error.

use std::path::Path;
use std::time::Instant;

use lfec_base::Sources;
use lfec_core::{check, deep, parse, passes, rename, write};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let failed = deep::on_deep_stack(|| run(&arguments));
    std::process::exit(i32::from(failed));
}

fn run(arguments: &[String]) -> bool {
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let directory = arguments.iter().position(|a| a == "-o").and_then(|i| arguments.get(i + 1));
    let mut failed = false;
    for path in arguments.iter().filter(|argument| argument.ends_with(".core")) {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                eprintln!("{path}: {error}");
                failed = true;
                continue;
            }
        };
        let mut sources = Sources::new();
        let file = sources.add(path.as_str(), text.as_str());
        let start = Instant::now();
        let mut module = match parse::parse(file, &text) {
            Ok(module) => module,
            Err(error) => {
                eprint!("{}", lfec_base::render(&sources, &[*error], false));
                failed = true;
                continue;
            }
        };
        let parsed = start.elapsed();
        if has("--check") {
            rename::unique(&mut module);
            let errors = check::check(&module);
            eprint!("{}", lfec_base::render(&sources, &errors, false));
            failed |= !errors.is_empty();
        }
        if has("--optimise") {
            rename::unique(&mut module);
            for pass in passes::PASSES {
                let start = Instant::now();
                (pass.run)(&mut module);
                eprintln!("  {:15} {:?}", pass.name, start.elapsed());
                let errors = check::check(&module);
                eprint!("{}", lfec_base::render(&sources, &errors, false));
                failed |= !errors.is_empty();
                if !errors.is_empty() {
                    break;
                }
            }
        }
        let text = write::module(&module, write::Options::default());
        eprintln!("{path}: {} bytes, parse {parsed:?}, all {:?}", text.len(), start.elapsed());
        let Some(directory) = directory else { continue };
        let name = Path::new(path).file_name().unwrap_or_default();
        if let Err(error) = std::fs::write(Path::new(directory).join(name), text) {
            eprintln!("{error}");
            failed = true;
        }
    }
    failed
}
