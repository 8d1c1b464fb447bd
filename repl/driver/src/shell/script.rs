//! `lfescript FILE ARGS`: a file of definitions without a module, compiled and run.

use std::path::Path;
use std::process::ExitCode;
use std::sync::OnceLock;

use lfec_native::isa::Use;
use lfec_runtime::term::Atom;

use crate::jit::Jit;
use crate::report::Failure;
use crate::session::{Options, Session};
use crate::{Embedded, files};

const HELP: &str = "\
Usage: lfescript FILE [args]

Compiles the definitions in FILE and calls main with the list of arguments. The first line of FILE may
be #! /usr/bin/env lfescript. The status is 0 when main returns, 127 after an error, or what (halt
status) says.

  -s            compile FILE, report errors and warnings, run nothing
";

/// Status after an error, as LFE's lfescript gives it.
const FAILED: u8 = 127;

/// The module of the script that runs, and its name.
pub static SCRIPT: OnceLock<(String, String)> = OnceLock::new();

/// Runs the command with these arguments, the command's name not among them.
pub fn run(embedded: &'static Embedded, arguments: Vec<String>) -> Result<ExitCode, Failure> {
    match start(embedded, arguments) {
        Err(failure) => {
            failure.print();
            Ok(ExitCode::from(FAILED))
        }
        done => done,
    }
}

fn start(embedded: &'static Embedded, mut arguments: Vec<String>) -> Result<ExitCode, Failure> {
    let check = arguments.first().is_some_and(|argument| argument == "-s");
    if check {
        arguments.remove(0);
    }
    let help = ["-h", "--help", "-help"];
    if arguments.first().is_none_or(|argument| help.contains(&argument.as_str())) {
        print!("{HELP}");
        return Ok(ExitCode::from(if arguments.is_empty() { FAILED } else { 0 }));
    }
    let name = arguments.remove(0);
    let path = Path::new(&name);
    let mut bytes = files::read(path)?;
    // The line for the system is a comment for us; positions stay.
    if bytes.starts_with(b"#!") {
        bytes[..2].copy_from_slice(b";;");
    }
    let stem = path.file_stem().map_or("script".into(), |stem| stem.to_string_lossy());
    let module = format!("-script-{stem}-");
    let mut session = Session::new(embedded, Options::default());
    let units = session.script_units(path, &bytes, &module)?;
    let has_main = |unit: &lfec_lower::ir::Unit| {
        let mut exports = unit.exports.iter();
        exports.any(|export| export.name.as_str() == "main" && export.arity == 1)
    };
    let Some(unit) = units.iter().find(|unit| has_main(unit)) else {
        return Err(Failure::Message(format!("{name}: function main/1 undefined")));
    };
    if check {
        return Ok(ExitCode::SUCCESS);
    }
    SCRIPT.get_or_init(|| (unit.module.to_string(), name.clone()));
    Jit::get(embedded)?.add(&units, Use::JitFast)?;
    super::start_service(embedded);
    let atom = |text: &str| {
        let too_many = || Failure::Message("there are too many atoms".to_owned());
        Atom::new(text).ok_or_else(too_many)
    };
    let arguments = arguments.into_iter().map(String::into_bytes).collect();
    lfec_runtime::start::run(atom("lfescript")?, atom("start")?, true, arguments)
}
