//! The tables of a program as an object for the linker.

use cranelift_module::{DataDescription, Linkage, Module, ModuleRelocTarget};
use lfec_abi::{program, symbol};
use lfec_program::atoms::AtomTable;
use lfec_program::tables::{Entry, Reachable, TableReference, atom, tables};

use crate::BackendError;
use crate::names::tail_signature;
use crate::object::{emit, new_module};
use crate::stubs;

/// Compiles the tables of a program to an object: [`program::PROGRAM`], and code for calls of
/// functions that no module defines.
pub fn compile_program(
    reachable: &Reachable<'_>,
    atoms: &AtomTable,
    entry: Option<&Entry>,
) -> Result<Vec<u8>, BackendError> {
    let mut module = new_module("program")?;
    for (module_name, name, arity) in &reachable.undefined {
        let symbol = symbol::function(module_name, name, *arity as usize);
        let indices = (atom(atoms, module_name)?, atom(atoms, name)?);
        stubs::define_undefined(&mut module, true, &symbol, *arity as usize, indices)?;
    }
    let id = module.declare_data(program::PROGRAM, Linkage::Export, false, false)?;
    let tables = tables(reachable, atoms, entry)?;
    let mut data = DataDescription::new();
    data.define(tables.bytes.into());
    data.set_align(16);
    let own = data.import_global_value(ModuleRelocTarget::user(1, id.as_u32()));
    for (offset, target) in tables.references {
        match target {
            TableReference::Own(address) => data.write_data_addr(offset, own, i64::from(address)),
            TableReference::Literals(name, addend) => {
                let name = symbol::literals(&name);
                let id = module.declare_data(&name, Linkage::Import, true, false)?;
                let value = data.import_global_value(ModuleRelocTarget::user(1, id.as_u32()));
                data.write_data_addr(offset, value, i64::from(addend));
            }
            TableReference::Function(name, parameters) => {
                // For an address the signature does not matter, but it must always be the same.
                let signature = tail_signature(parameters);
                let id = module.declare_function(&name, Linkage::Import, &signature)?;
                let function = data.import_function(ModuleRelocTarget::user(0, id.as_u32()));
                data.write_function_addr(offset, function);
            }
        }
    }
    module.define_data(id, &data)?;
    emit(module)
}
