//! Units to code in this process: macros, shell forms, `lfec run`.
//!
//! Each batch of units is a Cranelift module of its own, so that a later batch may define a function
//! again; what a batch calls outside of itself is looked up by symbol when it is compiled, and by
//! name when it runs if it was not there yet. Code is never freed.

use std::sync::Arc;

use cranelift_jit::{JITBuilder, JITModule};
use cranelift_module::Module;
use lfec_abi::program::{Code, Export, Location};
use lfec_abi::symbol;
use lfec_base::Symbol;
use lfec_lower::ir::Unit;

use crate::BackendError;
use crate::compile::compile_unit;
use crate::isa::{Use, isa};
use crate::names::{Linking, Names};
use crate::object::define_data;
use crate::stubs;
use lfec_program::atoms::AtomTable;
use lfec_program::tables::ModuleInfo;
use lfec_program::unit::{describe, lay_out_literals_apart};

/// Finds the address of a symbol: runtime functions, library functions, earlier batches.
pub type Resolver = Arc<dyn Fn(&str) -> Option<usize> + Send + Sync>;

/// A compiled batch, described as [`lfec_abi::program`] describes programs.
pub struct Batch {
    /// Exported functions.
    pub exports: Vec<Export>,
    /// Code addresses.
    pub code: Vec<Code>,
    /// Modules.
    pub modules: Vec<BatchModule>,
    /// Global functions by symbol, for the resolver.
    pub symbols: Vec<(String, usize)>,
}

/// A module of a batch.
pub struct BatchModule {
    /// Atom index of its name.
    pub name: u32,
    /// Source file.
    pub file: String,
    /// The attribute list, a term.
    pub attributes: u64,
}

/// Compiles the stubs into memory; gives their symbols and addresses.
pub fn compile_stubs(resolve: &Resolver) -> Result<Vec<(String, usize)>, BackendError> {
    let mut module = new_module(resolve.clone(), Use::JitFast)?;
    stubs::define(&mut module, false)?;
    module.finalize_definitions()?;
    let mut symbols = Vec::new();
    for (id, declaration) in module.declarations().get_functions() {
        if let (true, Some(name)) = (declaration.linkage.is_definable(), &declaration.name) {
            symbols.push((name.clone(), module.get_finalized_function(id) as usize));
        }
    }
    std::mem::forget(module);
    Ok(symbols)
}

fn new_module(resolve: Resolver, purpose: Use) -> Result<JITModule, BackendError> {
    let names = cranelift_module::default_libcall_names();
    let mut builder = JITBuilder::with_isa(isa(purpose)?, names);
    builder.symbol_lookup_fn(Box::new(move |name| resolve(name).map(|a| a as *const u8)));
    Ok(JITModule::new(builder))
}

/// Compiles a batch of units; all their atoms are in the table with the running system's indices.
pub fn compile_batch(
    units: &[Unit],
    atoms: &AtomTable,
    resolve: &Resolver,
    purpose: Use,
) -> Result<Batch, BackendError> {
    let mut module = new_module(resolve.clone(), purpose)?;
    let mut parts = Vec::new();
    for unit in units {
        let names = Names::declare(&mut module, unit, Linking { near: false })?;
        let literals = lay_out_literals_apart(unit, atoms)?;
        let isa = isa(purpose)?;
        for function in compile_unit(unit, &names, atoms, &literals, isa.as_ref())? {
            let (bytes, relocations) = (&function.bytes, &function.relocations);
            module.define_function_bytes(function.id, function.alignment, bytes, relocations)?;
        }
        define_data(&mut module, unit, &names, atoms, &literals)?;
        let info = describe(unit, &literals);
        parts.push((names, info));
    }
    define_missing(&mut module, units, &parts, atoms, resolve)?;
    module.finalize_definitions()?;
    let mut batch = Batch { exports: vec![], code: vec![], modules: vec![], symbols: vec![] };
    for (names, info) in &parts {
        describe_module(&module, names, info, atoms, &mut batch)?;
    }
    // Dropping the module would leave the code in place, but not say so.
    std::mem::forget(module);
    Ok(batch)
}

fn define_missing(
    module: &mut JITModule,
    units: &[Unit],
    parts: &[(Names, ModuleInfo)],
    atoms: &AtomTable,
    resolve: &Resolver,
) -> Result<(), BackendError> {
    let mut done = std::collections::HashSet::new();
    for (names, _) in parts {
        for (module_name, name, arity) in names.remotes.keys() {
            let symbol = symbol::function(module_name.as_str(), name.as_str(), *arity as usize);
            let own = units.iter().any(|u| u.functions.iter().any(|f| f.symbol == symbol));
            if own || resolve(&symbol).is_some() || !done.insert(symbol.clone()) {
                continue;
            }
            let indices = (index(atoms, *module_name)?, index(atoms, *name)?);
            stubs::define_undefined(module, false, &symbol, *arity as usize, indices)?;
        }
    }
    Ok(())
}

fn index(atoms: &AtomTable, atom: Symbol) -> Result<u32, BackendError> {
    atoms.get(atom).ok_or_else(|| BackendError::new(format!("atom {atom} has no index")))
}

fn describe_module(
    module: &JITModule,
    names: &Names,
    info: &ModuleInfo,
    atoms: &AtomTable,
    batch: &mut Batch,
) -> Result<(), BackendError> {
    let name = index(atoms, Symbol::intern(&info.name))?;
    let (literals, _) = module.get_finalized_data(names.literals);
    let attributes = match info.attributes {
        Some(offset) => literals as u64 + u64::from(offset),
        None => lfec_abi::term::NIL,
    };
    batch.modules.push(BatchModule { name, file: info.file.clone(), attributes });
    for (id, function) in names.functions.iter().zip(&info.functions) {
        let address = module.get_finalized_function(*id) as u64;
        let location = Location {
            module: name,
            function: index(atoms, Symbol::intern(&function.function))?,
            arity: function.arity,
            line: function.line,
        };
        let (frame_words, kind) = (function.frame_words, function.kind);
        batch.code.push(Code { address, location, frame_words, kind });
        if let Some((global, arity)) = &function.global {
            batch.symbols.push((function.symbol.clone(), address as usize));
            if function.exported {
                let name_index = index(atoms, Symbol::intern(global))?;
                let arity = u64::from(*arity);
                batch.exports.push(Export { module: name, name: name_index, arity, code: address });
            }
        }
    }
    Ok(())
}
