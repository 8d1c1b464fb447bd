//! The messages of wrong programs, compared with those of LFE itself: lines and wording.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::Program;

/// Line and text of messages.
type Messages = BTreeSet<(u32, String)>;

/// Compares each `x.diag` of `spec/diag/lfe` with what the LFE in `ebin` says about `x.lfe`. The names
/// of those that differ, with how.
pub fn compare(root: &Path, ebin: &Path, rows: &str) -> Result<Vec<String>, String> {
    let folder = root.join("spec/diag/lfe");
    let entries = std::fs::read_dir(&folder).map_err(|error| error.to_string())?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "lfe")).collect();
    files.sort();
    let said = lfe_messages(&folder, &files, ebin)?;
    let (mut same, mut deviating, mut wrong) = (0, 0, Vec::new());
    for file in &files {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let text = std::fs::read_to_string(file.with_extension("diag")).unwrap_or_default();
        let (ours, theirs) = (messages(&text, &name, true), messages(&said, &name, false));
        match (&Program::load(&folder, file).deviates, ours == theirs) {
            (None, true) => same += 1,
            (Some(row), false) if rows.contains(&format!("| `{row}` |")) => deviating += 1,
            (Some(row), false) => wrong.push(format!("{name}: there is no row `{row}`")),
            (Some(_), true) => wrong.push(format!("{name}: deviates in nothing")),
            (None, false) => wrong.push(format!("{name}: LFE says {theirs:?}, we say {ours:?}")),
        }
    }
    println!("{same} wrong programs as LFE, {deviating} deviate as listed, {} wrong", wrong.len());
    Ok(wrong)
}

/// What LFE's compiler writes about the files.
fn lfe_messages(folder: &Path, files: &[PathBuf], ebin: &Path) -> Result<String, String> {
    let names: Vec<String> = files
        .iter()
        .filter_map(|file| Some(format!("{:?}", file.file_name()?.to_str()?)))
        .collect();
    let code = format!(
        "lists:foreach(fun(F) -> catch lfe_comp:file(F, [report,{{outdir,{:?}}}]) end, [{}]), halt(0).",
        std::env::temp_dir(),
        names.join(",")
    );
    let mut erl = Command::new("erl");
    erl.current_dir(folder).args(["-noshell", "-pa"]).arg(ebin).args(["-eval", &code]);
    let output = erl.output().map_err(|error| format!("erl: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The messages about a file in lines `name:line:[column:] text`, the indented lines after one
/// included.
fn messages(text: &str, name: &str, with_column: bool) -> Messages {
    let mut found: Vec<(u32, String)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let parsed = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(':'));
        let parsed = parsed.and_then(|rest| {
            let (number, rest) = rest.split_once(':')?;
            let rest = if with_column { rest.split_once(':')?.1 } else { rest };
            Some((number.parse().ok()?, rest.trim().to_owned()))
        });
        match (parsed, found.last_mut()) {
            (Some(message), _) => {
                found.push(message);
                open = true;
            }
            (None, Some(last)) if open && line.starts_with("    ") && !line.contains('│') => {
                last.1 = format!("{} {}", last.1, line.trim());
            }
            _ => open = false,
        }
    }
    found.into_iter().collect()
}
