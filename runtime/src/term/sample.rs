//! Terms for property tests: values that can be generated, shrunk and built on any heap.

use proptest::prelude::*;

use super::{Term, map};
use crate::heap::Allocate;

/// A description of a term.
#[derive(Clone, Debug)]
pub(crate) enum Sample {
    Integer(i128),
    Big(bool, Vec<u64>),
    Float(f64),
    Atom(String),
    Nil,
    Pid(u64),
    Reference([u64; 2]),
    Bits(Vec<u8>, usize),
    /// Part of a larger binary.
    Part(Vec<u8>, usize, usize),
    List(Vec<Sample>, Box<Sample>),
    Tuple(Vec<Sample>),
    Map(Vec<(Sample, Sample)>),
}

impl Sample {
    /// The term.
    pub(crate) fn build<A: Allocate>(&self, target: &mut A) -> Term {
        let all = |samples: &[Sample], target: &mut A| -> Vec<Term> {
            samples.iter().map(|sample| sample.build(target)).collect()
        };
        match self {
            Sample::Integer(value) => super::integer::from_i128(target, *value),
            Sample::Big(negative, digits) => target.integer_of_digits(*negative, digits),
            Sample::Float(value) => target.float(*value),
            Sample::Atom(text) => Term::atom(text),
            Sample::Nil => Term::NIL,
            Sample::Pid(value) => Term::pid(*value),
            Sample::Reference(words) => target.reference(*words),
            Sample::Bits(bytes, bits) => {
                let bits = (*bits).min(bytes.len() * 8);
                let whole = target.binary(bytes);
                let part = super::Bits::of_boxed(whole).slice(0, bits);
                let bytes: Vec<u8> = part.each_byte().collect();
                target.bitstring(&bytes, bits)
            }
            Sample::Part(bytes, start, length) => {
                let whole = target.binary(bytes);
                let start = (*start).min(bytes.len() * 8);
                target.part(whole, start, (*length).min(bytes.len() * 8 - start))
            }
            Sample::List(elements, tail) => {
                let elements = all(elements, target);
                let tail = tail.build(target);
                target.list_with_tail(&elements, tail)
            }
            Sample::Tuple(elements) => {
                let elements = all(elements, target);
                target.tuple(&elements)
            }
            Sample::Map(pairs) => {
                let pairs =
                    pairs.iter().map(|(key, value)| (key.build(target), value.build(target)));
                let pairs = pairs.collect();
                map::from_pairs(target, pairs)
            }
        }
    }
}

/// A finite float: often one that has to be boxed, often one equal to an integer.
fn floats() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>().prop_filter("finite", |value| value.is_finite()),
        (-5i32..5).prop_map(f64::from),
        Just(-0.0),
        Just(f64::MAX),
    ]
}

fn leaves() -> impl Strategy<Value = Sample> {
    prop_oneof![
        (-5i128..5).prop_map(Sample::Integer),
        any::<i128>().prop_map(|value| Sample::Integer(value >> 66)),
        any::<i128>().prop_map(Sample::Integer),
        (any::<bool>(), prop::collection::vec(any::<u64>(), 2..6))
            .prop_map(|(negative, digits)| Sample::Big(negative, digits)),
        floats().prop_map(Sample::Float),
        "[a-cå€]{0,2}".prop_map(Sample::Atom),
        Just(Sample::Nil),
        (0u64..5).prop_map(Sample::Pid),
        [0u64..3, 0u64..3].prop_map(Sample::Reference),
        (prop::collection::vec(any::<u8>(), 0..80), 0usize..640)
            .prop_map(|(bytes, bits)| Sample::Bits(bytes, bits)),
        (prop::collection::vec(any::<u8>(), 50..90), 0usize..300, 0usize..400)
            .prop_map(|(bytes, start, length)| Sample::Part(bytes, start, length)),
    ]
}

/// Terms of all kinds, some of them large maps.
pub(crate) fn terms() -> impl Strategy<Value = Sample> {
    leaves().prop_recursive(4, 60, 5, |inner| {
        prop_oneof![
            (prop::collection::vec(inner.clone(), 1..5), inner.clone())
                .prop_map(|(elements, tail)| Sample::List(elements, Box::new(tail))),
            (prop::collection::vec(inner.clone(), 1..5))
                .prop_map(|elements| Sample::List(elements, Box::new(Sample::Nil))),
            prop::collection::vec(0i128..300, 0..10).prop_map(|bytes| Sample::List(
                bytes.into_iter().map(Sample::Integer).collect(),
                Box::new(Sample::Nil)
            )),
            prop::collection::vec(inner.clone(), 0..5).prop_map(Sample::Tuple),
            prop::collection::vec((inner.clone(), inner.clone()), 0..6).prop_map(Sample::Map),
            (33i128..50, inner).prop_map(|(count, value)| Sample::Map(
                (0..count).map(|key| (Sample::Integer(key), value.clone())).collect()
            )),
        ]
    })
}
