//! `defstruct`: defaults are evaluated at expansion time.

use lfec_reader::{Form, FormKind};

use super::{Expander, Refused};
use crate::environment::Environment;
use crate::shape::{Build, quoted};

impl Expander<'_> {
    /// `(defstruct field…)` becomes `(define-struct (field…))` with values as defaults.
    pub(super) fn define_struct(
        &mut self,
        form: &Form,
        fields: &[Form],
        env: &Environment,
    ) -> Result<Form, Refused> {
        let mut evaluated = Vec::with_capacity(fields.len());
        for field in fields {
            evaluated.push(self.struct_field(field, env)?);
        }
        let make = Build(form.span);
        Ok(make.call("define-struct", [make.list(evaluated)]))
    }

    fn struct_field(&mut self, field: &Form, env: &Environment) -> Result<Form, Refused> {
        let Some([name, default, rest @ ..]) = field.as_list() else { return Ok(field.clone()) };
        let value = self.constant(default, env)?;
        let parts = [name.clone(), value];
        Ok(Build(field.span).list(parts.into_iter().chain(rest.iter().cloned())))
    }

    /// The value of a default expression.
    fn constant(&mut self, expression: &Form, env: &Environment) -> Result<Form, Refused> {
        if let Some(datum) = quoted(expression) {
            return Ok(datum.clone());
        }
        if !matches!(expression.kind, FormKind::List(_) | FormKind::Symbol(_))
            || expression.is_nil()
        {
            return Ok(expression.clone());
        }
        let value = self.evaluate(expression, env).map_err(|reason| Refused {
            code: "bad-struct-def",
            message: match reason {
                Some(reason) => format!("bad definition of struct: {reason}"),
                None => "bad definition of struct".to_owned(),
            },
        })?;
        Ok(super::respan::respan(&value, expression))
    }
}
