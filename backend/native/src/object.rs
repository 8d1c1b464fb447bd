//! Units to relocatable objects, each function in a section of its own, so that the linker keeps
//! only what a program reaches.

use cranelift_module::{DataDescription, Linkage, Module, ModuleRelocTarget};
use cranelift_object::{ObjectBuilder, ObjectModule};
use lfec_abi::program::{FunInfo, Location, code_kind};
use lfec_lower::ir::{Callee, FunctionKind, Inst, LocationId, Op, Terminator, Unit};

use crate::BackendError;
use crate::atoms::AtomTable;
use crate::compile::{UnitLiterals, compile_unit, lay_out_literals};
use crate::isa::{Use, isa};
use crate::literal::Reference;
use crate::names::{Linking, Names, tail_signature};
use crate::stubs;
use crate::tables::{FunctionInfo, ModuleInfo};

/// A relocatable object, and what a program that uses it must know.
pub struct Object {
    /// ELF bytes.
    pub bytes: Vec<u8>,
    /// Its functions.
    pub info: ModuleInfo,
}

/// Compiles a unit; its atoms are in the table ([`crate::compile::collect_atoms`]).
pub fn compile_object(unit: &Unit, atoms: &AtomTable) -> Result<Object, BackendError> {
    let mut module = new_module(unit.module.as_str())?;
    let names = Names::declare(&mut module, unit, Linking { near: true })?;
    let literals = lay_out_literals(unit, atoms)?;
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
    let mut data = DataDescription::new();
    data.define(non_empty(literals.area.bytes()).into());
    data.set_align(16);
    let own = ModuleRelocTarget::user(1, names.literals.as_u32());
    let own = data.import_global_value(own);
    for (offset, reference) in &literals.area.references {
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
    module.define_data(names.literals, &data)?;

    let mut bytes = Vec::new();
    for index in 0..unit.locations.len() {
        bytes.extend(location_bytes(location(unit, atoms, LocationId(index as u32))?));
    }
    define_bytes(module, names.locations, bytes)?;

    let mut bytes = Vec::new();
    for (index, fun) in unit.funs.iter().enumerate() {
        let module_atom = atom(atoms, unit.module)?;
        let function = atom(atoms, fun.name)?;
        let location = Location { module: module_atom, function, arity: fun.arity, line: 0 };
        let unique = unique_number(unit.module.as_str());
        let (index, free) = (index as u32, u64::from(fun.free));
        let info = FunInfo { location, index, unique, free };
        bytes.extend(fun_info_bytes(&info));
    }
    define_bytes(module, names.funs, bytes)
}

fn define_bytes(
    module: &mut dyn Module,
    id: cranelift_module::DataId,
    bytes: Vec<u8>,
) -> Result<(), BackendError> {
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

fn atom(atoms: &AtomTable, name: lfec_base::Symbol) -> Result<u32, BackendError> {
    atoms.get(name).ok_or_else(|| BackendError::new(format!("atom {name} has no index")))
}

fn location(unit: &Unit, atoms: &AtomTable, id: LocationId) -> Result<Location, BackendError> {
    let place = &unit.locations[id.index()];
    let (module, function) = (atom(atoms, unit.module)?, atom(atoms, place.function)?);
    Ok(Location { module, function, arity: place.arity, line: place.line })
}

pub(crate) fn location_bytes(location: Location) -> [u8; 16] {
    let mut bytes = [0; 16];
    let words = [location.module, location.function, location.arity, location.line];
    for (chunk, word) in bytes.chunks_mut(4).zip(words) {
        chunk.copy_from_slice(&word.to_le_bytes());
    }
    bytes
}

fn fun_info_bytes(info: &FunInfo) -> [u8; size_of::<FunInfo>()] {
    let mut bytes = [0; size_of::<FunInfo>()];
    bytes[..16].copy_from_slice(&location_bytes(info.location));
    bytes[16..20].copy_from_slice(&info.index.to_le_bytes());
    bytes[20..24].copy_from_slice(&info.unique.to_le_bytes());
    bytes[24..32].copy_from_slice(&info.free.to_le_bytes());
    bytes
}

/// A number that tells modules apart in the printed identity of funs (FNV-1a of the name, 27 bits).
fn unique_number(name: &str) -> u32 {
    let hash = name
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash & 0x07FF_FFFF
}

/// What the tables of a program need to know about a unit.
pub(crate) fn describe(unit: &Unit, literals: &UnitLiterals) -> ModuleInfo {
    let functions = unit.functions.iter().map(|function| {
        let place = &unit.locations[function.location.index()];
        let (kind, frame_words) = match function.kind {
            FunctionKind::Entry { .. } => (code_kind::FUNCTION, 0),
            FunctionKind::Continuation { frame_words } => (code_kind::CONTINUATION, frame_words),
            FunctionKind::Handler { frame_words, .. } => (code_kind::HANDLER, frame_words),
        };
        let mut info = FunctionInfo {
            symbol: function.symbol.clone(),
            global: match function.kind {
                FunctionKind::Entry { global: Some(name) } => {
                    Some((name.name.to_string(), name.arity as u32))
                }
                _ => None,
            },
            exported: matches!(function.kind, FunctionKind::Entry { global: Some(name) }
                if unit.exports.contains(&name)),
            function: place.function.to_string(),
            arity: place.arity,
            line: place.line,
            kind,
            frame_words,
            references: Vec::new(),
            remotes: Vec::new(),
            atoms: Vec::new(),
        };
        collect_references(unit, function, &mut info);
        info
    });
    ModuleInfo {
        name: unit.module.to_string(),
        file: unit.file.clone(),
        attributes: literals.attributes,
        functions: functions.collect(),
    }
}

fn collect_references(unit: &Unit, function: &lfec_lower::ir::Function, info: &mut FunctionInfo) {
    let mut references = Vec::new();
    let mut local = |id: lfec_lower::ir::FunctionId| references.push(id.0);
    for block in &function.blocks {
        for inst in &block.insts {
            match inst {
                Inst::HandlerPush(_, handler) => local(*handler),
                Inst::Op { op: Op::MakeFun(fun, _), .. } => {
                    local(unit.funs[fun.index()].function);
                }
                Inst::Op { op: Op::Atom(atom), .. } => info.atoms.push(atom.to_string()),
                Inst::Op { op: Op::Literal(literal), .. } => {
                    literal_references(&unit.literals[literal.index()], info);
                }
                _ => {}
            }
        }
        if let Terminator::Call { continuation, .. } = &block.terminator {
            local(*continuation);
        }
        let (Terminator::Call { callee, .. } | Terminator::TailCall { callee, .. }) =
            block.terminator
        else {
            continue;
        };
        match callee {
            Callee::Local(id) => local(id),
            Callee::Remote(module, name, arity) => {
                info.remotes.push((module.to_string(), name.to_string(), arity));
            }
            Callee::Fun(_) | Callee::Trap(_) => {}
        }
    }
    info.references = references;
    made_funs(function, info);
    info.references.sort_unstable();
    info.references.dedup();
    info.remotes.sort_unstable();
    info.remotes.dedup();
    info.atoms.sort_unstable();
    info.atoms.dedup();
}

/// Atoms and funs in a literal.
fn literal_references(literal: &lfec_core::ir::Literal, info: &mut FunctionInfo) {
    use lfec_core::ir::Literal;
    match literal {
        Literal::Atom(atom) => info.atoms.push(atom.to_string()),
        Literal::Cons(_) => {
            let mut rest = literal;
            while let Literal::Cons(cell) = rest {
                literal_references(&cell.0, info);
                rest = &cell.1;
            }
            literal_references(rest, info);
        }
        Literal::Tuple(elements) => elements.iter().for_each(|e| literal_references(e, info)),
        Literal::Map(pairs) => pairs.iter().for_each(|(key, value)| {
            literal_references(key, info);
            literal_references(value, info);
        }),
        Literal::Fun(module, name, arity) => {
            info.remotes.push((module.to_string(), name.to_string(), *arity as u32));
        }
        _ => {}
    }
}

/// Functions that `fun m:f/n` with constants names; it is made when the program runs.
fn made_funs(function: &lfec_lower::ir::Function, info: &mut FunctionInfo) {
    let mut atoms = std::collections::HashMap::new();
    let mut smalls = std::collections::HashMap::new();
    let insts = function.blocks.iter().flat_map(|block| &block.insts);
    for inst in insts {
        match inst {
            Inst::Op { result, op: Op::Atom(atom) } => {
                atoms.insert(*result, *atom);
            }
            Inst::Op { result, op: Op::Small(value) } => {
                smalls.insert(*result, *value);
            }
            Inst::Op { op: Op::Bif { bif, arguments, .. }, .. } if bif.name == "make_fun" => {
                if let [module, name, arity] = arguments[..]
                    && let (Some(module), Some(name)) = (atoms.get(&module), atoms.get(&name))
                    && let Some(arity) = smalls.get(&arity)
                {
                    let function = (module.to_string(), name.to_string(), *arity as u32);
                    info.remotes.push(function);
                }
            }
            _ => {}
        }
    }
}

/// Cranelift's form of a unit, or its machine code, for people.
pub fn print(unit: &Unit, assembly: bool) -> Result<String, BackendError> {
    let mut atoms = AtomTable::default();
    crate::compile::collect_atoms(unit, &mut atoms);
    let mut module = new_module(unit.module.as_str())?;
    let names = Names::declare(&mut module, unit, Linking { near: true })?;
    let literals = lay_out_literals(unit, &atoms)?;
    let isa = isa(Use::Object)?;
    crate::compile::print_unit(unit, &names, &atoms, &literals, isa.as_ref(), assembly)
}
