//! Runs the transcripts of `spec/project`: commands in a copy of a project, with what they write.
//!
//! `transcript` in a project's folder holds lines `$ command`, each followed by what the command
//! writes on both outputs, and by `[status N]` if it does not succeed. Commands are for `sh`; `lfec`
//! is the one under test. Times differ from run to run and are compared as `(T s)`.
//! `BLESS=1` writes what is found.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Failed, Trial};

use crate::program;

/// A test for each project below `root`.
pub fn trials(root: &Path) -> Vec<Trial> {
    let Ok(entries) = fs::read_dir(root) else { return Vec::new() };
    let mut folders: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("transcript").is_file())
        .collect();
    folders.sort();
    let trial = |folder: PathBuf| {
        let name = folder.file_name().unwrap_or_default().display().to_string();
        Trial::test(format!("project/{name}"), move || check(&folder, &name))
    };
    folders.into_iter().map(trial).collect()
}

fn check(folder: &Path, name: &str) -> Result<(), Failed> {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spec/project").join(name);
    if place.exists() {
        fs::remove_dir_all(&place)?;
    }
    copy(folder, &place)?;
    let transcript = folder.join("transcript");
    let wanted = fs::read_to_string(&transcript)?;
    let mut found = String::new();
    for command in wanted.lines().filter_map(|line| line.strip_prefix("$ ")) {
        found.push_str(&format!("$ {command}\n{}", run(command, &place)?));
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(&transcript, &found)?;
        return Ok(());
    }
    if wanted == found {
        return Ok(());
    }
    let differs = wanted.lines().zip(found.lines()).position(|(a, b)| a != b);
    let line = differs.unwrap_or_else(|| wanted.lines().count().min(found.lines().count())) + 1;
    Err(format!("line {line} of {} differs; found:\n{found}", transcript.display()).into())
}

fn run(command: &str, place: &Path) -> Result<String, Failed> {
    let program = Path::new(env!("CARGO_BIN_EXE_lfec"));
    let folder = program.parent().unwrap_or(Path::new("."));
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("timeout")
        .args(["-s", "KILL", "120", "sh", "-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(place)
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut text = without_times(&program::normalise(&text));
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if !output.status.success() {
        text.push_str(&format!("[status {}]\n", output.status.code().unwrap_or(-1)));
    }
    Ok(text)
}

/// `(0.12 s)` is written `(T s)`.
fn without_times(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('(') {
        result.push_str(&rest[..=at]);
        rest = &rest[at + 1..];
        let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(0);
        if number > 0 && rest[number..].starts_with(" s)") {
            result.push('T');
            rest = &rest[number..];
        }
    }
    result + rest
}

fn copy(from: &Path, to: &Path) -> Result<(), Failed> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)?.flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else if entry.file_name() != "transcript" {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
