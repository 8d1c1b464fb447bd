//! Records: tuples with the record's name in front.

use lfec_base::Symbol;
use lfec_reader::Form;

use super::operator::is_constant;
use super::{Normaliser, Scope};
use crate::keyword::Keyword;
use crate::shape::{Build, is_underscore, quoted};
use crate::tables::RecordDefinition;

impl<'a> Normaliser<'a> {
    fn definition(&self, name: &Form) -> Option<&'a RecordDefinition> {
        self.tables.records.get(&name.as_symbol()?)
    }

    pub(super) fn record(
        &mut self,
        word: Keyword,
        form: &Form,
        rest: &[Form],
        scope: &Scope,
    ) -> Form {
        use Keyword::*;
        match (word, rest) {
            (Record | MakeRecord, [name, fields @ ..]) => self.make(form, name, fields, scope),
            (IsRecord, [tested, name]) => {
                let tested = self.expression(tested, scope);
                self.record_test(form, tested, name)
            }
            (RecordIndex, [name, field]) => self.record_index(form, name, field),
            (RecordField, [accessed, name, field]) => {
                let accessed = self.expression(accessed, scope);
                self.access(form, accessed, name, field)
            }
            (RecordUpdate, [updated, name, fields @ ..]) => {
                self.update(form, updated, name, fields, scope)
            }
            _ => self.illegal(form),
        }
    }

    /// `(tuple 'name value…)`
    fn make(&mut self, form: &Form, name: &Form, fields: &[Form], scope: &Scope) -> Form {
        let make = Build(form.span);
        let Some(definition) = self.definition(name) else { return self.illegal(form) };
        let mut parts = vec![make.quote(name.clone())];
        for field in &definition.fields {
            let default = field.default.as_ref();
            parts.push(match given(fields, |f| f.as_symbol() == Some(field.name)) {
                Some(value) => self.expression(value, scope),
                None => match given(fields, is_underscore).or(default) {
                    Some(value) => self.expression(value, scope),
                    None => make.atom_text("undefined"),
                },
            });
        }
        make.call("tuple", parts)
    }

    /// `(call 'erlang 'is_record value 'name size)`
    pub(super) fn record_test(&mut self, form: &Form, tested: Form, name: &Form) -> Form {
        let make = Build(form.span);
        let Some(definition) = self.definition(name) else { return make.atom_text("false") };
        let size = Form::integer(form.span, definition.size());
        make.erlang("is_record", [tested, make.quote(name.clone()), size])
    }

    /// `(is_record value 'name)` of a record that is known here tests its size too.
    pub(super) fn known_record_test(
        &mut self,
        form: &Form,
        function: Symbol,
        arguments: &mut Vec<Form>,
    ) -> Option<Form> {
        let [_, name] = arguments.as_slice() else { return None };
        let name = quoted(name)?.clone();
        if function.as_str() != "is_record" || self.definition(&name).is_none() {
            return None;
        }
        let tested = arguments.swap_remove(0);
        Some(self.record_test(form, tested, &name))
    }

    /// The position of a field.
    pub(super) fn record_index(&mut self, form: &Form, name: &Form, field: &Form) -> Form {
        let index = self.definition(name).zip(field.as_symbol());
        let index = index.and_then(|(definition, field)| definition.index(field));
        Form::integer(form.span, index.unwrap_or(0))
    }

    /// A case with one pattern for the record, and the error for all else.
    fn access(&mut self, form: &Form, accessed: Form, name: &Form, field: &Form) -> Form {
        let make = Build(form.span);
        let Some(definition) = self.definition(name) else { return self.illegal(form) };
        let value = self.fresh(form.span);
        let fields = definition.fields.iter().map(|known| {
            let is_field = Some(known.name) == field.as_symbol();
            if is_field { value.clone() } else { Form::symbol(form.span, "_") }
        });
        let pattern = make.call("tuple", std::iter::once(make.quote(name.clone())).chain(fields));
        let good = make.list([pattern, value.clone()]);
        let bad = self.bad_record(form);
        make.call("case", [accessed, good, bad])
    }

    fn bad_record(&mut self, form: &Form) -> Form {
        let make = Build(form.span);
        let other = self.fresh(form.span);
        make.list([other.clone(), make.raise("badrecord", [other])])
    }

    /// Values are evaluated after the record and before it is tested.
    fn update(
        &mut self,
        form: &Form,
        updated: &Form,
        name: &Form,
        fields: &[Form],
        scope: &Scope,
    ) -> Form {
        let make = Build(form.span);
        let Some(definition) = self.definition(name) else { return self.illegal(form) };
        let updated = self.expression(updated, scope);
        let mut bindings = Vec::new();
        let mut values: Vec<(Form, Form)> = Vec::new();
        for pair in fields.chunks(2) {
            let [field, value] = pair else { continue };
            let value = self.expression(value, scope);
            if is_constant(&value) {
                values.push((field.clone(), value));
            } else {
                let variable = self.fresh(value.span);
                bindings.push(make.list([variable.clone(), value]));
                values.push((field.clone(), variable));
            }
        }
        let (mut old, mut new) = (vec![make.quote(name.clone())], vec![make.quote(name.clone())]);
        for known in &definition.fields {
            let is_field = |field: &Form| field.as_symbol() == Some(known.name);
            match values.iter().rev().find(|(field, _)| is_field(field)) {
                Some((_, value)) => {
                    old.push(Form::symbol(form.span, "_"));
                    new.push(value.clone());
                }
                None => {
                    let kept = self.fresh(form.span);
                    old.push(kept.clone());
                    new.push(kept);
                }
            }
        }
        let good = make.list([make.call("tuple", old), make.call("tuple", new)]);
        let bad = self.bad_record(form);
        if bindings.is_empty() {
            return make.call("case", [updated, good, bad]);
        }
        let record = self.fresh(form.span);
        bindings.insert(0, make.list([record.clone(), updated]));
        let case = make.call("case", [record, good, bad]);
        make.call("let", [make.list(bindings), case])
    }

    /// Fields that are not mentioned match anything, or the pattern given for `_`.
    pub(super) fn record_pattern(&mut self, form: &Form, name: &Form, fields: &[Form]) -> Form {
        let make = Build(form.span);
        let wildcard = Form::symbol(form.span, "_");
        let Some(definition) = self.definition(name) else { return wildcard };
        let mut parts = vec![make.quote(name.clone())];
        for known in &definition.fields {
            let value = given(fields, |field| field.as_symbol() == Some(known.name))
                .or_else(|| given(fields, is_underscore));
            parts.push(value.map_or_else(|| wildcard.clone(), |value| self.pattern(value)));
        }
        make.call("tuple", parts)
    }
}

/// The last value given for a field.
fn given(fields: &[Form], is_field: impl Fn(&Form) -> bool) -> Option<&Form> {
    let pairs = fields.chunks(2).rev().filter_map(|pair| match pair {
        [field, value] => Some((field, value)),
        _ => None,
    });
    pairs.into_iter().find(|(field, _)| is_field(field)).map(|(_, value)| value)
}
