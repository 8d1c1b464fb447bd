//! Comparison of any terms: small integers and words inline, the rest in the runtime.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self, InstBuilder};
use lfec_abi::term;
use lfec_lower::ir::{Comparison, Value};

use super::Emitter;
use super::condition::{Destination, int_code};
use crate::BackendError;

/// Bit `t` is set where terms of tag `t` can be equal without being the same word.
const DEEP_TAGS: i64 = 1 << term::TAG_CONS | 1 << term::TAG_BOXED | 1 << term::TAG_FUN;

impl Emitter<'_> {
    pub(super) fn branch_on_comparison(
        &mut self,
        comparison: Comparison,
        left: Value,
        right: Value,
        then: &Destination,
        otherwise: &Destination,
    ) -> Result<(), BackendError> {
        let known = [left, right].map(|value| self.constants.contains_key(&value));
        let (left, right) = (self.value(left)?, self.value(right)?);
        match comparison {
            Comparison::Exact => self.branch_on_exact(left, right, then, otherwise),
            Comparison::NotExact => self.branch_on_exact(left, right, otherwise, then),
            _ => self.branch_on_order(comparison, left, right, known, then, otherwise),
        }
        Ok(())
    }

    /// `=:=`: the same word, or the same deep tag and the runtime finds them equal.
    fn branch_on_exact(
        &mut self,
        left: ir::Value,
        right: ir::Value,
        then: &Destination,
        otherwise: &Destination,
    ) {
        let (different, same_tag) = (self.builder.create_block(), self.builder.create_block());
        let slow = self.cold_block();
        let same = self.builder.ins().icmp(IntCC::Equal, left, right);
        self.builder.ins().brif(same, then.0, &then.1, different, &[]);
        self.builder.switch_to_block(different);
        let bits = self.builder.ins().bxor(left, right);
        let bits = self.and(bits, term::TAG_MASK as i64);
        let tags_differ = self.compare_with(IntCC::NotEqual, bits, 0);
        self.builder.ins().brif(tags_differ, otherwise.0, &otherwise.1, same_tag, &[]);
        self.builder.switch_to_block(same_tag);
        let tag = self.and(left, term::TAG_MASK as i64);
        let deep = self.constant(DEEP_TAGS);
        let deep = self.builder.ins().ushr(deep, tag);
        let deep = self.and(deep, 1);
        self.builder.ins().brif(deep, slow, &[], otherwise.0, &otherwise.1);
        self.builder.switch_to_block(slow);
        let result = self.slow("lfert_slow_exact_equal", &[left, right]);
        self.builder.ins().brif(result, then.0, &then.1, otherwise.0, &otherwise.1);
    }

    fn branch_on_order(
        &mut self,
        comparison: Comparison,
        left: ir::Value,
        right: ir::Value,
        known_small: [bool; 2],
        then: &Destination,
        otherwise: &Destination,
    ) {
        let (fast, slow) = (self.builder.create_block(), self.cold_block());
        let word = match known_small {
            [true, true] => None,
            [true, false] => Some(right),
            [false, true] => Some(left),
            [false, false] => Some(self.builder.ins().bor(left, right)),
        };
        if let Some(word) = word {
            let tag = self.and(word, term::TAG_MASK as i64);
            let small = self.compare_with(IntCC::Equal, tag, 0);
            self.builder.ins().brif(small, fast, &[], slow, &[]);
        } else {
            self.builder.ins().jump(fast, &[]);
        }
        self.builder.switch_to_block(fast);
        let code = int_code(comparison);
        let condition = self.builder.ins().icmp(code, left, right);
        self.builder.ins().brif(condition, then.0, &then.1, otherwise.0, &otherwise.1);
        self.builder.switch_to_block(slow);
        let condition = match comparison {
            Comparison::Equal => self.slow("lfert_slow_equal", &[left, right]),
            Comparison::NotEqual => {
                let equal = self.slow("lfert_slow_equal", &[left, right]);
                self.compare_with(IntCC::Equal, equal, 0)
            }
            _ => {
                let order = self.slow("lfert_slow_compare", &[left, right]);
                self.compare_with(code, order, 0)
            }
        };
        self.builder.ins().brif(condition, then.0, &then.1, otherwise.0, &otherwise.1);
    }
}
