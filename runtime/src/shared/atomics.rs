//! Modules `atomics` and `counters`: arrays of 64-bit integers that are changed without locks.
//!
//! Both are magic references to the same thing; counters are signed. Where OTP spreads a counter over
//! the schedulers (`write_concurrency`) one atomic integer does here.

use std::sync::Arc;

use lfec_abi::machine::Machine;

use crate::heap::{Allocate, Registers};
use crate::process::unique::Purpose;
use crate::sync::global::{AtomicU64, Ordering};
use crate::term::integer::Integer;
use crate::term::{Term, map};

/// An array.
struct Array {
    values: Box<[AtomicU64]>,
    is_signed: bool,
}

/// Most elements of an array: what OTP can count.
const LARGEST: usize = u32::MAX as usize;

impl Array {
    /// The bits of an integer, if it is in range.
    fn bits(&self, term: Term) -> Option<u64> {
        let integer = Integer::of(term)?;
        if self.is_signed { integer.to_i64().map(|value| value as u64) } else { integer.to_u64() }
    }

    fn term<A: Allocate>(&self, target: &mut A, bits: u64) -> Term {
        if self.is_signed { target.integer(bits as i64) } else { target.unsigned(bits) }
    }
}

fn new(machine: &mut Machine, size: Term, is_signed: bool) -> Term {
    let Some(size) = size.as_usize().filter(|size| (1..=LARGEST).contains(size)) else {
        return machine.badarg();
    };
    let mut values = Vec::new();
    if values.try_reserve_exact(size).is_err() {
        return machine.error(lfec_abi::atoms::SYSTEM_LIMIT);
    }
    values.resize_with(size, || AtomicU64::new(0));
    let array = Array { values: values.into_boxed_slice(), is_signed };
    machine.magic_reference(Purpose::Plain.new_reference(), Arc::new(array))
}

fn array(reference: Term) -> Option<Arc<Array>> {
    reference.as_reference()?.resource::<Array>()
}

/// Lets `act` act on an element; what it gives is the result, unless it is none.
fn on_element(
    machine: &mut Machine,
    reference: Term,
    index: Term,
    act: impl FnOnce(&mut Machine, &Array, &AtomicU64) -> Option<Term>,
) -> Term {
    let result = array(reference).and_then(|array| {
        let place = array.values.get(index.as_usize()?.checked_sub(1)?)?;
        act(machine, &array, place)
    });
    result.unwrap_or_else(|| machine.badarg())
}

/// `atomics:new/2`: option `{signed, Boolean}`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_atomics_new_2(machine: &mut Machine, size: Term, list: Term) -> Term {
    let mut is_signed = true;
    if list.list_length().is_none() {
        return machine.badarg();
    }
    for option in list.list() {
        match option.as_tuple().map(|tuple| tuple.elements()) {
            Some([key, value]) if *key == Term::atom("signed") && value.as_boolean().is_some() => {
                is_signed = *value == Term::TRUE;
            }
            _ => return machine.badarg(),
        }
    }
    new(machine, size, is_signed)
}

/// `counters:new/2`: options `atomics`, `write_concurrency`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_counters_new_2(machine: &mut Machine, size: Term, list: Term) -> Term {
    let known = ["atomics", "write_concurrency"].map(Term::atom);
    if list.list_length().is_none() || !list.list().all(|option| known.contains(&option)) {
        return machine.badarg();
    }
    new(machine, size, true)
}

/// `atomics:get/2`, `counters:get/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_atomics_get_2(machine: &mut Machine, reference: Term, index: Term) -> Term {
    on_element(machine, reference, index, |machine, array, place| {
        Some(array.term(machine, place.load(Ordering::SeqCst)))
    })
}

/// `atomics:put/3`, `counters:put/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_atomics_put_3(
    machine: &mut Machine,
    reference: Term,
    index: Term,
    value: Term,
) -> Term {
    on_element(machine, reference, index, |_, array, place| {
        place.store(array.bits(value)?, Ordering::SeqCst);
        Some(Term::OK)
    })
}

/// Adds, or subtracts; the result is the sum or `ok`.
fn add(
    machine: &mut Machine,
    (reference, index, value): (Term, Term, Term),
    subtract: bool,
    give: bool,
) -> Term {
    on_element(machine, reference, index, |machine, array, place| {
        // Of either sign, wrapping round.
        let integer = Integer::of(value)?;
        let bits = integer.to_i64().map(|value| value as u64).or_else(|| integer.to_u64())?;
        let change = if subtract { bits.wrapping_neg() } else { bits };
        let sum = place.fetch_add(change, Ordering::SeqCst).wrapping_add(change);
        Some(if give { array.term(machine, sum) } else { Term::OK })
    })
}

/// `atomics:add/3`, `counters:add/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_atomics_add_3(
    machine: &mut Machine,
    reference: Term,
    index: Term,
    value: Term,
) -> Term {
    add(machine, (reference, index, value), false, false)
}

/// `atomics:sub/3`, `counters:sub/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_atomics_sub_3(
    machine: &mut Machine,
    reference: Term,
    index: Term,
    value: Term,
) -> Term {
    add(machine, (reference, index, value), true, false)
}

/// `atomics:add_get/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_atomics_add_get_3(
    machine: &mut Machine,
    reference: Term,
    index: Term,
    value: Term,
) -> Term {
    add(machine, (reference, index, value), false, true)
}

/// `atomics:sub_get/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_atomics_sub_get_3(
    machine: &mut Machine,
    reference: Term,
    index: Term,
    value: Term,
) -> Term {
    add(machine, (reference, index, value), true, true)
}

/// `atomics:exchange/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_atomics_exchange_3(
    machine: &mut Machine,
    reference: Term,
    index: Term,
    value: Term,
) -> Term {
    on_element(machine, reference, index, |machine, array, place| {
        let old = place.swap(array.bits(value)?, Ordering::SeqCst);
        Some(array.term(machine, old))
    })
}

/// `atomics:compare_exchange/4`: `ok`, or the value that was there instead.
#[unsafe(no_mangle)]
pub extern "C" fn bif_atomics_compare_exchange_4(
    machine: &mut Machine,
    reference: Term,
    index: Term,
    expected: Term,
    value: Term,
) -> Term {
    on_element(machine, reference, index, |machine, array, place| {
        let (expected, value) = (array.bits(expected)?, array.bits(value)?);
        let order = Ordering::SeqCst;
        Some(match place.compare_exchange(expected, value, order, order) {
            Ok(_) => Term::OK,
            Err(actual) => array.term(machine, actual),
        })
    })
}

/// `atomics:info/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_atomics_info_1(machine: &mut Machine, reference: Term) -> Term {
    let Some(array) = array(reference) else { return machine.badarg() };
    let (min, max) = if array.is_signed {
        (machine.integer(i64::MIN), machine.integer(i64::MAX))
    } else {
        (Term::small(0), machine.unsigned(u64::MAX))
    };
    let size = array.values.len() as i64;
    let pairs = vec![
        (Term::atom("size"), Term::small(size)),
        (Term::atom("max"), max),
        (Term::atom("min"), min),
        (Term::atom("memory"), Term::small(size * 8 + 40)),
    ];
    map::from_pairs(machine, pairs)
}

/// `counters:info/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_counters_info_1(machine: &mut Machine, reference: Term) -> Term {
    let Some(array) = array(reference) else { return machine.badarg() };
    let size = array.values.len() as i64;
    let pairs = vec![
        (Term::atom("size"), Term::small(size)),
        (Term::atom("memory"), Term::small(size * 8 + 40)),
    ];
    map::from_pairs(machine, pairs)
}
