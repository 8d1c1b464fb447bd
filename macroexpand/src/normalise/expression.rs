//! Expressions.

use lfec_base::Symbol;
use lfec_reader::{Form, FormKind};

use super::{Normaliser, Scope};
use crate::keyword::{Keyword, call_of};
use crate::shape::{Build, is_code_points};
use crate::stack::deeper;

impl Normaliser<'_> {
    pub(super) fn expression(&mut self, form: &Form, scope: &Scope) -> Form {
        match &form.kind {
            FormKind::List(items) if items.is_empty() => Build(form.span).quote(form.clone()),
            FormKind::List(items) => {
                if is_code_points(form) {
                    return Build(form.span).quote(form.clone());
                }
                deeper(|| self.list(form, items, scope))
            }
            FormKind::Dotted(..) => self.illegal(form),
            FormKind::Symbol(name) if scope.is_unbound(*name) => {
                let make = Build(form.span);
                make.raise("unbound_symbol", [make.atom(*name)])
            }
            _ => form.clone(),
        }
    }

    pub(super) fn expressions(&mut self, forms: &[Form], scope: &Scope) -> Vec<Form> {
        forms.iter().map(|form| self.expression(form, scope)).collect()
    }

    fn list(&mut self, form: &Form, items: &[Form], scope: &Scope) -> Form {
        use Keyword::*;
        let (rest, count) = (&items[1..], items.len() - 1);
        let Some(name) = items[0].as_symbol() else { return self.illegal(form) };
        let Some((word, _)) = call_of(form) else {
            return self.function_call(form, name, rest, scope);
        };
        match word {
            Quote if count == 1 => self.quoted(form, &rest[0]),
            List | Tuple | Cons | Car | Cdr | Tref | Tset | Map | Mref | MapGet | Msiz
            | MapSize | Mset | MapSet | Mupd | MapUpdate | Mrem | MapRemove => {
                self.data(word, form, rest, scope)
            }
            Binary => self.binary(form, rest, scope),
            Record | MakeRecord | IsRecord | RecordIndex | RecordField | RecordUpdate => {
                self.record(word, form, rest, scope)
            }
            Struct | IsStruct | StructField | StructUpdate => {
                self.structure(word, form, rest, scope)
            }
            Lc | ListComp | Bc | BinaryComp if count == 2 => {
                self.comprehension(word, form, rest, scope)
            }
            Append | Subtract if count >= 1 && !self.is_local((name, count), scope) => {
                self.grouped(word, form, rest, scope)
            }
            Andalso | Orelse if !self.is_local((name, count), scope) => {
                self.short_circuit(word, form, rest, scope)
            }
            _ if word.is_core_form() => self.control(word, form, rest, scope),
            _ if word.is_operator(count) && !self.is_local((name, count), scope) => {
                let arguments = self.expressions(rest, scope);
                self.operator(word, form, arguments)
            }
            _ => self.function_call(form, name, rest, scope),
        }
    }

    /// Numbers, strings and binaries need no quote.
    fn quoted(&self, form: &Form, datum: &Form) -> Form {
        match datum.kind {
            FormKind::Symbol(_) | FormKind::List(_) | FormKind::Dotted(..) => form.clone(),
            _ => datum.clone(),
        }
    }

    /// Constructors and accessors, under the long one of their names.
    fn data(&mut self, word: Keyword, form: &Form, rest: &[Form], scope: &Scope) -> Form {
        use Keyword::*;
        if !word.is_core_function(rest.len()) {
            return self.function_call(form, Symbol::intern(word.text()), rest, scope);
        }
        let name = match word {
            Msiz => MapSize,
            Mref => MapGet,
            Mset => MapSet,
            Mupd => MapUpdate,
            Mrem => MapRemove,
            _ => word,
        };
        let arguments = self.expressions(rest, scope);
        match (name, arguments.len()) {
            (List, 0) => Build(form.span).quote(Form::nil(form.span)),
            (MapSet | MapUpdate | MapRemove, 1) => {
                // Nothing changes, but what is no map is still an error.
                match arguments.into_iter().next() {
                    Some(map) => self.checked_map(form, map),
                    None => self.illegal(form),
                }
            }
            _ => Build(form.span).call(name.text(), arguments),
        }
    }

    /// A map, or the error for what is none.
    fn checked_map(&mut self, form: &Form, map: Form) -> Form {
        let make = Build(form.span);
        let variable = self.fresh(form.span);
        let is_map = make.call("when", [make.erlang("is_map", [variable.clone()])]);
        let good = make.list([variable.clone(), is_map, variable.clone()]);
        let bad = make.list([variable.clone(), make.raise("badmap", [variable])]);
        make.call("case", [map, good, bad])
    }

    /// `(andalso e…)` with fewer than two tests is simpler.
    fn short_circuit(&mut self, word: Keyword, form: &Form, rest: &[Form], scope: &Scope) -> Form {
        let make = Build(form.span);
        match rest {
            [] => make.atom_text(if word == Keyword::Andalso { "true" } else { "false" }),
            [test] => self.expression(test, scope),
            _ => make.call(word.text(), self.expressions(rest, scope)),
        }
    }

    /// `(++ list…)` and `(-- list…)`
    fn grouped(&mut self, word: Keyword, form: &Form, rest: &[Form], scope: &Scope) -> Form {
        match rest {
            [list] => self.expression(list, scope),
            _ => Build(form.span).call(word.text(), self.expressions(rest, scope)),
        }
    }
}
