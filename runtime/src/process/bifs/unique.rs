//! `make_ref`, `unique_integer`.

use lfec_abi::machine::Machine;

use super::{options, text};
use crate::heap::{Allocate, Registers};
use crate::process::unique::{Purpose, next, next_monotonic};
use crate::term::Term;

/// The lowest of the integers that are not asked to be positive: small integers, as OTP's.
const LOWEST: i64 = -(1 << 59);

/// `erlang:make_ref/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_make_ref_0(machine: &mut Machine) -> Term {
    machine.reference(Purpose::Plain.new_reference())
}

/// `erlang:unique_integer/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_unique_integer_0(machine: &mut Machine) -> Term {
    let number = next();
    machine.integer(LOWEST + number as i64)
}

/// `erlang:unique_integer/1`: options `monotonic`, `positive`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_unique_integer_1(machine: &mut Machine, list: Term) -> Term {
    let (mut monotonic, mut positive) = (false, false);
    let Some(list) = options(list) else { return machine.badarg() };
    for option in list {
        match text(option) {
            "monotonic" => monotonic = true,
            "positive" => positive = true,
            _ => return machine.badarg(),
        }
    }
    let number = if monotonic { next_monotonic() } else { next() } as i64;
    machine.integer(if positive { number + 1 } else { LOWEST + number })
}
