//! Looking into tables.

use lfec_abi::machine::Machine;

use super::{end_of_table, or_badarg, readable};
use crate::ets::object::Object;
use crate::ets::table::{Kind, Position};
use crate::heap::{Allocate, Registers};
use crate::term::Term;

/// Objects that a BIF goes through for one reduction.
pub(super) const OBJECTS_PER_REDUCTION: usize = 4;

/// `ets:lookup/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_lookup_2(machine: &mut Machine, table: Term, key: Term) -> Term {
    let Some(table) = readable(machine, table) else { return machine.badarg() };
    table.lookup(key, |objects| {
        machine.charge(1 + objects.len() / OBJECTS_PER_REDUCTION);
        objects.iter().rev().fold(Term::NIL, |list, object| {
            let object = object.copy_to(machine);
            machine.cons(object, list)
        })
    })
}

fn copies(machine: &mut Machine, objects: &[Object]) -> Vec<Term> {
    objects.iter().map(|object| object.copy_to(machine)).collect()
}

/// `ets:lookup_element/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_lookup_element_3(
    machine: &mut Machine,
    table: Term,
    key: Term,
    position: Term,
) -> Term {
    let found = lookup_element(machine, table, key, position).flatten();
    or_badarg(machine, found)
}

/// `ets:lookup_element/4`: with a value for a key that is not there.
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_lookup_element_4(
    machine: &mut Machine,
    table: Term,
    key: Term,
    position: Term,
    default: Term,
) -> Term {
    let found = lookup_element(machine, table, key, position);
    let found = found.map(|found| found.unwrap_or(default));
    or_badarg(machine, found)
}

/// The element, or the list of them in a bag; `Some(None)` if there is no such key.
fn lookup_element(
    machine: &mut Machine,
    table: Term,
    key: Term,
    position: Term,
) -> Option<Option<Term>> {
    let position = position.as_usize()?.checked_sub(1)?;
    let table = readable(machine, table)?;
    let elements = table.lookup(key, |objects| -> Option<Vec<Term>> {
        let element = |object: &Object| Some(object.elements().get(position)?.copy_to(machine));
        objects.iter().map(element).collect()
    })?;
    Some(match (table.options.kind, elements.first()) {
        (_, None) => None,
        (Kind::Set | Kind::OrderedSet, Some(element)) => Some(*element),
        _ => Some(machine.list(&elements)),
    })
}

/// `ets:member/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_member_2(machine: &mut Machine, table: Term, key: Term) -> Term {
    match readable(machine, table) {
        Some(table) => Term::boolean(table.lookup(key, |objects| !objects.is_empty())),
        None => machine.badarg(),
    }
}

/// What a traversal gives of the object it comes to.
#[derive(Clone, Copy)]
enum Give {
    Key,
    /// `{Key, [Object]}`
    KeyAndObjects,
}

/// The first or last key.
fn first(machine: &mut Machine, table: Term, backwards: bool, give: Give) -> Term {
    let Some(table) = readable(machine, table) else { return machine.badarg() };
    let position = table.options.key_position;
    let key = table.first(backwards, |object| object.key(position).copy_to(machine));
    finish(machine, &table, key, give)
}

/// The key after or before `key`.
fn next(machine: &mut Machine, table: Term, key: Term, backwards: bool, give: Give) -> Term {
    let Some(table) = readable(machine, table) else { return machine.badarg() };
    let position = table.options.key_position;
    match table.next(key, backwards, |object| object.key(position).copy_to(machine)) {
        Ok(key) => finish(machine, &table, key, give),
        Err(_) => machine.badarg(),
    }
}

fn finish(
    machine: &mut Machine,
    table: &crate::ets::table::Table,
    key: Option<Term>,
    give: Give,
) -> Term {
    let Some(key) = key else { return end_of_table() };
    match give {
        Give::Key => key,
        Give::KeyAndObjects => {
            let objects = table.lookup(key, |objects| copies(machine, objects));
            let objects = machine.list(&objects);
            machine.tuple(&[key, objects])
        }
    }
}

macro_rules! traversals {
    ($($first:ident, $next:ident, $backwards:literal, $give:ident;)*) => { $(
        #[doc = concat!("`", stringify!($first), "`: see `ets`.")]
        #[unsafe(no_mangle)]
        pub extern "C" fn $first(machine: &mut Machine, table: Term) -> Term {
            first(machine, table, $backwards, Give::$give)
        }

        #[doc = concat!("`", stringify!($next), "`: see `ets`.")]
        #[unsafe(no_mangle)]
        pub extern "C" fn $next(machine: &mut Machine, table: Term, key: Term) -> Term {
            next(machine, table, key, $backwards, Give::$give)
        }
    )* };
}

traversals! {
    bif_ets_first_1, bif_ets_next_2, false, Key;
    bif_ets_last_1, bif_ets_prev_2, true, Key;
    bif_ets_first_lookup_1, bif_ets_next_lookup_2, false, KeyAndObjects;
    bif_ets_last_lookup_1, bif_ets_prev_lookup_2, true, KeyAndObjects;
}

/// `ets:tab2list/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_tab2list_1(machine: &mut Machine, table: Term) -> Term {
    let Some(table) = readable(machine, table) else { return machine.badarg() };
    let mut objects = Vec::with_capacity(table.len());
    let start = Position::After(None);
    table.scan(
        start,
        &mut |object| {
            objects.push(object.copy_to(machine));
            true
        },
        &mut |key| key,
    );
    machine.charge(objects.len() / OBJECTS_PER_REDUCTION);
    machine.list(&objects)
}

/// `ets:slot/2`: the objects of a bucket, or the nth object of an ordered table.
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_slot_2(machine: &mut Machine, table: Term, number: Term) -> Term {
    let (Some(table), Some(number)) = (readable(machine, table), number.as_usize()) else {
        return machine.badarg();
    };
    let mut found = Vec::new();
    if let Some(count) = table.bucket_count() {
        if number == count {
            return end_of_table();
        }
        let Some(position) = table.nth_bucket(number) else { return machine.badarg() };
        table.scan(
            position,
            &mut |object| {
                found.push(object.copy_to(machine));
                false
            },
            &mut |key| key,
        );
        return machine.list(&found);
    }
    if number >= table.len() {
        return if number == table.len() { end_of_table() } else { machine.badarg() };
    }
    let mut left = number;
    table.scan(
        Position::After(None),
        &mut |object| {
            if left == 0 {
                found.push(object.copy_to(machine));
            }
            left = left.wrapping_sub(1);
            found.is_empty()
        },
        &mut |key| key,
    );
    machine.list(&found)
}
