//! Checks of guards.

use lfec_base::Symbol;
use lfec_reader::{Form, FormKind};

use super::Linter;
use super::problem::Problem;
use super::scope::Scope;
use crate::bif;
use crate::keyword::{Keyword, call_of};
use crate::shape::{is_code_points, quoted_symbol};
use crate::stack::deeper;

impl Linter<'_> {
    pub(super) fn guard(&mut self, tests: &[Form], scope: &Scope) {
        for test in tests {
            self.guard_expression(test, scope);
        }
    }

    pub(super) fn guard_expression(&mut self, form: &Form, scope: &Scope) {
        match &form.kind {
            FormKind::Symbol(name) => self.variable(*name, form.span, scope),
            FormKind::List(items) if !items.is_empty() && !is_code_points(form) => {
                deeper(|| self.guard_call(form, items, scope));
            }
            FormKind::Dotted(..) => self.report(form.span, Problem::BadGuardArgs),
            _ => {}
        }
    }

    fn guard_call(&mut self, form: &Form, items: &[Form], scope: &Scope) {
        use Keyword::*;
        let (rest, count) = (&items[1..], items.len() - 1);
        let Some(name) = items[0].as_symbol() else {
            return self.report(form.span, Problem::BadForm("application"));
        };
        match Keyword::of(name) {
            Some(Quote) if count == 1 => {}
            Some(List | Tuple | Andalso | Orelse) => self.guard(rest, scope),
            Some(word @ (Cons | Car | Cdr | Tref | Msiz | MapSize | Mref | MapGet))
                if word.is_core_function(count) =>
            {
                self.guard(rest, scope);
            }
            Some(Binary) => self.binary_segments(rest, scope, true),
            Some(word @ (Map | Mset | MapSet | Mupd | MapUpdate)) => {
                if !word.is_core_function(count) {
                    self.report(form.span, Problem::BadForm(word.text()));
                }
                self.guard(rest, scope);
            }
            Some(IsRecord | RecordField | IsStruct | StructField) if count >= 1 => {
                self.guard_expression(&rest[0], scope);
                self.record_or_struct_names(form, rest);
            }
            Some(RecordIndex) if count == 2 => self.record_or_struct_names(form, rest),
            Some(Call) => self.guard_remote_call(form, rest, scope),
            Some(word) if word.is_operator(count) && scope.function((name, count)).is_none() => {
                self.check_pairwise(word, form, count);
                self.guard(rest, scope);
            }
            _ => self.guard_function(form, name, rest, scope),
        }
    }

    fn guard_remote_call(&mut self, form: &Form, rest: &[Form], scope: &Scope) {
        let [module, function, arguments @ ..] = rest else {
            return self.illegal_guard(form, None);
        };
        let module = quoted_symbol(module).map(|name| self.tables.resolve_module(name));
        let is_erlang = module.is_some_and(|name| name.as_str() == "erlang");
        let allowed = is_erlang
            && quoted_symbol(function).is_some_and(|name| is_allowed(name, arguments.len()));
        if allowed {
            self.guard(arguments, scope);
        } else {
            self.illegal_guard(form, None);
        }
    }

    fn guard_function(&mut self, form: &Form, name: Symbol, rest: &[Form], scope: &Scope) {
        let local = scope.function((name, rest.len())).is_some();
        if !local && is_allowed(name, rest.len()) {
            return self.guard(rest, scope);
        }
        let note = (local && is_allowed(name, rest.len())).then(|| {
            format!("{name}/{} is a function of this module here, not that of erlang", rest.len())
        });
        self.illegal_guard(form, note);
    }

    fn illegal_guard(&mut self, form: &Form, note: Option<String>) {
        let mut diagnostic = Problem::IllegalGuard.at(form.span);
        diagnostic.notes.extend(note);
        if matches!(call_of(form), Some((Keyword::If | Keyword::Case | Keyword::Cond, _))) {
            diagnostic = diagnostic.with_help("in guards, use andalso and orelse");
        }
        self.diagnostics.push(diagnostic);
    }
}

/// Whether guards may call `erlang:name`.
fn is_allowed(name: Symbol, arity: usize) -> bool {
    bif::is_guard_function(name.as_str(), arity)
        || (bif::is_operator(name, arity) && !["!", "++", "--"].contains(&name.as_str()))
}
