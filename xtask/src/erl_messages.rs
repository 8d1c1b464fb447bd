//! The messages of wrong Erlang programs, compared with those of `erlc`: lines and wording.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Line and text of messages.
type Messages = BTreeSet<(u32, String)>;

/// Compares each `x.diag` of `spec/diag/erl` with what `erlc` says about `x.erl`; where they differ,
/// the program names the row of `spec/DEVIATIONS.md`: `%% deviates: row`.
pub fn compare(root: &Path) -> Result<(), String> {
    let folder = root.join("spec/diag/erl");
    let rows = std::fs::read_to_string(root.join("spec/DEVIATIONS.md")).unwrap_or_default();
    let entries = std::fs::read_dir(&folder).map_err(|error| error.to_string())?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "erl")).collect();
    files.sort();
    let (mut same, mut deviating, mut wrong) = (0, 0, Vec::new());
    for file in &files {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
        let ours = messages(&read(&file.with_extension("diag")), &name);
        let theirs = messages(&erlc(&folder, &name)?, &name);
        let text = String::from_utf8_lossy(&std::fs::read(file).unwrap_or_default()).into_owned();
        match (text.lines().find_map(|line| line.strip_prefix("%% deviates: ")), ours == theirs) {
            (None, true) => same += 1,
            (Some(row), false) if rows.contains(&format!("| `{row}` |")) => deviating += 1,
            (Some(row), false) => wrong.push(format!("{name}: there is no row `{row}`")),
            (Some(_), true) => wrong.push(format!("{name}: deviates in nothing")),
            (None, false) => wrong.push(format!("{name}: erlc says {theirs:?}, we say {ours:?}")),
        }
    }
    println!("{same} wrong programs as erlc, {deviating} deviate as listed, {} wrong", wrong.len());
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

fn erlc(folder: &Path, name: &str) -> Result<String, String> {
    let mut erlc = Command::new("erlc");
    erlc.current_dir(folder).arg("-o").arg(std::env::temp_dir()).arg(name);
    let output = erlc.output().map_err(|error| format!("erlc: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The messages about a file in lines `name:line:column: text`.
fn messages(text: &str, name: &str) -> Messages {
    let message = |line: &str| {
        let rest = line.strip_prefix(name)?.strip_prefix(':')?;
        let (number, rest) = rest.split_once(':')?;
        let (_column, text) = rest.split_once(':')?;
        Some((number.parse().ok()?, text.trim().to_owned()))
    };
    text.lines().filter_map(message).collect()
}
