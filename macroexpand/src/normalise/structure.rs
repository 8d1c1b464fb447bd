//! Structs: maps with the module's name under `__struct__`.

use lfec_reader::Form;

use super::{Normaliser, Scope};
use crate::keyword::Keyword;
use crate::shape::Build;

impl Normaliser<'_> {
    pub(super) fn structure(
        &mut self,
        word: Keyword,
        form: &Form,
        rest: &[Form],
        scope: &Scope,
    ) -> Form {
        use Keyword::*;
        let make = Build(form.span);
        match (word, rest) {
            (Struct, [name, fields @ ..]) => {
                let mut pairs = Vec::new();
                for pair in fields.chunks(2) {
                    let [field, value] = pair else { continue };
                    let value = self.expression(value, scope);
                    pairs.push(make.call("tuple", [make.quote(field.clone()), value]));
                }
                let names = [make.quote(name.clone()), make.atom_text("__struct__")];
                make.call("call", names.into_iter().chain([make.call("list", pairs)]))
            }
            (IsStruct, [tested]) => {
                let module = self.fresh(form.span);
                let is_atom = make.call("when", [make.erlang("is_atom", [module.clone()])]);
                let pattern = make.call("map", [make.atom_text("__struct__"), module]);
                let good = make.list([pattern, is_atom, make.atom_text("true")]);
                self.test(form, tested, good, scope)
            }
            (IsStruct, [tested, name]) => {
                let good = make.list([struct_pattern(form, name, &[]), make.atom_text("true")]);
                self.test(form, tested, good, scope)
            }
            (StructField, [accessed, name, field]) => {
                let value = self.fresh(form.span);
                let parts = [make.quote(field.clone()), value.clone()];
                let good = make.list([struct_pattern(form, name, &parts), value]);
                let accessed = self.expression(accessed, scope);
                let bad = self.bad_struct(form, name);
                make.call("case", [accessed, good, bad])
            }
            (StructUpdate, [updated, name, fields @ ..]) => {
                self.struct_update(form, updated, name, fields, scope)
            }
            _ => self.illegal(form),
        }
    }

    fn test(&mut self, form: &Form, tested: &Form, good: Form, scope: &Scope) -> Form {
        let make = Build(form.span);
        let tested = self.expression(tested, scope);
        let bad = make.list([Form::symbol(form.span, "_"), make.atom_text("false")]);
        make.call("case", [tested, good, bad])
    }

    fn bad_struct(&mut self, form: &Form, name: &Form) -> Form {
        let make = Build(form.span);
        let other = self.fresh(form.span);
        let error = make.raise("badstruct", [make.quote(name.clone()), other.clone()]);
        make.list([other, error])
    }

    fn struct_update(
        &mut self,
        form: &Form,
        updated: &Form,
        name: &Form,
        fields: &[Form],
        scope: &Scope,
    ) -> Form {
        let make = Build(form.span);
        let updated = self.expression(updated, scope);
        let map = self.fresh(form.span);
        let mut parts = vec![map.clone()];
        for pair in fields.chunks(2) {
            let [field, value] = pair else { continue };
            parts.extend([make.quote(field.clone()), self.expression(value, scope)]);
        }
        let pattern = make.call("=", [map.clone(), struct_pattern(form, name, &[])]);
        let changed = if parts.len() == 1 { map } else { make.call("map-update", parts) };
        let good = make.list([pattern, changed]);
        let bad = self.bad_struct(form, name);
        make.call("case", [updated, good, bad])
    }
}

/// `(map '__struct__ 'name key pattern …)`
fn struct_pattern(form: &Form, name: &Form, more: &[Form]) -> Form {
    let make = Build(form.span);
    let head = [make.atom_text("__struct__"), make.quote(name.clone())];
    make.call("map", head.into_iter().chain(more.iter().cloned()))
}
