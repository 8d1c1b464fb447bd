//! `lfec check`: errors and warnings.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::Embedded;
use crate::report::Failure;
use crate::session::{Options, Session};

/// Reads, expands, lints and translates files; makes nothing.
pub fn check(
    embedded: &'static Embedded,
    options: Options,
    files: &[PathBuf],
) -> Result<ExitCode, Failure> {
    let mut session = Session::new(embedded, options);
    for file in files {
        session.core(file)?;
    }
    session.report()?;
    Ok(ExitCode::SUCCESS)
}
