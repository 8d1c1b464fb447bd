//! Conditions and results of match specifications.
//!
//! `{Function, Argument…}` calls a guard function, `{const, Term}` is the term as it is, `{{…}}` a
//! tuple; lists and maps are made of their parts' values. The functions are the BIFs that generated
//! code calls; what they make is on the running process's heap.

use std::collections::HashMap;
use std::sync::LazyLock;

use lfec_abi::bif::{self, BifKind};
use lfec_abi::machine::Machine;

use super::pattern::{Variables, variable_number};
use crate::heap::Allocate;
use crate::term::{Term, map};

/// What an expression can refer to.
pub struct Scope<'a> {
    /// The object that matched.
    pub object: Term,
    /// Values of the pattern's variables.
    pub bindings: &'a [Term],
    /// The pattern's variables.
    pub variables: &'a Variables,
}

/// A compiled expression.
pub enum Expression {
    /// A term as it is.
    Constant(Term),
    /// A variable of the pattern, by index.
    Variable(usize),
    /// `'$_'`: the object.
    Whole,
    /// `'$$'`: all variables.
    Bindings,
    /// A tuple.
    Tuple(Vec<Expression>),
    /// A list with these elements and this rest.
    List(Vec<Expression>, Box<Expression>),
    /// A map.
    Map(Vec<(Expression, Expression)>),
    /// A function's value.
    Call(Function, Vec<Expression>),
    /// `and`, `andalso` (true: all have to be), `or`, `orelse`: stops at the first that decides if lazy.
    Connect {
        /// Whether all have to be true.
        all: bool,
        /// Whether it stops at the first that decides.
        lazy: bool,
        /// The parts.
        parts: Vec<Expression>,
    },
}

/// A BIF that takes up to three terms.
#[derive(Clone, Copy)]
pub enum Function {
    /// Without arguments.
    None(extern "C" fn(&mut Machine) -> Term),
    /// With one.
    One(extern "C" fn(&mut Machine, Term) -> Term),
    /// With two.
    Two(extern "C" fn(&mut Machine, Term, Term) -> Term),
    /// With three.
    Three(extern "C" fn(&mut Machine, Term, Term, Term) -> Term),
}

/// Guard functions that match specifications may call.
const ALLOWED: &[&str] = &[
    "is_atom",
    "is_float",
    "is_integer",
    "is_list",
    "is_number",
    "is_pid",
    "is_port",
    "is_reference",
    "is_tuple",
    "is_map",
    "is_map_key",
    "is_binary",
    "is_bitstring",
    "is_boolean",
    "is_function",
    "is_record",
    "not",
    "xor",
    "abs",
    "element",
    "hd",
    "length",
    "map_get",
    "map_size",
    "max",
    "min",
    "node",
    "round",
    "size",
    "bit_size",
    "byte_size",
    "binary_part",
    "tl",
    "trunc",
    "float",
    "ceil",
    "floor",
    "tuple_size",
    "+",
    "-",
    "*",
    "/",
    "div",
    "rem",
    "band",
    "bor",
    "bxor",
    "bnot",
    "bsl",
    "bsr",
    ">",
    ">=",
    "<",
    "=<",
    "=:=",
    "==",
    "=/=",
    "/=",
    "self",
];

static FUNCTIONS: LazyLock<HashMap<(&'static str, usize), Function>> = LazyLock::new(|| {
    let addresses: HashMap<&str, usize> = crate::entry_points().into_iter().collect();
    let rows = bif::all().filter(|bif| {
        bif.module == "erlang" && bif.kind != BifKind::Trap && ALLOWED.contains(&bif.name)
    });
    rows.filter_map(|bif| {
        let address = *addresses.get(bif.symbol)?;
        Some(((bif.name, bif.arity), function(address, bif.arity)?))
    })
    .collect()
});

fn function(address: usize, arity: usize) -> Option<Function> {
    // SAFETY: the address is that of a BIF of this arity, not a trap: `lfec_abi::bif` gives its type.
    unsafe {
        Some(match arity {
            0 => Function::None(std::mem::transmute::<usize, extern "C" fn(&mut Machine) -> Term>(
                address,
            )),
            1 => Function::One(std::mem::transmute::<
                usize,
                extern "C" fn(&mut Machine, Term) -> Term,
            >(address)),
            2 => Function::Two(std::mem::transmute::<
                usize,
                extern "C" fn(&mut Machine, Term, Term) -> Term,
            >(address)),
            3 => Function::Three(std::mem::transmute::<
                usize,
                extern "C" fn(&mut Machine, Term, Term, Term) -> Term,
            >(address)),
            _ => return None,
        })
    }
}

impl Expression {
    /// Compiles an expression over a pattern's variables.
    pub fn compile(term: Term, variables: &Variables, depth: usize) -> Option<Expression> {
        let depth = depth.checked_sub(1)?;
        let all = |terms: &[Term]| -> Option<Vec<Expression>> {
            terms.iter().map(|term| Self::compile(*term, variables, depth)).collect()
        };
        if let Some(atom) = term.as_atom() {
            return Some(match (atom.text(), variable_number(term)) {
                ("$_", _) => Expression::Whole,
                ("$$", _) => Expression::Bindings,
                (_, Some(number)) => Expression::Variable(variables.index(number)?),
                _ => Expression::Constant(term),
            });
        }
        if let Some(tuple) = term.as_tuple() {
            return match tuple.elements() {
                [] => Some(Expression::Constant(term)),
                [inner] => match inner.as_tuple() {
                    Some(inner) => Some(Expression::Tuple(all(inner.elements())?)),
                    None => Self::call(*inner, Vec::new()),
                },
                [tag, value] if *tag == Term::atom("const") => Some(Expression::Constant(*value)),
                [function, arguments @ ..] => Self::call(*function, all(arguments)?),
            };
        }
        if term.is_cons() {
            let mut list = term.list();
            let elements: Vec<Term> = list.by_ref().collect();
            let rest = Self::compile(list.rest(), variables, depth)?;
            return Some(Expression::List(all(&elements)?, Box::new(rest)));
        }
        if term.is_map() {
            let pairs = map::pairs(term).map(|(key, value)| {
                let key = Self::compile(key, variables, depth)?;
                Some((key, Self::compile(value, variables, depth)?))
            });
            return Some(Expression::Map(pairs.collect::<Option<_>>()?));
        }
        Some(Expression::Constant(term))
    }

    fn call(name: Term, arguments: Vec<Expression>) -> Option<Expression> {
        let name = name.as_atom()?.text();
        let connect = match name {
            "and" => Some((true, false)),
            "andalso" => Some((true, true)),
            "or" => Some((false, false)),
            "orelse" => Some((false, true)),
            _ => None,
        };
        if let Some((all, lazy)) = connect {
            let parts = arguments;
            return (!parts.is_empty()).then_some(Expression::Connect { all, lazy, parts });
        }
        let function = *FUNCTIONS.get(&(name, arguments.len()))?;
        Some(Expression::Call(function, arguments))
    }

    /// The value; `None` if it fails.
    pub fn evaluate(&self, machine: &mut Machine, scope: &Scope<'_>) -> Option<Term> {
        Some(match self {
            Expression::Constant(term) => *term,
            Expression::Variable(index) => scope.bindings[*index],
            Expression::Whole => scope.object,
            Expression::Bindings => machine.list(scope.bindings),
            Expression::Tuple(parts) => {
                let parts = evaluate_all(parts, machine, scope)?;
                if parts.is_empty() { Term::empty_tuple() } else { machine.tuple(&parts) }
            }
            Expression::List(parts, rest) => {
                let parts = evaluate_all(parts, machine, scope)?;
                let rest = rest.evaluate(machine, scope)?;
                machine.list_with_tail(&parts, rest)
            }
            Expression::Map(pairs) => {
                let mut values = Vec::with_capacity(pairs.len());
                for (key, value) in pairs {
                    values.push((key.evaluate(machine, scope)?, value.evaluate(machine, scope)?));
                }
                map::from_pairs(machine, values)
            }
            Expression::Call(function, arguments) => {
                let arguments = evaluate_all(arguments, machine, scope)?;
                let value = function.call(machine, &arguments)?;
                return (!value.is_non_value()).then_some(value);
            }
            Expression::Connect { all, lazy, parts } => {
                return connect(*all, *lazy, parts, machine, scope);
            }
        })
    }
}

fn evaluate_all(
    parts: &[Expression],
    machine: &mut Machine,
    scope: &Scope<'_>,
) -> Option<Vec<Term>> {
    parts.iter().map(|part| part.evaluate(machine, scope)).collect()
}

fn connect(
    all: bool,
    lazy: bool,
    parts: &[Expression],
    machine: &mut Machine,
    scope: &Scope<'_>,
) -> Option<Term> {
    let mut result = all;
    for part in parts {
        let value = part.evaluate(machine, scope)?.as_boolean()?;
        if value != all {
            result = !all;
            if lazy {
                break;
            }
        }
    }
    Some(Term::boolean(result))
}

impl Function {
    fn call(self, machine: &mut Machine, arguments: &[Term]) -> Option<Term> {
        Some(match (self, arguments) {
            (Function::None(function), []) => function(machine),
            (Function::One(function), [a]) => function(machine, *a),
            (Function::Two(function), [a, b]) => function(machine, *a, *b),
            (Function::Three(function), [a, b, c]) => function(machine, *a, *b, *c),
            _ => return None,
        })
    }
}
