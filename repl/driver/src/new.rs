//! `lfec new`: the files of a new project.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use clap::ValueEnum;

use crate::report::Failure;

/// What a project is to become.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Kind {
    /// A program with a main function
    Program,
    /// A library
    Lib,
    /// An OTP application with a supervisor
    App,
}

/// Files of a template: path and text, `NAME` in both standing for the project's name.
type Files = &'static [(&'static str, &'static str)];

macro_rules! template {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../templates/", $path)))),*]
    };
}

const COMMON: Files = template!["common/rebar.config", "common/README.md", "common/gitignore"];

const LFE_PROGRAM: Files = template![
    "lfe-program/src/NAME.lfe",
    "lfe-program/src/NAME.app.src",
    "lfe-program/test/NAME-tests.lfe",
];
const LFE_LIB: Files =
    template!["lfe-lib/src/NAME.lfe", "lfe-lib/src/NAME.app.src", "lfe-lib/test/NAME-tests.lfe",];
const LFE_APP: Files = template![
    "lfe-app/src/NAME.lfe",
    "lfe-app/src/NAME-app.lfe",
    "lfe-app/src/NAME-sup.lfe",
    "lfe-app/src/NAME.app.src",
    "lfe-app/test/NAME-tests.lfe",
];
const ERL_PROGRAM: Files = template![
    "erl-program/src/NAME.erl",
    "erl-program/src/NAME.app.src",
    "erl-program/test/NAME_tests.erl",
];
const ERL_LIB: Files =
    template!["erl-lib/src/NAME.erl", "erl-lib/src/NAME.app.src", "erl-lib/test/NAME_tests.erl",];
const ERL_APP: Files = template![
    "erl-app/src/NAME.erl",
    "erl-app/src/NAME_app.erl",
    "erl-app/src/NAME_sup.erl",
    "erl-app/src/NAME.app.src",
    "erl-app/test/NAME_tests.erl",
];

/// Makes the project in a new folder of its name below the current one.
pub fn new(path: &Path, kind: Kind, erlang: bool) -> Result<ExitCode, Failure> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    check_name(name, erlang)?;
    if path.exists() {
        return Err(Failure::usage(format!("{}: is there already", path.display())));
    }
    let files = match (erlang, kind) {
        (false, Kind::Program) => LFE_PROGRAM,
        (false, Kind::Lib) => LFE_LIB,
        (false, Kind::App) => LFE_APP,
        (true, Kind::Program) => ERL_PROGRAM,
        (true, Kind::Lib) => ERL_LIB,
        (true, Kind::App) => ERL_APP,
    };
    for (place, text) in COMMON.iter().chain(files) {
        let place = place.split_once('/').map_or(*place, |(_, place)| place);
        let place = place.replace("NAME", name).replace("gitignore", ".gitignore");
        write(&path.join(place), &text.replace("NAME", name))?;
    }
    let run = match kind {
        Kind::Lib => "",
        Kind::Program | Kind::App => ", lfec run",
    };
    println!("{}: made. Next: cd {}, then lfec test{run}", path.display(), path.display());
    Ok(ExitCode::SUCCESS)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
    }
    fs::write(path, text).map_err(|error| Failure::file(path, &error))
}

/// A name must be an atom without quotes; in LFE it may have dashes.
fn check_name(name: &str, erlang: bool) -> Result<(), Failure> {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_' || (c == '-' && !erlang);
    if name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(inside) {
        return Ok(());
    }
    let dashes = if erlang { "" } else { ", dashes" };
    Err(Failure::usage(format!(
        "{name:?} cannot be the name of a project: it starts with a lower-case letter and goes on \
         with letters, digits{dashes} and underscores"
    )))
}
