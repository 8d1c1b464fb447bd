//! What `#.` evaluates while reading: a small part of LFE, on literals.
//!
//! Reading must end, whatever the text, so only constructors, list access and arithmetic are known
//! here; no call can take long or use much memory. Every other call is left for the macro expander,
//! which can run it: `#.expr` becomes `(#. expr)`, with a head that no text can name.

use std::sync::Arc;

use lfec_base::{Diagnostic, Span};
use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{Signed as _, ToPrimitive as _, Zero as _};

use crate::{Form, FormKind, bits, error};

/// How deeply calls may be nested; deeper ones are hardly meant for reading.
const CALL_DEPTH: usize = 200;

/// Integers of more bits are refused as results of shifts: memory follows the shift distance,
/// not the length of the text.
const LONGEST_INTEGER_BITS: u64 = 1 << 20;

/// What can be called here.
const KNOWN: &[&str] = &[
    "binary", "list", "tuple", "map", "cons", "list*", "++", "car", "cdr", "+", "-", "*", "/",
    "div", "rem", "band", "bor", "bxor", "bsl", "bsr", "bnot",
];

/// The head of an expression that is evaluated later.
pub(crate) const LATER: &str = "#.";

/// Why an expression has no value.
pub(crate) struct Fault {
    span: Span,
    text: String,
    /// It may have one where code can be run.
    pub(crate) later: bool,
}

impl Fault {
    /// A fault of the form at `span`.
    pub fn new(span: Span, text: impl Into<String>) -> Fault {
        Fault { span, text: text.into(), later: false }
    }

    /// A call of something that is not known here.
    fn unknown(span: Span, name: &str) -> Fault {
        let text = format!("function {name} cannot be called while reading");
        Fault { later: true, ..Fault::new(span, text) }
    }

    /// The error about the whole literal, which is a bad `what`.
    pub fn diagnostic(self, what: &str, span: Span) -> Diagnostic {
        error::bad(what, span).with_label(self.span, self.text)
    }
}

type Value = Result<Form, Fault>;

/// The value of the expression after `#.`.
pub(crate) fn expression(form: &Form) -> Result<FormKind, Fault> {
    Ok(evaluate(form, 0)?.kind)
}

/// The value of `form`, which stands inside `depth` calls.
pub(crate) fn evaluate(form: &Form, depth: usize) -> Value {
    if depth > CALL_DEPTH {
        return Err(Fault::new(form.span, "calls are nested too deeply to evaluate while reading"));
    }
    match &form.kind {
        FormKind::Symbol(name) => Err(Fault::new(form.span, format!("symbol {name} is unbound"))),
        FormKind::Dotted(..) => Err(Fault::new(form.span, "this is no expression")),
        FormKind::List(items) => match items.split_first() {
            None => Ok(form.clone()),
            Some((head, arguments)) => match head.as_symbol() {
                Some(name) => call(form, name.as_str(), arguments, depth),
                None if items.iter().all(is_code_point) => Ok(form.clone()),
                None => Err(Fault::new(form.span, "bad application form")),
            },
        },
        _ => Ok(form.clone()),
    }
}

/// Whether a datum waits for the value of an expression in it.
fn holds_later(datum: &Form) -> bool {
    match &datum.kind {
        FormKind::List(items) => datum.as_call(LATER).is_some() || items.iter().any(holds_later),
        FormKind::Tuple(items) => items.iter().any(holds_later),
        FormKind::Dotted(items, tail) => items.iter().any(holds_later) || holds_later(tail),
        FormKind::Map(pairs) => {
            pairs.iter().any(|(key, value)| holds_later(key) || holds_later(value))
        }
        _ => false,
    }
}

fn is_code_point(form: &Form) -> bool {
    match &form.kind {
        FormKind::Integer(value) => value.to_u32().and_then(char::from_u32).is_some(),
        _ => false,
    }
}

fn call(form: &Form, name: &str, arguments: &[Form], depth: usize) -> Value {
    let span = form.span;
    if let ("quote", [datum]) = (name, arguments) {
        if holds_later(datum) {
            return Err(Fault::unknown(span, name));
        }
        return Ok(datum.clone());
    }
    if !KNOWN.contains(&name) {
        return Err(Fault::unknown(span, name));
    }
    if name == "binary" {
        return Ok(Form { span, kind: bits::binary(arguments, depth + 1)? });
    }
    let mut values = Vec::with_capacity(arguments.len());
    for argument in arguments {
        values.push(evaluate(argument, depth + 1)?);
    }
    let kind = match (name, values.as_slice()) {
        ("list", _) => FormKind::List(values.into()),
        ("tuple", _) => FormKind::Tuple(values.into()),
        ("map", pairs) if pairs.len() % 2 == 0 => {
            let (pairs, _) = pairs.as_chunks::<2>();
            FormKind::Map(pairs.iter().map(|[key, value]| (key.clone(), value.clone())).collect())
        }
        ("cons", [head, tail]) => cons(std::slice::from_ref(head), tail),
        ("list*", [items @ .., tail]) => cons(items, tail),
        ("++", [items @ .., tail]) => append(items, tail)?,
        ("car", [list]) => first(list)?.kind,
        ("cdr", [list]) => rest(list)?,
        _ => arithmetic(span, name, &values)?,
    };
    Ok(Form { span, kind })
}

/// `items` in front of `tail`.
fn cons(items: &[Form], tail: &Form) -> FormKind {
    if items.is_empty() {
        return tail.kind.clone();
    }
    let mut all = items.to_vec();
    match &tail.kind {
        FormKind::Dotted(more, end) => {
            all.extend(more.iter().cloned());
            FormKind::Dotted(all.into(), end.clone())
        }
        _ => match tail.list_items() {
            Some(more) => {
                all.extend(more.iter().cloned());
                FormKind::List(all.into())
            }
            None => FormKind::Dotted(all.into(), Arc::new(tail.clone())),
        },
    }
}

fn append(lists: &[Form], tail: &Form) -> Result<FormKind, Fault> {
    let mut items = Vec::new();
    for list in lists {
        let more = list.list_items().ok_or_else(|| Fault::new(list.span, "this is no list"))?;
        items.extend(more.iter().cloned());
    }
    Ok(cons(&items, tail))
}

fn first(list: &Form) -> Value {
    let items = match &list.kind {
        FormKind::Dotted(items, _) => Some(items.clone()),
        _ => list.list_items(),
    };
    let head = items.and_then(|items| items.first().cloned());
    head.ok_or_else(|| Fault::new(list.span, "this has no head"))
}

fn rest(list: &Form) -> Result<FormKind, Fault> {
    let no_tail = || Fault::new(list.span, "this has no tail");
    match &list.kind {
        FormKind::Dotted(items, end) => {
            let (_, more) = items.split_first().ok_or_else(no_tail)?;
            Ok(cons(more, end))
        }
        _ => {
            let items = list.list_items().ok_or_else(no_tail)?;
            let (_, more) = items.split_first().ok_or_else(no_tail)?;
            Ok(FormKind::List(more.into()))
        }
    }
}

fn arithmetic(span: Span, name: &str, values: &[Form]) -> Result<FormKind, Fault> {
    let undefined = || Fault::unknown(span, name);
    let Some((first, others)) = values.split_first() else {
        return Err(undefined());
    };
    let is_known = match (name, others.len()) {
        ("+" | "-", _) => true,
        ("*" | "/", count) => count > 0,
        ("div" | "rem" | "band" | "bor" | "bxor" | "bsl" | "bsr", count) => count == 1,
        ("bnot", count) => count == 0,
        _ => false,
    };
    if !is_known {
        return Err(undefined());
    }
    let first = number(first)?;
    if others.is_empty() {
        return Ok(unary(name, first).ok_or_else(|| Fault::new(span, "bad argument"))?.kind());
    }
    let mut result = first;
    for other in others {
        let other = number(other)?;
        let fault = || Fault::new(span, "bad argument in an arithmetic expression");
        result = binary(name, result, other).ok_or_else(fault)?;
    }
    Ok(result.kind())
}

enum Number {
    Integer(BigInt),
    Float(f64),
}

impl Number {
    fn kind(self) -> FormKind {
        match self {
            Number::Integer(value) => FormKind::Integer(Arc::new(value)),
            Number::Float(value) => FormKind::Float(value),
        }
    }

    fn float(&self) -> Option<f64> {
        let value = match self {
            Number::Integer(value) => value.to_f64()?,
            Number::Float(value) => *value,
        };
        value.is_finite().then_some(value)
    }
}

fn number(form: &Form) -> Result<Number, Fault> {
    match &form.kind {
        FormKind::Integer(value) => Ok(Number::Integer(BigInt::clone(value))),
        FormKind::Float(value) => Ok(Number::Float(*value)),
        _ => Err(Fault::new(form.span, "this is no number")),
    }
}

fn unary(name: &str, value: Number) -> Option<Number> {
    match (name, value) {
        ("+", value) => Some(value),
        ("-", Number::Integer(value)) => Some(Number::Integer(-value)),
        ("-", Number::Float(value)) => Some(Number::Float(-value)),
        ("bnot", Number::Integer(value)) => Some(Number::Integer(!value)),
        _ => None,
    }
}

fn binary(name: &str, left: Number, right: Number) -> Option<Number> {
    if let (Number::Integer(left), Number::Integer(right)) = (&left, &right)
        && name != "/"
    {
        return integers(name, left, right).map(Number::Integer);
    }
    let (left, right) = (left.float()?, right.float()?);
    let value = match name {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" if right != 0.0 => left / right,
        _ => return None,
    };
    value.is_finite().then_some(Number::Float(value))
}

fn integers(name: &str, left: &BigInt, right: &BigInt) -> Option<BigInt> {
    Some(match name {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "div" | "rem" if right.is_zero() => return None,
        "div" => left / right,
        "rem" => left % right,
        "band" => left & right,
        "bor" => left | right,
        "bxor" => left ^ right,
        "bsl" => shift(left, right)?,
        "bsr" => shift(left, &-right)?,
        _ => return None,
    })
}

/// `value` times two to the power of `distance`, rounded down.
fn shift(value: &BigInt, distance: &BigInt) -> Option<BigInt> {
    if value.is_zero() {
        return Some(BigInt::ZERO);
    }
    if distance.is_negative() {
        let Some(distance) = (-distance).to_u64() else {
            return Some(if value.is_negative() { BigInt::from(-1) } else { BigInt::ZERO });
        };
        return Some(value >> distance.min(value.bits() + 1));
    }
    let distance = distance.to_u64()?;
    (distance <= LONGEST_INTEGER_BITS).then(|| value << distance)
}

/// The value of a whole number that fits, for sizes and units.
pub(crate) fn small_integer(form: &Form) -> Option<u64> {
    match &form.kind {
        FormKind::Integer(value) => value.to_u64(),
        _ => None,
    }
}

/// `value` modulo two to the power of `bits`, least byte first.
pub(crate) fn low_bytes(value: &BigInt, bits: usize) -> Vec<u8> {
    let modulus = BigInt::from(1) << bits;
    let (_, mut bytes) = value.mod_floor(&modulus).to_bytes_le();
    bytes.resize(bits.div_ceil(8), 0);
    bytes
}
