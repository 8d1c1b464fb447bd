//! The compiled standard library: made when the compiler is built, kept in its executable.

use lfec_base::{Diagnostic, FileId, Sources, Symbol, has_errors};
use lfec_lower::ir::Unit;
use lfec_native::object::{Object, compile_object, compile_stubs};
use lfec_native::tables::compile_program;
use lfec_program::atoms::AtomTable;
use lfec_program::tables::{ModuleInfo, ProgramModule, reach};
use lfec_program::unit::collect_atoms;
use lfec_reader::Form;
use serde::{Deserialize, Serialize};

use crate::{CompileError, core_unit, erlang_unit};

/// The library in the form in which a program is linked with it.
#[derive(Serialize, Deserialize)]
pub struct Library {
    /// Atoms by index; a program's own come after them.
    pub atoms: Vec<String>,
    /// Modules in order of name.
    pub modules: Vec<LibraryModule>,
    /// Object of the stubs.
    pub stubs: Vec<u8>,
}

/// A compiled module.
#[derive(Serialize, Deserialize)]
pub struct LibraryModule {
    /// Its description.
    pub info: ModuleInfo,
    /// Its object.
    pub object: Vec<u8>,
}

/// What went wrong while the library was compiled.
#[derive(Debug)]
pub enum LibraryError {
    /// The source of a module is wrong.
    Source(Vec<Diagnostic>),
    /// A fault of the compiler.
    Compiler(CompileError),
}

impl Library {
    /// Compiles a library from the units of its modules ([`complete`]).
    pub fn compile(units: &[Unit]) -> Result<Library, CompileError> {
        let mut atoms = AtomTable::default();
        units.iter().for_each(|unit| collect_atoms(unit, &mut atoms));
        let mut modules = Vec::with_capacity(units.len());
        for unit in units {
            let Object { bytes, info } = compile_object(unit, &atoms)?;
            modules.push(LibraryModule { info, object: bytes });
        }
        let atoms = atoms.texts().iter().map(|atom| atom.to_string()).collect();
        Ok(Library { atoms, modules, stubs: compile_stubs()? })
    }

    /// The object with the tables of the whole library, for the compiler's own executable.
    pub fn whole_program(&self) -> Result<Vec<u8>, CompileError> {
        let modules: Vec<_> =
            self.modules.iter().map(|m| ProgramModule { info: &m.info, own: true }).collect();
        Ok(compile_program(&reach(&modules, &[]), &self.atom_table(), None)?)
    }

    /// The atoms, to which a program's own can be added.
    pub fn atom_table(&self) -> AtomTable {
        AtomTable::new(self.atoms.iter().map(|text| Symbol::intern(text)))
    }

    /// The bytes to be read by [`Library::from_bytes`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, CompileError> {
        postcard::to_stdvec(self).map_err(|error| CompileError::new("library", error))
    }

    /// Reads what [`Library::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Library, CompileError> {
        postcard::from_bytes(bytes).map_err(|error| CompileError::new("library", error))
    }
}

/// Adds the modules that are all BIFs to the units of the library's sources, and puts them in order.
pub fn complete(mut units: Vec<Unit>) -> Result<Vec<Unit>, CompileError> {
    let has_source = |name: &Symbol| units.iter().any(|unit| unit.module == *name);
    let mut bif_modules = lfec_lower::bif_modules();
    bif_modules.retain(|name| !has_source(name));
    let wrappers = lfec_lower::bif_wrappers(&bif_modules);
    units.extend(wrappers.map_err(|error| CompileError::new("wrappers of BIFs", error))?);
    units.sort_by_key(|unit| unit.module.as_str());
    Ok(units)
}

/// Symbols of the stubs' object.
pub fn stub_symbols() -> Vec<String> {
    lfec_native::stubs::symbols()
}

/// The unit of a library module: LFE if the file's name says so, else Erlang.
pub fn library_unit(
    name: &str,
    text: &str,
    sources: &mut Sources,
    host: &mut dyn lfec_erl::IncludeHost,
) -> Result<Unit, LibraryError> {
    let file = sources.add(name, text);
    let (unit, diagnostics) = match name.ends_with(".lfe") {
        true => lfe_unit(file, sources),
        false => erlang_unit(file, sources, host, &[]),
    }
    .map_err(LibraryError::Compiler)?;
    match unit {
        Some(unit) if !lfec_base::has_errors(&diagnostics) => Ok(unit),
        _ => Err(LibraryError::Source(diagnostics)),
    }
}

/// The unit of an LFE module that uses no macros of its own: the build script has no runtime to run
/// them. It may export macros.
fn lfe_unit(
    file: FileId,
    sources: &mut Sources,
) -> Result<(Option<Unit>, Vec<Diagnostic>), CompileError> {
    let (forms, mut diagnostics) = lfec_reader::read(file, &sources.text(file));
    let options = lfec_macroexpand::Options::default();
    let expansion =
        lfec_macroexpand::expand_file(forms, file, sources, &mut WithoutMacros, &options);
    diagnostics.extend(expansion.diagnostics);
    let Some(module) = expansion.modules.first() else { return Ok((None, diagnostics)) };
    let (core, found) = crate::lfe_core(module, sources);
    diagnostics.extend(found);
    if has_errors(&diagnostics) {
        return Ok((None, diagnostics));
    }
    let name = sources.name(file).to_owned();
    Ok((Some(core_unit(core, Some(sources), &name)?), diagnostics))
}

/// Runs no macros.
struct WithoutMacros;

impl lfec_macroexpand::MacroHost for WithoutMacros {
    fn define(&mut self, _: Symbol, _: usize, _: &Form) -> Result<(), String> {
        Err("modules of the library cannot use their own macros".to_owned())
    }

    fn call(&mut self, _: Symbol, _: &[Form]) -> Result<Form, String> {
        Err("modules of the library cannot use their own macros".to_owned())
    }

    fn call_remote(&mut self, _: Symbol, _: Symbol, _: &[Form]) -> Option<Result<Form, String>> {
        None
    }

    fn include(&mut self, _: &str, _: bool) -> Option<(String, String)> {
        None
    }
}
