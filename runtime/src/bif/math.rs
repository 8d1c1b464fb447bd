//! `math`: a result that is not finite is `badarith`, an argument that is no number `badarg`.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use crate::heap::{Allocate, Registers};
use crate::term::Term;
use crate::term::integer::arithmetic::to_float;

/// The value of an argument, or the exception's reason.
fn argument(term: Term) -> Result<f64, u64> {
    let reason = if term.is_number() { atoms::BADARITH } else { atoms::BADARG };
    to_float(term).map_err(|_| reason)
}

fn result(machine: &mut Machine, value: Result<f64, u64>) -> Term {
    match value {
        Ok(value) if value.is_finite() => machine.float(value),
        Ok(_) => machine.error(atoms::BADARITH),
        Err(reason) => machine.error(reason),
    }
}

macro_rules! functions {
    ($($symbol:ident = $function:path, $name:literal;)*) => {
        $(
            #[doc = concat!("`math:", $name, "/1`.")]
            #[unsafe(no_mangle)]
            pub extern "C" fn $symbol(machine: &mut Machine, number: Term) -> Term {
                result(machine, argument(number).map($function))
            }
        )*
    };
}

functions! {
    bif_math_sin_1 = f64::sin, "sin";
    bif_math_cos_1 = f64::cos, "cos";
    bif_math_tan_1 = f64::tan, "tan";
    bif_math_asin_1 = f64::asin, "asin";
    bif_math_acos_1 = f64::acos, "acos";
    bif_math_atan_1 = f64::atan, "atan";
    bif_math_sinh_1 = f64::sinh, "sinh";
    bif_math_cosh_1 = f64::cosh, "cosh";
    bif_math_tanh_1 = f64::tanh, "tanh";
    bif_math_asinh_1 = libm::asinh, "asinh";
    bif_math_acosh_1 = libm::acosh, "acosh";
    bif_math_atanh_1 = libm::atanh, "atanh";
    bif_math_exp_1 = f64::exp, "exp";
    bif_math_log_1 = f64::ln, "log";
    bif_math_log2_1 = f64::log2, "log2";
    bif_math_log10_1 = f64::log10, "log10";
    bif_math_sqrt_1 = f64::sqrt, "sqrt";
    bif_math_erf_1 = libm::erf, "erf";
    bif_math_erfc_1 = libm::erfc, "erfc";
    bif_math_ceil_1 = f64::ceil, "ceil";
    bif_math_floor_1 = f64::floor, "floor";
}

/// Of two arguments: an argument that is no number comes before one that is too large.
fn of_two(machine: &mut Machine, left: Term, right: Term, function: fn(f64, f64) -> f64) -> Term {
    let value = argument(left).and_then(|left| Ok((left, argument(right)?)));
    result(machine, value.map(|(left, right)| function(left, right)))
}

/// `math:atan2/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_math_atan2_2(machine: &mut Machine, left: Term, right: Term) -> Term {
    of_two(machine, left, right, f64::atan2)
}

/// `math:pow/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_math_pow_2(machine: &mut Machine, base: Term, exponent: Term) -> Term {
    of_two(machine, base, exponent, f64::powf)
}

/// `math:fmod/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_math_fmod_2(machine: &mut Machine, left: Term, right: Term) -> Term {
    of_two(machine, left, right, |left, right| left % right)
}
