//! What all backends do with a unit alike: its atoms, its data, its description.

use lfec_abi::program::{FunInfo, Location, code_kind};
use lfec_core::ir::Literal;
use lfec_lower::ir::{Callee, Constant, FunctionKind, Inst, LocationId, Op, Terminator, Unit};

use crate::ProgramError;
use crate::atoms::AtomTable;
use crate::literal::{LiteralArea, Word};
use crate::tables::{FunctionInfo, ModuleInfo};

/// The literals of a unit, laid out.
pub struct UnitLiterals {
    /// The area.
    pub area: LiteralArea,
    /// Each literal of the unit; an address is in the area, or in the literal's own in `apart`.
    pub terms: Vec<Word>,
    /// The areas of literals that have one of their own, by index in the unit.
    pub apart: Vec<(usize, LiteralArea)>,
    /// Offset, with tag, of the attribute list; `None` where there are no attributes.
    pub attributes: Option<u32>,
}

/// Adds all atoms of a unit to the table, in order of appearance.
pub fn collect_atoms(unit: &Unit, atoms: &mut AtomTable) {
    atoms.add(unit.module);
    for export in &unit.exports {
        atoms.add(export.name);
    }
    for (name, value) in &unit.attributes {
        atoms.add(*name);
        collect_literal(value, atoms);
    }
    unit.literals.iter().for_each(|literal| collect_literal(literal, atoms));
    unit.locations.iter().for_each(|location| {
        atoms.add(location.function);
    });
    unit.funs.iter().for_each(|fun| {
        atoms.add(fun.name);
    });
    for block in unit.functions.iter().flat_map(|function| &function.blocks) {
        for inst in &block.insts {
            if let Inst::Op { op: Op::Atom(atom), .. } = inst {
                atoms.add(*atom);
            }
        }
        match &block.terminator {
            Terminator::Switch { cases, .. } => {
                for (constant, _) in cases {
                    if let lfec_lower::ir::Constant::Atom(atom) = constant {
                        atoms.add(*atom);
                    }
                }
            }
            Terminator::Call { callee, .. } | Terminator::TailCall { callee, .. } => {
                if let lfec_lower::ir::Callee::Remote(module, name, _) = callee {
                    atoms.add(*module);
                    atoms.add(*name);
                }
            }
            _ => {}
        }
    }
}

fn collect_literal(literal: &Literal, atoms: &mut AtomTable) {
    match literal {
        Literal::Atom(atom) => {
            atoms.add(*atom);
        }
        Literal::Cons(_) => {
            let mut rest = literal;
            while let Literal::Cons(cell) = rest {
                collect_literal(&cell.0, atoms);
                rest = &cell.1;
            }
            collect_literal(rest, atoms);
        }
        Literal::Tuple(elements) => elements.iter().for_each(|e| collect_literal(e, atoms)),
        Literal::Map(pairs) => pairs.iter().for_each(|(key, value)| {
            collect_literal(key, atoms);
            collect_literal(value, atoms);
        }),
        Literal::Fun(module, name, _) => {
            atoms.add(*module);
            atoms.add(*name);
        }
        Literal::Integer(_)
        | Literal::Float(_)
        | Literal::String(_)
        | Literal::Nil
        | Literal::Binary(..) => {}
    }
}

/// Bytes from which on a binary may have an area of its own, so that programs that do not use it do
/// not carry it. Smaller ones are not worth a symbol.
const LARGE_BINARY: usize = 1024;

/// Whether a literal of a unit gets an area of its own from [`lay_out_literals_apart`].
pub fn is_large(literal: &Literal) -> bool {
    matches!(literal, Literal::Binary(bytes, _) if bytes.len() >= LARGE_BINARY)
}

/// Lays out the literals of a unit in one area.
pub fn lay_out_literals(unit: &Unit, atoms: &AtomTable) -> Result<UnitLiterals, ProgramError> {
    lay_out(unit, atoms, |_| false)
}

/// Lays out the literals of a unit, large ones in areas of their own.
pub fn lay_out_literals_apart(
    unit: &Unit,
    atoms: &AtomTable,
) -> Result<UnitLiterals, ProgramError> {
    lay_out(unit, atoms, is_large)
}

/// Lays out the literals of a unit, each in an area of its own.
pub fn lay_out_literals_each(unit: &Unit, atoms: &AtomTable) -> Result<UnitLiterals, ProgramError> {
    lay_out(unit, atoms, |_| true)
}

fn lay_out(
    unit: &Unit,
    atoms: &AtomTable,
    is_apart: impl Fn(&Literal) -> bool,
) -> Result<UnitLiterals, ProgramError> {
    let mut area = LiteralArea::default();
    let mut terms = Vec::with_capacity(unit.literals.len());
    let mut apart = Vec::new();
    for (index, literal) in unit.literals.iter().enumerate() {
        if is_apart(literal) {
            let mut own = LiteralArea::default();
            terms.push(own.add(literal, atoms)?);
            apart.push((index, own));
        } else {
            terms.push(area.add(literal, atoms)?);
        }
    }
    let mut list = Literal::Nil;
    for (name, value) in unit.attributes.iter().rev() {
        let pair = Literal::Tuple([Literal::Atom(*name), value.clone()].into());
        list = Literal::Cons((pair, list).into());
    }
    let attributes = match list {
        Literal::Nil => None,
        list => match area.add(&list, atoms)? {
            Word::Address(offset) => Some(offset),
            Word::Immediate(_) => None,
        },
    };
    Ok(UnitLiterals { area, terms, apart, attributes })
}

/// The bytes of each of a unit's [`Location`]s.
pub fn locations(unit: &Unit, atoms: &AtomTable) -> Result<Vec<[u8; 16]>, ProgramError> {
    let all = (0..unit.locations.len()).map(|index| LocationId(index as u32));
    all.map(|id| Ok(location_bytes(location(unit, atoms, id)?))).collect()
}

/// The bytes of each of a unit's [`FunInfo`]s.
pub fn fun_infos(
    unit: &Unit,
    atoms: &AtomTable,
) -> Result<Vec<[u8; size_of::<FunInfo>()]>, ProgramError> {
    let module = atom(atoms, unit.module)?;
    let unique = unique_number(unit.module.as_str());
    let info = |(index, fun): (usize, &lfec_lower::ir::FunDescription)| {
        let function = atom(atoms, fun.name)?;
        let location = Location { module, function, arity: fun.arity, line: 0 };
        let (index, free) = (index as u32, u64::from(fun.free));
        Ok(fun_info_bytes(&FunInfo { location, index, unique, free }))
    };
    unit.funs.iter().enumerate().map(info).collect()
}

fn atom(atoms: &AtomTable, name: lfec_base::Symbol) -> Result<u32, ProgramError> {
    atoms.get(name).ok_or_else(|| ProgramError::new(format!("atom {name} has no index")))
}

fn location(unit: &Unit, atoms: &AtomTable, id: LocationId) -> Result<Location, ProgramError> {
    let place = &unit.locations[id.index()];
    let (module, function) = (atom(atoms, unit.module)?, atom(atoms, place.function)?);
    Ok(Location { module, function, arity: place.arity, line: place.line })
}

pub fn location_bytes(location: Location) -> [u8; 16] {
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
pub fn describe(unit: &Unit, literals: &UnitLiterals) -> ModuleInfo {
    ModuleInfo { attributes: literals.attributes, ..outline(unit) }
}

/// What reachability needs to know about a unit before it is laid out.
pub fn outline(unit: &Unit) -> ModuleInfo {
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
            cases: Vec::new(),
        };
        collect_references(unit, function, &mut info);
        info
    });
    ModuleInfo {
        name: unit.module.to_string(),
        file: unit.file.clone(),
        attributes: None,
        functions: functions.collect(),
        atoms: shared_atoms(unit),
    }
}

/// Atoms that do not belong to one function.
fn shared_atoms(unit: &Unit) -> Vec<String> {
    let mut atoms = AtomTable::new([]);
    for (name, value) in &unit.attributes {
        atoms.add(*name);
        collect_literal(value, &mut atoms);
    }
    unit.funs.iter().for_each(|fun| {
        atoms.add(fun.name);
    });
    // A function that was inlined is shown where the one that it is in is reached.
    unit.locations.iter().for_each(|location| {
        atoms.add(location.function);
    });
    atoms.texts().iter().map(|atom| atom.to_string()).collect()
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
        match &block.terminator {
            Terminator::Call { continuation, .. } => local(*continuation),
            Terminator::Switch { cases, .. } => {
                for (case, _) in cases {
                    if let Constant::Atom(atom) = case {
                        info.cases.push(atom.to_string());
                    }
                }
            }
            _ => {}
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
    info.cases.sort_unstable();
    info.cases.dedup();
}

/// Atoms and funs in a literal.
fn literal_references(literal: &lfec_core::ir::Literal, info: &mut FunctionInfo) {
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
