//! Calls of functions that only compute, of constants or of what is known.
//!
//! A call that would raise is left as it is.

use lfec_base::Symbol;
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

use super::known::{Facts, Known};
use crate::ir::{Expr, ExprKind, Literal};

/// Integers of more bits are not computed at compile time.
const MAX_BITS: u64 = 1024;

/// Constants of more elements are not copied by `++`.
const MAX_ELEMENTS: usize = 64;

/// What a call, whose arguments have been simplified, is.
pub(super) fn call(call: &Expr, facts: &Facts) -> Option<ExprKind> {
    let (name, arguments) = call.as_erlang_call()?;
    let name = name.as_str();
    if let Some(result) = special(name, arguments, facts) {
        return Some(result);
    }
    let literals: Option<Vec<&Literal>> = arguments.iter().map(Expr::as_literal).collect();
    let result = match literals {
        Some(literals) => constant(name, &literals),
        None => None,
    };
    result.map(ExprKind::Literal)
}

/// What does not need constants as arguments.
fn special(name: &str, arguments: &[Expr], facts: &Facts) -> Option<ExprKind> {
    match (name, arguments) {
        ("apply", [module, function, list]) => {
            let arguments = arguments_in(list, facts)?;
            let is_name = |e: &Expr| e.as_literal().is_none_or(|value| value.as_atom().is_some());
            if !is_name(module) || !is_name(function) || !function.is_simple() {
                return None;
            }
            let (module, function) = (Box::new(module.clone()), Box::new(function.clone()));
            Some(ExprKind::Call(module, function, arguments))
        }
        ("apply", [callee, list]) => {
            let arguments = arguments_in(list, facts)?;
            callee.as_variable()?;
            Some(ExprKind::Apply(Box::new(callee.clone()), arguments))
        }
        ("make_fun", [module, function, arity]) => {
            let module = module.as_literal()?.as_atom()?;
            let function = function.as_literal()?.as_atom()?;
            let arity = arity.as_literal()?.as_integer()?.to_usize().filter(|n| *n <= 255)?;
            Some(ExprKind::Literal(Literal::Fun(module, function, arity)))
        }
        ("=:=" | "==", [test, value]) | ("=:=" | "==", [value, test])
            if value.is_atom("true") && is_known_boolean(test, facts) =>
        {
            Some(test.kind.clone())
        }
        ("element", [index, tuple]) => {
            let Some(Known::Tuple(items)) = facts.of_expr(tuple) else { return None };
            let index = index.as_literal()?.as_integer()?.to_usize()?.checked_sub(1)?;
            items.get(index).map(|item| item.kind.clone())
        }
        ("tuple_size" | "size", [tuple]) => match facts.of_expr(tuple)? {
            Known::Tuple(items) => Some(ExprKind::Literal(Literal::integer(items.len()))),
            _ => None,
        },
        ("hd" | "tl", [list]) => match facts.of_expr(list)? {
            Known::Cons(head, tail) => {
                Some(if name == "hd" { head.kind.clone() } else { tail.kind.clone() })
            }
            _ => None,
        },
        ("++", [left, right]) => {
            let items = left.as_literal()?.list_items()?;
            if items.len() > MAX_ELEMENTS || right.as_literal().is_some() {
                return None;
            }
            let mut result = right.clone();
            for item in items.into_iter().rev() {
                let head = Box::new(Expr::new(ExprKind::Literal(item)));
                result = Expr::new(ExprKind::Cons(head, Box::new(result)));
            }
            Some(result.kind)
        }
        (_, [value]) => {
            let is_kind = tests_kind(name, value, facts)?;
            Some(ExprKind::Literal(Literal::bool(is_kind)))
        }
        _ => None,
    }
}

fn is_known_boolean(test: &Expr, facts: &Facts) -> bool {
    test.is_simple()
        && (matches!(facts.of_expr(test), Some(Known::Boolean))
            || test.as_literal().is_some_and(|value| value.as_bool().is_some()))
}

/// The arguments of an `apply`, if the list is seen.
fn arguments_in(list: &Expr, facts: &Facts) -> Option<Vec<Expr>> {
    let mut arguments = Vec::new();
    let mut rest = list.clone();
    loop {
        rest = match &rest.kind {
            ExprKind::Literal(Literal::Nil) => return Some(arguments),
            ExprKind::Literal(value) => {
                let (head, tail) = value.split_cons()?;
                arguments.push(Expr::new(ExprKind::Literal(head)));
                Expr::new(ExprKind::Literal(tail))
            }
            ExprKind::Cons(head, tail) if head.is_simple() => {
                arguments.push((**head).clone());
                (**tail).clone()
            }
            _ => match facts.of_expr(&rest)? {
                Known::Cons(head, tail) => {
                    arguments.push(head.clone());
                    tail.clone()
                }
                _ => return None,
            },
        };
        if arguments.len() > 255 {
            return None;
        }
    }
}

/// The answer of a type test of something that was built here.
fn tests_kind(test: &str, value: &Expr, facts: &Facts) -> Option<bool> {
    let kind = match facts.of_expr(value)? {
        Known::Tuple(_) => "is_tuple",
        Known::Cons(..) => "is_list",
        Known::Fun => "is_function",
        Known::Map => "is_map",
        Known::Bits => "is_bitstring",
        Known::Boolean => match test {
            "is_boolean" | "is_atom" => return Some(true),
            _ => "is_boolean",
        },
        Known::Simple(_) => return None,
    };
    match (test, kind) {
        // Whole bytes or not is not known.
        ("is_binary", "is_bitstring") => None,
        (test, kind) if test == kind => Some(true),
        (test, _) if is_type_test(test) => Some(false),
        _ => None,
    }
}

fn is_type_test(name: &str) -> bool {
    name.starts_with("is_") && crate::bifs::is_total(Symbol::intern(name), 1)
}

/// The result of a call with constants.
fn constant(name: &str, arguments: &[&Literal]) -> Option<Literal> {
    match arguments {
        [value] => unary(name, value),
        [left, right] => match (left.as_integer(), right.as_integer()) {
            (Some(x), Some(y)) => integers(name, x, y),
            _ => binary(name, left, right),
        },
        _ => None,
    }
}

fn unary(name: &str, value: &Literal) -> Option<Literal> {
    if let Some(answer) = type_test(name, value) {
        return Some(Literal::bool(answer));
    }
    if let (Some(x), true) = (value.as_integer(), matches!(name, "-" | "+" | "bnot" | "abs")) {
        return Some(Literal::integer(match name {
            "-" => -x,
            "bnot" => -x - 1,
            "abs" => x.abs(),
            _ => x.clone(),
        }));
    }
    match (name, value) {
        ("not", _) => Some(Literal::bool(!value.as_bool()?)),
        ("-", Literal::Float(x)) => Some(Literal::Float(-x)),
        ("hd", _) => value.split_cons().map(|(head, _)| head),
        ("tl", _) => value.split_cons().map(|(_, tail)| tail),
        ("length", _) => value.list_items().map(|items| Literal::integer(items.len())),
        ("tuple_size" | "size", Literal::Tuple(items)) => Some(Literal::integer(items.len())),
        ("map_size", Literal::Map(pairs)) => Some(Literal::integer(pairs.len())),
        ("byte_size" | "size", Literal::Binary(bytes, 8)) => Some(Literal::integer(bytes.len())),
        _ => None,
    }
}

fn type_test(name: &str, value: &Literal) -> Option<bool> {
    use Literal as L;
    Some(match name {
        "is_atom" => matches!(value, L::Atom(_)),
        "is_boolean" => value.as_bool().is_some(),
        "is_integer" => matches!(value, L::Integer(_)),
        "is_float" => matches!(value, L::Float(_)),
        "is_number" => matches!(value, L::Integer(_) | L::Float(_)),
        "is_list" => matches!(value, L::Nil | L::String(_) | L::Cons(_)),
        "is_tuple" => matches!(value, L::Tuple(_)),
        "is_map" => matches!(value, L::Map(_)),
        "is_binary" => matches!(value, L::Binary(_, 8)),
        "is_bitstring" => matches!(value, L::Binary(..)),
        "is_function" => matches!(value, L::Fun(..)),
        "is_pid" | "is_port" | "is_reference" => false,
        _ => return None,
    })
}

fn integers(name: &str, x: &BigInt, y: &BigInt) -> Option<Literal> {
    if x.bits() > MAX_BITS || y.bits() > MAX_BITS {
        return None;
    }
    let result = match name {
        "+" => x + y,
        "-" => x - y,
        "*" => x * y,
        "div" if !y.is_zero() => x / y,
        "rem" if !y.is_zero() => x % y,
        "band" => x & y,
        "bor" => x | y,
        "bxor" => x ^ y,
        "bsl" => shift(x, y.to_i64()?)?,
        "bsr" => shift(x, y.to_i64()?.checked_neg()?)?,
        "/" => return divide(x, y),
        "min" => x.min(y).clone(),
        "max" => x.max(y).clone(),
        "<" => return Some(Literal::bool(x < y)),
        "=<" => return Some(Literal::bool(x <= y)),
        ">" => return Some(Literal::bool(x > y)),
        ">=" => return Some(Literal::bool(x >= y)),
        "==" | "=:=" => return Some(Literal::bool(x == y)),
        "/=" | "=/=" => return Some(Literal::bool(x != y)),
        _ => return None,
    };
    Some(Literal::integer(result))
}

/// Shifts to the left, or to the right where the distance is negative.
fn shift(x: &BigInt, distance: i64) -> Option<BigInt> {
    let places = distance.unsigned_abs();
    match distance {
        0.. if places + x.bits() <= MAX_BITS => Some(x << places),
        0.. => None,
        _ => Some(x >> places.min(2 * MAX_BITS)),
    }
}

/// Integers up to this are floats without loss.
const EXACT: i64 = 1 << 53;

fn divide(x: &BigInt, y: &BigInt) -> Option<Literal> {
    let exact = |n: &BigInt| n.to_i64().filter(|n| (-EXACT..=EXACT).contains(n));
    let (x, y) = (exact(x)?, exact(y)?);
    (y != 0).then(|| Literal::Float(x as f64 / y as f64))
}

fn binary(name: &str, left: &Literal, right: &Literal) -> Option<Literal> {
    if let (Literal::Float(x), Literal::Float(y)) = (left, right) {
        return floats(name, *x, *y);
    }
    match name {
        "=:=" => left.exactly_equals(right).map(Literal::bool),
        "=/=" => left.exactly_equals(right).map(|equal| Literal::bool(!equal)),
        // Numbers aside, `==` is `=:=` for what has no parts.
        "==" if left.as_atom().is_some() || right.as_atom().is_some() => {
            Some(Literal::bool(left == right))
        }
        "/=" if left.as_atom().is_some() || right.as_atom().is_some() => {
            Some(Literal::bool(left != right))
        }
        "and" => Some(Literal::bool(left.as_bool()? & right.as_bool()?)),
        "or" => Some(Literal::bool(left.as_bool()? | right.as_bool()?)),
        "xor" => Some(Literal::bool(left.as_bool()? ^ right.as_bool()?)),
        "element" => match right {
            Literal::Tuple(items) => {
                let index = left.as_integer()?.to_usize()?.checked_sub(1)?;
                items.get(index).cloned()
            }
            _ => None,
        },
        "++" => {
            let items = left.list_items().filter(|items| items.len() <= MAX_ELEMENTS)?;
            Some(Literal::list_with_tail(items, right.clone()))
        }
        _ => None,
    }
}

fn floats(name: &str, x: f64, y: f64) -> Option<Literal> {
    let result = match name {
        "+" => x + y,
        "-" => x - y,
        "*" => x * y,
        "/" if y != 0.0 => x / y,
        "<" => return Some(Literal::bool(x < y)),
        "=<" => return Some(Literal::bool(x <= y)),
        ">" => return Some(Literal::bool(x > y)),
        ">=" => return Some(Literal::bool(x >= y)),
        "==" | "=:=" => return Some(Literal::bool(x == y)),
        "/=" | "=/=" => return Some(Literal::bool(x != y)),
        _ => return None,
    };
    result.is_finite().then_some(Literal::Float(result))
}
