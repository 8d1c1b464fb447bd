//! What the definitions of a module say: records, structs, imports, aliases.

use std::collections::HashMap;

use lfec_base::Symbol;
use lfec_reader::Form;

/// A record: its name and fields in order.
#[derive(Clone, Debug)]
pub(crate) struct RecordDefinition {
    pub(crate) name: Symbol,
    pub(crate) fields: Vec<RecordField>,
}

/// A field of a record, and the expression for its value where none is given.
#[derive(Clone, Debug)]
pub(crate) struct RecordField {
    pub(crate) name: Symbol,
    pub(crate) default: Option<Form>,
}

impl RecordDefinition {
    /// The definition in `(name field…)`, a field being `name`, `(name)`, `(name default)` or
    /// `(name default type)`. Fields of other shapes are left out.
    pub(crate) fn new(name: Symbol, fields: &[Form]) -> RecordDefinition {
        let fields = fields.iter().filter_map(|field| {
            let (name, default) = field_parts(field)?;
            Some(RecordField { name, default: default.cloned() })
        });
        RecordDefinition { name, fields: fields.collect() }
    }

    /// Position of a field in the tuple, from 1.
    pub(crate) fn index(&self, field: Symbol) -> Option<usize> {
        self.fields.iter().position(|known| known.name == field).map(|index| index + 2)
    }

    /// Size of the tuple.
    pub(crate) fn size(&self) -> usize {
        self.fields.len() + 1
    }
}

/// Name and default of a field of a record or struct definition.
pub(crate) fn field_parts(field: &Form) -> Option<(Symbol, Option<&Form>)> {
    if let Some(name) = field.as_symbol() {
        return Some((name, None));
    }
    match field.as_list()? {
        [name] => Some((name.as_symbol()?, None)),
        [name, default] | [name, default, _] => Some((name.as_symbol()?, Some(default))),
        _ => None,
    }
}

/// The definitions that code refers to by name.
#[derive(Clone, Default)]
pub(crate) struct Tables {
    /// The module being compiled.
    pub(crate) module: Option<Symbol>,
    /// Records by name.
    pub(crate) records: HashMap<Symbol, RecordDefinition>,
    /// Fields of the structs of this module and of others that are known.
    pub(crate) structs: HashMap<Symbol, Vec<Symbol>>,
    /// Module aliases and the modules they stand for.
    pub(crate) aliases: HashMap<Symbol, Symbol>,
    /// Local names and what they are imported from.
    pub(crate) imports: HashMap<(Symbol, usize), (Symbol, Symbol)>,
    /// Macros and their documentation.
    pub(crate) macros: Vec<(Symbol, Option<String>)>,
}

impl Tables {
    /// The module a name stands for.
    pub(crate) fn resolve_module(&self, name: Symbol) -> Symbol {
        self.aliases.get(&name).copied().unwrap_or(name)
    }
}
