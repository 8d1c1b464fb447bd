//! Binaries as lists, and parts of binaries: `erlang` and `binary`.

use lfec_abi::machine::Machine;

use super::bits_build::MAX_BYTES;
use super::number_text::bytes_of_binary;
use crate::heap::{Allocate, Registers};
use crate::term::{Bits, Term};

/// The list of some bytes before `tail`.
fn byte_list(machine: &mut Machine, bytes: &[u8], tail: Term) -> Term {
    let elements: Vec<Term> = bytes.iter().map(|&byte| Term::small(i64::from(byte))).collect();
    machine.charge(bytes.len() / 64);
    machine.list_with_tail(&elements, tail)
}

/// `erlang:binary_to_list/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_binary_to_list_1(machine: &mut Machine, binary: Term) -> Term {
    match bytes_of_binary(binary) {
        Some(bytes) => byte_list(machine, &bytes, Term::NIL),
        None => machine.badarg(),
    }
}

/// `erlang:binary_to_list/3`: bytes from one position to another, both from 1 and included.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_binary_to_list_3(
    machine: &mut Machine,
    binary: Term,
    from: Term,
    to: Term,
) -> Term {
    let (Some(bits), Some(from), Some(to)) = (binary.as_bits(), from.as_usize(), to.as_usize())
    else {
        return machine.badarg();
    };
    if from == 0 || from > to || to > bits.bit_len() / 8 {
        return machine.badarg();
    }
    let bytes = bits.slice((from - 1) * 8, (to + 1 - from) * 8).bytes();
    byte_list(machine, &bytes, Term::NIL)
}

/// `erlang:bitstring_to_list/1`: bits behind the last whole byte are a bitstring at the end.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_bitstring_to_list_1(machine: &mut Machine, bitstring: Term) -> Term {
    let Some(bits) = bitstring.as_bits() else { return machine.badarg() };
    let whole = bits.bit_len() / 8 * 8;
    let rest = bits.bit_len() - whole;
    let tail = if rest > 0 {
        let last = machine.part(bitstring, whole, rest);
        machine.cons(last, Term::NIL)
    } else {
        Term::NIL
    };
    byte_list(machine, &bits.slice(0, whole).bytes(), tail)
}

/// Start and length in bytes of a part given by position and length, which may be negative.
fn part_of(bits: Bits, position: Term, length: Term) -> Option<(usize, usize)> {
    let size = bits.bit_len() / 8;
    let (position, length) = (position.as_usize()?, length.as_small()?);
    let other = i64::try_from(position).ok()?.checked_add(length)?;
    let other = usize::try_from(other).ok()?;
    let (start, end) = (position.min(other), position.max(other));
    (end <= size).then_some((start, end - start))
}

/// The two elements of a `{Position, Length}`.
pub(crate) fn pair_of(term: Term) -> Option<(Term, Term)> {
    match term.as_tuple()?.elements() {
        [first, second] => Some((*first, *second)),
        _ => None,
    }
}

/// `erlang:binary_part/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_binary_part_3(
    machine: &mut Machine,
    binary: Term,
    position: Term,
    length: Term,
) -> Term {
    let part = binary.as_bits().and_then(|bits| part_of(bits, position, length));
    match part {
        Some((start, length)) => machine.part(binary, start * 8, length * 8),
        None => machine.badarg(),
    }
}

/// `erlang:binary_part/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_binary_part_2(
    machine: &mut Machine,
    binary: Term,
    part: Term,
) -> Term {
    match pair_of(part) {
        Some((position, length)) => bif_erlang_binary_part_3(machine, binary, position, length),
        None => machine.badarg(),
    }
}

/// `binary:part/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_part_3(
    machine: &mut Machine,
    binary: Term,
    position: Term,
    length: Term,
) -> Term {
    bif_erlang_binary_part_3(machine, binary, position, length)
}

/// `binary:part/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_part_2(machine: &mut Machine, binary: Term, part: Term) -> Term {
    bif_erlang_binary_part_2(machine, binary, part)
}

/// `erlang:split_binary/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_split_binary_2(
    machine: &mut Machine,
    binary: Term,
    position: Term,
) -> Term {
    let (Some(bits), Some(position)) = (binary.as_bits(), position.as_usize()) else {
        return machine.badarg();
    };
    if position > bits.bit_len() / 8 {
        return machine.badarg();
    }
    let first = machine.part(binary, 0, position * 8);
    let second = machine.part(binary, position * 8, bits.bit_len() - position * 8);
    machine.tuple(&[first, second])
}

/// `binary:at/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_at_2(machine: &mut Machine, binary: Term, position: Term) -> Term {
    let bits = binary.as_bits().filter(|bits| bits.is_binary());
    match bits.zip(position.as_usize()) {
        Some((bits, position)) if position < bits.byte_len() => {
            Term::small(i64::from(bits.byte(position)))
        }
        _ => machine.badarg(),
    }
}

/// `binary:first/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_first_1(machine: &mut Machine, binary: Term) -> Term {
    bif_binary_at_2(machine, binary, Term::small(0))
}

/// `binary:last/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_last_1(machine: &mut Machine, binary: Term) -> Term {
    let size = binary.as_bits().map_or(0, Bits::byte_len);
    bif_binary_at_2(machine, binary, Term::small(size as i64 - 1))
}

/// `binary:copy/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_copy_1(machine: &mut Machine, binary: Term) -> Term {
    bif_binary_copy_2(machine, binary, Term::small(1))
}

/// `binary:copy/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_copy_2(machine: &mut Machine, binary: Term, count: Term) -> Term {
    // No copy of any bitstring is an empty binary.
    if count == Term::small(0) && binary.as_bits().is_some() {
        return machine.binary(&[]);
    }
    let (Some(bytes), Some(count)) = (bytes_of_binary(binary), count.as_usize()) else {
        return machine.badarg();
    };
    match bytes.len().checked_mul(count) {
        Some(size) if size as u64 <= MAX_BYTES => {
            machine.charge(size / 64);
            machine.binary(&bytes.repeat(count))
        }
        _ => machine.error(lfec_abi::atoms::SYSTEM_LIMIT),
    }
}

/// `binary:bin_to_list/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_bin_to_list_1(machine: &mut Machine, binary: Term) -> Term {
    bif_erlang_binary_to_list_1(machine, binary)
}

/// `binary:bin_to_list/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_bin_to_list_2(
    machine: &mut Machine,
    binary: Term,
    part: Term,
) -> Term {
    match pair_of(part) {
        Some((position, length)) => bif_binary_bin_to_list_3(machine, binary, position, length),
        None => machine.badarg(),
    }
}

/// `binary:bin_to_list/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_bin_to_list_3(
    machine: &mut Machine,
    binary: Term,
    position: Term,
    length: Term,
) -> Term {
    let bits = binary.as_bits().filter(|bits| bits.is_binary());
    let part = bits.and_then(|bits| Some((bits, part_of(bits, position, length)?)));
    match part {
        Some((bits, (start, length))) => {
            byte_list(machine, &bits.slice(start * 8, length * 8).bytes(), Term::NIL)
        }
        None => machine.badarg(),
    }
}

/// `binary:referenced_byte_size/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_referenced_byte_size_1(machine: &mut Machine, binary: Term) -> Term {
    if !binary.as_bits().is_some_and(Bits::is_binary) {
        return machine.badarg();
    }
    let whole = binary.binary_owner().as_bits().map_or(0, Bits::byte_len);
    Term::small(whole as i64)
}

/// Whether numbers in binaries start with their lowest byte.
fn is_little(endianness: Term) -> Option<bool> {
    match endianness.as_atom()?.text() {
        "little" => Some(true),
        "big" => Some(false),
        _ => None,
    }
}

/// `binary:decode_unsigned/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_decode_unsigned_1(machine: &mut Machine, binary: Term) -> Term {
    bif_binary_decode_unsigned_2(machine, binary, Term::atom("big"))
}

/// `binary:decode_unsigned/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_decode_unsigned_2(
    machine: &mut Machine,
    binary: Term,
    endianness: Term,
) -> Term {
    let (Some(bytes), Some(little)) = (bytes_of_binary(binary), is_little(endianness)) else {
        return machine.badarg();
    };
    let mut bytes = bytes.into_owned();
    if !little {
        bytes.reverse();
    }
    let digit = |chunk: &[u8]| {
        let mut digit = [0; 8];
        digit[..chunk.len()].copy_from_slice(chunk);
        u64::from_le_bytes(digit)
    };
    let digits: Vec<u64> = bytes.chunks(8).map(digit).collect();
    machine.integer_of_digits(false, &digits)
}

/// `binary:encode_unsigned/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_encode_unsigned_1(machine: &mut Machine, integer: Term) -> Term {
    bif_binary_encode_unsigned_2(machine, integer, Term::atom("big"))
}

/// `binary:encode_unsigned/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_encode_unsigned_2(
    machine: &mut Machine,
    integer: Term,
    endianness: Term,
) -> Term {
    let integer = crate::term::integer::Integer::of(integer).filter(|value| !value.is_negative());
    let (Some(integer), Some(little)) = (integer, is_little(endianness)) else {
        return machine.badarg();
    };
    let mut bytes: Vec<u8> =
        integer.digits().iter().flat_map(|digit| digit.to_le_bytes()).collect();
    bytes.truncate(integer.bit_length().div_ceil(8).max(1));
    if !little {
        bytes.reverse();
    }
    machine.binary(&bytes)
}

/// The bytes of each binary of a list; `None` if there are none or something else is among them.
fn binaries_of<'a>(list: Term) -> Option<Vec<std::borrow::Cow<'a, [u8]>>> {
    let mut walk = list.list();
    let binaries: Option<Vec<_>> = walk.by_ref().map(bytes_of_binary).collect();
    binaries.filter(|binaries| walk.rest().is_nil() && !binaries.is_empty())
}

/// How many of the first bytes that `left` and `right` give are the same.
fn common<'a>(left: impl Iterator<Item = &'a u8>, right: impl Iterator<Item = &'a u8>) -> usize {
    left.zip(right).take_while(|(left, right)| left == right).count()
}

/// `binary:longest_common_prefix/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_longest_common_prefix_1(machine: &mut Machine, list: Term) -> Term {
    let Some(binaries) = binaries_of(list) else { return machine.badarg() };
    let first = &binaries[0];
    let longest = binaries.iter().map(|binary| common(first.iter(), binary.iter())).min();
    Term::small(longest.unwrap_or(0) as i64)
}

/// `binary:longest_common_suffix/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_binary_longest_common_suffix_1(machine: &mut Machine, list: Term) -> Term {
    let Some(binaries) = binaries_of(list) else { return machine.badarg() };
    let first = &binaries[0];
    let longest =
        binaries.iter().map(|binary| common(first.iter().rev(), binary.iter().rev())).min();
    Term::small(longest.unwrap_or(0) as i64)
}
