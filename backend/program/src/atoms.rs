//! The atom table of a program: indices that generated code has as constants.

use std::collections::HashMap;

use lfec_abi::atoms::WELL_KNOWN;
use lfec_base::Symbol;

/// Atoms by index. The first are the runtime's well-known ones, then the library's, then the
/// program's own; the order is that of the units, so it does not change from build to build.
#[derive(Clone, Debug)]
pub struct AtomTable {
    index: HashMap<Symbol, u32>,
    texts: Vec<Symbol>,
}

impl Default for AtomTable {
    fn default() -> AtomTable {
        AtomTable::new(WELL_KNOWN.iter().map(|text| Symbol::intern(text)))
    }
}

impl AtomTable {
    /// A table of these atoms; the well-known ones must come first.
    pub fn new(atoms: impl IntoIterator<Item = Symbol>) -> AtomTable {
        let mut table = AtomTable { index: HashMap::new(), texts: Vec::new() };
        for atom in atoms {
            table.add(atom);
        }
        table
    }

    /// A table of these atoms and indices, as a running system gave them; nothing is added to it.
    pub fn of_running_system(atoms: impl IntoIterator<Item = (Symbol, u32)>) -> AtomTable {
        AtomTable { index: atoms.into_iter().collect(), texts: Vec::new() }
    }

    /// Index of an atom, which is added if it is new.
    pub fn add(&mut self, atom: Symbol) -> u32 {
        let next = self.texts.len() as u32;
        let index = *self.index.entry(atom).or_insert(next);
        if index == next {
            self.texts.push(atom);
        }
        index
    }

    /// Index of an atom that has been added.
    pub fn get(&self, atom: Symbol) -> Option<u32> {
        self.index.get(&atom).copied()
    }

    /// Atoms in order of index.
    pub fn texts(&self) -> &[Symbol] {
        &self.texts
    }
}
