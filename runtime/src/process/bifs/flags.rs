//! `process_flag`.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use super::text;
use crate::heap::Registers;
use crate::process::info::{self, MIN_BIN_WORDS};
use crate::process::pid::Pid;
use crate::process::{MaxHeap, Priority, Running};
use crate::term::{Term, map};

/// The priority that an atom names.
pub(super) fn priority(term: Term) -> Option<Priority> {
    Some(match text(term) {
        "low" => Priority::Low,
        "normal" => Priority::Normal,
        "high" => Priority::High,
        "max" => Priority::Max,
        _ => return None,
    })
}

/// The atom that names a priority.
pub fn priority_term(priority: Priority) -> Term {
    match priority {
        Priority::Low => Term::atom("low"),
        Priority::Normal => Term::immediate(atoms::NORMAL),
        Priority::High => Term::atom("high"),
        Priority::Max => Term::atom("max"),
    }
}

/// The limit that a number of words or a map describes.
pub(super) fn max_heap(term: Term) -> Option<MaxHeap> {
    if let Some(words) = term.as_usize() {
        return Some(MaxHeap { words, ..MaxHeap::default() });
    }
    if !term.is_map() {
        return None;
    }
    let mut limit = MaxHeap::default();
    for (key, value) in map::pairs(term) {
        match text(key) {
            "size" => limit.words = value.as_usize()?,
            "kill" => limit.kill = value.as_boolean()?,
            "error_logger" => limit.log = value.as_boolean()?,
            "include_shared_binaries" => {
                value.as_boolean()?;
            }
            _ => return None,
        }
    }
    Some(limit)
}

/// `erlang:process_flag/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_process_flag_2(
    machine: &mut Machine,
    flag: Term,
    value: Term,
) -> Term {
    set_flag(machine, text(flag), value).unwrap_or_else(|| machine.badarg())
}

/// `erlang:process_flag/3`: for the process itself only, and `save_calls` only.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_process_flag_3(
    machine: &mut Machine,
    pid: Term,
    flag: Term,
    value: Term,
) -> Term {
    let is_own = Pid::of(pid) == Some(machine.running().pid);
    let old = if is_own && text(flag) == "save_calls" {
        set_flag(machine, "save_calls", value)
    } else {
        None
    };
    old.unwrap_or_else(|| machine.badarg())
}

/// Sets a flag; the value it had.
fn set_flag(machine: &mut Machine, flag: &str, value: Term) -> Option<Term> {
    let mut process = machine.running();
    let count = |count: usize| Term::small(count as i64);
    Some(match flag {
        "trap_exit" => {
            Term::boolean(std::mem::replace(&mut process.traps_exit, value.as_boolean()?))
        }
        "priority" => {
            let new = priority(value)?;
            priority_term(std::mem::replace(&mut process.priority, new))
        }
        "min_heap_size" => {
            let mut options = process.heap.options();
            let old = std::mem::replace(&mut options.min_words, value.as_usize()?);
            process.heap.set_options(options);
            count(old)
        }
        "fullsweep_after" => {
            let mut options = process.heap.options();
            let new = u32::try_from(value.as_usize()?).ok()?;
            let old = std::mem::replace(&mut options.full_sweep_after, new);
            process.heap.set_options(options);
            Term::small(i64::from(old))
        }
        "min_bin_vheap_size" => {
            let old = process.extra_mut().min_bin_words.replace(value.as_usize()?);
            count(old.unwrap_or(MIN_BIN_WORDS))
        }
        "max_heap_size" => {
            let old = std::mem::replace(&mut process.extra_mut().max_heap, max_heap(value)?);
            info::max_heap_map(old, machine)
        }
        "message_queue_data" => {
            let new = match text(value) {
                "off_heap" => true,
                "on_heap" => false,
                _ => return None,
            };
            let old = std::mem::replace(&mut process.extra_mut().off_heap_messages, new);
            Term::atom(if old { "off_heap" } else { "on_heap" })
        }
        "error_handler" => {
            value.as_atom()?;
            let old = process.extra_mut().error_handler.replace(value);
            old.unwrap_or_else(|| Term::atom("error_handler"))
        }
        "save_calls" => {
            let new = value.as_usize().filter(|&calls| calls <= 10_000)?;
            count(std::mem::replace(&mut process.extra_mut().save_calls, new))
        }
        "sensitive" => {
            let new = value.as_boolean()?;
            Term::boolean(std::mem::replace(&mut process.extra_mut().is_sensitive, new))
        }
        "async_dist" => {
            value.as_boolean()?;
            Term::FALSE
        }
        _ => return None,
    })
}

/// `erlang:bump_reductions/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_bump_reductions_1(machine: &mut Machine, count: Term) -> Term {
    let Some(count) = count.as_usize().filter(|&count| count > 0) else {
        return machine.badarg();
    };
    machine.charge(count);
    Term::TRUE
}

/// `erlang:group_leader/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_group_leader_0(machine: &mut Machine) -> Term {
    machine.running().group_leader.term()
}
