//! `lfec run`: a program compiled into this process, and run as an executable of its own would.

use std::path::PathBuf;
use std::process::ExitCode;

use lfec_native::isa::Use;
use lfec_pipeline::library::Library;
use lfec_runtime::term::Atom;

use crate::jit::Jit;
use crate::project::{Project, Scope};
use crate::report::Failure;
use crate::session::{Options, Session};
use crate::{Embedded, entry, otp, shell};

/// Compiles `files`, or the project without any, and runs them with `arguments`. Does not return once
/// the program runs.
pub fn run(
    embedded: &'static Embedded,
    options: Options,
    files: &[PathBuf],
    named_entry: Option<&str>,
    arguments: Vec<String>,
) -> Result<ExitCode, Failure> {
    let (mut session, mut units, entry) = match files.is_empty() {
        true => {
            let project = Project::find()?;
            let mut session = Session::new(embedded, project.options(options, Scope::Program));
            let (units, entry) = project.units(&mut session, named_entry)?;
            (session, units, entry)
        }
        false => {
            let mut session = Session::new(embedded, options);
            let units = session.units(files)?;
            let entry = entry::choose(&units, named_entry)?;
            (session, units, entry)
        }
    };
    if session.options.otp.is_some() {
        let library = Library::from_bytes(embedded.library)?;
        units = otp::complete(&mut session, units, &library)?.units;
    }
    Jit::get(embedded)?.add(&units, Use::JitFast)?;
    shell::start_service(embedded);
    let atom = |text: &str| {
        let too_many = || Failure::Message("there are too many atoms".to_owned());
        Atom::new(text).ok_or_else(too_many)
    };
    let (module, function) = (atom(&entry.module)?, atom(&entry.function)?);
    let arguments = arguments.into_iter().map(String::into_bytes).collect();
    lfec_runtime::start::run(module, function, entry.arity > 0, arguments)
}
