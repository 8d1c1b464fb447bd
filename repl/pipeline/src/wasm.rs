//! Programs as WebAssembly modules: the runtime and the library compiled for it, and linking.

use lfec_lower::ir::Unit;
use lfec_program::atoms::AtomTable;
use lfec_program::tables::{Entry, ModuleInfo, ProgramModule, reach, tables};
use lfec_program::unit::{collect_atoms, describe, lay_out_literals_each};
use lfec_wasm::compile::{compile, compile_tables};
use lfec_wasm::link::{Export, link};
use lfec_wasm::object::Object;
use lfec_wasm::stubs;
pub use lfec_wasm::{page, stubs::Host};
use serde::{Deserialize, Serialize};

use crate::CompileError;

/// What a module is linked with.
#[derive(Serialize, Deserialize)]
pub struct WasmLibrary {
    /// Atoms by index; a program's own come after them.
    pub atoms: Vec<String>,
    runtime: Object,
    stubs: Object,
    modules: Vec<WasmModule>,
}

#[derive(Serialize, Deserialize)]
struct WasmModule {
    info: ModuleInfo,
    object: Object,
}

impl WasmModule {
    fn compile(unit: &Unit, atoms: &AtomTable) -> Result<WasmModule, CompileError> {
        let info = describe(unit, &lay_out_literals_each(unit, atoms)?);
        Ok(WasmModule { info, object: compile(unit, atoms)? })
    }
}

impl WasmLibrary {
    /// Compiles the library's units ([`crate::library::complete`]); `runtime` is the module that
    /// [`lfec_wasm::runtime::read`] reads.
    pub fn compile(runtime: &[u8], units: &[Unit]) -> Result<WasmLibrary, CompileError> {
        let mut atoms = AtomTable::default();
        units.iter().for_each(|unit| collect_atoms(unit, &mut atoms));
        let modules = units.iter().map(|unit| WasmModule::compile(unit, &atoms));
        Ok(WasmLibrary {
            modules: modules.collect::<Result<_, _>>()?,
            runtime: lfec_wasm::runtime::read(runtime)?,
            stubs: stubs::stubs(),
            atoms: atoms.texts().iter().map(|atom| atom.to_string()).collect(),
        })
    }

    /// The bytes to be read by [`WasmLibrary::from_bytes`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, CompileError> {
        postcard::to_stdvec(self).map_err(|error| CompileError::new("library", error))
    }

    /// Reads what [`WasmLibrary::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<WasmLibrary, CompileError> {
        postcard::from_bytes(bytes).map_err(|error| CompileError::new("library", error))
    }

    /// Compiles units and links them with what they need of the library to a module for a
    /// host. The first `own` are the program's own. `with_names`: with the names of functions.
    pub fn build(
        &self,
        units: &[Unit],
        own_units: usize,
        entry: &Entry,
        host: Host,
        with_names: bool,
    ) -> Result<Vec<u8>, CompileError> {
        let texts = self.atoms.iter().map(|text| lfec_base::Symbol::intern(text));
        let mut atoms = AtomTable::new(texts);
        units.iter().for_each(|unit| collect_atoms(unit, &mut atoms));
        let own = units.iter().map(|unit| WasmModule::compile(unit, &atoms));
        let own: Vec<WasmModule> = own.collect::<Result<_, _>>()?;
        // A module of the program replaces the library's of the same name.
        let is_own = |name: &str| own.iter().any(|module| module.info.name == name);
        let library: Vec<&WasmModule> =
            self.modules.iter().filter(|module| !is_own(&module.info.name)).collect();
        let numbered = own.iter().enumerate();
        let mut modules: Vec<ProgramModule<'_>> = numbered
            .map(|(index, module)| ProgramModule { info: &module.info, own: index < own_units })
            .collect();
        let others = library.iter();
        modules.extend(others.map(|module| ProgramModule { info: &module.info, own: false }));
        let reachable = reach(&modules, &[("erts_boot", "start", 3)]);
        let tables = compile_tables(tables(&reachable, &atoms, Some(entry))?);
        let mut undefined = Vec::with_capacity(reachable.undefined.len());
        for (module, name, arity) in &reachable.undefined {
            let symbol = lfec_abi::symbol::function(module, name, *arity as usize);
            let module = lfec_program::tables::atom(&atoms, module)?;
            let name = lfec_program::tables::atom(&atoms, name)?;
            undefined.push((symbol, *arity as usize, module, name));
        }
        let (undefined, start) = (stubs::undefined(&undefined), stubs::start(host));
        let mut objects = vec![&tables, &undefined, &start];
        objects.extend(own.iter().chain(library).map(|module| &module.object));
        objects.extend([&self.stubs, &self.runtime]);
        let exports = stubs::exports(host).iter().map(|(name, function)| Export {
            name: (*name).to_owned(),
            function: (*function).to_owned(),
        });
        Ok(link(&objects, &exports.collect::<Vec<_>>(), with_names)?)
    }
}
