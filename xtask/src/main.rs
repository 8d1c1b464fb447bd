//! Commands for developers of lfec: `cargo xtask COMMAND`.
#![forbid(unsafe_code)]

mod bench;
mod coverage;
mod erl_messages;
mod fuzz;
mod lfe_messages;
mod lfe_oracle;
mod limits;
mod otp_check;
#[path = "../../spec/harness/program.rs"]
mod program;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask COMMAND

Commands:
  tidy             check house rules: file heads, file sizes, dependencies that must not be
  bench [--wasm] [NAME…]
                   time the programs of bench/ against the BEAM and print the ratios;
                   --wasm: as WebAssembly in Node
  limits [NAME…]   run the programs of bench/limits/: memory, depth, fairness
  fuzz [N [SEED]]  compare N random Erlang programs with the BEAM, the first of this seed
  coverage         write docs/library.md: what of OTP the library has
  bless            write the BEAM's output as expected output of the programs in spec/run
  otp-check [NAME…]
                   check the modules of the installed OTP and compile their Core with erlc
  erl-messages     compare the messages in spec/diag/erl with those of erlc
  lfe-oracle FOLDER [--bless] [NAME…]
                   compare the programs of spec/run/lfe, and the messages in
                   spec/diag/lfe, with the LFE that is built in FOLDER
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let names: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    let result = match arguments.first().map(String::as_str) {
        Some("tidy") => tidy::tidy(&root()),
        Some("bench") => bench::bench(&root(), &names),
        Some("limits") => limits::limits(&root(), &names),
        Some("bless") => bless(&root()),
        Some("coverage") => coverage::write(&root()),
        Some("fuzz") => fuzz_programs(&names),
        Some("otp-check") => otp_check::check(&root(), &names),
        Some("erl-messages") => erl_messages::compare(&root()),
        Some("lfe-oracle") if names.first().is_some_and(|name| !name.starts_with('-')) => {
            let filters: Vec<&str> =
                names[1..].iter().copied().filter(|name| *name != "--bless").collect();
            let bless = names.contains(&"--bless");
            lfe_oracle::compare(&root(), Path::new(names[0]), &filters, bless)
        }
        _ => {
            print!("{HELP}");
            return ExitCode::from(1);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(1)
        }
    }
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

fn fuzz_programs(arguments: &[&str]) -> Result<(), String> {
    let number = |index: usize, default: u64| match arguments.get(index) {
        Some(text) => text.parse().map_err(|_| format!("{text} is no number")),
        None => Ok(default),
    };
    fuzz::fuzz(&root(), number(0, 20)?, number(1, 1)?)
}

fn bless(root: &Path) -> Result<(), String> {
    let mut cargo = std::process::Command::new("cargo");
    cargo.current_dir(root).env("BLESS", "1");
    cargo.args(["test", "--release", "--test", "spec", "--", "beam/"]);
    let status = cargo.status().map_err(|error| format!("cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err("not all programs ran".to_owned()) }
}
