//! The shapes of definitions: what follows the name in `defun`, `defmacro`, `flet` and their like,
//! and the parts of `defmodule`.

use lfec_base::Symbol;
use lfec_reader::{Form, FormKind};

use crate::shape::{Build, is_documentation, symbol_list};

/// A lambda and what is said about it.
pub(super) struct Definition {
    /// `(doc …)` and `(spec …)` items.
    pub(super) metas: Vec<Form>,
    /// `(lambda …)` or `(match-lambda …)`.
    pub(super) lambda: Form,
}

/// What follows the name of a function: `(symbol…) body…` is a lambda, anything else a sequence
/// of match clauses. `None`: nothing follows.
pub(super) fn function_definition(form: &Form, rest: &[Form]) -> Option<Definition> {
    let (first, body) = rest.split_first()?;
    let make = Build(form.span);
    if symbol_list(first).is_some() {
        let (metas, body) = split_metas(body);
        let parts = std::iter::once(first.clone()).chain(body.iter().cloned());
        return Some(Definition { metas, lambda: make.call("lambda", parts) });
    }
    let (metas, clauses) = split_metas(rest);
    Some(Definition { metas, lambda: make.call("match-lambda", clauses.iter().cloned()) })
}

/// What follows the name of a macro: a list of symbols, perhaps dotted, or one symbol for all
/// arguments, and a body; or clauses, each with one pattern for the list of arguments. All become
/// a match-lambda of arguments and environment.
pub(super) fn macro_definition(form: &Form, rest: &[Form]) -> Option<Definition> {
    let (first, body) = rest.split_first()?;
    let make = Build(form.span);
    if let Some(pattern) = arguments_pattern(first) {
        let (metas, body) = split_metas(body);
        let clause = macro_clause(form, pattern, body);
        return Some(Definition { metas, lambda: make.call("match-lambda", [clause]) });
    }
    let (metas, clauses) = split_metas(rest);
    let clauses: Option<Vec<Form>> = clauses
        .iter()
        .map(|clause| match clause.as_list()? {
            [pattern, body @ ..] => Some(macro_clause(clause, pattern.clone(), body)),
            [] => None,
        })
        .collect();
    Some(Definition { metas, lambda: make.call("match-lambda", clauses?) })
}

fn macro_clause(form: &Form, pattern: Form, body: &[Form]) -> Form {
    let make = Build(form.span);
    let environment = Form::symbol(form.span, "$ENV");
    let patterns = make.list([pattern, environment]);
    make.list(std::iter::once(patterns).chain(body.iter().cloned()))
}

/// The pattern for the arguments of a macro whose parameters are symbols.
fn arguments_pattern(parameters: &Form) -> Option<Form> {
    let make = Build(parameters.span);
    match &parameters.kind {
        FormKind::Symbol(_) => Some(parameters.clone()),
        FormKind::Dotted(items, tail) => {
            let all_symbols = items.iter().all(|item| item.as_symbol().is_some());
            if !all_symbols || tail.as_symbol().is_none() {
                return None;
            }
            let rest = tail.as_ref().clone();
            Some(
                items.iter().rev().fold(rest, |rest, item| make.call("cons", [item.clone(), rest])),
            )
        }
        _ => {
            symbol_list(parameters)?;
            let items = parameters.as_list().unwrap_or(&[]);
            Some(make.call("list", items.iter().cloned()))
        }
    }
}

/// Documentation and specs in front of a body. A string is documentation only if something
/// follows it.
fn split_metas(body: &[Form]) -> (Vec<Form>, &[Form]) {
    let mut metas = Vec::new();
    let mut rest = body;
    while let Some((first, more)) = rest.split_first() {
        if first.as_call("spec").is_some() {
            metas.push(first.clone());
        } else if is_documentation(first) && !more.is_empty() {
            metas.push(Build(first.span).call("doc", [first.clone()]));
        } else {
            break;
        }
        rest = more;
    }
    (metas, rest)
}

/// `(define-function name (meta…) lambda)`
pub(super) fn define(form: &Form, head: &str, name: &Form, definition: Definition) -> Form {
    let make = Build(form.span);
    let metas = make.list(definition.metas);
    make.call(head, [name.clone(), metas, definition.lambda])
}

/// What follows the name in `defmodule`, as metas and attributes.
pub(super) fn module_parts(items: &[Form]) -> Option<(Vec<Form>, Vec<Form>)> {
    let (mut metas, mut attributes) = (Vec::new(), Vec::new());
    let mut items = items;
    if let Some((first, rest)) = items.split_first()
        && is_documentation(first)
    {
        metas.push(Build(first.span).call("doc", [first.clone()]));
        items = rest;
    }
    for item in items {
        if let FormKind::Dotted(..) = item.kind {
            attributes.push(item.clone());
            continue;
        }
        let [tag, rest @ ..] = item.as_list()? else { return None };
        match tag.as_symbol().map(Symbol::as_str) {
            Some("spec") => {
                let specs = rest.iter().map(|spec| {
                    let [function, types @ ..] = spec.as_list()? else { return None };
                    let (function, types) = function_spec(function, types);
                    Some(Build(spec.span).list([function, types]))
                });
                let specs: Option<Vec<Form>> = specs.collect();
                metas.push(Build(item.span).call("spec", specs?));
            }
            Some("doc" | "record" | "type" | "opaque") => metas.push(item.clone()),
            _ => attributes.push(item.clone()),
        }
    }
    Some((metas, attributes))
}

/// `name` or `(name arity)`, and the list of its types.
pub(super) fn function_spec(function: &Form, types: &[Form]) -> (Form, Form) {
    let make = Build(function.span);
    let list = make.list(types.iter().cloned());
    if function.as_list().is_some_and(|pair| pair.len() == 2) {
        return (function.clone(), list);
    }
    let arity = types.first().map_or(0, spec_arity);
    let arity = Form::integer(function.span, arity);
    (make.list([function.clone(), arity]), list)
}

fn spec_arity(spec: &Form) -> usize {
    let arguments = match &spec.kind {
        FormKind::List(items) => items.first(),
        FormKind::Map(pairs) => {
            pairs.iter().find(|(key, _)| key.is_symbol("arg-types")).map(|(_, value)| value)
        }
        _ => None,
    };
    arguments.and_then(Form::list_items).map_or(0, |items| items.len())
}

/// `name` or `(name variable…)`, and the definition, `(any)` if none is given.
pub(super) fn type_definition(form: &Form, name: &Form, rest: &[Form]) -> [Form; 2] {
    let make = Build(form.span);
    let name = match name.as_list() {
        Some(_) => name.clone(),
        None => Build(name.span).list([name.clone()]),
    };
    let definition = rest.first().cloned().unwrap_or_else(|| make.call("any", []));
    [name, definition]
}

/// The pairs `(name …rest)` of `flet` and `macrolet`.
pub(super) fn named_definitions(
    bindings: &Form,
    define: fn(&Form, &[Form]) -> Option<Definition>,
) -> Option<Form> {
    let pairs = bindings.list_items()?;
    let defined: Option<Vec<Form>> = pairs
        .iter()
        .map(|pair| {
            let [name, rest @ ..] = pair.as_list()? else { return None };
            let definition = define(pair, rest)?;
            Some(Build(pair.span).list([name.clone(), definition.lambda]))
        })
        .collect();
    Some(Build(bindings.span).list(defined?))
}
