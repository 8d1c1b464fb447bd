//! Comparison and boolean operators.

use lfec_abi::machine::Machine;

use crate::heap::Registers;
use crate::term::{Term, order};

macro_rules! comparisons {
    ($($symbol:ident = $test:expr, $name:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`. Pure.")]
            #[unsafe(no_mangle)]
            pub extern "C" fn $symbol(_: &mut Machine, left: Term, right: Term) -> Term {
                let test: fn(Term, Term) -> bool = $test;
                Term::boolean(test(left, right))
            }
        )*
    };
}

comparisons! {
    bif_erlang_equal_2 = order::equal, "erlang:'=='/2";
    bif_erlang_not_equal_2 = |left, right| !order::equal(left, right), "erlang:'/='/2";
    bif_erlang_exact_equal_2 = order::exact_equal, "erlang:'=:='/2";
    bif_erlang_exact_not_equal_2 = |left, right| !order::exact_equal(left, right), "erlang:'=/='/2";
    bif_erlang_less_2 = |left, right| order::compare(left, right).is_lt(), "erlang:'<'/2";
    bif_erlang_less_or_equal_2 = |left, right| order::compare(left, right).is_le(), "erlang:'=<'/2";
    bif_erlang_greater_2 = |left, right| order::compare(left, right).is_gt(), "erlang:'>'/2";
    bif_erlang_greater_or_equal_2 = |left, right| order::compare(left, right).is_ge(), "erlang:'>='/2";
}

/// `erts_internal:cmp_term/2`. Pure. Negative, 0 or positive; integers before floats.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_internal_cmp_term_2(_: &mut Machine, left: Term, right: Term) -> Term {
    Term::small(order::compare_exact(left, right) as i64)
}

/// `erlang:'not'/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_not_1(machine: &mut Machine, operand: Term) -> Term {
    operand.as_boolean().map_or_else(|| machine.badarg(), |value| Term::boolean(!value))
}

/// Two booleans combined.
fn combined(
    machine: &mut Machine,
    left: Term,
    right: Term,
    operation: fn(bool, bool) -> bool,
) -> Term {
    match left.as_boolean().zip(right.as_boolean()) {
        Some((left, right)) => Term::boolean(operation(left, right)),
        None => machine.badarg(),
    }
}

/// `erlang:'and'/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_and_2(machine: &mut Machine, left: Term, right: Term) -> Term {
    combined(machine, left, right, |left, right| left & right)
}

/// `erlang:'or'/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_or_2(machine: &mut Machine, left: Term, right: Term) -> Term {
    combined(machine, left, right, |left, right| left | right)
}

/// `erlang:'xor'/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_xor_2(machine: &mut Machine, left: Term, right: Term) -> Term {
    combined(machine, left, right, |left, right| left ^ right)
}
