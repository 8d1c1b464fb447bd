//! Operations on data: constants, construction, access.

use cranelift_codegen::ir::types::I8;
use cranelift_codegen::ir::{self, InstBuilder};
use lfec_abi::program::FunInfo;
use lfec_abi::term::{self, Kind};
use lfec_abi::{atoms, machine};
use lfec_lower::ir::{FunId, Op, Value, WordOp};

use super::Emitter;
use crate::BackendError;
use lfec_program::literal::Word;

impl<'a> Emitter<'a> {
    /// Emits an operation; gives its value.
    pub(super) fn emit_op(&mut self, result: Value, op: &'a Op) -> Result<ir::Value, BackendError> {
        Ok(match op {
            Op::Small(value) => {
                self.constants.insert(result, *value);
                self.constant(term::small(*value) as i64)
            }
            Op::Atom(atom) => {
                let word = self.atom_word(*atom)?;
                self.constant(word as i64)
            }
            Op::Nil => self.constant(term::NIL as i64),
            Op::Literal(literal) => match self.environment.literals[literal.index()] {
                Word::Immediate(word) => self.constant(word as i64),
                Word::Address(offset) => {
                    let names = self.environment.names;
                    let own = names.large_literals.get(&literal.index()).copied();
                    self.data_address(own.unwrap_or(names.literals), i64::from(offset))
                }
            },
            Op::Word(value) => self.constant(*value),
            Op::Float(value) => self.builder.ins().f64const(*value),
            Op::Cons(head, tail) => {
                let (head, tail) = (self.value(*head)?, self.value(*tail)?);
                self.allocate(&[head, tail], term::TAG_CONS)
            }
            Op::Tuple(elements) => {
                let header = term::header(Kind::Tuple, elements.len() as u64);
                let mut words = vec![self.constant(header as i64)];
                for element in elements {
                    words.push(self.value(*element)?);
                }
                self.allocate(&words, term::TAG_BOXED)
            }
            Op::MakeFun(fun, free) => self.make_fun(*fun, free)?,
            Op::Head(list) => self.load_field(*list, term::TAG_CONS, 0)?,
            Op::Tail(list) => self.load_field(*list, term::TAG_CONS, 8)?,
            Op::Element(tuple, index) => {
                self.load_field(*tuple, term::TAG_BOXED, 8 + 8 * *index as i32)?
            }
            Op::Free(fun, index) => {
                self.load_field(*fun, term::TAG_FUN, term::FUN_FREE + 8 * *index as i32)?
            }
            Op::FrameLoad(slot) => self.load_slot(*slot),
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
                let value = self.value(*value)?;
                self.bool_to_term(value)?
            }
            Op::Arith { op, left, right, facts, on_failure } => {
                self.emit_arith(*op, *left, *right, *facts, *on_failure)?
            }
            Op::FloatArith(op, left, right, on_failure) => {
                self.emit_float_arith(*op, *left, *right, *on_failure)?
            }
            Op::FloatNegate(value) => {
                let value = self.value(*value)?;
                self.builder.ins().fneg(value)
            }
            Op::UnboxFloat(value) => {
                let value = self.value(*value)?;
                self.unbox_float(value)
            }
            Op::SmallToFloat(value) => {
                let value = self.value(*value)?;
                self.small_to_float(value)
            }
            Op::ToFloat(value, location) => self.emit_to_float(*value, *location)?,
            Op::BoxFloat(value) => {
                let value = self.value(*value)?;
                self.box_float(value)
            }
            Op::Untag(value) => {
                let value = self.value(*value)?;
                self.builder.ins().sshr_imm_u(value, 3)
            }
            Op::Tag(value) => {
                let value = self.value(*value)?;
                self.builder.ins().ishl_imm_u(value, 3)
            }
            Op::WordArith(op, left, right) => {
                let (left, right) = (self.value(*left)?, self.value(*right)?);
                let ins = self.builder.ins();
                match op {
                    WordOp::Add => ins.iadd(left, right),
                    WordOp::Subtract => ins.isub(left, right),
                    WordOp::Multiply => ins.imul(left, right),
                    WordOp::And => ins.band(left, right),
                    WordOp::Or => ins.bor(left, right),
                    WordOp::Xor => ins.bxor(left, right),
                    WordOp::ShiftLeft => ins.ishl(left, right),
                    WordOp::ShiftRight => ins.sshr(left, right),
                }
            }
            Op::Bif { bif, arguments, on_failure } => self.emit_bif(bif, arguments, *on_failure)?,
            Op::SelfPid => {
                let machine = self.machine();
                self.load(machine, machine::SELF_PID)
            }
            Op::Copy(value) => self.value(*value)?,
        })
    }

    fn load_field(
        &mut self,
        value: Value,
        tag: u64,
        offset: i32,
    ) -> Result<ir::Value, BackendError> {
        let value = self.value(value)?;
        Ok(self.load(value, offset - tag as i32))
    }

    /// Words at the heap pointer, and the term that points at them.
    fn allocate(&mut self, words: &[ir::Value], tag: u64) -> ir::Value {
        let hp = self.hp();
        // The first word last and through the term: by then the other words, often what a call has
        // returned, are out of their registers, and the heap pointer has not moved on yet. In any
        // other order the register allocator keeps copies of one or the other.
        for (index, word) in words.iter().enumerate().skip(1).rev() {
            self.store(*word, hp, 8 * index as i32);
        }
        let term = self.add(hp, tag as i64);
        if let Some(first) = words.first() {
            self.store(*first, term, -(tag as i32));
        }
        let next = self.add(hp, 8 * words.len() as i64);
        self.builder.def_var(self.hp, next);
        term
    }

    fn make_fun(&mut self, fun: FunId, free: &[Value]) -> Result<ir::Value, BackendError> {
        let description = &self.environment.unit.funs[fun.index()];
        let header = term::header(Kind::Fun, 3 + free.len() as u64);
        let offset = size_of::<FunInfo>() as i64 * i64::from(fun.0);
        let mut words = vec![
            self.constant(header as i64),
            self.code_address(description.function),
            self.constant(term::small(i64::from(description.arity)) as i64),
            self.data_address(self.environment.names.funs, offset),
        ];
        for value in free {
            words.push(self.value(*value)?);
        }
        Ok(self.allocate(&words, term::TAG_FUN))
    }

    pub(super) fn bool_to_term(&mut self, value: ir::Value) -> Result<ir::Value, BackendError> {
        debug_assert_eq!(self.builder.func.dfg.value_type(value), I8);
        let (yes, no) = (self.constant(atoms::TRUE as i64), self.constant(atoms::FALSE as i64));
        Ok(self.builder.ins().select(value, yes, no))
    }
}
