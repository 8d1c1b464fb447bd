//! The command `lfe`: the shell, scripts, expressions of the command line.
//!
//! The shell itself is `lfe_shell` of the library. What it needs of the compiler it asks for with
//! `erts_host:request/2`; [`service`] answers, each request on a thread of its own.

mod code;
mod line;
pub mod script;
mod service;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;

use lfec_runtime::term::Atom;

use crate::Embedded;
use crate::jit::Jit;
use crate::report::Failure;

pub use service::start as start_service;

const HELP: &str = "\
Usage: lfe [flags] [file [args]]

Without a file or an expression: the shell.

  -e, -eval EXPR    evaluate EXPR; may be given several times
  -prompt TEXT      use TEXT as the prompt; ~node stands for the node's name
  -nobanner         start the shell without its banner
  -I DIR            look for include files in DIR too
  -V, -version      print the version
  -h, -help         print this
  --                what follows are the file and its arguments

Examples:
  lfe                             start the shell
  lfe script.lfe one two          evaluate the forms of a file; script-args is (\"one\" \"two\")
  lfe -e '(io:format \"~p~n\" (list (lists:sum (list 1 2 3))))'
  echo '(+ 1 2)' | lfe            evaluate what comes on a pipe

The history of the shell is kept in $LFE_HISTORY, or in lfe/history below $XDG_DATA_HOME
(~/.local/share); an empty LFE_HISTORY keeps none.
";

/// What the command line asks for.
#[derive(Default, Debug)]
pub struct Start {
    /// Expressions to evaluate instead of a shell.
    pub expressions: Vec<String>,
    /// Script to run.
    pub script: Option<String>,
    /// The prompt, if it is not the usual one.
    pub prompt: Option<String>,
    /// Whether there is a banner.
    pub no_banner: bool,
    /// Folders of include files.
    pub include: Vec<PathBuf>,
    /// What follows the script's name.
    pub arguments: Vec<String>,
}

static START: OnceLock<Start> = OnceLock::new();

/// What the command line asked for.
fn asked() -> &'static Start {
    START.get_or_init(Start::default)
}

/// Runs the command `lfe`, or `lfescript` if that is the name it is called by.
pub fn run_as(
    embedded: &'static Embedded,
    command: &str,
    arguments: Vec<String>,
) -> Result<ExitCode, Failure> {
    match Path::new(command).file_stem() {
        Some(name) if name == "lfescript" => script::run(embedded, arguments),
        _ => run(embedded, arguments),
    }
}

/// Runs the command `lfe` with these arguments, the command's name not among them.
pub fn run(embedded: &'static Embedded, arguments: Vec<String>) -> Result<ExitCode, Failure> {
    let start = match parse(arguments.into_iter())? {
        Asked::Start(start) => start,
        Asked::Text(text) => {
            print!("{text}");
            return Ok(ExitCode::SUCCESS);
        }
    };
    Jit::get(embedded)?.allow_redefinition();
    start_service(embedded);
    let arguments = start.arguments.iter().cloned().map(String::into_bytes).collect();
    START.get_or_init(|| start);
    let atom = |text: &str| {
        let too_many = || Failure::Message("there are too many atoms".to_owned());
        Atom::new(text).ok_or_else(too_many)
    };
    lfec_runtime::start::run(atom("lfe_shell")?, atom("main")?, true, arguments)
}

enum Asked {
    Start(Start),
    Text(String),
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Asked, Failure> {
    let mut start = Start::default();
    while let Some(argument) = arguments.next() {
        let flag = match argument.strip_prefix("--") {
            Some("") => {
                start.script = arguments.next();
                break;
            }
            Some(long) => format!("-{long}"),
            None => argument.clone(),
        };
        let mut value = || {
            let missing = || Failure::usage(format!("{argument} needs a value; see lfe -help"));
            arguments.next().ok_or_else(missing)
        };
        match flag.as_str() {
            "-h" | "-help" => return Ok(Asked::Text(HELP.to_owned())),
            "-V" | "-version" => {
                return Ok(Asked::Text(format!("lfe (lfec {})\n", env!("CARGO_PKG_VERSION"))));
            }
            "-e" | "-eval" | "-lfe_eval" | "-lfe-eval" => start.expressions.push(value()?),
            "-prompt" => start.prompt = Some(value()?),
            "-nobanner" => start.no_banner = true,
            "-I" => start.include.push(value()?.into()),
            "-noshell" | "-noinput" => {}
            "-extra" => {
                start.script = arguments.next();
                break;
            }
            unknown if unknown.starts_with('-') && unknown.len() > 1 => {
                return Err(Failure::usage(format!("unknown flag {argument}; see lfe -help")));
            }
            _ if start.expressions.is_empty() => {
                start.script = Some(argument);
                break;
            }
            _ => {
                start.arguments.push(argument);
                break;
            }
        }
    }
    start.arguments.extend(arguments);
    Ok(Asked::Start(start))
}
