//! House rules that neither the compiler nor clippy checks.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Longest file, in lines, that is not a table.
const LONGEST: usize = 1000;

/// Dependencies that must not be: from, to.
const FORBIDDEN: &[(&str, &str)] = &[
    ("lfec-program", "lfec-runtime"),
    ("lfec-program", "lfec-native"),
    ("lfec-native", "lfec-runtime"),
    ("lfec-wasm", "lfec-runtime"),
    ("lfec-wasm", "lfec-native"),
    ("lfec-link", "lfec-runtime"),
    ("lfec-lower", "lfec-runtime"),
    ("lfec-runtime", "lfec-base"),
    ("lfec-runtime", "lfec-core"),
    ("lfec-runtime", "lfec-lower"),
    ("lfec-reader", "lfec-macroexpand"),
    ("lfec-macroexpand", "lfec-core"),
    ("lfec-core", "lfec-lower"),
    ("lfec-lower", "lfec-native"),
    ("lfec-pipeline", "lfec-runtime"),
];

/// Crates in which files, clock and environment have no place.
const PURE: &[&str] =
    &["reader/base", "reader/lfe", "reader/erl", "macroexpand", "core-erlang", "lower"];

/// Checks all rules; the message lists what breaks them.
pub fn tidy(root: &Path) -> Result<(), String> {
    let mut problems = Vec::new();
    for file in tracked(root, "*.rs")? {
        let text = std::fs::read_to_string(&file).map_err(|error| error.to_string())?;
        check_file(root, &file, &text, &mut problems);
    }
    for file in tracked(root, "*")? {
        check_text(root, &file, &mut problems);
    }
    for file in tracked(root, "spec/diag/*")? {
        check_hints(root, &file, &mut problems);
    }
    check_support_table(root, &mut problems)?;
    check_dependencies(root, &mut problems)?;
    if !crate::coverage::is_current(root)? {
        let message = "docs/library.md: not what the library has; write it by cargo xtask coverage";
        problems.push(message.to_owned());
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn tracked(root: &Path, pattern: &str) -> Result<Vec<PathBuf>, String> {
    let mut git = Command::new("git");
    git.current_dir(root).args(["ls-files", pattern]);
    let output = git.output().map_err(|error| format!("git: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.lines().map(|line| root.join(line)).filter(|path| path.is_file()).collect())
}

fn check_file(root: &Path, file: &Path, text: &str, problems: &mut Vec<String>) {
    let name = file.strip_prefix(root).unwrap_or(file).display();
    if !text.starts_with("//!") {
        problems.push(format!("{name}: does not start with //! and what the file is for"));
    }
    let lines = text.lines().count();
    if lines > LONGEST {
        problems.push(format!("{name}: {lines} lines, more than {LONGEST}"));
    }
    let folder = name.to_string();
    let pure = PURE.iter().any(|pure| folder.starts_with(&format!("{pure}/src")));
    for word in ["std::fs", "std::env", "std::net", "SystemTime"] {
        if pure && text.contains(word) {
            problems.push(format!("{name}: {word} has no place in a pure crate"));
        }
    }
}

/// Every message says what to do about it.
fn check_hints(root: &Path, file: &Path, problems: &mut Vec<String>) {
    let Ok(text) = std::fs::read_to_string(file) else { return };
    if !matches!(file.extension().and_then(|end| end.to_str()), Some("txt" | "diag")) {
        return;
    }
    let name = file.strip_prefix(root).unwrap_or(file).display();
    let mut message: Option<&str> = None;
    for line in text.lines().chain(["end:1:1: "]) {
        // file:line:column: message
        let mut parts = line.splitn(4, ':').skip(1);
        let numbers = parts.by_ref().take(2).filter(|part| part.parse::<u32>().is_ok()).count();
        let is_message = numbers == 2 && parts.next().is_some();
        if is_message && let Some(message) = message.replace(line) {
            problems.push(format!("{name}: no help: {message}"));
        }
        if line.starts_with(" ") && line.trim_start().starts_with("= ") {
            message = None;
        }
    }
}

/// Machine paths have no place in the project.
fn check_text(root: &Path, file: &Path, problems: &mut Vec<String>) {
    let Ok(text) = std::fs::read_to_string(file) else { return };
    let name = file.strip_prefix(root).unwrap_or(file).display();
    for folder in ["home", "root", "work"] {
        let path = format!("/{folder}/");
        let found = text.lines().position(|line| {
            line.match_indices(&path).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                before.is_none_or(|c| !c.is_alphanumeric() && !"./}_-*".contains(c))
            })
        });
        if let Some(line) = found {
            problems.push(format!("{name}:{}: a machine's path", line + 1));
        }
    }
}

/// Each row of the tables in `docs/lfe-support.md` names programs of `spec` that are there.
fn check_support_table(root: &Path, problems: &mut Vec<String>) -> Result<(), String> {
    let text = std::fs::read_to_string(root.join("docs/lfe-support.md"));
    let text = text.map_err(|error| format!("docs/lfe-support.md: {error}"))?;
    let rows = text.lines().enumerate().filter(|(_, line)| line.starts_with("| "));
    for (number, row) in rows.filter(|(_, row)| *row != "| what | shown by |") {
        let programs = row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
        let names = programs.split(", ").map(|name| name.trim_matches(['`', ' ']));
        let missing: Vec<&str> = names
            .filter(|name| {
                let places = ["", ".lfe", ".erl", ".in"].map(|end| format!("spec/{name}{end}"));
                name.is_empty() || !places.iter().any(|place| root.join(place).is_file())
            })
            .collect();
        if !missing.is_empty() {
            let line = number + 1;
            problems.push(format!("docs/lfe-support.md:{line}: no program {}", missing.join(", ")));
        }
    }
    Ok(())
}

fn check_dependencies(root: &Path, problems: &mut Vec<String>) -> Result<(), String> {
    for (from, to) in FORBIDDEN {
        let mut cargo = Command::new("cargo");
        cargo.current_dir(root).args([
            "tree",
            "--offline",
            "--edges",
            "normal",
            "--prefix",
            "none",
        ]);
        let output = cargo.args(["--package", from]).output();
        let output = output.map_err(|error| format!("cargo: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if text.lines().skip(1).any(|line| line.split(' ').next() == Some(to)) {
            problems.push(format!("{from} depends on {to}"));
        }
    }
    Ok(())
}
