//! Units to relocatable objects, each function in a section of its own, so that the linker keeps
//! only what a program reaches.

use cranelift_module::{DataDescription, DataId, Linkage, Module, ModuleRelocTarget};
use cranelift_object::{ObjectBuilder, ObjectModule};
use lfec_lower::ir::Unit;
use lfec_program::atoms::AtomTable;
use lfec_program::literal::{LiteralArea, Reference};
use lfec_program::tables::ModuleInfo;
use lfec_program::unit::{UnitLiterals, collect_atoms, describe, lay_out_literals_apart};

use crate::BackendError;
use crate::compile::compile_unit;
use crate::isa::{Use, isa};
use crate::names::{Linking, Names, tail_signature};
use crate::stubs;

/// A relocatable object, and what a program that uses it must know.
pub struct Object {
    /// ELF bytes.
    pub bytes: Vec<u8>,
    /// Its functions.
    pub info: ModuleInfo,
}

/// Compiles a unit; its atoms are in the table ([`collect_atoms`]).
pub fn compile_object(unit: &Unit, atoms: &AtomTable) -> Result<Object, BackendError> {
    let mut module = new_module(unit.module.as_str())?;
    let names = Names::declare(&mut module, unit, Linking { near: true })?;
    let literals = lay_out_literals_apart(unit, atoms)?;
    let isa = isa(Use::Object)?;
    for function in compile_unit(unit, &names, atoms, &literals, isa.as_ref())? {
        let (bytes, relocations) = (&function.bytes, &function.relocations);
        module.define_function_bytes(function.id, function.alignment, bytes, relocations)?;
    }
    define_data(&mut module, unit, &names, atoms, &literals)?;
    let bytes = emit(module)?;
    Ok(Object { bytes, info: describe(unit, &literals) })
}

/// Compiles the stubs, once for all programs.
pub fn compile_stubs() -> Result<Vec<u8>, BackendError> {
    let mut module = new_module("stubs")?;
    stubs::define(&mut module, true)?;
    emit(module)
}

/// An empty object module.
pub(crate) fn new_module(name: &str) -> Result<ObjectModule, BackendError> {
    let names = cranelift_module::default_libcall_names();
    let mut builder = ObjectBuilder::new(isa(Use::Object)?, name, names)?;
    builder.per_function_section(true).per_data_object_section(true);
    Ok(ObjectModule::new(builder))
}

/// The ELF bytes of a finished module.
pub(crate) fn emit(module: ObjectModule) -> Result<Vec<u8>, BackendError> {
    module.finish().emit().map_err(|error| BackendError::new(error.to_string()))
}

/// Defines a unit's literals, locations and fun descriptions.
pub(crate) fn define_data(
    module: &mut dyn Module,
    unit: &Unit,
    names: &Names,
    atoms: &AtomTable,
    literals: &UnitLiterals,
) -> Result<(), BackendError> {
    define_area(module, names.literals, &literals.area)?;
    for (literal, area) in &literals.apart {
        let id = names.large_literals.get(literal);
        let id = id.ok_or_else(|| BackendError::new("a large literal has no symbol"))?;
        define_area(module, *id, area)?;
    }

    define_bytes(module, names.locations, lfec_program::unit::locations(unit, atoms)?.concat())?;
    define_bytes(module, names.funs, lfec_program::unit::fun_infos(unit, atoms)?.concat())
}

fn define_area(
    module: &mut dyn Module,
    id: DataId,
    area: &LiteralArea,
) -> Result<(), BackendError> {
    let mut data = DataDescription::new();
    data.define(non_empty(area.bytes()).into());
    data.set_align(16);
    let own = ModuleRelocTarget::user(1, id.as_u32());
    let own = data.import_global_value(own);
    for (offset, reference) in &area.references {
        match reference {
            Reference::Area(address) => data.write_data_addr(*offset, own, i64::from(*address)),
            Reference::Function(symbol) => {
                let arity = symbol.trim_start_matches(lfec_abi::entry::EXPORT_FUN).parse();
                let signature = tail_signature(arity.unwrap_or(0) + 1);
                let id = module.declare_function(symbol, Linkage::Import, &signature)?;
                let function = data.import_function(ModuleRelocTarget::user(0, id.as_u32()));
                data.write_function_addr(*offset, function);
            }
        }
    }
    Ok(module.define_data(id, &data)?)
}

fn define_bytes(module: &mut dyn Module, id: DataId, bytes: Vec<u8>) -> Result<(), BackendError> {
    let mut data = DataDescription::new();
    data.define(non_empty(bytes).into());
    data.set_align(16);
    Ok(module.define_data(id, &data)?)
}

/// A symbol of its own needs at least a byte.
fn non_empty(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.is_empty() {
        bytes.resize(16, 0);
    }
    bytes
}

/// Cranelift's form of a unit, or its machine code, for people.
pub fn print(unit: &Unit, assembly: bool) -> Result<String, BackendError> {
    let mut atoms = AtomTable::default();
    collect_atoms(unit, &mut atoms);
    let mut module = new_module(unit.module.as_str())?;
    let names = Names::declare(&mut module, unit, Linking { near: true })?;
    let literals = lay_out_literals_apart(unit, &atoms)?;
    let isa = isa(Use::Object)?;
    crate::compile::print_unit(unit, &names, &atoms, &literals, isa.as_ref(), assembly)
}
