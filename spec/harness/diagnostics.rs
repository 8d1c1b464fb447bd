//! Wrong programs: each of `spec/diag/lfe` and `spec/diag/erl` is checked by `lfec check`, and what it says must be the text
//! beside it, `x.diag`. `BLESS=1` writes it.

use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Failed, Trial};

/// A trial for each source below `spec/diag`.
pub fn trials(root: &Path, files: Vec<PathBuf>) -> Vec<Trial> {
    let trials = files.into_iter().map(|file| {
        let name = file.strip_prefix(root).unwrap_or(&file).with_extension("");
        Trial::test(format!("diag/{}", name.display()), move || check(&file))
    });
    trials.collect()
}

fn check(file: &Path) -> Result<(), Failed> {
    let (folder, name) = (file.parent().unwrap_or(file), file.file_name().unwrap_or_default());
    let mut lfec = Command::new(env!("CARGO_BIN_EXE_lfec"));
    lfec.current_dir(folder).env("NO_COLOR", "1").arg("check").arg(name);
    let output = lfec.output()?;
    let found = String::from_utf8_lossy(&output.stderr).into_owned();
    let expected_path = file.with_extension("diag");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&expected_path, &found)?;
        return Ok(());
    }
    let expected = std::fs::read_to_string(&expected_path)
        .map_err(|error| format!("{}: {error}", expected_path.display()))?;
    if found != expected {
        return Err(crate::difference(&expected, &found, "").into());
    }
    if found.is_empty() {
        return Err("nothing is said about it".into());
    }
    // A line `file:line:column: text` that is no warning is an error.
    let prefix = format!("{}:", name.display());
    let is_error = |line: &str| line.starts_with(&prefix) && !line.contains(": Warning: ");
    let failed = found.lines().any(is_error);
    if failed == output.status.success() {
        return Err(format!("exit status {:?}", output.status.code()).into());
    }
    Ok(())
}
