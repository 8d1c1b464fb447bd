//! Hashes and checksums: `phash2`, `phash`, `crc32`, `adler32`, `md5`.

use lfec_abi::machine::Machine;

use super::io_list::bytes_of;
use super::md5::Md5;
use super::number_text::bytes_of_binary;
use crate::heap::{Allocate, Registers};
use crate::term::Term;
use crate::term::integer::Integer;
use crate::term::old_hash::old_hash;
use crate::term::portable_hash::portable_hash;

/// `erlang:phash2/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_phash2_1(_: &mut Machine, term: Term) -> Term {
    Term::small(i64::from(portable_hash(term) & ((1 << 27) - 1)))
}

/// A range from 1 to 2^32.
fn range_of(term: Term) -> Option<u64> {
    term.as_small().filter(|range| (1..=1 << 32).contains(range)).map(|range| range as u64)
}

/// `erlang:phash2/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_phash2_2(machine: &mut Machine, term: Term, range: Term) -> Term {
    match range_of(range) {
        Some(range) => Term::small((u64::from(portable_hash(term)) % range) as i64),
        None => machine.badarg(),
    }
}

/// `erlang:phash/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_phash_2(machine: &mut Machine, term: Term, range: Term) -> Term {
    match range_of(range) {
        Some(range) => Term::small((1 + u64::from(old_hash(term)) % range) as i64),
        None => machine.badarg(),
    }
}

/// A 32-bit number.
fn word_of(term: Term) -> Option<u32> {
    Integer::of(term)?.to_u64().and_then(|value| u32::try_from(value).ok())
}

/// `erlang:crc32/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_crc32_1(machine: &mut Machine, data: Term) -> Term {
    bif_erlang_crc32_2(machine, Term::small(0), data)
}

/// `erlang:crc32/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_crc32_2(machine: &mut Machine, old: Term, data: Term) -> Term {
    let (Some(old), Some(bytes)) = (word_of(old), bytes_of(data)) else { return machine.badarg() };
    let mut hasher = crc32fast::Hasher::new_with_initial(old);
    hasher.update(&bytes);
    Term::small(i64::from(hasher.finalize()))
}

/// `erlang:crc32_combine/3`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_crc32_combine_3(
    machine: &mut Machine,
    first: Term,
    second: Term,
    size: Term,
) -> Term {
    let (Some(first), Some(second), Some(size)) = (word_of(first), word_of(second), word_of(size))
    else {
        return machine.badarg();
    };
    let mut hasher = crc32fast::Hasher::new_with_initial(first);
    hasher.combine(&crc32fast::Hasher::new_with_initial_len(second, u64::from(size)));
    Term::small(i64::from(hasher.finalize()))
}

/// The modulus of Adler-32.
const ADLER_MODULUS: u32 = 65521;
/// Most bytes that can be summed up before the modulus has to be taken.
const ADLER_RUN: usize = 5552;

fn adler32(initial: u32, bytes: &[u8]) -> u32 {
    let (mut low, mut high) = (initial & 0xFFFF, initial >> 16);
    for run in bytes.chunks(ADLER_RUN) {
        for &byte in run {
            low += u32::from(byte);
            high += low;
        }
        low %= ADLER_MODULUS;
        high %= ADLER_MODULUS;
    }
    high << 16 | low
}

/// `erlang:adler32/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_adler32_1(machine: &mut Machine, data: Term) -> Term {
    bif_erlang_adler32_2(machine, Term::small(1), data)
}

/// `erlang:adler32/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_adler32_2(machine: &mut Machine, old: Term, data: Term) -> Term {
    match word_of(old).zip(bytes_of(data)) {
        Some((old, bytes)) => Term::small(i64::from(adler32(old, &bytes))),
        None => machine.badarg(),
    }
}

/// `erlang:adler32_combine/3`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_adler32_combine_3(
    machine: &mut Machine,
    first: Term,
    second: Term,
    size: Term,
) -> Term {
    let (Some(first), Some(second), Some(size)) = (word_of(first), word_of(second), word_of(size))
    else {
        return machine.badarg();
    };
    let modulus = u64::from(ADLER_MODULUS);
    let size = u64::from(size) % modulus;
    let part = |sum: u32, shift: u32| u64::from(sum >> shift & 0xFFFF);
    // The second sums started at 1, not at the first ones' values.
    let low = (part(first, 0) + part(second, 0) + modulus - 1) % modulus;
    let carried = size * part(first, 0) + modulus - size;
    let high = (part(first, 16) + part(second, 16) + carried) % modulus;
    Term::small((high << 16 | low) as i64)
}

/// `erlang:md5/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_md5_1(machine: &mut Machine, data: Term) -> Term {
    let Some(bytes) = bytes_of(data) else { return machine.badarg() };
    machine.charge(bytes.len() / 256);
    let mut state = Md5::new();
    state.update(&bytes);
    machine.binary(&state.finish())
}

/// `erlang:md5_init/0`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_md5_init_0(machine: &mut Machine) -> Term {
    machine.binary(&Md5::new().to_bytes())
}

/// `erlang:md5_update/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_md5_update_2(
    machine: &mut Machine,
    context: Term,
    data: Term,
) -> Term {
    let state = bytes_of_binary(context).and_then(|context| Md5::from_bytes(&context));
    let (Some(mut state), Some(bytes)) = (state, bytes_of(data)) else { return machine.badarg() };
    state.update(&bytes);
    machine.binary(&state.to_bytes())
}

/// `erlang:md5_final/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_md5_final_1(machine: &mut Machine, context: Term) -> Term {
    match bytes_of_binary(context).and_then(|context| Md5::from_bytes(&context)) {
        Some(state) => machine.binary(&state.finish()),
        None => machine.badarg(),
    }
}
