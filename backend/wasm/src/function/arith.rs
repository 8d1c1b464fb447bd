//! Arithmetic on terms: small integers inline, the rest in stubs and the runtime.

use lfec_abi::term;
use lfec_lower::ir::{ArithFacts, ArithOp, FloatOp, OnFailure, Value};
use lfec_program::operators;
use wasm_encoder::{BlockType, Instruction, ValType};

use super::Emitter;
use crate::WasmError;
use crate::code::Local;
use crate::object::ValueType;

/// Operands of an operation while its paths are emitted.
struct Operands {
    left: Value,
    right: Value,
    /// The right operand, if it is a constant.
    right_constant: Option<i64>,
    facts: ArithFacts,
}

/// Leaves the fast path: the innermost block ends where the slow one begins.
const SLOW: Instruction<'static> = Instruction::BrIf(0);

impl Emitter<'_> {
    pub(super) fn emit_arith(
        &mut self,
        op: ArithOp,
        left: Value,
        right: Value,
        mut facts: ArithFacts,
        on_failure: OnFailure,
    ) -> Result<(), WasmError> {
        facts.left_small |= self.known_small(left).is_some();
        facts.right_small |= self.known_small(right).is_some();
        let operands = Operands { left, right, right_constant: self.known_small(right), facts };
        if self.never_slow(op, &operands) {
            return self.fast_path(op, &operands);
        }
        // block $done (result i64): block $slow: …fast…, br $done: end: …slow…: end
        self.code.op(Instruction::Block(BlockType::Result(ValType::I64)));
        if op != ArithOp::Divide {
            self.code.op(Instruction::Block(BlockType::Empty));
            self.check_small(&operands)?;
            self.fast_path(op, &operands)?;
            self.code.op(Instruction::Br(1));
            self.code.end();
        }
        self.push_state();
        self.push(left)?;
        self.push(right)?;
        self.code.call(&crate::stubs::slow_call(operators::slow_path(op)));
        self.take_state();
        if let OnFailure::Raise(location) = on_failure {
            let constants = (self.known_small(left).is_some(), self.known_small(right).is_some());
            let raise = crate::stubs::raise_operator(operators::shown(op, constants));
            self.unless_value(|emitter| {
                emitter.raise_stored(location, &raise);
                Ok(())
            })?;
        }
        self.code.end();
        Ok(())
    }

    /// Whether the fast path always has the answer.
    fn never_slow(&self, op: ArithOp, operands: &Operands) -> bool {
        let facts = operands.facts;
        let small = facts.left_small && facts.right_small;
        small
            && match op {
                ArithOp::Add | ArithOp::Subtract | ArithOp::Multiply => facts.fits,
                ArithOp::Band | ArithOp::Bor | ArithOp::Bxor => true,
                ArithOp::Div | ArithOp::Rem => {
                    operands.right_constant.is_some_and(|constant| constant != 0 && constant != -1)
                }
                ArithOp::Bsr => operands.right_constant.is_some_and(|by| (0..=63).contains(&by)),
                ArithOp::Bsl => {
                    facts.fits && operands.right_constant.is_some_and(|by| (0..=60).contains(&by))
                }
                ArithOp::Divide => false,
            }
    }

    /// Goes to the slow path unless both operands are small integers.
    fn check_small(&mut self, operands: &Operands) -> Result<(), WasmError> {
        match (operands.facts.left_small, operands.facts.right_small) {
            (true, true) => return Ok(()),
            (true, false) => self.push(operands.right)?,
            (false, true) => self.push(operands.left)?,
            (false, false) => {
                self.push(operands.left)?;
                self.push(operands.right)?;
                self.code.op(Instruction::I64Or);
            }
        }
        self.code.op(Instruction::I32WrapI64);
        self.code.i32(term::TAG_MASK as i32);
        self.code.op(Instruction::I32And);
        self.code.op(SLOW);
        Ok(())
    }

    fn both(
        &mut self,
        operands: &Operands,
        instruction: Instruction<'static>,
    ) -> Result<(), WasmError> {
        self.push(operands.left)?;
        self.push(operands.right)?;
        self.code.op(instruction);
        Ok(())
    }

    /// Puts the result on the stack, or leaves.
    fn fast_path(&mut self, op: ArithOp, operands: &Operands) -> Result<(), WasmError> {
        match op {
            ArithOp::Add => {
                self.both(operands, Instruction::I64Add)?;
                if !operands.facts.fits {
                    self.check_sum(operands, operands.left, operands.right, false)?;
                }
            }
            ArithOp::Subtract => {
                self.both(operands, Instruction::I64Sub)?;
                if !operands.facts.fits {
                    self.check_sum(operands, operands.left, operands.right, true)?;
                }
            }
            ArithOp::Multiply => self.fast_product(operands)?,
            ArithOp::Div | ArithOp::Rem => self.fast_division(op, operands)?,
            ArithOp::Band => self.both(operands, Instruction::I64And)?,
            ArithOp::Bor => self.both(operands, Instruction::I64Or)?,
            ArithOp::Bxor => self.both(operands, Instruction::I64Xor)?,
            ArithOp::Bsl | ArithOp::Bsr => self.fast_shift(op, operands)?,
            ArithOp::Divide => return Err(self.bug("a quotient has no fast path")),
        }
        Ok(())
    }

    /// Leaves if the sum or difference on the stack is not the one of the operands.
    fn check_sum(
        &mut self,
        operands: &Operands,
        left: Value,
        right: Value,
        is_difference: bool,
    ) -> Result<(), WasmError> {
        let result = self.code.local(ValueType::I64);
        self.code.set(result);
        if let Some(constant) = operands.right_constant {
            // Adding what is not negative must not make it smaller.
            let grows = (constant >= 0) != is_difference;
            self.code.get(result);
            self.push(left)?;
            self.code.op(if grows { Instruction::I64LtS } else { Instruction::I64GtS });
        } else {
            // A sum overflows if its sign is that of neither operand, a difference if the
            // operands' signs differ and its own is not the left one's.
            self.push(left)?;
            self.code.get(result);
            self.code.op(Instruction::I64Xor);
            self.push(right)?;
            if is_difference {
                self.push(left)?;
            } else {
                self.code.get(result);
            }
            self.code.op(Instruction::I64Xor);
            self.code.op(Instruction::I64And);
            self.code.i64(0);
            self.code.op(Instruction::I64LtS);
        }
        self.code.op(SLOW);
        self.code.get(result);
        Ok(())
    }

    /// Both factors must have 32 bits, of which the tagged one has its tag among them: no product
    /// of such overflows. Others are left to the runtime.
    fn fast_product(&mut self, operands: &Operands) -> Result<(), WasmError> {
        if operands.facts.fits {
            self.push_untagged(operands.left)?;
            self.push(operands.right)?;
            self.code.op(Instruction::I64Mul);
            return Ok(());
        }
        let (left, right) = (self.code.local(ValueType::I64), self.code.local(ValueType::I64));
        self.push_untagged(operands.left)?;
        self.code.set(left);
        self.push(operands.right)?;
        self.code.set(right);
        self.check_half(left);
        if operands.right_constant.is_none_or(|constant| i32::try_from(constant << 3).is_err()) {
            self.check_half(right);
        }
        self.code.get(left);
        self.code.get(right);
        self.code.op(Instruction::I64Mul);
        Ok(())
    }

    /// Leaves if a number does not fit in 32 bits.
    fn check_half(&mut self, local: Local) {
        self.code.get(local);
        self.code.op(Instruction::I64Extend32S);
        self.code.get(local);
        self.code.op(Instruction::I64Ne);
        self.code.op(SLOW);
    }

    /// Division of the untagged values; zero and -1 take the slow path.
    fn fast_division(&mut self, op: ArithOp, operands: &Operands) -> Result<(), WasmError> {
        let right = self.code.local(ValueType::I64);
        let known = operands.right_constant.filter(|constant| !matches!(constant, 0 | -1));
        if known.is_none() {
            self.push_untagged(operands.right)?;
            self.code.tee(right);
            // 0 and -1 are the two values that are at most 1 above -1.
            self.code.i64(1);
            self.code.op(Instruction::I64Add);
            self.code.i64(1);
            self.code.op(Instruction::I64LeU);
            self.code.op(SLOW);
        }
        self.push_untagged(operands.left)?;
        match known {
            Some(constant) => self.code.i64(constant),
            None => self.code.get(right),
        }
        self.code.op(match op {
            ArithOp::Div => Instruction::I64DivS,
            _ => Instruction::I64RemS,
        });
        self.tag();
        Ok(())
    }

    fn fast_shift(&mut self, op: ArithOp, operands: &Operands) -> Result<(), WasmError> {
        // The largest shift that the machine does as the language does; below it unsigned, so that
        // negative shifts take the slow path.
        let largest = if op == ArithOp::Bsr { 63 } else { 60 };
        let by = self.code.local(ValueType::I64);
        match operands.right_constant {
            Some(constant) if (0..=largest).contains(&constant) => self.code.i64(constant),
            _ => {
                self.push_untagged(operands.right)?;
                self.code.tee(by);
                self.code.i64(largest);
                self.code.op(Instruction::I64GtU);
                self.code.op(SLOW);
                self.code.get(by);
            }
        }
        self.code.set(by);
        self.push(operands.left)?;
        self.code.get(by);
        if op == ArithOp::Bsr {
            self.code.op(Instruction::I64ShrS);
            self.code.i64(!(term::TAG_MASK as i64));
            self.code.op(Instruction::I64And);
            return Ok(());
        }
        self.code.op(Instruction::I64Shl);
        if !operands.facts.fits {
            let shifted = self.code.local(ValueType::I64);
            self.code.tee(shifted);
            self.code.get(by);
            self.code.op(Instruction::I64ShrS);
            self.push(operands.left)?;
            self.code.op(Instruction::I64Ne);
            self.code.op(SLOW);
            self.code.get(shifted);
        }
        Ok(())
    }

    pub(super) fn emit_float_arith(
        &mut self,
        op: FloatOp,
        left: Value,
        right: Value,
        on_failure: OnFailure,
    ) -> Result<(), WasmError> {
        let OnFailure::Raise(location) = on_failure else {
            return Err(self.bug("raw float arithmetic has no value to fail with"));
        };
        let result = self.code.local(ValueType::F64);
        self.push(left)?;
        self.push(right)?;
        self.float_op(op);
        self.code.tee(result);
        self.code.op(Instruction::F64Abs);
        self.code.op(Instruction::F64Const(f64::MAX.into()));
        self.code.op(Instruction::F64Le);
        self.code.op(Instruction::I32Eqz);
        self.code.if_(None);
        self.push_state();
        self.push_location(location);
        self.code.i32(self.frame_words as i32);
        self.code.return_call(crate::stubs::BADARITH);
        self.code.end();
        self.code.get(result);
        Ok(())
    }
}
