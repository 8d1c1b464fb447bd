//! Funs: making them, and what they are made of.

use lfec_abi::entry::MAX_EXPORT_FUN_ARITY;
use lfec_abi::machine::Machine;

use crate::code;
use crate::heap::{Allocate, Registers};
use crate::term::{Atom, Fun, Term};

/// Code of the stub for funs `fun m:f/n` of an arity. 0 without a program: nothing calls funs then.
pub(crate) fn export_stub(arity: usize) -> Option<u64> {
    if code::is_loaded() { code::stubs().export_funs.get(arity).copied() } else { Some(0) }
}

/// `erlang:make_fun/3`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_make_fun_3(
    machine: &mut Machine,
    module: Term,
    name: Term,
    arity: Term,
) -> Term {
    let arity = arity.as_usize().filter(|&arity| arity <= MAX_EXPORT_FUN_ARITY);
    let names = module.is_atom() && name.is_atom();
    match arity.and_then(|arity| Some((arity, export_stub(arity)?))) {
        Some((arity, stub)) if names => machine.export_fun(stub, arity, module, name),
        _ => machine.badarg(),
    }
}

/// `{Name, Value}`
fn item(machine: &mut Machine, name: &str, value: Term) -> Term {
    machine.tuple(&[Term::atom(name), value])
}

/// One item of a fun's information.
fn fun_item(machine: &mut Machine, fun: Fun, name: &str) -> Option<Term> {
    let info = fun.info();
    let location = fun.location();
    let number =
        |number: Option<u32>| number.map_or(Term::UNDEFINED, |n| Term::small(i64::from(n)));
    let export = fun.export();
    let atom = |index: u32| Atom::from_index(index).term();
    Some(match name {
        "module" => location.map(|place| atom(place.module)).or(export.map(|names| names.0))?,
        "name" => location.map(|place| atom(place.function)).or(export.map(|names| names.1))?,
        "arity" => Term::small(fun.arity() as i64),
        "env" => machine.list(fun.free()),
        "type" => Term::atom(if fun.is_export() { "external" } else { "local" }),
        "index" | "new_index" => number(info.map(|info| info.index)),
        "uniq" => number(info.map(|info| info.unique)),
        "new_uniq" => match info {
            Some(info) => machine.binary(&[info.unique.to_be_bytes(); 4].concat()),
            None => Term::UNDEFINED,
        },
        "refc" => number(info.map(|_| 1)),
        "pid" => info.map_or(Term::UNDEFINED, |_| Term::pid(0)),
        _ => return None,
    })
}

/// `erlang:fun_info/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_fun_info_2(machine: &mut Machine, fun: Term, name: Term) -> Term {
    let parts = fun.as_fun().zip(name.as_atom());
    match parts.and_then(|(fun, name)| fun_item(machine, fun, name.text())) {
        Some(value) => machine.tuple(&[name, value]),
        None => machine.badarg(),
    }
}

/// `erlang:fun_info/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_fun_info_1(machine: &mut Machine, fun: Term) -> Term {
    let Some(fun) = fun.as_fun() else { return machine.badarg() };
    const LOCAL: &[&str] = &[
        "pid",
        "module",
        "new_index",
        "new_uniq",
        "index",
        "uniq",
        "name",
        "arity",
        "env",
        "type",
    ];
    const EXTERNAL: &[&str] = &["module", "name", "arity", "env", "type"];
    let names = if fun.is_export() { EXTERNAL } else { LOCAL };
    let mut items = Vec::new();
    for name in names {
        if let Some(value) = fun_item(machine, fun, name) {
            items.push(item(machine, name, value));
        }
    }
    machine.list(&items)
}

/// `erlang:fun_info_mfa/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_fun_info_mfa_1(machine: &mut Machine, fun: Term) -> Term {
    let Some(fun) = fun.as_fun() else { return machine.badarg() };
    let parts: Option<Vec<Term>> =
        ["module", "name", "arity"].into_iter().map(|name| fun_item(machine, fun, name)).collect();
    match parts {
        Some(parts) => machine.tuple(&parts),
        None => machine.badarg(),
    }
}
