//! `defrecord`: the definition itself and the macros that access the record.
//!
//! The macros are known to the expander; nothing is run to expand them.

use lfec_base::Symbol;
use lfec_reader::Form;

use super::{Expander, Refused};
use crate::environment::{Binding, Environment, RecordAccess, RecordMacro};
use crate::shape::Build;
use crate::tables::field_parts;

/// `(defrecord name field…)` becomes `(define-record name (field…))`. At top level the macros of
/// the record are bound too.
pub(super) fn define_record(form: &Form, arguments: &[Form]) -> Result<Form, Refused> {
    let Some((name, fields)) = arguments.split_first() else {
        return Err(Refused::bad_form("defrecord"));
    };
    let make = Build(form.span);
    Ok(make.call("define-record", [name.clone(), make.list(fields.iter().cloned())]))
}

impl Expander<'_> {
    /// Binds the macros of a record.
    pub(crate) fn bind_record_macros(
        &mut self,
        name: Symbol,
        fields: &[Form],
        env: &mut Environment,
    ) {
        let fields: Vec<Symbol> =
            fields.iter().filter_map(|field| Some(field_parts(field)?.0)).collect();
        let mut bind = |text: String, access: RecordAccess| {
            let found = RecordMacro { record: name, access };
            env.bind(Symbol::intern(&text), Binding::Record(found.into()));
        };
        bind(format!("make-{name}"), RecordAccess::Make);
        bind(format!("match-{name}"), RecordAccess::Make);
        bind(format!("is-{name}"), RecordAccess::Test);
        bind(format!("update-{name}"), RecordAccess::Update);
        bind(format!("set-{name}"), RecordAccess::Update);
        bind(format!("fields-{name}"), RecordAccess::Fields(fields.clone()));
        bind(format!("size-{name}"), RecordAccess::Size(fields.len() + 1));
        for field in fields {
            bind(format!("{name}-{field}"), RecordAccess::Field(field));
            bind(format!("set-{name}-{field}"), RecordAccess::UpdateField(field));
            bind(format!("update-{name}-{field}"), RecordAccess::UpdateField(field));
        }
    }

    /// Expands a call of a record's macro.
    pub(super) fn expand_record_macro(
        &mut self,
        found: &RecordMacro,
        form: &Form,
        arguments: &[Form],
    ) -> Option<Form> {
        let expanded = record_access(found, form, arguments);
        let name = form.as_list().and_then(|items| items[0].as_symbol())?;
        Some(self.in_chain(name, form.span, |this| {
            if expanded.is_none() {
                this.expansion_error(form, "wrong number of arguments", None);
            }
            expanded
        }))
    }
}

/// What a call of a record's macro stands for; `None` if it has the wrong number of arguments.
fn record_access(found: &RecordMacro, form: &Form, arguments: &[Form]) -> Option<Form> {
    let make = Build(form.span);
    let record = make.symbol(found.record);
    let all = arguments.iter().cloned();
    match (&found.access, arguments) {
        (RecordAccess::Make, _) => Some(make.call("record", std::iter::once(record).chain(all))),
        (RecordAccess::Test, [tested]) => Some(make.call("is-record", [tested.clone(), record])),
        (RecordAccess::Update, [updated, values @ ..]) => {
            let front = [updated.clone(), record];
            Some(make.call("record-update", front.into_iter().chain(values.iter().cloned())))
        }
        (RecordAccess::Fields(names), []) => {
            let names = names.iter().map(|name| make.symbol(*name));
            Some(make.quote(make.list(names.collect::<Vec<_>>())))
        }
        (RecordAccess::Size(size), []) => Some(Form::integer(form.span, *size)),
        (RecordAccess::Field(field), []) => {
            Some(make.call("record-index", [record, make.symbol(*field)]))
        }
        (RecordAccess::Field(field), [accessed]) => {
            Some(make.call("record-field", [accessed.clone(), record, make.symbol(*field)]))
        }
        (RecordAccess::UpdateField(field), [updated, value]) => {
            let parts = [updated.clone(), record, make.symbol(*field), value.clone()];
            Some(make.call("record-update", parts))
        }
        _ => None,
    }
}
