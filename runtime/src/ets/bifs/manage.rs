//! Making, describing, giving away and deleting tables.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use super::{or_badarg, writable};
use crate::ets::registry;
use crate::ets::table::{Kind, Options, Protection, Table};
use crate::heap::{Allocate, Builder, OwnedTerm, Registers};
use crate::process::pid::Pid;
use crate::process::unique::Purpose;
use crate::process::{Process, Running};
use crate::signal::send;
use crate::term::Term;

fn text(term: Term) -> &'static str {
    term.as_atom().map_or("", |atom| atom.text())
}

/// Reads the options of `ets:new/2`.
fn read_options(machine: &Machine, list: Term) -> Option<Options> {
    list.list_length()?;
    let mut read = Options {
        kind: Kind::Set,
        protection: Protection::Protected,
        is_named: false,
        key_position: 0,
        heir: None,
        write_concurrency: Term::FALSE,
        read_concurrency: false,
        decentralized_counters: false,
        is_compressed: false,
    };
    for option in list.list() {
        match option.as_tuple().map(|tuple| tuple.elements()) {
            None => read_word(&mut read, text(option))?,
            Some([key, value]) => read_pair(machine, &mut read, text(*key), *value)?,
            Some([key, pid, data]) if text(*key) == "heir" => {
                let data = OwnedTerm::copy_of(&machine.running().heap, *data);
                read.heir = Some((Pid::of(*pid)?, data));
            }
            Some(_) => return None,
        }
    }
    Some(read)
}

fn read_word(options: &mut Options, word: &str) -> Option<()> {
    match word {
        "set" => options.kind = Kind::Set,
        "ordered_set" => options.kind = Kind::OrderedSet,
        "bag" => options.kind = Kind::Bag,
        "duplicate_bag" => options.kind = Kind::DuplicateBag,
        "public" => options.protection = Protection::Public,
        "protected" => options.protection = Protection::Protected,
        "private" => options.protection = Protection::Private,
        "named_table" => options.is_named = true,
        "compressed" => options.is_compressed = true,
        _ => return None,
    }
    Some(())
}

fn read_pair(_: &Machine, options: &mut Options, key: &str, value: Term) -> Option<()> {
    match key {
        "keypos" => options.key_position = value.as_usize()?.checked_sub(1)?,
        "heir" if value.word() == atoms::NONE => options.heir = None,
        "write_concurrency" => {
            if value.as_boolean().is_none() && text(value) != "auto" {
                return None;
            }
            options.write_concurrency = value;
        }
        "read_concurrency" => options.read_concurrency = value.as_boolean()?,
        "decentralized_counters" => options.decentralized_counters = value.as_boolean()?,
        _ => return None,
    }
    Some(())
}

/// `ets:new/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_new_2(machine: &mut Machine, name: Term, list: Term) -> Term {
    let (Some(name), Some(options)) = (name.as_atom(), read_options(machine, list)) else {
        return machine.badarg();
    };
    let owner = machine.running().pid;
    let known_as = options.is_named.then(|| name.index());
    let made =
        registry::add(owner, known_as, |reference| Table::new(reference, name, options, owner));
    match made {
        Some(_) if known_as.is_some() => name.term(),
        Some(reference) => machine.reference(reference),
        None => machine.badarg(),
    }
}

/// `ets:delete/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_delete_1(machine: &mut Machine, table: Term) -> Term {
    let own = machine.running().pid;
    let may =
        |table: &Table| table.options.protection == Protection::Public || table.owner() == own;
    if registry::delete(table, may) { Term::TRUE } else { machine.badarg() }
}

/// `ets:all/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_all_0(machine: &mut Machine) -> Term {
    let tables: Vec<Term> = registry::all()
        .into_iter()
        .map(|(reference, name)| match name {
            Some(name) => name.term(),
            None => machine.reference(reference),
        })
        .collect();
    machine.list(&tables)
}

/// `ets:whereis/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_whereis_1(machine: &mut Machine, name: Term) -> Term {
    if !name.is_atom() {
        return machine.badarg();
    }
    match registry::find(name).map(|table| table.reference) {
        Some(reference) => machine.reference(reference),
        None => Term::UNDEFINED,
    }
}

/// `ets:rename/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_rename_2(machine: &mut Machine, table: Term, name: Term) -> Term {
    let renamed = writable(machine, table)
        .zip(name.as_atom())
        .and_then(|(table, name)| registry::rename(&table, name).then_some(table.options.is_named));
    match renamed {
        Some(true) => name,
        Some(false) => table,
        None => machine.badarg(),
    }
}

/// `ets:give_away/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_give_away_3(
    machine: &mut Machine,
    table: Term,
    to: Term,
    data: Term,
) -> Term {
    let own = machine.running().pid;
    let data = OwnedTerm::copy_of(machine.heap(), data);
    let given = registry::find(table).zip(Pid::of(to)).is_some_and(|(table, to)| {
        table.owner() == own && to != own && registry::give(&table, to) && {
            tell_transfer(&table, own, to, &data);
            true
        }
    });
    if given { Term::TRUE } else { machine.badarg() }
}

/// Sends `{'ETS-TRANSFER', Table, From, Data}`.
fn tell_transfer(table: &Table, from: Pid, to: Pid, data: &OwnedTerm) {
    let mut builder = Builder::with_capacity(16);
    let named = table.options.is_named.then(|| table.name().term());
    let id = named.unwrap_or_else(|| builder.reference(table.reference));
    let data = data.copy_to(&mut builder);
    let message = builder.tuple(&[Term::atom("ETS-TRANSFER"), id, from.term(), data]);
    send::message(to, builder.finish(message));
}

/// Ends what an exiting process has to do with tables: they are deleted, or go to their heirs.
pub fn exit(process: &Process) {
    let from = process.pid;
    registry::exit(from, &mut |table| {
        let heir = table.heir.lock();
        let (to, data) = heir.as_ref().filter(|(to, _)| *to != from)?;
        crate::process::table::find(*to)?;
        tell_transfer(table, from, *to, data);
        Some(*to)
    });
}

/// `ets:setopts/2`: the heir can be changed.
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_setopts_2(machine: &mut Machine, table: Term, list: Term) -> Term {
    let own = machine.running().pid;
    let options = if list.as_tuple().is_some() { vec![list] } else { list.list().collect() };
    let mut heir = None;
    for option in options {
        heir = match option.as_tuple().map(|tuple| tuple.elements()) {
            Some([key, value]) if text(*key) == "heir" && value.word() == atoms::NONE => Some(None),
            Some([key, pid, data]) if text(*key) == "heir" && Pid::of(*pid).is_some() => {
                let data = OwnedTerm::copy_of(machine.heap(), *data);
                Pid::of(*pid).map(|pid| Some((pid, data)))
            }
            _ => return machine.badarg(),
        };
    }
    match (registry::find(table).filter(|table| table.owner() == own), heir) {
        (Some(table), Some(heir)) => {
            *table.heir.lock() = heir;
            Term::TRUE
        }
        (Some(_), None) => Term::TRUE,
        _ => machine.badarg(),
    }
}

/// `ets:safe_fixtable/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_safe_fixtable_2(machine: &mut Machine, table: Term, fix: Term) -> Term {
    let own = machine.running().pid;
    match (super::readable(machine, table), fix.as_boolean()) {
        (Some(table), Some(fix)) => {
            registry::fix(&table, own, fix);
            Term::TRUE
        }
        _ => machine.badarg(),
    }
}

/// What `info` tells, in OTP's order.
const ITEMS: [&str; 14] = [
    "id",
    "decentralized_counters",
    "read_concurrency",
    "write_concurrency",
    "compressed",
    "memory",
    "owner",
    "heir",
    "name",
    "size",
    "node",
    "named_table",
    "type",
    "keypos",
];

/// `ets:info/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_info_1(machine: &mut Machine, table: Term) -> Term {
    if !is_table_name(table) {
        return machine.badarg();
    }
    let Some(found) = registry::find(table) else { return Term::UNDEFINED };
    let mut pairs = Vec::new();
    for item in ITEMS.iter().chain(&["protection"]) {
        let value = info(machine, &found, item).unwrap_or(Term::UNDEFINED);
        pairs.push(machine.tuple(&[Term::atom(item), value]));
    }
    machine.list(&pairs)
}

/// `ets:info/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_ets_info_2(machine: &mut Machine, table: Term, item: Term) -> Term {
    if !is_table_name(table) || !item.is_atom() {
        return machine.badarg();
    }
    let Some(found) = registry::find(table) else { return Term::UNDEFINED };
    let value = info(machine, &found, text(item));
    or_badarg(machine, value)
}

fn is_table_name(term: Term) -> bool {
    let is_table = |words| matches!(Purpose::of(words), Purpose::Table(_) | Purpose::Plain);
    term.is_atom() || term.as_reference().is_some_and(|reference| is_table(reference.words()))
}

fn info(machine: &mut Machine, table: &Table, item: &str) -> Option<Term> {
    let options = &table.options;
    Some(match item {
        "id" => machine.reference(table.reference),
        "decentralized_counters" => Term::boolean(options.decentralized_counters),
        "read_concurrency" => Term::boolean(options.read_concurrency),
        "write_concurrency" => options.write_concurrency,
        "compressed" => Term::boolean(options.is_compressed),
        "memory" => Term::small(table.words() as i64),
        "owner" => table.owner().term(),
        "heir" => {
            let heir = table.heir.lock().as_ref().map(|(heir, _)| heir.term());
            heir.unwrap_or(Term::immediate(atoms::NONE))
        }
        "name" => table.name().term(),
        "size" => Term::small(table.len() as i64),
        "node" => Term::immediate(atoms::NONODE),
        "named_table" => Term::boolean(options.is_named),
        "type" => Term::atom(match options.kind {
            Kind::Set => "set",
            Kind::OrderedSet => "ordered_set",
            Kind::Bag => "bag",
            Kind::DuplicateBag => "duplicate_bag",
        }),
        "keypos" => Term::small(options.key_position as i64 + 1),
        "protection" => Term::atom(match options.protection {
            Protection::Public => "public",
            Protection::Protected => "protected",
            Protection::Private => "private",
        }),
        "fixed" => Term::boolean(!table.fixations().is_empty()),
        "safe_fixed" | "safe_fixed_monotonic_time" => fixations(machine, table),
        "stats" => Term::boolean(false),
        "binary" => Term::NIL,
        _ => return None,
    })
}

fn fixations(machine: &mut Machine, table: &Table) -> Term {
    let fixations = table.fixations();
    if fixations.is_empty() {
        return Term::FALSE;
    }
    let pairs: Vec<Term> = fixations
        .into_iter()
        .map(|(pid, count)| machine.tuple(&[pid.term(), Term::small(count as i64)]))
        .collect();
    let pairs = machine.list(&pairs);
    let time = machine.integer(crate::timer::clock::monotonic());
    machine.tuple(&[time, pairs])
}
