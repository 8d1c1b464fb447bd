//! How programs end: crashes, `halt`, signals, outputs and inputs that are closed or full. The programs
//! are those of `spec/end`.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};

use crate::modes::{Outcome, execute, lfec, succeed};
use crate::program::normalise;

/// Longest time a program may take to end.
const LONGEST: Duration = Duration::from_secs(30);

/// A trial: its name and what it does.
type Check = (&'static str, fn() -> Result<(), Failed>);

/// The trials.
pub fn trials() -> Vec<Trial> {
    let all: [Check; 9] = [
        ("crash_in_process", crash_in_process),
        ("crash_in_entry", crash_in_entry),
        ("halt", halt),
        ("sigterm", || signal("TERM", Some(0))),
        ("sigint", || signal("INT", Some(130))),
        ("closed_pipe", closed_pipe),
        ("full_disk", full_disk),
        ("closed_input", closed_input),
        ("closed_output", closed_output),
    ];
    all.into_iter().map(|(name, run)| Trial::test(format!("end/{name}"), run)).collect()
}

/// Builds a program of `spec/end` for one trial.
fn build(file: &str, trial: &str) -> Result<PathBuf, Failed> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("end").join(trial);
    fs::create_dir_all(&folder)?;
    let executable = folder.join("program");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/end");
    succeed(lfec().current_dir(source).args(["build", file, "-o"]).arg(&executable))?;
    Ok(executable)
}

fn expect(outcome: &Outcome, status: i32, output: &str, errors: &str) -> Result<(), Failed> {
    let errors_found = normalise(&outcome.errors);
    if outcome.status == status && outcome.output == output && errors_found == errors {
        return Ok(());
    }
    let Outcome { output: found, status: found_status, .. } = outcome;
    Err(format!(
        "expected status {status}, output:\n{output}\nerrors:\n{errors}\n\
         found status {found_status}, output:\n{found}\nerrors:\n{errors_found}"
    )
    .into())
}

/// Waits for the end of a program: its exit status, `None` if a signal ended it.
fn wait(child: &mut Child) -> Result<Option<i32>, Failed> {
    let start = Instant::now();
    while start.elapsed() < LONGEST {
        if let Some(status) = child.try_wait()? {
            return Ok(status.code());
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let _ = child.kill();
    let _ = child.wait();
    Err("the program does not end".into())
}

fn crash_in_process() -> Result<(), Failed> {
    let outcome = execute(&mut Command::new(build("crash.erl", "crash_in_process")?), "")?;
    let report = "{badarith,[{crash,work,1,[{file,\"crash.erl\"},{line,9}]}]}";
    let report = format!("Error in process <N> with exit value:\n{report}\n");
    let output = normalise(&outcome.output);
    if outcome.status == 0 && output.contains(&report) && output.contains("the rest goes on\n") {
        return Ok(());
    }
    Err(format!("status {}\n{output}\n{}", outcome.status, outcome.errors).into())
}

fn crash_in_entry() -> Result<(), Failed> {
    let outcome = execute(&mut Command::new(build("entry.erl", "crash_in_entry")?), "")?;
    let called = "{badarg,[{erlang,hd,[[]],[{error_info,#{module => erl_erts_errors}}]},";
    let place = "{entry,main,0,[{file,\"entry.erl\"},{line,4}]}";
    if outcome.status != 1 || outcome.output != "before\n" {
        return expect(&outcome, 1, "before\n", "");
    }
    if outcome.errors.contains(called) && outcome.errors.contains(place) {
        return Ok(());
    }
    Err(format!("the report does not show the call and the place:\n{}", outcome.errors).into())
}

fn halt() -> Result<(), Failed> {
    let outcome = execute(&mut Command::new(build("halts.lfe", "halt")?), "")?;
    expect(&outcome, 3, "out\n", "")
}

/// A program that waits ends on a signal, with this status.
fn signal(name: &str, status: Option<i32>) -> Result<(), Failed> {
    let mut command = Command::new(build("waits.erl", name)?);
    let mut child = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn()?;
    let mut line = String::new();
    if let Some(output) = child.stdout.take() {
        BufReader::new(output).read_line(&mut line)?;
    }
    let sent = Command::new("kill").arg(format!("-{name}")).arg(child.id().to_string()).status()?;
    let found = wait(&mut child)?;
    if line == "ready\n" && sent.success() && found == status {
        return Ok(());
    }
    Err(format!("after {line:?} and SIG{name} the status is {found:?}").into())
}

/// Ends with status 1 and says so, if nobody reads its output.
fn closed_pipe() -> Result<(), Failed> {
    let mut command = Command::new(build("floods.erl", "closed_pipe")?);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    if let Some(mut output) = child.stdout.take() {
        output.read_exact(&mut [0; 100])?;
    }
    write_failed(child)
}

fn full_disk() -> Result<(), Failed> {
    let mut command = Command::new(build("floods.erl", "full_disk")?);
    let full = File::options().write(true).open("/dev/full")?;
    write_failed(command.stdout(full).stderr(Stdio::piped()).spawn()?)
}

fn write_failed(mut child: Child) -> Result<(), Failed> {
    let mut errors = String::new();
    if let Some(mut pipe) = child.stderr.take() {
        pipe.read_to_string(&mut errors)?;
    }
    let status = wait(&mut child)?;
    if status == Some(1) && errors.contains("{terminated,[{io,format,") {
        return Ok(());
    }
    Err(format!("status {status:?}\n{errors}").into())
}

/// A shell that closes a descriptor before it runs the program.
fn with_closed(file: &str, trial: &str, redirection: &str) -> Result<Outcome, Failed> {
    let program = build(file, trial)?;
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("exec '{}' {redirection}", program.display()));
    execute(&mut shell, "")
}

fn closed_input() -> Result<(), Failed> {
    expect(&with_closed("reads.erl", "closed_input", "<&-")?, 0, "{error,ebadf}\n", "")?;
    expect(&with_closed("reads.erl", "closed_input", "</dev/null")?, 0, "eof\n", "")
}

fn closed_output() -> Result<(), Failed> {
    let outcome = with_closed("crash.erl", "closed_output", ">&-")?;
    // Whether the program is told depends on whether it goes on until the write has failed.
    if outcome.status == 1 {
        return Ok(());
    }
    Err(format!("status {}\n{}", outcome.status, outcome.errors).into())
}
