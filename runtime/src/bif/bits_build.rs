//! Bit syntax, construction: module `erts_bits`, which generated code calls.
//!
//! A bitstring is built in a buffer that each scheduler thread has once: `new/0` empties it, each
//! `put_*` adds a segment, `finish/0` makes the term. Between `new` and `finish` generated code calls
//! nothing else but these BIFs: all values and sizes are computed before. A `put_*` that raises leaves
//! the buffer to the next `new`.
//!
//! | function | adds |
//! |---|---|
//! | `put_integer(Value, Size, Spec)` | `Value:Size/integer` |
//! | `put_float(Value, Size, Spec)` | `Value:Size/float` |
//! | `put_binary(Value, Size, Spec)` | `Value:Size/binary`; with size `all` all of it |
//! | `put_utf8(Value)`, `put_utf16(Value, Spec)`, `put_utf32(Value, Spec)` | a character |
//! | `finish()` | nothing: gives the bitstring |
//! | `append_byte(Binary, Value)` | gives `<<Binary/binary, Value>>`, without `new` before it |
//! | `finish_append(Binary, Spec)` | nothing: gives `Binary` with the buffer behind it |
//!
//! `finish_append` is for `<<Binary/binary, …>>` where the first segment is a whole binary, and for
//! comprehensions: it appends in place where nobody has done so before, so that building up a binary
//! piece by piece takes time in proportion to its size. Sizes and `Spec` are as in
//! [`bits_match`](super::bits_match); a size or value that does not fit raises `badarg`, one too large
//! `system_limit`.

use std::cell::RefCell;

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use super::bits_match::{Spec, UNIT_SHIFT};
use crate::heap::{Allocate, Registers};
use crate::term::binary::{HEAP_BINARY_LIMIT, SharedBytes};
use crate::term::integer::{Integer, arithmetic};
use crate::term::{Bits, Kind, Term};

/// Most bytes a binary can have, where addresses are no shorter: 128 GB.
pub(super) const MAX_BYTES: u64 = 1 << 37;

/// A growing run of bits. Spare bits of the last byte are 0.
#[derive(Default)]
pub(super) struct Buffer {
    bytes: Vec<u8>,
    bits: usize,
}

impl Buffer {
    fn clear(&mut self) {
        self.bytes.clear();
        self.bits = 0;
    }

    fn as_bits(&self) -> Bits {
        Bits::of_bytes(&self.bytes).slice(0, self.bits)
    }

    /// The bytes, and how many bits of them are used.
    pub(super) fn parts(&self) -> (&[u8], usize) {
        (&self.bytes, self.bits)
    }

    fn push_bytes(&mut self, bytes: &[u8]) {
        if self.bits.is_multiple_of(8) {
            self.bytes.extend_from_slice(bytes);
            self.bits += bytes.len() * 8;
        } else {
            self.push_bits(Bits::of_bytes(bytes));
        }
    }

    /// Adds bits.
    pub(super) fn push_bits(&mut self, bits: Bits) {
        let at = self.bits;
        self.bits += bits.bit_len();
        self.bytes.resize(self.bits.div_ceil(8), 0);
        bits.copy_to(&mut self.bytes, at);
    }

    /// The low `count` bits of `value`, at most 64.
    fn push_unsigned(&mut self, value: u64, count: usize) {
        if count == 0 {
            return;
        }
        let bytes = (value << (64 - count)).to_be_bytes();
        if count.is_multiple_of(8) {
            self.push_bytes(&bytes[..count / 8]);
        } else {
            self.push_bits(Bits::of_bytes(&bytes).slice(0, count));
        }
    }

    /// The low `count` bits of a number whose two's complement has these bytes, lowest first.
    fn push_complement(&mut self, bytes: &[u8], count: usize, little: bool) {
        let (whole, rest) = (count / 8, count % 8);
        let top = bytes.get(whole).map_or(0, |&byte| u64::from(byte));
        if little {
            self.push_bytes(&bytes[..whole]);
            self.push_unsigned(top, rest);
        } else {
            self.push_unsigned(top, rest);
            let reversed: Vec<u8> = bytes[..whole].iter().rev().copied().collect();
            self.push_bytes(&reversed);
        }
    }
}

thread_local! {
    static BUFFER: RefCell<Buffer> = const { RefCell::new(Buffer { bytes: Vec::new(), bits: 0 }) };
}

fn with_buffer<R>(action: impl FnOnce(&mut Buffer) -> R) -> R {
    BUFFER.with_borrow_mut(action)
}

/// Buffers that were larger are given back after use.
const KEPT_BYTES: usize = 1 << 16;

/// `erts_bits:new/0`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_new_0(_: &mut Machine) -> Term {
    with_buffer(Buffer::clear);
    Term::OK
}

/// How many bits a segment has, or the exception's reason.
fn segment_bits(size: Term, spec: Spec) -> Result<usize, u64> {
    match size.as_usize() {
        Some(size) => match size.checked_mul(spec.unit()) {
            Some(bits) if bits as u64 / 8 <= MAX_BYTES => Ok(bits),
            _ => Err(atoms::SYSTEM_LIMIT),
        },
        None if size.as_big().is_some_and(|big| !big.is_negative()) => Err(atoms::SYSTEM_LIMIT),
        None => Err(atoms::BADARG),
    }
}

/// The result of adding a segment.
fn put(machine: &mut Machine, result: Result<(), u64>) -> Term {
    match result {
        Ok(()) => Term::OK,
        Err(reason) => machine.error(reason),
    }
}

/// `erts_bits:put_integer/3`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_put_integer_3(
    machine: &mut Machine,
    value: Term,
    size: Term,
    spec: Term,
) -> Term {
    let spec = Spec::of(spec);
    let result = segment_bits(size, spec).and_then(|bits| put_integer(value, bits, spec));
    put(machine, result)
}

fn put_integer(value: Term, bits: usize, spec: Spec) -> Result<(), u64> {
    if let Some(value) = value.as_small()
        && bits <= 64
        && (!spec.is_little() || bits <= 8)
    {
        with_buffer(|buffer| buffer.push_unsigned(value as u64, bits));
        return Ok(());
    }
    let integer = Integer::of(value).ok_or(atoms::BADARG)?;
    let digits = integer.complement().take(bits.div_ceil(64));
    let bytes: Vec<u8> = digits.flat_map(u64::to_le_bytes).collect();
    with_buffer(|buffer| buffer.push_complement(&bytes, bits, spec.is_little()));
    Ok(())
}

/// `erts_bits:put_float/3`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_put_float_3(
    machine: &mut Machine,
    value: Term,
    size: Term,
    spec: Term,
) -> Term {
    let spec = Spec::of(spec);
    let result = segment_bits(size, spec).and_then(|bits| put_float(value, bits, spec));
    put(machine, result)
}

fn put_float(value: Term, bits: usize, spec: Spec) -> Result<(), u64> {
    let value = arithmetic::to_float(value).map_err(|_| atoms::BADARG)?;
    let raw = match bits {
        // Too large a value becomes infinite, as in OTP 25.
        16 => u64::from(double_to_half(value)),
        32 => u64::from((value as f32).to_bits()),
        64 => value.to_bits(),
        _ => return Err(atoms::BADARG),
    };
    with_buffer(|buffer| buffer.push_complement(&raw.to_le_bytes(), bits, spec.is_little()));
    Ok(())
}

/// The bits of the nearest float of half precision, which may be infinite.
fn double_to_half(value: f64) -> u16 {
    const INFINITE: u16 = 31 << 10;
    let sign = if value.is_sign_negative() { 1 << 15 } else { 0 };
    let magnitude = value.abs();
    let exponent = (magnitude.to_bits() >> 52) as i32 - 1023;
    if exponent >= 16 {
        return sign | INFINITE;
    }
    // The distance between neighbours is a power of two; rounding to it is exact in a double.
    let step = 2.0_f64.powi(exponent.max(-14) - 10);
    let steps = (magnitude / step).round_ties_even() as u16;
    let base = if exponent < -14 { 0 } else { ((exponent + 14) as u16) << 10 };
    sign | (base + steps).min(INFINITE)
}

/// `erts_bits:put_binary/3`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_put_binary_3(
    machine: &mut Machine,
    value: Term,
    size: Term,
    spec: Term,
) -> Term {
    let result = put_binary(value, size, Spec::of(spec));
    put(machine, result)
}

fn put_binary(value: Term, size: Term, spec: Spec) -> Result<(), u64> {
    let bits = value.as_bits().ok_or(atoms::BADARG)?;
    let count = if spec.takes_all() {
        bits.bit_len().is_multiple_of(spec.unit()).then_some(bits.bit_len())
    } else {
        Some(segment_bits(size, spec)?).filter(|&count| count <= bits.bit_len())
    };
    let part = bits.slice(0, count.ok_or(atoms::BADARG)?);
    with_buffer(|buffer| match part.aligned() {
        Some(bytes) if part.is_binary() => buffer.push_bytes(bytes),
        _ => buffer.push_bits(part),
    });
    Ok(())
}

/// A character's value.
fn character_of(value: Term) -> Result<char, u64> {
    let value = value.as_small().and_then(|value| u32::try_from(value).ok());
    value.and_then(char::from_u32).ok_or(atoms::BADARG)
}

/// `erts_bits:put_utf8/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_put_utf8_1(machine: &mut Machine, value: Term) -> Term {
    let result = character_of(value).map(|character| {
        let mut bytes = [0; 4];
        let text = character.encode_utf8(&mut bytes);
        with_buffer(|buffer| buffer.push_bytes(text.as_bytes()));
    });
    put(machine, result)
}

/// `erts_bits:put_utf16/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_put_utf16_2(
    machine: &mut Machine,
    value: Term,
    spec: Term,
) -> Term {
    let little = Spec::of(spec).is_little();
    let result = character_of(value).map(|character| {
        let mut units = [0; 2];
        for unit in character.encode_utf16(&mut units) {
            let bytes = if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
            with_buffer(|buffer| buffer.push_bytes(&bytes));
        }
    });
    put(machine, result)
}

/// `erts_bits:put_utf32/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_put_utf32_2(
    machine: &mut Machine,
    value: Term,
    spec: Term,
) -> Term {
    let little = Spec::of(spec).is_little();
    let result = character_of(value).map(|character| {
        let value = u32::from(character);
        let bytes = if little { value.to_le_bytes() } else { value.to_be_bytes() };
        with_buffer(|buffer| buffer.push_bytes(&bytes));
    });
    put(machine, result)
}

/// Calls `action` with the buffer's contents and leaves it empty.
fn finish(machine: &mut Machine, action: impl FnOnce(&mut Machine, &Buffer) -> Term) -> Term {
    let mut buffer = with_buffer(std::mem::take);
    let result = action(machine, &buffer);
    if buffer.bytes.capacity() <= KEPT_BYTES {
        buffer.clear();
        with_buffer(|kept| *kept = buffer);
    }
    result
}

/// `erts_bits:finish/0`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_finish_0(machine: &mut Machine) -> Term {
    finish(machine, |machine, buffer| machine.bitstring(&buffer.bytes, buffer.bits))
}

/// `erts_bits:finish_append/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_finish_append_2(
    machine: &mut Machine,
    binary: Term,
    spec: Term,
) -> Term {
    match binary.as_bits() {
        Some(bits) if bits.bit_len().is_multiple_of(Spec::of(spec).unit()) => {
            finish(machine, |machine, buffer| append(machine, binary, buffer.as_bits()))
        }
        _ => machine.badarg(),
    }
}

/// `erts_bits:append_byte/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_append_byte_2(
    machine: &mut Machine,
    binary: Term,
    value: Term,
) -> Term {
    if let (Some(value), Some(bits)) = (value.as_small(), binary.as_bits())
        && bits.is_binary()
    {
        return append(machine, binary, Bits::of_bytes(&[value as u8]));
    }
    let (byte, spec) = (Term::small(8), Term::small(1 << UNIT_SHIFT));
    bif_erts_bits_new_0(machine);
    match bif_erts_bits_put_integer_3(machine, value, byte, spec) {
        failed if failed.is_non_value() => failed,
        _ => bif_erts_bits_finish_append_2(machine, binary, Term::small(8 << UNIT_SHIFT)),
    }
}

/// Room that an appended binary gets, in bytes.
const APPEND_BYTES: usize = 256;

/// `binary` with `added` behind it.
fn append(machine: &mut Machine, binary: Term, added: Bits) -> Term {
    let Some(bits) = binary.as_bits() else { return machine.badarg() };
    if added.bit_len() == 0 {
        return binary;
    }
    let total = bits.bit_len() + added.bit_len();
    let owner = binary.binary_owner();
    if owner.is_boxed_kind(Kind::SharedBinary)
        && let Some(shared) = SharedBytes::append(owner, bits, added)
    {
        return machine.shared_binary_part(shared, bits.offset(), total, added.byte_len());
    }
    let bytes = total.div_ceil(8);
    if let (Some(before), Some([byte])) = (bits.aligned(), added.aligned())
        && bytes <= HEAP_BINARY_LIMIT
        && bits.is_binary()
        && added.is_binary()
    {
        let mut copy = [0; HEAP_BINARY_LIMIT];
        copy[..before.len()].copy_from_slice(before);
        copy[before.len()] = *byte;
        return machine.heap_binary(&copy[..bytes], total);
    }
    if bytes <= HEAP_BINARY_LIMIT {
        let mut copy = [0; HEAP_BINARY_LIMIT];
        bits.copy_to(&mut copy, 0);
        added.copy_to(&mut copy, bits.bit_len());
        return machine.heap_binary(&copy[..bytes], total);
    }
    let shared = SharedBytes::joined(bits, added, (bytes * 2).max(APPEND_BYTES));
    machine.shared_binary(shared, 0, total)
}

#[cfg(test)]
mod tests {
    use super::double_to_half;

    #[test]
    fn half_precision() {
        assert_eq!(double_to_half(1.0), 0x3C00);
        assert_eq!(double_to_half(-2.0), 0xC000);
        assert_eq!(double_to_half(65504.0), 0x7BFF);
        assert_eq!(double_to_half(65519.9), 0x7BFF);
        assert_eq!(double_to_half(65520.0), 0x7C00);
        assert_eq!(double_to_half(1e300), 0x7C00);
        assert_eq!(double_to_half(0.1), 0x2E66);
        assert_eq!(double_to_half(5.960464477539063e-8), 1);
        assert_eq!(double_to_half(6.097555160522461e-5), 0x3FF);
        assert_eq!(double_to_half(6.1e-5), 0x3FF);
        assert_eq!(double_to_half(6.103515625e-5), 0x400);
        assert_eq!(double_to_half(0.0), 0);
        assert_eq!(double_to_half(-0.0), 0x8000);
        assert_eq!(double_to_half(1e-30), 0);
    }
}
