//! Records and maps.

use lfec_base::{Span, Symbol};

use super::{Lint, quoted};
use crate::ast::{MapField, RecordDefinition, RecordField};

impl<'m> Lint<'m> {
    pub fn define_record(&mut self, record: &'m RecordDefinition, span: Span) {
        let name = quoted(record.name);
        if self.records.contains_key(&record.name) {
            self.error("redefine-record", format!("record {name} already defined"), span);
            return;
        }
        for (index, field) in record.fields.iter().enumerate() {
            if record.fields[..index].iter().any(|other| other.name == field.name) {
                let message =
                    format!("field {} already defined in record {name}", quoted(field.name));
                self.error("redefine-field", message, field.span);
            }
        }
        self.records.insert(record.name, record);
    }

    /// The record of this name; says so where there is none.
    pub fn find_record(&mut self, name: Symbol, span: Span) -> Option<&'m RecordDefinition> {
        let found = self.records.get(&name).copied();
        self.used_records.insert(name);
        if found.is_none() {
            self.error("undefined-record", format!("record {} undefined", quoted(name)), span);
        }
        found
    }

    /// A field that is read, or whose index is asked for.
    pub fn record_field(&mut self, name: Symbol, field: Symbol, span: Span) {
        if let Some(record) = self.find_record(name, span) {
            self.check_field(record, field, span);
        }
    }

    fn check_field(&mut self, record: &RecordDefinition, field: Symbol, span: Span) {
        if !record.fields.iter().any(|known| known.name == field) {
            let (field, record) = (quoted(field), quoted(record.name));
            let message = format!("field {field} undefined in record {record}");
            self.error("undefined-field", message, span);
        }
    }

    /// `#r{f = v}` as expression.
    pub fn record_construction(&mut self, name: Symbol, fields: &'m [RecordField], span: Span) {
        if let Some(record) = self.find_record(name, span) {
            self.fields(record, fields);
        }
    }

    /// `#r{f = P}` as pattern.
    pub fn record_pattern(&mut self, name: Symbol, fields: &'m [RecordField], span: Span) {
        let Some(record) = self.find_record(name, span) else { return };
        self.fields(record, fields);
        let given = fields.iter().filter(|field| !field.is_variable).count();
        if let Some(others) = fields.iter().find(|field| field.name.as_str() == "_")
            && given >= record.fields.len()
        {
            let message = "'_' initializes no omitted fields".to_owned();
            self.error("bad-multi-field-init", message, others.span);
        }
    }

    /// `R#r{f = v}`
    pub fn record_update(&mut self, name: Symbol, fields: &'m [RecordField], span: Span) {
        let Some(record) = self.find_record(name, span) else { return };
        self.fields(record, fields);
        if let Some(others) = fields.iter().find(|field| field.name.as_str() == "_") {
            let message = format!("meaningless use of _ in update of record {}", quoted(name));
            self.error("wildcard-in-update", message, others.span);
        }
    }

    fn fields(&mut self, record: &RecordDefinition, fields: &'m [RecordField]) {
        for (index, field) in fields.iter().enumerate() {
            if field.is_variable {
                if field.name.as_str() != "_" {
                    let message = format!(
                        "field '{}' is not an atom or _ in record {}",
                        field.name,
                        quoted(record.name)
                    );
                    self.error("field-name-is-variable", message, field.span);
                }
                continue;
            }
            if fields[..index].iter().any(|other| other.name == field.name) {
                let (name, record) = (quoted(field.name), quoted(record.name));
                let message = format!("field {name} already defined in record {record}");
                self.error("redefine-field", message, field.span);
            }
            self.check_field(record, field.name, field.span);
        }
    }

    /// `#{k := v}` constructs nothing.
    pub fn map_construction(&mut self, fields: &'m [MapField]) {
        for field in fields.iter().filter(|field| field.exact) {
            let message = "only association operators '=>' are allowed in map construction";
            self.error("illegal-map-construction", message.to_owned(), field.span);
        }
    }
}
