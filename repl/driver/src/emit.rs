//! `lfec emit`: what a stage makes of files, as text.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;

use crate::Embedded;
use crate::report::Failure;
use crate::session::{Options, Session};

/// The stages that can be shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Stage {
    /// Core forms, after macro expansion
    Expand,
    /// Nothing but the diagnostics
    Lint,
    /// Core Erlang as translated; `erlc +from_core` accepts it
    Core,
    /// Core Erlang after the optimising passes
    CoreOptimised,
    /// Low-level SSA
    Ssa,
    /// Cranelift's form
    Clif,
    /// Machine code
    Asm,
}

impl Stage {
    fn ending(self) -> &'static str {
        match self {
            Stage::Expand => "expand",
            Stage::Lint => "lint",
            Stage::Core | Stage::CoreOptimised => "core",
            Stage::Ssa => "ssa",
            Stage::Clif => "clif",
            Stage::Asm => "s",
        }
    }
}

/// Writes what `stage` makes of each file to standard output, or to a file a module in `folder`.
pub fn emit(
    embedded: &'static Embedded,
    options: Options,
    files: &[PathBuf],
    stage: Stage,
    folder: Option<&Path>,
) -> Result<ExitCode, Failure> {
    let mut session = Session::new(embedded, options);
    for file in files {
        let texts = texts(&mut session, file, stage)?;
        session.report()?;
        for (module, text) in texts {
            match folder {
                None => {
                    // A reader that has gone away is no failure of ours.
                    let _ = std::io::stdout().write_all(text.as_bytes());
                }
                Some(folder) => {
                    let path = folder.join(format!("{module}.{}", stage.ending()));
                    fs::write(&path, text).map_err(|error| Failure::file(&path, &error))?;
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Module and text for each module of a file.
fn texts(
    session: &mut Session,
    file: &Path,
    stage: Stage,
) -> Result<Vec<(String, String)>, Failure> {
    if stage == Stage::Expand {
        let modules = session.expand(file)?;
        let named = modules.iter();
        return Ok(named
            .map(|module| (module.name.to_string(), lfec_macroexpand::print_module(module)))
            .collect());
    }
    let cores = session.core(file)?;
    let mut texts = Vec::new();
    for core in cores {
        let name = core.name.to_string();
        let text = match stage {
            Stage::Expand | Stage::Lint => String::new(),
            Stage::Core => core_text(&core, &session.sources),
            Stage::CoreOptimised => core_text(&lfec_pipeline::optimised(core)?, &session.sources),
            Stage::Ssa | Stage::Clif | Stage::Asm => {
                let path = file.display().to_string();
                let unit = lfec_pipeline::core_unit(core, Some(&session.sources), &path)?;
                match stage {
                    Stage::Ssa => unit.to_string(),
                    _ => lfec_native::object::print(&unit, stage == Stage::Asm)?,
                }
            }
        };
        texts.push((name, text));
    }
    Ok(texts)
}

fn core_text(module: &lfec_core::ir::Module, sources: &lfec_base::Sources) -> String {
    lfec_core::write::module(
        module,
        lfec_core::write::Options { sources: Some(sources), ..Default::default() },
    )
}
