//! Transcripts of the shell: each `NAME.in` of this folder is typed into `lfe` on a pseudo terminal,
//! and what the screen shows at the end must be `NAME.out`.
//!
//! A line of the input is typed when the shell shows its prompt. Lines that start with `%` do more:
//!
//! | line | meaning |
//! |---|---|
//! | `% text` | a remark |
//! | `%arguments a \|\|b c\|\|` | arguments of the command; what is between bars is one |
//! | `%lfec` | the command is `lfec`, not `lfe` |
//! | `%pipe` | the rest goes to standard input at once; output is compared, without a terminal |
//! | `%status 127` | exit status of the command, 0 if not said |
//! | `%type text` | the same without Enter; `<Tab>`, `<Up>` and `<Enter>` are keys |
//! | `%wait text` | waits until a line of the screen is the text |
//! | `%interrupt` | Ctrl-C |
//! | `%paste` … `%end` | the lines between, as a terminal pastes them |
//!
//! `BLESS=1` writes the output that is there as the expected one.

mod terminal;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};

use terminal::Terminal;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/shell");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "in"));
    files.sort();
    let trials = files.into_iter().map(|file| {
        let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        Trial::test(format!("shell/{}", name.unwrap_or_default()), move || check(&file))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

/// What a transcript says.
#[derive(Default)]
struct Script {
    arguments: Vec<String>,
    lfec: bool,
    pipe: bool,
    status: i32,
    steps: Vec<Step>,
}

enum Step {
    Line(String),
    Type(String),
    Wait(String),
    Interrupt,
    Paste(String),
}

fn check(file: &Path) -> Result<(), Failed> {
    let script = parse(&std::fs::read_to_string(file)?)?;
    let (output, status) = if script.pipe { on_pipe(&script)? } else { on_terminal(&script)? };
    let expected_path = file.with_extension("out");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&expected_path, &output)?;
        return Ok(());
    }
    let expected = std::fs::read_to_string(&expected_path)
        .map_err(|error| format!("{}: {error}", expected_path.display()))?;
    if output != expected {
        return Err(format!("expected:\n{expected}\nfound:\n{output}").into());
    }
    if status != script.status {
        return Err(format!("exit status {status}, not {}", script.status).into());
    }
    Ok(())
}

fn parse(text: &str) -> Result<Script, Failed> {
    let mut script = Script::default();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.to_owned();
        match word {
            "%" => {}
            "%arguments" => script.arguments = words(&rest),
            "%lfec" => script.lfec = true,
            "%pipe" => script.pipe = true,
            "%status" => script.status = rest.parse()?,
            "%type" => script.steps.push(Step::Type(rest)),
            "%wait" => script.steps.push(Step::Wait(rest)),
            "%interrupt" => script.steps.push(Step::Interrupt),
            "%paste" => {
                let pasted: Vec<&str> = lines.by_ref().take_while(|line| *line != "%end").collect();
                script.steps.push(Step::Paste(pasted.join("\n")));
            }
            _ if word.starts_with('%') => return Err(format!("unknown step {word}").into()),
            _ => script.steps.push(Step::Line(line.to_owned())),
        }
    }
    Ok(script)
}

/// The command, in the folder of the transcripts, without what the user's surroundings say.
fn environment() -> Vec<(&'static str, &'static str)> {
    vec![("LFE_HISTORY", ""), ("TERM", "xterm"), ("NO_COLOR", "1"), ("LC_ALL", "C.UTF-8")]
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/shell")
}

fn on_pipe(script: &Script) -> Result<(String, i32), Failed> {
    let command = if script.lfec { env!("CARGO_BIN_EXE_lfec") } else { env!("CARGO_BIN_EXE_lfe") };
    let mut child = Command::new(command)
        .args(&script.arguments)
        .envs(environment())
        .current_dir(folder())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        for step in &script.steps {
            if let Step::Line(line) = step {
                // A command that has ended reads no more.
                let _ = writeln!(input, "{line}");
            }
        }
    }
    let output = child.wait_with_output()?;
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.stderr.is_empty() {
        text.push_str("-- errors --\n");
        text.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    Ok((text, output.status.code().unwrap_or(-1)))
}

fn on_terminal(script: &Script) -> Result<(String, i32), Failed> {
    let mut arguments = vec!["-nobanner".to_owned()];
    arguments.extend(script.arguments.iter().cloned());
    let mut terminal =
        Terminal::start(env!("CARGO_BIN_EXE_lfe"), &arguments, &environment(), &folder())?;
    for step in &script.steps {
        match step {
            Step::Line(line) => {
                terminal.wait_for_prompt()?;
                terminal.send(&format!("{line}\r"))?;
            }
            Step::Type(text) => {
                terminal.wait_for_prompt()?;
                let keys = text.replace("<Tab>", "\t").replace("<Up>", "\x1b[A");
                terminal.send(&keys.replace("<Enter>", "\r"))?;
            }
            Step::Wait(text) => terminal.wait_for(text)?,
            Step::Interrupt => terminal.send("\x03")?,
            Step::Paste(text) => {
                terminal.wait_for_prompt()?;
                terminal.send(&format!("\x1b[200~{text}\x1b[201~\r"))?;
            }
        }
    }
    terminal.wait_for_prompt()?;
    terminal.send("\x04")?;
    terminal.end()
}

/// Words between blanks; those between double bars are one: `a ||b c|| d`.
fn words(text: &str) -> Vec<String> {
    let parts = text.split("||").enumerate();
    let words = parts.flat_map(|(index, part)| match index % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}
