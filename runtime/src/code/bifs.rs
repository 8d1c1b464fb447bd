//! BIFs on modules and functions.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use super::{
    Mfa, exports_of, file_of, find_code, find_export, find_function, find_module, modules,
};
use crate::heap::{Allocate, Registers};
use crate::shared::sort::sort_by_key;
use crate::term::{Atom, Term};

/// Whether the runtime itself has this function: a BIF, which needs no code in the program.
fn is_builtin(module: Atom, function: Atom, arity: usize) -> bool {
    lfec_abi::bif::all()
        .any(|bif| bif.arity == arity && bif.name == function.text() && bif.module == module.text())
}

fn names(module: Term, function: Term, arity: Term) -> Option<(Atom, Atom, usize)> {
    Some((module.as_atom()?, function.as_atom()?, arity.as_usize()?))
}

/// `erlang:function_exported/3`. Not true of BIFs, as in OTP, unless the program has code for them.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_function_exported_3(
    machine: &mut Machine,
    module: Term,
    function: Term,
    arity: Term,
) -> Term {
    match names(module, function, arity) {
        Some((module, function, arity)) => {
            let found = find_function(module.index(), function.index(), arity).is_some();
            // A WebAssembly module has code for every BIF that the program reaches, and no list of the
            // others.
            let is_builtin = !cfg!(target_family = "wasm") && is_builtin(module, function, arity);
            Term::boolean(found || is_builtin)
        }
        None => machine.badarg(),
    }
}

/// `erlang:is_builtin/3`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_is_builtin_3(
    machine: &mut Machine,
    module: Term,
    function: Term,
    arity: Term,
) -> Term {
    match names(module, function, arity) {
        Some((module, function, arity)) => Term::boolean(is_builtin(module, function, arity)),
        None => machine.badarg(),
    }
}

/// `erlang:module_loaded/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_module_loaded_1(machine: &mut Machine, module: Term) -> Term {
    match module.as_atom() {
        Some(module) => Term::boolean(find_module(module.index()).is_some()),
        None => machine.badarg(),
    }
}

/// `erlang:loaded/0`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_loaded_0(machine: &mut Machine) -> Term {
    let modules: Vec<Term> =
        modules().into_iter().map(|module| Atom::from_index(module).term()).collect();
    machine.list(&modules)
}

/// `erlang:get_module_info/1`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_get_module_info_1(machine: &mut Machine, module: Term) -> Term {
    let Some(name) = module.as_atom().filter(|name| find_module(name.index()).is_some()) else {
        return machine.badarg();
    };
    let mut pairs = Vec::new();
    for item in ["module", "exports", "attributes", "compile", "md5"] {
        let value = item_of(machine, name, item);
        pairs.push(machine.tuple(&[Term::atom(item), value]));
    }
    machine.list(&pairs)
}

/// `erlang:get_module_info/2`
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_get_module_info_2(
    machine: &mut Machine,
    module: Term,
    item: Term,
) -> Term {
    let name = module.as_atom().filter(|name| find_module(name.index()).is_some());
    match (name, item.as_atom()) {
        (Some(name), Some(item)) => {
            let value = item_of(machine, name, item.text());
            if value.is_non_value() { machine.badarg() } else { value }
        }
        _ => machine.badarg(),
    }
}

/// An item of a module's information; no value if there is no such item.
fn item_of(machine: &mut Machine, module: Atom, item: &str) -> Term {
    match item {
        "module" => module.term(),
        "exports" | "functions" => {
            let mut functions: Vec<Mfa> = exports_of(module.index()).collect();
            // Code is described in the order of the source, which is the order that OTP gives; in
            // memory, code that is added later may be anywhere.
            sort_by_key(&mut functions, |function| {
                let address = find_export(*function);
                let described = address.and_then(find_code);
                (described.map(|code| std::ptr::from_ref(code).addr()), address)
            });
            let pairs: Vec<Term> = functions
                .into_iter()
                .map(|Mfa { function, arity, .. }| {
                    let name = Atom::from_index(function).term();
                    machine.tuple(&[name, Term::small(i64::from(arity))])
                })
                .collect();
            machine.list(&pairs)
        }
        "attributes" => match find_module(module.index()) {
            // SAFETY: the table holds a literal of the program.
            Some(found) => unsafe { Term::from_word(found.attributes) },
            None => Term::NIL,
        },
        "compile" => {
            let source = machine.string(file_of(module.index()).unwrap_or_default());
            let source = machine.tuple(&[Term::atom("source"), source]);
            machine.list(&[source])
        }
        "md5" => {
            let digest = [0; 16];
            machine.binary(&digest)
        }
        "nifs" => Term::NIL,
        "native" | "native_addresses" => Term::immediate(atoms::TRUE),
        _ => Term::NON_VALUE,
    }
}
