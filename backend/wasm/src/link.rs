//! Joins what a program reaches of objects to one module.
//!
//! 1. Starting from the exports, find which functions and data are reached.
//! 2. Number functions, table positions, types; place data from the end of the stack on.
//! 3. Write the sections, each reference filled in with as few bytes as it takes.
//!
//! Memory: the stack of the runtime's own code (down from where the runtime's linker put its top),
//! data, data that starts as zero, heap.

mod write;

use std::collections::{BTreeSet, HashMap};

use crate::WasmError;
use crate::object::{Object, RelocationKind, Signature, Symbol, ValueType};

/// Bytes of a page of memory.
const PAGE: u32 = 1 << 16;

/// An export of the module.
#[derive(Clone, Debug)]
pub struct Export {
    /// Name for the host.
    pub name: String,
    /// The function.
    pub function: String,
}

/// What a symbol means.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Target {
    /// Function of an object.
    Function(usize, usize),
    /// Data of an object, and the distance from its start.
    Data(usize, usize, u32),
    /// Global variable of an object.
    Global(usize, usize),
    /// Number of an import.
    Import(usize),
    Type(Signature),
    HeapBase,
    HeapEnd,
    Table,
}

/// A function that the host provides.
type Import = (String, String, Signature);

/// Joins objects; of functions with the same name the first counts. `with_names`: function names
/// for people and debuggers.
pub fn link(
    objects: &[&Object],
    exports: &[Export],
    with_names: bool,
) -> Result<Vec<u8>, WasmError> {
    let mut linker = Linker::new(objects);
    linker.mark(exports)?;
    let layout = linker.lay_out();
    write::module(&linker, &layout, exports, with_names)
}

struct Linker<'a> {
    objects: &'a [&'a Object],
    functions_by_name: HashMap<&'a str, (usize, usize)>,
    data_by_name: HashMap<&'a str, (usize, usize)>,
    /// Meaning of each object's symbols, where it has been asked for.
    targets: Vec<Vec<Option<Target>>>,
    /// Functions and data that are reached, by object.
    functions: Vec<Vec<bool>>,
    data: Vec<Vec<bool>>,
    imports: Vec<Import>,
    /// Functions that the table has.
    in_table: BTreeSet<FunctionPlace>,
    work: Vec<Item>,
}

/// A function in the order in which functions are numbered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
enum FunctionPlace {
    Import(usize),
    Own(usize, usize),
}

enum Item {
    Function(usize, usize),
    Data(usize, usize),
}

/// Numbers and addresses.
struct Layout {
    functions: HashMap<FunctionPlace, u32>,
    table: HashMap<FunctionPlace, u32>,
    types: Vec<Signature>,
    type_index: HashMap<Signature, u32>,
    globals: HashMap<(usize, usize), u32>,
    addresses: HashMap<(usize, usize), u32>,
    data_start: u32,
    /// Where data that starts as zero begins.
    zero_start: u32,
    heap_base: u32,
    pages: u32,
}

impl<'a> Linker<'a> {
    fn new(objects: &'a [&'a Object]) -> Linker<'a> {
        let mut functions_by_name = HashMap::new();
        let mut data_by_name = HashMap::new();
        for (at, object) in objects.iter().enumerate() {
            let functions = object.functions.iter().enumerate();
            for (index, function) in functions.filter(|(_, function)| !function.is_local) {
                functions_by_name.entry(function.name.as_str()).or_insert((at, index));
            }
            for (name, index) in &object.aliases {
                functions_by_name.entry(name.as_str()).or_insert((at, *index as usize));
            }
            for (index, data) in object.data.iter().enumerate() {
                if let Some(name) = &data.name {
                    data_by_name.entry(name.as_str()).or_insert((at, index));
                }
            }
        }
        Linker {
            objects,
            functions_by_name,
            data_by_name,
            targets: objects.iter().map(|object| vec![None; object.symbols.len()]).collect(),
            functions: objects.iter().map(|object| vec![false; object.functions.len()]).collect(),
            data: objects.iter().map(|object| vec![false; object.data.len()]).collect(),
            imports: Vec::new(),
            in_table: BTreeSet::new(),
            work: Vec::new(),
        }
    }

    fn find_function(&self, name: &str) -> Result<(usize, usize), WasmError> {
        let found = self.functions_by_name.get(name).copied();
        found.ok_or_else(|| WasmError::new(format!("function {name} is nowhere")))
    }

    fn resolve(&mut self, object: usize, symbol: u32) -> Result<Target, WasmError> {
        let index = symbol as usize;
        if let Some(target) = &self.targets[object][index] {
            return Ok(target.clone());
        }
        let target = match &self.objects[object].symbols[index] {
            Symbol::OwnFunction(function) => Target::Function(object, *function as usize),
            Symbol::OwnData(data, offset) => Target::Data(object, *data as usize, *offset),
            Symbol::OwnGlobal(global) => Target::Global(object, *global as usize),
            Symbol::Function(name) => {
                let (object, function) = self.find_function(name)?;
                Target::Function(object, function)
            }
            Symbol::Data(name) => {
                let found = self.data_by_name.get(name.as_str()).copied();
                let missing = || WasmError::new(format!("data {name} is nowhere"));
                let (object, data) = found.ok_or_else(missing)?;
                Target::Data(object, data, 0)
            }
            Symbol::Import { module, name, signature } => {
                let import = (module.clone(), name.clone(), signature.clone());
                let known = self.imports.iter().position(|other| *other == import);
                Target::Import(known.unwrap_or_else(|| {
                    self.imports.push(import);
                    self.imports.len() - 1
                }))
            }
            Symbol::Type(signature) => Target::Type(signature.clone()),
            Symbol::HeapBase => Target::HeapBase,
            Symbol::HeapEnd => Target::HeapEnd,
            Symbol::Table => Target::Table,
        };
        self.targets[object][index] = Some(target.clone());
        Ok(target)
    }

    fn reach(&mut self, target: &Target) {
        let (reached, item) = match *target {
            Target::Function(object, index) => {
                (&mut self.functions[object][index], Item::Function(object, index))
            }
            Target::Data(object, index, _) => {
                (&mut self.data[object][index], Item::Data(object, index))
            }
            _ => return,
        };
        if !std::mem::replace(reached, true) {
            self.work.push(item);
        }
    }

    /// Finds what is reached from the exports.
    fn mark(&mut self, exports: &[Export]) -> Result<(), WasmError> {
        for export in exports {
            let (object, index) = self.find_function(&export.function)?;
            self.reach(&Target::Function(object, index));
        }
        while let Some(item) = self.work.pop() {
            let objects = self.objects;
            let (object, relocations) = match item {
                Item::Function(object, index) => {
                    (object, &objects[object].functions[index].relocations)
                }
                Item::Data(object, index) => (object, &objects[object].data[index].relocations),
            };
            for relocation in relocations {
                let target = self.resolve(object, relocation.symbol)?;
                self.reach(&target);
                if is_table_use(relocation.kind)
                    && let Some(place) = place(&target)
                {
                    self.in_table.insert(place);
                }
            }
        }
        Ok(())
    }

    fn reached_functions(&self) -> impl Iterator<Item = (usize, usize)> {
        let reached = self.functions.iter().enumerate();
        reached.flat_map(|(object, functions)| {
            let kept = functions.iter().enumerate().filter(|(_, reached)| **reached);
            kept.map(move |(index, _)| (object, index))
        })
    }

    fn lay_out(&self) -> Layout {
        let imports = (0..self.imports.len()).map(FunctionPlace::Import);
        let own = self.reached_functions().map(|(object, index)| FunctionPlace::Own(object, index));
        let functions = imports.chain(own).zip(0..).collect();
        // Position 0 is that of no function.
        let table = self.in_table.iter().copied().zip(1..).collect();
        let mut layout = Layout {
            functions,
            table,
            types: Vec::new(),
            type_index: HashMap::new(),
            globals: HashMap::new(),
            addresses: HashMap::new(),
            data_start: 0,
            zero_start: 0,
            heap_base: 0,
            pages: 0,
        };
        self.number_types(&mut layout);
        for (object, globals) in self.objects.iter().map(|object| &object.globals).enumerate() {
            for index in 0..globals.len() {
                let next = layout.globals.len() as u32;
                layout.globals.insert((object, index), next);
            }
        }
        self.place_data(&mut layout);
        layout
    }

    fn number_types(&self, layout: &mut Layout) {
        let imports = self.imports.iter().map(|(_, _, signature)| signature);
        let functions = self
            .reached_functions()
            .map(|(object, index)| &self.objects[object].functions[index].signature);
        let used = self.targets.iter().flatten().filter_map(|target| match target {
            Some(Target::Type(signature)) => Some(signature),
            _ => None,
        });
        for signature in imports.chain(functions).chain(used) {
            if !layout.type_index.contains_key(signature) {
                layout.type_index.insert(signature.clone(), layout.types.len() as u32);
                layout.types.push(signature.clone());
            }
        }
    }

    fn reached_data(&self) -> impl Iterator<Item = (usize, usize)> {
        self.data.iter().enumerate().flat_map(|(object, data)| {
            let kept = data.iter().enumerate().filter(|(_, reached)| **reached);
            kept.map(move |(index, _)| (object, index))
        })
    }

    /// Data first, then what starts as zero.
    fn place_data(&self, layout: &mut Layout) {
        let globals = self.objects.iter().flat_map(|object| &object.globals);
        let stack_top = globals.filter(|global| global.kind == ValueType::I32 && global.is_mutable);
        layout.data_start = stack_top.map(|global| global.value as u32).max().unwrap_or(16);
        let mut next = layout.data_start;
        for is_zero in [false, true] {
            if is_zero {
                layout.zero_start = next;
            }
            for (object, index) in self.reached_data() {
                let data = &self.objects[object].data[index];
                if data.bytes.is_empty() == is_zero {
                    next = next.next_multiple_of(data.alignment.max(1));
                    layout.addresses.insert((object, index), next);
                    next += data.size;
                }
            }
        }
        layout.heap_base = next.next_multiple_of(16);
        layout.pages = layout.heap_base.div_ceil(PAGE) + 1;
    }
}

fn is_table_use(kind: RelocationKind) -> bool {
    matches!(
        kind,
        RelocationKind::TableIndex
            | RelocationKind::TableIndexData
            | RelocationKind::CodeAddress
            | RelocationKind::CodeAddressData
    )
}

fn place(target: &Target) -> Option<FunctionPlace> {
    match *target {
        Target::Function(object, index) => Some(FunctionPlace::Own(object, index)),
        Target::Import(index) => Some(FunctionPlace::Import(index)),
        _ => None,
    }
}
