//! Records: tuples whose first element is the record's name.

use lfec_base::{Span, Symbol};
use lfec_core::ir::{Anno, Expr, ExprKind, Literal, Pattern, PatternKind};
use lfec_erl::ast::{self, RecordDefinition, RecordField};

use super::function::{Steps, Translator};
use crate::build::{
    clause, erlang_call, integer, list, literal, literal_pattern, match_fail, tuple, var,
    var_pattern,
};

/// Records with more fields are updated field by field, smaller ones taken apart and put
/// together.
const MOST_FIELDS_REBUILT: usize = 32;

impl<'m> Translator<'m> {
    pub fn find_record(&mut self, name: Symbol, span: Span) -> Option<&'m RecordDefinition> {
        let found = self.facts.records.get(&name).copied();
        if found.is_none() {
            self.error("undefined-record", format!("record {name} undefined"), span);
        }
        found
    }

    /// Reports fields that the record does not have.
    pub fn check_fields(&mut self, record: &RecordDefinition, fields: &[RecordField]) {
        for field in fields {
            let known = record.fields.iter().any(|known| known.name == field.name);
            if !known && field.name.as_str() != "_" {
                self.undefined_field(record.name, field.name, field.span);
            }
        }
    }

    fn undefined_field(&mut self, record: Symbol, field: Symbol, span: Span) {
        let message = format!("field {field} undefined in record {record}");
        self.error("undefined-field", message, span);
    }

    /// Position of a field in the tuple, from 1.
    fn field_index(
        &mut self,
        record: &RecordDefinition,
        field: Symbol,
        span: Span,
    ) -> Option<usize> {
        let found = record.fields.iter().position(|known| known.name == field);
        if found.is_none() {
            self.undefined_field(record.name, field, span);
        }
        found.map(|position| position + 2)
    }

    /// `#r{f = v}`: the values are evaluated in the order of the definition.
    pub fn record(
        &mut self,
        name: Symbol,
        fields: &'m [RecordField],
        whole: &ast::Expr,
        steps: &mut Steps,
    ) -> Expr {
        let Some(record) = self.find_record(name, whole.span) else { return Expr::atom("error") };
        self.check_fields(record, fields);
        let others = fields.iter().find(|field| field.name.as_str() == "_");
        let mut items = vec![literal(Literal::Atom(name))];
        for definition in &record.fields {
            let field = fields.iter().find(|field| field.name == definition.name).or(others);
            items.push(match (field, &definition.default) {
                (Some(field), _) => self.safe(&field.value, steps),
                (None, Some(default)) => self.in_empty_scope(|t| t.safe(default, steps)),
                (None, None) => Expr::atom("undefined"),
            });
        }
        tuple(items)
    }

    /// `R#r{f = v}`: the new values, in the order written, then the record.
    pub fn record_update(
        &mut self,
        base: &'m ast::Expr,
        name: Symbol,
        fields: &'m [RecordField],
        whole: &ast::Expr,
        steps: &mut Steps,
    ) -> Expr {
        let Some(record) = self.find_record(name, whole.span) else { return Expr::atom("error") };
        self.check_fields(record, fields);
        let mut values: Vec<Option<Expr>> = vec![None; record.fields.len()];
        for field in fields {
            let value = self.simple(&field.value, steps);
            if let Some(at) = record.fields.iter().position(|known| known.name == field.name) {
                values[at] = Some(value);
            }
        }
        let base = self.simple(base, steps);
        if fields.is_empty() {
            return base;
        }
        let mut items = vec![literal_pattern(Literal::Atom(name))];
        let old: Vec<Symbol> = values.iter().map(|_| self.builder.fresh()).collect();
        items.extend(old.iter().map(|name| var_pattern(*name)));
        let body = if values.len() <= MOST_FIELDS_REBUILT {
            let new = values.into_iter().zip(&old).map(|(new, old)| new.unwrap_or(var(*old)));
            let tag = literal(Literal::Atom(name));
            Expr::new(ExprKind::Tuple(std::iter::once(tag).chain(new).collect()))
        } else {
            self.set_elements(base.clone(), values, whole.span)
        };
        self.record_case(base, items, body, whole.span)
    }

    fn set_elements(&mut self, base: Expr, values: Vec<Option<Expr>>, span: Span) -> Expr {
        let mut steps = Steps::new();
        let mut current = base;
        for (at, value) in values.into_iter().enumerate() {
            let Some(value) = value else { continue };
            let current_simple = self.make_simple(current, &mut steps);
            let arguments = vec![integer(at as i64 + 2), current_simple, value];
            current = erlang_call(Anno::at(span), "setelement", arguments);
        }
        steps.wrap(current)
    }

    /// `case base of {items…} -> body; _ -> badrecord end`
    fn record_case(&mut self, base: Expr, items: Vec<Pattern>, body: Expr, span: Span) -> Expr {
        let anno = Anno::at(span);
        let pattern = Pattern::new(PatternKind::Tuple(items));
        let error = match_fail(anno.clone(), "badrecord", vec![base.clone()]);
        let otherwise = self.builder.otherwise(|_| error);
        let clauses = vec![clause(vec![pattern], body), otherwise];
        Expr::with_anno(anno, ExprKind::Case(Box::new(base), clauses))
    }

    /// `R#r.f`
    pub fn record_get(
        &mut self,
        base: &'m ast::Expr,
        name: Symbol,
        field: Symbol,
        whole: &ast::Expr,
        steps: &mut Steps,
    ) -> Expr {
        let Some(record) = self.find_record(name, whole.span) else { return Expr::atom("error") };
        let Some(index) = self.field_index(record, field, whole.span) else {
            return Expr::atom("error");
        };
        let size = record.fields.len() + 1;
        if self.record_tests.is_some() {
            self.note_record_test(base, name, size);
            let base = self.safe(base, steps);
            let arguments = vec![integer(index as i64), base];
            return erlang_call(Anno::at(whole.span), "element", arguments);
        }
        let base = self.simple(base, steps);
        let value = self.builder.fresh();
        let mut items = vec![literal_pattern(Literal::Atom(name))];
        for at in 2..=size {
            let name = if at == index { value } else { self.builder.fresh() };
            items.push(var_pattern(name));
        }
        self.record_case(base, items, var(value), whole.span)
    }

    /// `#r.f`
    pub fn record_index(&mut self, name: Symbol, field: Symbol, whole: &ast::Expr) -> Expr {
        let index = self
            .find_record(name, whole.span)
            .and_then(|record| self.field_index(record, field, whole.span));
        integer(index.map_or(0, |index| index as i64))
    }

    /// `is_record(T, r)` of a record that is known, and `is_record(T, r, 3)`.
    pub fn record_test(
        &mut self,
        name: Symbol,
        arguments: &'m [ast::Expr],
        whole: &ast::Expr,
        steps: &mut Steps,
    ) -> Option<Expr> {
        let is_old = name.as_str() == "record" && self.record_tests.is_some();
        if name.as_str() != "is_record" && !is_old {
            return None;
        }
        let [term, tag] = arguments else { return None };
        let tag = tag.as_atom()?;
        let record = self.find_record(tag, whole.span)?;
        let size = integer(record.fields.len() as i64 + 1);
        let term = self.safe(term, steps);
        let arguments = vec![term, literal(Literal::Atom(tag)), size];
        Some(erlang_call(Anno::at(whole.span), "is_record", arguments))
    }

    /// `record_info(fields, r)`, `record_info(size, r)`
    pub fn record_info(&mut self, name: Symbol, arguments: &'m [ast::Expr]) -> Option<Expr> {
        let [item, record] = arguments else { return None };
        if name.as_str() != "record_info" {
            return None;
        }
        let found = self.find_record(record.as_atom()?, record.span)?;
        match item.as_atom()?.as_str() {
            "size" => Some(integer(found.fields.len() as i64 + 1)),
            "fields" => {
                let names = found.fields.iter().map(|field| literal(Literal::Atom(field.name)));
                Some(list(names.collect(), literal(Literal::Nil)))
            }
            _ => None,
        }
    }
}
