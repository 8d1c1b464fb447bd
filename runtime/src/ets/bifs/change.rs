//! Changing tables.

use lfec_abi::machine::Machine;

use super::{or_badarg, writable};
use crate::ets::object::Object;
use crate::ets::table::{Kind, Table};
use crate::heap::{Allocate, Registers};
use crate::process::Running;
use crate::term::Term;
use crate::term::integer::arithmetic;
use crate::term::order::{compare, exact_equal};

/// Copies of the objects in a tuple or a list of tuples, which all have a key.
fn objects(machine: &Machine, table: &Table, given: Term) -> Option<Vec<Object>> {
    let process = machine.running();
    let has_key =
        |term: Term| term.as_tuple().is_some_and(|tuple| tuple.len() > table.options.key_position);
    let copy = |term: Term| has_key(term).then(|| Object::copy_of(&process.heap, term));
    if given.as_tuple().is_some() {
        return copy(given).map(|object| vec![object]);
    }
    given.list_length()?;
    // Nothing is inserted if one of them is wrong.
    if !given.list().all(has_key) {
        return None;
    }
    let mut objects: Vec<Object> = given.list().filter_map(copy).collect();
    if table.options.kind == Kind::Bag {
        // The order that OTP inserts a list into a bag in: programs print what `lookup` gives.
        objects.reverse();
    }
    Some(objects)
}

fn insert(machine: &mut Machine, table: Term, given: Term, only_new: bool) -> Option<bool> {
    let table = writable(machine, table)?;
    let objects = objects(machine, &table, given)?;
    machine.charge(1 + objects.len());
    Some(table.insert(objects, only_new))
}

/// `ets:insert/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_insert_2(machine: &mut Machine, table: Term, given: Term) -> Term {
    let inserted = insert(machine, table, given, false).map(|_| Term::TRUE);
    or_badarg(machine, inserted)
}

/// `ets:insert_new/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_insert_new_2(machine: &mut Machine, table: Term, given: Term) -> Term {
    let inserted = insert(machine, table, given, true).map(Term::boolean);
    or_badarg(machine, inserted)
}

/// `ets:delete/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_delete_2(machine: &mut Machine, table: Term, key: Term) -> Term {
    let Some(table) = writable(machine, table) else { return machine.badarg() };
    table.remove(key, &mut |_| true);
    Term::TRUE
}

/// `ets:delete_object/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_delete_object_2(
    machine: &mut Machine,
    table: Term,
    object: Term,
) -> Term {
    let (Some(table), Some(tuple)) = (writable(machine, table), object.as_tuple()) else {
        return machine.badarg();
    };
    let Some(key) = tuple.get(table.options.key_position) else { return machine.badarg() };
    table.remove(key, &mut |held| exact_equal(held.term(), object));
    Term::TRUE
}

/// `ets:delete_all_objects/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_delete_all_objects_1(machine: &mut Machine, table: Term) -> Term {
    let Some(table) = writable(machine, table) else { return machine.badarg() };
    table.remove_all(&mut |_| true);
    Term::TRUE
}

/// `ets:take/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_take_2(machine: &mut Machine, table: Term, key: Term) -> Term {
    let Some(table) = writable(machine, table) else { return machine.badarg() };
    let mut taken = Vec::new();
    table.remove(key, &mut |object| {
        taken.push(object.copy_to(machine));
        true
    });
    machine.list(&taken)
}

/// A table with one object for each key.
fn writable_set(machine: &Machine, table: Term) -> Option<super::Used> {
    let is_set = |table: &super::Used| matches!(table.options.kind, Kind::Set | Kind::OrderedSet);
    writable(machine, table).filter(is_set)
}

/// `ets:update_element/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_update_element_3(
    machine: &mut Machine,
    table: Term,
    key: Term,
    changes: Term,
) -> Term {
    let updated = update_element(machine, table, key, changes, None);
    or_badarg(machine, updated)
}

/// `ets:update_element/4`: with an object for a key that is not there.
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_update_element_4(
    machine: &mut Machine,
    table: Term,
    key: Term,
    changes: Term,
    default: Term,
) -> Term {
    let updated = update_element(machine, table, key, changes, Some(default));
    or_badarg(machine, updated)
}

/// An object for a key that is not there, with that key.
fn default_object(machine: &Machine, table: &Table, key: Term, given: Term) -> Option<Object> {
    let position = table.options.key_position;
    if given.as_tuple()?.len() <= position {
        return None;
    }
    let object = Object::copy_of(&machine.running().heap, given);
    Some(object.with(&[(position, key)]))
}

fn update_element(
    machine: &mut Machine,
    table: Term,
    key: Term,
    changes: Term,
    default: Option<Term>,
) -> Option<Term> {
    let table = writable_set(machine, table)?;
    let list: Vec<Term> = match changes.list_length() {
        Some(_) => changes.list().collect(),
        None => vec![changes],
    };
    let mut read = Vec::with_capacity(list.len());
    for change in list {
        let [position, value] = change.as_tuple()?.elements() else { return None };
        let position = position.as_usize()?.checked_sub(1)?;
        if position == table.options.key_position {
            return None;
        }
        read.push((position, *value));
    }
    let default = match default {
        Some(given) => Some(default_object(machine, &table, key, given)?),
        None => None,
    };
    let updated = table.update(key, default, |object| {
        let fits = read.iter().all(|(position, _)| *position < object.elements().len());
        (fits.then(|| object.with(&read)), fits)
    });
    match updated {
        Some(true) => Some(Term::TRUE),
        Some(false) => None,
        None => Some(Term::FALSE),
    }
}

/// A step of `update_counter`.
struct Step {
    position: usize,
    increment: Term,
    limit: Option<(Term, Term)>,
}

fn read_step(term: Term, key_position: usize) -> Option<Step> {
    let step = match *term.as_tuple()?.elements() {
        [position, increment] => {
            Step { position: position.as_usize()?.checked_sub(1)?, increment, limit: None }
        }
        [position, increment, threshold, value] => {
            let limit = Some((threshold, value));
            Step { position: position.as_usize()?.checked_sub(1)?, increment, limit }
        }
        _ => return None,
    };
    let limits = step.limit.map_or([step.increment; 2], |(threshold, value)| [threshold, value]);
    let are_integers = step.increment.is_integer() && limits.iter().all(|term| term.is_integer());
    (are_integers && step.position != key_position).then_some(step)
}

/// `ets:update_counter/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_update_counter_3(
    machine: &mut Machine,
    table: Term,
    key: Term,
    steps: Term,
) -> Term {
    let result = update_counter(machine, table, key, steps, None);
    or_badarg(machine, result)
}

/// `ets:update_counter/4`: with an object for a key that is not there.
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_update_counter_4(
    machine: &mut Machine,
    table: Term,
    key: Term,
    steps: Term,
    default: Term,
) -> Term {
    let result = update_counter(machine, table, key, steps, Some(default));
    or_badarg(machine, result)
}

fn update_counter(
    machine: &mut Machine,
    table: Term,
    key: Term,
    given: Term,
    default: Option<Term>,
) -> Option<Term> {
    let table = writable_set(machine, table)?;
    let key_position = table.options.key_position;
    let steps: Vec<Step> = if given.is_integer() {
        let step = Step { position: key_position + 1, increment: given, limit: None };
        vec![step]
    } else if given.as_tuple().is_some() {
        vec![read_step(given, key_position)?]
    } else {
        given.list_length()?;
        given.list().map(|step| read_step(step, key_position)).collect::<Option<_>>()?
    };
    let default = match default {
        Some(given) => Some(default_object(machine, &table, key, given)?),
        None => None,
    };
    let results = table.update(key, default, |object| match count(machine, object, &steps) {
        Some((changes, results)) => (Some(object.with(&changes)), Some(results)),
        None => (None, None),
    })??;
    match (given.is_cons() || given.is_nil(), results.as_slice()) {
        (true, results) => Some(machine.list(results)),
        (false, results) => results.first().copied(),
    }
}

/// New values of an object's elements, and the results of the steps.
#[expect(clippy::type_complexity, reason = "two lists")]
fn count(
    machine: &mut Machine,
    object: &Object,
    steps: &[Step],
) -> Option<(Vec<(usize, Term)>, Vec<Term>)> {
    let mut changes: Vec<(usize, Term)> = Vec::new();
    let mut results = Vec::new();
    for step in steps {
        let changed = changes.iter().rev().find(|(position, _)| *position == step.position);
        let old = match changed {
            Some((_, value)) => *value,
            // The sum is on the process's heap and may be the old value itself.
            None => object.elements().get(step.position)?.copy_to(machine),
        };
        if !old.is_integer() {
            return None;
        }
        let sum = arithmetic::add(machine, old, step.increment).ok()?;
        let new = match step.limit {
            Some((threshold, value)) if passes(step.increment, sum, threshold) => value,
            _ => sum,
        };
        changes.push((step.position, new));
        results.push(new);
    }
    Some((changes, results))
}

/// Whether a counter has gone beyond its threshold, in the direction of the increment.
fn passes(increment: Term, sum: Term, threshold: Term) -> bool {
    let order = compare(sum, threshold);
    if compare(increment, Term::small(0)).is_lt() { order.is_lt() } else { order.is_gt() }
}
