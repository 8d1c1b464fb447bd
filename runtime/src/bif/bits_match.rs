//! Bit syntax, matching: module `erts_bits`, which generated code calls.
//!
//! Matching a binary goes through a match context: `start/1` makes one, each `get_*` or `skip_*` takes
//! a segment from its position on and moves it. Where a segment does not match, the result is the
//! word `MATCH_FAIL` of `lfec_abi::term`, and the position stays. For the next clause
//! `restore(Context, Position)` goes back to what `position(Context)` said. A context must not get
//! into terms, messages or calls of functions that do not expect it.
//!
//! | function | result |
//! |---|---|
//! | `start(Binary)` | context, or fail if the term is no bitstring; a context itself |
//! | `get_integer(Context, Size, Spec)` | integer |
//! | `get_float(Context, Size, Spec)` | float; fails on infinities and NaN |
//! | `get_binary(Context, Size, Spec)` | bitstring |
//! | `get_utf8(Context)`, `get_utf16(Context, Spec)`, `get_utf32(Context, Spec)` | character |
//! | `skip(Context, Size, Spec)` | `true` |
//! | `match_bits(Context, Bits)` | `true` if these bits come next: for literal segments |
//! | `test_tail(Context, Bits)` | `true` if just so many bits are left |
//! | `position(Context)`, `restore(Context, Position)` | small integer; `ok` |
//! | `rest(Context, Spec)` | the context itself, for the next round of a loop, as `get_binary(Context, all, Spec)` |
//! | `whole(Term)` | of a context the binary that it was last started with; any other term itself |
//!
//! `Size` is the term in the source, or the atom `all` for the rest; a size that is no integer from 0
//! up fails, as a pattern's does. `Spec` is a small integer: `Unit << 8`, plus [`LITTLE`], plus
//! [`SIGNED`].

use lfec_abi::machine::Machine;
use lfec_abi::term::{self as layout, Kind};

use crate::heap::Allocate;
use crate::term::{Bits, Term};

/// Flag in a segment's specification: little-endian.
pub const LITTLE: i64 = 1;
/// Flag in a segment's specification: signed.
pub const SIGNED: i64 = 2;
/// Flag in a segment's specification: all that is left, whatever the size says.
pub const ALL: i64 = 4;
/// How far the unit is shifted in a segment's specification.
pub const UNIT_SHIFT: u32 = 8;

/// The word for a segment that does not match.
pub(super) const FAIL: Term = Term::immediate(layout::MATCH_FAIL);

/// What a specification says.
#[derive(Clone, Copy)]
pub(super) struct Spec(i64);

impl Spec {
    pub(super) fn of(term: Term) -> Spec {
        Spec(term.as_small().unwrap_or_default())
    }

    pub(super) fn unit(self) -> usize {
        (self.0 >> UNIT_SHIFT).max(1) as usize
    }

    pub(super) fn takes_all(self) -> bool {
        self.0 & ALL != 0
    }

    pub(super) fn is_little(self) -> bool {
        self.0 & LITTLE != 0
    }

    pub(super) fn is_signed(self) -> bool {
        self.0 & SIGNED != 0
    }
}

/// `erts_bits:start/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_start_1(machine: &mut Machine, binary: Term) -> Term {
    let Some(bits) = binary.as_bits() else { return FAIL };
    if binary.is_boxed_kind(Kind::MatchContext) {
        // The next round of a loop that keeps its context.
        // SAFETY: a context has these words.
        unsafe { *field(binary, layout::CONTEXT_START) = *position_of(binary) };
        return binary;
    }
    let owner = binary.binary_owner();
    let base = match owner.kind() {
        // Heap binaries move; what a shared binary refers to stays.
        Kind::SharedBinary => bits.base() as u64,
        _ => 0,
    };
    let (start, end) = (bits.offset() as u64, (bits.offset() + bits.bit_len()) as u64);
    let words = [owner.word(), base, start << 3, end << 3, start << 3];
    machine.boxed_words(Kind::MatchContext, &words)
}

/// A word of a context.
fn field(context: Term, offset: i32) -> *mut u64 {
    debug_assert!(context.is_boxed_kind(Kind::MatchContext));
    context.pointer().wrapping_byte_offset(offset as isize)
}

/// The position of a context, a word in it.
fn position_of(context: Term) -> *mut u64 {
    field(context, layout::CONTEXT_POSITION)
}

/// Moves the position behind `bits` bits.
fn advance(context: Term, bits: usize) {
    // SAFETY: generated code passes contexts only, and nobody else writes to them.
    unsafe { *position_of(context) += (bits as u64) << 3 };
}

/// How many bits a segment takes: `None` if that is no size, or more than are left.
fn segment_bits(left: usize, size: Term, spec: Spec) -> Option<usize> {
    if spec.takes_all() {
        return left.is_multiple_of(spec.unit()).then_some(left);
    }
    let bits = size.as_usize()?.checked_mul(spec.unit())?;
    (bits <= left).then_some(bits)
}

/// Takes a segment.
fn take(context: Term, size: Term, spec: Spec) -> Option<Bits> {
    let bits = Bits::of_boxed(context);
    let count = segment_bits(bits.bit_len(), size, spec)?;
    advance(context, count);
    Some(bits.slice(0, count))
}

/// `erts_bits:get_integer/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_get_integer_3(
    machine: &mut Machine,
    context: Term,
    size: Term,
    spec: Term,
) -> Term {
    let spec = Spec::of(spec);
    match take(context, size, spec) {
        Some(bits) if bits.bit_len() <= 64 => small_integer(machine, bits, spec),
        Some(bits) => large_integer(machine, bits, spec),
        None => FAIL,
    }
}

fn small_integer(machine: &mut Machine, bits: Bits, spec: Spec) -> Term {
    let count = bits.bit_len();
    let value = if spec.is_little() { little(bits) } else { bits.unsigned(0, count) };
    if !spec.is_signed() {
        return machine.unsigned(value);
    }
    let spare = 64 - count as u32;
    machine.integer((value.checked_shl(spare).unwrap_or(0) as i64).checked_shr(spare).unwrap_or(0))
}

/// The value of at most 64 little-endian bits: whole bytes from the lowest on, then what is left.
fn little(bits: Bits) -> u64 {
    let count = bits.bit_len();
    (0..count)
        .step_by(8)
        .fold(0, |value, start| value | bits.unsigned(start, (count - start).min(8)) << start)
}

fn large_integer(machine: &mut Machine, bits: Bits, spec: Spec) -> Term {
    let count = bits.bit_len();
    let mut digits: Vec<u64> = (0..count)
        .step_by(64)
        .map(|low| {
            let width = (count - low).min(64);
            if spec.is_little() {
                little(bits.slice(low, width))
            } else {
                bits.unsigned(count - low - width, width)
            }
        })
        .collect();
    let top = (count - 1) % 64;
    let negative = spec.is_signed() && digits.last().is_some_and(|&digit| digit >> top & 1 == 1);
    if negative {
        if let Some(last) = digits.last_mut() {
            *last |= u64::MAX << top;
        }
        let mut carry = true;
        for digit in &mut digits {
            (*digit, carry) = (!*digit).overflowing_add(u64::from(carry));
        }
    }
    machine.integer_of_digits(negative, &digits)
}

/// `erts_bits:get_float/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_get_float_3(
    machine: &mut Machine,
    context: Term,
    size: Term,
    spec: Term,
) -> Term {
    let spec = Spec::of(spec);
    let bits = Bits::of_boxed(context);
    let Some(count) = segment_bits(bits.bit_len(), size, spec) else { return FAIL };
    let segment = bits.slice(0, count);
    if count == 0 {
        // OTP: a float of no bits is 0.0.
        return machine.float(0.0);
    }
    let raw = || if spec.is_little() { little(segment) } else { segment.unsigned(0, count) };
    let value = match count {
        16 => half_to_double(raw() as u16),
        32 => f64::from(f32::from_bits(raw() as u32)),
        64 => f64::from_bits(raw()),
        _ => return FAIL,
    };
    if !value.is_finite() {
        return FAIL;
    }
    advance(context, count);
    machine.float(value)
}

/// The value of a float of half precision.
fn half_to_double(half: u16) -> f64 {
    let sign = if half >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = (i32::from(half >> 10 & 31), f64::from(half & 1023));
    sign * match exponent {
        0 => fraction * 2.0_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (fraction + 1024.0) * 2.0_f64.powi(exponent - 25),
    }
}

/// `erts_bits:get_binary/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_get_binary_3(
    machine: &mut Machine,
    context: Term,
    size: Term,
    spec: Term,
) -> Term {
    let bits = Bits::of_boxed(context);
    let Some(count) = segment_bits(bits.bit_len(), size, Spec::of(spec)) else { return FAIL };
    let part = machine.part(context, 0, count);
    advance(context, count);
    part
}

/// `erts_bits:rest/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_rest_2(_: &mut Machine, context: Term, spec: Term) -> Term {
    let left = Bits::of_boxed(context).bit_len();
    if left.is_multiple_of(Spec::of(spec).unit()) { context } else { FAIL }
}

/// `erts_bits:whole/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_whole_1(machine: &mut Machine, term: Term) -> Term {
    if term.tag() != layout::TAG_BOXED || term.kind() != Kind::MatchContext {
        return term;
    }
    // SAFETY: a context has these words.
    let (position, start) = unsafe { (*position_of(term), *field(term, layout::CONTEXT_START)) };
    let (binary, before) = (Bits::of_boxed(term), (position - start) as usize >> 3);
    // The part is told from where the context stands.
    // SAFETY: as above.
    unsafe { *position_of(term) = start };
    let part = machine.part(term, 0, before + binary.bit_len());
    // SAFETY: as above.
    unsafe { *position_of(term) = position };
    part
}

/// `erts_bits:skip/3`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_skip_3(
    _: &mut Machine,
    context: Term,
    size: Term,
    spec: Term,
) -> Term {
    if take(context, size, Spec::of(spec)).is_some() { Term::TRUE } else { FAIL }
}

/// `erts_bits:match_bits/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_match_bits_2(
    _: &mut Machine,
    context: Term,
    expected: Term,
) -> Term {
    let (bits, Some(expected)) = (Bits::of_boxed(context), expected.as_bits()) else { return FAIL };
    let count = expected.bit_len();
    if count > bits.bit_len() || !bits.slice(0, count).equals(expected) {
        return FAIL;
    }
    advance(context, count);
    Term::TRUE
}

/// `erts_bits:test_tail/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_test_tail_2(_: &mut Machine, context: Term, bits: Term) -> Term {
    if bits.as_usize() == Some(Bits::of_boxed(context).bit_len()) { Term::TRUE } else { FAIL }
}

/// `erts_bits:position/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_position_1(_: &mut Machine, context: Term) -> Term {
    // SAFETY: generated code passes contexts only; the word looks like a small integer.
    Term::raw(unsafe { *position_of(context) })
}

/// `erts_bits:restore/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_restore_2(_: &mut Machine, context: Term, position: Term) -> Term {
    // SAFETY: as above; the position is one that `position/1` gave.
    unsafe { *position_of(context) = position.word() };
    Term::OK
}

/// A character: not a surrogate, and no more than 0x10FFFF.
fn character(context: Term, value: u32, bits: usize) -> Term {
    if char::from_u32(value).is_none() {
        return FAIL;
    }
    advance(context, bits);
    Term::small(i64::from(value))
}

/// `erts_bits:get_utf8/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_get_utf8_1(_: &mut Machine, context: Term) -> Term {
    let bits = Bits::of_boxed(context);
    let count = (bits.bit_len() / 8).min(4);
    if count == 0 {
        return FAIL;
    }
    let first = bits.byte(0);
    if first < 0x80 {
        return character(context, u32::from(first), 8);
    }
    let length = match first {
        0xC2..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0..0xF5 => 4,
        _ => return FAIL,
    };
    let mut bytes = [0; 4];
    if length > count {
        return FAIL;
    }
    for (index, byte) in bytes[..length].iter_mut().enumerate() {
        *byte = bits.byte(index);
    }
    let text = std::str::from_utf8(&bytes[..length]).ok().and_then(|text| text.chars().next());
    text.map_or(FAIL, |value| character(context, u32::from(value), length * 8))
}

/// `erts_bits:get_utf16/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_get_utf16_2(_: &mut Machine, context: Term, spec: Term) -> Term {
    let bits = Bits::of_boxed(context);
    let unit = |start: usize| {
        let value = (start + 16 <= bits.bit_len()).then(|| bits.unsigned(start, 16) as u16)?;
        Some(u32::from(if Spec::of(spec).is_little() { value.swap_bytes() } else { value }))
    };
    match (unit(0), unit(16)) {
        (Some(high @ 0xD800..0xDC00), Some(low @ 0xDC00..0xE000)) => {
            character(context, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), 32)
        }
        (Some(value), _) => character(context, value, 16),
        (None, _) => FAIL,
    }
}

/// `erts_bits:get_utf32/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_bits_get_utf32_2(_: &mut Machine, context: Term, spec: Term) -> Term {
    let bits = Bits::of_boxed(context);
    if bits.bit_len() < 32 {
        return FAIL;
    }
    let value = bits.unsigned(0, 32) as u32;
    character(context, if Spec::of(spec).is_little() { value.swap_bytes() } else { value }, 32)
}
