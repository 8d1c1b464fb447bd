//! Exceptions: from where they are raised to their handler, and errors of calls.
//!
//! The handler chain is on the stack: `handler` in the machine block is the distance of the innermost
//! record from the stack's base (0: none), so that it stays right when the stack moves; a record is
//! the handler's code address and the distance of the next one.
//!
//! `exception_trace` is, when [`lfert_raise`] is called: no value (make a trace), a tuple `{First}`
//! (make one: a list is of entries that come first, a tuple is arguments and further information for
//! the first entry), a raw trace (a tuple of more elements, see [`trace`]) or a list: an exception
//! raised again.

use lfec_abi::machine::{Machine, status};
use lfec_abi::{atoms, bif};

use super::trace::First;
use super::{exit, trace};
use crate::code;
use crate::heap::{Allocate, Class, Registers};
use crate::term::{Atom, Term};

/// Most arguments that a function can have.
pub const MAX_ARGUMENTS: usize = 255;

/// The class that the machine block's number stands for.
fn class_of(number: u64) -> Class {
    match number {
        1 => Class::Exit,
        2 => Class::Throw,
        _ => Class::Error,
    }
}

/// The atom of a class.
pub fn class_atom(class: Class) -> Term {
    Term::immediate(match class {
        Class::Error => atoms::ERROR,
        Class::Exit => atoms::EXIT,
        Class::Throw => atoms::THROW,
    })
}

/// Marks `entries`, a list, as what a trace that is still to be made starts with.
pub fn trace_with<A: Allocate>(target: &mut A, entries: Term) -> Term {
    target.tuple(&[entries])
}

/// The trace of the exception in the machine block: raw, or a list.
fn finished_trace(machine: &mut Machine, class: Class, in_trap: bool) -> Term {
    let so_far = Term::raw(machine.exception_trace);
    let failed = std::mem::take(&mut machine.failed_bif);
    let first = if so_far.is_non_value() {
        First::Entries(failed_entry(machine, failed))
    } else {
        match so_far.as_tuple().map(|tuple| tuple.elements()) {
            Some([first]) => match first.as_tuple().map(|tuple| tuple.elements()) {
                Some([arguments, information]) => First::Arguments(*arguments, *information),
                _ => First::Entries(*first),
            },
            _ => return so_far,
        }
    };
    trace::raw(machine, class_atom(class), first, in_trap)
}

#[cfg(not(target_family = "wasm"))]
fn name_of_failed(failed: u64) -> Option<bif::Name> {
    bif::of_failed(failed)
}

#[cfg(target_family = "wasm")]
fn name_of_failed(failed: u64) -> Option<bif::Name> {
    let address = (failed & !bif::FAILED_IN_SCRATCH) as usize;
    let start = std::ptr::with_exposed_provenance::<u8>(address);
    // SAFETY: the compiler puts the address of a description there, which tells its own length.
    (address != 0).then(|| bif::described(|n| unsafe { std::slice::from_raw_parts(start, n) }))?
}

/// A list of the entry for the BIF that failed, if one did.
fn failed_entry(machine: &mut Machine, failed: u64) -> Term {
    let Some(bif) = name_of_failed(failed) else { return Term::NIL };
    let in_scratch = failed & bif::FAILED_IN_SCRATCH != 0;
    let arguments: Vec<Term> = (0..bif.arity)
        .map(|index| if in_scratch { machine.operand(index) } else { machine.register(index) })
        .collect();
    // These are other names of BIFs, which is what the BEAM shows.
    let (module, name) = match (bif.module, bif.name) {
        ("maps", "get") => ("erlang", "map_get"),
        ("erlang", "!") => ("erlang", "send"),
        named => named,
    };
    let (module, name) = (Term::atom(module), Term::atom(name));
    let entry = bif_entry(machine, module, name, &arguments);
    machine.list(&[entry])
}

/// `{Module, Function, Arguments, [{error_info, #{module => M}}]}`, where M is the module that OTP names
/// as the one that explains the error; a table that is not there is the cause of an error.
fn bif_entry(machine: &mut Machine, module: Term, function: Term, arguments: &[Term]) -> Term {
    let text = module.as_atom().map_or("", Atom::text);
    let explains = match text {
        "lists" | "maps" | "ets" | "binary" | "unicode" | "math" | "io" | "re" | "string" => {
            "erl_stdlib_errors"
        }
        "os" | "file" => "erl_kernel_errors",
        _ => "erl_erts_errors",
    };
    let mut pairs = vec![(Term::atom("module"), Term::atom(explains))];
    let table = arguments.first().filter(|_| text == "ets" && function != Term::atom("new"));
    if table.is_some_and(|table| crate::ets::registry::find(*table).is_none()) {
        pairs.push((Term::atom("cause"), Term::atom("id")));
    }
    let information = crate::term::map::from_pairs(machine, pairs);
    let information = machine.tuple(&[Term::immediate(atoms::ERROR_INFO), information]);
    let information = machine.list(&[information]);
    let arguments = machine.list(arguments);
    machine.tuple(&[module, function, arguments, information])
}

/// Raises the exception in the machine block.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_raise(machine: &mut Machine) -> u64 {
    raise_now(machine, false)
}

fn raise_now(machine: &mut Machine, in_trap: bool) -> u64 {
    let class = class_of(machine.exception_class);
    let reason = Term::raw(machine.exception_reason);
    let trace = finished_trace(machine, class, in_trap);
    machine.location = 0;
    machine.exception_trace = Term::NON_VALUE.word();
    if machine.handler == 0 {
        return exit::by_exception(machine, class, reason, trace);
    }
    machine.sp = machine.stack_base - machine.handler;
    let record = std::ptr::with_exposed_provenance::<u64>(machine.sp as usize);
    // SAFETY: the handler's distance leads to a record of two words on the stack.
    unsafe {
        machine.resume = *record;
        machine.handler = *record.add(1);
    }
    machine.set_register(0, class_atom(class));
    machine.set_register(1, reason);
    machine.set_register(2, trace);
    machine.live = 3;
    status::CONTINUE
}

/// Raises, from a trap function, what [`Registers::raise`] sets.
pub fn raise(machine: &mut Machine, class: Class, reason: Term) -> u64 {
    machine.raise(class, reason);
    raise_now(machine, true)
}

/// Raises class `error` with a well-known atom from a trap function.
pub fn raise_error(machine: &mut Machine, reason: u64) -> u64 {
    raise(machine, Class::Error, Term::immediate(reason))
}

/// Raises class `error` from a trap function with an entry for the call that failed first in the trace.
pub fn raise_in_call(
    machine: &mut Machine,
    reason: Term,
    module: Term,
    function: Term,
    arguments: &[Term],
) -> u64 {
    let arguments = machine.list(arguments);
    let entry = machine.tuple(&[module, function, arguments, Term::NIL]);
    raise_with_entry(machine, reason, entry)
}

fn raise_with_entry(machine: &mut Machine, reason: Term, entry: Term) -> u64 {
    let entries = machine.list(&[entry]);
    let trace = trace_with(machine, entries);
    machine.raise(Class::Error, reason);
    machine.exception_trace = trace.word();
    raise_now(machine, true)
}

/// Raises `badarg` from the trap BIF `erlang:Function` of the arguments in the registers.
pub fn badarg_in_bif(machine: &mut Machine, function: &str, arity: usize) -> u64 {
    let arguments: Vec<Term> = (0..arity).map(|index| machine.register(index)).collect();
    raise_in_bif(machine, function, &arguments)
}

/// Raises `badarg` from `erlang:Function(Arguments)`.
fn raise_in_bif(machine: &mut Machine, function: &str, arguments: &[Term]) -> u64 {
    let (module, function) = (Term::immediate(atoms::ERLANG), Term::atom(function));
    let entry = bif_entry(machine, module, function, arguments);
    raise_with_entry(machine, Term::immediate(atoms::BADARG), entry)
}

/// Goes on in `module:function` with the arguments in `x[..arity]`, or raises `undef`.
pub fn call(machine: &mut Machine, module: Term, function: Term, arity: usize) -> u64 {
    let (Some(module_atom), Some(function_atom)) = (module.as_atom(), function.as_atom()) else {
        let arguments: Vec<Term> = (0..arity).map(|index| machine.register(index)).collect();
        let arguments = [module, function, machine.list(&arguments)];
        return raise_in_bif(machine, "apply", &arguments);
    };
    match code::find_function(module_atom.index(), function_atom.index(), arity) {
        Some(code) => {
            machine.resume = code;
            machine.live = arity as u64;
            status::CONTINUE
        }
        None => {
            let arguments: Vec<Term> = (0..arity).map(|index| machine.register(index)).collect();
            let reason = Term::immediate(atoms::UNDEF);
            raise_in_call(machine, reason, module, function, &arguments)
        }
    }
}

/// Calls `m:f`, which the program did not have when it was compiled: `x[live]`, `x[live + 1]` are the
/// names, `x[..live]` the arguments.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_call_undefined(machine: &mut Machine) -> u64 {
    let arity = machine.live as usize;
    let (module, function) = (machine.register(arity), machine.register(arity + 1));
    // Not stored for calls by name.
    machine.location = 0;
    call(machine, module, function, arity)
}

/// Applies `fun m:f/n` = `x[live - 1]` to `x[..live - 1]`.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_apply_export_fun(machine: &mut Machine) -> u64 {
    let arity = machine.live as usize - 1;
    machine.location = 0;
    match machine.register(arity).as_fun().and_then(|fun| fun.export()) {
        Some((module, function)) => call(machine, module, function, arity),
        None => lfert_call_fun_slow(machine),
    }
}

/// `x[live - 1]` is no fun of `live - 1` arguments.
#[unsafe(no_mangle)]
pub extern "C" fn lfert_call_fun_slow(machine: &mut Machine) -> u64 {
    let arity = machine.live as usize - 1;
    let fun = machine.register(arity);
    if fun.as_fun().is_none() {
        let reason = machine.tuple(&[Term::immediate(atoms::BADFUN), fun]);
        return raise(machine, Class::Error, reason);
    }
    let arguments: Vec<Term> = (0..arity).map(|index| machine.register(index)).collect();
    let arguments = machine.list(&arguments);
    let call = machine.tuple(&[fun, arguments]);
    let reason = machine.tuple(&[Term::immediate(atoms::BADARITY), call]);
    raise(machine, Class::Error, reason)
}

/// `erlang:apply/2`: a fun and a list.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_apply_2(machine: &mut Machine) -> u64 {
    let (fun, list) = (machine.register(0), machine.register(1));
    let Some(arity) = spread(machine, list) else {
        return badarg_in_bif(machine, "apply", 2);
    };
    machine.set_register(arity, fun);
    machine.live = arity as u64 + 1;
    match fun.as_fun() {
        Some(callee) if callee.arity() == arity => {
            machine.resume = callee.code();
            status::CONTINUE
        }
        _ => lfert_call_fun_slow(machine),
    }
}

/// `erlang:apply/3`: module, function and a list.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_apply_3(machine: &mut Machine) -> u64 {
    let (module, function, list) = (machine.register(0), machine.register(1), machine.register(2));
    match spread(machine, list) {
        Some(arity) => call(machine, module, function, arity),
        None => badarg_in_bif(machine, "apply", 3),
    }
}

/// Puts the elements of an argument list into the registers; how many.
pub fn spread(machine: &mut Machine, list: Term) -> Option<usize> {
    let arity = list.list_length().filter(|&length| length <= MAX_ARGUMENTS)?;
    for (index, argument) in list.list().enumerate() {
        machine.set_register(index, argument);
    }
    Some(arity)
}

/// `erts_internal:build_stacktrace/1`: the list that a raw trace stands for.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_internal_build_stacktrace_1(machine: &mut Machine, raw: Term) -> Term {
    trace::build(machine, raw)
}

/// `erts_internal:raise/2`: raises an exception again, with the raw trace and the reason that its handler
/// got; the class is in the trace.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_internal_raise_2(
    machine: &mut Machine,
    trace: Term,
    reason: Term,
) -> Term {
    let class = trace::class_of(trace).unwrap_or(Term::ERROR);
    raise_again(machine, class, reason, trace)
}

/// `erts_internal:raw_raise/3`: raises an exception again, with class (atom), reason and raw trace.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_internal_raw_raise_3(
    machine: &mut Machine,
    class: Term,
    reason: Term,
    trace: Term,
) -> Term {
    raise_again(machine, class, reason, trace)
}

fn raise_again(machine: &mut Machine, class: Term, reason: Term, trace: Term) -> Term {
    let class = match class.word() {
        atoms::EXIT => Class::Exit,
        atoms::THROW => Class::Throw,
        _ => Class::Error,
    };
    machine.raise(class, reason);
    machine.exception_trace = trace.word();
    Term::NON_VALUE
}

/// `erlang:raise/3`: raises an exception with class (atom), reason and a stack trace that is a list.
/// `badarg` is returned, not raised, if the arguments are wrong.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_raise_3(
    machine: &mut Machine,
    class: Term,
    reason: Term,
    trace: Term,
) -> Term {
    let is_class = matches!(class.word(), atoms::ERROR | atoms::EXIT | atoms::THROW);
    let is_entry = |entry: Term| entry.as_tuple().is_some_and(|tuple| matches!(tuple.len(), 2..=4));
    if !is_class || trace.list_length().is_none() || !trace.list().all(is_entry) {
        return Term::immediate(atoms::BADARG);
    }
    raise_again(machine, class, reason, trace)
}

/// `erlang:error/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_error_1(machine: &mut Machine, reason: Term) -> Term {
    machine.raise(Class::Error, reason)
}

/// `erlang:error/2`: with the arguments of the function that raises it, or `none`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_error_2(machine: &mut Machine, reason: Term, arguments: Term) -> Term {
    raise_with_arguments(machine, reason, arguments, Term::NIL)
}

/// `erlang:error/3`: the same, with options `[{error_info, Map}]`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_error_3(
    machine: &mut Machine,
    reason: Term,
    arguments: Term,
    options: Term,
) -> Term {
    let is_option = |option: Term| {
        option
            .as_tuple()
            .is_some_and(|pair| pair.len() == 2 && pair.elements()[0].word() == atoms::ERROR_INFO)
    };
    if options.list_length().is_none() || !options.list().all(is_option) {
        return machine.badarg();
    }
    raise_with_arguments(machine, reason, arguments, options)
}

fn raise_with_arguments(
    machine: &mut Machine,
    reason: Term,
    arguments: Term,
    information: Term,
) -> Term {
    if arguments.word() != atoms::NONE && arguments.list_length().is_none() {
        return machine.badarg();
    }
    let first = machine.tuple(&[arguments, information]);
    let trace = machine.tuple(&[first]);
    machine.raise(Class::Error, reason);
    machine.exception_trace = trace.word();
    Term::NON_VALUE
}

/// `erlang:exit/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_exit_1(machine: &mut Machine, reason: Term) -> Term {
    machine.raise(Class::Exit, reason)
}

/// `erlang:throw/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_throw_1(machine: &mut Machine, reason: Term) -> Term {
    machine.raise(Class::Throw, reason)
}
