//! Arithmetic against num-bigint.

use num_bigint::{BigInt, Sign};
use num_traits::{ToPrimitive, Zero};
use proptest::prelude::*;

use super::{Integer, arithmetic, bitwise, text};
use crate::heap::{Allocate, Builder};
use crate::term::Term;

/// Numbers whose digits are often all zeros or all ones.
fn numbers() -> impl Strategy<Value = BigInt> {
    let digit = prop_oneof![Just(0), Just(u64::MAX), Just(1 << 60), Just(1 << 63), any::<u64>()];
    (any::<bool>(), prop::collection::vec(digit, 0..5), -2i32..3).prop_map(
        |(negative, digits, add)| {
            let digits: Vec<u32> =
                digits.into_iter().flat_map(|digit| [digit as u32, (digit >> 32) as u32]).collect();
            let sign = if negative { Sign::Minus } else { Sign::Plus };
            BigInt::from_slice(sign, &digits) + add
        },
    )
}

fn term(target: &mut Builder, value: &BigInt) -> Term {
    target.integer_of_digits(value.sign() == Sign::Minus, &value.to_u64_digits().1)
}

fn value(term: Term) -> BigInt {
    assert!(
        term.is_small()
            || Integer::of(term).is_some_and(|big| big
                .to_i64()
                .is_none_or(|value| { Term::try_small(value).is_none() })),
        "the smallest form"
    );
    Integer::of(term).expect("an integer").to_big()
}

proptest! {
    #[test]
    fn operations(left in numbers(), right in numbers(), shift in 0u32..200) {
        let target = &mut Builder::with_capacity(0);
        let (a, b) = (term(target, &left), term(target, &right));
        prop_assert_eq!(value(a), left.clone());
        let same = |result: Result<Term, _>, expected: BigInt| {
            assert_eq!(value(result.expect("a number")), expected);
        };
        same(arithmetic::add(target, a, b), &left + &right);
        same(arithmetic::subtract(target, a, b), &left - &right);
        same(arithmetic::multiply(target, a, b), &left * &right);
        same(arithmetic::negate(target, a), -&left);
        same(bitwise::and(target, a, b), &left & &right);
        same(bitwise::or(target, a, b), &left | &right);
        same(bitwise::xor(target, a, b), &left ^ &right);
        same(bitwise::not(target, a), !&left);
        let count = Term::small(i64::from(shift));
        same(bitwise::shift_left(target, a, count), &left << shift);
        same(bitwise::shift_right(target, a, count), &left >> shift);
        if right.is_zero() {
            prop_assert!(arithmetic::divide_integers(target, a, b).is_err());
        } else {
            same(arithmetic::divide_integers(target, a, b), &left / &right);
            same(arithmetic::remainder(target, a, b), &left % &right);
        }
        prop_assert_eq!(super::compare(a, b, false), Some(left.cmp(&right)));
        prop_assert_eq!(Integer::of(a).expect("an integer").to_i64(), left.to_i64());
        prop_assert_eq!(Integer::of(a).expect("an integer").to_u64(), left.to_u64());
    }

    #[test]
    fn texts(number in numbers(), base in 2u32..37) {
        let target = &mut Builder::with_capacity(0);
        let integer = term(target, &number);
        let digits = text::to_text(integer, base).expect("a text");
        prop_assert_eq!(&digits, &number.to_str_radix(base).to_uppercase());
        let back = text::parse(target, digits.as_bytes(), base).expect("digits").expect("in range");
        prop_assert_eq!(value(back), number);
    }

    #[test]
    fn floats(number in numbers()) {
        let target = &mut Builder::with_capacity(0);
        let integer = term(target, &number);
        let float = arithmetic::to_float(integer).expect("in range");
        let back = super::from_float(target, float);
        let float_term = target.float(float);
        prop_assert_eq!(
            super::compare(integer, float_term, false),
            Some(number.cmp(&value(back))),
        );
    }
}
