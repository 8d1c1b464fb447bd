//! What generated code's slow-path stubs call: `lfec_abi::entry::SLOW_PATHS`.
//!
//! Operands are in `scratch`, the result goes to `result`, `NON_VALUE` and the exception fields set
//! where the operation raises.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use super::arithmetic::number;
use crate::heap::{self, Registers};
use crate::term::integer::{arithmetic, bitwise};
use crate::term::{Term, order};

macro_rules! operators {
    ($($symbol:ident = $operation:path;)*) => {
        $(
            #[doc = concat!("`", stringify!($operation), "` of the operands.")]
            #[unsafe(no_mangle)]
            pub extern "C" fn $symbol(machine: &mut Machine) {
                let (left, right) = (machine.operand(0), machine.operand(1));
                let result = $operation(machine, left, right);
                machine.result = number(machine, result).word();
            }
        )*
    };
}

operators! {
    lfert_slow_add = arithmetic::add;
    lfert_slow_subtract = arithmetic::subtract;
    lfert_slow_multiply = arithmetic::multiply;
    lfert_slow_div = arithmetic::divide_integers;
    lfert_slow_rem = arithmetic::remainder;
    lfert_slow_divide = arithmetic::divide;
    lfert_slow_band = bitwise::and;
    lfert_slow_bor = bitwise::or;
    lfert_slow_bxor = bitwise::xor;
    lfert_slow_bsl = bitwise::shift_left;
    lfert_slow_bsr = bitwise::shift_right;
}

/// Unary `-`.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_slow_negate(machine: &mut Machine) {
    let result = arithmetic::negate(machine, machine.operand(0));
    machine.result = number(machine, result).word();
}

/// `bnot`.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_slow_bnot(machine: &mut Machine) {
    let result = bitwise::not(machine, machine.operand(0));
    machine.result = number(machine, result).word();
}

/// Term order: small -1, 0 or 1.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_slow_compare(machine: &mut Machine) {
    let order = order::compare(machine.operand(0), machine.operand(1));
    machine.result = Term::small(order as i64).word();
}

/// `==`: small 0 or 1.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_slow_equal(machine: &mut Machine) {
    let equal = order::equal(machine.operand(0), machine.operand(1));
    machine.result = Term::small(i64::from(equal)).word();
}

/// `=:=`: small 0 or 1.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_slow_exact_equal(machine: &mut Machine) {
    let equal = order::exact_equal(machine.operand(0), machine.operand(1));
    machine.result = Term::small(i64::from(equal)).word();
}

/// The term for a float's bits. Raises `badarith` if it is not finite.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_slow_box_float(machine: &mut Machine) {
    let value = f64::from_bits(machine.scratch[0]);
    let result = arithmetic::finite(machine, value);
    machine.result = number(machine, result).word();
}

/// A number's value as the raw bits of a float.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_slow_integer_to_float(machine: &mut Machine) {
    machine.result = match arithmetic::to_float(machine.operand(0)) {
        Ok(value) => value.to_bits(),
        Err(_) => machine.error(atoms::BADARITH).word(),
    };
}

/// Collects: `x[..live]` are roots, `need` words are free after it.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_slow_collect(machine: &mut Machine) {
    heap::collect(machine);
}
