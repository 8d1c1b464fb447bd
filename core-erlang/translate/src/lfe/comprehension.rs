//! Comprehensions.

use lfec_core::ir::Expr;
use lfec_reader::Form;

use super::guard::is_guard_test;
use super::scope::Scope;
use super::{Translator, at};
use crate::comprehension::{Qualifier, binary_comprehension, list_comprehension};

impl Translator<'_> {
    /// `(list-comp (qualifier…) value)` and `binary-comp`.
    pub(super) fn comprehension(
        &mut self,
        name: &str,
        form: &Form,
        qualifiers: &Form,
        value: &Form,
        scope: &Scope<'_>,
    ) -> Expr {
        let Some(forms) = qualifiers.as_list() else {
            return self.bad(form, "bad comprehension form");
        };
        let mut translated = Vec::with_capacity(forms.len());
        let value = self.qualifiers(forms, value, scope, &mut translated);
        let mut whole = match name {
            "list-comp" => list_comprehension(&mut self.builder, translated, value),
            _ => binary_comprehension(&mut self.builder, translated, value),
        };
        whole.anno.span = at(form).span;
        whole
    }

    /// Translates the qualifiers that are left and then the value, each in the scope of the
    /// patterns before it.
    fn qualifiers(
        &mut self,
        forms: &[Form],
        value: &Form,
        scope: &Scope<'_>,
        translated: &mut Vec<Qualifier>,
    ) -> Expr {
        let Some((form, rest)) = forms.split_first() else { return self.expr(value, scope) };
        let generator = form.as_call("<-").or_else(|| form.as_call("<="));
        let Some(parts) = generator else {
            let test = match is_guard_test(form) {
                true => Qualifier::Guard(self.guard_tests(
                    Vec::new(),
                    std::slice::from_ref(form),
                    scope,
                )),
                false => Qualifier::Filter(at(form), self.expr(form, scope)),
            };
            translated.push(test);
            return self.qualifiers(rest, value, scope, translated);
        };
        let (pattern, guard, source) = match parts {
            [pattern, source] => (pattern, &[][..], source),
            [pattern, guard, source] => {
                (pattern, guard.as_call("when").unwrap_or_default(), source)
            }
            _ => return self.bad(form, "bad generator"),
        };
        let source = self.expr(source, scope);
        if let Some(segments) = form.as_call("<=").and_then(|_| pattern.as_call("binary")) {
            let mut head = super::pattern::Head::default();
            let segments = self.segment_patterns(segments, &mut head, scope);
            if segments.iter().any(|segment| segment.size.is_atom("all")) {
                return self.bad(pattern, "a binary field without size is not allowed here");
            }
            let inner = scope.with(head.variables);
            let guard = self.guard_tests(head.tests, guard, &inner);
            translated.push(Qualifier::Binary { anno: at(form), segments, guard, source });
            return self.qualifiers(rest, value, &inner, translated);
        }
        if form.as_call("<=").is_some() {
            return self.bad(pattern, "a generator of bits needs a binary pattern");
        }
        let mut head = self.head(std::slice::from_ref(pattern), scope);
        let inner = scope.with(head.variables);
        let guard = self.guard_tests(head.tests, guard, &inner);
        let Some(pattern) = head.patterns.pop() else { return self.bad(form, "bad generator") };
        translated.push(Qualifier::List { anno: at(form), pattern, guard, source });
        self.qualifiers(rest, value, &inner, translated)
    }
}
