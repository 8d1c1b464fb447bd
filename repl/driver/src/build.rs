//! `lfec build`: files to one static executable, a WebAssembly module or a web page.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lfec_link::{Input, Symbols};
use lfec_lower::ir::Unit;
use lfec_native::object::{Object, compile_object};
use lfec_native::tables::compile_program;
use lfec_pipeline::library::Library;
use lfec_pipeline::wasm::{Host, WasmLibrary, page};
use lfec_program::atoms::AtomTable;
use lfec_program::tables::{Entry, ProgramModule, reach};
use lfec_program::unit::collect_atoms;

use crate::cache::Cache;
use crate::otp::Completed;
use crate::project::{Project, Scope};
use crate::report::Failure;
use crate::session::{Options, Session};
use crate::{Embedded, carried, entry, otp};

/// What a program is compiled for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Target {
    /// One static executable for this machine
    Native,
    /// One WebAssembly module for WASI hosts: wasmtime, Node
    Wasm,
    /// A folder with a WebAssembly module, its loader and a page
    Web,
}

impl Target {
    /// What is made of a program of this name.
    fn file(self, name: &Path) -> PathBuf {
        match self {
            Target::Native => name.to_owned(),
            Target::Wasm => name.with_extension("wasm"),
            Target::Web => name.with_extension("web"),
        }
    }
}

/// How an executable is made.
pub struct Making<'a> {
    /// What for.
    pub target: Target,
    /// Its path, if given.
    pub output: Option<&'a Path>,
    /// `module:function` to start with, if given.
    pub entry: Option<&'a str>,
    /// Keep symbols.
    pub debug: bool,
}

/// Compiles `files` to an executable, named as the first file unless said otherwise. Without files
/// it is the project's, below its `_build/lfec/bin`.
pub fn build(
    embedded: &'static Embedded,
    options: Options,
    files: &[PathBuf],
    making: &Making<'_>,
) -> Result<ExitCode, Failure> {
    if making.target != Target::Native && embedded.wasm.is_empty() {
        return Err(Failure::Message(NO_WASM.to_owned()));
    }
    if files.is_empty() {
        return build_project(embedded, options, making);
    }
    let mut session = Session::new(embedded, options);
    let own = session.units(files)?;
    let entry = entry::choose(&own, making.entry)?;
    let default = making.target.file(Path::new(files[0].file_stem().unwrap_or_default()));
    let output = making.output.unwrap_or(&default);
    make(&mut session, own, &entry, output, making)?;
    Ok(ExitCode::SUCCESS)
}

fn build_project(
    embedded: &'static Embedded,
    options: Options,
    making: &Making<'_>,
) -> Result<ExitCode, Failure> {
    let project = Project::find()?;
    let mut session = Session::new(embedded, project.options(options, Scope::Program));
    session.cache = Some(project.cache(&session.options));
    let (own, entry) = project.units(&mut session, making.entry)?;
    let folder = project.root.join("_build/lfec/bin");
    let default = making.target.file(&folder.join(project.name()));
    if making.output.is_none() {
        fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
    }
    let output = making.output.unwrap_or(&default);
    make(&mut session, own, &entry, output, making)?;
    println!("{}", output.display());
    Ok(ExitCode::SUCCESS)
}

/// Completes a program and writes its executable.
fn make(
    session: &mut Session,
    own: Vec<Unit>,
    entry: &Entry,
    output: &Path,
    making: &Making<'_>,
) -> Result<(), Failure> {
    let embedded = session.embedded;
    let library = Library::from_bytes(embedded.library)?;
    let program = otp::complete(session, own, &library)?;
    if making.target != Target::Native {
        return write_wasm(embedded, &program, entry, output, making);
    }
    let symbols = if making.debug { Symbols::Keep } else { Symbols::Strip };
    let cache = session.cache.as_ref();
    write_executable(embedded, &library, &program, cache, entry, output, symbols)
}

const NO_WASM: &str = "this lfec was built without its runtime for WebAssembly.\n\
    Install Rust's standard library for it (`rustup target add wasm32-wasip1`, or Debian's packages\n\
    rustc-web, rust-web-src, lld-22 and wasi-libc) and build lfec again with LFEC_WASM=1";

/// Compiles and links units to a module, or to a folder with a page around it.
fn write_wasm(
    embedded: &Embedded,
    program: &Completed,
    entry: &Entry,
    output: &Path,
    making: &Making<'_>,
) -> Result<(), Failure> {
    let host = if making.target == Target::Web { Host::Page } else { Host::Wasi };
    let library = WasmLibrary::from_bytes(embedded.wasm)?;
    let module = library.build(&program.units, program.own, entry, host, making.debug)?;
    let write = |path: &Path, bytes: &[u8]| {
        fs::write(path, bytes).map_err(|error| Failure::file(path, &error))
    };
    if host == Host::Wasi {
        return write(output, &module);
    }
    fs::create_dir_all(output).map_err(|error| Failure::file(output, &error))?;
    write(&output.join("app.wasm"), &module)?;
    write(&output.join("lfec.js"), page::LOADER.as_bytes())?;
    // A page of the program's own stays.
    if !output.join("index.html").exists() {
        write(&output.join("index.html"), page::PAGE.as_bytes())?;
    }
    Ok(())
}

/// Compiles and links units with what they need of the library.
fn write_executable(
    embedded: &Embedded,
    library: &Library,
    program: &Completed,
    cache: Option<&Cache>,
    entry: &Entry,
    output: &Path,
    symbols: Symbols,
) -> Result<(), Failure> {
    let units = &program.units;
    let mut atoms = library.atom_table();
    units.iter().for_each(|unit| collect_atoms(unit, &mut atoms));
    let objects = compile_units(units, &atoms, cache)?;
    let numbered = objects.iter().enumerate();
    let mut modules: Vec<ProgramModule<'_>> = numbered
        .map(|(index, object)| ProgramModule { info: &object.info, own: index < program.own })
        .collect();
    let own: Vec<&str> = objects.iter().map(|object| object.info.name.as_str()).collect();
    // A module of the program replaces the library's of the same name.
    let used = library.modules.iter().filter(|module| !own.contains(&module.info.name.as_str()));
    modules.extend(used.map(|module| ProgramModule { info: &module.info, own: false }));
    let reachable = reach(&modules, &[("erts_boot", "start", 3)]);
    if carried::is_needed(&reachable) {
        return carried::write(units, entry, output);
    }
    let tables = compile_program(&reachable, &atoms, Some(entry))?;

    let library_objects = library.modules.iter().filter(|module| {
        reachable.modules.iter().any(|(info, _)| std::ptr::eq(*info, &module.info))
    });
    let names: Vec<String> = (0..objects.len()).map(|index| format!("own{index}.o")).collect();
    let mut inputs = vec![
        Input { name: "runtime.o", bytes: embedded.runtime },
        Input { name: "stubs.o", bytes: &library.stubs },
        Input { name: "program.o", bytes: &tables },
    ];
    let own_objects = objects.iter().zip(&names);
    inputs.extend(own_objects.map(|(object, name)| Input { name, bytes: &object.bytes }));
    inputs.extend(
        library_objects.map(|module| Input { name: &module.info.name, bytes: &module.object }),
    );
    link(&inputs, output, symbols)
}

fn compile_units(
    units: &[Unit],
    atoms: &AtomTable,
    cache: Option<&Cache>,
) -> Result<Vec<Object>, Failure> {
    let compile = |unit| match cache {
        Some(cache) => cache.object(unit, atoms, || compile_object(unit, atoms)),
        None => compile_object(unit, atoms),
    };
    units.iter().map(|unit| Ok(compile(unit)?)).collect()
}

/// Links in a folder beside the output, so that the executable can be moved to its place whole.
fn link(inputs: &[Input<'_>], output: &Path, symbols: Symbols) -> Result<(), Failure> {
    if output.is_dir() {
        return Err(Failure::Message(format!("{}: is a directory", output.display())));
    }
    if output.exists() && !output.is_file() {
        return Err(Failure::Message(format!("{}: is not a regular file", output.display())));
    }
    let parent = output.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let work = parent.join(format!(".lfec-link-{}", std::process::id()));
    fs::create_dir(&work).map_err(|error| Failure::file(parent, &error))?;
    let result = lfec_link::link(inputs, output, &work, symbols);
    // What stays behind if this fails is a hidden folder; the result counts.
    let _ = fs::remove_dir_all(&work);
    result.map_err(|error| match error {
        lfec_link::LinkError::File(path, error) => Failure::file(&path, &error),
        error @ lfec_link::LinkError::Linker(_) => Failure::Internal(error.to_string()),
    })
}
