//! Binaries being matched: the common operations of `erts_bits` in line. The rest, and segments that
//! do not start at a byte, are calls of the BIFs.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{self, InstBuilder, MemFlagsData as MemFlags};
use lfec_abi::atoms;
use lfec_abi::bif::Bif;
use lfec_abi::term::{self, Kind};
use lfec_lower::ir::Value;

use super::Emitter;
use crate::BackendError;

/// Offset of a context's word from the tagged term.
const fn at(field: i32) -> i32 {
    field - term::TAG_BOXED as i32
}

/// Bits of a byte in a position, which is shifted as a small integer is.
const BYTE: i64 = 8 << term::TAG_BITS;
/// How far a position in whole bytes is shifted.
const BYTE_SHIFT: i64 = 3 + term::TAG_BITS as i64;
/// Flags of a segment's specification, as `erts_bits` has them.
const LITTLE: i64 = 1;
const SIGNED: i64 = 2;
const UNIT_SHIFT: u32 = 8;

impl Emitter<'_> {
    /// An operation on a match context, if there is code for it here.
    pub(super) fn emit_bits(
        &mut self,
        bif: &'static Bif,
        arguments: &[Value],
    ) -> Result<Option<ir::Value>, BackendError> {
        if bif.module != "erts_bits" {
            return Ok(None);
        }
        let constants: Vec<Option<i64>> =
            arguments.iter().map(|value| self.constants.get(value).copied()).collect();
        let mut words = Vec::with_capacity(arguments.len());
        for argument in arguments {
            words.push(self.value(*argument)?);
        }
        Ok(Some(match (bif.name, &constants[..]) {
            ("start", _) => return self.emit_start(bif, &words).map(Some),
            ("position", _) => self.load(words[0], at(term::CONTEXT_POSITION)),
            ("restore", _) => {
                self.store(words[1], words[0], at(term::CONTEXT_POSITION));
                words[1]
            }
            ("test_tail", [_, Some(0)]) => {
                let (position, end) = self.context_bounds(words[0]);
                let same = self.builder.ins().icmp(IntCC::Equal, position, end);
                self.value_or_fail(same, atoms::TRUE)
            }
            ("rest", [_, Some(spec)]) => {
                let (position, end) = self.context_bounds(words[0]);
                let left = self.builder.ins().isub(end, position);
                let unit = (spec >> UNIT_SHIFT).max(1);
                if !matches!(unit, 1 | 8) {
                    return Ok(None);
                }
                let odd = self.and(left, (unit - 1) << term::TAG_BITS);
                let whole = self.compare_with(IntCC::Equal, odd, 0);
                let fail = self.constant(term::MATCH_FAIL as i64);
                self.builder.ins().select(whole, words[0], fail)
            }
            ("skip", [_, Some(size), Some(spec)]) => match segment_bits(*size, *spec) {
                Some(bits) => self.emit_skip(words[0], bits),
                None => return Ok(None),
            },
            ("get_integer", [_, Some(size), Some(spec)]) => match segment_bits(*size, *spec) {
                Some(bits @ (8 | 16 | 32)) => self.emit_get_integer(bif, &words, bits, *spec)?,
                _ => return Ok(None),
            },
            _ => return Ok(None),
        }))
    }

    /// A context goes on, anything else gets one.
    fn emit_start(
        &mut self,
        bif: &'static Bif,
        words: &[ir::Value],
    ) -> Result<ir::Value, BackendError> {
        let (boxed, context) = (self.builder.create_block(), self.builder.create_block());
        let (other, done) = (self.builder.create_block(), self.builder.create_block());
        let result = self.builder.append_block_param(done, I64);
        let tag = self.and(words[0], term::TAG_MASK as i64);
        let is_boxed = self.compare_with(IntCC::Equal, tag, term::TAG_BOXED as i64);
        self.builder.ins().brif(is_boxed, boxed, &[], other, &[]);
        self.builder.switch_to_block(boxed);
        let header = self.load(words[0], at(0));
        let expected = term::header(Kind::MatchContext, term::CONTEXT_WORDS) as i64;
        let is_context = self.compare_with(IntCC::Equal, header, expected);
        self.builder.ins().brif(is_context, context, &[], other, &[]);
        self.builder.switch_to_block(context);
        let position = self.load(words[0], at(term::CONTEXT_POSITION));
        self.store(position, words[0], at(term::CONTEXT_START));
        self.builder.ins().jump(done, &[words[0].into()]);
        self.builder.switch_to_block(other);
        let made = self.call_bif(bif, words)?;
        self.builder.ins().jump(done, &[made.into()]);
        self.builder.switch_to_block(done);
        Ok(result)
    }

    fn context_bounds(&mut self, context: ir::Value) -> (ir::Value, ir::Value) {
        let position = self.load(context, at(term::CONTEXT_POSITION));
        (position, self.load(context, at(term::CONTEXT_END)))
    }

    fn value_or_fail(&mut self, condition: ir::Value, word: u64) -> ir::Value {
        let (word, fail) = (self.constant(word as i64), self.constant(term::MATCH_FAIL as i64));
        self.builder.ins().select(condition, word, fail)
    }

    fn emit_skip(&mut self, context: ir::Value, bits: i64) -> ir::Value {
        let (position, end) = self.context_bounds(context);
        let next = self.add(position, bits << term::TAG_BITS);
        let fits = self.builder.ins().icmp(IntCC::UnsignedLessThanOrEqual, next, end);
        let reached = self.builder.ins().select(fits, next, position);
        self.store(reached, context, at(term::CONTEXT_POSITION));
        self.value_or_fail(fits, atoms::TRUE)
    }

    /// An integer of whole bytes that starts at a byte.
    fn emit_get_integer(
        &mut self,
        bif: &'static Bif,
        words: &[ir::Value],
        bits: i64,
        spec: i64,
    ) -> Result<ir::Value, BackendError> {
        let context = words[0];
        let (fits, aligned) = (self.builder.create_block(), self.builder.create_block());
        let (slow, done) = (self.cold_block(), self.builder.create_block());
        let result = self.builder.append_block_param(done, I64);
        let (position, end) = self.context_bounds(context);
        let next = self.add(position, bits << term::TAG_BITS);
        let enough = self.builder.ins().icmp(IntCC::UnsignedLessThanOrEqual, next, end);
        let fail = self.constant(term::MATCH_FAIL as i64);
        self.builder.ins().brif(enough, fits, &[], done, &[fail.into()]);
        self.builder.switch_to_block(fits);
        let odd = self.and(position, BYTE - 1);
        let starts_at_byte = self.compare_with(IntCC::Equal, odd, 0);
        self.builder.ins().brif(starts_at_byte, aligned, &[], slow, &[]);
        self.builder.switch_to_block(aligned);
        let address = self.byte_address(context, position);
        let value = self.load_integer(address, bits, spec);
        self.store(next, context, at(term::CONTEXT_POSITION));
        let small = self.builder.ins().ishl_imm_u(value, i64::from(term::TAG_BITS));
        self.builder.ins().jump(done, &[small.into()]);
        self.builder.switch_to_block(slow);
        let other = self.call_bif(bif, words)?;
        self.builder.ins().jump(done, &[other.into()]);
        self.builder.switch_to_block(done);
        Ok(result)
    }

    /// Address of the byte at a position.
    fn byte_address(&mut self, context: ir::Value, position: ir::Value) -> ir::Value {
        let base = self.load(context, at(term::CONTEXT_BASE));
        let binary = self.load(context, at(term::CONTEXT_BINARY));
        let inside = self.add(binary, i64::from(at(term::HEAP_BINARY_BYTES)));
        let moves = self.compare_with(IntCC::Equal, base, 0);
        let base = self.builder.ins().select(moves, inside, base);
        let index = self.builder.ins().ushr_imm_u(position, BYTE_SHIFT);
        self.builder.ins().iadd(base, index)
    }

    fn load_integer(&mut self, address: ir::Value, bits: i64, spec: i64) -> ir::Value {
        let flags = MemFlags::new().with_notrap();
        let ty = match bits {
            8 => ir::types::I8,
            16 => ir::types::I16,
            _ => ir::types::I32,
        };
        let mut value = self.builder.ins().load(ty, flags, address, 0);
        if bits > 8 && spec & LITTLE == 0 {
            value = self.builder.ins().bswap(value);
        }
        match spec & SIGNED {
            0 => self.builder.ins().uextend(I64, value),
            _ => self.builder.ins().sextend(I64, value),
        }
    }
}

/// Bits of a segment, if they are few.
fn segment_bits(size: i64, spec: i64) -> Option<i64> {
    let bits = size.checked_mul((spec >> UNIT_SHIFT).max(1))?;
    (0..=1 << 20).contains(&bits).then_some(bits)
}
