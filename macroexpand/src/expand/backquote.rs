//! Backquote: templates to code that builds them, and to patterns.
//!
//! The nesting rules are those of R6RS. A part without anything to insert becomes one quoted
//! literal; tuples and maps are walked, binaries are not.

use lfec_base::Span;
use lfec_reader::{Form, FormKind};

use crate::keyword::{Keyword, arguments_of, call_of};
use crate::shape::{Build, quoted};
use crate::stack::deeper;

/// The expression, or pattern, for the template of `(backquote template)`.
pub(super) fn expand_backquote(template: &Form) -> Form {
    build(template, 0)
}

/// Whether anything is inserted into this part of a template.
fn has_insertion(template: &Form, level: usize) -> bool {
    match &template.kind {
        FormKind::Tuple(items) => items.iter().any(|item| has_insertion(item, level)),
        FormKind::Map(pairs) => {
            pairs.iter().any(|(k, v)| has_insertion(k, level) || has_insertion(v, level))
        }
        FormKind::List(items) => match call_of(template) {
            Some((Keyword::Backquote, [inner])) => has_insertion(inner, level + 1),
            Some((Keyword::Comma | Keyword::CommaAt, _)) if level == 0 => true,
            Some((Keyword::Comma | Keyword::CommaAt, rest)) => {
                rest.iter().any(|item| has_insertion(item, level - 1))
            }
            _ => {
                items.iter().any(|item| has_insertion(item, level))
                    || items.len() > 2
                        && dotted_part(items).is_some_and(|rest| {
                            has_insertion(&Form::list(template.span, rest.to_vec()), level)
                        })
            }
        },
        FormKind::Dotted(items, tail) => {
            items.iter().any(|item| has_insertion(item, level)) || has_insertion(tail, level)
        }
        _ => false,
    }
}

/// The last two elements, if they read as `. ,x` or the like after others.
fn dotted_part(items: &[Form]) -> Option<&[Form]> {
    let (front, last) = items.split_at(items.len().checked_sub(2)?);
    let word = Keyword::of_form(&last[0])?;
    let marks = [Keyword::Comma, Keyword::CommaAt, Keyword::Backquote];
    (!front.is_empty() && marks.contains(&word)).then_some(last)
}

fn build(template: &Form, level: usize) -> Form {
    deeper(|| build_here(template, level))
}

fn build_here(template: &Form, level: usize) -> Form {
    if !has_insertion(template, level) {
        return literal(template);
    }
    match &template.kind {
        FormKind::Tuple(items) => build_tuple(template.span, items, level),
        FormKind::Map(pairs) => {
            let parts = pairs.iter().flat_map(|(k, v)| [build(k, level), build(v, level)]);
            Build(template.span).call("map", parts)
        }
        FormKind::List(items) => build_list(template, items, level),
        FormKind::Dotted(items, tail) => {
            build_elements(template.span, items, build(tail, level), level)
        }
        _ => literal(template),
    }
}

fn literal(datum: &Form) -> Form {
    match datum.kind {
        FormKind::Symbol(_) | FormKind::Tuple(_) | FormKind::Map(_) => {
            Build(datum.span).quote(datum.clone())
        }
        FormKind::List(_) | FormKind::Dotted(..) => Build(datum.span).quote(datum.clone()),
        _ => datum.clone(),
    }
}

fn build_list(template: &Form, items: &[Form], level: usize) -> Form {
    let make = Build(template.span);
    match call_of(template) {
        Some((Keyword::Backquote, [inner])) => {
            make.call("list", [make.atom_text("backquote"), build(inner, level + 1)])
        }
        Some((Keyword::Comma, [inserted])) if level == 0 => inserted.clone(),
        Some((word @ (Keyword::Comma | Keyword::CommaAt), rest)) if level > 0 => {
            let nil = make.quote(Form::nil(template.span));
            let rest = build_elements(template.span, rest, nil, level - 1);
            prepend(template.span, vec![make.atom_text(word.text())], rest)
        }
        _ => {
            // `(a comma b)` is how the reader leaves `(a . ,b)`.
            if let Some((front, inserted)) = dotted_insertion(items, level) {
                return build_elements(template.span, front, inserted, level);
            }
            let nil = make.quote(Form::nil(template.span));
            build_elements(template.span, items, nil, level)
        }
    }
}

/// `(a . (comma b))` is the list `(a comma b)`: the elements before the comma, and what is
/// inserted as the tail.
fn dotted_insertion(items: &[Form], level: usize) -> Option<(&[Form], Form)> {
    let last = dotted_part(items)?;
    let front = &items[..items.len() - 2];
    let word = Keyword::of_form(&last[0])?;
    let at_end = match word {
        Keyword::Comma if level == 0 => last[1].clone(),
        Keyword::Comma | Keyword::CommaAt if level > 0 => {
            build(&Form::list(last[0].span.to(last[1].span), last.to_vec()), level)
        }
        Keyword::Backquote => {
            build(&Form::list(last[0].span.to(last[1].span), last.to_vec()), level)
        }
        _ => return None,
    };
    Some((front, at_end))
}

/// The elements of a list in front of `tail`, from the last to the first.
fn build_elements(span: Span, items: &[Form], tail: Form, level: usize) -> Form {
    let mut tail = tail;
    let mut pending = Vec::new();
    for item in items.iter().rev() {
        let inserted = (level == 0).then(|| arguments_of(item, Keyword::Comma)).flatten();
        let spliced = (level == 0).then(|| arguments_of(item, Keyword::CommaAt)).flatten();
        match (inserted, spliced) {
            (Some(values), _) => pending.extend(values.iter().rev().cloned()),
            (_, Some(lists)) => {
                tail = prepend(span, std::mem::take(&mut pending), tail);
                for list in lists.iter().rev() {
                    tail = append(span, list.clone(), tail);
                }
            }
            _ => pending.push(build(item, level)),
        }
    }
    prepend(span, pending, tail)
}

/// More elements than this are put in front of a list with `++`, not with nested `cons`.
const LONGEST_CONS_CHAIN: usize = 100;

/// Elements, the last one first, in front of a list.
fn prepend(span: Span, reversed: Vec<Form>, tail: Form) -> Form {
    let make = Build(span);
    if reversed.is_empty() {
        return tail;
    }
    if is_empty_literal(&tail) {
        return make.call("list", reversed.into_iter().rev());
    }
    if let Some(items) = arguments_of(&tail, Keyword::List) {
        return make.call("list", reversed.into_iter().rev().chain(items.iter().cloned()));
    }
    if reversed.len() > LONGEST_CONS_CHAIN {
        let front = make.call("list", reversed.into_iter().rev());
        return append(span, front, tail);
    }
    reversed.into_iter().fold(tail, |tail, head| make.call("cons", [head, tail]))
}

fn append(span: Span, list: Form, tail: Form) -> Form {
    if is_empty_literal(&tail) {
        return list;
    }
    if is_empty_literal(&list) {
        return tail;
    }
    Build(span).call("++", [list, tail])
}

fn is_empty_literal(form: &Form) -> bool {
    form.is_nil() || quoted(form).is_some_and(Form::is_nil)
}

/// A tuple is built as a list where something is spliced into it.
fn build_tuple(span: Span, items: &[Form], level: usize) -> Form {
    let make = Build(span);
    let splices =
        level == 0 && items.iter().any(|item| arguments_of(item, Keyword::CommaAt).is_some());
    let list = build_elements(span, items, make.quote(Form::nil(span)), level);
    match arguments_of(&list, Keyword::List) {
        Some(elements) if !splices => make.call("tuple", elements.iter().cloned()),
        _ => make.erlang("list_to_tuple", [list]),
    }
}
