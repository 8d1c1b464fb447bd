//! Spawning processes.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use super::flags::{max_heap, priority};
use super::{option, options};
use crate::heap::{Allocate, OwnedTerm, Registers};
use crate::process::create::{self, Entry, Options};
use crate::process::pid::Pid;
use crate::process::relations::{AliasMode, Monitor, MonitoredBy};
use crate::process::unique::Purpose;
use crate::process::{Process, Running, exit};
use crate::scheduler::make_ready;
use crate::term::Term;

/// How a new process is tied to its parent.
#[derive(Default)]
pub(super) struct Ties {
    link: bool,
    monitor: Option<MonitorOptions>,
}

/// Options of a monitor.
#[derive(Default)]
pub(super) struct MonitorOptions {
    /// The alias that goes with it.
    pub(super) alias: Option<AliasMode>,
    /// What its message starts with.
    pub(super) tag: Option<Term>,
}

impl MonitorOptions {
    /// Reads the options of `monitor/3`.
    pub(super) fn read(list: Term) -> Option<MonitorOptions> {
        let mut read = MonitorOptions::default();
        for given in options(list)? {
            match option(given) {
                ("tag", tag) if !tag.is_non_value() => read.tag = Some(tag),
                ("alias", mode) => {
                    read.alias = Some(match super::text(mode) {
                        "explicit_unalias" => AliasMode::Explicit,
                        "demonitor" => AliasMode::Demonitor,
                        "reply_demonitor" => AliasMode::ReplyDemonitor,
                        _ => return None,
                    });
                }
                _ => return None,
            }
        }
        Some(read)
    }

    /// Words of the reference of a monitor of process `watcher` with these options.
    pub(super) fn new_reference(&self, watcher: Pid) -> [u64; 2] {
        match self.alias {
            Some(_) => Purpose::Alias(watcher).new_reference(),
            None => Purpose::Plain.new_reference(),
        }
    }
}

/// What `spawn_opt` is told.
fn read_options(list: Term) -> Option<(Options, Ties)> {
    let (mut read, mut ties) = (Options::default(), Ties::default());
    for given in options(list)? {
        match option(given) {
            ("link", value) if value.is_non_value() => ties.link = true,
            ("monitor", value) if value.is_non_value() => {
                ties.monitor = Some(MonitorOptions::default());
            }
            ("monitor", value) => ties.monitor = Some(MonitorOptions::read(value)?),
            ("priority", value) => read.priority = priority(value)?,
            ("fullsweep_after", value) => {
                read.heap.full_sweep_after = u32::try_from(value.as_usize()?).ok()?;
            }
            ("min_heap_size", value) => {
                read.heap.min_words = read.heap.min_words.max(value.as_usize()?);
            }
            ("min_bin_vheap_size", value) => {
                value.as_usize()?;
            }
            ("max_heap_size", value) => read.max_heap = max_heap(value)?,
            ("message_queue_data", value) => match super::text(value) {
                "off_heap" => read.off_heap_messages = true,
                "on_heap" => {}
                _ => return None,
            },
            ("async_dist", value) => {
                value.as_boolean()?;
            }
            // Undocumented; which scheduler runs a process means nothing here.
            ("scheduler", value) => {
                value.as_usize()?;
            }
            _ => return None,
        }
    }
    Some((read, ties))
}

/// Spawns a process; its identifier, and the reference of the monitor if there is one.
fn spawn(
    machine: &mut Machine,
    entry: Option<Entry>,
    options: &Options,
    ties: &Ties,
) -> Option<Result<(Pid, Option<Term>), ()>> {
    let entry = entry?;
    let parent = machine.running();
    let scheduler = machine.scheduler();
    let leader = Some(parent.group_leader);
    let Some(mut process) = create::create(Some(scheduler), options, leader, Some(parent.pid))
    else {
        return Some(Err(()));
    };
    if !process.start_with(&parent.heap, entry) {
        exit::discard(scheduler, process);
        return None;
    }
    let pid = process.pid;
    let reference = tie(machine, &mut process, ties);
    machine.charge(SPAWN_REDUCTIONS);
    make_ready(create::publish(process));
    scheduler.settle(machine);
    Some(Ok((pid, reference)))
}

/// Reductions that spawning takes.
const SPAWN_REDUCTIONS: usize = 20;

/// Ties a new process to its parent. Both ends are noted at once, as nobody knows the process yet.
fn tie(machine: &mut Machine, process: &mut Process, ties: &Ties) -> Option<Term> {
    let mut parent = machine.running();
    if ties.link {
        parent.relations_mut().link(process.pid);
        process.relations_mut().link(parent.pid);
    }
    let options = ties.monitor.as_ref()?;
    let reference = options.new_reference(parent.pid);
    let by = MonitoredBy {
        watcher: parent.pid,
        reference,
        name: None,
        tag: options.tag.map(|tag| OwnedTerm::copy_of(&parent.heap, tag)),
    };
    process.relations_mut().monitored_by.insert(reference[0], by);
    let relations = parent.relations_mut();
    let monitor = Monitor { target: Some(process.pid), name: None };
    relations.monitors.insert(reference[0], monitor);
    if let Some(mode) = options.alias {
        relations.aliases.insert(reference[0], mode);
    }
    Some(machine.reference(reference))
}

/// The result of a spawn BIF: a pid, or a pid and a reference if a monitor was asked for.
fn finish(machine: &mut Machine, spawned: Option<Result<(Pid, Option<Term>), ()>>) -> Term {
    match spawned {
        None => machine.badarg(),
        Some(Err(())) => machine.error(atoms::SYSTEM_LIMIT),
        Some(Ok((pid, None))) => pid.term(),
        Some(Ok((pid, Some(reference)))) => machine.tuple(&[pid.term(), reference]),
    }
}

fn function(module: Term, function: Term, arguments: Term) -> Option<Entry> {
    Some(Entry::Function(module.as_atom()?, function.as_atom()?, arguments))
}

/// A fun of any arity: with a wrong one the process ends at once.
fn fun(fun: Term) -> Option<Entry> {
    fun.as_fun().map(|_| Entry::Fun(fun))
}

const LINKED: Ties = Ties { link: true, monitor: None };
const MONITORED: Ties =
    Ties { link: false, monitor: Some(MonitorOptions { alias: None, tag: None }) };
const LOOSE: Ties = Ties { link: false, monitor: None };

fn spawn_plainly(machine: &mut Machine, entry: Option<Entry>, ties: &Ties) -> Term {
    let spawned = spawn(machine, entry, &Options::default(), ties);
    finish(machine, spawned)
}

fn spawn_with(machine: &mut Machine, entry: Option<Entry>, list: Term) -> Term {
    let Some((options, ties)) = read_options(list) else { return machine.badarg() };
    let spawned = spawn(machine, entry, &options, &ties);
    finish(machine, spawned)
}

/// Whether a node is this one; there are no others.
fn is_here(node: Term) -> bool {
    node.word() == atoms::NONODE
}

macro_rules! spawn_bifs {
    ($($name:ident ($($argument:ident),*) [$($node:ident)?] $entry:expr, $ties:expr;)*) => { $(
        #[doc = concat!("`", stringify!($name), "`: see `erlang`.")]
        #[unsafe(no_mangle)]
        pub extern "C" fn $name(machine: &mut Machine, $($argument: Term),*) -> Term {
            $(if !is_here($node) { return machine.badarg(); })?
            spawn_plainly(machine, $entry, &$ties)
        }
    )* };
}

spawn_bifs! {
    bif_erlang_spawn_1(f) [] fun(f), LOOSE;
    bif_erlang_spawn_2(node, f) [node] fun(f), LOOSE;
    bif_erlang_spawn_3(m, f, a) [] function(m, f, a), LOOSE;
    bif_erlang_spawn_4(node, m, f, a) [node] function(m, f, a), LOOSE;
    bif_erlang_spawn_link_1(f) [] fun(f), LINKED;
    bif_erlang_spawn_link_2(node, f) [node] fun(f), LINKED;
    bif_erlang_spawn_link_3(m, f, a) [] function(m, f, a), LINKED;
    bif_erlang_spawn_link_4(node, m, f, a) [node] function(m, f, a), LINKED;
    bif_erlang_spawn_monitor_1(f) [] fun(f), MONITORED;
    bif_erlang_spawn_monitor_2(node, f) [node] fun(f), MONITORED;
    bif_erlang_spawn_monitor_3(m, f, a) [] function(m, f, a), MONITORED;
    bif_erlang_spawn_monitor_4(node, m, f, a) [node] function(m, f, a), MONITORED;
}

macro_rules! spawn_opt_bifs {
    ($($name:ident ($($argument:ident),*) [$($node:ident)?] $entry:expr;)*) => { $(
        #[doc = concat!("`", stringify!($name), "`: see `erlang`.")]
        #[unsafe(no_mangle)]
        pub extern "C" fn $name(machine: &mut Machine, $($argument: Term,)* list: Term) -> Term {
            $(if !is_here($node) { return machine.badarg(); })?
            spawn_with(machine, $entry, list)
        }
    )* };
}

spawn_opt_bifs! {
    bif_erlang_spawn_opt_2(f) [] fun(f);
    bif_erlang_spawn_opt_3(node, f) [node] fun(f);
    bif_erlang_spawn_opt_4(m, f, a) [] function(m, f, a);
    bif_erlang_spawn_opt_5(node, m, f, a) [node] function(m, f, a);
}

/// `erlang:self/0`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_self_0(machine: &mut Machine) -> Term {
    machine.running().pid.term()
}
