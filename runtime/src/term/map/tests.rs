//! Maps against a model.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{
    FLAT_LIMIT, flat, from_pairs, get, merge, pairs, pairs_from, put, remove, size, update,
};
use crate::heap::{Allocate, Builder};
use crate::term::{Term, order};

#[derive(Clone, Debug)]
enum Step {
    Put(i64, i64),
    Update(i64, i64),
    Remove(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let key = 0i64..120;
    prop_oneof![
        4 => (key.clone(), 0i64..5).prop_map(|(key, value)| Step::Put(key, value)),
        1 => (key.clone(), 0i64..5).prop_map(|(key, value)| Step::Update(key, value)),
        2 => key.prop_map(Step::Remove),
    ]
}

/// A key for a number: of several types, so that trees get deep in different ways.
fn key<A: Allocate>(target: &mut A, number: i64) -> Term {
    match number % 4 {
        0 => Term::small(number),
        1 => target.float(number as f64 / 3.0),
        2 => target.tuple(&[Term::small(number), Term::OK]),
        _ => target.binary(&number.to_le_bytes()),
    }
}

fn check(map: Term, model: &BTreeMap<i64, i64>, target: &mut Builder) {
    assert_eq!(size(map), model.len());
    assert_eq!(flat(map).is_some(), model.len() <= FLAT_LIMIT);
    assert_eq!(pairs(map).count(), model.len());
    for (&number, &value) in model {
        let key = key(target, number);
        assert_eq!(get(map, key), Some(Term::small(value)));
    }
    let all = model.iter().map(|(&number, &value)| (key(target, number), Term::small(value)));
    let built: Vec<_> = all.collect();
    let built = from_pairs(target, built);
    assert!(order::exact_equal(map, built));
    assert!(pairs(map).map(|pair| pair.1).eq(pairs(built).map(|pair| pair.1)), "same order");
    if flat(map).is_none() {
        let (mut count, mut position) = (0, Some(0));
        while let Some(at) = position {
            let (chunk, next) = pairs_from(map, at, 7);
            assert!(!chunk.is_empty());
            count += chunk.len();
            position = next;
        }
        assert_eq!(count, model.len());
    }
}

proptest! {
    #[test]
    fn as_model(steps in prop::collection::vec(step(), 0..250)) {
        let target = &mut Builder::with_capacity(0);
        let mut map = from_pairs(target, Vec::new());
        let mut model = BTreeMap::new();
        for step in steps {
            match step {
                Step::Put(number, value) => {
                    let key = key(target, number);
                    map = put(target, map, key, Term::small(value));
                    model.insert(number, value);
                }
                Step::Update(number, value) => {
                    let key = key(target, number);
                    let updated = update(target, map, key, Term::small(value));
                    prop_assert_eq!(updated.is_some(), model.contains_key(&number));
                    map = updated.unwrap_or(map);
                    model.entry(number).and_modify(|old| *old = value);
                }
                Step::Remove(number) => {
                    let key = key(target, number);
                    let removed = remove(target, map, key);
                    let value = model.remove(&number).map(Term::small);
                    prop_assert_eq!(removed.map(|(_, value)| value), value);
                    map = removed.map_or(map, |(map, _)| map);
                }
            }
        }
        check(map, &model, target);
    }

    #[test]
    fn merging(first in prop::collection::btree_map(0i64..100, 0i64..5, 0..60),
               second in prop::collection::btree_map(0i64..100, 5i64..9, 0..60)) {
        let target = &mut Builder::with_capacity(0);
        let maps = [&first, &second].map(|model| {
            let all: Vec<_> = model.iter().map(|(&n, &v)| (key(target, n), Term::small(v))).collect();
            from_pairs(target, all)
        });
        let mut model = first.clone();
        model.extend(&second);
        check(merge(target, maps[0], maps[1]), &model, target);
    }
}

#[test]
fn last_of_equal_keys_counts() {
    let target = &mut Builder::with_capacity(0);
    let all = (0..80).map(|number| (Term::small(number % 40), Term::small(number))).collect();
    let map = from_pairs(target, all);
    assert_eq!((size(map), get(map, Term::small(3))), (40, Some(Term::small(43))));
    let few = (0..8).map(|number| (Term::small(number % 4), Term::small(number))).collect();
    let map = from_pairs(target, few);
    assert_eq!((size(map), get(map, Term::small(3))), (4, Some(Term::small(7))));
}
