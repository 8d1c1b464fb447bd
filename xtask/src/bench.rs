//! Times the programs of `bench/` against the BEAM.
//!
//! Each program prints its result and the microseconds its work took. The executable and the BEAM take
//! turns, so that both see the same machine; the least time of each counts. Results must agree. The
//! BEAM runs LFE programs from our Core through `erlc +from_core`, Erlang ones as `erlc` compiles them.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs of each side.
const RUNS: usize = 5;

/// The ratio that each program is to stay below.
const TARGETS: &[(&str, f64)] = &[
    ("fib", 0.65),
    ("tak", 0.95),
    ("ackermann", 0.4),
    ("nrev", 0.6),
    ("sum", 0.6),
    ("queens", 0.5),
    ("mandelbrot", 0.25),
    ("sort", 0.7),
    ("ring", 0.9),
    ("pingpong", 0.9),
    ("spawn", 0.8),
    ("server", 0.9),
    ("smallmap", 0.9),
    ("largemap", 0.9),
    ("tables", 0.9),
    ("documents", 0.7),
    ("binparse", 0.8),
    ("pipeline", 0.6),
    ("format", 1.0),
    ("fanin", 0.9),
    ("timers", 0.9),
];

/// The ratio that each program is to stay below as WebAssembly in Node; the BEAM runs natively.
const WASM_TARGETS: &[(&str, f64)] = &[
    ("fib", 2.0),
    ("ackermann", 0.8),
    ("queens", 0.7),
    ("mapfold", 0.6),
    ("mandelbrot", 0.3),
    ("ring", 1.5),
];

/// Times all programs, or those named, and prints a table. `--wasm` among the names: as WebAssembly.
pub fn bench(root: &Path, names: &[&str]) -> Result<(), String> {
    let (options, names): (Vec<&str>, Vec<&str>) =
        names.iter().partition(|name| name.starts_with("--"));
    let (is_wasm, targets) = match options[..] {
        [] => (false, TARGETS),
        ["--wasm"] => (true, WASM_TARGETS),
        _ => return Err(format!("bench has the option --wasm only, not {}", options.join(" "))),
    };
    let lfec = compiler(root)?;
    let work = root.join("target/bench");
    std::fs::create_dir_all(&work).map_err(|error| error.to_string())?;
    println!(
        "{:<12} {:>12} {:>12} {:>7} {:>7}",
        "program", "lfec (ms)", "BEAM (ms)", "ratio", "target"
    );
    for (name, target) in targets {
        if !names.is_empty() && !names.contains(name) {
            continue;
        }
        let ours = prepare(root, &lfec, &work, name, is_wasm)?;
        let (ours, beam) = measure(&work, name, &ours)?;
        let ratio = ours / beam;
        let mark = if ratio <= *target { "" } else { "  above" };
        println!(
            "{name:<12} {:>12.1} {:>12.1} {ratio:>7.2} {target:>7.2}{mark}",
            ours / 1000.0,
            beam / 1000.0
        );
    }
    Ok(())
}

/// The compiler to measure: that of the release build, or the one that `LFEC` names.
pub fn compiler(root: &Path) -> Result<PathBuf, String> {
    let lfec = std::env::var_os("LFEC").map(PathBuf::from);
    let lfec = lfec.unwrap_or_else(|| root.join("target/release/lfec"));
    if lfec.exists() { Ok(lfec) } else { Err("build lfec first: cargo build --release".to_owned()) }
}

/// Compiles a program for both sides; the command that runs ours.
fn prepare(
    root: &Path,
    lfec: &Path,
    work: &Path,
    name: &str,
    is_wasm: bool,
) -> Result<Vec<PathBuf>, String> {
    let mut source = root.join("bench").join(format!("{name}.lfe"));
    if !source.exists() {
        source.set_extension("erl");
    }
    let mut build = Command::new(lfec);
    build.arg("build").arg(&source);
    let (file, command) = if is_wasm {
        build.args(["--target", "wasm"]);
        let file = work.join(name).with_extension("wasm");
        let host = root.join("spec/harness/wasi.mjs");
        let node = ["node".into(), "--no-warnings".into(), host, file.clone()];
        (file, Vec::from(node))
    } else {
        (work.join(name), vec![work.join(name)])
    };
    run(build.arg("-o").arg(&file))?;
    if source.extension().is_some_and(|extension| extension == "erl") {
        run(Command::new("erlc").current_dir(work).arg("-W0").arg(&source))?;
        return Ok(command);
    }
    run(Command::new(lfec).arg("+to-core").arg("-o").arg(work).arg(&source))?;
    let core = format!("{name}.core");
    run(Command::new("erlc").current_dir(work).args(["+from_core", "-W0", &core]))?;
    Ok(command)
}

/// Least microseconds of the executable and of the BEAM.
fn measure(work: &Path, name: &str, command: &[PathBuf]) -> Result<(f64, f64), String> {
    let (mut ours, mut beam) = (f64::INFINITY, f64::INFINITY);
    let expression = format!("{name}:main(), halt().");
    for _ in 0..RUNS {
        let (result, time) = parse(&run(Command::new(&command[0]).args(&command[1..]))?)?;
        let mut erl = Command::new("erl");
        erl.arg("-noshell").arg("-pa").arg(work).args(["-eval", &expression]);
        let (expected, beam_time) = parse(&run(&mut erl)?)?;
        if result != expected {
            return Err(format!("{name}: the result is {result}, on the BEAM {expected}"));
        }
        ours = ours.min(time);
        beam = beam.min(beam_time);
    }
    Ok((ours, beam))
}

/// Result and microseconds that a program printed.
fn parse(output: &str) -> Result<(String, f64), String> {
    let mut words = output.split_whitespace();
    match (words.next(), words.next().and_then(|word| word.parse().ok())) {
        (Some(result), Some(time)) => Ok((result.to_owned(), time)),
        _ => Err(format!("no result and time in {output:?}")),
    }
}

/// Runs a command to its end; what it printed.
pub fn run(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr)))
}
