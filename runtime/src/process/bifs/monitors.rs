//! Monitors and aliases.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use super::spawn::MonitorOptions;
use super::{options, text};
use crate::heap::{Allocate, OwnedTerm, Registers};
use crate::process::pid::Pid;
use crate::process::relations::{AliasMode, Key, Monitor, MonitoredBy};
use crate::process::unique::Purpose;
use crate::process::{Running, registry};
use crate::signal::{Body, handle, send};
use crate::term::{Term, order};

/// Who is to be monitored: the process, if there is one by that name, and the name.
struct Target {
    pid: Option<Pid>,
    name: Option<u32>,
}

fn target(item: Term) -> Option<Target> {
    if let Some(pid) = Pid::of(item) {
        return Some(Target { pid: Some(pid), name: None });
    }
    let name = match item.as_tuple().map(|tuple| tuple.elements()) {
        // There are no other nodes.
        Some([name, node]) if node.word() == atoms::NONODE => name.as_atom()?,
        Some(_) => return None,
        None => item.as_atom()?,
    };
    Some(Target { pid: registry::find(name.index()), name: Some(name.index()) })
}

/// `erlang:monitor/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_monitor_2(machine: &mut Machine, kind: Term, item: Term) -> Term {
    monitor(machine, kind, item, MonitorOptions::default())
}

/// `erlang:monitor/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_monitor_3(
    machine: &mut Machine,
    kind: Term,
    item: Term,
    list: Term,
) -> Term {
    match MonitorOptions::read(list) {
        Some(options) => monitor(machine, kind, item, options),
        None => machine.badarg(),
    }
}

fn monitor(machine: &mut Machine, kind: Term, item: Term, options: MonitorOptions) -> Term {
    match text(kind) {
        "process" => {}
        // The offset never changes.
        "time_offset" if text(item) == "clock_service" => {
            return machine.reference(Purpose::Plain.new_reference());
        }
        _ => return machine.badarg(),
    }
    let Some(Target { pid, name }) = target(item) else { return machine.badarg() };
    let mut process = machine.running();
    let own = process.pid;
    let reference = options.new_reference(own);
    let key = reference[0];
    if let Some(mode) = options.alias {
        process.relations_mut().aliases.insert(key, mode);
    }
    if pid != Some(own) {
        process.relations_mut().monitors.insert(key, Monitor { target: pid, name });
        let tag = options.tag.map(|tag| OwnedTerm::copy_of(&process.heap, tag));
        let by = Box::new(MonitoredBy { watcher: own, reference, name, tag });
        let body = Body::Monitor(key, by);
        match pid {
            Some(pid) => handle::send_or_refuse(pid, body),
            None => handle::refuse_one(own, body),
        }
    }
    machine.reference(reference)
}

/// `erlang:demonitor/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_demonitor_1(machine: &mut Machine, reference: Term) -> Term {
    match key_of(reference) {
        Some(key) => {
            demonitor(machine, key);
            Term::TRUE
        }
        None => machine.badarg(),
    }
}

/// `erlang:demonitor/2`: options `flush`, `info`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_demonitor_2(
    machine: &mut Machine,
    reference: Term,
    list: Term,
) -> Term {
    let (Some(key), Some(list)) = (key_of(reference), options(list)) else {
        return machine.badarg();
    };
    let (mut flush, mut info) = (false, false);
    for option in list {
        match text(option) {
            "flush" => flush = true,
            "info" => info = true,
            _ => return machine.badarg(),
        }
    }
    let was_there = demonitor(machine, key);
    if flush && !was_there {
        // Its message may have come. If the monitor was there the message cannot come any more.
        let is_down = |message: Term| match message.as_tuple().map(|tuple| tuple.elements()) {
            Some([_, second, _, _, _]) => order::exact_equal(*second, reference),
            _ => false,
        };
        machine.running().messages.remove_first(is_down);
    }
    Term::boolean(was_there || !info)
}

fn key_of(reference: Term) -> Option<Key> {
    reference.as_reference().map(|reference| reference.words()[0])
}

/// Removes a monitor of the running process; whether there was one.
fn demonitor(machine: &mut Machine, key: Key) -> bool {
    let mut process = machine.running();
    if process.relations().is_none() {
        return false;
    }
    let own = process.pid;
    let Some(monitor) = process.relations_mut().remove_monitor(key) else { return false };
    if let Some(target) = monitor.target {
        send::signal(target, Body::Demonitor(key));
    }
    debug_assert_ne!(monitor.target, Some(own));
    true
}

/// `erlang:alias/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_alias_0(machine: &mut Machine) -> Term {
    alias(machine, AliasMode::Explicit)
}

/// `erlang:alias/1`: option `explicit_unalias` or `reply`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_alias_1(machine: &mut Machine, list: Term) -> Term {
    let mut mode = AliasMode::Explicit;
    let Some(list) = options(list) else { return machine.badarg() };
    for option in list {
        match text(option) {
            "explicit_unalias" => mode = AliasMode::Explicit,
            "reply" => mode = AliasMode::Reply,
            _ => return machine.badarg(),
        }
    }
    alias(machine, mode)
}

fn alias(machine: &mut Machine, mode: AliasMode) -> Term {
    let mut process = machine.running();
    let reference = Purpose::Alias(process.pid).new_reference();
    process.relations_mut().aliases.insert(reference[0], mode);
    machine.reference(reference)
}

/// `erlang:unalias/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_unalias_1(machine: &mut Machine, reference: Term) -> Term {
    let Some(key) = key_of(reference) else { return machine.badarg() };
    let mut process = machine.running();
    if process.relations().is_none() {
        return Term::FALSE;
    }
    Term::boolean(process.relations_mut().aliases.remove(key).is_some())
}
