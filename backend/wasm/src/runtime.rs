//! Reads the runtime: a module that LLVM's linker has made with `--emit-relocs --stack-first`.
//!
//! Each function and each symbol's data become pieces of their own, so that a program is joined
//! with what it reaches only. The format is that of the "Linking" and "Reloc" documents of
//! WebAssembly's tool conventions.

use std::ops::Range;

use wasmparser::{
    ConstExpr, DataKind, FuncType, KnownCustom, Linking, Operator, Parser, Payload,
    RelocationEntry, RelocationType, SymbolFlags, SymbolInfo, TypeRef, ValType,
};

use crate::WasmError;
use crate::object::{
    Data, Function, Global, Object, Relocation, RelocationKind, Signature, Symbol, Symbols,
    ValueType,
};

/// Imports of this module are not the host's: the backend defines them.
const OURS: &str = "lfert";

/// The symbol of what the runtime imports from the backend.
pub fn backend_symbol(name: &str) -> String {
    format!("{OURS}.{name}")
}

impl From<wasmparser::BinaryReaderError> for WasmError {
    fn from(error: wasmparser::BinaryReaderError) -> WasmError {
        WasmError::new(format!("the runtime's module: {error}"))
    }
}

/// Runs what has to be run before anything else. The linker makes it, and gives it no symbol.
pub const CONSTRUCTORS: &str = "__wasm_call_ctors";

/// A segment of the runtime's data.
struct Segment {
    address: u32,
    bytes: Vec<u8>,
    /// Where its bytes are in the section.
    range: Range<usize>,
}

/// A function of the module.
struct Code {
    range: Range<usize>,
    bytes: Vec<u8>,
}

#[derive(Default)]
struct Parts {
    types: Vec<Signature>,
    imports: Vec<Symbol>,
    declared: Vec<u32>,
    globals: Vec<Global>,
    code_start: usize,
    code: Vec<Code>,
    segments: Vec<Segment>,
    symbols: Vec<OwnedSymbol>,
    /// The function [`CONSTRUCTORS`].
    constructors: Option<u32>,
    /// Relocations of the code section, then of the data section.
    relocations: [Vec<RelocationEntry>; 2],
    sections: Vec<Part>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Code,
    Data,
    Other,
}

enum OwnedSymbol {
    Function { index: u32, name: Option<String>, is_local: bool },
    Data { name: String, place: Option<(u32, u32, u32)>, is_absolute: bool },
    Global(u32),
    Table,
    Other,
}

/// Reads the runtime's module.
pub fn read(module: &[u8]) -> Result<Object, WasmError> {
    let parts = parse(module)?;
    if parts.symbols.is_empty() {
        return Err(WasmError::new("the runtime was linked without --emit-relocs"));
    }
    Builder::new(&parts)?.build()
}

fn parse(module: &[u8]) -> Result<Parts, WasmError> {
    let mut parts = Parts::default();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if payload.as_section().is_some() && !matches!(payload, Payload::CodeSectionEntry(_)) {
            parts.sections.push(match payload {
                Payload::CodeSectionStart { .. } => Part::Code,
                Payload::DataSection(_) => Part::Data,
                _ => Part::Other,
            });
        }
        match payload {
            Payload::TypeSection(reader) => {
                for group in reader {
                    for kind in group?.into_types() {
                        parts.types.push(signature(kind.unwrap_func())?);
                    }
                }
            }
            Payload::ImportSection(reader) => {
                for import in reader.into_imports() {
                    let import = import?;
                    let TypeRef::Func(index) = import.ty else {
                        return Err(WasmError::new(format!("the runtime imports {}", import.name)));
                    };
                    let signature = parts.types[index as usize].clone();
                    parts.imports.push(import_symbol(import.module, import.name, signature));
                }
            }
            Payload::FunctionSection(reader) => {
                for index in reader {
                    parts.declared.push(index?);
                }
            }
            Payload::GlobalSection(reader) => {
                for global in reader {
                    let global = global?;
                    parts.globals.push(Global {
                        kind: value_type(global.ty.content_type)?,
                        is_mutable: global.ty.mutable,
                        value: constant(&global.init_expr)?,
                    });
                }
            }
            Payload::CodeSectionStart { range, .. } => parts.code_start = range.start,
            Payload::CodeSectionEntry(body) => {
                let range = body.range();
                let bytes = module[range.clone()].to_vec();
                parts.code.push(Code { range, bytes });
            }
            Payload::DataSection(reader) => {
                let start = reader.range().start;
                for data in reader {
                    let data = data?;
                    let DataKind::Active { offset_expr, .. } = data.kind else {
                        return Err(WasmError::new("the runtime has passive data"));
                    };
                    let end = data.range.end - start;
                    let bytes = data.data.to_vec();
                    let range = end - bytes.len()..end;
                    let address = constant(&offset_expr)? as u32;
                    parts.segments.push(Segment { address, bytes, range });
                }
            }
            Payload::CustomSection(section) => match section.as_known() {
                KnownCustom::Name(reader) => parts.constructors = find_constructors(reader)?,
                KnownCustom::Linking(reader) => read_symbols(reader, &mut parts)?,
                KnownCustom::Reloc(reader) => {
                    let at = reader.section_index() as usize;
                    let list = match parts.sections.get(at) {
                        Some(Part::Code) => 0,
                        Some(Part::Data) => 1,
                        _ => continue,
                    };
                    for entry in reader.entries() {
                        parts.relocations[list].push(entry?);
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    Ok(parts)
}

fn import_symbol(module: &str, name: &str, signature: Signature) -> Symbol {
    if module == OURS {
        return Symbol::Function(backend_symbol(name));
    }
    Symbol::Import { module: module.to_owned(), name: name.to_owned(), signature }
}

fn find_constructors(reader: wasmparser::NameSectionReader<'_>) -> Result<Option<u32>, WasmError> {
    for subsection in reader {
        let wasmparser::Name::Function(names) = subsection? else { continue };
        for naming in names {
            let naming = naming?;
            if naming.name == CONSTRUCTORS {
                return Ok(Some(naming.index));
            }
        }
    }
    Ok(None)
}

fn read_symbols(
    reader: wasmparser::LinkingSectionReader<'_>,
    parts: &mut Parts,
) -> Result<(), WasmError> {
    for subsection in reader.subsections() {
        let Linking::SymbolTable(symbols) = subsection? else { continue };
        for symbol in symbols {
            parts.symbols.push(match symbol? {
                SymbolInfo::Func { flags, index, name } => OwnedSymbol::Function {
                    index,
                    name: name.map(str::to_owned),
                    is_local: flags.contains(SymbolFlags::BINDING_LOCAL),
                },
                SymbolInfo::Data { flags, name, symbol } => OwnedSymbol::Data {
                    name: name.to_owned(),
                    place: symbol.map(|place| (place.index, place.offset, place.size)),
                    is_absolute: flags.contains(SymbolFlags::ABSOLUTE),
                },
                SymbolInfo::Global { index, .. } => OwnedSymbol::Global(index),
                SymbolInfo::Table { .. } => OwnedSymbol::Table,
                SymbolInfo::Section { .. } | SymbolInfo::Event { .. } => OwnedSymbol::Other,
            });
        }
    }
    Ok(())
}

fn signature(kind: &FuncType) -> Result<Signature, WasmError> {
    let types = |types: &[ValType]| -> Result<Vec<ValueType>, WasmError> {
        types.iter().map(|kind| value_type(*kind)).collect()
    };
    Ok(Signature { parameters: types(kind.params())?, results: types(kind.results())? })
}

fn value_type(kind: ValType) -> Result<ValueType, WasmError> {
    Ok(match kind {
        ValType::I32 => ValueType::I32,
        ValType::I64 => ValueType::I64,
        ValType::F32 => ValueType::F32,
        ValType::F64 => ValueType::F64,
        other => return Err(WasmError::new(format!("the runtime has values of type {other}"))),
    })
}

fn constant(expression: &ConstExpr<'_>) -> Result<i64, WasmError> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(i64::from(value as u32)),
        Operator::I64Const { value } => Ok(value),
        _ => Err(WasmError::new("the runtime has an initial value that is no constant")),
    }
}

/// A piece of a segment that becomes data of its own.
struct Piece {
    segment: usize,
    start: u32,
    end: u32,
}

struct Builder<'a> {
    parts: &'a Parts,
    pieces: Vec<Piece>,
    symbols: Symbols,
}

impl<'a> Builder<'a> {
    fn new(parts: &'a Parts) -> Result<Builder<'a>, WasmError> {
        let mut places = Vec::new();
        for symbol in &parts.symbols {
            if let OwnedSymbol::Data { place: Some((segment, start, size)), is_absolute, .. } =
                symbol
                && !is_absolute
            {
                places.push((*segment as usize, *start, start + size));
            }
        }
        places.sort_unstable();
        let mut pieces: Vec<Piece> = Vec::new();
        for (segment, start, end) in places {
            match pieces.last_mut() {
                // Symbols may overlap: strings share their ends.
                Some(last) if last.segment == segment && start < last.end => {
                    last.end = last.end.max(end);
                }
                Some(last) if last.segment == segment && start == last.start => last.end = end,
                _ => pieces.push(Piece { segment, start, end }),
            }
        }
        Ok(Builder { parts, pieces, symbols: Symbols::default() })
    }

    /// The piece that holds a place.
    fn piece(&self, segment: usize, offset: u32) -> Option<usize> {
        let after =
            self.pieces.partition_point(|piece| (piece.segment, piece.start) <= (segment, offset));
        let index = after.checked_sub(1)?;
        let piece = &self.pieces[index];
        (piece.segment == segment && offset <= piece.end).then_some(index)
    }

    fn own_function(&self, index: u32) -> Symbol {
        match (index as usize).checked_sub(self.parts.imports.len()) {
            Some(own) => Symbol::OwnFunction(own as u32),
            None => self.parts.imports[index as usize].clone(),
        }
    }

    fn symbol(&self, entry: &RelocationEntry) -> Result<Symbol, WasmError> {
        if entry.ty == RelocationType::TypeIndexLeb {
            return Ok(Symbol::Type(self.parts.types[entry.index as usize].clone()));
        }
        let unknown =
            || WasmError::new(format!("a reference of the runtime is unknown: {entry:?}"));
        Ok(match self.parts.symbols.get(entry.index as usize).ok_or_else(unknown)? {
            OwnedSymbol::Function { index, .. } => self.own_function(*index),
            OwnedSymbol::Global(index) => Symbol::OwnGlobal(*index),
            OwnedSymbol::Table => Symbol::Table,
            OwnedSymbol::Data { name, is_absolute: true, .. } if name == "__heap_base" => {
                Symbol::HeapBase
            }
            OwnedSymbol::Data { name, is_absolute: true, .. } if name == "__heap_end" => {
                Symbol::HeapEnd
            }
            OwnedSymbol::Data { place: Some((segment, offset, _)), is_absolute: false, .. } => {
                let piece = self.piece(*segment as usize, *offset).ok_or_else(unknown)?;
                Symbol::OwnData(piece as u32, offset - self.pieces[piece].start)
            }
            OwnedSymbol::Data { name, .. } => {
                return Err(WasmError::new(format!("the runtime refers to {name}")));
            }
            OwnedSymbol::Other => return Err(unknown()),
        })
    }

    /// Relocations of a list that lie in a range, relative to its start.
    fn relocations(
        &mut self,
        list: &[RelocationEntry],
        range: Range<u32>,
    ) -> Result<Vec<Relocation>, WasmError> {
        let first = list.partition_point(|entry| entry.offset < range.start);
        let mut found = Vec::new();
        for entry in list[first..].iter().take_while(|entry| entry.offset < range.end) {
            let kind = match entry.ty {
                RelocationType::FunctionIndexLeb
                | RelocationType::TypeIndexLeb
                | RelocationType::GlobalIndexLeb
                | RelocationType::TableNumberLeb => RelocationKind::Index,
                RelocationType::TableIndexSleb => RelocationKind::TableIndex,
                RelocationType::TableIndexI32 => RelocationKind::TableIndexData,
                RelocationType::MemoryAddrLeb => RelocationKind::Offset,
                RelocationType::MemoryAddrSleb => RelocationKind::Address,
                RelocationType::MemoryAddrI32 => RelocationKind::AddressData,
                other => {
                    return Err(WasmError::new(format!("the runtime has relocations {other:?}")));
                }
            };
            let symbol = self.symbol(entry)?;
            let symbol = self.symbols.index(symbol);
            let (offset, addend) = (entry.offset - range.start, entry.addend as i32);
            found.push(Relocation { offset, kind, symbol, addend });
        }
        Ok(found)
    }

    fn build(mut self) -> Result<Object, WasmError> {
        let parts = self.parts;
        let [mut code, mut data] = parts.relocations.clone();
        code.sort_by_key(|entry| entry.offset);
        data.sort_by_key(|entry| entry.offset);
        let functions = self.functions(&code)?;
        let data = self.data(&data)?;
        let mut object = Object { functions, data, ..Object::default() };
        object.globals = parts.globals.clone();
        self.name(&mut object);
        object.symbols = self.symbols.all;
        Ok(object)
    }

    fn functions(&mut self, relocations: &[RelocationEntry]) -> Result<Vec<Function>, WasmError> {
        let parts = self.parts;
        let mut functions = Vec::with_capacity(parts.code.len());
        for (code, declared) in parts.code.iter().zip(&parts.declared) {
            let start = (code.range.start - parts.code_start) as u32;
            let end = (code.range.end - parts.code_start) as u32;
            let mut body = code.bytes.clone();
            let mut relocations = self.relocations(relocations, start..end)?;
            if relocations.is_empty() {
                (body, relocations) = self.synthetic(&code.bytes)?;
            }
            functions.push(Function {
                name: String::new(),
                is_local: true,
                signature: parts.types[*declared as usize].clone(),
                body,
                relocations,
            });
        }
        Ok(functions)
    }

    /// A function that the linker itself has written, with short numbers and without relocations:
    /// its calls get both.
    fn synthetic(&mut self, code: &[u8]) -> Result<(Vec<u8>, Vec<Relocation>), WasmError> {
        let (mut bytes, mut found) = (Vec::new(), Vec::new());
        let body = wasmparser::FunctionBody::new(wasmparser::BinaryReader::new(code, 0));
        let mut operators = body.get_operators_reader()?;
        bytes.extend(&code[..operators.original_position()]);
        while !operators.eof() {
            let (operator, at) = operators.read_with_offset()?;
            let Operator::Call { function_index } = operator else {
                bytes.extend(&code[at..operators.original_position()]);
                continue;
            };
            bytes.push(code[at]);
            let symbol = self.own_function(function_index);
            let (offset, symbol) = (bytes.len() as u32, self.symbols.index(symbol));
            found.push(Relocation { offset, kind: RelocationKind::Index, symbol, addend: 0 });
            bytes.extend([0x80, 0x80, 0x80, 0x80, 0]);
        }
        Ok((bytes, found))
    }

    fn data(&mut self, relocations: &[RelocationEntry]) -> Result<Vec<Data>, WasmError> {
        let parts = self.parts;
        let mut all = Vec::with_capacity(self.pieces.len());
        for index in 0..self.pieces.len() {
            let Piece { segment, start, end } = self.pieces[index];
            let segment = &parts.segments[segment];
            let base = segment.range.start as u32;
            let relocations = self.relocations(relocations, base + start..base + end)?;
            let mut bytes = segment.bytes[start as usize..end as usize].to_vec();
            let used = relocations.last().map_or(0, |last| last.offset as usize + 4);
            let zeros = bytes.iter().rev().take_while(|byte| **byte == 0).count();
            bytes.truncate((bytes.len() - zeros).max(used));
            let address = segment.address + start;
            let alignment = 1 << address.trailing_zeros().min(4);
            all.push(Data { name: None, alignment, size: end - start, bytes, relocations });
        }
        Ok(all)
    }

    fn name(&self, object: &mut Object) {
        let imports = self.parts.imports.len();
        if let Some(own) = self.parts.constructors.and_then(|n| (n as usize).checked_sub(imports)) {
            object.functions[own].name = CONSTRUCTORS.to_owned();
            object.functions[own].is_local = false;
        }
        for symbol in &self.parts.symbols {
            let OwnedSymbol::Function { index, name: Some(name), is_local } = symbol else {
                continue;
            };
            let Some(own) = (*index as usize).checked_sub(imports) else { continue };
            let function = &mut object.functions[own];
            if function.name.is_empty() {
                function.name = name.clone();
                function.is_local = *is_local;
            } else if !is_local {
                object.aliases.push((name.clone(), own as u32));
            }
        }
    }
}
