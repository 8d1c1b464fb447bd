//! `lfec check`: errors and warnings.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::Embedded;
use crate::project::{Project, Scope};
use crate::report::Failure;
use crate::session::{Options, Session};

/// Reads, expands, lints and translates files, or those of the project without any; makes nothing.
pub fn check(
    embedded: &'static Embedded,
    options: Options,
    files: &[PathBuf],
) -> Result<ExitCode, Failure> {
    let (options, project_files) = match files.is_empty() {
        true => {
            let project = Project::find()?;
            (project.options(options, Scope::Tests), project.files(Scope::Tests))
        }
        false => (options, Vec::new()),
    };
    let files = if files.is_empty() { &project_files } else { files };
    Session::new(embedded, options).check(files)?;
    Ok(ExitCode::SUCCESS)
}
