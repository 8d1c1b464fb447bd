//! Floats: raw arithmetic, and floats as terms.

use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::types::{F64, I64};
use cranelift_codegen::ir::{self, InstBuilder, MemFlagsData as MemFlags};
use lfec_abi::term::{self, Kind};
use lfec_abi::{atoms, entry};
use lfec_lower::ir::{FloatOp, LocationId, OnFailure, Value};

use super::Emitter;
use super::slow::Failed;
use crate::BackendError;

impl Emitter<'_> {
    pub(super) fn emit_float_arith(
        &mut self,
        op: FloatOp,
        left: Value,
        right: Value,
        on_failure: OnFailure,
    ) -> Result<ir::Value, BackendError> {
        let OnFailure::Raise(location) = on_failure else {
            return Err(self.bug("raw float arithmetic has no value to fail with".to_owned()));
        };
        let (left, right) = (self.value(left)?, self.value(right)?);
        let result = self.float_op(op, left, right);
        let finite = self.is_finite(result);
        let (cold, next) = (self.cold_block(), self.builder.create_block());
        self.builder.ins().brif(finite, next, &[], cold, &[]);
        self.builder.switch_to_block(cold);
        self.raise_badarith(location);
        self.builder.switch_to_block(next);
        Ok(result)
    }

    fn float_op(&mut self, op: FloatOp, left: ir::Value, right: ir::Value) -> ir::Value {
        let ins = self.builder.ins();
        match op {
            FloatOp::Add => ins.fadd(left, right),
            FloatOp::Subtract => ins.fsub(left, right),
            FloatOp::Multiply => ins.fmul(left, right),
            FloatOp::Divide => ins.fdiv(left, right),
        }
    }

    fn is_finite(&mut self, value: ir::Value) -> ir::Value {
        let magnitude = self.builder.ins().fabs(value);
        let largest = self.builder.ins().f64const(f64::MAX);
        self.builder.ins().fcmp(FloatCC::LessThanOrEqual, magnitude, largest)
    }

    /// Adding nothing to an atom: the runtime's way to a `badarith`.
    fn raise_badarith(&mut self, location: LocationId) {
        let (left, right) = (self.constant(atoms::ERROR as i64), self.constant(0));
        self.slow("lfert_slow_add", &[left, right]);
        self.raise(location);
        debug_assert!(entry::SLOW_PATHS.iter().any(|(name, _)| *name == "lfert_slow_add"));
    }

    /// Whether a term is a self-tagged float.
    pub(super) fn is_tagged_float(&mut self, value: ir::Value) -> ir::Value {
        let tag = self.and(value, term::TAG_MASK as i64);
        let above = self.add(tag, -(term::TAG_FLOAT_LOW as i64));
        self.compare_with(IntCC::UnsignedLessThanOrEqual, above, 1)
    }

    /// Raw float of a self-tagged one.
    pub(super) fn untag_float(&mut self, value: ir::Value) -> ir::Value {
        let bits = self.builder.ins().rotr_imm_u(value, i64::from(term::FLOAT_ROTATE));
        self.builder.ins().bitcast(F64, MemFlags::new(), bits)
    }

    /// Raw float of a term that is a float.
    pub(super) fn unbox_float(&mut self, value: ir::Value) -> ir::Value {
        let (tagged, boxed) = (self.builder.create_block(), self.cold_block());
        let done = self.builder.create_block();
        let result = self.builder.append_block_param(done, F64);
        let is_tagged = self.is_tagged_float(value);
        self.builder.ins().brif(is_tagged, tagged, &[], boxed, &[]);
        self.builder.switch_to_block(tagged);
        let float = self.untag_float(value);
        self.builder.ins().jump(done, &[float.into()]);
        self.builder.switch_to_block(boxed);
        let float = self.load_boxed_float(value);
        self.builder.ins().jump(done, &[float.into()]);
        self.builder.switch_to_block(done);
        result
    }

    fn load_boxed_float(&mut self, value: ir::Value) -> ir::Value {
        let offset = 8 - term::TAG_BOXED as i32;
        self.builder.ins().load(F64, MemFlags::trusted(), value, offset)
    }

    /// Term of a raw float.
    pub(super) fn box_float(&mut self, value: ir::Value) -> ir::Value {
        let bits = self.builder.ins().bitcast(I64, MemFlags::new(), value);
        let word = self.builder.ins().rotl_imm_u(bits, i64::from(term::FLOAT_ROTATE));
        let (cold, done) = (self.cold_block(), self.builder.create_block());
        let result = self.builder.append_block_param(done, I64);
        let fits = self.is_tagged_float(word);
        self.builder.ins().brif(fits, done, &[word.into()], cold, &[]);
        self.builder.switch_to_block(cold);
        let boxed = self.slow("lfert_slow_box_float", &[bits]);
        self.builder.ins().jump(done, &[boxed.into()]);
        self.builder.switch_to_block(done);
        result
    }

    /// Raw float of a small integer.
    pub(super) fn small_to_float(&mut self, value: ir::Value) -> ir::Value {
        let integer = self.builder.ins().sshr_imm_u(value, i64::from(term::TAG_BITS));
        self.builder.ins().fcvt_from_sint(F64, integer)
    }

    /// Raw float of any number.
    pub(super) fn emit_to_float(
        &mut self,
        value: Value,
        location: LocationId,
    ) -> Result<ir::Value, BackendError> {
        let value = self.value(value)?;
        let done = self.builder.create_block();
        let result = self.builder.append_block_param(done, F64);
        let (tagged, other) = (self.builder.create_block(), self.builder.create_block());
        let is_tagged = self.is_tagged_float(value);
        self.builder.ins().brif(is_tagged, tagged, &[], other, &[]);
        self.builder.switch_to_block(tagged);
        let float = self.untag_float(value);
        self.builder.ins().jump(done, &[float.into()]);

        self.builder.switch_to_block(other);
        let (small, not_small) = (self.builder.create_block(), self.cold_block());
        let tag = self.and(value, term::TAG_MASK as i64);
        let is_small = self.compare_with(IntCC::Equal, tag, term::TAG_SMALL as i64);
        self.builder.ins().brif(is_small, small, &[], not_small, &[]);
        self.builder.switch_to_block(small);
        let float = self.small_to_float(value);
        self.builder.ins().jump(done, &[float.into()]);

        self.builder.switch_to_block(not_small);
        let (boxed, slow) = (self.cold_block(), self.cold_block());
        self.branch_on_kind(value, &[Kind::Float], boxed, slow);
        self.builder.switch_to_block(boxed);
        let float = self.load_boxed_float(value);
        self.builder.ins().jump(done, &[float.into()]);
        self.builder.switch_to_block(slow);
        let bits = self.slow("lfert_slow_integer_to_float", &[value]);
        self.raise_unless_value(bits, location, Failed::Unnamed);
        let float = self.builder.ins().bitcast(F64, MemFlags::new(), bits);
        self.builder.ins().jump(done, &[float.into()]);
        self.builder.switch_to_block(done);
        Ok(result)
    }

    /// Arithmetic on two terms if both are self-tagged floats and so is the result; leaves for
    /// `done` with the result then, and goes on otherwise.
    pub(super) fn try_float_arith(
        &mut self,
        op: FloatOp,
        left: ir::Value,
        right: ir::Value,
        done: ir::Block,
    ) {
        let (second, both) = (self.builder.create_block(), self.builder.create_block());
        let slow = self.cold_block();
        let is_float = self.is_tagged_float(left);
        self.builder.ins().brif(is_float, second, &[], slow, &[]);
        self.builder.switch_to_block(second);
        let is_float = self.is_tagged_float(right);
        self.builder.ins().brif(is_float, both, &[], slow, &[]);
        self.builder.switch_to_block(both);
        let (left, right) = (self.untag_float(left), self.untag_float(right));
        let result = self.float_op(op, left, right);
        let bits = self.builder.ins().bitcast(I64, MemFlags::new(), result);
        let word = self.builder.ins().rotl_imm_u(bits, i64::from(term::FLOAT_ROTATE));
        let fits = self.is_tagged_float(word);
        self.builder.ins().brif(fits, done, &[word.into()], slow, &[]);
        self.builder.switch_to_block(slow);
    }
}
