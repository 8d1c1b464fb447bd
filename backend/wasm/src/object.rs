//! Relocatable code and data: what the compiler makes of a unit and what the runtime is read into.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// A type of values.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum ValueType {
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `f32`
    F32,
    /// `f64`
    F64,
}

/// A function's type.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Signature {
    /// Parameters.
    pub parameters: Vec<ValueType>,
    /// Results.
    pub results: Vec<ValueType>,
}

/// What a relocation refers to.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Symbol {
    /// A function of the object.
    OwnFunction(u32),
    /// Data of the object, and the distance from its start.
    OwnData(u32, u32),
    /// A global variable of the object.
    OwnGlobal(u32),
    /// A function of some object, by name.
    Function(String),
    /// Data of some object, by name.
    Data(String),
    /// A function that the host provides.
    Import {
        /// Module.
        module: String,
        /// Name in it.
        name: String,
        /// Type.
        signature: Signature,
    },
    /// A function type.
    Type(Signature),
    /// Where the memory begins that is free when the program starts.
    HeapBase,
    /// Where the memory ends that is there when the program starts.
    HeapEnd,
    /// The function table.
    Table,
}

/// How a place refers to a symbol. In code all are LEB128 numbers of five bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum RelocationKind {
    /// Index of a function, a type, a global variable or a table, unsigned.
    Index,
    /// Position in the table, signed: a function pointer.
    TableIndex,
    /// The same in data, four bytes.
    TableIndexData,
    /// Address of data, unsigned: a load's or store's offset.
    Offset,
    /// Address of data, signed: a constant, of 32 or 64 bits.
    Address,
    /// Address of data in data, four bytes.
    AddressData,
    /// The same, eight bytes.
    AddressData64,
    /// A function's code address, signed.
    CodeAddress,
    /// The same in data, eight bytes.
    CodeAddressData,
}

/// A place that refers to something.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Relocation {
    /// Where: offset in the function's body or the data.
    pub offset: u32,
    /// How.
    pub kind: RelocationKind,
    /// To what: index in [`Object::symbols`].
    pub symbol: u32,
    /// Added to an address.
    pub addend: i32,
}

/// A function.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Function {
    /// Name.
    pub name: String,
    /// Whether other objects do not see it.
    pub is_local: bool,
    /// Type.
    pub signature: Signature,
    /// Declarations of locals, and the code.
    pub body: Vec<u8>,
    /// In ascending order.
    pub relocations: Vec<Relocation>,
}

/// A piece of data.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Data {
    /// Name, if other objects see it.
    pub name: Option<String>,
    /// Alignment of its start.
    pub alignment: u32,
    /// Size in bytes.
    pub size: u32,
    /// What it starts with; the rest is zero.
    pub bytes: Vec<u8>,
    /// In ascending order.
    pub relocations: Vec<Relocation>,
}

/// A global variable.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Global {
    /// Type.
    pub kind: ValueType,
    /// Whether it changes.
    pub is_mutable: bool,
    /// Value at the start.
    pub value: i64,
}

/// Code and data.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Object {
    /// Functions.
    pub functions: Vec<Function>,
    /// Further names of functions, that other objects see.
    pub aliases: Vec<(String, u32)>,
    /// Data.
    pub data: Vec<Data>,
    /// Global variables.
    pub globals: Vec<Global>,
    /// What relocations refer to.
    pub symbols: Vec<Symbol>,
}

/// Builds an object's table of symbols.
#[derive(Default)]
pub struct Symbols {
    /// The table.
    pub all: Vec<Symbol>,
    index: HashMap<Symbol, u32>,
}

impl Symbols {
    /// Index of a symbol.
    pub fn index(&mut self, symbol: Symbol) -> u32 {
        let next = self.all.len() as u32;
        *self.index.entry(symbol).or_insert_with_key(|symbol| {
            self.all.push(symbol.clone());
            next
        })
    }
}
