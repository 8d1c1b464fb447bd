//! OTP's own sources through the front end: every module of stdlib, kernel and compiler is checked
//! without an error, and its Core is what `erlc +from_core` compiles.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The applications whose modules are taken.
const APPLICATIONS: [&str; 3] = ["stdlib", "kernel", "compiler"];

/// Compiles all Core files of the current folder, two at a time, and names those that fail.
const COMPILE: &str = r#"
    Files = filelib:wildcard("*.core"),
    Self = self(),
    Compile = fun(File) ->
        case catch compile:file(File, [from_core, binary, return]) of
            {ok, _, _, _} -> ok;
            Failed -> io:format("~ts: ~0tP~n", [File, Failed, 30])
        end
    end,
    {Half, Rest} = lists:split(length(Files) div 2, Files),
    Workers = [spawn_monitor(fun() -> lists:foreach(Compile, Part) end) || Part <- [Half, Rest]],
    [receive {'DOWN', Monitor, _, _, _} -> ok end || {_, Monitor} <- Workers],
    io:format("~w modules~n", [length(Files)]),
    halt(0).
"#;

/// Checks all modules, or those of these names.
pub fn check(root: &Path, names: &[&str]) -> Result<(), String> {
    let lfec = ["release", "debug"].map(|profile| root.join("target").join(profile).join("lfec"));
    let Some(lfec) = lfec.into_iter().find(|path| path.exists()) else {
        return Err("build lfec first: cargo build --release".to_owned());
    };
    let Some(otp) = installed() else {
        println!("no Erlang/OTP with sources is installed here: nothing is checked");
        return Ok(());
    };
    let folder = root.join("target/otp-check");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut failures = Vec::new();
    let sources = sources(&otp);
    for source in sources.iter().filter(|source| names.is_empty() || is_one_of(source, names)) {
        if let Err(message) = core_of(&lfec, &otp, source, &folder) {
            failures.push(format!("{}: {message}", source.display()));
        }
    }
    let mut erl = Command::new("erl");
    erl.current_dir(&folder).args(["-noshell", "-eval", COMPILE]).stdin(Stdio::null());
    let output = erl.output().map_err(|error| format!("erl: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let (count, refused): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.ends_with(" modules"));
    failures.extend(refused.into_iter().map(str::to_owned));
    println!("{} went through, {} fail", count.join(""), failures.len());
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

fn is_one_of(source: &Path, names: &[&str]) -> bool {
    source.file_stem().and_then(|name| name.to_str()).is_some_and(|name| names.contains(&name))
}

/// Checks a module and writes its Core into `folder`.
fn core_of(lfec: &Path, otp: &Path, source: &Path, folder: &Path) -> Result<(), String> {
    let run = |arguments: &[&str]| {
        let mut command = Command::new(lfec);
        command.args(arguments).arg("--otp").arg(otp).arg(source).stdin(Stdio::null());
        let output = command.output().map_err(|error| format!("{}: {error}", lfec.display()))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(errors.lines().find(|line| !line.contains("Warning")).unwrap_or("failed").to_owned())
    };
    run(&["check"])?;
    let core = run(&["emit", "--stage", "core"])?;
    let name = Path::new(source.file_name().unwrap_or_default()).with_extension("core");
    fs::write(folder.join(name), core).map_err(|error| error.to_string())
}

/// Where the installed Erlang/OTP is, if it has sources.
fn installed() -> Option<PathBuf> {
    let script = "io:put_chars(code:root_dir()), halt().";
    let output = Command::new("erl").args(["-noshell", "-eval", script]).output().ok()?;
    let root = PathBuf::from(String::from_utf8(output.stdout).ok()?);
    (!sources(&root).is_empty()).then_some(root)
}

/// The sources of the applications.
fn sources(otp: &Path) -> Vec<PathBuf> {
    let is_wanted = |folder: &Path| {
        let name = folder.file_name().and_then(|name| name.to_str());
        let application = name.and_then(|name| name.split('-').next());
        application.is_some_and(|application| APPLICATIONS.contains(&application))
    };
    let entries = |folder: &Path| {
        let found = fs::read_dir(folder).into_iter().flatten().flatten();
        found.map(|entry| entry.path()).collect::<Vec<PathBuf>>()
    };
    let folders = entries(&otp.join("lib")).into_iter().filter(|folder| is_wanted(folder));
    let mut files: Vec<PathBuf> = folders
        .flat_map(|folder| entries(&folder.join("src")))
        .filter(|file| file.extension().is_some_and(|ending| ending == "erl"))
        .collect();
    files.sort();
    files
}
