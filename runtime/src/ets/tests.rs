//! Tables, compared with simple models, and their BIFs.

use std::collections::BTreeMap;

use lfec_abi::machine::Machine;

use super::bifs::change::*;
use super::bifs::manage::*;
use super::bifs::read::*;
use super::bifs::select::*;
use crate::heap::{Allocate, Registers};
use crate::process::Running;
use crate::term::Term;
use crate::tests::support::*;

fn new(machine: &mut Machine, options: &[&str]) -> Term {
    let options: Vec<Term> = options.iter().map(|option| Term::atom(option)).collect();
    let options = machine.list(&options);
    let table = bif_ets_new_2(machine, Term::atom("a_table"), options);
    assert!(!table.is_non_value());
    table
}

fn pair(machine: &mut Machine, key: i64, value: i64) -> Term {
    tuple(machine, &[int(key), int(value)])
}

fn sorted(list: Term) -> Vec<String> {
    let mut elements: Vec<String> = list.list().map(|element| element.to_string()).collect();
    elements.sort();
    elements
}

/// Random insertions, deletions, lookups and walks against a model.
fn against_a_model(machine: &mut Machine, kind: &str, keys: i64, steps: i64) {
    let table = new(machine, &[kind]);
    let is_bag = kind.ends_with("bag");
    let mut model: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let mut random = keys as u64;
    for step in 0..steps {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let (key, value) = ((random >> 33) as i64 % keys, (random >> 20) as i64 % 3);
        let held = model.entry(key).or_default();
        match random >> 60 {
            0..=7 => {
                let object = pair(machine, key, value);
                bif_ets_insert_2(machine, table, object);
                match kind {
                    "bag" if held.contains(&value) => {}
                    "bag" | "duplicate_bag" => held.push(value),
                    _ => *held = vec![value],
                }
            }
            8..=11 => {
                bif_ets_delete_2(machine, table, int(key));
                held.clear();
            }
            12 if is_bag => {
                let object = pair(machine, key, value);
                bif_ets_delete_object_2(machine, table, object);
                held.retain(|other| *other != value);
            }
            _ => {
                let found = bif_ets_lookup_2(machine, table, int(key));
                let expected: Vec<String> =
                    held.iter().map(|value| format!("{{{key},{value}}}")).collect();
                let found: Vec<String> = found.list().map(|o| o.to_string()).collect();
                assert_eq!(found, expected, "step {step}");
            }
        }
    }
    let count: usize = model.values().map(Vec::len).sum();
    assert_eq!(bif_ets_info_2(machine, table, Term::atom("size")), int(count as i64));
    let all = bif_ets_tab2list_1(machine, table);
    assert_eq!(all.list_length(), Some(count));
    let keys: Vec<i64> = walk(machine, table).iter().filter_map(|key| key.as_small()).collect();
    let mut expected: Vec<i64> =
        model.iter().filter(|(_, held)| !held.is_empty()).map(|(key, _)| *key).collect();
    if kind == "ordered_set" {
        assert_eq!(keys, expected);
    } else {
        let mut keys = keys;
        keys.sort_unstable();
        expected.sort_unstable();
        assert_eq!(keys, expected);
    }
    assert_eq!(bif_ets_delete_1(machine, table), Term::TRUE);
    assert_eq!(bif_ets_info_1(machine, table), Term::UNDEFINED);
}

fn walk(machine: &mut Machine, table: Term) -> Vec<Term> {
    let mut keys = Vec::new();
    let mut key = bif_ets_first_1(machine, table);
    while key != Term::atom("$end_of_table") {
        keys.push(key);
        key = bif_ets_next_2(machine, table, key);
    }
    keys
}

#[test]
fn tables_behave_as_models() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        for kind in ["set", "ordered_set", "bag", "duplicate_bag"] {
            against_a_model(machine, kind, 40, 3000);
            against_a_model(machine, kind, 2000, 6000);
        }
        ret(machine, Term::OK)
    }
    assert_eq!(returned(start, &[]).term(), Term::OK);
}

#[test]
fn a_fixed_table_can_be_walked_while_keys_go() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let table = new(machine, &["public"]);
        for key in 0..500 {
            let object = pair(machine, key, 0);
            bif_ets_insert_2(machine, table, object);
        }
        bif_ets_safe_fixtable_2(machine, table, Term::TRUE);
        let (mut key, mut seen) = (bif_ets_first_1(machine, table), 0);
        while key != Term::atom("$end_of_table") {
            seen += 1;
            assert_eq!(bif_ets_delete_2(machine, table, key), Term::TRUE);
            let more = pair(machine, 1000 + seen, 0);
            bif_ets_insert_2(machine, table, more);
            bif_ets_delete_2(machine, table, int(1000 + seen));
            key = bif_ets_next_2(machine, table, key);
        }
        bif_ets_safe_fixtable_2(machine, table, Term::FALSE);
        assert_eq!(bif_ets_first_1(machine, table), Term::atom("$end_of_table"));
        let gone = bif_ets_next_2(machine, table, int(3));
        assert!(gone.is_non_value());
        ret(machine, int(seen))
    }
    let seen = returned(start, &[]).term().as_small().unwrap_or(0);
    assert!(seen >= 500, "{seen}");
}

/// A term from text that is easy to read: numbers, atoms, `_` and `$1` among them, `( )` for tuples
/// and `[ ]` for lists.
fn term(machine: &mut Machine, text: &str) -> Term {
    fn read<'a>(
        machine: &mut Machine,
        words: &mut impl Iterator<Item = &'a str>,
        end: &str,
    ) -> Vec<Term> {
        let mut terms = Vec::new();
        while let Some(word) = words.next().filter(|word| *word != end) {
            terms.push(match word {
                "(" => {
                    let elements = read(machine, words, ")");
                    tuple(machine, &elements)
                }
                "[" => {
                    let elements = read(machine, words, "]");
                    machine.list(&elements)
                }
                number if number.parse::<i64>().is_ok() => int(number.parse().unwrap_or(0)),
                name => Term::atom(name),
            });
        }
        terms
    }
    let spaced: String = text
        .chars()
        .flat_map(|c| if "()[]".contains(c) { vec![' ', c, ' '] } else { vec![c] })
        .collect();
    let terms = read(machine, &mut spaced.split_whitespace(), "");
    terms[0]
}

fn numbers(machine: &mut Machine, options: &[&str]) -> Term {
    let table = new(machine, options);
    for key in 1..=20 {
        let object = pair(machine, key, key * key % 7);
        bif_ets_insert_2(machine, table, object);
    }
    table
}

#[test]
fn match_specifications_select() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let table = numbers(machine, &["ordered_set"]);
        let mut select = |spec: &str| {
            let spec = term(machine, spec);
            bif_ets_select_2(machine, table, spec).to_string()
        };
        assert_eq!(select("[(($1 2)[][$1])]"), "[3,4,10,11,17,18]");
        assert_eq!(select("[(($1 2)[(> $1 10)][(( $1 x))])]"), "[{11,x},{17,x},{18,x}]");
        assert_eq!(select("[((3 $2)[][$_])]"), "[{3,2}]");
        assert_eq!(select("[(($1 $2)[(andalso (< $1 3)(is_integer $2))][$$])]"), "[[1,1],[2,4]]");
        assert_eq!(select("[(($1 _)[(== (rem $1 9) 0)][(+ $1 (const 1000))])]"), "[1009,1018]");
        assert_eq!(select("[((1 _)[][one])((2 _)[][two])((3 $2)[][$2])]"), "[one,two,2]");
        assert_eq!(select("[(($1 _)[(hd $1)][$1])]"), "[]");
        assert_eq!(select("[((1 _)[][(hd 5)])]"), "['EXIT']");
        ret(machine, Term::OK)
    }
    assert_eq!(returned(start, &[]).term(), Term::OK);
}

#[test]
fn wrong_specifications_are_badarg() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let table = numbers(machine, &["set"]);
        for spec in ["x", "[(a b)]", "[(a [] [])]", "[(($1) [] [$2])]", "[(_ [(no $1)] [1])]"] {
            let term = term(machine, spec);
            assert!(bif_ets_select_2(machine, table, term).is_non_value(), "{spec}");
        }
        let mut deep = Term::NIL;
        for _ in 0..100_000 {
            deep = machine.list(&[deep]);
        }
        assert!(bif_ets_match_2(machine, table, deep).is_non_value());
        ret(machine, Term::OK)
    }
    assert_eq!(returned(start, &[]).term(), Term::OK);
}

#[test]
fn selecting_in_pieces_gives_everything_once() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        for kind in ["set", "ordered_set"] {
            let table = numbers(machine, &[kind]);
            for limit in [1, 3, 20, 50] {
                let pattern = term(machine, "($1 _)");
                let mut step = bif_ets_match_3(machine, table, pattern, int(limit));
                let mut found = Vec::new();
                while let Some([results, continuation]) = step.as_tuple().map(|t| t.elements()) {
                    assert!(results.list_length().is_some_and(|n| n as i64 <= limit && n > 0));
                    found.extend(results.list().map(|result| result.to_string()));
                    let continuation = *continuation;
                    step = bif_ets_match_1(machine, continuation);
                }
                assert_eq!(step, Term::atom("$end_of_table"));
                found.sort();
                found.dedup();
                assert_eq!(found.len(), 20, "{kind} {limit}");
            }
            let spec = term(machine, "[(($1 _)[(< $1 4)][$1])]");
            let reversed = bif_ets_select_reverse_2(machine, table, spec);
            if kind == "ordered_set" {
                assert_eq!(
                    reversed.list().map(|t| t.as_small()).collect::<Vec<_>>(),
                    [Some(3), Some(2), Some(1)]
                );
            }
        }
        ret(machine, Term::OK)
    }
    assert_eq!(returned(start, &[]).term(), Term::OK);
}

#[test]
fn counting_deleting_replacing() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        for kind in ["set", "ordered_set"] {
            let table = numbers(machine, &[kind]);
            let even = term(machine, "[(($1 _)[(== (rem $1 2) 0)][true])]");
            assert_eq!(bif_ets_select_count_2(machine, table, even), int(10));
            assert_eq!(bif_ets_select_delete_2(machine, table, even), int(10));
            let zero = term(machine, "[(($1 2)[][(( $1 zero))])]");
            assert_eq!(bif_ets_select_replace_2(machine, table, zero), int(3));
            let pattern = term(machine, "(_ zero)");
            let found = bif_ets_match_object_2(machine, table, pattern);
            assert_eq!(sorted(found), ["{11,zero}", "{17,zero}", "{3,zero}"]);
            assert_eq!(bif_ets_match_delete_2(machine, table, pattern), Term::TRUE);
            assert_eq!(bif_ets_info_2(machine, table, Term::atom("size")), int(7));
            let other_key = term(machine, "[(($1 _)[][((0 $1))])]");
            assert!(bif_ets_select_replace_2(machine, table, other_key).is_non_value());
        }
        ret(machine, Term::OK)
    }
    assert_eq!(returned(start, &[]).term(), Term::OK);
}

#[test]
fn counters_and_elements() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let table = new(machine, &["set"]);
        let object = term(machine, "(k 1 x)");
        bif_ets_insert_2(machine, table, object);
        let key = Term::atom("k");
        assert_eq!(bif_ets_update_counter_3(machine, table, key, int(5)), int(6));
        let steps = term(machine, "[(2 10)(2 1 10 0)(2 -3)]");
        let result = bif_ets_update_counter_3(machine, table, key, steps);
        assert_eq!(result.to_string(), "[16,0,-3]");
        let bad = term(machine, "(3 1)");
        assert!(bif_ets_update_counter_3(machine, table, key, bad).is_non_value());
        assert!(bif_ets_update_counter_3(machine, table, int(0), int(1)).is_non_value());
        let default = term(machine, "(any 40)");
        assert_eq!(bif_ets_update_counter_4(machine, table, int(0), int(2), default), int(42));
        let large = machine.integer(i64::MAX);
        let sum = bif_ets_update_counter_3(machine, table, int(0), large);
        assert_eq!(sum.to_string(), "9223372036854775849");
        let change = term(machine, "(3 [y])");
        assert_eq!(bif_ets_update_element_3(machine, table, key, change), Term::TRUE);
        assert_eq!(bif_ets_update_element_3(machine, table, int(7), change), Term::FALSE);
        assert_eq!(bif_ets_lookup_element_3(machine, table, key, int(3)).to_string(), "[y]");
        assert!(bif_ets_lookup_element_3(machine, table, key, int(4)).is_non_value());
        assert_eq!(bif_ets_lookup_element_4(machine, table, int(9), int(1), Term::OK), Term::OK);
        assert_eq!(bif_ets_take_2(machine, table, key).to_string(), "[{k,-3,[y]}]");
        assert_eq!(bif_ets_member_2(machine, table, key), Term::FALSE);
        ret(machine, Term::OK)
    }
    assert_eq!(returned(start, &[]).term(), Term::OK);
}

#[test]
fn only_the_owner_writes_a_protected_table() {
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let name = Term::atom("protected_table");
        let options = term(machine, "[named_table]");
        assert_eq!(bif_ets_new_2(machine, name, options), name);
        assert!(bif_ets_new_2(machine, name, options).is_non_value());
        let own = machine.running().pid.term();
        spawn(machine, other, &[own, name]);
        receive(machine, return_first, &[])
    }
    extern "C" fn other(machine: &mut Machine) -> u64 {
        let (to, table) = (machine.register(0), machine.register(1));
        let object = pair(machine, 1, 1);
        assert!(bif_ets_insert_2(machine, table, object).is_non_value());
        assert!(bif_ets_delete_1(machine, table).is_non_value());
        let found = bif_ets_lookup_2(machine, table, int(1));
        send(machine, to, found);
        ret(machine, Term::OK)
    }
    assert_eq!(returned(start, &[]).term(), Term::NIL);
}

#[test]
fn a_table_goes_with_its_owner_or_to_its_heir() {
    extern "C" fn owner(machine: &mut Machine) -> u64 {
        let to = machine.register(0);
        let data = tuple(machine, &[Term::atom("heir"), to, int(7)]);
        let options = machine.list(&[data]);
        let inherited = bif_ets_new_2(machine, Term::atom("t"), options);
        let object = pair(machine, 1, 2);
        bif_ets_insert_2(machine, inherited, object);
        let lost = bif_ets_new_2(machine, Term::atom("t"), Term::NIL);
        let both = tuple(machine, &[inherited, lost]);
        send(machine, to, both);
        ret(machine, Term::OK)
    }
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let own = machine.running().pid.term();
        spawn(machine, owner, &[own]);
        receive(machine, tables, &[])
    }
    extern "C" fn tables(machine: &mut Machine) -> u64 {
        let tables = machine.register(0);
        receive(machine, transfer, &[tables])
    }
    extern "C" fn transfer(machine: &mut Machine) -> u64 {
        let (message, tables) = (machine.register(0), machine.register(1));
        assert!(message.to_string().starts_with("{'ETS-TRANSFER',#Ref<"), "{message}");
        let tables = tables.as_tuple().map(|tuple| tuple.elements()).unwrap_or_default();
        assert_eq!(bif_ets_lookup_2(machine, tables[0], int(1)).to_string(), "[{1,2}]");
        let owner = bif_ets_info_2(machine, tables[0], Term::atom("owner"));
        assert_eq!(owner, machine.running().pid.term());
        wait(machine, int(20), lost_is_gone, &[tables[1]])
    }
    extern "C" fn lost_is_gone(machine: &mut Machine) -> u64 {
        let lost = pop_frame(machine, 1)[0];
        let info = bif_ets_info_1(machine, lost);
        ret(machine, info)
    }
    assert_eq!(returned(start, &[]).term(), Term::UNDEFINED);
}

#[test]
fn many_processes_write_one_table() {
    extern "C" fn writer(machine: &mut Machine) -> u64 {
        let [table, to, left] = [0, 1, 2].map(|index| machine.register(index));
        let left = left.as_small().unwrap_or(0);
        if left == 0 {
            send(machine, to, Term::OK);
            return ret(machine, Term::OK);
        }
        bif_ets_update_counter_3(machine, table, Term::atom("sum"), int(1));
        let object = pair(machine, left % 100, left);
        bif_ets_insert_2(machine, table, object);
        bif_ets_delete_2(machine, table, int((left + 50) % 100));
        jump(machine, writer, &[table, to, int(left - 1)])
    }
    extern "C" fn start(machine: &mut Machine) -> u64 {
        let options = term(machine, "[public (write_concurrency true)]");
        let table = bif_ets_new_2(machine, Term::atom("t"), options);
        let sum = term(machine, "(sum 0)");
        bif_ets_insert_2(machine, table, sum);
        let own = machine.running().pid.term();
        for _ in 0..8 {
            spawn(machine, writer, &[table, own, int(2000)]);
        }
        jump(machine, gather, &[table, int(8)])
    }
    extern "C" fn gather(machine: &mut Machine) -> u64 {
        let (table, left) = (machine.register(0), machine.register(1));
        if left == int(0) {
            let sum = bif_ets_lookup_element_3(machine, table, Term::atom("sum"), int(2));
            return ret(machine, sum);
        }
        receive(machine, gathered, &[table, left])
    }
    extern "C" fn gathered(machine: &mut Machine) -> u64 {
        let (table, left) = (machine.register(1), machine.register(2).as_small().unwrap_or(0));
        jump(machine, gather, &[table, int(left - 1)])
    }
    assert_eq!(returned(start, &[]).term(), int(16_000));
}
