//! A function's code while it is made: instructions, locals, references to symbols.
//!
//! Locals are numbered at the end, the most used first, so that few numbers need two bytes; a value
//! that is stored and loaded at once stays on the stack.

use wasm_encoder::{BlockType, Encode, Instruction, MemArg};

use crate::object::{Relocation, RelocationKind, Signature, Symbol, Symbols, ValueType};

/// A local variable. The function's parameters come first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Local(pub u32);

/// An instruction, or one with a reference in it.
enum Op {
    Get(Local),
    Set(Local),
    Tee(Local),
    Plain(Instruction<'static>),
    /// Bytes of the instruction before and after the number.
    Reference {
        before: u8,
        after: &'static [u8],
        kind: RelocationKind,
        symbol: Symbol,
        addend: i32,
    },
    /// Has been optimised away.
    Nothing,
}

/// A finished body.
pub struct Body {
    /// Declarations of locals, and the code.
    pub bytes: Vec<u8>,
    /// References, in ascending order.
    pub relocations: Vec<Relocation>,
}

/// Code in the making.
pub struct Code {
    ops: Vec<Op>,
    locals: Vec<ValueType>,
    parameters: usize,
}

/// Operations with an operand of a word in memory.
pub fn word_at(offset: u64) -> MemArg {
    MemArg { offset, align: 3, memory_index: 0 }
}

/// Half a word in memory.
pub fn half_at(offset: u64) -> MemArg {
    MemArg { offset, align: 2, memory_index: 0 }
}

const CALL: u8 = 0x10;
const RETURN_CALL: u8 = 0x12;
const RETURN_CALL_INDIRECT: u8 = 0x13;
const I32_CONST: u8 = 0x41;
const I64_CONST: u8 = 0x42;

impl Code {
    /// Empty code of a function with these parameters.
    pub fn new(parameters: &[ValueType]) -> Code {
        Code { ops: Vec::new(), locals: parameters.to_vec(), parameters: parameters.len() }
    }

    /// A new local.
    pub fn local(&mut self, kind: ValueType) -> Local {
        self.locals.push(kind);
        Local(self.locals.len() as u32 - 1)
    }

    /// Appends an instruction.
    pub fn op(&mut self, instruction: Instruction<'static>) {
        self.ops.push(Op::Plain(instruction));
    }

    pub fn get(&mut self, local: Local) {
        self.ops.push(Op::Get(local));
    }

    pub fn set(&mut self, local: Local) {
        self.ops.push(Op::Set(local));
    }

    pub fn tee(&mut self, local: Local) {
        self.ops.push(Op::Tee(local));
    }

    pub fn i64(&mut self, value: i64) {
        self.op(Instruction::I64Const(value));
    }

    pub fn i32(&mut self, value: i32) {
        self.op(Instruction::I32Const(value));
    }

    /// `if`, with a result or without.
    pub fn if_(&mut self, result: Option<wasm_encoder::ValType>) {
        self.op(Instruction::If(result.map_or(BlockType::Empty, BlockType::Result)));
    }

    pub fn else_(&mut self) {
        self.op(Instruction::Else);
    }

    pub fn end(&mut self) {
        self.op(Instruction::End);
    }

    fn reference(&mut self, before: u8, kind: RelocationKind, symbol: Symbol) {
        self.ops.push(Op::Reference { before, after: &[], kind, symbol, addend: 0 });
    }

    pub fn call(&mut self, name: &str) {
        self.reference(CALL, RelocationKind::Index, Symbol::Function(name.to_owned()));
    }

    pub fn call_import(&mut self, module: &str, name: &str, signature: Signature) {
        let (module, name) = (module.to_owned(), name.to_owned());
        self.reference(CALL, RelocationKind::Index, Symbol::Import { module, name, signature });
    }

    pub fn return_call(&mut self, name: &str) {
        self.reference(RETURN_CALL, RelocationKind::Index, Symbol::Function(name.to_owned()));
    }

    /// Tail call through the table; its index is on the stack.
    pub fn return_call_indirect(&mut self, signature: Signature) {
        self.ops.push(Op::Reference {
            before: RETURN_CALL_INDIRECT,
            after: &[0],
            kind: RelocationKind::Index,
            symbol: Symbol::Type(signature),
            addend: 0,
        });
    }

    /// A function's code address, as a word.
    pub fn code_address(&mut self, name: &str) {
        let symbol = Symbol::Function(name.to_owned());
        self.reference(I64_CONST, RelocationKind::CodeAddress, symbol);
    }

    /// Address in a piece of data of the object, as a word.
    pub fn data_address(&mut self, piece: u32, addend: i32) {
        let (symbol, kind) = (Symbol::OwnData(piece, 0), RelocationKind::Address);
        self.ops.push(Op::Reference { before: I64_CONST, after: &[], kind, symbol, addend });
    }

    /// Address of data, as a pointer.
    pub fn data_pointer(&mut self, name: &str) {
        let (symbol, kind) = (Symbol::Data(name.to_owned()), RelocationKind::Address);
        self.ops.push(Op::Reference { before: I32_CONST, after: &[], kind, symbol, addend: 0 });
    }

    /// Keeps values on the stack that are stored to be loaded at once; drops what is never loaded.
    fn tidy(&mut self) {
        let mut gets = vec![0_u32; self.locals.len()];
        let mut last = None;
        for index in 0..self.ops.len() {
            if let Op::Get(local) = self.ops[index] {
                match last.map(|last: usize| (last, &self.ops[last])) {
                    Some((last, Op::Set(set))) if *set == local => {
                        self.ops[last] = Op::Tee(local);
                        self.ops[index] = Op::Nothing;
                        continue;
                    }
                    _ => gets[local.0 as usize] += 1,
                }
            }
            last = Some(index);
        }
        for op in &mut self.ops {
            match *op {
                Op::Tee(local) if gets[local.0 as usize] == 0 => *op = Op::Nothing,
                Op::Set(local) if gets[local.0 as usize] == 0 => {
                    *op = Op::Plain(Instruction::Drop);
                }
                _ => {}
            }
        }
    }

    /// New number of each local, and the declarations.
    fn number(&self) -> (Vec<u32>, Vec<(u32, ValueType)>) {
        let mut uses = vec![0_u32; self.locals.len()];
        for op in &self.ops {
            if let Op::Get(local) | Op::Set(local) | Op::Tee(local) = op {
                uses[local.0 as usize] += 1;
            }
        }
        let mut numbers: Vec<u32> = (0..self.locals.len() as u32).collect();
        let mut next = self.parameters as u32;
        let mut declarations = Vec::new();
        for kind in [ValueType::I64, ValueType::I32, ValueType::F64, ValueType::F32] {
            let is_kind = |index: &usize| self.locals[*index] == kind && uses[*index] > 0;
            let mut group: Vec<usize> =
                (self.parameters..self.locals.len()).filter(is_kind).collect();
            group.sort_by_key(|index| std::cmp::Reverse(uses[*index]));
            if !group.is_empty() {
                declarations.push((group.len() as u32, kind));
            }
            for index in group {
                numbers[index] = next;
                next += 1;
            }
        }
        (numbers, declarations)
    }

    /// The body; its references go into the table of symbols.
    pub fn finish(mut self, symbols: &mut Symbols) -> Body {
        self.tidy();
        let (numbers, declarations) = self.number();
        let mut bytes = Vec::new();
        (declarations.len() as u32).encode(&mut bytes);
        for (count, kind) in declarations {
            count.encode(&mut bytes);
            value_type(kind).encode(&mut bytes);
        }
        let mut relocations = Vec::new();
        for op in self.ops {
            match op {
                Op::Get(local) => {
                    Instruction::LocalGet(numbers[local.0 as usize]).encode(&mut bytes);
                }
                Op::Set(local) => {
                    Instruction::LocalSet(numbers[local.0 as usize]).encode(&mut bytes);
                }
                Op::Tee(local) => {
                    Instruction::LocalTee(numbers[local.0 as usize]).encode(&mut bytes);
                }
                Op::Plain(instruction) => instruction.encode(&mut bytes),
                Op::Reference { before, after, kind, symbol, addend } => {
                    bytes.push(before);
                    let (offset, symbol) = (bytes.len() as u32, symbols.index(symbol));
                    relocations.push(Relocation { offset, kind, symbol, addend });
                    bytes.extend([0x80, 0x80, 0x80, 0x80, 0]);
                    bytes.extend(after);
                }
                Op::Nothing => {}
            }
        }
        Instruction::End.encode(&mut bytes);
        Body { bytes, relocations }
    }
}

/// A type as the encoder has it.
pub fn value_type(kind: ValueType) -> wasm_encoder::ValType {
    match kind {
        ValueType::I32 => wasm_encoder::ValType::I32,
        ValueType::I64 => wasm_encoder::ValType::I64,
        ValueType::F32 => wasm_encoder::ValType::F32,
        ValueType::F64 => wasm_encoder::ValType::F64,
    }
}
