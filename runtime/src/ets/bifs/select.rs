//! Match specifications applied to tables.

use std::sync::Arc;

use lfec_abi::machine::Machine;

use super::read::OBJECTS_PER_REDUCTION;
use super::{end_of_table, or_badarg, readable, writable};
use crate::ets::matching::pattern::same_key;
use crate::ets::matching::{OwnedSpec, Spec, result_of};
use crate::ets::object::Object;
use crate::ets::table::{Position, Table};
use crate::heap::{Allocate, OwnedTerm, Registers};
use crate::process::Running;
use crate::process::unique::Purpose;
use crate::term::Term;

/// Goes through the objects that a specification can match; `visit` returns false to stop.
fn visit_candidates(table: &Table, spec: &Spec, visit: &mut dyn FnMut(&Object) -> bool) {
    match spec.key(table.options.key_position) {
        Some(key) => table.lookup(key, |objects| {
            let _ = objects.iter().all(visit);
        }),
        None => {
            table.scan(Position::After(None), visit, &mut |key| key);
        }
    }
}

/// All results of a specification; in descending order if `backwards` and the table is ordered.
fn select_all(machine: &mut Machine, table: &Table, spec: &Spec, backwards: bool) -> Term {
    let (mut results, mut seen) = (Vec::new(), 0);
    let visit = &mut |object: &Object| {
        seen += 1;
        results.extend(result_of(machine, spec, object));
        true
    };
    visit_candidates(table, spec, visit);
    machine.charge(seen / OBJECTS_PER_REDUCTION);
    if backwards && table.is_ordered() {
        results.reverse();
    }
    machine.list(&results)
}

fn select_in(machine: &mut Machine, table: Term, spec: Option<Spec>, backwards: bool) -> Term {
    let selected = readable(machine, table)
        .zip(spec)
        .map(|(table, spec)| select_all(machine, &table, &spec, backwards));
    or_badarg(machine, selected)
}

/// `ets:select/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_select_2(machine: &mut Machine, table: Term, spec: Term) -> Term {
    select_in(machine, table, Spec::compile(spec), false)
}

/// `ets:select_reverse/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_select_reverse_2(machine: &mut Machine, table: Term, spec: Term) -> Term {
    select_in(machine, table, Spec::compile(spec), true)
}

/// `ets:match/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_match_2(machine: &mut Machine, table: Term, pattern: Term) -> Term {
    select_in(machine, table, Spec::of_pattern_for_bindings(pattern), false)
}

/// `ets:match_object/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_match_object_2(
    machine: &mut Machine,
    table: Term,
    pattern: Term,
) -> Term {
    select_in(machine, table, Spec::of_pattern_for_objects(pattern), false)
}

/// Number of objects for which a specification gives `true`; they are removed if `remove` is set.
fn select_true(machine: &mut Machine, table: Term, spec: Option<Spec>, remove: bool) -> Term {
    let table = if remove { writable(machine, table) } else { readable(machine, table) };
    let (Some(table), Some(spec)) = (table, spec) else { return machine.badarg() };
    let mut count = 0;
    let mut is_true = |object: &Object| {
        let found = spec.run(machine, object.term()) == Some(Term::TRUE);
        count += i64::from(found);
        found
    };
    match spec.key(table.options.key_position).filter(|_| remove) {
        Some(key) => table.remove(key, &mut is_true),
        None if remove => table.remove_all(&mut is_true),
        None => visit_candidates(&table, &spec, &mut |object| {
            is_true(object);
            true
        }),
    }
    machine.charge(table.len() / OBJECTS_PER_REDUCTION);
    Term::small(count)
}

/// `ets:select_count/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_select_count_2(machine: &mut Machine, table: Term, spec: Term) -> Term {
    select_true(machine, table, Spec::compile(spec), false)
}

/// `ets:select_delete/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_select_delete_2(machine: &mut Machine, table: Term, spec: Term) -> Term {
    select_true(machine, table, Spec::compile(spec), true)
}

/// `ets:match_delete/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_match_delete_2(
    machine: &mut Machine,
    table: Term,
    pattern: Term,
) -> Term {
    let (Some(table), Some(spec)) =
        (writable(machine, table), Spec::of_pattern_for_objects(pattern))
    else {
        return machine.badarg();
    };
    let mut matches = |object: &Object| spec.run(machine, object.term()).is_some();
    match spec.key(table.options.key_position) {
        Some(key) => table.remove(key, &mut matches),
        None => table.remove_all(&mut matches),
    }
    Term::TRUE
}

/// `ets:select_replace/2`: number of objects replaced by the result for them, which has the same key.
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_select_replace_2(machine: &mut Machine, table: Term, spec: Term) -> Term {
    use crate::ets::table::Kind;
    let (Some(table), Some(spec)) = (writable(machine, table), Spec::compile(spec)) else {
        return machine.badarg();
    };
    if table.options.kind == Kind::Bag {
        return machine.badarg();
    }
    let position = table.options.key_position;
    let (mut count, mut failed) = (0, false);
    table.replace_all(&mut |object| {
        if failed {
            return None;
        }
        let new = result_of(machine, &spec, object)?;
        let key = new.as_tuple().and_then(|tuple| tuple.get(position));
        if !key.is_some_and(|key| same_key(key, object.key(position), table.is_ordered())) {
            failed = true;
            return None;
        }
        count += 1;
        Some(Object::copy_of(&machine.running().heap, new))
    });
    if failed { machine.badarg() } else { Term::small(count) }
}

// Selections in pieces. A continuation is `{Table, Position, Limit, Specification, Rest}`: where to go
// on, the compiled specification, and results that were found beyond the limit.

/// Starts a selection in pieces.
fn select_some(
    machine: &mut Machine,
    table: Term,
    spec: Option<OwnedSpec>,
    limit: Term,
    backwards: bool,
) -> Term {
    let (Some(spec), Some(limit)) = (spec, limit.as_usize().filter(|&limit| limit > 0)) else {
        return machine.badarg();
    };
    if readable(machine, table).is_none() {
        return machine.badarg();
    }
    let words = Purpose::Plain.new_reference();
    let spec_term = machine.magic_reference(words, Arc::new(spec));
    let start = if backwards { Position::Before(None) } else { Position::After(None) };
    let continued = go_on(machine, table, start, limit, spec_term, Vec::new());
    or_badarg(machine, continued)
}

/// A position as a term, and back.
fn position_term(machine: &mut Machine, position: Option<Position>) -> Term {
    match position {
        None => Term::NIL,
        Some(Position::Bucket(shard, bucket)) => {
            machine.tuple(&[Term::small(shard as i64), Term::small(bucket as i64)])
        }
        Some(Position::After(key)) => after_term(machine, "after", key),
        Some(Position::Before(key)) => after_term(machine, "before", key),
    }
}

fn after_term(machine: &mut Machine, side: &str, key: Option<Term>) -> Term {
    machine.tuple(&[Term::atom(side), key.unwrap_or(Term::NIL)])
}

fn read_position(term: Term) -> Option<Position> {
    let [first, second] = term.as_tuple()?.elements() else { return None };
    match (first.as_usize(), second.as_usize()) {
        (Some(shard), Some(bucket)) => Some(Position::Bucket(shard, bucket)),
        _ if *first == Term::atom("before") => Some(Position::Before(Some(*second))),
        _ if *first == Term::atom("after") => Some(Position::After(Some(*second))),
        _ => None,
    }
}

/// The next results: `{Results, Continuation}` or `'$end_of_table'`.
fn go_on(
    machine: &mut Machine,
    table_term: Term,
    position: Position,
    limit: usize,
    spec_term: Term,
    rest: Vec<Term>,
) -> Option<Term> {
    let table = readable(machine, table_term)?;
    let owned = spec_term.as_reference()?.resource::<OwnedSpec>()?;
    let spec = owned.spec();
    let (mut results, mut position) = (rest, Some(position));
    let mut seen = 0;
    let mut last_key = Term::NIL;
    while let Some(from) = position.filter(|_| results.len() < limit) {
        position = table.scan(
            from,
            &mut |object| {
                seen += 1;
                results.extend(result_of(machine, spec, object));
                if results.len() < limit {
                    return true;
                }
                last_key = object.key(table.options.key_position).copy_to(machine);
                false
            },
            &mut |_| Term::NIL,
        );
        // The key that the scan stopped at is in the table's memory; the copy is ours.
        position = position.map(|position| match position {
            Position::After(_) => Position::After(Some(last_key)),
            Position::Before(_) => Position::Before(Some(last_key)),
            bucket => bucket,
        });
    }
    machine.charge(seen / OBJECTS_PER_REDUCTION);
    if results.is_empty() {
        return Some(end_of_table());
    }
    let left = results.split_off(limit.min(results.len()));
    let continuation = if position.is_none() && left.is_empty() {
        end_of_table()
    } else {
        let (position, left) = (position_term(machine, position), machine.list(&left));
        let limit = Term::small(limit as i64);
        machine.tuple(&[table_term, position, limit, spec_term, left])
    };
    let results = machine.list(&results);
    Some(machine.tuple(&[results, continuation]))
}

/// Goes on with a continuation.
fn continued(machine: &mut Machine, continuation: Term) -> Term {
    if continuation == end_of_table() {
        return continuation;
    }
    let result = resume(machine, continuation);
    or_badarg(machine, result)
}

fn resume(machine: &mut Machine, continuation: Term) -> Option<Term> {
    let [table, position, limit, spec, left] = continuation.as_tuple()?.elements() else {
        return None;
    };
    let limit = limit.as_usize().filter(|&limit| limit > 0)?;
    left.list_length()?;
    let left: Vec<Term> = left.list().collect();
    match read_position(*position) {
        Some(position) => go_on(machine, *table, position, limit, *spec, left),
        None => rest_only(machine, *table, limit, *spec, left),
    }
}

/// The table has been gone through; results are left.
fn rest_only(
    machine: &mut Machine,
    table: Term,
    limit: usize,
    spec: Term,
    mut results: Vec<Term>,
) -> Option<Term> {
    if results.is_empty() {
        return Some(end_of_table());
    }
    let left = results.split_off(limit.min(results.len()));
    let continuation = if left.is_empty() {
        end_of_table()
    } else {
        let left = machine.list(&left);
        machine.tuple(&[table, Term::NIL, Term::small(limit as i64), spec, left])
    };
    let results = machine.list(&results);
    Some(machine.tuple(&[results, continuation]))
}

/// `ets:select/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_select_3(
    machine: &mut Machine,
    table: Term,
    spec: Term,
    limit: Term,
) -> Term {
    let spec = OwnedSpec::compile(OwnedTerm::copy_of_all(spec));
    select_some(machine, table, spec, limit, false)
}

/// `ets:select_reverse/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_select_reverse_3(
    machine: &mut Machine,
    table: Term,
    spec: Term,
    limit: Term,
) -> Term {
    let spec = OwnedSpec::compile(OwnedTerm::copy_of_all(spec));
    select_some(machine, table, spec, limit, true)
}

/// `ets:match/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_match_3(
    machine: &mut Machine,
    table: Term,
    pattern: Term,
    limit: Term,
) -> Term {
    let spec = OwnedSpec::of_pattern(OwnedTerm::copy_of_all(pattern), false);
    select_some(machine, table, spec, limit, false)
}

/// `ets:match_object/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_match_object_3(
    machine: &mut Machine,
    table: Term,
    pattern: Term,
    limit: Term,
) -> Term {
    let spec = OwnedSpec::of_pattern(OwnedTerm::copy_of_all(pattern), true);
    select_some(machine, table, spec, limit, false)
}

macro_rules! continuations {
    ($($name:ident)*) => { $(
        #[doc = concat!("`", stringify!($name), "`: see `ets`.")]
        #[unsafe(no_mangle)]
        pub extern "C" fn $name(machine: &mut Machine, continuation: Term) -> Term {
            continued(machine, continuation)
        }
    )* };
}

continuations! {
    bif_ets_select_1 bif_ets_select_reverse_1 bif_ets_match_1 bif_ets_match_object_1
}

/// `ets:match_spec_compile/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_match_spec_compile_1(machine: &mut Machine, spec: Term) -> Term {
    match OwnedSpec::compile(OwnedTerm::copy_of_all(spec)) {
        Some(spec) => machine.magic_reference(Purpose::Plain.new_reference(), Arc::new(spec)),
        None => machine.badarg(),
    }
}

/// `ets:is_compiled_ms/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_is_compiled_ms_1(_: &mut Machine, term: Term) -> Term {
    let owned = term.as_reference().and_then(|reference| reference.resource::<OwnedSpec>());
    Term::boolean(owned.is_some())
}

/// `ets:match_spec_run/2`: results for the tuples in a list.
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_match_spec_run_2(machine: &mut Machine, list: Term, spec: Term) -> Term {
    let results = run_on_list(machine, list, spec);
    let results = results.map(|results| machine.list(&results));
    or_badarg(machine, results)
}

fn run_on_list(machine: &mut Machine, list: Term, spec: Term) -> Option<Vec<Term>> {
    list.list_length()?;
    let owned = spec.as_reference()?.resource::<OwnedSpec>()?;
    let spec = owned.spec();
    let mut results = Vec::new();
    for element in list.list() {
        element.as_tuple()?;
        if let Some(result) = spec.run(machine, element) {
            // Parts of the specification are copied: it may go before the result does.
            results.push(result.copy_to(machine));
        }
    }
    Some(results)
}
