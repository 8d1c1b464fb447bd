//! Pids, ports, references and funs as text; showing terms; what terms are made of.

use std::io::Write;

use lfec_abi::machine::Machine;

use super::number_text::bytes_of_list;
use crate::heap::{Allocate, Registers};
use crate::term::Term;
use crate::term::print::PID_NUMBER_BITS;

fn text_of(machine: &mut Machine, term: Term, is_kind: bool) -> Term {
    if is_kind { machine.string(&term.to_string()) } else { machine.badarg() }
}

/// `erlang:pid_to_list/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_pid_to_list_1(machine: &mut Machine, pid: Term) -> Term {
    text_of(machine, pid, pid.is_pid())
}

/// `erlang:port_to_list/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_port_to_list_1(machine: &mut Machine, port: Term) -> Term {
    text_of(machine, port, port.as_port().is_some())
}

/// `erlang:ref_to_list/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_ref_to_list_1(machine: &mut Machine, reference: Term) -> Term {
    text_of(machine, reference, reference.is_reference())
}

/// `erlang:fun_to_list/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_fun_to_list_1(machine: &mut Machine, fun: Term) -> Term {
    text_of(machine, fun, fun.as_fun().is_some())
}

/// The numbers in `<prefix><N>.<N>…<suffix>`, of which the first, the node's, is 0.
fn numbers_of(text: Term, prefix: &str, suffix: &str) -> Option<Vec<u64>> {
    let text = String::from_utf8(bytes_of_list(text)?).ok()?;
    let inner = text.strip_prefix(prefix)?.strip_suffix(suffix)?;
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = inner.split('.').map(|part| part.parse().ok().filter(|_| is_number(part)));
    let numbers: Vec<u64> = numbers.collect::<Option<_>>()?;
    (numbers.first() == Some(&0)).then_some(numbers)
}

/// `erlang:list_to_pid/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_list_to_pid_1(machine: &mut Machine, text: Term) -> Term {
    match numbers_of(text, "<", ">").as_deref() {
        Some(&[_, number, serial]) if number >> PID_NUMBER_BITS == 0 && serial >> 28 == 0 => {
            Term::pid(serial << PID_NUMBER_BITS | number)
        }
        _ => machine.badarg(),
    }
}

/// `erlang:list_to_port/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_list_to_port_1(machine: &mut Machine, text: Term) -> Term {
    match numbers_of(text, "#Port<", ">").as_deref() {
        Some(&[_, number]) if number >> 56 == 0 => Term::port(number),
        _ => machine.badarg(),
    }
}

/// `erlang:list_to_ref/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_list_to_ref_1(machine: &mut Machine, text: Term) -> Term {
    match numbers_of(text, "#Ref<", ">").as_deref() {
        Some(&[_, second, high, low]) if high >> 32 == 0 && low >> 32 == 0 => {
            machine.reference([high << 32 | low, second])
        }
        _ => machine.badarg(),
    }
}

/// Writes to standard output; a closed one is no reason to fail.
fn show(text: &str) {
    let mut output = std::io::stdout().lock();
    let _ = output.write_all(text.as_bytes()).and_then(|()| output.flush());
}

/// `erlang:display/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_display_1(_: &mut Machine, term: Term) -> Term {
    show(&format!("{term}\n"));
    Term::TRUE
}

/// `erlang:display_nl/0`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_display_nl_0(_: &mut Machine) -> Term {
    show("\n");
    Term::TRUE
}

/// `erlang:display_string/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_display_string_1(machine: &mut Machine, text: Term) -> Term {
    let character =
        |term: Term| term.as_small().and_then(|c| char::from_u32(u32::try_from(c).ok()?));
    let text: Option<String> =
        text.list_length().and_then(|_| text.list().map(character).collect());
    match text {
        Some(text) => {
            show(&text);
            Term::TRUE
        }
        None => machine.badarg(),
    }
}

/// `io:printable_range/0`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_io_printable_range_0(_: &mut Machine) -> Term {
    Term::atom("latin1")
}

/// `erts_debug:flat_size/1`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_debug_flat_size_1(_: &mut Machine, term: Term) -> Term {
    Term::small(term.flat_size() as i64)
}

/// `erts_debug:same/2`. Pure.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_debug_same_2(_: &mut Machine, left: Term, right: Term) -> Term {
    Term::boolean(left == right)
}

/// `erts_internal:map_to_tuple_keys/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erts_internal_map_to_tuple_keys_1(machine: &mut Machine, map: Term) -> Term {
    match map.is_map().then(|| crate::term::map::flat(map)).flatten() {
        Some(flat) if flat.keys.is_empty() => Term::empty_tuple(),
        Some(flat) => machine.tuple(flat.keys),
        None => machine.badarg(),
    }
}
