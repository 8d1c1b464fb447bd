//! Guards.
//!
//! Access to a record's field needs a test that it is that record; the test stands in front of
//! the smallest test around the access, and makes the whole guard fail as an exception would.

use lfec_base::Symbol;
use lfec_reader::{Form, FormKind};

use super::Normaliser;
use super::operator::guard_operator;
use crate::keyword::{Keyword, call_of};
use crate::shape::{Build, is_code_points, quoted_symbol};
use crate::stack::deeper;

/// Tests that must hold for an expression to have a value.
type Needed = Vec<Form>;

impl Normaliser<'_> {
    /// `(when test…)`; `None` if there are no tests.
    pub(super) fn guard(&mut self, form: &Form, tests: &[Form]) -> Option<Form> {
        let mut conjunction = Vec::with_capacity(tests.len());
        for test in tests {
            let mut needed = Needed::new();
            let test = self.guard_expression(test, &mut needed);
            conjunction.extend(needed);
            conjunction.push(test);
        }
        (!conjunction.is_empty()).then(|| Build(form.span).call("when", conjunction))
    }

    fn guard_expressions(&mut self, forms: &[Form], needed: &mut Needed) -> Vec<Form> {
        forms.iter().map(|form| self.guard_expression(form, needed)).collect()
    }

    /// A part of a guard expression.
    pub(super) fn guard_part(&mut self, form: &Form, needed: &mut Needed) -> Form {
        self.guard_expression(form, needed)
    }

    fn guard_expression(&mut self, form: &Form, needed: &mut Needed) -> Form {
        match &form.kind {
            FormKind::List(items) if items.is_empty() => Build(form.span).quote(form.clone()),
            FormKind::List(items) => {
                if is_code_points(form) {
                    return Build(form.span).quote(form.clone());
                }
                match items[0].as_symbol() {
                    Some(name) => deeper(|| self.guard_call(form, name, &items[1..], needed)),
                    None => self.illegal_guard(form),
                }
            }
            FormKind::Dotted(..) => self.illegal_guard(form),
            _ => form.clone(),
        }
    }

    fn illegal_guard(&self, form: &Form) -> Form {
        Build(form.span).atom_text("false")
    }

    fn guard_call(
        &mut self,
        form: &Form,
        name: Symbol,
        rest: &[Form],
        needed: &mut Needed,
    ) -> Form {
        use Keyword::*;
        let make = Build(form.span);
        match call_of(form).map(|(word, _)| word) {
            Some(Quote) if rest.len() == 1 => form.clone(),
            Some(word @ (Andalso | Orelse)) => self.guard_tests(word, form, rest),
            Some(word @ (Cons | Car | Cdr | List | Tuple | Tref | Map)) => {
                make.call(word.text(), self.guard_expressions(rest, needed))
            }
            Some(Msiz | MapSize) => make.call("map-size", self.guard_expressions(rest, needed)),
            Some(Mref | MapGet) => make.call("map-get", self.guard_expressions(rest, needed)),
            Some(Mset | MapSet) => make.call("map-set", self.guard_expressions(rest, needed)),
            Some(Mupd | MapUpdate) => make.call("map-update", self.guard_expressions(rest, needed)),
            Some(Binary) => self.guard_binary(form, rest, needed),
            Some(IsRecord) if rest.len() == 2 => {
                let tested = self.guard_expression(&rest[0], needed);
                self.record_test(form, tested, &rest[1])
            }
            Some(RecordIndex) if rest.len() == 2 => self.record_index(form, &rest[0], &rest[1]),
            Some(RecordField) if rest.len() == 3 => {
                let record = self.guard_expression(&rest[0], needed);
                needed.push(self.record_test(form, record.clone(), &rest[1]));
                let index = self.record_index(form, &rest[1], &rest[2]);
                make.erlang("element", [index, record])
            }
            Some(IsStruct | StructField) => self.guard_struct(form, rest, needed),
            Some(Call) => match rest {
                [_, function, arguments @ ..] => match quoted_symbol(function) {
                    Some(name) => self.guard_function(form, name, arguments, needed),
                    None => self.illegal_guard(form),
                },
                _ => self.illegal_guard(form),
            },
            _ => self.guard_function(form, name, rest, needed),
        }
    }

    fn guard_function(
        &mut self,
        form: &Form,
        name: Symbol,
        arguments: &[Form],
        needed: &mut Needed,
    ) -> Form {
        let mut arguments = self.guard_expressions(arguments, needed);
        if let Some(test) = self.known_record_test(form, name, &mut arguments) {
            return test;
        }
        match Keyword::of(name) {
            Some(word) if word.is_operator(arguments.len()) => {
                guard_operator(word, form, arguments)
            }
            _ => Build(form.span).erlang(name.as_str(), arguments),
        }
    }

    /// `andalso` and `orelse`: each test comes with what it needs.
    fn guard_tests(&mut self, word: Keyword, form: &Form, tests: &[Form]) -> Form {
        let make = Build(form.span);
        let mut parts = Vec::with_capacity(tests.len());
        for test in tests {
            let mut needed = Needed::new();
            let test = self.guard_expression(test, &mut needed);
            parts.push(with_needed(test, needed));
        }
        match parts.len() {
            0 => make.atom_text(if word == Keyword::Andalso { "true" } else { "false" }),
            1 => parts.remove(0),
            _ => make.call(word.text(), parts),
        }
    }

    fn guard_struct(&mut self, form: &Form, rest: &[Form], needed: &mut Needed) -> Form {
        let make = Build(form.span);
        let key = make.atom_text("__struct__");
        let Some((first, names)) = rest.split_first() else { return self.illegal_guard(form) };
        let value = self.guard_expression(first, needed);
        let has_key = make.erlang("is_map_key", [key.clone(), value.clone()]);
        let is_map = make.erlang("is_map", [value.clone()]);
        let module = make.call("map-get", [value.clone(), key]);
        match names {
            [] => {
                let is_atom = make.erlang("is_atom", [module]);
                make.call("andalso", [is_map, has_key, is_atom])
            }
            [name] => {
                let same = make.erlang("=:=", [module, make.quote(name.clone())]);
                make.call("andalso", [is_map, has_key, same])
            }
            [name, field] => {
                let same = make.erlang("=:=", [module, make.quote(name.clone())]);
                needed.push(make.call("andalso", [is_map, has_key, same]));
                make.call("map-get", [value, make.quote(field.clone())])
            }
            _ => self.illegal_guard(form),
        }
    }
}

/// `(andalso (orelse needed 'fail) … test)`: a guard fails where `andalso` meets what is no
/// boolean.
fn with_needed(test: Form, needed: Needed) -> Form {
    if needed.is_empty() {
        return test;
    }
    let make = Build(test.span);
    let needed = needed.into_iter().map(|needed| {
        let fail = make.atom_text("fail");
        make.call("orelse", [needed, fail])
    });
    let parts: Vec<Form> = needed.chain([test]).collect();
    make.call("andalso", parts)
}
