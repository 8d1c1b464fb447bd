//! Runs every program of `spec/run` natively, through the JIT, under GC stress, as WebAssembly and on
//! the BEAM, and compares what it writes with the expected output beside it; and the transcripts of
//! `spec/project`, and the wrong programs of `spec/diag`.
//!
//! A program `x.lfe` or `x.erl` has its expected output in `x.out`. Comments at its start say more:
//!
//! | line | meaning |
//! |---|---|
//! | `;; args: a b` | arguments |
//! | `;; entry: module:function` | where it starts |
//! | `;; status: 1` | exit status, 0 if not said |
//! | `;; input: text` | standard input, `\n` for line ends |
//! | `;; deviates: row` | LFE itself differs, as that row of `spec/DEVIATIONS.md` says |
//! | `;; not-on: beam, stress` | modes it is not run in; the reason follows in a comment |
//!
//! Programs in `spec/otp` are run with modules that the BEAM has too, compiled from OTP's sources; a
//! line `%% otp-modules: lists, maps` says which.
//!
//! Process identifiers and the dates of reports differ from run to run: both sides are compared with
//! them replaced. `BLESS=1` writes the output of the BEAM as the expected output.

mod diag;
mod diagnostics;
mod ends;
mod modes;
mod otp;
mod pages;
mod program;
mod project;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

use modes::Mode;
use program::Program;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/run");
    let mut files = Vec::new();
    find_programs(&root, &mut files);
    files.sort();
    let beam = modes::has_beam();
    if !beam {
        eprintln!("spec: no erl and erlc here: nothing is compared with the BEAM itself");
    }
    let lacks_wasm = modes::lacks_wasm();
    if let Some(reason) = lacks_wasm {
        eprintln!("spec: nothing is run as WebAssembly: {reason}");
    }
    let mut trials = Vec::new();
    for file in files {
        let program = Program::load(&root, &file);
        for mode in Mode::ALL {
            let is_missing = match mode {
                Mode::Beam => !beam,
                Mode::Wasm => lacks_wasm.is_some(),
                _ => false,
            };
            if is_missing || program.excluded.contains(&mode.name().to_owned()) {
                continue;
            }
            let program = program.clone();
            let name = format!("{}/run/{}", mode.name(), program.name);
            trials.push(Trial::test(name, move || check(&program, mode)));
        }
    }
    trials.extend(project::trials(&root.with_file_name("project")));
    trials.extend(pages::trials(lacks_wasm.is_some()));
    trials.extend(otp_trials());
    trials.extend(diag::trials());
    trials.extend(ends::trials());
    let wrong = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/diag");
    let mut files = Vec::new();
    find_programs(&wrong.join("lfe"), &mut files);
    find_programs(&wrong.join("erl"), &mut files);
    files.sort();
    trials.extend(diagnostics::trials(&wrong, files));
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Programs that are run with modules from OTP's sources.
fn otp_trials() -> Vec<Trial> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/otp");
    let mut files = Vec::new();
    find_programs(&root, &mut files);
    let Some(otp) = otp::root() else {
        eprintln!("spec: no Erlang/OTP with sources here: spec/otp is left out");
        return Vec::new();
    };
    let trial = |file: &PathBuf| {
        let (program, otp) = (Program::load(&root, file), otp.clone());
        let name = format!("otp/{}", program.name);
        Trial::test(name, move || otp::check(&program, &otp))
    };
    files.iter().map(trial).collect()
}

fn find_programs(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() {
            find_programs(&path, files);
        } else if matches!(ending, Some("lfe" | "erl")) {
            files.push(path);
        }
    }
}

fn check(program: &Program, mode: Mode) -> Result<(), Failed> {
    let outcome = modes::run(program, mode)?;
    let output = program::normalise(&outcome.output);
    if mode == Mode::Beam && std::env::var_os("BLESS").is_some() {
        std::fs::write(&program.expected_path, &output)?;
        return Ok(());
    }
    let expected = std::fs::read_to_string(&program.expected_path)
        .map_err(|error| format!("{}: {error}", program.expected_path.display()))?;
    if output != expected {
        return Err(difference(&expected, &output, &outcome.errors).into());
    }
    if mode != Mode::Beam && outcome.status != program.status {
        let (found, wanted) = (outcome.status, program.status);
        return Err(format!("exit status {found}, not {wanted}\n{}", outcome.errors).into());
    }
    Ok(())
}

/// The first line that differs, with what was on standard error.
fn difference(expected: &str, found: &str, errors: &str) -> String {
    let mut wanted = expected.lines();
    let mut got = found.lines();
    let mut number = 1;
    loop {
        let (a, b) = (wanted.next(), got.next());
        if a != b || a.is_none() {
            let show = |line: Option<&str>| line.map_or("(end)".to_owned(), str::to_owned);
            return format!(
                "line {number} differs\nexpected: {}\nfound:    {}\nstandard error:\n{errors}",
                show(a),
                show(b)
            );
        }
        number += 1;
    }
}
