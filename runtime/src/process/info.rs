//! `erlang:process_info`: what a process tells of itself.
//!
//! The process itself answers, with its context saved, whoever asks.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;
use lfec_abi::program::Location;

use super::relations::Monitor;
use super::{Process, Running, State, trace};
use crate::code::{self, Mfa};
use crate::heap::{Allocate, Builder, OwnedTerm};
use crate::term::{Atom, Term, map};

/// What `process_info/1` tells, in this order.
const DEFAULT: [&str; 16] = [
    "current_function",
    "initial_call",
    "status",
    "message_queue_len",
    "links",
    "dictionary",
    "trap_exit",
    "error_handler",
    "priority",
    "group_leader",
    "total_heap_size",
    "heap_size",
    "stack_size",
    "reductions",
    "garbage_collection",
    "suspending",
];

/// All that can be asked for, besides the above and `{dictionary, Key}`.
const OTHERS: [&str; 20] = [
    "registered_name",
    "parent",
    "sequential_trace_token",
    "binary",
    "catchlevel",
    "last_calls",
    "async_dist",
    "messages",
    "message_queue_data",
    "monitors",
    "monitored_by",
    "current_location",
    "current_stacktrace",
    "backtrace",
    "memory",
    "min_heap_size",
    "min_bin_vheap_size",
    "fullsweep_after",
    "max_heap_size",
    "garbage_collection_info",
];

/// Whether these items can be asked for: one, or a list.
pub fn are_known(items: Term) -> bool {
    let is_known = |item: Term| match item.as_atom() {
        Some(name) => DEFAULT.contains(&name.text()) || OTHERS.contains(&name.text()),
        None => item
            .as_tuple()
            .is_some_and(|pair| pair.len() == 2 && pair.elements()[0] == Term::atom("dictionary")),
    };
    match items.list_length() {
        Some(_) => items.list().all(is_known),
        None => is_known(items),
    }
}

/// The answer to `process_info(Pid, Items)`, or `process_info(Pid)` if `items` is `all`: a term on its
/// own. No value if an item is not known. The context of the process is saved.
pub fn answer(process: &mut Process, items: Term) -> OwnedTerm {
    let mut builder = Builder::with_capacity(64);
    let term = answer_in(process, items, &mut builder);
    builder.finish(term.unwrap_or(Term::NON_VALUE))
}

/// The same for the running process itself.
pub fn own(machine: &mut Machine, items: Term) -> Option<Term> {
    let mut process = machine.running();
    let reductions = process.reductions(machine) - process.past_reductions();
    process.reductions += reductions;
    process.heap.save_from(machine);
    let answer = answer(&mut process, items);
    process.heap.load_into(machine);
    process.reductions -= reductions;
    let term = process.heap.attach(answer);
    (!term.is_non_value()).then_some(term)
}

fn answer_in(process: &mut Process, items: Term, builder: &mut Builder) -> Option<Term> {
    if items.word() == atoms::ALL {
        let mut pairs = Vec::new();
        if process.slot.name().is_some() {
            pairs.push(pair(process, Term::atom("registered_name"), builder)?);
        }
        for item in DEFAULT {
            pairs.push(pair(process, Term::atom(item), builder)?);
        }
        return Some(builder.list(&pairs));
    }
    if items.is_cons() || items.is_nil() {
        let mut pairs = Vec::new();
        for item in items.list() {
            pairs.push(pair(process, item, builder)?);
        }
        return Some(builder.list(&pairs));
    }
    if items == Term::atom("registered_name") && process.slot.name().is_none() {
        return Some(Term::NIL);
    }
    pair(process, items, builder)
}

/// `{Item, Value}`
fn pair(process: &mut Process, item: Term, builder: &mut Builder) -> Option<Term> {
    let value = match item.as_atom() {
        Some(name) => value(process, name.text(), builder)?,
        None => dictionary_value(process, item, builder)?,
    };
    let item = item.copy_to(builder);
    Some(builder.tuple(&[item, value]))
}

/// Value of `{dictionary, Key}`.
fn dictionary_value(process: &Process, item: Term, builder: &mut Builder) -> Option<Term> {
    let [tag, key] = item.as_tuple()?.elements() else { return None };
    if *tag != Term::atom("dictionary") {
        return None;
    }
    let value = process.dictionary.as_ref().and_then(|dictionary| dictionary.get(*key));
    Some(value.map_or(Term::UNDEFINED, |value| value.copy_to(builder)))
}

fn value(process: &mut Process, item: &str, builder: &mut Builder) -> Option<Term> {
    Some(match item {
        "registered_name" => match process.slot.name() {
            Some(name) => Atom::from_index(name).term(),
            None => Term::NIL,
        },
        "initial_call" => mfa(process.initial, builder),
        "status" => Term::atom(status(process)),
        "trap_exit" => Term::boolean(process.traps_exit),
        "priority" => super::bifs::flags::priority_term(process.priority),
        "group_leader" => process.group_leader.term(),
        "parent" => match process.parent {
            parent if parent == process.pid => Term::UNDEFINED,
            parent => parent.term(),
        },
        "reductions" => builder.unsigned(process.past_reductions()),
        "error_handler" => {
            let set = process.extra().and_then(|extra| extra.error_handler);
            set.unwrap_or_else(|| Term::atom("error_handler"))
        }
        "suspending" | "sequential_trace_token" | "binary" => Term::NIL,
        "catchlevel" => Term::small(0),
        "last_calls" | "async_dist" => Term::FALSE,
        "message_queue_len" => count(process.messages.len()),
        "messages" => list(process.messages.iter(), builder),
        "message_queue_data" => Term::atom("off_heap"),
        "dictionary" => dictionary(process, builder),
        "links" | "monitors" | "monitored_by" => relations(process, item, builder),
        "current_function" | "current_location" | "current_stacktrace" | "backtrace" => {
            stack(process, item, builder)
        }
        _ => return memory(process, item, builder),
    })
}

fn count(count: usize) -> Term {
    Term::small(count as i64)
}

fn list(terms: impl Iterator<Item = Term>, builder: &mut Builder) -> Term {
    let terms: Vec<Term> = terms.map(|term| term.copy_to(builder)).collect();
    builder.list(&terms)
}

fn mfa(function: Mfa, builder: &mut Builder) -> Term {
    let (module, name) = (Atom::from_index(function.module), Atom::from_index(function.function));
    builder.tuple(&[module.term(), name.term(), Term::small(i64::from(function.arity))])
}

fn status(process: &Process) -> &'static str {
    if process.is_suspended() {
        return "suspended";
    }
    match process.state {
        State::Runnable => "running",
        _ => "waiting",
    }
}

fn dictionary(process: &Process, builder: &mut Builder) -> Term {
    let Some(dictionary) = &process.dictionary else { return Term::NIL };
    let mut pairs = Vec::new();
    for (key, value) in dictionary.iter() {
        let (key, value) = (key.copy_to(builder), value.copy_to(builder));
        pairs.push(builder.tuple(&[key, value]));
    }
    builder.list(&pairs)
}

fn relations(process: &Process, item: &str, builder: &mut Builder) -> Term {
    let Some(relations) = process.relations() else { return Term::NIL };
    let terms: Vec<Term> = match item {
        "links" => relations.linked().map(|pid| pid.term()).collect(),
        "monitors" => relations.monitors.values().map(|m| monitor(m, builder)).collect(),
        _ => relations.monitored_by.values().map(|by| by.watcher.term()).collect(),
    };
    builder.list(&terms)
}

/// `{process, Pid | {Name, Node}}`
fn monitor(monitor: &Monitor, builder: &mut Builder) -> Term {
    let target = match (monitor.name, monitor.target) {
        (Some(name), _) => {
            let name = Atom::from_index(name).term();
            builder.tuple(&[name, Term::immediate(atoms::NONODE)])
        }
        (None, Some(pid)) => pid.term(),
        (None, None) => Term::UNDEFINED,
    };
    builder.tuple(&[Term::immediate(atoms::PROCESS), target])
}

fn stack(process: &mut Process, item: &str, builder: &mut Builder) -> Term {
    let mut locations: Vec<&Location> = Vec::new();
    if process.state == State::Runnable
        && let Some(code) = code::find_code_containing(process.resume_address())
    {
        locations.push(&code.location);
    }
    locations.extend(trace::calls(process.heap.stack()).take(STACK_DEPTH));
    let innermost = locations.first().copied();
    match (item, innermost) {
        ("current_stacktrace", _) => {
            let entries: Vec<Term> = locations.iter().map(|at| trace::entry(builder, at)).collect();
            builder.list(&entries)
        }
        ("backtrace", _) => {
            let lines: Vec<String> = locations.iter().map(|at| backtrace_line(at)).collect();
            builder.binary(lines.concat().as_bytes())
        }
        ("current_location", Some(location)) => trace::entry(builder, location),
        (_, Some(location)) => {
            let Location { module, function, arity, .. } = *location;
            mfa(Mfa { module, function, arity }, builder)
        }
        (_, None) => Term::UNDEFINED,
    }
}

/// Most entries of `current_stacktrace`. OTP's figure.
const STACK_DEPTH: usize = 8;

fn backtrace_line(location: &Location) -> String {
    let (module, function) =
        (Atom::from_index(location.module).term(), Atom::from_index(location.function).term());
    let line = code::place_of(location).map_or(0, |(_, line)| line);
    format!("{module}:{function}/{} line {line}\n", location.arity)
}

fn memory(process: &mut Process, item: &str, builder: &mut Builder) -> Option<Term> {
    let sizes = process.heap.sizes();
    let extra = process.extra();
    Some(match item {
        "heap_size" => count(sizes.block_words),
        "total_heap_size" => count(process.heap.total_words()),
        "stack_size" => count(sizes.stack_words),
        "memory" => count(size_of::<Process>() + process.heap.total_words() * 8),
        "min_heap_size" => count(process.heap.options().min_words),
        "min_bin_vheap_size" => {
            count(extra.and_then(|extra| extra.min_bin_words).unwrap_or(MIN_BIN_WORDS))
        }
        "fullsweep_after" => Term::small(i64::from(process.heap.options().full_sweep_after)),
        "max_heap_size" => max_heap(process, builder),
        "garbage_collection" => garbage_collection(process, builder),
        "garbage_collection_info" => {
            let facts = [
                ("heap_block_size", sizes.block_words),
                ("heap_size", sizes.used_words),
                ("mbuf_size", sizes.fragment_words),
                ("old_heap_block_size", sizes.old_block_words),
                ("old_heap_size", sizes.old_used_words),
                ("recent_size", 0),
                ("stack_size", sizes.stack_words),
            ];
            let facts: Vec<Term> = facts
                .iter()
                .map(|(name, value)| builder.tuple(&[Term::atom(name), count(*value)]))
                .collect();
            builder.list(&facts)
        }
        _ => return None,
    })
}

/// What `min_bin_vheap_size` is unless set, in words. OTP's figure.
pub const MIN_BIN_WORDS: usize = 46422;

fn garbage_collection(process: &Process, builder: &mut Builder) -> Term {
    let options = process.heap.options();
    let minor = process.heap.sizes().minor_collections;
    let limit = max_heap(process, builder);
    let facts = [
        ("max_heap_size", limit),
        ("min_bin_vheap_size", count(MIN_BIN_WORDS)),
        ("min_heap_size", count(options.min_words)),
        ("fullsweep_after", Term::small(i64::from(options.full_sweep_after))),
        ("minor_gcs", Term::small(i64::from(minor))),
    ];
    let facts: Vec<Term> =
        facts.iter().map(|(name, value)| builder.tuple(&[Term::atom(name), *value])).collect();
    builder.list(&facts)
}

/// The map that describes the limit of a heap.
pub fn max_heap(process: &Process, builder: &mut Builder) -> Term {
    max_heap_map(process.extra().map(|extra| extra.max_heap).unwrap_or_default(), builder)
}

/// `#{size => Words, kill => Boolean, error_logger => Boolean}`
pub fn max_heap_map<A: Allocate>(limit: super::MaxHeap, target: &mut A) -> Term {
    let pairs = vec![
        (Term::atom("size"), count(limit.words)),
        (Term::atom("kill"), Term::boolean(limit.kill)),
        (Term::atom("error_logger"), Term::boolean(limit.log)),
        (Term::atom("include_shared_binaries"), Term::FALSE),
    ];
    map::from_pairs(target, pairs)
}
