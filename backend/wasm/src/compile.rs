//! A unit to an object.

use lfec_abi::{entry, symbol};
use lfec_lower::ir::Unit;
use lfec_program::atoms::AtomTable;
use lfec_program::literal::{LiteralArea, Reference, Word};
use lfec_program::tables::{TableReference, Tables};
use lfec_program::unit::{fun_infos, lay_out_literals_each, locations};

use crate::WasmError;
use crate::function::{Environment, emit};
use crate::object::{Data, Function, Object, Relocation, RelocationKind, Symbol, Symbols};

/// Compiles a unit; its atoms are in the table ([`lfec_program::unit::collect_atoms`]).
pub fn compile(unit: &Unit, atoms: &AtomTable) -> Result<Object, WasmError> {
    let mut symbols = Symbols::default();
    let mut object = Object::default();
    let data = place_data(unit, atoms, &mut object, &mut symbols)?;
    let returns = lfec_program::frames::returning_to_themselves(unit);
    let environment = Environment { unit, atoms, data: &data, returns: &returns };
    for (index, function) in unit.functions.iter().enumerate() {
        let (signature, body) = emit(environment, index, &mut symbols)?;
        object.functions.push(Function {
            name: function.symbol.clone(),
            is_local: false,
            signature,
            body: body.bytes,
            relocations: body.relocations,
        });
    }
    object.symbols = symbols.all;
    Ok(object)
}

/// Where a unit's data are: pieces of the object, each of which is linked only if it is used.
pub struct Places {
    /// Each literal: the piece, the term (an address is one in it).
    pub literals: Vec<(u32, Word)>,
    /// The first location; the others follow.
    pub locations: u32,
    /// The first fun's description; the others follow.
    pub funs: u32,
}

fn place_data(
    unit: &Unit,
    atoms: &AtomTable,
    object: &mut Object,
    symbols: &mut Symbols,
) -> Result<Places, WasmError> {
    let laid_out = lay_out_literals_each(unit, atoms)?;
    // What is left is the list of attributes.
    let mut attributes = literal_data(&laid_out.area, 0, symbols);
    attributes.name = Some(symbol::literals(unit.module.as_str()));
    object.data.push(attributes);
    let mut literals: Vec<(u32, Word)> = laid_out.terms.iter().map(|term| (0, *term)).collect();
    for (index, area) in laid_out.apart.iter().filter(|(_, area)| !area.is_empty()) {
        let piece = object.data.len() as u32;
        object.data.push(literal_data(area, piece, symbols));
        literals[*index].0 = piece;
    }
    let first_location = object.data.len() as u32;
    object.data.extend(locations(unit, atoms)?.iter().map(|bytes| plain_data(bytes)));
    let first_fun = object.data.len() as u32;
    object.data.extend(fun_infos(unit, atoms)?.iter().map(|bytes| plain_data(bytes)));
    Ok(Places { literals, locations: first_location, funs: first_fun })
}

fn plain_data(bytes: &[u8]) -> Data {
    let (size, bytes) = (bytes.len() as u32, bytes.to_vec());
    Data { name: None, alignment: 16, size, bytes, relocations: Vec::new() }
}

/// An area as the piece of this number.
fn literal_data(area: &LiteralArea, piece: u32, symbols: &mut Symbols) -> Data {
    let mut data = plain_data(&area.bytes());
    data.alignment = 8;
    for (offset, reference) in &area.references {
        data.relocations.push(match reference {
            Reference::Area(address) => {
                let symbol = symbols.index(Symbol::OwnData(piece, 0));
                let kind = RelocationKind::AddressData64;
                Relocation { offset: *offset, kind, symbol, addend: *address as i32 }
            }
            Reference::Function(name) => {
                debug_assert!(name.starts_with(entry::EXPORT_FUN));
                let symbol = symbols.index(Symbol::Function(name.clone()));
                let kind = RelocationKind::CodeAddressData;
                Relocation { offset: *offset, kind, symbol, addend: 0 }
            }
        });
    }
    data.relocations.sort_by_key(|relocation| relocation.offset);
    data
}

/// The tables of a program as an object.
pub fn compile_tables(tables: Tables) -> Object {
    let mut symbols = Symbols::default();
    let mut data = plain_data(&tables.bytes);
    data.name = Some(lfec_abi::program::PROGRAM.to_owned());
    for (offset, reference) in tables.references {
        let (symbol, kind, addend) = match reference {
            TableReference::Own(address) => {
                let own = Symbol::Data(lfec_abi::program::PROGRAM.to_owned());
                (own, RelocationKind::AddressData64, address)
            }
            TableReference::Literals(module, address) => {
                let literals = Symbol::Data(symbol::literals(&module));
                (literals, RelocationKind::AddressData64, address)
            }
            TableReference::Function(name, _) => {
                (Symbol::Function(name), RelocationKind::CodeAddressData, 0)
            }
        };
        let symbol = symbols.index(symbol);
        data.relocations.push(Relocation { offset, kind, symbol, addend: addend as i32 });
    }
    data.relocations.sort_by_key(|relocation| relocation.offset);
    Object { data: vec![data], symbols: symbols.all, ..Object::default() }
}
