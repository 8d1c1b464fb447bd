//! Objects to one static executable, through the linker library libwild.
//!
//! The linker reads its inputs from files, so they are written to a directory of their own first.
//! The executable appears under its name only when it is complete.
#![forbid(unsafe_code)]

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// An input of the linker.
pub struct Input<'a> {
    /// File name without folder, for messages of the linker.
    pub name: &'a str,
    /// ELF relocatable object.
    pub bytes: &'a [u8],
}

/// What to leave in the executable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Symbols {
    /// None: the smallest executable.
    Strip,
    /// Names of functions, for profilers and debuggers.
    Keep,
}

/// Why no executable was made.
#[derive(Debug)]
pub enum LinkError {
    /// A file could not be written or moved.
    File(PathBuf, io::Error),
    /// The linker refused: a fault of ours.
    Linker(String),
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LinkError::File(path, error) => write!(f, "{}: {error}", path.display()),
            LinkError::Linker(message) => write!(f, "linking failed: {message}"),
        }
    }
}

impl std::error::Error for LinkError {}

/// Links `inputs` to the static executable `output`; `work` is an empty folder for its files, on
/// the same file system as `output`.
pub fn link(
    inputs: &[Input<'_>],
    output: &Path,
    work: &Path,
    symbols: Symbols,
) -> Result<(), LinkError> {
    let result = work.join("executable");
    let mut arguments = vec![
        "wild".to_owned(),
        "-static".to_owned(),
        "--gc-sections".to_owned(),
        "-z".to_owned(),
        "noexecstack".to_owned(),
        "-o".to_owned(),
        result.display().to_string(),
    ];
    if symbols == Symbols::Strip {
        arguments.push("--strip-all".to_owned());
    }
    for input in inputs {
        let path = work.join(input.name);
        fs::write(&path, input.bytes).map_err(|error| LinkError::File(path.clone(), error))?;
        arguments.push(path.display().to_string());
    }
    run(&arguments)?;
    fs::rename(&result, output).map_err(|error| LinkError::File(output.to_owned(), error))
}

fn run(arguments: &[String]) -> Result<(), LinkError> {
    let fault = |error: &dyn fmt::Debug| LinkError::Linker(format!("{error:?}"));
    let given = || arguments.iter().cloned();
    let mut parsed = libwild::Args::new(given).map_err(|error| fault(&error))?;
    parsed.parse(given).map_err(|error| fault(&error))?;
    libwild::run(parsed).map_err(|error| fault(&error))
}
