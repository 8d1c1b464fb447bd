//! BIFs of module `ets`.

pub mod change;
pub mod manage;
pub mod read;
pub mod select;

use lfec_abi::machine::Machine;

use super::registry::{self, Used};
use super::table::Protection;
use crate::heap::Registers;
use crate::process::Running;
use crate::term::Term;

/// A table that the running process may read.
fn readable(machine: &Machine, table: Term) -> Option<Used> {
    let table = registry::find(table)?;
    let is_allowed =
        table.options.protection != Protection::Private || table.owner() == machine.running().pid;
    is_allowed.then_some(table)
}

/// A table that the running process may write.
fn writable(machine: &Machine, table: Term) -> Option<Used> {
    let table = registry::find(table)?;
    let is_allowed =
        table.options.protection == Protection::Public || table.owner() == machine.running().pid;
    is_allowed.then_some(table)
}

/// The result, or `badarg`.
fn or_badarg(machine: &mut Machine, result: Option<Term>) -> Term {
    match result {
        Some(term) => term,
        None => machine.badarg(),
    }
}

/// `'$end_of_table'`
fn end_of_table() -> Term {
    Term::atom("$end_of_table")
}
