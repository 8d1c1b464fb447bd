//! What the commands tell: diagnostics, failures, faults of ours.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use lfec_base::{Diagnostic, Sources};
use lfec_pipeline::CompileError;

/// How diagnostics are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// For people.
    #[default]
    Human,
    /// One JSON object a line.
    Json,
}

/// Why a command stopped.
#[derive(Debug)]
pub enum Failure {
    /// Diagnostics have been written already.
    Reported,
    /// Something to tell, in one line or a few.
    Message(String),
    /// A fault of the compiler.
    Internal(String),
}

impl Failure {
    /// The command line is wrong.
    pub fn usage(message: impl Into<String>) -> Failure {
        Failure::Message(message.into())
    }

    /// A file or folder could not be used.
    pub fn file(path: &Path, error: &std::io::Error) -> Failure {
        let text = match error.kind() {
            std::io::ErrorKind::NotFound => "no such file or directory".to_owned(),
            std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            std::io::ErrorKind::IsADirectory => "is a directory".to_owned(),
            _ => error.to_string(),
        };
        Failure::Message(format!("{}: {text}", path.display()))
    }

    /// Tells it on standard error.
    pub fn print(&self) {
        let text = match self {
            Failure::Reported => return,
            Failure::Message(text) => format!("lfec: {text}\n"),
            Failure::Internal(text) => format!(
                "lfec: internal error: {text}\n\
                 This is a fault of lfec, not of your program. Please report it with the source that\n\
                 caused it; `lfec emit --stage core FILE` shows what the failing stage was given.\n"
            ),
        };
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
}

/// A failure in one text, for those who show it themselves.
pub fn text_of(failure: &Failure) -> String {
    match failure {
        Failure::Reported => String::new(),
        Failure::Message(text) => text.clone(),
        Failure::Internal(text) => format!("internal error: {text}"),
    }
}

impl From<CompileError> for Failure {
    fn from(error: CompileError) -> Failure {
        Failure::Internal(error.to_string())
    }
}

impl From<lfec_native::BackendError> for Failure {
    fn from(error: lfec_native::BackendError) -> Failure {
        Failure::Internal(error.to_string())
    }
}

/// Writes diagnostics to standard error, in colour on a terminal unless `NO_COLOR` is set.
pub fn print_diagnostics(sources: &Sources, diagnostics: &[Diagnostic], format: Format) {
    let stderr = std::io::stderr();
    let text = match format {
        Format::Json => lfec_base::render_json(sources, diagnostics),
        Format::Human => {
            let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            lfec_base::render(sources, diagnostics, stderr.is_terminal() && !plain)
        }
    };
    let _ = stderr.lock().write_all(text.as_bytes());
}

/// Builds that take longer than this show how far they are.
const PATIENCE: Duration = Duration::from_millis(500);

/// One line on standard error that says how far a long build is; on terminals only.
pub struct Progress {
    total: usize,
    done: usize,
    start: Instant,
    shown: bool,
    terminal: bool,
}

impl Progress {
    /// Progress through `total` files.
    pub fn new(total: usize) -> Progress {
        let terminal = std::io::stderr().is_terminal();
        Progress { total, done: 0, start: Instant::now(), shown: false, terminal }
    }

    /// The next file is at hand.
    pub fn step(&mut self, path: &Path) {
        self.done += 1;
        if !self.terminal || self.total < 2 || self.start.elapsed() < PATIENCE {
            return;
        }
        self.shown = true;
        let text = format!("\r\x1b[K[{}/{}] {}", self.done, self.total, path.display());
        let _ = std::io::stderr().write_all(text.as_bytes());
    }

    /// Takes the line away.
    pub fn end(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = std::io::stderr().write_all(b"\r\x1b[K");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}
