//! Programs of `spec/otp`: run natively with modules compiled from OTP's own sources, and compared
//! with what they write on the BEAM of the same installation.

use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::Failed;

use crate::modes::{execute, lfec, succeed};
use crate::program::Program;

/// The installed Erlang/OTP, if it has sources.
pub fn root() -> Option<PathBuf> {
    let script = "io:put_chars(code:root_dir()), halt().";
    let output = Command::new("erl").args(["-noshell", "-eval", script]).output().ok()?;
    let root = PathBuf::from(String::from_utf8(output.stdout).ok()?);
    let library = std::fs::read_dir(root.join("lib")).ok()?;
    let has_sources = library.flatten().any(|entry| entry.path().join("src/lists.erl").is_file());
    has_sources.then_some(root)
}

/// Runs a program both ways.
pub fn check(program: &Program, root: &Path) -> Result<(), Failed> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spec/otp").join(&program.name);
    std::fs::create_dir_all(&folder)?;
    let executable = folder.join(program.module());
    let mut build = lfec();
    build.arg("build").arg(&program.path).arg("-o").arg(&executable).arg("--otp").arg(root);
    build.args(["--otp-module", &program.otp_modules.join(",")]);
    succeed(&mut build)?;
    let native = execute(&mut Command::new(&executable), "")?;

    succeed(Command::new("erlc").arg("-W0").arg("-o").arg(&folder).arg(&program.path))?;
    let mut erl = Command::new("erl");
    let start = format!("{}:main(), halt().", program.module());
    erl.args(["-noshell", "-pa"]).arg(&folder).arg("-eval").arg(start);
    let expected = execute(&mut erl, "")?;
    if native.output != expected.output {
        return Err(crate::difference(&expected.output, &native.output, &native.errors).into());
    }
    Ok(())
}
