//! Arithmetic on terms: small integers inline, then self-tagged floats, the rest in the runtime.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{self, InstBuilder};
use lfec_abi::term;
use lfec_lower::ir::{ArithFacts, ArithOp, FloatOp, OnFailure, Value};
use lfec_program::operators;

use super::Emitter;
use super::slow::Failed;
use crate::BackendError;

/// Operands of an operation while its paths are emitted.
struct Operands {
    left: ir::Value,
    right: ir::Value,
    /// The right operand, if it is a constant.
    right_constant: Option<i64>,
    facts: ArithFacts,
    /// Not the fast path.
    slow: ir::Block,
}

impl Emitter<'_> {
    pub(super) fn emit_arith(
        &mut self,
        op: ArithOp,
        left: Value,
        right: Value,
        mut facts: ArithFacts,
        on_failure: OnFailure,
    ) -> Result<ir::Value, BackendError> {
        facts.left_small |= self.constants.contains_key(&left);
        facts.right_small |= self.constants.contains_key(&right);
        let constants = (self.constants.contains_key(&left), self.constants.contains_key(&right));
        let right_constant = self.constants.get(&right).copied();
        let (left, right) = (self.value(left)?, self.value(right)?);
        let slow = self.builder.create_block();
        let done = self.builder.create_block();
        let result = self.builder.append_block_param(done, I64);
        let operands = Operands { left, right, right_constant, facts, slow };
        if op == ArithOp::Divide {
            self.builder.ins().jump(slow, &[]);
        } else {
            self.check_small(&operands);
            let fast = self.fast_path(op, &operands);
            self.builder.ins().jump(done, &[fast.into()]);
        }
        self.builder.switch_to_block(slow);
        let float_op = match op {
            ArithOp::Add => Some(FloatOp::Add),
            ArithOp::Subtract => Some(FloatOp::Subtract),
            ArithOp::Multiply => Some(FloatOp::Multiply),
            ArithOp::Divide => Some(FloatOp::Divide),
            _ => None,
        };
        match float_op {
            Some(float_op) if !facts.left_small && !facts.right_small => {
                self.try_float_arith(float_op, left, right, done);
            }
            _ => self.builder.set_cold_block(slow),
        }
        let other = self.slow(operators::slow_path(op), &[left, right]);
        if let OnFailure::Raise(location) = on_failure {
            self.raise_unless_value(other, location, shown_operator(op, constants));
        }
        self.builder.ins().jump(done, &[other.into()]);
        self.builder.switch_to_block(done);
        Ok(result)
    }

    /// Goes to the slow path unless both operands are small integers.
    fn check_small(&mut self, operands: &Operands) {
        let word = match (operands.facts.left_small, operands.facts.right_small) {
            (true, true) => return,
            (true, false) => operands.right,
            (false, true) => operands.left,
            (false, false) => self.builder.ins().bor(operands.left, operands.right),
        };
        let next = self.builder.create_block();
        let tag = self.and(word, term::TAG_MASK as i64);
        let small = self.compare_with(IntCC::Equal, tag, 0);
        self.builder.ins().brif(small, next, &[], operands.slow, &[]);
        self.builder.switch_to_block(next);
    }

    /// Goes to the slow path if `condition` holds.
    fn slow_if(&mut self, condition: ir::Value, operands: &Operands) {
        let next = self.builder.create_block();
        self.builder.ins().brif(condition, operands.slow, &[], next, &[]);
        self.builder.switch_to_block(next);
    }

    fn fast_path(&mut self, op: ArithOp, operands: &Operands) -> ir::Value {
        let (left, right) = (operands.left, operands.right);
        match op {
            ArithOp::Add if operands.facts.fits => self.builder.ins().iadd(left, right),
            ArithOp::Subtract if operands.facts.fits => self.builder.ins().isub(left, right),
            ArithOp::Add | ArithOp::Subtract if operands.right_constant.is_some() => {
                self.add_constant(op, operands)
            }
            ArithOp::Add => {
                let (sum, overflow) = self.builder.ins().sadd_overflow(left, right);
                self.slow_if(overflow, operands);
                sum
            }
            ArithOp::Subtract => {
                let (difference, overflow) = self.builder.ins().ssub_overflow(left, right);
                self.slow_if(overflow, operands);
                difference
            }
            ArithOp::Multiply => {
                let left = self.builder.ins().sshr_imm_u(left, i64::from(term::TAG_BITS));
                if operands.facts.fits {
                    return self.builder.ins().imul(left, right);
                }
                let (product, overflow) = self.builder.ins().smul_overflow(left, right);
                self.slow_if(overflow, operands);
                product
            }
            ArithOp::Div | ArithOp::Rem => self.fast_division(op, operands),
            ArithOp::Band => self.builder.ins().band(left, right),
            ArithOp::Bor => self.builder.ins().bor(left, right),
            ArithOp::Bxor => self.builder.ins().bxor(left, right),
            ArithOp::Bsl | ArithOp::Bsr => self.fast_shift(op, operands),
            ArithOp::Divide => left,
        }
    }

    /// Sum or difference with a constant: it overflows where the result lies on the wrong side.
    fn add_constant(&mut self, op: ArithOp, operands: &Operands) -> ir::Value {
        let (left, right) = (operands.left, operands.right);
        let grows = operands.right_constant.is_some_and(|right| right >= 0) == (op == ArithOp::Add);
        let result = match op {
            ArithOp::Add => self.builder.ins().iadd(left, right),
            _ => self.builder.ins().isub(left, right),
        };
        let code = if grows { IntCC::SignedLessThan } else { IntCC::SignedGreaterThan };
        let overflow = self.builder.ins().icmp(code, result, left);
        self.slow_if(overflow, operands);
        result
    }

    /// Division of the untagged values; zero and -1 take the slow path.
    fn fast_division(&mut self, op: ArithOp, operands: &Operands) -> ir::Value {
        let bits = i64::from(term::TAG_BITS);
        let left = self.builder.ins().sshr_imm_u(operands.left, bits);
        let right = match operands.right_constant {
            Some(constant) if constant != 0 && constant != -1 => self.constant(constant),
            _ => {
                let right = self.builder.ins().sshr_imm_u(operands.right, bits);
                // 0 and -1 are the two values that are at most 1 above -1.
                let above = self.add(right, 1);
                let special = self.compare_with(IntCC::UnsignedLessThanOrEqual, above, 1);
                self.slow_if(special, operands);
                right
            }
        };
        let result = match op {
            ArithOp::Div => self.builder.ins().sdiv(left, right),
            _ => self.builder.ins().srem(left, right),
        };
        self.builder.ins().ishl_imm_u(result, bits)
    }

    fn fast_shift(&mut self, op: ArithOp, operands: &Operands) -> ir::Value {
        let bits = i64::from(term::TAG_BITS);
        // The largest shift that the hardware does as the language does; below it unsigned, so
        // that negative shifts take the slow path.
        let largest = if op == ArithOp::Bsr { 63 } else { 60 };
        let by = match operands.right_constant {
            Some(constant) if (0..=largest).contains(&constant) => self.constant(constant),
            _ => {
                let by = self.builder.ins().sshr_imm_u(operands.right, bits);
                let far = self.compare_with(IntCC::UnsignedGreaterThan, by, largest);
                self.slow_if(far, operands);
                by
            }
        };
        if op == ArithOp::Bsr {
            let shifted = self.builder.ins().sshr(operands.left, by);
            return self.and(shifted, !(term::TAG_MASK as i64));
        }
        let shifted = self.builder.ins().ishl(operands.left, by);
        if !operands.facts.fits {
            let back = self.builder.ins().sshr(shifted, by);
            let lost = self.builder.ins().icmp(IntCC::NotEqual, back, operands.left);
            self.slow_if(lost, operands);
        }
        shifted
    }
}

/// How a failed operation is shown.
fn shown_operator(op: ArithOp, constants: (bool, bool)) -> Failed<'static> {
    operators::shown(op, constants).map_or(Failed::Unnamed, |name| Failed::Operator(name, 2))
}
