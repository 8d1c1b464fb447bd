//! Operations on data: constants, construction, access; floats as terms.

use lfec_abi::term::{self, Kind};
use lfec_abi::{atoms, machine};
use lfec_lower::ir::{FloatOp, FunId, LocationId, Op, Value, WordOp};
use lfec_program::literal::Word;
use wasm_encoder::{Instruction, ValType};

use super::{ConstantValue, Emitter, HP, SP};
use crate::WasmError;
use crate::code::word_at;
use crate::object::ValueType;

impl<'a> Emitter<'a> {
    /// Emits an operation and defines its value.
    pub(super) fn emit_op(&mut self, result: Value, op: &'a Op) -> Result<(), WasmError> {
        if let Some(constant) = self.constant(op)? {
            self.constants.insert(result, constant);
            return Ok(());
        }
        self.push_op(op)?;
        self.define(result);
        Ok(())
    }

    fn constant(&self, op: &Op) -> Result<Option<ConstantValue>, WasmError> {
        Ok(Some(match op {
            Op::Small(value) => ConstantValue::Word(term::small(*value) as i64),
            Op::Atom(atom) => ConstantValue::Word(self.atom_word(*atom)? as i64),
            Op::Nil => ConstantValue::Word(term::NIL as i64),
            Op::Word(value) => ConstantValue::Word(*value),
            Op::Float(value) => ConstantValue::Float(*value),
            Op::Literal(literal) => match self.environment.data.literals[literal.index()] {
                (_, Word::Immediate(word)) => ConstantValue::Word(word as i64),
                (piece, Word::Address(offset)) => ConstantValue::Literal(piece, offset),
            },
            Op::Copy(value) => match self.constants.get(value) {
                Some(constant) => *constant,
                None => return Ok(None),
            },
            _ => return Ok(None),
        }))
    }

    /// Puts the value of an operation that is no constant on the stack.
    fn push_op(&mut self, op: &'a Op) -> Result<(), WasmError> {
        match op {
            Op::Small(_) | Op::Atom(_) | Op::Nil | Op::Word(_) | Op::Float(_) | Op::Literal(_) => {
                return Err(self.bug("a constant is no operation"));
            }
            Op::Cons(head, tail) => {
                self.store_at_hp(0, *head)?;
                self.store_at_hp(8, *tail)?;
                self.take_from_heap(16, term::TAG_CONS);
            }
            Op::Tuple(elements) => {
                self.store_header(term::header(Kind::Tuple, elements.len() as u64));
                for (index, element) in elements.iter().enumerate() {
                    self.store_at_hp(8 + 8 * index as u64, *element)?;
                }
                self.take_from_heap(8 + 8 * elements.len() as i32, term::TAG_BOXED);
            }
            Op::MakeFun(fun, free) => self.make_fun(*fun, free)?,
            Op::Head(list) => {
                // Offsets are unsigned: the tag is taken off first.
                self.push(*list)?;
                self.code.op(Instruction::I32WrapI64);
                self.code.i32(term::TAG_CONS as i32);
                self.code.op(Instruction::I32Sub);
                self.code.op(Instruction::I64Load(word_at(0)));
            }
            Op::Tail(list) => self.load_field(*list, 8 - term::TAG_CONS)?,
            Op::Element(tuple, index) => {
                self.load_field(*tuple, 8 + 8 * u64::from(*index) - term::TAG_BOXED)?;
            }
            Op::Free(fun, index) => {
                let offset = term::FUN_FREE as u64 + 8 * u64::from(*index) - term::TAG_FUN;
                self.load_field(*fun, offset)?;
            }
            Op::FrameLoad(slot) => {
                self.code.get(SP);
                self.code.op(Instruction::I64Load(word_at(8 * u64::from(*slot))));
            }
            Op::Test(..)
            | Op::SameWord(..)
            | Op::Compare(..)
            | Op::CompareSmall(..)
            | Op::CompareWord(..)
            | Op::CompareFloat(..)
            | Op::And(..)
            | Op::Or(..)
            | Op::Not(..)
            | Op::IsTrue(_) => self.truth_value(op)?,
            Op::BoolToTerm(value) => {
                self.push(*value)?;
                self.bool_to_term();
            }
            Op::Arith { op, left, right, facts, on_failure } => {
                self.emit_arith(*op, *left, *right, *facts, *on_failure)?;
            }
            Op::FloatArith(op, left, right, on_failure) => {
                self.emit_float_arith(*op, *left, *right, *on_failure)?;
            }
            Op::FloatNegate(value) => {
                self.push(*value)?;
                self.code.op(Instruction::F64Neg);
            }
            Op::UnboxFloat(value) => self.unbox_float(*value)?,
            Op::SmallToFloat(value) => {
                self.push_untagged(*value)?;
                self.code.op(Instruction::F64ConvertI64S);
            }
            Op::ToFloat(value, location) => self.emit_to_float(*value, *location)?,
            Op::BoxFloat(value) => {
                self.push(*value)?;
                self.box_float();
            }
            Op::Untag(value) => self.push_untagged(*value)?,
            Op::Tag(value) => {
                self.push(*value)?;
                self.tag();
            }
            Op::WordArith(op, left, right) => {
                self.push(*left)?;
                self.push(*right)?;
                self.code.op(match op {
                    WordOp::Add => Instruction::I64Add,
                    WordOp::Subtract => Instruction::I64Sub,
                    WordOp::Multiply => Instruction::I64Mul,
                    WordOp::And => Instruction::I64And,
                    WordOp::Or => Instruction::I64Or,
                    WordOp::Xor => Instruction::I64Xor,
                    WordOp::ShiftLeft => Instruction::I64Shl,
                    WordOp::ShiftRight => Instruction::I64ShrS,
                });
            }
            Op::Bif { bif, arguments, on_failure } => self.emit_bif(bif, arguments, *on_failure)?,
            Op::SelfPid => self.load_machine(machine::SELF_PID),
            Op::Copy(value) => self.push(*value)?,
        }
        Ok(())
    }

    fn load_field(&mut self, value: Value, offset: u64) -> Result<(), WasmError> {
        self.push(value)?;
        self.code.op(Instruction::I32WrapI64);
        self.code.op(Instruction::I64Load(word_at(offset)));
        Ok(())
    }

    fn store_at_hp(&mut self, offset: u64, value: Value) -> Result<(), WasmError> {
        self.code.get(HP);
        self.push(value)?;
        self.code.op(Instruction::I64Store(word_at(offset)));
        Ok(())
    }

    fn store_header(&mut self, header: u64) {
        self.code.get(HP);
        self.code.i64(header as i64);
        self.code.op(Instruction::I64Store(word_at(0)));
    }

    /// Moves the heap pointer, and leaves the term for what it pointed at.
    fn take_from_heap(&mut self, bytes: i32, tag: u64) {
        self.code.get(HP);
        self.code.i32(tag as i32);
        self.code.op(Instruction::I32Or);
        self.code.op(Instruction::I64ExtendI32U);
        self.code.get(HP);
        self.code.i32(bytes);
        self.code.op(Instruction::I32Add);
        self.code.set(HP);
    }

    fn make_fun(&mut self, fun: FunId, free: &[Value]) -> Result<(), WasmError> {
        let description = &self.environment.unit.funs[fun.index()];
        let (function, arity) = (description.function, i64::from(description.arity));
        self.store_header(term::header(Kind::Fun, 3 + free.len() as u64));
        self.code.get(HP);
        self.code_address(function);
        self.code.op(Instruction::I64Store(word_at(term::FUN_CODE as u64)));
        self.code.get(HP);
        self.code.i64(term::small(arity) as i64);
        self.code.op(Instruction::I64Store(word_at(term::FUN_ARITY as u64)));
        self.code.get(HP);
        self.code.data_address(self.environment.data.funs + fun.0, 0);
        self.code.op(Instruction::I64Store(word_at(term::FUN_INFO as u64)));
        for (index, value) in free.iter().enumerate() {
            self.store_at_hp(term::FUN_FREE as u64 + 8 * index as u64, *value)?;
        }
        self.take_from_heap(term::FUN_FREE + 8 * free.len() as i32, term::TAG_FUN);
        Ok(())
    }

    pub(super) fn bool_to_term(&mut self) {
        // `false` and `true` are atoms 0 and 1.
        self.code.op(Instruction::I64ExtendI32U);
        self.code.i64(i64::from(term::IMMEDIATE_BITS));
        self.code.op(Instruction::I64Shl);
        self.code.i64(atoms::FALSE as i64);
        self.code.op(Instruction::I64Or);
    }

    pub(super) fn push_untagged(&mut self, value: Value) -> Result<(), WasmError> {
        if let Some(known) = self.known_small(value) {
            self.code.i64(known);
            return Ok(());
        }
        self.push(value)?;
        self.code.i64(i64::from(term::TAG_BITS));
        self.code.op(Instruction::I64ShrS);
        Ok(())
    }

    pub(super) fn tag(&mut self) {
        self.code.i64(i64::from(term::TAG_BITS));
        self.code.op(Instruction::I64Shl);
    }

    pub(super) fn float_op(&mut self, op: FloatOp) {
        self.code.op(match op {
            FloatOp::Add => Instruction::F64Add,
            FloatOp::Subtract => Instruction::F64Sub,
            FloatOp::Multiply => Instruction::F64Mul,
            FloatOp::Divide => Instruction::F64Div,
        });
    }

    /// Raw float of a term that is a float.
    fn unbox_float(&mut self, value: Value) -> Result<(), WasmError> {
        self.push(value)?;
        push_is_tagged_float(&mut self.code);
        self.code.if_(Some(ValType::F64));
        self.push(value)?;
        untag_float(&mut self.code);
        self.code.else_();
        self.push(value)?;
        self.code.op(Instruction::I32WrapI64);
        self.code.op(Instruction::F64Load(word_at(8 - term::TAG_BOXED)));
        self.code.end();
        Ok(())
    }

    /// Term of the raw float on the stack.
    pub(super) fn box_float(&mut self) {
        let (float, word) = (self.code.local(ValueType::F64), self.code.local(ValueType::I64));
        self.code.tee(float);
        tag_float(&mut self.code);
        self.code.tee(word);
        push_is_tagged_float(&mut self.code);
        self.code.if_(Some(ValType::I64));
        self.code.get(word);
        self.code.else_();
        self.push_state();
        self.code.get(float);
        self.code.call(crate::stubs::BOX_FLOAT);
        self.take_state();
        self.code.end();
    }

    /// Raw float of any number.
    fn emit_to_float(&mut self, value: Value, location: LocationId) -> Result<(), WasmError> {
        let float = self.code.local(ValueType::F64);
        self.push(value)?;
        push_is_tagged_float(&mut self.code);
        self.code.if_(Some(ValType::F64));
        self.push(value)?;
        untag_float(&mut self.code);
        self.code.else_();
        self.push_state();
        self.push(value)?;
        self.code.call(crate::stubs::TO_FLOAT);
        // Floats are numbers always: what is none says that it has failed.
        self.code.tee(float);
        self.code.get(float);
        self.code.get(float);
        self.code.op(Instruction::F64Ne);
        self.code.if_(None);
        self.raise(location);
        self.code.end();
        self.code.end();
        Ok(())
    }
}

/// Whether the term on the stack is a self-tagged float.
pub fn push_is_tagged_float(code: &mut crate::code::Code) {
    code.op(Instruction::I32WrapI64);
    code.i32(term::TAG_MASK as i32);
    code.op(Instruction::I32And);
    code.i32(term::TAG_FLOAT_LOW as i32);
    code.op(Instruction::I32Sub);
    code.i32(2);
    code.op(Instruction::I32LtU);
}

/// Raw float of the self-tagged one on the stack.
pub fn untag_float(code: &mut crate::code::Code) {
    code.i64(i64::from(term::FLOAT_ROTATE));
    code.op(Instruction::I64Rotr);
    code.op(Instruction::F64ReinterpretI64);
}

/// The word that a raw float on the stack is, if it carries its tag.
pub fn tag_float(code: &mut crate::code::Code) {
    code.op(Instruction::I64ReinterpretF64);
    code.i64(i64::from(term::FLOAT_ROTATE));
    code.op(Instruction::I64Rotl);
}

const _: () = assert!(term::TAG_FLOAT_HIGH == term::TAG_FLOAT_LOW + 1);
const _: () = assert!(atoms::TRUE == atoms::FALSE | 1 << term::IMMEDIATE_BITS);
