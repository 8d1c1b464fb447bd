//! `cargo xtask lfe-oracle`: the LFE programs of the specification with LFE itself.
//!
//! Each program of `spec/run/lfe` is compiled by a built LFE and run on the BEAM; what it writes is
//! compared with the expected output beside it. A program with a comment `;; deviates: row` is
//! expected to differ, for the reason in that row of `spec/DEVIATIONS.md`: the row must exist.
//! With `--bless` the output becomes the expected output of the programs that do not deviate.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::program::{Program, normalise, start_expression};

/// What became of a program.
enum Verdict {
    Same,
    Deviates,
    Written,
    Wrong(String),
}

/// Compares the programs whose names contain one of `filters` with the LFE built in `lfe`.
pub fn compare(root: &Path, lfe: &Path, filters: &[&str], bless: bool) -> Result<(), String> {
    let ebin = lfe.join("ebin");
    if !ebin.join("lfe_comp.beam").is_file() {
        return Err(format!("{}: no built LFE here (no ebin/lfe_comp.beam)", lfe.display()));
    }
    let base = root.join("spec/run");
    let mut files = Vec::new();
    find(&base.join("lfe"), &mut files);
    files.sort();
    let programs = files.iter().map(|file| Program::load(&base, file));
    let wanted = |name: &str| filters.is_empty() || filters.iter().any(|part| name.contains(part));
    let programs: Vec<Program> = programs.filter(|program| wanted(&program.name)).collect();
    let work = root.join("target/lfe-oracle");
    let compiled = compile(&programs, &ebin, &work)?;
    let rows = std::fs::read_to_string(root.join("spec/DEVIATIONS.md")).unwrap_or_default();
    let (mut same, mut deviating, mut wrong) = (0, 0, Vec::new());
    for program in &programs {
        let verdict = check(program, &ebin, &work, &compiled, &rows, bless)?;
        match verdict {
            Verdict::Same | Verdict::Written => same += 1,
            Verdict::Deviates => deviating += 1,
            Verdict::Wrong(text) => {
                eprintln!("{}: {text}", program.name);
                wrong.push(program.name.clone());
            }
        }
    }
    if filters.is_empty() {
        wrong.extend(crate::lfe_messages::compare(root, &ebin, &rows)?);
    }
    println!("{same} programs as LFE, {deviating} deviate as listed, {} wrong", wrong.len());
    if wrong.is_empty() { Ok(()) } else { Err(format!("wrong: {}", wrong.join(" "))) }
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "lfe") {
            files.push(path);
        }
    }
}

/// Compiles all programs in one emulator, each into a folder of its own. What the compiler wrote.
fn compile(programs: &[Program], ebin: &Path, work: &Path) -> Result<String, String> {
    let _ = std::fs::remove_dir_all(work);
    let mut jobs = Vec::new();
    for program in programs {
        let folder = work.join(&program.name);
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        jobs.push(format!("{{{:?},{:?}}}", program.path, folder));
    }
    let code = format!(
        "lists:foreach(fun({{F,O}}) -> catch lfe_comp:file(F, [report,{{outdir,O}},\
         {{i,filename:dirname(F)}}]) end, [{}]), halt(0).",
        jobs.join(",")
    );
    let mut erl = Command::new("erl");
    erl.args(["-noshell", "-pa"]).arg(ebin).args(["-eval", &code]);
    let output = erl.output().map_err(|error| format!("erl: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn check(
    program: &Program,
    ebin: &Path,
    work: &Path,
    compiled: &str,
    rows: &str,
    bless: bool,
) -> Result<Verdict, String> {
    let folder = work.join(&program.name);
    let main = folder.join(format!("{}.beam", program.module()));
    let output = if main.is_file() { Some(run(program, ebin, &folder)?) } else { None };
    let expected = std::fs::read_to_string(&program.expected_path).unwrap_or_default();
    let same = output.as_ref() == Some(&expected);
    if let Some(row) = &program.deviates {
        return Ok(if !rows.contains(&format!("| `{row}` |")) {
            Verdict::Wrong(format!("there is no row `{row}` in spec/DEVIATIONS.md"))
        } else if same {
            Verdict::Wrong("deviates in nothing".to_owned())
        } else {
            Verdict::Deviates
        });
    }
    let Some(output) = output else {
        let path = program.path.display().to_string();
        let lines: Vec<&str> = compiled.lines().filter(|line| line.contains(&path)).collect();
        return Ok(Verdict::Wrong(format!("LFE does not compile it\n{}", lines.join("\n"))));
    };
    if same {
        return Ok(Verdict::Same);
    }
    if bless {
        std::fs::write(&program.expected_path, output).map_err(|error| error.to_string())?;
        return Ok(Verdict::Written);
    }
    let (mut wanted, mut found) = (expected.lines(), output.lines());
    let differing = loop {
        match (wanted.next(), found.next()) {
            (a, b) if a == b && a.is_some() => {}
            (a, b) => break format!("expected {a:?}, LFE gives {b:?}"),
        }
    };
    Ok(Verdict::Wrong(differing))
}

fn run(program: &Program, ebin: &Path, folder: &Path) -> Result<String, String> {
    let mut erl = Command::new("erl");
    erl.args(["-noshell", "-pa"]).arg(ebin).arg("-pa").arg(folder);
    erl.arg("-eval").arg(start_expression(program));
    erl.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = erl.spawn().map_err(|error| format!("erl: {error}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read its input closes it early.
        let _ = stdin.write_all(program.input.as_bytes());
    }
    let output = child.wait_with_output().map_err(|error| format!("erl: {error}"))?;
    Ok(normalise(&String::from_utf8_lossy(&output.stdout)))
}
