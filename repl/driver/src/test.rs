//! `lfec test`: the unit tests of files or of a project, compiled into this process and run there.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lfec_lower::ir::Unit;
use lfec_native::isa::Use;
use lfec_runtime::term::Atom;

use crate::Embedded;
use crate::jit::Jit;
use crate::project::{self, Project, Scope};
use crate::report::Failure;
use crate::session::{Options, Session};
use crate::shell;

/// What to run, and how to tell of it.
pub struct Selection {
    /// Files and folders whose tests are run; none: all of the project.
    pub paths: Vec<PathBuf>,
    /// Run tests whose `module:function` contains this.
    pub filter: Option<String>,
    /// Tell of tests that pass, too.
    pub verbose: bool,
}

/// Compiles and runs tests. Does not return once they run.
pub fn test(
    embedded: &'static Embedded,
    options: Options,
    selection: &Selection,
) -> Result<ExitCode, Failure> {
    let chosen = chosen_files(&selection.paths)?;
    let (files, options) = match Project::around(Path::new("."))? {
        Some(project) => {
            let mut files = project.files(Scope::Tests);
            let known: BTreeSet<PathBuf> = files.iter().map(|file| absolute(file)).collect();
            files.extend(chosen.iter().filter(|file| !known.contains(&absolute(file))).cloned());
            (files, project.options(options, Scope::Tests))
        }
        None if chosen.is_empty() => return Err(project::none_here()),
        None => (chosen.clone(), project::test_options(options)),
    };
    let mut session = Session::new(embedded, options);
    let units = session.units(&files)?;
    let chosen: BTreeSet<PathBuf> = chosen.iter().map(|file| absolute(file)).collect();
    let wanted = units
        .iter()
        .filter(|unit| chosen.is_empty() || chosen.contains(&absolute(Path::new(unit.own_file()))))
        .filter(|unit| has_tests(unit));
    let modules: Vec<String> = wanted.map(|unit| unit.module.to_string()).collect();
    let own = units.iter().map(|unit| format!("--own={}", unit.module)).collect();
    Jit::get(embedded)?.add(&units, Use::JitQuick)?;
    shell::start_service(embedded);
    run(selection, own, modules)
}

/// Starts the module of the library that runs tests.
fn run(selection: &Selection, own: Vec<String>, modules: Vec<String>) -> Result<ExitCode, Failure> {
    let mut arguments = own;
    if selection.verbose {
        arguments.push("--verbose".to_owned());
    }
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if std::io::stdout().is_terminal() && !plain {
        arguments.push("--colour".to_owned());
    }
    arguments.extend(selection.filter.iter().map(|filter| format!("--filter={filter}")));
    arguments.extend(modules);
    let atom = |text: &str| {
        let too_many = || Failure::Message("there are too many atoms".to_owned());
        Atom::new(text).ok_or_else(too_many)
    };
    let arguments = arguments.into_iter().map(String::into_bytes).collect();
    lfec_runtime::start::run(atom("eunit_command")?, atom("main")?, true, arguments)
}

/// The files named, and the sources in the folders named.
fn chosen_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            project::find_sources(path, &mut files);
        } else if path.exists() {
            files.push(path.clone());
        } else {
            let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(Failure::file(path, &missing));
        }
    }
    Ok(files)
}

fn absolute(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Whether a module exports test functions or generators.
fn has_tests(unit: &Unit) -> bool {
    unit.exports.iter().any(|export| {
        let name = export.name.as_str();
        export.arity == 0 && (name.ends_with("_test") || name.ends_with("_test_"))
    })
}
