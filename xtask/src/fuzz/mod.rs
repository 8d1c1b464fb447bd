//! Differential fuzzing of the compiler: random Erlang programs, run natively and on the BEAM.
//!
//! A round generates a module of functions ([`generate`]), each of which is called with a number of
//! arguments and prints its result or exception, and compares what the executable and the BEAM
//! print. The module stands in `target/fuzz/SEED` where they differ; the seed gives it again.
//!
//! Not a difference: what memory limits end (the heaps are not laid out the same), and modules that
//! OTP's own compiler gives up on. A difference in which of two errors is raised first can be OTP's:
//! release 25 moves some expressions that raise past others.

mod generate;
mod random;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use random::Random;

/// Functions of a module.
const FUNCTIONS: usize = 40;

/// Runs `count` rounds, the first with this seed; the message lists the seeds that differ.
pub fn fuzz(root: &Path, count: u64, first: u64) -> Result<(), String> {
    let lfec = root.join("target/release/lfec");
    if !lfec.exists() {
        return Err("build lfec first: cargo build --release".to_owned());
    }
    let mut different = Vec::new();
    for seed in first..first + count {
        let folder = root.join("target/fuzz").join(seed.to_string());
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        match round(&lfec, &folder, seed)? {
            Verdict::Same => {
                let _ = fs::remove_dir_all(&folder);
            }
            Verdict::Refused => println!("seed {seed}: OTP's compiler refuses it"),
            Verdict::Different(line) => {
                println!("seed {seed}: {line}");
                different.push(seed.to_string());
            }
        }
    }
    println!("{count} programs, {} differ", different.len());
    match different.is_empty() {
        true => Ok(()),
        false => Err(format!("see target/fuzz/{{{}}}", different.join(","))),
    }
}

enum Verdict {
    Same,
    /// `erlc` does not compile it.
    Refused,
    /// The first line that differs, or what failed.
    Different(String),
}

fn round(lfec: &Path, folder: &Path, seed: u64) -> Result<Verdict, String> {
    let source = generate::module("fuzzed", FUNCTIONS, &mut Random::new(seed));
    fs::write(folder.join("fuzzed.erl"), source).map_err(|error| error.to_string())?;
    let run = |program: &Path, arguments: &[&str]| {
        let mut command = Command::new("timeout");
        command.arg("100").arg(program).args(arguments).current_dir(folder).stdin(Stdio::null());
        let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok::<_, String>((output.status.success(), text, errors))
    };
    if !run(Path::new("erlc"), &["-W0", "fuzzed.erl"])?.0 {
        return Ok(Verdict::Refused);
    }
    let start = "fuzzed:main(), halt().";
    let (_, expected, _) = run(Path::new("erl"), &["-noshell", "-eval", start])?;
    let (built, _, errors) = run(lfec, &["build", "fuzzed.erl", "-o", "fuzzed"])?;
    if !built {
        let line = errors.lines().find(|line| line.contains("error")).unwrap_or("it is refused");
        return Ok(Verdict::Different(line.to_owned()));
    }
    let (_, found, _) = run(&folder.join("fuzzed"), &[])?;
    Ok(compare(&expected, &found))
}

/// Compares function by function: once a limit ended one, its lines count no more.
fn compare(expected: &str, found: &str) -> Verdict {
    let functions = |text: &str| -> Vec<Vec<String>> {
        let parts = text.split("function ");
        parts.map(|part| part.lines().map(str::to_owned).collect()).collect()
    };
    let (expected, found) = (functions(expected), functions(found));
    let ended = |lines: &[String]| lines.iter().any(|line| line.starts_with("limit"));
    for (theirs, ours) in expected.iter().zip(&found) {
        if theirs != ours && !ended(theirs) && !ended(ours) {
            let lines = theirs.iter().zip(ours).find(|(theirs, ours)| theirs != ours);
            let function = theirs.first().map_or("", String::as_str);
            return Verdict::Different(match lines {
                Some((theirs, ours)) => format!("function {function}: BEAM {theirs}, here {ours}"),
                None => format!("function {function}: not as many results"),
            });
        }
    }
    match expected.len() == found.len() {
        true => Verdict::Same,
        false => {
            Verdict::Different(format!("{} functions ran, not {}", found.len(), expected.len()))
        }
    }
}
