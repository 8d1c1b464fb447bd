//! Erlang header files as LFE forms: what `(include-file "x.hrl")` stands for.
//!
//! ```text
//! -record(r, {f = D}).     (defrecord r (f D))
//! -type t(A) :: T.         (define-type (t A) T)
//! f(P) when G -> B.        (define-function f () (match-lambda ((P) (when G) B)))
//! -define(M, E).           (define-macro M () (match-lambda ((_ $ENV) `E)))
//! -define(M(A), E).        (define-macro M () (match-lambda (((list A) $ENV) `E')))
//! ```
//!
//! In `E'` parameters are inserted, `??A` is the text of the argument, and `?N` is a call of the macro
//! `N`. What cannot be said in LFE is left out with a warning, as LFE does. Specifications and
//! attributes are dropped.
#![forbid(unsafe_code)]

mod expression;
mod macros;
mod pattern;
mod segment;
mod types;

use lfec_base::{Diagnostic, FileId, Sources, Span};
use lfec_erl::ast::{self, FormKind as ErlangForm};
use lfec_erl::{IncludeHost, Options, read_header};
use lfec_reader::Form;

use expression::Translator;

/// A construct without LFE counterpart.
pub(crate) struct Untranslatable;

/// What a part becomes.
pub(crate) type Translation<T = Form> = Result<T, Untranslatable>;

/// The LFE forms of the header `file`.
pub fn header_forms(
    file: FileId,
    sources: &mut Sources,
    host: &mut dyn IncludeHost,
) -> (Vec<Form>, Vec<Diagnostic>) {
    let (header, mut diagnostics) = read_header(file, sources, host, &Options::default());
    let mut forms = Vec::new();
    for form in &header.forms {
        match translate(form) {
            Ok(translated) => forms.extend(translated),
            Err(what) => diagnostics.push(unable(&what, form.span)),
        }
    }
    macros::translate(&header.macros, file, &mut forms, &mut diagnostics);
    (forms, diagnostics)
}

fn unable(what: &str, span: Span) -> Diagnostic {
    Diagnostic::warning("notrans", format!("unable to translate {what}"), span)
}

/// The forms of one form, or what could not be translated.
fn translate(form: &ast::Form) -> Result<Vec<Form>, String> {
    let span = form.span;
    match &form.kind {
        ErlangForm::Record(record) => {
            let failed = |_| format!("record {}", record.name);
            Ok(vec![record_definition(record, span).map_err(failed)?])
        }
        ErlangForm::Type(definition) => {
            let failed = |_| format!("type {}/{}", definition.name, definition.parameters.len());
            Ok(vec![types::definition(definition, span).map_err(failed)?])
        }
        ErlangForm::Function(function) => {
            let failed = |_| format!("function {}/{}", function.name, function.arity);
            Ok(vec![function_definition(function, span).map_err(failed)?])
        }
        _ => Ok(Vec::new()),
    }
}

fn record_definition(record: &ast::RecordDefinition, span: Span) -> Translation {
    let mut parts = vec![expression::symbol(record.name, span)];
    for field in &record.fields {
        let name = expression::symbol(field.name, field.span);
        parts.push(match &field.default {
            Some(default) => {
                let default = Translator::default().expression(default)?;
                Form::list(field.span, vec![name, default])
            }
            None => name,
        });
    }
    Ok(Form::call(span, "defrecord", parts))
}

fn function_definition(function: &ast::Function, span: Span) -> Translation {
    let clauses = Translator::default().function_clauses(&function.clauses)?;
    let lambda = Form::call(span, "match-lambda", clauses);
    let parts = [expression::symbol(function.name, span), Form::nil(span), lambda];
    Ok(Form::call(span, "define-function", parts))
}
