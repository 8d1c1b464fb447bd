//! A unit to an object.

use lfec_abi::{entry, symbol};
use lfec_lower::ir::Unit;
use lfec_program::atoms::AtomTable;
use lfec_program::literal::Reference;
use lfec_program::tables::{TableReference, Tables};
use lfec_program::unit::{UnitLiterals, fun_infos, lay_out_literals, locations};

use crate::WasmError;
use crate::function::{Environment, emit};
use crate::object::{Data, Function, Object, Relocation, RelocationKind, Symbol, Symbols};

/// Compiles a unit; its atoms are in the table ([`lfec_program::unit::collect_atoms`]).
pub fn compile(unit: &Unit, atoms: &AtomTable) -> Result<Object, WasmError> {
    let mut symbols = Symbols::default();
    let literals = lay_out_literals(unit, atoms)?;
    let environment = Environment { unit, atoms, literals: &literals.terms };
    let mut object = Object::default();
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
    let module = unit.module.as_str();
    object.data.push(literal_data(module, &literals, &mut symbols));
    object.data.push(plain_data(symbol::locations(module), locations(unit, atoms)?));
    object.data.push(plain_data(symbol::funs(module), fun_infos(unit, atoms)?));
    object.symbols = symbols.all;
    Ok(object)
}

fn plain_data(name: String, bytes: Vec<u8>) -> Data {
    let size = bytes.len() as u32;
    Data { name: Some(name), alignment: 16, size, bytes, relocations: Vec::new() }
}

fn literal_data(module: &str, literals: &UnitLiterals, symbols: &mut Symbols) -> Data {
    let mut data = plain_data(symbol::literals(module), literals.area.bytes());
    for (offset, reference) in &literals.area.references {
        data.relocations.push(match reference {
            Reference::Area(address) => {
                let symbol = symbols.index(Symbol::Data(symbol::literals(module)));
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
    let mut data = plain_data(lfec_abi::program::PROGRAM.to_owned(), tables.bytes);
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
