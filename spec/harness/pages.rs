//! Pages in a headless Chromium. A test is a script of `spec/page`, which says in its first line which
//! program it is about; `browser.mjs` opens the page and runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Failed, Trial};

use crate::modes::{execute, lfec, succeed};

/// The browser, if there is one.
fn chromium() -> Option<String> {
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"].map(str::to_owned);
    let mut names = std::env::var("CHROMIUM").into_iter().chain(names);
    names.find(|name| Command::new(name).arg("--version").output().is_ok())
}

/// The trials, if there is a browser.
pub fn trials(lacks_wasm: bool) -> Vec<Trial> {
    if lacks_wasm {
        return Vec::new();
    }
    let Some(chromium) = chromium() else {
        eprintln!("spec: there is no Chromium here: no page is opened");
        return Vec::new();
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/page");
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut scripts: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    scripts.retain(|path| path.extension().is_some_and(|ending| ending == "mjs"));
    scripts.sort();
    let trial = |script: PathBuf| {
        let name = script.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let chromium = chromium.clone();
        Trial::test(format!("page/{name}"), move || check(&name, &script, &chromium))
    };
    scripts.into_iter().map(trial).collect()
}

fn check(name: &str, script: &Path, chromium: &str) -> Result<(), Failed> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(script)?;
    let program = text.lines().next().and_then(|line| line.strip_prefix("// program: "));
    let program = program.ok_or("the first line does not say `// program: FILE`")?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page").join(name);
    fs::create_dir_all(&folder)?;
    let mut build = lfec();
    build.args(["build", "--target", "web"]).arg(root.join(program)).arg("-o").arg(&folder);
    succeed(&mut build)?;
    let mut node = Command::new("node");
    node.arg(root.join("spec/harness/browser.mjs")).arg(&folder).arg(script);
    let outcome = execute(node.env("CHROMIUM", chromium), "")?;
    if outcome.status == 0 {
        return Ok(());
    }
    Err(format!("{}{}", outcome.output, outcome.errors).into())
}
