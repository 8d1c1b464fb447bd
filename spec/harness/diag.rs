//! Sources that are wrong: `lfec build` must say where and why, end with status 1, and leave nothing.
//!
//! `spec/diag/x.lfe` has what is written to standard error in `x.lfe.txt`; files that are large, or
//! no files, are made here, their expected texts are `spec/diag/made/x.lfe.txt`. `BLESS=1` writes
//! them.

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};

use crate::modes::{execute, lfec};

/// What is made: a name and its content.
type Made = (&'static str, fn(&Path) -> std::io::Result<()>);

/// How deep things are nested.
const DEPTH: usize = 100_000;
/// Elements of a list on a line of 10 MB.
const LONG: usize = 5_000_000;

const MADE: [Made; 11] = [
    ("deep_open.lfe", |path| fs::write(path, lfe("deep_open", &"(".repeat(DEPTH)))),
    ("deep.lfe", |path| {
        fs::write(path, lfe("deep", &format!("{}x{})", "(list ".repeat(DEPTH), ")".repeat(DEPTH))))
    }),
    ("deep.erl", |path| {
        fs::write(path, erl("deep", &format!("{}X{}", "[".repeat(DEPTH), "]".repeat(DEPTH))))
    }),
    ("deep.core", |path| {
        fs::write(path, core("deep", &format!("{}X{}", "[".repeat(DEPTH), "]".repeat(DEPTH))))
    }),
    ("long.lfe", |path| fs::write(path, lfe("long", &format!("(list {}x))", "1 ".repeat(LONG))))),
    ("long.erl", |path| fs::write(path, erl("long", &format!("[{}X]", "1,".repeat(LONG))))),
    ("long.core", |path| fs::write(path, core("long", &format!("[{}X]", "1,".repeat(LONG))))),
    ("folder.lfe", |path| fs::create_dir_all(path)),
    ("folder.erl", |path| fs::create_dir_all(path)),
    ("missing.lfe", |_| Ok(())),
    // Opens, and gives an error when it is read.
    ("unreadable.lfe", |path| {
        let _ = fs::remove_file(path);
        std::os::unix::fs::symlink("/proc/self/mem", path)
    }),
];

fn lfe(name: &str, body: &str) -> String {
    format!("(defmodule {name} (export (main 0)))\n(defun main () {body}\n")
}

fn erl(name: &str, body: &str) -> String {
    format!("-module({name}).\n-export([main/0]).\nmain() -> {body}.\n")
}

fn core(name: &str, body: &str) -> String {
    format!("module '{name}' ['main'/0] attributes []\n'main'/0 = fun () -> {body}\nend\n")
}

/// A trial for each source, and for outputs that cannot be written.
pub fn trials() -> Vec<Trial> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/diag");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .map(|entries| entries.flatten().map(|entry| entry.file_name()).collect::<Vec<_>>())
        .unwrap_or_default()
        .into_iter()
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| [".lfe", ".erl", ".core"].iter().any(|ending| name.ends_with(ending)))
        .collect();
    names.sort();
    let mut trials = Vec::new();
    for name in names {
        let folder = folder.clone();
        let trial = format!("diag/{name}");
        trials.push(Trial::test(trial, move || check(&folder, &name, &folder.join(&name))));
    }
    for (name, make) in MADE {
        let folder = folder.join("made");
        trials.push(Trial::test(format!("diag/made/{name}"), move || {
            let work = work_folder(name)?;
            make(&work.join(name))?;
            check(&work, name, &folder.join(name))
        }));
    }
    trials.push(Trial::test("diag/outputs", outputs));
    trials
}

fn work_folder(name: &str) -> Result<PathBuf, Failed> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diag").join(name);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Builds `name` in `folder`; `source` says where the expected text is.
fn check(folder: &Path, name: &str, source: &Path) -> Result<(), Failed> {
    let output = work_folder(&format!("{name}.output"))?;
    let executable = output.join("program");
    let mut command = lfec();
    command.current_dir(folder).args(["build", name, "-o"]).arg(&executable);
    let outcome = execute(&mut command, "")?;
    let left: Vec<_> = fs::read_dir(&output)?.flatten().map(|entry| entry.path()).collect();
    if !left.is_empty() {
        return Err(format!("files are left behind: {left:?}").into());
    }
    if outcome.status != 1 {
        return Err(format!("exit status {}\n{}", outcome.status, outcome.errors).into());
    }
    let expected_path = source.with_file_name(format!("{name}.txt"));
    if std::env::var_os("BLESS").is_some() {
        return Ok(fs::write(expected_path, outcome.errors)?);
    }
    let expected = fs::read_to_string(&expected_path)
        .map_err(|error| format!("{}: {error}", expected_path.display()))?;
    if outcome.errors != expected {
        return Err(format!("expected:\n{expected}\nfound:\n{}", outcome.errors).into());
    }
    Ok(())
}

/// Outputs that are no place for an executable are refused and left as they are.
fn outputs() -> Result<(), Failed> {
    let folder = work_folder("outputs")?;
    let source = folder.join("fine.erl");
    fs::write(&source, "-module(fine).\n-export([main/0]).\nmain() -> ok.\n")?;
    let expected = [
        ("/dev/null", "lfec: /dev/null: is not a regular file\n"),
        (".", "lfec: .: is a directory\n"),
        ("no/such/folder/x", "lfec: no/such/folder: no such file or directory\n"),
    ];
    for (output, message) in expected {
        let mut command = lfec();
        command.current_dir(&folder).arg("build").arg(&source).args(["-o", output]);
        let outcome = execute(&mut command, "")?;
        if outcome.status != 1 || outcome.errors != message {
            return Err(format!("{output}: {} {}", outcome.status, outcome.errors).into());
        }
    }
    let mut command = lfec();
    command.current_dir(&folder).arg("build").arg(&source).args(["-o", "fine"]);
    let outcome = execute(&mut command, "")?;
    if outcome.status != 0 || !folder.join("fine").is_file() {
        return Err(outcome.errors.into());
    }
    Ok(())
}
