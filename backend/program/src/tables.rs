//! The tables of a program: what is reachable from its entry, and the data that tells the runtime.
//!
//! Reachability goes function by function: calls, funs, continuations; and all exported functions of
//! a module whose name is an atom of the program's own code, since a behaviour or `apply` may call
//! them. A function of the library that names its own module, as one does to start a process or a
//! behaviour, brings in those of its exported functions whose names are atoms in reachable code.
//! Where code is evaluated at run time, all exported functions are reached.

use std::collections::{BTreeSet, HashMap, HashSet};

use lfec_abi::ABI_VERSION;
use lfec_abi::program::{self, ATOM_LENGTH_BITS, Code, Export, Location, Program, Text};
use lfec_base::Symbol;
use serde::{Deserialize, Serialize};

use crate::ProgramError;
use crate::atoms::AtomTable;
use crate::unit::location_bytes;

/// What the tables need to know about a compiled unit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ModuleInfo {
    /// Name.
    pub name: String,
    /// Source file that stack traces show.
    pub file: String,
    /// Offset, with tag, of the attribute list among the literals.
    pub attributes: Option<u32>,
    /// Atoms in its attributes, and names of functions and funs that are shown.
    pub atoms: Vec<String>,
    /// Functions, continuations and handlers.
    pub functions: Vec<FunctionInfo>,
}

/// What the tables need to know about a function.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FunctionInfo {
    /// Machine symbol.
    pub symbol: String,
    /// Name and arity, if it is an Erlang function.
    pub global: Option<(String, u32)>,
    /// Whether it is exported.
    pub exported: bool,
    /// Name in stack traces.
    pub function: String,
    /// Arity in stack traces.
    pub arity: u32,
    /// Line.
    pub line: u32,
    /// [`program::code_kind`]
    pub kind: u32,
    /// Words of the frame.
    pub frame_words: u32,
    /// Functions of the module that it refers to, by index.
    pub references: Vec<u32>,
    /// Functions called by name.
    pub remotes: Vec<(String, String, u32)>,
    /// Atoms that its code makes.
    pub atoms: Vec<String>,
    /// Atoms that its code compares with.
    pub cases: Vec<String>,
}

/// Calls by evaluated code go through this function of the library: it may call anything.
const EVALUATED_CALL: (&str, &str, u32) = ("erts_eval", "apply", 3);

/// A module of a program.
#[derive(Clone, Copy)]
pub struct ProgramModule<'a> {
    /// Its description.
    pub info: &'a ModuleInfo,
    /// Whether it is the program's own: all its functions are kept, and atoms in it that name
    /// modules bring in those.
    pub own: bool,
}

/// The part of a set of modules that a program reaches.
pub struct Reachable<'a> {
    /// Modules with at least one function reached, and the indices of those.
    pub modules: Vec<(&'a ModuleInfo, BTreeSet<usize>)>,
    /// Functions called that no module defines.
    pub undefined: BTreeSet<(String, String, u32)>,
}

/// Finds what is reachable from the modules that are the program's own and from `roots`.
pub fn reach<'a>(modules: &[ProgramModule<'a>], roots: &[(&str, &str, u32)]) -> Reachable<'a> {
    let mut search = Search::new(modules);
    for (index, module) in modules.iter().enumerate() {
        if module.own {
            (0..module.info.functions.len()).for_each(|function| search.visit(index, function));
        }
    }
    for (module, name, arity) in roots {
        search.visit_remote(module, name, *arity);
    }
    search.run();
    let undefined = search.undefined;
    let modules = modules.iter().zip(search.reached).filter(|(_, reached)| !reached.is_empty());
    Reachable {
        modules: modules.map(|(module, reached)| (module.info, reached)).collect(),
        undefined,
    }
}

struct Search<'a> {
    modules: &'a [ProgramModule<'a>],
    by_name: HashMap<&'a str, usize>,
    globals: Vec<HashMap<(&'a str, u32), usize>>,
    reached: Vec<BTreeSet<usize>>,
    named: BTreeSet<usize>,
    named_by_themselves: BTreeSet<usize>,
    /// Atoms in reachable code.
    atoms: HashSet<&'a str>,
    /// Exported functions of modules that name themselves, until their names are seen.
    waiting: HashMap<&'a str, Vec<(usize, usize)>>,
    undefined: BTreeSet<(String, String, u32)>,
    work: Vec<(usize, usize)>,
}

impl<'a> Search<'a> {
    fn new(modules: &'a [ProgramModule<'_>]) -> Search<'a> {
        let by_name = modules.iter().enumerate();
        let globals = modules.iter().map(|module| {
            let functions = module.info.functions.iter().enumerate();
            functions
                .filter_map(|(index, function)| {
                    let (name, arity) = function.global.as_ref()?;
                    Some(((name.as_str(), *arity), index))
                })
                .collect()
        });
        Search {
            modules,
            by_name: by_name.map(|(index, module)| (module.info.name.as_str(), index)).collect(),
            globals: globals.collect(),
            reached: vec![BTreeSet::new(); modules.len()],
            named: BTreeSet::new(),
            named_by_themselves: BTreeSet::new(),
            atoms: HashSet::new(),
            waiting: HashMap::new(),
            undefined: BTreeSet::new(),
            work: Vec::new(),
        }
    }

    fn visit(&mut self, module: usize, function: usize) {
        if self.reached[module].insert(function) {
            self.work.push((module, function));
        }
    }

    fn visit_remote(&mut self, module: &str, name: &str, arity: u32) {
        let found = self.by_name.get(module).copied();
        let function = found.and_then(|index| self.globals[index].get(&(name, arity)).copied());
        match (found, function) {
            (Some(index), Some(function)) => self.visit(index, function),
            _ => {
                self.undefined.insert((module.to_owned(), name.to_owned(), arity));
            }
        }
    }

    /// All exported functions of a module that the program names.
    fn visit_named(&mut self, name: &str) {
        let Some(index) = self.by_name.get(name).copied() else { return };
        if self.named.insert(index) {
            let functions = self.modules[index].info.functions.iter().enumerate();
            for (function, info) in functions {
                if info.exported {
                    self.visit(index, function);
                }
            }
        }
    }

    /// See [`Search::waiting`].
    fn visit_named_by_itself(&mut self, index: usize) {
        if !self.named_by_themselves.insert(index) {
            return;
        }
        for (function, info) in self.modules[index].info.functions.iter().enumerate() {
            let Some((name, _)) = info.global.as_ref().filter(|_| info.exported) else { continue };
            if self.atoms.contains(name.as_str()) {
                self.visit(index, function);
            } else {
                self.waiting.entry(name).or_default().push((index, function));
            }
        }
    }

    fn see_atom(&mut self, atom: &'a str) {
        if self.atoms.insert(atom) {
            for (index, function) in self.waiting.remove(atom).unwrap_or_default() {
                self.visit(index, function);
            }
        }
    }

    fn run(&mut self) {
        while let Some((index, function)) = self.work.pop() {
            let modules = self.modules;
            let info = &modules[index].info.functions[function];
            for reference in &info.references {
                self.visit(index, *reference as usize);
            }
            for (module, name, arity) in &info.remotes {
                self.visit_remote(module, name, *arity);
                if (module.as_str(), name.as_str(), *arity) == EVALUATED_CALL {
                    modules.iter().for_each(|module| self.visit_named(&module.info.name));
                }
            }
            for atom in &info.atoms {
                self.see_atom(atom);
                if modules[index].own {
                    self.visit_named(atom);
                } else if *atom == modules[index].info.name {
                    self.visit_named_by_itself(index);
                }
            }
        }
    }
}

/// The function a program starts with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Module.
    pub module: String,
    /// Function.
    pub function: String,
    /// 1: it gets the list of argument strings; 0: it gets nothing.
    pub arity: u32,
}

/// Index of an atom that the table has.
pub fn atom(atoms: &AtomTable, name: &str) -> Result<u32, ProgramError> {
    let index = atoms.get(Symbol::intern(name));
    index.ok_or_else(|| ProgramError::new(format!("atom {name} has no index")))
}

/// What a word of the tables is the address of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableReference {
    /// The tables themselves, at an offset.
    Own(u32),
    /// A module's literals, at an offset with a tag: its attributes.
    Literals(String, u32),
    /// A function, by symbol, with this many parameters.
    Function(String, usize),
}

/// The tables of a program.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// Bytes; they start with [`Program`].
    pub bytes: Vec<u8>,
    /// Offsets of words that hold addresses, which are zero in the bytes.
    pub references: Vec<(u32, TableReference)>,
}

impl Tables {
    fn word(&mut self, word: u64) {
        self.bytes.extend(word.to_le_bytes());
    }

    fn half(&mut self, half: u32) {
        self.bytes.extend(half.to_le_bytes());
    }

    fn reference(&mut self, reference: TableReference) {
        self.references.push((self.bytes.len() as u32, reference));
        self.word(0);
    }

    fn text(&mut self, (address, length): (u32, u32)) {
        self.reference(TableReference::Own(address));
        self.word(u64::from(length));
    }

    /// Writes texts back to back; gives their places.
    fn texts<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> Vec<(u32, u32)> {
        let places = texts
            .map(|text| {
                let address = self.bytes.len() as u32;
                self.bytes.extend(text.as_bytes());
                (address, text.len() as u32)
            })
            .collect();
        self.bytes.resize(self.bytes.len().next_multiple_of(16), 0);
        places
    }
}

/// The tables that tell the runtime about a program.
pub fn tables(
    reachable: &Reachable<'_>,
    atoms: &AtomTable,
    entry: Option<&Entry>,
) -> Result<Tables, ProgramError> {
    let mut table = Tables::default();
    // The head is written last: it holds the addresses of what follows.
    table.bytes.resize(size_of::<Program>(), 0);
    let used = used_atoms(reachable, entry);
    let used = |atom: &&Symbol| used.contains(atom.as_str());
    let texts_at = table.bytes.len() as u32;
    table.texts(atoms.texts().iter().filter(used).map(|atom| atom.as_str()));
    let files = table.texts(reachable.modules.iter().map(|(info, _)| info.file.as_str()));

    let atoms_at = table.bytes.len() as u32;
    let atom_count = write_atoms(&mut table, atoms, used);
    table.bytes.resize(table.bytes.len().next_multiple_of(16), 0);
    let exports_at = table.bytes.len() as u32;
    let exports = write_exports(&mut table, reachable, atoms)?;
    let code_at = table.bytes.len() as u32;
    let code = write_code(&mut table, reachable, atoms)?;
    let modules_at = table.bytes.len() as u32;
    for ((info, _), file) in reachable.modules.iter().zip(&files) {
        table.word(u64::from(atom(atoms, &info.name)?));
        table.text(*file);
        match info.attributes {
            None => table.word(lfec_abi::term::NIL),
            Some(offset) => {
                table.reference(TableReference::Literals(info.name.clone(), offset));
            }
        }
    }

    let tables = [
        (atoms_at, atom_count),
        (exports_at, exports),
        (code_at, code),
        (modules_at, reachable.modules.len()),
    ];
    let mut head = Tables::default();
    head.word(ABI_VERSION);
    for (address, count) in tables {
        head.reference(TableReference::Own(address));
        head.word(count as u64);
        if address == atoms_at {
            head.reference(TableReference::Own(texts_at));
        }
    }
    match entry {
        Some(entry) => {
            head.half(atom(atoms, &entry.module)?);
            head.half(atom(atoms, &entry.function)?);
            head.word(u64::from(entry.arity));
        }
        None => {
            head.half(u32::MAX);
            head.half(u32::MAX);
            head.word(0);
        }
    }
    debug_assert_eq!(head.bytes.len(), size_of::<Program>());
    table.bytes[..head.bytes.len()].copy_from_slice(&head.bytes);
    table.references.extend(head.references);
    Ok(table)
}

/// The atoms that the reachable part of a program can come upon.
fn used_atoms<'a>(reachable: &'a Reachable<'_>, entry: Option<&'a Entry>) -> HashSet<&'a str> {
    let mut used = HashSet::new();
    if let Some(entry) = entry {
        used.extend([entry.module.as_str(), entry.function.as_str()]);
    }
    for (module, name, _) in &reachable.undefined {
        used.extend([module.as_str(), name.as_str()]);
    }
    for (info, functions) in &reachable.modules {
        used.insert(info.name.as_str());
        used.extend(info.atoms.iter().map(String::as_str));
        for function in functions.iter().map(|index| &info.functions[*index]) {
            used.insert(function.function.as_str());
            used.extend(function.global.iter().map(|(name, _)| name.as_str()));
            used.extend(function.atoms.iter().chain(&function.cases).map(String::as_str));
            for (module, name, _) in &function.remotes {
                used.extend([module.as_str(), name.as_str()]);
            }
        }
    }
    used
}

/// See [`Program::atoms`].
fn write_atoms(table: &mut Tables, atoms: &AtomTable, is_used: impl Fn(&&Symbol) -> bool) -> usize {
    let (mut count, mut left_out) = (0, 0);
    for atom in atoms.texts() {
        if is_used(&atom) {
            table.half(left_out << ATOM_LENGTH_BITS | atom.as_str().len() as u32);
            (count, left_out) = (count + 1, 0);
        } else {
            left_out += 1;
        }
    }
    count
}

fn write_exports(
    table: &mut Tables,
    reachable: &Reachable<'_>,
    atoms: &AtomTable,
) -> Result<usize, ProgramError> {
    let mut count = 0;
    for (info, reached) in &reachable.modules {
        for function in reached.iter().map(|index| &info.functions[*index]) {
            let (Some((name, arity)), true) = (&function.global, function.exported) else {
                continue;
            };
            table.half(atom(atoms, &info.name)?);
            table.half(atom(atoms, name)?);
            table.word(u64::from(*arity));
            let symbol = function.symbol.clone();
            table.reference(TableReference::Function(symbol, *arity as usize));
            count += 1;
        }
    }
    Ok(count)
}

fn write_code(
    table: &mut Tables,
    reachable: &Reachable<'_>,
    atoms: &AtomTable,
) -> Result<usize, ProgramError> {
    let mut count = 0;
    for (info, reached) in &reachable.modules {
        for function in reached.iter().map(|index| &info.functions[*index]) {
            // The signature does not matter for an address, but must agree with the export's.
            let parameters = function.global.as_ref().map_or(1, |(_, arity)| *arity as usize);
            let symbol = function.symbol.clone();
            table.reference(TableReference::Function(symbol, parameters));
            let location = Location {
                module: atom(atoms, &info.name)?,
                function: atom(atoms, &function.function)?,
                arity: function.arity,
                line: function.line,
            };
            table.bytes.extend(location_bytes(location));
            table.half(function.frame_words);
            table.half(function.kind);
            count += 1;
        }
    }
    Ok(count)
}

const _: () = {
    assert!(size_of::<Export>() == 24);
    assert!(size_of::<Code>() == 32);
    assert!(size_of::<program::Module>() == 32);
    assert!(size_of::<Text>() == 16);
    assert!(size_of::<Program>() == 96);
};
