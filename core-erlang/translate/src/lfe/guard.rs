//! Guards: the tests of `(when test…)`, and which expressions could be tests of a guard.

use lfec_core::bifs;
use lfec_core::ir::Expr;
use lfec_reader::{Form, FormKind};

use super::Translator;
use super::scope::Scope;

impl Translator<'_> {
    /// The guard that holds when `tests` and all tests of a `when` do. A test that fails, or that
    /// gives something else than a boolean, does not hold.
    pub(super) fn guard_tests(
        &mut self,
        mut tests: Vec<Expr>,
        forms: &[Form],
        scope: &Scope<'_>,
    ) -> Expr {
        tests.extend(forms.iter().map(|form| self.expr(form, scope)));
        let test = self.builder.all_of(tests);
        self.builder.guard(test)
    }
}

/// Whether a guard could have this test.
pub(super) fn is_guard_test(form: &Form) -> bool {
    let FormKind::List(items) = &form.kind else {
        return !matches!(form.kind, FormKind::Dotted(..));
    };
    let Some((head, rest)) = items.split_first() else { return true };
    match head.as_symbol().map_or("", |name| name.as_str()) {
        "quote" => true,
        "cons" | "car" | "cdr" | "list" | "tuple" | "tref" | "map" | "map-size" | "map-get"
        | "map-set" | "map-update" | "andalso" | "orelse" => rest.iter().all(is_guard_test),
        "binary" => rest.iter().all(is_guard_segment),
        "call" => match rest {
            [module, name, arguments @ ..] => {
                is_guard_function(module, name, arguments.len())
                    && arguments.iter().all(is_guard_test)
            }
            _ => false,
        },
        _ => false,
    }
}

fn is_guard_function(module: &Form, name: &Form, arity: usize) -> bool {
    let quoted = |form: &Form| match form.as_call("quote") {
        Some([datum]) => datum.as_symbol(),
        _ => None,
    };
    quoted(module).is_some_and(|module| module.as_str() == "erlang")
        && quoted(name).is_some_and(|name| bifs::is_guard(name, arity))
}

fn is_guard_segment(segment: &Form) -> bool {
    let Some([value, specifications @ ..]) = segment.as_list() else { return true };
    let is_test = |specification: &Form| match specification.as_call("size") {
        Some(size) => size.iter().all(is_guard_test),
        None => true,
    };
    is_guard_test(value) && specifications.iter().all(is_test)
}
