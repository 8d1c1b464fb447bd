//! Numbers as text and text as numbers.

use lfec_abi::atoms;
use lfec_abi::machine::Machine;

use super::arithmetic::number;
use crate::heap::{Allocate, Registers};
use crate::term::{Term, float_text, integer};

/// Whether a text becomes a list of characters or a binary.
#[derive(Clone, Copy)]
enum Form {
    List,
    Binary,
}

fn text_term(machine: &mut Machine, text: &str, form: Form) -> Term {
    match form {
        Form::List => machine.string(text),
        Form::Binary => machine.binary(text.as_bytes()),
    }
}

/// A base from 2 to 36.
fn base_of(term: Term) -> Option<u32> {
    term.as_small().filter(|base| (2..=36).contains(base)).map(|base| base as u32)
}

fn integer_text(machine: &mut Machine, integer: Term, base: Term, form: Form) -> Term {
    let text = base_of(base).and_then(|base| integer::text::to_text(integer, base));
    match text {
        Some(text) => text_term(machine, &text, form),
        None => machine.badarg(),
    }
}

/// `erlang:integer_to_list/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_integer_to_list_1(machine: &mut Machine, integer: Term) -> Term {
    integer_text(machine, integer, Term::small(10), Form::List)
}

/// `erlang:integer_to_list/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_integer_to_list_2(
    machine: &mut Machine,
    integer: Term,
    base: Term,
) -> Term {
    integer_text(machine, integer, base, Form::List)
}

/// `erlang:integer_to_binary/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_integer_to_binary_1(machine: &mut Machine, integer: Term) -> Term {
    integer_text(machine, integer, Term::small(10), Form::Binary)
}

/// `erlang:integer_to_binary/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_integer_to_binary_2(
    machine: &mut Machine,
    integer: Term,
    base: Term,
) -> Term {
    integer_text(machine, integer, base, Form::Binary)
}

/// The bytes of a list of bytes; `None` if the term is none.
pub(super) fn bytes_of_list(term: Term) -> Option<Vec<u8>> {
    let mut list = term.list();
    let bytes: Option<Vec<u8>> = list
        .by_ref()
        .map(|element| element.as_small().and_then(|byte| u8::try_from(byte).ok()))
        .collect();
    bytes.filter(|_| list.rest().is_nil())
}

/// The bytes of a binary.
pub(crate) fn bytes_of_binary<'a>(term: Term) -> Option<std::borrow::Cow<'a, [u8]>> {
    term.as_bits().filter(|bits| bits.is_binary()).map(|bits| bits.bytes())
}

fn parse_integer(machine: &mut Machine, text: Option<&[u8]>, base: Term) -> Term {
    let (Some(text), Some(base)) = (text, base_of(base)) else { return machine.badarg() };
    match integer::text::parse(machine, text, base) {
        Some(result) => number(machine, result),
        None => machine.badarg(),
    }
}

/// `erlang:list_to_integer/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_list_to_integer_1(machine: &mut Machine, text: Term) -> Term {
    parse_integer(machine, bytes_of_list(text).as_deref(), Term::small(10))
}

/// `erlang:list_to_integer/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_list_to_integer_2(
    machine: &mut Machine,
    text: Term,
    base: Term,
) -> Term {
    parse_integer(machine, bytes_of_list(text).as_deref(), base)
}

/// `erlang:binary_to_integer/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_binary_to_integer_1(machine: &mut Machine, text: Term) -> Term {
    parse_integer(machine, bytes_of_binary(text).as_deref(), Term::small(10))
}

/// `erlang:binary_to_integer/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_binary_to_integer_2(
    machine: &mut Machine,
    text: Term,
    base: Term,
) -> Term {
    parse_integer(machine, bytes_of_binary(text).as_deref(), base)
}

/// `string:list_to_integer/1`: `{Integer, Rest}`, `{error, no_integer}` or `{error, not_a_list}`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_string_list_to_integer_1(machine: &mut Machine, text: Term) -> Term {
    if !text.is_nil() && !text.is_cons() {
        return failure(machine, "not_a_list");
    }
    let byte = |term: Term| term.as_small().and_then(|byte| u8::try_from(byte).ok());
    let (mut digits, mut rest) = (Vec::new(), text);
    while let Some(cons) = rest.as_cons() {
        match byte(cons.head()) {
            Some(sign @ (b'-' | b'+')) if digits.is_empty() => digits.push(sign),
            Some(digit @ b'0'..=b'9') => digits.push(digit),
            _ => break,
        }
        rest = cons.tail();
    }
    match integer::text::parse(machine, &digits, 10) {
        Some(Ok(integer)) => machine.tuple(&[integer, rest]),
        Some(Err(_)) => machine.error(atoms::SYSTEM_LIMIT),
        None => failure(machine, "no_integer"),
    }
}

/// `{error, Reason}`
pub(super) fn failure(machine: &mut Machine, reason: &str) -> Term {
    machine.tuple(&[Term::ERROR, Term::atom(reason)])
}

/// `string:list_to_float/1`: `{Float, Rest}`, `{error, no_float}` or `{error, not_a_list}`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_string_list_to_float_1(machine: &mut Machine, text: Term) -> Term {
    if !text.is_nil() && !text.is_cons() {
        return failure(machine, "not_a_list");
    }
    let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    // A comma counts as a point.
    let point = |byte: u8| if byte == b',' { b'.' } else { byte };
    let byte = |term: Term| term.as_small().and_then(|byte| u8::try_from(byte).ok()).map(point);
    let candidate: Vec<u8> = text.list().map_while(|term| byte(term).filter(is_part)).collect();
    let longest = (1..=candidate.len()).rev();
    let found = longest
        .into_iter()
        .find_map(|count| Some((float_text::parse(&candidate[..count])?, count)));
    let Some((value, count)) = found else { return failure(machine, "no_float") };
    let mut list = text.list();
    list.by_ref().take(count).for_each(drop);
    let value = machine.float(value);
    machine.tuple(&[value, list.rest()])
}

/// How `float_to_list/2` is asked to print.
#[derive(Clone, Copy)]
enum Style {
    Short,
    Scientific(usize),
    Decimals(usize),
}

/// The style that a list of options asks for: of several the last one counts.
fn style_of(options: Term) -> Option<(Style, bool)> {
    let (mut style, mut compact) = (Style::Scientific(20), false);
    let mut list = options.list();
    for option in list.by_ref() {
        if let Some(tuple) = option.as_tuple() {
            let [name, count] = tuple.elements() else { return None };
            let count = count.as_usize()?;
            style = match name.as_atom()?.text() {
                "decimals" if count <= 253 => Style::Decimals(count),
                "scientific" if count <= 249 => Style::Scientific(count),
                _ => return None,
            };
        } else {
            match option.as_atom()?.text() {
                "compact" => compact = true,
                "short" => style = Style::Short,
                _ => return None,
            }
        }
    }
    list.rest().is_nil().then_some((style, compact))
}

fn float_text_of(float: Term, options: Term) -> Option<String> {
    let value = float.as_float()?;
    match style_of(options)? {
        (Style::Short, _) => Some(float_text::short(value)),
        (Style::Scientific(decimals), _) => float_text::scientific(value, decimals),
        (Style::Decimals(decimals), compact) => float_text::decimals(value, decimals, compact),
    }
}

fn float_to(machine: &mut Machine, float: Term, options: Term, form: Form) -> Term {
    match float_text_of(float, options) {
        Some(text) => text_term(machine, &text, form),
        None => machine.badarg(),
    }
}

/// `erlang:float_to_list/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_float_to_list_1(machine: &mut Machine, float: Term) -> Term {
    float_to(machine, float, Term::NIL, Form::List)
}

/// `erlang:float_to_list/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_float_to_list_2(
    machine: &mut Machine,
    float: Term,
    options: Term,
) -> Term {
    float_to(machine, float, options, Form::List)
}

/// `erlang:float_to_binary/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_float_to_binary_1(machine: &mut Machine, float: Term) -> Term {
    float_to(machine, float, Term::NIL, Form::Binary)
}

/// `erlang:float_to_binary/2`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_float_to_binary_2(
    machine: &mut Machine,
    float: Term,
    options: Term,
) -> Term {
    float_to(machine, float, options, Form::Binary)
}

fn parse_float(machine: &mut Machine, text: Option<&[u8]>) -> Term {
    match text.and_then(float_text::parse) {
        Some(value) => machine.float(value),
        None => machine.badarg(),
    }
}

/// `erlang:list_to_float/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_list_to_float_1(machine: &mut Machine, text: Term) -> Term {
    parse_float(machine, bytes_of_list(text).as_deref())
}

/// `erlang:binary_to_float/1`.
#[unsafe(no_mangle)]
pub extern "C" fn bif_erlang_binary_to_float_1(machine: &mut Machine, text: Term) -> Term {
    parse_float(machine, bytes_of_binary(text).as_deref())
}
