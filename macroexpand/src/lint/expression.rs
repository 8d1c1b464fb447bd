//! Checks of expressions.

use lfec_base::{Severity, Span, Symbol};
use lfec_reader::{Form, FormKind};

use super::problem::{NameArity, Problem};
use super::scope::{FunctionKind, Scope};
use super::{Linter, suggest};
use crate::bif;
use crate::keyword::{Keyword, call_of};
use crate::shape::{as_index, is_code_points};
use crate::stack::deeper;

/// A comparison of every pair has at most this many terms: the tests grow with the square.
const MOST_PAIRWISE: usize = 100;

impl Linter<'_> {
    pub(super) fn expression(&mut self, form: &Form, scope: &Scope) {
        match &form.kind {
            FormKind::Symbol(name) => self.variable(*name, form.span, scope),
            FormKind::List(items) if !items.is_empty() && !is_code_points(form) => {
                deeper(|| self.call_form(form, items, scope));
            }
            FormKind::Dotted(items, tail) => {
                self.report(form.span, Problem::BadArgs);
                self.expressions(&items[1..], scope);
                self.expression(tail, scope);
            }
            _ => {}
        }
    }

    pub(super) fn expressions(&mut self, forms: &[Form], scope: &Scope) {
        for form in forms {
            self.expression(form, scope);
        }
    }

    pub(super) fn variable(&mut self, name: Symbol, span: Span, scope: &Scope) {
        if let Some(binding) = scope.variable(name) {
            return self.usage.use_variable(binding);
        }
        if let Some(free) = &mut self.free {
            if !free.contains(&name) {
                free.push(name);
            }
            return;
        }
        let texts = scope.variable_names().map(Symbol::as_str);
        let help = match suggest::nearest(name.as_str(), texts) {
            Some(near) => format!("is the variable {near} meant?"),
            None => format!("if the atom is meant, quote it: '{name}"),
        };
        let mut diagnostic = Problem::UnboundSymbol(name).at(span).with_help(help);
        if self.warn_unbound {
            diagnostic.severity = Severity::Warning;
        }
        self.diagnostics.push(diagnostic);
    }

    fn call_form(&mut self, form: &Form, items: &[Form], scope: &Scope) {
        let rest = &items[1..];
        let Some(name) = items[0].as_symbol() else {
            return self.bad_application(form, items, scope);
        };
        match Keyword::of(name) {
            Some(word) if self.core_form(word, form, rest, scope) => {}
            Some(word) if word.is_operator(rest.len()) => {
                self.note_function((name, rest.len()), scope);
                self.check_pairwise(word, form, rest.len());
                self.expressions(rest, scope);
            }
            _ => {
                // What a macro that is missing does with its arguments is not known.
                if !self.incomplete || self.is_known((name, rest.len()), scope) {
                    self.expressions(rest, scope);
                }
                self.function((name, rest.len()), form.span, scope);
            }
        }
    }

    /// `/=` of many terms compares every pair.
    pub(super) fn check_pairwise(&mut self, word: Keyword, form: &Form, count: usize) {
        let pairwise = matches!(word, Keyword::NotEqual | Keyword::NotExactEqual);
        if pairwise && count > MOST_PAIRWISE {
            let help = format!("at most {MOST_PAIRWISE} terms can be compared with one another");
            self.report_with_help(form.span, Problem::BadForm(word.text()), Some(help));
        }
    }

    fn bad_application(&mut self, form: &Form, items: &[Form], scope: &Scope) {
        let is_function = matches!(
            call_of(&items[0]),
            Some((Keyword::Lambda | Keyword::MatchLambda | Keyword::Function, _))
        );
        let help = if is_function {
            "to call a function that is a value, use (funcall function argument ...)"
        } else {
            "a call starts with the name of a function; data is quoted: '(...)"
        };
        let help = Some(help.to_owned());
        self.report_with_help(form.span, Problem::BadForm("application"), help);
        self.expressions(&items[1..], scope);
    }

    /// Checks `(name …)` where the name is a core form's or core function's; false if it is not
    /// one with that many arguments.
    fn core_form(&mut self, word: Keyword, form: &Form, rest: &[Form], scope: &Scope) -> bool {
        use Keyword::*;
        let count = rest.len();
        match word {
            Quote if count == 1 => {}
            Funcall | Call if !word.is_core_function(count) => {
                self.expressions(rest, scope);
                let key = (Symbol::intern(word.text()), count);
                self.function_undefined(key, form.span, scope);
            }
            List | Tuple | Andalso | Orelse | Funcall | Call => {
                self.expressions(rest, scope);
            }
            Cons | Car | Cdr | Tref | Tset | Msiz | MapSize | Mref | MapGet | Mrem | MapRemove
            | Append | Subtract
                if word.is_core_function(count) =>
            {
                self.expressions(rest, scope);
            }
            Binary => self.binary_segments(rest, scope, false),
            Map | Mset | MapSet | Mupd | MapUpdate => self.map_pairs(word, form, rest, scope),
            Function if count == 2 || count == 3 => self.function_form(form, rest, scope),
            ListComp | BinaryComp | Lc | Bc if count == 2 => {
                self.comprehension(form, &rest[0], &rest[1], scope);
            }
            _ if word.is_core_form() => return self.control(word, form, rest, scope),
            _ => return self.record_or_struct(word, form, rest, scope),
        }
        true
    }

    /// `(map k v …)` and `(map-set map k v …)`
    fn map_pairs(&mut self, word: Keyword, form: &Form, rest: &[Form], scope: &Scope) {
        if rest.is_empty() && word != Keyword::Map {
            return self.function_undefined((Symbol::intern(word.text()), 0), form.span, scope);
        }
        if !word.is_core_function(rest.len()) {
            self.report(form.span, Problem::BadForm(word.text()));
        }
        self.expressions(rest, scope);
    }

    /// `(function name arity)` and `(function module name arity)`
    fn function_form(&mut self, form: &Form, rest: &[Form], scope: &Scope) {
        let arity = rest.last().and_then(as_index).filter(|arity| *arity <= 255);
        let names: Option<Vec<Symbol>> =
            rest[..rest.len() - 1].iter().map(Form::as_symbol).collect();
        match (names.as_deref(), arity) {
            (Some([name]), Some(arity)) => self.function((*name, arity), form.span, scope),
            (Some([_, _]), Some(_)) => {}
            _ => self.report(form.span, Problem::BadForm("function")),
        }
    }

    /// A function that is called or referred to must be defined.
    pub(super) fn function(&mut self, key: NameArity, span: Span, scope: &Scope) {
        self.note_function(key, scope);
        if !self.is_known(key, scope) {
            self.function_undefined(key, span, scope);
        }
    }

    fn is_known(&self, key: NameArity, scope: &Scope) -> bool {
        scope.function(key).is_some()
            || bif::is_automatic(key.0, key.1)
            || bif::is_lfe_function(key.0.as_str(), key.1)
    }

    fn note_function(&mut self, key: NameArity, scope: &Scope) {
        if scope.function(key) == Some(FunctionKind::Module) {
            self.usage.use_function(key);
        }
    }

    pub(super) fn function_undefined(&mut self, key: NameArity, span: Span, scope: &Scope) {
        if self.incomplete || self.in_session {
            return;
        }
        let help = suggestion(key, scope);
        self.report_with_help(span, Problem::UndefinedFunction(key), help);
    }
}

/// Another arity of the same name, or a name spelled much like it.
fn suggestion((name, arity): NameArity, scope: &Scope) -> Option<String> {
    let local = scope.function_names().map(|(known, arity)| (known.as_str(), arity));
    let automatic =
        bif::names().flat_map(|(name, arities)| arities.iter().map(move |arity| (name, *arity)));
    let mut known: Vec<(&str, usize)> = local.chain(automatic).collect();
    known.sort_unstable();
    let others: Vec<String> = known
        .iter()
        .filter(|(other, _)| *other == name.as_str())
        .map(|(other, arity)| format!("{other}/{arity}"))
        .collect();
    if !others.is_empty() {
        return Some(format!("there is {}", others.join(", ")));
    }
    let near = suggest::nearest(name.as_str(), known.iter().map(|(other, _)| *other))?;
    let arity = known
        .iter()
        .filter(|(other, _)| *other == near)
        .min_by_key(|(_, other)| other.abs_diff(arity))
        .map(|(_, arity)| *arity)?;
    Some(format!("is {near}/{arity} meant?"))
}
