//! Normalisation: from core forms to the smaller language that [`crate::Module`] describes.
//!
//! Records and structs become tuples and maps, operators get one or two arguments, names of
//! functions are resolved, empty bodies get a value. Forms that lint reports as wrong become
//! calls that raise an error: what is made here is always well formed.

mod append;
mod binary;
mod body;
mod call;
mod expression;
mod guard;
mod operator;
mod pattern;
mod record;
mod structure;

use std::collections::HashSet;

use lfec_base::{Span, Symbol};
use lfec_reader::Form;

use crate::shape::Build;
use crate::tables::Tables;

type NameArity = (Symbol, usize);

/// What is bound where an expression stands.
#[derive(Clone, Default)]
struct Scope {
    /// Local functions.
    functions: im::HashSet<NameArity>,
    /// Variables, where those that are not bound are an error at run time.
    variables: Option<im::HashSet<Symbol>>,
}

impl Scope {
    /// The scope within patterns.
    fn with_patterns<'f>(&self, patterns: impl IntoIterator<Item = &'f Form>) -> Scope {
        let mut inner = self.clone();
        if let Some(variables) = &mut inner.variables {
            for pattern in patterns {
                variables.extend(crate::lint::pattern_variables(pattern));
            }
        }
        inner
    }

    fn is_unbound(&self, name: Symbol) -> bool {
        self.variables.as_ref().is_some_and(|variables| !variables.contains(&name))
    }
}

/// A function of a module, normalised.
pub(crate) fn function(lambda: &Form, tables: &Tables, functions: &HashSet<NameArity>) -> Form {
    let mut normaliser = Normaliser::new(tables, functions);
    normaliser.expression(lambda, &Scope::default())
}

/// An expression or a function of a session, normalised: functions that are not known are those of
/// the session's module, be they defined or not.
pub(crate) fn session_code(
    form: &Form,
    tables: &Tables,
    module: Symbol,
    functions: &HashSet<NameArity>,
) -> Form {
    let none = HashSet::new();
    let mut normaliser = Normaliser::new(tables, &none);
    normaliser.session = Some((module, functions));
    normaliser.expression(form, &Scope::default())
}

/// A macro or a function of `eval-when-compile`, normalised: unknown functions and variables raise
/// an error when they are reached.
pub(crate) fn compile_time_lambda(
    lambda: &Form,
    tables: &Tables,
    functions: impl Iterator<Item = NameArity>,
    variables: impl Iterator<Item = Symbol>,
) -> Form {
    let functions: HashSet<NameArity> = functions.collect();
    let mut normaliser = Normaliser::new(tables, &functions);
    normaliser.raise_unknown = true;
    let scope = Scope { variables: Some(variables.collect()), ..Scope::default() };
    normaliser.expression(lambda, &scope)
}

struct Normaliser<'a> {
    tables: &'a Tables,
    /// Scope of the module or of `eval-when-compile`.
    functions: &'a HashSet<NameArity>,
    /// Whether a function that is not known is an error at run time.
    raise_unknown: bool,
    /// The module of a session and the functions that are defined there.
    session: Option<(Symbol, &'a HashSet<NameArity>)>,
    fresh: u32,
}

impl<'a> Normaliser<'a> {
    fn new(tables: &'a Tables, functions: &'a HashSet<NameArity>) -> Normaliser<'a> {
        Normaliser { tables, functions, raise_unknown: false, session: None, fresh: 0 }
    }

    /// A variable that no program text can name.
    fn fresh(&mut self, span: Span) -> Form {
        self.fresh += 1;
        Form::symbol(span, &format!("value {}", self.fresh))
    }

    /// What stands for a form that lint reports.
    fn illegal(&self, form: &Form) -> Form {
        Build(form.span).raise("illegal_form", [])
    }
}
