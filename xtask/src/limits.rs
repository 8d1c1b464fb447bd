//! Runs the programs of `bench/limits/`: how much memory they take, that they come to their end, that
//! processes do not stop others.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What is expected of a program.
struct Limit {
    name: &'static str,
    /// What it prints; where it prints a number that has to be large enough, the least.
    output: Output,
    /// Most megabytes that it may take, at any time.
    megabytes: u64,
}

enum Output {
    Text(&'static str),
    AtLeast(u64),
    /// This line; the program then goes on until it is interrupted, and ends with status 130.
    UntilInterrupted(&'static str),
}

const LIMITS: &[Limit] = &[
    Limit { name: "idle", output: Output::Text("1000000"), megabytes: 1200 },
    Limit { name: "deep", output: Output::Text("10000000 10000000"), megabytes: 800 },
    Limit { name: "loop", output: Output::Text("{64,[64]}"), megabytes: 40 },
    Limit { name: "cores", output: Output::AtLeast(170), megabytes: 40 },
    Limit { name: "fair", output: Output::UntilInterrupted("fair"), megabytes: 40 },
];

/// The longest that a program may take, on a machine that does other things as well.
const LONGEST: Duration = Duration::from_secs(120);

/// Runs all programs, or those named.
pub fn limits(root: &Path, names: &[&str]) -> Result<(), String> {
    let lfec = crate::bench::compiler(root)?;
    let work = root.join("target/bench");
    std::fs::create_dir_all(&work).map_err(|error| error.to_string())?;
    let mut failed = Vec::new();
    for limit in LIMITS.iter().filter(|limit| names.is_empty() || names.contains(&limit.name)) {
        let source = root.join("bench/limits").join(format!("{}.erl", limit.name));
        let program = work.join(limit.name);
        crate::bench::run(Command::new(&lfec).arg("build").arg(&source).arg("-o").arg(&program))?;
        let start = Instant::now();
        let result = check(&program, limit);
        let seconds = start.elapsed().as_secs_f64();
        let (megabytes, text) = result.unwrap_or_else(|message| (0, message));
        let mark = if text.is_empty() { "" } else { "  FAILED: " };
        println!("{:<8} {seconds:>7.1} s {megabytes:>6} MB{mark}{text}", limit.name);
        if !text.is_empty() {
            failed.push(limit.name);
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("not within limits: {failed:?}")) }
}

/// Megabytes that the program took, and what is wrong if anything is.
fn check(program: &Path, limit: &Limit) -> Result<(u64, String), String> {
    let mut command = Command::new(program);
    let mut child =
        command.stdout(Stdio::piped()).spawn().map_err(|error| format!("{command:?}: {error}"))?;
    let mut output = BufReader::new(child.stdout.take().ok_or("no output")?);
    if let Output::UntilInterrupted(expected) = limit.output {
        let mut line = String::new();
        output.read_line(&mut line).map_err(|error| error.to_string())?;
        let megabytes = peak(&child);
        crate::bench::run(Command::new("kill").arg("-INT").arg(child.id().to_string()))?;
        let (_, status) = watch(&mut child)?;
        let good = line.trim() == expected && status == Some(130) && megabytes <= limit.megabytes;
        let text = format!("printed {line:?}, ended with {status:?}");
        return Ok((megabytes, if good { String::new() } else { text }));
    }
    let (megabytes, status) = watch(&mut child)?;
    let mut printed = String::new();
    output.read_to_string(&mut printed).map_err(|error| error.to_string())?;
    let printed = printed.trim();
    let is_right = match limit.output {
        Output::Text(expected) => printed == expected,
        Output::AtLeast(least) => printed.parse().is_ok_and(|number: u64| number >= least),
        Output::UntilInterrupted(_) => false,
    };
    let good = status == Some(0) && is_right && megabytes <= limit.megabytes;
    let text = format!("printed {printed:?}, ended with {status:?}");
    Ok((megabytes, if good { String::new() } else { text }))
}

/// Waits for the end; the most megabytes the program took, and its status.
fn watch(child: &mut Child) -> Result<(u64, Option<i32>), String> {
    let (start, mut megabytes) = (Instant::now(), 0);
    loop {
        megabytes = megabytes.max(peak(child));
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            return Ok((megabytes, status.code()));
        }
        if start.elapsed() > LONGEST {
            child.kill().map_err(|error| error.to_string())?;
            return Err(format!("did not end within {LONGEST:?}"));
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Most megabytes that the program has taken so far.
fn peak(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()));
    let status = status.unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.map_or(0, |kilobytes| kilobytes / 1024)
}
