//! Truth values: as control flow where a branch uses them, as a byte elsewhere.

use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::types::I8;
use cranelift_codegen::ir::{self, InstBuilder};
use lfec_abi::atoms;
use lfec_abi::term::{self, Kind};
use lfec_lower::ir::{Comparison, Op, Test, Value};

use super::{BIFS_FOR_TESTS, Emitter};
use crate::BackendError;

/// Where a branch leads.
pub type Destination = (ir::Block, Vec<ir::BlockArg>);

impl<'a> Emitter<'a> {
    /// Branches on a truth value.
    pub(super) fn branch_on(
        &mut self,
        condition: Value,
        then: &Destination,
        otherwise: &Destination,
    ) -> Result<(), BackendError> {
        if let Some(op) = self.deferred.get(&condition).copied() {
            return self.branch_on_op(op, then, otherwise);
        }
        let condition = self.value(condition)?;
        self.brif(condition, then, otherwise);
        Ok(())
    }

    fn brif(&mut self, condition: ir::Value, then: &Destination, otherwise: &Destination) {
        self.builder.ins().brif(condition, then.0, &then.1, otherwise.0, &otherwise.1);
    }

    /// Emits a truth value as a byte.
    pub(super) fn truth_value(&mut self, op: &'a Op) -> Result<ir::Value, BackendError> {
        if let Some(value) = self.plain_truth_value(op)? {
            return Ok(value);
        }
        let (yes, no) = (self.builder.create_block(), self.builder.create_block());
        let done = self.builder.create_block();
        let result = self.builder.append_block_param(done, I8);
        self.branch_on_op(op, &(yes, Vec::new()), &(no, Vec::new()))?;
        for (block, value) in [(yes, 1), (no, 0)] {
            self.builder.switch_to_block(block);
            let value = self.builder.ins().iconst(I8, value);
            self.builder.ins().jump(done, &[value.into()]);
        }
        self.builder.switch_to_block(done);
        Ok(result)
    }

    /// The byte of operations that need no control flow.
    fn plain_truth_value(&mut self, op: &Op) -> Result<Option<ir::Value>, BackendError> {
        Ok(match op {
            Op::SameWord(left, right) => {
                let (left, right) = (self.value(*left)?, self.value(*right)?);
                Some(self.builder.ins().icmp(IntCC::Equal, left, right))
            }
            Op::CompareSmall(comparison, left, right)
            | Op::CompareWord(comparison, left, right) => {
                let (left, right) = (self.value(*left)?, self.value(*right)?);
                Some(self.builder.ins().icmp(int_code(*comparison), left, right))
            }
            Op::CompareFloat(comparison, left, right) => {
                let (left, right) = (self.value(*left)?, self.value(*right)?);
                Some(self.builder.ins().fcmp(float_code(*comparison), left, right))
            }
            Op::IsTrue(value) => {
                let value = self.value(*value)?;
                Some(self.compare_with(IntCC::Equal, value, atoms::TRUE as i64))
            }
            Op::Test(test, value) => {
                let value = self.value(*value)?;
                self.plain_test(*test, value)
            }
            _ => None,
        })
    }

    fn plain_test(&mut self, test: Test, value: ir::Value) -> Option<ir::Value> {
        let (mask, expected) = match test {
            Test::IsNonValue => (u64::MAX, term::NON_VALUE),
            Test::IsMatchFail => (u64::MAX, term::MATCH_FAIL),
            Test::IsNil => (u64::MAX, term::NIL),
            Test::IsSmall => (term::TAG_MASK, term::TAG_SMALL),
            Test::IsCons => (term::TAG_MASK, term::TAG_CONS),
            Test::IsAtom => (0xFF, term::IMMEDIATE_ATOM),
            Test::IsFun => (term::TAG_MASK, term::TAG_FUN),
            Test::IsBoolean => {
                // `false` and `true` are atoms 0 and 1.
                let bit = (atoms::TRUE ^ atoms::FALSE) as i64;
                let value = self.and(value, !bit);
                return Some(self.compare_with(IntCC::Equal, value, atoms::FALSE as i64));
            }
            Test::IsList => {
                // Nil has the tag of a cons cell and two more bits.
                let nil = self.compare_with(IntCC::Equal, value, term::NIL as i64);
                let tag = self.and(value, term::TAG_MASK as i64);
                let cons = self.compare_with(IntCC::Equal, tag, term::TAG_CONS as i64);
                return Some(self.builder.ins().bor(nil, cons));
            }
            _ => return None,
        };
        if mask == u64::MAX {
            return Some(self.compare_with(IntCC::Equal, value, expected as i64));
        }
        // The low bits are the expected ones if nothing is left of them without those: an addition
        // and a test of bits, where masking first would need a comparison too.
        let rest = if expected == 0 { value } else { self.add(value, -(expected as i64)) };
        let bits = self.and(rest, mask as i64);
        Some(self.compare_with(IntCC::Equal, bits, 0))
    }

    fn branch_on_op(
        &mut self,
        op: &'a Op,
        then: &Destination,
        otherwise: &Destination,
    ) -> Result<(), BackendError> {
        if let Some(condition) = self.plain_truth_value(op)? {
            if matches!(op, Op::Test(..)) {
                // What follows directly is the block of the second arm: tests mostly succeed.
                let no = self.builder.ins().iconst(I8, 0);
                let fails = self.builder.ins().icmp(IntCC::Equal, condition, no);
                self.brif(fails, otherwise, then);
            } else {
                self.brif(condition, then, otherwise);
            }
            return Ok(());
        }
        match op {
            Op::And(left, right) => {
                let middle = self.builder.create_block();
                self.branch_on(*left, &(middle, Vec::new()), otherwise)?;
                self.builder.switch_to_block(middle);
                self.branch_on(*right, then, otherwise)
            }
            Op::Or(left, right) => {
                let middle = self.builder.create_block();
                self.branch_on(*left, then, &(middle, Vec::new()))?;
                self.builder.switch_to_block(middle);
                self.branch_on(*right, then, otherwise)
            }
            Op::Not(value) => self.branch_on(*value, otherwise, then),
            Op::Compare(comparison, left, right) => {
                self.branch_on_comparison(*comparison, *left, *right, then, otherwise)
            }
            Op::Test(test, value) => {
                let value = self.value(*value)?;
                self.branch_on_test(*test, value, then, otherwise)
            }
            _ => Err(self.bug(format!("{op:?} gives no truth value"))),
        }
    }

    fn branch_on_test(
        &mut self,
        test: Test,
        value: ir::Value,
        then: &Destination,
        otherwise: &Destination,
    ) -> Result<(), BackendError> {
        let tag = |emitter: &mut Self| emitter.and(value, term::TAG_MASK as i64);
        match test {
            Test::IsTuple => self.branch_on_boxed(value, &[Kind::Tuple], then, otherwise),
            Test::IsTupleOf(arity) => {
                let boxed = self.builder.create_block();
                let tag = tag(self);
                let same = self.compare_with(IntCC::Equal, tag, term::TAG_BOXED as i64);
                self.brif(same, &(boxed, Vec::new()), otherwise);
                self.builder.switch_to_block(boxed);
                let header = self.load(value, -(term::TAG_BOXED as i32));
                let expected = term::header(Kind::Tuple, u64::from(arity)) as i64;
                let same = self.compare_with(IntCC::Equal, header, expected);
                self.brif(same, then, otherwise);
            }
            Test::IsFunOf(arity) => {
                let fun = self.builder.create_block();
                let tag = tag(self);
                let same = self.compare_with(IntCC::Equal, tag, term::TAG_FUN as i64);
                self.brif(same, &(fun, Vec::new()), otherwise);
                self.builder.switch_to_block(fun);
                let actual = self.load(value, term::FUN_ARITY - term::TAG_FUN as i32);
                let expected = term::small(i64::from(arity)) as i64;
                let same = self.compare_with(IntCC::Equal, actual, expected);
                self.brif(same, then, otherwise);
            }
            Test::IsInteger | Test::IsNumber => {
                let other = self.builder.create_block();
                let tag = tag(self);
                let small = self.compare_with(IntCC::Equal, tag, term::TAG_SMALL as i64);
                self.brif(small, then, &(other, Vec::new()));
                self.builder.switch_to_block(other);
                if test == Test::IsNumber {
                    self.branch_on_float(value, &BIG_OR_FLOAT, then, otherwise);
                } else {
                    self.branch_on_boxed(value, &BIG_OR_FLOAT[..2], then, otherwise);
                }
            }
            Test::IsFloat => self.branch_on_float(value, &[Kind::Float], then, otherwise),
            Test::IsMap => {
                self.branch_on_boxed(value, &[Kind::FlatMap, Kind::HashMap], then, otherwise);
            }
            Test::IsBinary => return self.branch_on_bif("is_binary", value, then, otherwise),
            Test::IsBitstring => return self.branch_on_bif("is_bitstring", value, then, otherwise),
            Test::IsPid => return self.branch_on_bif("is_pid", value, then, otherwise),
            Test::IsPort => return self.branch_on_bif("is_port", value, then, otherwise),
            Test::IsReference => return self.branch_on_bif("is_reference", value, then, otherwise),
            _ => return Err(self.bug(format!("test {test:?} is emitted as a value"))),
        }
        Ok(())
    }

    fn branch_on_float(
        &mut self,
        value: ir::Value,
        boxed: &[Kind],
        then: &Destination,
        otherwise: &Destination,
    ) {
        let other = self.builder.create_block();
        let tagged = self.is_tagged_float(value);
        self.brif(tagged, then, &(other, Vec::new()));
        self.builder.switch_to_block(other);
        self.branch_on_boxed(value, boxed, then, otherwise);
    }

    fn branch_on_bif(
        &mut self,
        name: &str,
        value: ir::Value,
        then: &Destination,
        otherwise: &Destination,
    ) -> Result<(), BackendError> {
        let Some(bif) = BIFS_FOR_TESTS.iter().find(|bif| bif.name == name) else {
            return Err(self.bug(format!("the runtime has no erlang:{name}/1")));
        };
        let result = self.call_bif(bif, &[value])?;
        let condition = self.compare_with(IntCC::Equal, result, atoms::TRUE as i64);
        self.brif(condition, then, otherwise);
        Ok(())
    }

    /// Branches on whether a term is boxed and of one of these kinds.
    pub(super) fn branch_on_kind(
        &mut self,
        value: ir::Value,
        kinds: &[Kind],
        then: ir::Block,
        otherwise: ir::Block,
    ) {
        self.branch_on_boxed(value, kinds, &(then, Vec::new()), &(otherwise, Vec::new()));
    }

    fn branch_on_boxed(
        &mut self,
        value: ir::Value,
        kinds: &[Kind],
        then: &Destination,
        otherwise: &Destination,
    ) {
        let boxed = self.builder.create_block();
        let tag = self.and(value, term::TAG_MASK as i64);
        let same = self.compare_with(IntCC::Equal, tag, term::TAG_BOXED as i64);
        self.brif(same, &(boxed, Vec::new()), otherwise);
        self.builder.switch_to_block(boxed);
        let header = self.load(value, -(term::TAG_BOXED as i32));
        let low = self.and(header, 0xFF);
        let mut matches = None;
        for kind in kinds {
            let expected = term::header(*kind, 0) as i64;
            let same = self.compare_with(IntCC::Equal, low, expected);
            matches = Some(match matches {
                None => same,
                Some(others) => self.builder.ins().bor(others, same),
            });
        }
        if let Some(matches) = matches {
            self.brif(matches, then, otherwise);
        }
    }
}

const BIG_OR_FLOAT: [Kind; 3] = [Kind::BigPositive, Kind::BigNegative, Kind::Float];

const _: () = assert!(atoms::FALSE == term::atom(0) && atoms::TRUE == term::atom(1));

pub fn int_code(comparison: Comparison) -> IntCC {
    match comparison {
        Comparison::Less => IntCC::SignedLessThan,
        Comparison::LessEqual => IntCC::SignedLessThanOrEqual,
        Comparison::Greater => IntCC::SignedGreaterThan,
        Comparison::GreaterEqual => IntCC::SignedGreaterThanOrEqual,
        Comparison::Equal | Comparison::Exact => IntCC::Equal,
        Comparison::NotEqual | Comparison::NotExact => IntCC::NotEqual,
    }
}

fn float_code(comparison: Comparison) -> FloatCC {
    match comparison {
        Comparison::Less => FloatCC::LessThan,
        Comparison::LessEqual => FloatCC::LessThanOrEqual,
        Comparison::Greater => FloatCC::GreaterThan,
        Comparison::GreaterEqual => FloatCC::GreaterThanOrEqual,
        Comparison::Equal | Comparison::Exact => FloatCC::Equal,
        Comparison::NotEqual | Comparison::NotExact => FloatCC::NotEqual,
    }
}
