//! Arithmetic operators and functions of `erlang` on numbers.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use crate::heap::{Allocate, Registers};
use crate::term::integer::{self, NumberError, arithmetic, bitwise};
use crate::term::{Term, order};

/// The result of an operation on numbers, or its exception.
pub(super) fn number(machine: &mut Machine, result: Result<Term, NumberError>) -> Term {
    match result {
        Ok(term) => term,
        Err(NumberError::BadArithmetic) => machine.error(atoms::BADARITH),
        Err(NumberError::SystemLimit) => machine.error(atoms::SYSTEM_LIMIT),
    }
}

macro_rules! binary_operators {
    ($($symbol:ident = $operation:path, $name:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`.")]
            #[unsafe(no_mangle)]
            pub extern "C" fn $symbol(machine: &mut Machine, left: Term, right: Term) -> Term {
                let result = $operation(machine, left, right);
                number(machine, result)
            }
        )*
    };
}

binary_operators! {
    bif_erlang_plus_2 = arithmetic::add, "erlang:'+'/2";
    bif_erlang_minus_2 = arithmetic::subtract, "erlang:'-'/2";
    bif_erlang_times_2 = arithmetic::multiply, "erlang:'*'/2";
    bif_erlang_divide_2 = arithmetic::divide, "erlang:'/'/2";
    bif_erlang_div_2 = arithmetic::divide_integers, "erlang:'div'/2";
    bif_erlang_rem_2 = arithmetic::remainder, "erlang:'rem'/2";
    bif_erlang_band_2 = bitwise::and, "erlang:'band'/2";
    bif_erlang_bor_2 = bitwise::or, "erlang:'bor'/2";
    bif_erlang_bxor_2 = bitwise::xor, "erlang:'bxor'/2";
    bif_erlang_bsl_2 = bitwise::shift_left, "erlang:'bsl'/2";
    bif_erlang_bsr_2 = bitwise::shift_right, "erlang:'bsr'/2";
}

/// `erlang:'+'/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_plus_1(machine: &mut Machine, operand: Term) -> Term {
    if operand.is_number() { operand } else { machine.error(atoms::BADARITH) }
}

/// `erlang:'-'/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_minus_1(machine: &mut Machine, operand: Term) -> Term {
    let result = arithmetic::negate(machine, operand);
    number(machine, result)
}

/// `erlang:'bnot'/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_bnot_1(machine: &mut Machine, operand: Term) -> Term {
    let result = bitwise::not(machine, operand);
    number(machine, result)
}

/// `erlang:abs/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_abs_1(machine: &mut Machine, operand: Term) -> Term {
    arithmetic::absolute(machine, operand).unwrap_or_else(|_| machine.badarg())
}

/// `erlang:float/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_float_1(machine: &mut Machine, operand: Term) -> Term {
    match arithmetic::to_float(operand) {
        Ok(value) => machine.float(value),
        Err(_) => machine.badarg(),
    }
}

/// An integer as it is, a float through `round`.
fn rounded(machine: &mut Machine, operand: Term, round: fn(f64) -> f64) -> Term {
    match operand.as_float() {
        Some(value) => integer::from_float(machine, round(value)),
        None if operand.is_integer() => operand,
        None => machine.badarg(),
    }
}

/// `erlang:round/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_round_1(machine: &mut Machine, operand: Term) -> Term {
    rounded(machine, operand, f64::round)
}

/// `erlang:trunc/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_trunc_1(machine: &mut Machine, operand: Term) -> Term {
    rounded(machine, operand, f64::trunc)
}

/// `erlang:floor/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_floor_1(machine: &mut Machine, operand: Term) -> Term {
    rounded(machine, operand, f64::floor)
}

/// `erlang:ceil/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_ceil_1(machine: &mut Machine, operand: Term) -> Term {
    rounded(machine, operand, f64::ceil)
}

/// `erlang:min/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_min_2(_: &mut Machine, left: Term, right: Term) -> Term {
    if order::compare(left, right).is_gt() { right } else { left }
}

/// `erlang:max/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_max_2(_: &mut Machine, left: Term, right: Term) -> Term {
    if order::compare(left, right).is_lt() { right } else { left }
}
