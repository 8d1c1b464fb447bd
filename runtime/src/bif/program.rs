//! What a program is made of: functions, modules, funs.

use lfec_abi::entry::MAX_EXPORT_FUN_ARITY;
use lfec_abi::machine::Machine;

use crate::code;
use crate::heap::{Allocate, Registers};
use crate::term::{Atom, Fun, Term};

/// Code of the stub for funs `fun m:f/n` of an arity.
pub(super) fn export_stub(arity: usize) -> Option<u64> {
    code::is_loaded().then(|| code::stubs().export_funs.get(arity).copied())?
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

/// Whether the runtime has a BIF of this name.
fn is_bif(module: Atom, name: Atom, arity: usize) -> bool {
    let (module, name) = (module.text(), name.text());
    lfec_abi::bif::all().any(|bif| (bif.module, bif.name, bif.arity) == (module, name, arity))
}

/// Module, name and arity as three arguments give them.
fn function_of(module: Term, name: Term, arity: Term) -> Option<(Atom, Atom, usize)> {
    Some((module.as_atom()?, name.as_atom()?, arity.as_usize()?))
}

/// `erlang:function_exported/3`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_function_exported_3(
    machine: &mut Machine,
    module: Term,
    name: Term,
    arity: Term,
) -> Term {
    let Some((module, name, arity)) = function_of(module, name, arity) else {
        return machine.badarg();
    };
    let exported = code::find_function(module.index(), name.index(), arity).is_some();
    Term::boolean(exported || is_bif(module, name, arity))
}

/// `erlang:is_builtin/3`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_is_builtin_3(
    machine: &mut Machine,
    module: Term,
    name: Term,
    arity: Term,
) -> Term {
    match function_of(module, name, arity) {
        Some((module, name, arity)) => Term::boolean(is_bif(module, name, arity)),
        None => machine.badarg(),
    }
}

/// `erlang:module_loaded/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_module_loaded_1(machine: &mut Machine, module: Term) -> Term {
    match module.as_atom() {
        Some(module) => Term::boolean(code::find_module(module.index()).is_some()),
        None => machine.badarg(),
    }
}

/// `erlang:loaded/0`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_loaded_0(machine: &mut Machine) -> Term {
    let modules: Vec<Term> =
        code::modules().into_iter().map(|index| Atom::from_index(index).term()).collect();
    machine.list(&modules)
}

/// `erlang:pre_loaded/0`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_pre_loaded_0(_: &mut Machine) -> Term {
    Term::NIL
}

/// `{Name, Value}`
fn item(machine: &mut Machine, name: &str, value: Term) -> Term {
    machine.tuple(&[Term::atom(name), value])
}

/// One item of a module's information.
fn module_item(machine: &mut Machine, module: Atom, name: &str) -> Option<Term> {
    let attributes = code::find_module(module.index())?.attributes;
    match name {
        "module" => Some(module.term()),
        "exports" | "functions" => {
            let mut functions: Vec<_> = code::exports_of(module.index()).collect();
            functions.sort_by_key(|function| (function.function, function.arity));
            let functions: Vec<Term> = functions
                .into_iter()
                .map(|function| {
                    let name = Atom::from_index(function.function).term();
                    machine.tuple(&[name, Term::small(i64::from(function.arity))])
                })
                .collect();
            Some(machine.list(&functions))
        }
        // SAFETY: the compiler put a literal there.
        "attributes" => Some(unsafe { Term::from_word(attributes) }),
        "compile" | "nifs" => Some(Term::NIL),
        "md5" => Some(Term::UNDEFINED),
        "native" => Some(Term::TRUE),
        _ => None,
    }
}

/// `erlang:get_module_info/1`: what `Module:module_info()` gives.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_get_module_info_1(machine: &mut Machine, module: Term) -> Term {
    let mut items = Vec::new();
    for name in ["module", "exports", "attributes", "compile", "md5"] {
        match module.as_atom().and_then(|module| module_item(machine, module, name)) {
            Some(value) => items.push(item(machine, name, value)),
            None => return machine.badarg(),
        }
    }
    machine.list(&items)
}

/// `erlang:get_module_info/2`: what `Module:module_info(Item)` gives.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_get_module_info_2(
    machine: &mut Machine,
    module: Term,
    name: Term,
) -> Term {
    let names = module.as_atom().zip(name.as_atom());
    match names.and_then(|(module, name)| module_item(machine, module, name.text())) {
        Some(value) => value,
        None => machine.badarg(),
    }
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
