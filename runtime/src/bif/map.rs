//! Maps: `erlang`, `maps` and `erts_internal`.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use super::list::elements_of;
use crate::heap::{Allocate, Class, Registers};
use crate::term::{Term, map};

/// Raises `{badmap, Term}`.
#[cold]
pub(super) fn bad_map(machine: &mut Machine, term: Term) -> Term {
    let reason = machine.tuple(&[Term::immediate(atoms::BADMAP), term]);
    machine.raise(Class::Error, reason)
}

/// Raises `{badkey, Key}`.
#[cold]
fn bad_key(machine: &mut Machine, key: Term) -> Term {
    let reason = machine.tuple(&[Term::immediate(atoms::BADKEY), key]);
    machine.raise(Class::Error, reason)
}

/// `erlang:map_size/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_map_size_1(machine: &mut Machine, map: Term) -> Term {
    if map.is_map() { Term::small(map::size(map) as i64) } else { bad_map(machine, map) }
}

/// `erlang:map_get/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_map_get_2(machine: &mut Machine, key: Term, map: Term) -> Term {
    if !map.is_map() {
        return bad_map(machine, map);
    }
    map::get(map, key).unwrap_or_else(|| bad_key(machine, key))
}

/// `maps:get/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_maps_get_2(machine: &mut Machine, key: Term, map: Term) -> Term {
    bif_erlang_map_get_2(machine, key, map)
}

/// `erts_internal:map_find/2`: the value of a key, or the word `MATCH_FAIL`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_internal_map_find_2(_: &mut Machine, key: Term, map: Term) -> Term {
    let value = if map.is_map() { map::get(map, key) } else { None };
    value.unwrap_or(super::bits_match::FAIL)
}

/// `maps:get/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_maps_get_3(
    machine: &mut Machine,
    key: Term,
    map: Term,
    default: Term,
) -> Term {
    if map.is_map() { map::get(map, key).unwrap_or(default) } else { bad_map(machine, map) }
}

/// `maps:find/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_maps_find_2(machine: &mut Machine, key: Term, map: Term) -> Term {
    if !map.is_map() {
        return bad_map(machine, map);
    }
    match map::get(map, key) {
        Some(value) => machine.tuple(&[Term::OK, value]),
        None => Term::ERROR,
    }
}

/// `maps:is_key/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_maps_is_key_2(machine: &mut Machine, key: Term, map: Term) -> Term {
    super::types::bif_erlang_is_map_key_2(machine, key, map)
}

/// `maps:put/3`, and what `Map#{Key => Value}` does.
#[unsafe(no_mangle)]
pub extern "C" fn bif_maps_put_3(machine: &mut Machine, key: Term, value: Term, map: Term) -> Term {
    if map.is_map() { map::put(machine, map, key, value) } else { bad_map(machine, map) }
}

/// `maps:update/3`, and what `Map#{Key := Value}` does.
#[unsafe(no_mangle)]
pub extern "C" fn bif_maps_update_3(
    machine: &mut Machine,
    key: Term,
    value: Term,
    map: Term,
) -> Term {
    if !map.is_map() {
        return bad_map(machine, map);
    }
    map::update(machine, map, key, value).unwrap_or_else(|| bad_key(machine, key))
}

/// Whether `map` has been made since the last collection by the update that it is part of, which
/// started from `base`: nobody else refers to it, and nothing old does.
fn is_unfinished(machine: &mut Machine, map: Term, base: Term) -> bool {
    map != base && machine.heap().is_new(map)
}

/// `erts_internal:map_put_next/4`: what follows the first pair of `Base#{Key => Value, …}`; `map` is
/// what there is so far.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_internal_map_put_next_4(
    machine: &mut Machine,
    key: Term,
    value: Term,
    map: Term,
    base: Term,
) -> Term {
    if is_unfinished(machine, map, base) && map::set(map, key, value) {
        return map;
    }
    bif_maps_put_3(machine, key, value, map)
}

/// `erts_internal:map_update_next/4`: the same with `:=`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_internal_map_update_next_4(
    machine: &mut Machine,
    key: Term,
    value: Term,
    map: Term,
    base: Term,
) -> Term {
    if is_unfinished(machine, map, base) && map::set(map, key, value) {
        return map;
    }
    bif_maps_update_3(machine, key, value, map)
}

/// `maps:remove/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_maps_remove_2(machine: &mut Machine, key: Term, map: Term) -> Term {
    if !map.is_map() {
        return bad_map(machine, map);
    }
    map::remove(machine, map, key).map_or(map, |(rest, _)| rest)
}

/// `maps:take/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_maps_take_2(machine: &mut Machine, key: Term, map: Term) -> Term {
    if !map.is_map() {
        return bad_map(machine, map);
    }
    match map::remove(machine, map, key) {
        Some((rest, value)) => machine.tuple(&[value, rest]),
        None => Term::ERROR,
    }
}

/// `maps:merge/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_maps_merge_2(machine: &mut Machine, first: Term, second: Term) -> Term {
    if !first.is_map() {
        return bad_map(machine, first);
    }
    if !second.is_map() {
        return bad_map(machine, second);
    }
    machine.charge(map::size(second) / 4);
    map::merge(machine, first, second)
}

/// `maps:keys/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_maps_keys_1(machine: &mut Machine, map: Term) -> Term {
    if !map.is_map() {
        return bad_map(machine, map);
    }
    let keys: Vec<Term> = map::pairs(map).map(|(key, _)| key).collect();
    machine.charge(keys.len() / 8);
    machine.list(&keys)
}

/// `maps:values/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_maps_values_1(machine: &mut Machine, map: Term) -> Term {
    if !map.is_map() {
        return bad_map(machine, map);
    }
    let values: Vec<Term> = map::pairs(map).map(|(_, value)| value).collect();
    machine.charge(values.len() / 8);
    machine.list(&values)
}

/// The list of `{Key, Value}` pairs, before `tail`.
fn list_of_pairs(machine: &mut Machine, map: Term, tail: Term) -> Term {
    let pairs: Vec<Term> =
        map::pairs(map).map(|(key, value)| machine.tuple(&[key, value])).collect();
    machine.charge(pairs.len() / 4);
    machine.list_with_tail(&pairs, tail)
}

/// `maps:to_list/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_maps_to_list_1(machine: &mut Machine, map: Term) -> Term {
    if map.is_map() { list_of_pairs(machine, map, Term::NIL) } else { bad_map(machine, map) }
}

/// `maps:from_list/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_maps_from_list_1(machine: &mut Machine, list: Term) -> Term {
    let Some(elements) = elements_of(list) else { return machine.badarg() };
    machine.charge(elements.len() / 2);
    let pair = |element: &Term| match element.as_tuple()?.elements() {
        [key, value] => Some((*key, *value)),
        _ => None,
    };
    let pairs: Option<Vec<_>> = elements.iter().map(pair).collect();
    match pairs {
        Some(pairs) => map::from_pairs(machine, pairs),
        None => machine.badarg(),
    }
}

/// `maps:from_keys/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_maps_from_keys_2(machine: &mut Machine, keys: Term, value: Term) -> Term {
    let Some(keys) = elements_of(keys) else { return machine.badarg() };
    machine.charge(keys.len() / 2);
    map::from_pairs(machine, keys.into_iter().map(|key| (key, value)).collect())
}

/// Pairs of a large map that an iterator takes at a time.
const CHUNK: usize = 64;

/// `erts_internal:map_next/3`: `(Position, Map, iterator)` gives `none` or
/// `{Key, Value, {Key, Value, … [Position | Map]}}`; with a list for the third argument, that list
/// after the pairs from the position on.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_internal_map_next_3(
    machine: &mut Machine,
    position: Term,
    map: Term,
    form: Term,
) -> Term {
    let Some(position) = position.as_usize().filter(|_| map.is_map()) else {
        return machine.badarg();
    };
    let as_list = form.is_nil() || form.is_cons();
    let limit = if as_list { usize::MAX } else { CHUNK };
    let (pairs, next) = match map::flat(map) {
        Some(_) => (map::pairs(map).skip(position).collect(), None),
        None => map::pairs_from(map, position, limit),
    };
    machine.charge(pairs.len() / 4);
    if as_list {
        let pairs: Vec<Term> =
            pairs.into_iter().map(|(key, value)| machine.tuple(&[key, value])).collect();
        return machine.list_with_tail(&pairs, form);
    }
    let rest = match next {
        Some(next) => machine.cons(Term::small(next as i64), map),
        None => Term::atom("none"),
    };
    pairs.into_iter().rev().fold(rest, |rest, (key, value)| machine.tuple(&[key, value, rest]))
}
