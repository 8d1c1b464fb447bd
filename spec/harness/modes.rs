//! The ways a program is run.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::Failed;

use crate::program::{Program, start_expression};

/// A way to run a program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// `lfec build`, then the executable.
    Native,
    /// `lfec run`.
    Jit,
    /// The executable, collecting at every chance.
    Stress,
    /// `lfec build --target wasm`, then the module under Node's WASI.
    Wasm,
    /// Our Core through `erlc +from_core`, then `erl`.
    Beam,
}

/// What a run wrote and returned.
pub struct Outcome {
    pub output: String,
    pub errors: String,
    pub status: i32,
}

/// Longest time for one run; collecting at every chance is slow.
const LONGEST: Duration = Duration::from_secs(120);

impl Mode {
    pub const ALL: [Mode; 5] = [Mode::Native, Mode::Jit, Mode::Stress, Mode::Wasm, Mode::Beam];

    pub fn name(self) -> &'static str {
        match self {
            Mode::Native => "native",
            Mode::Jit => "jit",
            Mode::Stress => "stress",
            Mode::Wasm => "wasm",
            Mode::Beam => "beam",
        }
    }
}

/// Whether the BEAM is here.
pub fn has_beam() -> bool {
    let found = |name: &str| Command::new(name).arg("-version").output().is_ok();
    found("erlc") && found("erl")
}

/// What keeps programs from being run as WebAssembly.
pub fn lacks_wasm() -> Option<&'static str> {
    if Command::new("node").arg("--version").output().is_err() {
        return Some("there is no node");
    }
    // The command looks for its runtime before it looks at files.
    let output = lfec().args(["build", "--target", "wasm", "none.erl"]).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stderr).into_owned());
    let is_missing = text.is_ok_and(|text| text.contains("without its runtime for WebAssembly"));
    is_missing.then_some("lfec was built without its runtime for WebAssembly (LFEC_WASM=1)")
}

/// Runs a program.
pub fn run(program: &Program, mode: Mode) -> Result<Outcome, Failed> {
    let folder = work_folder(program, mode)?;
    match mode {
        Mode::Native | Mode::Stress => {
            let executable = folder.join(program.module());
            let mut build = lfec();
            build.arg("build").arg(&program.path).arg("-o").arg(&executable);
            if let Some(entry) = &program.entry {
                build.args(["--entry", entry]);
            }
            succeed(&mut build)?;
            let mut command = Command::new(&executable);
            command.args(&program.arguments);
            if mode == Mode::Stress {
                command.env("LFERT_GC_STRESS", "1");
            }
            execute(&mut command, &program.input)
        }
        Mode::Jit => {
            let mut command = lfec();
            command.arg("run");
            if let Some(entry) = &program.entry {
                command.args(["--entry", entry]);
            }
            command.arg(&program.path).args(&program.arguments);
            execute(&mut command, &program.input)
        }
        Mode::Wasm => {
            let module = folder.join(program.module()).with_extension("wasm");
            let mut build = lfec();
            build.args(["build", "--target", "wasm"]).arg(&program.path).arg("-o").arg(&module);
            if let Some(entry) = &program.entry {
                build.args(["--entry", entry]);
            }
            succeed(&mut build)?;
            let host = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/harness/wasi.mjs");
            let mut command = Command::new("node");
            command.arg("--no-warnings").arg(host).arg(&module).args(&program.arguments);
            execute(&mut command, &program.input)
        }
        Mode::Beam => run_on_beam(program, &folder),
    }
}

/// The compiler.
pub fn lfec() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lfec"));
    command.env("NO_COLOR", "1");
    command
}

fn work_folder(program: &Program, mode: Mode) -> Result<PathBuf, Failed> {
    let base = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spec").join(mode.name());
    let folder = base.join(&program.name);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn run_on_beam(program: &Program, folder: &Path) -> Result<Outcome, Failed> {
    let mut emit = lfec();
    emit.arg("+to-core").arg("-o").arg(folder).arg(&program.path);
    succeed(&mut emit)?;
    let mut erlc = Command::new("erlc");
    erlc.current_dir(folder).args(["+from_core", "-W0"]);
    for entry in std::fs::read_dir(folder)?.flatten() {
        if entry.path().extension().is_some_and(|ending| ending == "core") {
            erlc.arg(entry.file_name());
        }
    }
    succeed(&mut erlc)?;
    let mut command = Command::new("erl");
    command.args(["-noshell", "-pa"]).arg(folder).arg("-eval").arg(start_expression(program));
    execute(&mut command, &program.input)
}

/// Runs a command that must not fail.
pub fn succeed(command: &mut Command) -> Result<(), Failed> {
    let outcome = execute(command, "")?;
    if outcome.status == 0 {
        return Ok(());
    }
    Err(format!("{command:?} failed:\n{}{}", outcome.output, outcome.errors).into())
}

/// Runs a command with this input, not longer than [`LONGEST`].
pub fn execute(command: &mut Command, input: &str) -> Result<Outcome, Failed> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("{command:?}: {error}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read its input closes it early.
        let _ = stdin.write_all(input.as_bytes());
    }
    let reader = |pipe: Option<Box<dyn std::io::Read + Send>>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut pipe) = pipe {
                let _ = pipe.read_to_end(&mut bytes);
            }
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let output = reader(child.stdout.take().map(|pipe| Box::new(pipe) as _));
    let errors = reader(child.stderr.take().map(|pipe| Box::new(pipe) as _));
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if start.elapsed() > LONGEST {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("{command:?} ran longer than {LONGEST:?}").into());
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let text = |thread: std::thread::JoinHandle<String>| thread.join().unwrap_or_default();
    Ok(Outcome { output: text(output), errors: text(errors), status: status.code().unwrap_or(-1) })
}
