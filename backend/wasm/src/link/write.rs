//! Writes the sections of a linked module.

use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, FunctionSection, GlobalSection, GlobalType, ImportSection, MemorySection,
    MemoryType, Module, NameMap, NameSection, RefType, TableSection, TableType, TypeSection,
};

use super::{Export, FunctionPlace, Layout, Linker, PAGE, Target, place};
use crate::WasmError;
use crate::code::value_type;
use crate::object::{Global, Relocation, RelocationKind, ValueType};
use crate::stubs::CODE_ADDRESS_SHIFT;

/// The bytes of the module.
pub fn module(
    linker: &Linker<'_>,
    layout: &Layout,
    exports: &[Export],
    with_names: bool,
) -> Result<Vec<u8>, WasmError> {
    let mut module = Module::new();
    module.section(&types(layout));
    module.section(&imports(linker, layout));
    let mut functions = FunctionSection::new();
    for (object, index) in linker.reached_functions() {
        let signature = &linker.objects[object].functions[index].signature;
        functions.function(layout.type_index[signature]);
    }
    module.section(&functions);
    let size = layout.table.len() as u64 + 1;
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: size,
        maximum: Some(size),
        shared: false,
    });
    module.section(&tables);
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: u64::from(layout.pages),
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    module.section(&memories);
    let mut globals = GlobalSection::new();
    for global in linker.objects.iter().flat_map(|object| &object.globals) {
        let val_type = value_type(global.kind);
        let kind = GlobalType { val_type, mutable: global.is_mutable, shared: false };
        globals.global(kind, &initial(global));
    }
    module.section(&globals);
    let mut section = ExportSection::new();
    section.export("memory", ExportKind::Memory, 0);
    for export in exports {
        let (object, index) = linker.find_function(&export.function)?;
        let number = layout.functions[&FunctionPlace::Own(object, index)];
        section.export(&export.name, ExportKind::Func, number);
    }
    module.section(&section);
    let in_table: Vec<u32> = linker.in_table.iter().map(|place| layout.functions[place]).collect();
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(1), Elements::Functions(in_table.into()));
    module.section(&elements);
    module.section(&code(linker, layout)?);
    module.section(&data(linker, layout)?);
    if with_names {
        module.section(&names(linker, layout));
    }
    Ok(module.finish())
}

fn types(layout: &Layout) -> TypeSection {
    let mut types = TypeSection::new();
    for signature in &layout.types {
        let parameters = signature.parameters.iter().copied().map(value_type);
        types.ty().function(parameters, signature.results.iter().copied().map(value_type));
    }
    types
}

fn imports(linker: &Linker<'_>, layout: &Layout) -> ImportSection {
    let mut imports = ImportSection::new();
    for (module, name, signature) in &linker.imports {
        imports.import(module, name, EntityType::Function(layout.type_index[signature]));
    }
    imports
}

fn initial(global: &Global) -> ConstExpr {
    match global.kind {
        ValueType::I32 => ConstExpr::i32_const(global.value as i32),
        ValueType::I64 => ConstExpr::i64_const(global.value),
        ValueType::F32 => ConstExpr::f32_const(0.0.into()),
        ValueType::F64 => ConstExpr::f64_const(0.0.into()),
    }
}

/// The number that belongs at a place.
fn value(
    linker: &Linker<'_>,
    layout: &Layout,
    object: usize,
    relocation: &Relocation,
) -> Result<i64, WasmError> {
    let target = linker.targets[object][relocation.symbol as usize].as_ref();
    let wrong = || WasmError::new(format!("{relocation:?} refers to {target:?}"));
    let target = target.ok_or_else(wrong)?;
    let address = || {
        let base = match target {
            Target::Data(object, index, offset) => layout.addresses[&(*object, *index)] + offset,
            Target::HeapBase => layout.heap_base,
            Target::HeapEnd => layout.pages * PAGE,
            _ => return Err(wrong()),
        };
        Ok(i64::from(base) + i64::from(relocation.addend))
    };
    let position = || {
        let place = place(target).ok_or_else(wrong)?;
        layout.table.get(&place).map(|position| i64::from(*position)).ok_or_else(wrong)
    };
    match relocation.kind {
        RelocationKind::Index => Ok(match target {
            Target::Type(signature) => i64::from(layout.type_index[signature]),
            Target::Global(object, index) => i64::from(layout.globals[&(*object, *index)]),
            Target::Table => 0,
            other => i64::from(layout.functions[&place(other).ok_or_else(wrong)?]),
        }),
        RelocationKind::TableIndex | RelocationKind::TableIndexData => position(),
        RelocationKind::CodeAddress | RelocationKind::CodeAddressData => {
            Ok(position()? << CODE_ADDRESS_SHIFT)
        }
        RelocationKind::Offset
        | RelocationKind::Address
        | RelocationKind::AddressData
        | RelocationKind::AddressData64 => address(),
    }
}

/// Bytes of a reference in code, where each has as many as it takes.
const PADDED: usize = 5;

fn code(linker: &Linker<'_>, layout: &Layout) -> Result<CodeSection, WasmError> {
    let mut section = CodeSection::new();
    for (object, index) in linker.reached_functions() {
        let function = &linker.objects[object].functions[index];
        let mut body = Vec::with_capacity(function.body.len());
        let mut done = 0;
        for relocation in &function.relocations {
            let at = relocation.offset as usize;
            body.extend(&function.body[done..at]);
            let value = value(linker, layout, object, relocation)?;
            match relocation.kind {
                RelocationKind::Index | RelocationKind::Offset => unsigned(value as u64, &mut body),
                _ => signed(value, &mut body),
            }
            done = at + PADDED;
        }
        body.extend(&function.body[done..]);
        section.raw(&body);
    }
    Ok(section)
}

fn unsigned(mut value: u64, bytes: &mut Vec<u8>) {
    while value > 0x7F {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn signed(mut value: i64, bytes: &mut Vec<u8>) {
    while !(-0x40..0x40).contains(&value) {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8 & 0x7F);
}

fn data(linker: &Linker<'_>, layout: &Layout) -> Result<DataSection, WasmError> {
    let mut bytes = vec![0; (layout.zero_start - layout.data_start) as usize];
    for (object, index) in linker.reached_data() {
        let data = &linker.objects[object].data[index];
        if data.bytes.is_empty() {
            continue;
        }
        let start = (layout.addresses[&(object, index)] - layout.data_start) as usize;
        bytes[start..start + data.bytes.len()].copy_from_slice(&data.bytes);
        for relocation in &data.relocations {
            let at = start + relocation.offset as usize;
            let value = value(linker, layout, object, relocation)?;
            match relocation.kind {
                RelocationKind::TableIndexData | RelocationKind::AddressData => {
                    bytes[at..at + 4].copy_from_slice(&(value as u32).to_le_bytes());
                }
                _ => bytes[at..at + 8].copy_from_slice(&value.to_le_bytes()),
            }
        }
    }
    let mut section = DataSection::new();
    section.active(0, &ConstExpr::i32_const(layout.data_start as i32), bytes);
    Ok(section)
}

fn names(linker: &Linker<'_>, layout: &Layout) -> NameSection {
    let mut functions = NameMap::new();
    for (number, (_, name, _)) in linker.imports.iter().enumerate() {
        functions.append(number as u32, name);
    }
    for (object, index) in linker.reached_functions() {
        let number = layout.functions[&FunctionPlace::Own(object, index)];
        functions.append(number, &linker.objects[object].functions[index].name);
    }
    let mut names = NameSection::new();
    names.functions(&functions);
    names
}
