//! Expressions that the reader left to be evaluated: `#.expr`, read as `(#. expr)`.
//!
//! They know what the language itself knows, and no definition of the file, as when LFE reads them.

use lfec_reader::{Form, FormKind};

use super::{Expander, poison};
use crate::environment::Environment;
use crate::stack::deeper;

impl Expander<'_> {
    /// A form with values in place of the expressions in it.
    pub(crate) fn evaluate_read(&mut self, form: Form) -> Form {
        if !holds_read_time(&form) {
            return form;
        }
        let span = form.span;
        if let Some([expression]) = form.as_call("#.") {
            let expression = self.evaluate_read(expression.clone());
            return self.read_time_value(&expression);
        }
        let mut each = |forms: &[Form]| -> Vec<Form> {
            forms.iter().map(|form| deeper(|| self.evaluate_read(form.clone()))).collect()
        };
        let kind = match &form.kind {
            FormKind::List(items) => FormKind::List(each(items).into()),
            FormKind::Tuple(items) => FormKind::Tuple(each(items).into()),
            FormKind::Dotted(items, tail) => {
                let items = each(items).into();
                FormKind::Dotted(items, self.evaluate_read((**tail).clone()).into())
            }
            FormKind::Map(pairs) => {
                let pairs = pairs.iter().map(|(key, value)| {
                    (self.evaluate_read(key.clone()), self.evaluate_read(value.clone()))
                });
                FormKind::Map(pairs.collect())
            }
            _ => return form,
        };
        Form { span, kind }
    }

    fn read_time_value(&mut self, expression: &Form) -> Form {
        match self.evaluate(expression, &Environment::default()) {
            Ok(value) => super::respan::respan(&value, expression),
            Err(reason) => {
                let reason = reason.map_or(String::new(), |reason| format!(": {reason}"));
                let message = format!("bad #. expression{reason}");
                self.error("read-time-evaluation", message, expression.span);
                poison(expression.span)
            }
        }
    }
}

/// Whether there is anything to evaluate in a form.
fn holds_read_time(form: &Form) -> bool {
    deeper(|| match &form.kind {
        FormKind::List(items) => {
            form.as_call("#.").is_some_and(|rest| rest.len() == 1)
                || items.iter().any(holds_read_time)
        }
        FormKind::Tuple(items) => items.iter().any(holds_read_time),
        FormKind::Dotted(items, tail) => items.iter().any(holds_read_time) || holds_read_time(tail),
        FormKind::Map(pairs) => {
            pairs.iter().any(|(key, value)| holds_read_time(key) || holds_read_time(value))
        }
        _ => false,
    })
}
