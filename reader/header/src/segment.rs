//! Segments of binaries.

use lfec_erl::ast::BinaryElement;
use lfec_reader::Form;

use crate::Translation;
use crate::expression::{Translator, symbol};

/// `(value [(size n)] type…)`; `value` is given where the binary is a pattern.
pub(crate) fn segment(
    translator: &mut Translator,
    element: &BinaryElement,
    value: Option<Form>,
) -> Translation {
    let span = element.span;
    let value = match value {
        Some(value) => value,
        None => translator.expression(&element.value)?,
    };
    let mut parts = vec![value];
    if let Some(size) = &element.size {
        parts.push(Form::call(span, "size", [translator.expression(size)?]));
    }
    for (name, number) in &element.types {
        parts.push(match number {
            Some(number) => Form::call(span, name.as_str(), [Form::integer(span, *number)]),
            None => symbol(*name, span),
        });
    }
    Ok(Form::list(span, parts))
}
