//! Lists: `erlang` and `lists`.

use lfec_abi::machine::Machine;

use crate::heap::{Allocate, Registers};
use crate::term::{Term, order};

/// Elements that a BIF goes through for one reduction.
const ELEMENTS_PER_REDUCTION: usize = 16;

/// Counts the work of going through `elements` elements.
fn charge(machine: &mut Machine, elements: usize) {
    machine.charge(elements / ELEMENTS_PER_REDUCTION);
}

/// `erlang:hd/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_hd_1(machine: &mut Machine, list: Term) -> Term {
    list.as_cons().map_or_else(|| machine.badarg(), |cons| cons.head())
}

/// `erlang:tl/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_tl_1(machine: &mut Machine, list: Term) -> Term {
    list.as_cons().map_or_else(|| machine.badarg(), |cons| cons.tail())
}

/// `erlang:length/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_length_1(machine: &mut Machine, list: Term) -> Term {
    let Some(length) = list.list_length() else { return machine.badarg() };
    charge(machine, length);
    Term::small(length as i64)
}

/// The elements of a proper list.
pub(super) fn elements_of(list: Term) -> Option<Vec<Term>> {
    let mut walk = list.list();
    let elements: Vec<Term> = walk.by_ref().collect();
    walk.rest().is_nil().then_some(elements)
}

/// `erlang:'++'/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_append_2(machine: &mut Machine, left: Term, right: Term) -> Term {
    let Some(elements) = elements_of(left) else { return machine.badarg() };
    charge(machine, elements.len());
    machine.list_with_tail(&elements, right)
}

/// Above this length of the second list `--` sorts it.
const SHORT_LIST: usize = 16;

/// `erlang:'--'/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_subtract_2(machine: &mut Machine, left: Term, right: Term) -> Term {
    let (Some(elements), Some(removed)) = (elements_of(left), elements_of(right)) else {
        return machine.badarg();
    };
    charge(machine, elements.len() + removed.len());
    if removed.is_empty() {
        return left;
    }
    let kept = if removed.len() <= SHORT_LIST {
        subtract_few(&elements, removed)
    } else {
        subtract_many(&elements, removed)
    };
    machine.list(&kept)
}

fn subtract_few(elements: &[Term], mut removed: Vec<Term>) -> Vec<Term> {
    let mut keep = |element: &Term| {
        let found = removed.iter().position(|&other| order::exact_equal(other, *element));
        found.map(|index| removed.remove(index)).is_none()
    };
    elements.iter().copied().filter(|element| keep(element)).collect()
}

fn subtract_many(elements: &[Term], mut removed: Vec<Term>) -> Vec<Term> {
    crate::shared::sort::sort_by(&mut removed, |left, right| order::compare_exact(*left, *right));
    // How many of each run of equal terms are left, at the run's first index.
    let mut counts = vec![0_usize; removed.len()];
    let mut first = 0;
    for index in 0..removed.len() {
        if !order::exact_equal(removed[first], removed[index]) {
            first = index;
        }
        counts[first] += 1;
    }
    let mut keep = |element: &Term| {
        let at = removed.partition_point(|&other| order::compare_exact(other, *element).is_lt());
        let found = removed.get(at).is_some_and(|&other| order::exact_equal(other, *element));
        if !found || counts[at] == 0 {
            return true;
        }
        counts[at] -= 1;
        false
    };
    elements.iter().copied().filter(|element| keep(element)).collect()
}

/// `lists:reverse/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_lists_reverse_2(machine: &mut Machine, list: Term, tail: Term) -> Term {
    let Some(length) = list.list_length() else { return machine.badarg() };
    charge(machine, length);
    list.list().fold(tail, |reversed, element| machine.cons(element, reversed))
}

/// `lists:member/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_lists_member_2(machine: &mut Machine, element: Term, list: Term) -> Term {
    let mut walk = list.list();
    let mut count = 0;
    let found = walk.any(|other| {
        count += 1;
        order::exact_equal(element, other)
    });
    charge(machine, count);
    if found || walk.rest().is_nil() { Term::boolean(found) } else { machine.badarg() }
}

/// The first tuple of a list whose element `position` equals (`==`) the key. `Err`: badarg.
fn find_key(
    machine: &mut Machine,
    key: Term,
    position: Term,
    list: Term,
) -> Result<Option<Term>, ()> {
    let index = position.as_usize().filter(|&position| position > 0).ok_or(())? - 1;
    let mut walk = list.list();
    let mut count = 0;
    let found = walk.find(|candidate| {
        count += 1;
        let element = candidate.as_tuple().and_then(|tuple| tuple.get(index));
        element.is_some_and(|element| order::equal(key, element))
    });
    charge(machine, count);
    if found.is_some() || walk.rest().is_nil() { Ok(found) } else { Err(()) }
}

/// `lists:keyfind/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_lists_keyfind_3(
    machine: &mut Machine,
    key: Term,
    position: Term,
    list: Term,
) -> Term {
    match find_key(machine, key, position, list) {
        Ok(found) => found.unwrap_or(Term::FALSE),
        Err(()) => machine.badarg(),
    }
}

/// `lists:keymember/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_lists_keymember_3(
    machine: &mut Machine,
    key: Term,
    position: Term,
    list: Term,
) -> Term {
    match find_key(machine, key, position, list) {
        Ok(found) => Term::boolean(found.is_some()),
        Err(()) => machine.badarg(),
    }
}

/// `lists:keysearch/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_lists_keysearch_3(
    machine: &mut Machine,
    key: Term,
    position: Term,
    list: Term,
) -> Term {
    match find_key(machine, key, position, list) {
        Ok(Some(tuple)) => machine.tuple(&[Term::atom("value"), tuple]),
        Ok(None) => Term::FALSE,
        Err(()) => machine.badarg(),
    }
}
