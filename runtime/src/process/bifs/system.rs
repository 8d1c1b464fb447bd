//! What a program can learn of the system it runs in.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use super::text;
use crate::heap::{Allocate, Registers};
use crate::process::info::{MIN_BIN_WORDS, max_heap_map};
use crate::process::{MaxHeap, Process, Running, table};
use crate::scheduler::threads::{self, shared};
use crate::sync::global::{AtomicU64, Ordering};
use crate::term::{Term, atom};
use crate::timer::clock;

/// `erlang:node/0`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_node_0(_: &mut Machine) -> Term {
    Term::immediate(atoms::NONODE)
}

/// `erlang:node/1`. Pure. The node of a pid, port or reference.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_node_1(machine: &mut Machine, term: Term) -> Term {
    use crate::term::View;
    match term.view() {
        View::Pid(_) | View::Port(_) | View::Reference(_) => Term::immediate(atoms::NONODE),
        View::ExternalPid(external) | View::ExternalReference(external) => external.node(),
        _ => machine.badarg(),
    }
}

/// `erlang:nodes/0`: there are none.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_nodes_0(_: &mut Machine) -> Term {
    Term::NIL
}

/// `erlang:nodes/1`: this node where it is asked for, no others.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_nodes_1(machine: &mut Machine, kinds: Term) -> Term {
    let kinds: Vec<&str> = match kinds.list_length() {
        Some(_) => kinds.list().map(text).collect(),
        None => vec![text(kinds)],
    };
    let is_known =
        |kind: &&str| matches!(*kind, "visible" | "hidden" | "connected" | "this" | "known");
    if !kinds.iter().all(is_known) {
        return machine.badarg();
    }
    if kinds.iter().any(|kind| matches!(*kind, "this" | "known")) {
        machine.list(&[Term::immediate(atoms::NONODE)])
    } else {
        Term::NIL
    }
}

/// `erlang:is_alive/0`: whether the node takes part in distribution. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_is_alive_0(_: &mut Machine) -> Term {
    Term::FALSE
}

fn count(count: usize) -> Term {
    Term::small(count as i64)
}

/// The release of OTP whose behaviour this is.
const OTP_RELEASE: &str = "25";
/// Version of the runtime, in OTP's terms.
const ERTS_VERSION: &str = "13.1.5";

fn architecture() -> String {
    format!("{}-unknown-{}", std::env::consts::ARCH, std::env::consts::OS)
}

/// `erlang:system_info/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_system_info_1(machine: &mut Machine, item: Term) -> Term {
    let value = match item.as_tuple().map(|tuple| tuple.elements()) {
        Some([key, what]) => info_with(text(*key), text(*what)),
        _ => info_number(text(item)).or_else(|| info_term(machine, text(item))),
    };
    value.unwrap_or_else(|| machine.badarg())
}

fn info_with(key: &str, what: &str) -> Option<Term> {
    match (key, what) {
        ("wordsize", "internal" | "external") => Some(count(8)),
        _ => None,
    }
}

fn info_number(item: &str) -> Option<Term> {
    Some(count(match item {
        "schedulers" | "schedulers_online" => threads::count(),
        "logical_processors" | "logical_processors_online" | "logical_processors_available" => {
            threads::cores()
        }
        "dirty_cpu_schedulers" | "dirty_cpu_schedulers_online" => threads::cores(),
        "dirty_io_schedulers" | "thread_pool_size" => crate::io::DIRTY_THREADS,
        "process_count" => table::count(),
        "process_limit" => table::LIMIT,
        "port_count" => 0,
        "port_limit" => 65536,
        "atom_count" => atom::count() as usize,
        "atom_limit" => atom::LIMIT as usize,
        "ets_count" => crate::ets::registry::count(),
        "ets_limit" => crate::ets::registry::LIMIT,
        "wordsize" => 8,
        "creation" => 0,
        "start_time" => return Some(Term::small(clock::ORIGIN)),
        "trace_control_word" | "async_threads" => 0,
        _ => return None,
    }))
}

fn info_term(machine: &mut Machine, item: &str) -> Option<Term> {
    Some(match item {
        "otp_release" => machine.string(OTP_RELEASE),
        "version" => machine.string(ERTS_VERSION),
        "system_version" => machine.string(&format!(
            "Erlang/OTP {OTP_RELEASE} [lfec {}] [{} schedulers]\n",
            env!("CARGO_PKG_VERSION"),
            threads::count()
        )),
        "system_architecture" => machine.string(&architecture()),
        "machine" => machine.string("BEAM"),
        "nif_version" | "driver_version" => machine.string("2.16"),
        "build_type" => Term::atom("opt"),
        "emu_type" => Term::atom("opt"),
        "emu_flavor" => Term::atom("native"),
        "heap_type" => Term::atom("private"),
        "smp_support" | "threads" | "kernel_poll" => Term::TRUE,
        "multi_scheduling" => Term::atom("enabled"),
        "multi_scheduling_blockers" | "dist" | "taints" => Term::NIL,
        "scheduler_id" => count(machine.scheduler().id + 1),
        "scheduler_bind_type" => Term::atom("unbound"),
        "time_correction" => Term::TRUE,
        "time_offset" => Term::atom("final"),
        "time_warp_mode" => Term::atom("no_time_warp"),
        "tolerant_timeofday" => Term::atom("enabled"),
        "end_time" => machine.integer(i64::MAX),
        "debug_compiled" | "port_parallelism" | "dynamic_trace_probes" => Term::FALSE,
        "dynamic_trace" => Term::atom("none"),
        "message_queue_data" => Term::atom("off_heap"),
        "cpu_topology" | "allocator" => Term::UNDEFINED,
        "fullsweep_after" => {
            let setting = [Term::atom(item), count(crate::heap::FULL_SWEEP_AFTER as usize)];
            machine.tuple(&setting)
        }
        "min_heap_size" => machine.tuple(&[Term::atom(item), count(crate::heap::INITIAL_WORDS)]),
        "min_bin_vheap_size" => machine.tuple(&[Term::atom(item), count(MIN_BIN_WORDS)]),
        "max_heap_size" => {
            let limit = max_heap_map(MaxHeap::default(), machine);
            machine.tuple(&[Term::atom(item), limit])
        }
        "loaded" | "info" => machine.binary(b""),
        _ => return None,
    })
}

/// Resident memory of the program in bytes, where the system tells.
fn resident_bytes() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").ok().and_then(|text| {
        text.split_whitespace().nth(1).and_then(|field| field.parse::<usize>().ok())
    });
    pages.unwrap_or(0) * 4096
}

/// What `memory` tells, in OTP's order. Only `total` is measured; processes count with what each has
/// at least.
fn memory() -> [(&'static str, usize); 9] {
    let total = resident_bytes();
    let each = size_of::<Process>() + crate::heap::INITIAL_WORDS * 8;
    let processes = (table::count() * each).min(total);
    let atoms = atom::count() as usize * ATOM_BYTES;
    [
        ("total", total),
        ("processes", processes),
        ("processes_used", processes),
        ("system", total - processes),
        ("atom", atoms),
        ("atom_used", atoms),
        ("binary", 0),
        ("code", 0),
        ("ets", 0),
    ]
}

/// Roughly what an atom takes.
const ATOM_BYTES: usize = 64;

/// `erlang:memory/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_memory_0(machine: &mut Machine) -> Term {
    let pairs: Vec<Term> = memory()
        .into_iter()
        .map(|(item, bytes)| machine.tuple(&[Term::atom(item), count(bytes)]))
        .collect();
    machine.list(&pairs)
}

/// `erlang:memory/1`: an item or a list of some.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_memory_1(machine: &mut Machine, items: Term) -> Term {
    let facts = memory();
    let bytes = |item: Term| facts.iter().find(|(name, _)| *name == text(item)).map(|fact| fact.1);
    if items.list_length().is_none() {
        return bytes(items).map_or_else(|| machine.badarg(), count);
    }
    let mut pairs = Vec::new();
    for item in items.list() {
        let Some(bytes) = bytes(item) else { return machine.badarg() };
        pairs.push(machine.tuple(&[item, count(bytes)]));
    }
    machine.list(&pairs)
}

/// Values at the last call of `statistics` for each item that tells the difference.
static LAST_RUNTIME: AtomicU64 = AtomicU64::new(0);
static LAST_WALL_CLOCK: AtomicU64 = AtomicU64::new(0);
static LAST_REDUCTIONS: AtomicU64 = AtomicU64::new(0);

/// `{Total, SinceLastCall}`
fn with_difference(machine: &mut Machine, total: u64, last: &AtomicU64) -> Term {
    let before = last.swap(total, Ordering::Relaxed);
    let (total, since) = (machine.unsigned(total), machine.unsigned(total.saturating_sub(before)));
    machine.tuple(&[total, since])
}

fn sum(of: impl Fn(&crate::scheduler::queues::Counts) -> &AtomicU64) -> u64 {
    shared().counts.iter().map(|counts| of(counts).load(Ordering::Relaxed)).sum()
}

/// `erlang:statistics/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_statistics_1(machine: &mut Machine, item: Term) -> Term {
    match text(item) {
        "runtime" => with_difference(machine, clock::processor_time(), &LAST_RUNTIME),
        "wall_clock" => with_difference(machine, clock::tick(), &LAST_WALL_CLOCK),
        "reductions" | "exact_reductions" => {
            with_difference(machine, sum(|counts| &counts.reductions), &LAST_REDUCTIONS)
        }
        "context_switches" => {
            let turns = machine.unsigned(sum(|counts| &counts.turns));
            machine.tuple(&[turns, Term::small(0)])
        }
        "run_queue" | "total_run_queue_lengths" => count(shared().lengths().iter().sum()),
        "run_queue_lengths" => {
            let lengths: Vec<Term> = shared().lengths().into_iter().map(count).collect();
            machine.list(&lengths)
        }
        "total_active_tasks" => count(shared().lengths().iter().sum::<usize>() + 1),
        "active_tasks" => {
            let lengths: Vec<Term> = shared().lengths().into_iter().map(count).collect();
            machine.list(&lengths)
        }
        "garbage_collection" => machine.tuple(&[Term::small(0), Term::small(0), Term::small(0)]),
        "io" => {
            let input = machine.tuple(&[Term::atom("input"), Term::small(0)]);
            let output = machine.tuple(&[Term::atom("output"), Term::small(0)]);
            machine.tuple(&[input, output])
        }
        "scheduler_wall_time" | "scheduler_wall_time_all" => Term::UNDEFINED,
        _ => machine.badarg(),
    }
}

/// `erlang:system_flag/2`: flags that can be set without an effect; what they were.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_system_flag_2(machine: &mut Machine, flag: Term, value: Term) -> Term {
    match (text(flag), value.as_usize()) {
        ("backtrace_depth", Some(_)) => count(8),
        ("fullsweep_after", Some(_)) => count(crate::heap::FULL_SWEEP_AFTER as usize),
        ("min_heap_size", Some(_)) => count(crate::heap::INITIAL_WORDS),
        ("min_bin_vheap_size", Some(_)) => count(MIN_BIN_WORDS),
        ("max_heap_size", _) => max_heap_map(MaxHeap::default(), machine),
        ("schedulers_online", Some(1..)) => count(threads::count()),
        ("multi_scheduling", _) => Term::atom("enabled"),
        ("scheduler_wall_time", _) => Term::FALSE,
        ("time_offset", _) => Term::atom("final"),
        ("trace_control_word", Some(_)) => count(0),
        _ => machine.badarg(),
    }
}
