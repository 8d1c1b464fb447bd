//! Checks of records and structs where they are used.

use lfec_base::Symbol;
use lfec_reader::{Form, FormKind};

use super::Linter;
use super::pattern::Variables;
use super::problem::Problem;
use super::scope::Scope;
use crate::keyword::{Keyword, call_of};
use crate::shape::is_underscore;

impl Linter<'_> {
    /// Checks `(record …)` and its like; false if the word is none of them.
    pub(super) fn record_or_struct(
        &mut self,
        word: Keyword,
        form: &Form,
        rest: &[Form],
        scope: &Scope,
    ) -> bool {
        use Keyword::*;
        match (word, rest) {
            (Record | MakeRecord, [name, fields @ ..]) => {
                if let Some(known) = self.record_fields(name) {
                    self.fields_of_record(name, &known, fields);
                }
                self.field_values(fields, scope);
            }
            (RecordUpdate, [updated, name, fields @ ..]) => {
                self.expression(updated, scope);
                if let Some(known) = self.record_fields(name) {
                    self.fields_of_record(name, &known, fields);
                }
                self.field_values(fields, scope);
            }
            (Struct, [name, fields @ ..]) => {
                if let Some(known) = self.struct_fields(name) {
                    self.fields_of_struct(name, &known, fields);
                }
                self.field_values(fields, scope);
            }
            (StructUpdate, [updated, name, fields @ ..]) => {
                self.expression(updated, scope);
                if let Some(known) = self.struct_fields(name) {
                    self.fields_of_struct(name, &known, fields);
                }
                self.field_values(fields, scope);
            }
            (IsRecord, [tested, _]) | (IsStruct, [tested] | [tested, _]) => {
                self.expression(tested, scope);
                self.record_or_struct_names(form, rest);
            }
            (RecordField | StructField, [accessed, _, _]) => {
                self.expression(accessed, scope);
                self.record_or_struct_names(form, rest);
            }
            (RecordIndex, [_, _]) => self.record_or_struct_names(form, rest),
            _ => return false,
        }
        true
    }

    /// Checks the names in a test, an access or an index.
    pub(super) fn record_or_struct_names(&mut self, form: &Form, rest: &[Form]) {
        use Keyword::*;
        match (call_of(form).map(|(word, _)| word), rest) {
            (Some(IsRecord), [_, name]) => {
                self.record_fields(name);
            }
            (Some(RecordIndex), [name, field]) | (Some(RecordField), [_, name, field]) => {
                if let Some(known) = self.record_fields(name) {
                    self.field_of_record(name, &known, field);
                }
            }
            (Some(IsStruct), [_]) => {}
            (Some(IsStruct), [_, name]) => {
                self.struct_fields(name);
            }
            (Some(StructField), [_, name, field]) => {
                if let Some(known) = self.struct_fields(name) {
                    self.field_of_struct(name, &known, field);
                }
            }
            _ => self.report(form.span, Problem::IllegalGuard),
        }
    }

    /// The fields of a record; `None` after an error.
    fn record_fields(&mut self, name: &Form) -> Option<Vec<Symbol>> {
        let Some(symbol) = name.as_symbol() else {
            self.report(name.span, Problem::BadRecordName(name));
            return None;
        };
        self.usage.records.insert(symbol);
        match self.tables.records.get(&symbol) {
            Some(record) => Some(record.fields.iter().map(|field| field.name).collect()),
            None => {
                if !self.incomplete {
                    self.report(name.span, Problem::UndefinedRecord(symbol));
                }
                None
            }
        }
    }

    fn field_of_record(&mut self, name: &Form, known: &[Symbol], field: &Form) {
        let is_known = field.as_symbol().is_some_and(|field| known.contains(&field));
        if let Some(record) = name.as_symbol().filter(|_| !is_known) {
            self.report(field.span, Problem::UndefinedRecordField(record, field));
        }
    }

    fn fields_of_record(&mut self, name: &Form, known: &[Symbol], fields: &[Form]) {
        for pair in fields.chunks(2) {
            match pair {
                [field] => self.report(field.span, Problem::MissingRecordFieldValue(name, field)),
                [field, _] if !is_underscore(field) => self.field_of_record(name, known, field),
                _ => {}
            }
        }
    }

    fn field_values(&mut self, fields: &[Form], scope: &Scope) {
        for value in fields.iter().skip(1).step_by(2) {
            self.expression(value, scope);
        }
    }

    pub(super) fn record_pattern(
        &mut self,
        pattern: &Form,
        name: &Form,
        fields: &[Form],
        variables: &mut Variables,
        scope: &Scope,
    ) {
        if name.as_symbol().is_none() {
            return self.report(pattern.span, Problem::BadRecordDef(name));
        }
        if let Some(known) = self.record_fields(name) {
            self.fields_of_record(name, &known, fields);
        }
        for value in fields.iter().skip(1).step_by(2) {
            self.add_pattern(value, variables, scope);
        }
    }

    pub(super) fn struct_pattern(
        &mut self,
        name: &Form,
        fields: &[Form],
        variables: &mut Variables,
        scope: &Scope,
    ) {
        if let Some(known) = self.struct_fields(name) {
            self.fields_of_struct(name, &known, fields);
        }
        for value in fields.iter().skip(1).step_by(2) {
            self.add_pattern(value, variables, scope);
        }
    }

    fn field_of_struct(&mut self, name: &Form, known: &[Symbol], field: &Form) {
        if field.as_symbol().is_none_or(|field| !known.contains(&field)) {
            self.report(field.span, Problem::UndefinedStructField(name, field));
        }
    }

    fn fields_of_struct(&mut self, name: &Form, known: &[Symbol], fields: &[Form]) {
        for pair in fields.chunks(2) {
            match pair {
                [field] => self.report(field.span, Problem::MissingStructFieldValue(name, field)),
                [field, _] => self.field_of_struct(name, known, field),
                _ => {}
            }
        }
    }

    /// The fields of a struct of this module or another; `None` after an error.
    fn struct_fields(&mut self, name: &Form) -> Option<Vec<Symbol>> {
        let found = name.as_symbol().and_then(|module| self.find_struct(module));
        if found.is_none() && !(self.incomplete && name.as_symbol().is_some()) {
            self.report(name.span, Problem::UndefinedStruct(name));
        }
        found
    }

    fn find_struct(&mut self, module: Symbol) -> Option<Vec<Symbol>> {
        if let Some(fields) = self.tables.structs.get(&module) {
            return Some(fields.clone());
        }
        if self.tables.module == Some(module) {
            return None;
        }
        if let Some(known) = self.structs.get(&module) {
            return known.clone();
        }
        let answer = self.host.call_remote(module, Symbol::intern("__struct__"), &[]);
        let fields = match answer {
            Some(Ok(Form { kind: FormKind::Map(pairs), .. })) => {
                Some(pairs.iter().filter_map(|(key, _)| key.as_symbol()).collect())
            }
            _ => None,
        };
        self.structs.insert(module, fields.clone());
        fields
    }
}
