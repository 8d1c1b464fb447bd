//! Properties of term order and of what must agree with it.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::sample::terms;
use super::{hash, order, portable_hash};
use crate::heap::Builder;

proptest! {
    #[test]
    fn is_an_order(first in terms(), second in terms(), third in terms()) {
        let target = &mut Builder::with_capacity(0);
        let mut all = [first.build(target), second.build(target), third.build(target)];
        for compare in [order::compare, order::compare_exact] {
            all.sort_by(|left, right| compare(*left, *right));
            let [low, middle, high] = all;
            prop_assert_eq!(compare(low, middle), compare(middle, low).reverse());
            prop_assert!(compare(low, middle).is_le() && compare(middle, high).is_le());
            prop_assert!(compare(low, high).is_le());
        }
    }

    #[test]
    fn equalities_agree(first in terms(), second in terms()) {
        let target = &mut Builder::with_capacity(0);
        let (left, same, right) =
            (first.build(target), first.build(target), second.build(target));
        prop_assert!(order::equal(left, same) && order::exact_equal(left, same));
        prop_assert_eq!(hash::key_hash(left, 3), hash::key_hash(same, 3));
        prop_assert_eq!(portable_hash::portable_hash(left), portable_hash::portable_hash(same));
        prop_assert_eq!(order::compare(left, right) == Ordering::Equal, order::equal(left, right));
        let exact = order::compare_exact(left, right) == Ordering::Equal;
        prop_assert_eq!(exact, order::exact_equal(left, right));
        prop_assert!(!exact || order::equal(left, right));
    }
}
