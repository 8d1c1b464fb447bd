//! Patterns.
//!
//! Literals with binaries or maps in them are taken apart, `(++ prefix… p)` becomes a chain of
//! `cons`, and both sides of `(= p p)` are merged until one is a symbol.

use lfec_reader::{Form, FormKind};

use super::Normaliser;
use super::append::append_pattern;
use super::binary::holds_binary_or_map;
use crate::keyword::{Keyword, call_of};
use crate::shape::{Build, is_code_points, is_underscore, quoted};
use crate::stack::deeper;

impl Normaliser<'_> {
    pub(super) fn pattern(&mut self, pattern: &Form) -> Form {
        match &pattern.kind {
            FormKind::Symbol(_) | FormKind::Integer(_) | FormKind::Float(_) => pattern.clone(),
            FormKind::List(items) if !items.is_empty() && !is_code_points(pattern) => {
                deeper(|| self.constructor(pattern))
            }
            FormKind::Dotted(..) => Form::symbol(pattern.span, "_"),
            _ => self.literal(pattern),
        }
    }

    fn patterns(&mut self, patterns: &[Form]) -> Vec<Form> {
        patterns.iter().map(|pattern| self.pattern(pattern)).collect()
    }

    fn constructor(&mut self, pattern: &Form) -> Form {
        use Keyword::*;
        let make = Build(pattern.span);
        match call_of(pattern) {
            Some((Quote, [datum])) => self.literal(datum),
            Some((word @ (Cons | List | Tuple), parts)) => {
                let parts = self.patterns(parts);
                match (word, parts.is_empty()) {
                    (List, true) => make.quote(Form::nil(pattern.span)),
                    _ => make.call(word.text(), parts),
                }
            }
            Some((Append, parts)) => {
                let parts = self.patterns(parts);
                append_pattern(pattern.span, parts)
            }
            Some((Binary, segments)) => self.binary_pattern(pattern, segments),
            Some((Map, pairs)) => {
                let mut parts = Vec::with_capacity(pairs.len());
                for (index, part) in pairs.iter().enumerate() {
                    let is_key = index.is_multiple_of(2);
                    parts.push(if is_key { literal_key(part) } else { self.pattern(part) });
                }
                make.call("map", parts)
            }
            Some((Alias, [left, right])) => {
                let (left, right) = (self.pattern(left), self.pattern(right));
                merge(left, right)
            }
            Some((Record | MakeRecord, [name, fields @ ..])) => {
                self.record_pattern(pattern, name, fields)
            }
            Some((RecordIndex, [name, field])) => self.record_index(pattern, name, field),
            Some((Struct, [name, fields @ ..])) => {
                let mut parts = vec![make.atom_text("__struct__"), make.quote(name.clone())];
                for pair in fields.chunks(2) {
                    if let [field, value] = pair {
                        parts.extend([make.quote(field.clone()), self.pattern(value)]);
                    }
                }
                make.call("map", parts)
            }
            _ => Form::symbol(pattern.span, "_"),
        }
    }

    /// A literal datum as a pattern.
    fn literal(&mut self, datum: &Form) -> Form {
        let make = Build(datum.span);
        if !holds_binary_or_map(datum) {
            return match datum.kind {
                FormKind::Integer(_) | FormKind::Float(_) | FormKind::String(_) => datum.clone(),
                _ => make.quote(datum.clone()),
            };
        }
        match &datum.kind {
            FormKind::Binary(bytes, bits) => self.binary_literal_pattern(datum, bytes, *bits),
            FormKind::Map(pairs) => {
                let parts = pairs.iter().flat_map(|(key, value)| {
                    [literal_key(&make.quote(key.clone())), self.literal(value)]
                });
                let parts: Vec<Form> = parts.collect();
                make.call("map", parts)
            }
            FormKind::Tuple(items) => {
                let items: Vec<Form> = items.iter().map(|item| self.literal(item)).collect();
                make.call("tuple", items)
            }
            FormKind::List(items) => {
                let items: Vec<Form> = items.iter().map(|item| self.literal(item)).collect();
                make.call("list", items)
            }
            FormKind::Dotted(items, tail) => {
                let tail = self.literal(tail);
                items.iter().rev().fold(tail, |tail, item| {
                    let item = self.literal(item);
                    make.call("cons", [item, tail])
                })
            }
            _ => make.quote(datum.clone()),
        }
    }
}

/// A key of a map pattern: a literal, quoted unless it is a number or a string.
fn literal_key(key: &Form) -> Form {
    let datum = quoted(key).unwrap_or(key);
    match datum.kind {
        FormKind::Integer(_) | FormKind::Float(_) | FormKind::String(_) => datum.clone(),
        _ => Build(key.span).quote(datum.clone()),
    }
}

/// One pattern for what matches both.
fn merge(left: Form, right: Form) -> Form {
    let make = Build(left.span.to(right.span));
    if is_underscore(&left) {
        return right;
    }
    if is_underscore(&right) || left == right {
        return left;
    }
    if left.as_symbol().is_some() {
        return make.call("=", [left, right]);
    }
    if right.as_symbol().is_some() {
        return make.call("=", [right, left]);
    }
    if let Some([name, inner]) = left.as_call("=") {
        let merged = merge(inner.clone(), right);
        return make.call("=", [name.clone(), merged]);
    }
    if let Some([name, inner]) = right.as_call("=") {
        let merged = merge(left, inner.clone());
        return make.call("=", [name.clone(), merged]);
    }
    merge_constructors(make, left, right)
}

fn merge_constructors(make: Build, left: Form, right: Form) -> Form {
    if let (Some(a), Some(b)) = (tuple_parts(&left), tuple_parts(&right))
        && a.len() == b.len()
    {
        return make.call("tuple", merge_all(a, b));
    }
    if let (Some(a), Some(b)) = (left.as_call("map"), right.as_call("map")) {
        return make.call("map", a.iter().chain(b).cloned());
    }
    if let (Some((head, tail)), Some((other_head, other_tail))) =
        (split_list(&left), split_list(&right))
    {
        let parts = [merge(head, other_head), merge(tail, other_tail)];
        return make.call("cons", parts);
    }
    // Nothing matches both; lint reports it.
    left
}

fn merge_all(left: Vec<Form>, right: Vec<Form>) -> Vec<Form> {
    left.into_iter().zip(right).map(|(left, right)| merge(left, right)).collect()
}

fn tuple_parts(pattern: &Form) -> Option<Vec<Form>> {
    if let Some(parts) = pattern.as_call("tuple") {
        return Some(parts.to_vec());
    }
    match &quoted(pattern)?.kind {
        FormKind::Tuple(items) => Some(items.iter().cloned().map(Form::quote).collect()),
        _ => None,
    }
}

/// First element and rest of a list pattern that is not empty.
fn split_list(pattern: &Form) -> Option<(Form, Form)> {
    let make = Build(pattern.span);
    match call_of(pattern) {
        Some((Keyword::Cons, [head, tail])) => Some((head.clone(), tail.clone())),
        Some((Keyword::List, [head, rest @ ..])) => {
            let tail = match rest {
                [] => make.quote(Form::nil(pattern.span)),
                _ => make.call("list", rest.iter().cloned()),
            };
            Some((head.clone(), tail))
        }
        _ => {
            let datum = quoted(pattern).unwrap_or(pattern);
            if let FormKind::Dotted(items, tail) = &datum.kind {
                let rest = match items.len() {
                    1 => tail.as_ref().clone(),
                    _ => Form {
                        span: datum.span,
                        kind: FormKind::Dotted(items[1..].into(), tail.clone()),
                    },
                };
                return Some((Form::quote(items[0].clone()), Form::quote(rest)));
            }
            let items = datum.list_items()?;
            let (head, rest) = items.split_first()?;
            let rest = Form::list(datum.span, rest);
            Some((Form::quote(head.clone()), Form::quote(rest)))
        }
    }
}
