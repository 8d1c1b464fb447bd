//! The runtime and the library inside the compiler: code compiled into memory, called by name.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock, RwLock};

use lfec_abi::ABI_VERSION;
use lfec_abi::program::{Module, Program, Table, Text};
use lfec_base::Symbol;
use lfec_lower::ir::Unit;
use lfec_native::isa::Use;
use lfec_native::jit::{Batch, Resolver, compile_batch};
use lfec_program::atoms::AtomTable;
use lfec_program::unit::collect_atoms;
use lfec_runtime::code::{self, Stubs};
use lfec_runtime::embed;
use lfec_runtime::term::Atom;

use crate::Embedded;
use crate::report::Failure;

/// The one runtime of this process.
static JIT: OnceLock<Jit> = OnceLock::new();

/// Compiles units into this process.
pub struct Jit {
    /// Runtime functions and stubs, by symbol.
    base: HashMap<&'static str, usize>,
    /// Functions of earlier batches.
    compiled: Arc<RwLock<Compiled>>,
}

/// What has been compiled into this process.
#[derive(Default)]
struct Compiled {
    /// Functions by symbol; the newest of each.
    functions: HashMap<String, usize>,
    /// Modules, where they can be defined again: then their functions are called by name.
    redefinable: Option<HashSet<String>>,
}

/// The runtime's way into generated code, from the stubs linked into the compiler.
pub fn stubs(embedded: &Embedded) -> Result<Stubs, Failure> {
    let find = |name: &str| {
        let found = embedded.stubs.iter().find(|(stub, _)| *stub == name);
        found.map(|(_, stub)| *stub).ok_or_else(|| Failure::Internal(format!("no stub {name}")))
    };
    let mut export_funs = [0; lfec_abi::entry::MAX_EXPORT_FUN_ARITY + 1];
    for (arity, address) in export_funs.iter_mut().enumerate() {
        let name = format!("{}{arity}", lfec_abi::entry::EXPORT_FUN);
        *address = find(&name)? as *const () as u64;
    }
    let enter = find(lfec_abi::entry::ENTER)?;
    // SAFETY: the stub is compiled with this signature: `lfec_abi::entry` says so.
    let enter = unsafe { std::mem::transmute::<unsafe extern "C" fn(), code::Enter>(enter) };
    let process_return = find(lfec_abi::entry::PROCESS_RETURN)? as *const () as u64;
    Ok(Stubs { enter, process_return, export_funs })
}

impl Jit {
    /// The process's runtime, started on first use.
    pub fn get(embedded: &'static Embedded) -> Result<&'static Jit, Failure> {
        if let Some(jit) = JIT.get() {
            return Ok(jit);
        }
        let stubs = stubs(embedded)?;
        // SAFETY: the tables were made by the build script of this executable and are static.
        let loaded = unsafe { embed::init(embedded.program, stubs) };
        loaded.map_err(|error| Failure::Internal(error.to_string()))?;
        Ok(JIT.get_or_init(|| Jit::new(embedded)))
    }

    /// A compiler for a runtime that somebody else starts.
    pub fn new(embedded: &Embedded) -> Jit {
        let entries = lfec_runtime::entry_points().into_iter();
        let mut base: HashMap<&'static str, usize> = entries.collect();
        base.extend(embedded.stubs.iter().map(|(name, stub)| (*name, *stub as *const () as usize)));
        Jit { base, compiled: Arc::default() }
    }

    /// Compiles units and makes their functions known to the runtime.
    pub fn add(&self, units: &[Unit], purpose: Use) -> Result<(), Failure> {
        let atoms = running_atoms(units)?;
        let batch = compile_batch(units, &atoms, &self.resolver(), purpose)?;
        if let Ok(mut compiled) = self.compiled.write() {
            compiled.functions.extend(batch.symbols.iter().cloned());
            if let Some(modules) = &mut compiled.redefinable {
                modules.extend(units.iter().map(|unit| unit.module.to_string()));
            }
        }
        register(batch)
    }

    /// Lets modules that are compiled from now on be defined again: callers that were compiled
    /// before see it.
    pub fn allow_redefinition(&self) {
        if let Ok(mut compiled) = self.compiled.write() {
            compiled.redefinable.get_or_insert_default();
        }
    }

    fn resolver(&self) -> Resolver {
        let (base, compiled) = (self.base.clone(), self.compiled.clone());
        Arc::new(move |symbol: &str| {
            if let Some(address) = base.get(symbol) {
                return Some(*address);
            }
            let compiled = compiled.read().ok()?;
            if let Some(modules) = &compiled.redefinable {
                let (module, _) = symbol.split_once(':')?;
                if modules.contains(module) {
                    return None;
                }
            }
            compiled.functions.get(symbol).copied().or_else(|| library_function(symbol))
        })
    }
}

/// Address of an exported function that the runtime knows, by symbol.
fn library_function(symbol: &str) -> Option<usize> {
    let (module, rest) = symbol.split_once(':')?;
    let (name, arity) = rest.rsplit_once('/')?;
    let (module, name) = (Atom::existing(module)?, Atom::existing(name)?);
    let address = code::find_function(module.index(), name.index(), arity.parse().ok()?)?;
    Some(address as usize)
}

/// Indices of all atoms of some units in the running system.
fn running_atoms(units: &[Unit]) -> Result<AtomTable, Failure> {
    let mut used = AtomTable::default();
    units.iter().for_each(|unit| collect_atoms(unit, &mut used));
    let index = |atom: &Symbol| {
        let index = Atom::new(atom.as_str()).map(Atom::index);
        let full = || Failure::Message("there are too many atoms".to_owned());
        Ok((*atom, index.ok_or_else(full)?))
    };
    let atoms: Result<Vec<_>, Failure> = used.texts().iter().map(index).collect();
    Ok(AtomTable::of_running_system(atoms?))
}

/// Hands a batch's tables to the runtime, which keeps them.
fn register(batch: Batch) -> Result<(), Failure> {
    fn table<T>(elements: Vec<T>) -> Table {
        let elements = elements.leak();
        Table {
            address: elements.as_ptr().expose_provenance() as u64,
            count: elements.len() as u64,
        }
    }
    let modules = batch.modules.into_iter().map(|module| {
        let file = table(module.file.into_bytes());
        let file = Text { address: file.address, length: file.count };
        Module { name: u64::from(module.name), file, attributes: module.attributes }
    });
    let program = Program {
        abi_version: ABI_VERSION,
        atoms: Table { address: 0, count: 0 },
        atom_texts: 0,
        exports: table(batch.exports),
        code: table(batch.code),
        modules: table(modules.collect()),
        entry_module: u32::MAX,
        entry_function: u32::MAX,
        entry_arity: 0,
    };
    // SAFETY: the tables were made just now from the batch's addresses and are never freed.
    let added = unsafe { embed::register_modules(&program) };
    added.map_err(|error| Failure::Internal(error.to_string()))
}
