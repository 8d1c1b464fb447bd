//! Match specifications: clauses to the terms that `ets` and tracing take.
//!
//! `([pattern] [(when guard…)] body…)` becomes `#(head guards body)` where the pattern's variables
//! are `$1`, `$2` … in order of first occurrence. Variables from outside are inserted as they are.

use lfec_base::Symbol;
use lfec_reader::{Form, FormKind};

use super::clause::PatternPlace;
use super::{Expander, Refused};
use crate::environment::Environment;
use crate::keyword::{Keyword, call_of};
use crate::shape::{Build, is_code_points, is_underscore, quoted, quoted_symbol};
use crate::tables::Tables;

/// What the specification is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Table,
    Trace,
}

/// Which part of a clause an expression stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Guard,
    Body,
}

type Result<T> = std::result::Result<T, Refused>;

impl Expander<'_> {
    pub(super) fn table_match_spec(
        &mut self,
        form: &Form,
        clauses: &[Form],
        env: &Environment,
    ) -> Result<Form> {
        self.match_spec(Dialect::Table, form, clauses, env)
    }

    pub(super) fn trace_match_spec(
        &mut self,
        form: &Form,
        clauses: &[Form],
        env: &Environment,
    ) -> Result<Form> {
        self.match_spec(Dialect::Trace, form, clauses, env)
    }

    fn match_spec(
        &mut self,
        dialect: Dialect,
        form: &Form,
        clauses: &[Form],
        env: &Environment,
    ) -> Result<Form> {
        let mut specs = Vec::with_capacity(clauses.len());
        for clause in clauses {
            let clause = self.expand_clause(clause, PatternPlace::Many, env);
            let bindings = Vec::new();
            let mut clause_state = Clause { dialect, tables: &self.tables, bindings, dollars: 0 };
            specs.push(clause_state.translate(&clause)?);
        }
        Ok(Build(form.span).call("list", specs))
    }
}

/// Translates one clause.
struct Clause<'a> {
    dialect: Dialect,
    tables: &'a Tables,
    /// Variables of the head and what stands for them.
    bindings: Vec<(Symbol, Symbol)>,
    dollars: usize,
}

impl Clause<'_> {
    fn translate(&mut self, clause: &Form) -> Result<Form> {
        let Some([patterns, rest @ ..]) = clause.as_list() else {
            return Err(Refused::bad_form("match-spec"));
        };
        let head = self.head(patterns)?;
        let (guard, body) = match rest.split_first() {
            Some((first, body)) if first.as_call("when").is_some() => {
                (first.as_call("when").unwrap_or(&[]), body)
            }
            _ => (&[][..], rest),
        };
        let guard = self.expressions(clause, guard, Part::Guard)?;
        let body = self.expressions(clause, body, Part::Body)?;
        Ok(Build(clause.span).call("tuple", [head, guard, body]))
    }

    /// Exactly one pattern, perhaps with a variable for the whole object.
    fn head(&mut self, patterns: &Form) -> Result<Form> {
        let items = patterns.list_items().unwrap_or_default();
        let [pattern] = items.as_ref() else { return Err(bad_head()) };
        let object = Symbol::intern("$_");
        match call_of(pattern) {
            Some((Keyword::Alias, [left, right])) => match (left.as_symbol(), right.as_symbol()) {
                (Some(name), _) => {
                    self.bindings.push((name, object));
                    self.head_pattern(right)
                }
                (_, Some(name)) => {
                    self.bindings.push((name, object));
                    self.head_pattern(left)
                }
                _ => Err(bad_head()),
            },
            _ => self.head_pattern(pattern),
        }
    }

    fn head_pattern(&mut self, pattern: &Form) -> Result<Form> {
        let literal = quoted(pattern).unwrap_or(pattern);
        let allowed = pattern.as_symbol().is_some()
            || match (self.dialect, call_of(pattern)) {
                (Dialect::Table, Some((Keyword::Tuple | Keyword::Record, _)))
                | (Dialect::Table, Some((Keyword::MakeRecord, _)))
                | (Dialect::Trace, Some((Keyword::List | Keyword::Cons, _))) => true,
                (Dialect::Table, _) => matches!(literal.kind, FormKind::Tuple(_)),
                (Dialect::Trace, _) => {
                    literal.is_nil()
                        || quoted(pattern).is_some_and(|datum| datum.as_list().is_some())
                }
            };
        if allowed { self.pattern(pattern) } else { Err(bad_head()) }
    }

    fn pattern(&mut self, pattern: &Form) -> Result<Form> {
        let make = Build(pattern.span);
        if is_underscore(pattern) {
            return Ok(make.quote(pattern.clone()));
        }
        if let Some(name) = pattern.as_symbol() {
            return Ok(make.atom(self.dollar(name)));
        }
        match call_of(pattern) {
            Some((Keyword::Quote, [_])) | Some((Keyword::RecordIndex, _)) => Ok(pattern.clone()),
            Some((word @ (Keyword::Cons | Keyword::List | Keyword::Tuple), parts)) => {
                let parts = self.patterns(parts)?;
                Ok(make.call(word.text(), parts))
            }
            Some((Keyword::Map, pairs)) => {
                let mut parts = Vec::with_capacity(pairs.len());
                for (index, part) in pairs.iter().enumerate() {
                    let is_key = index.is_multiple_of(2);
                    parts.push(if is_key { part.clone() } else { self.pattern(part)? });
                }
                Ok(make.call("map", parts))
            }
            Some((Keyword::Record | Keyword::MakeRecord, [name, fields @ ..])) => {
                self.record_pattern(pattern, name, fields)
            }
            Some(_) => Err(illegal(pattern)),
            None if pattern.as_list().is_some_and(|items| !items.is_empty())
                && !is_code_points(pattern) =>
            {
                Err(illegal(pattern))
            }
            None => Ok(pattern.clone()),
        }
    }

    fn patterns(&mut self, patterns: &[Form]) -> Result<Vec<Form>> {
        patterns.iter().map(|pattern| self.pattern(pattern)).collect()
    }

    /// Fields that are not mentioned match anything.
    fn record_pattern(&mut self, pattern: &Form, name: &Form, fields: &[Form]) -> Result<Form> {
        let make = Build(pattern.span);
        let mut parts = vec![name.clone()];
        let mut rest = make.quote(Form::symbol(pattern.span, "_"));
        for pair in fields.chunks(2) {
            let [field, value] = pair else { return Err(illegal(pattern)) };
            let value = self.pattern(value)?;
            if is_underscore(field) {
                rest = value;
            } else {
                parts.extend([field.clone(), value]);
            }
        }
        parts.extend([Form::symbol(pattern.span, "_"), rest]);
        Ok(make.call("record", parts))
    }

    /// What stands for a variable of the head.
    fn dollar(&mut self, name: Symbol) -> Symbol {
        if let Some(found) = self.binding(name) {
            return found;
        }
        self.dollars += 1;
        let dollar = Symbol::intern(&format!("${}", self.dollars));
        self.bindings.push((name, dollar));
        dollar
    }

    fn binding(&self, name: Symbol) -> Option<Symbol> {
        self.bindings.iter().find(|(known, _)| *known == name).map(|(_, dollar)| *dollar)
    }

    fn expressions(&self, clause: &Form, forms: &[Form], part: Part) -> Result<Form> {
        let forms: Result<Vec<Form>> =
            forms.iter().map(|form| self.expression(form, part)).collect();
        Ok(Build(clause.span).call("list", forms?))
    }

    fn expression(&self, form: &Form, part: Part) -> Result<Form> {
        let make = Build(form.span);
        if let Some(name) = form.as_symbol() {
            return Ok(self.binding(name).map_or_else(|| form.clone(), |dollar| make.atom(dollar)));
        }
        if let Some(datum) = quoted(form) {
            return Ok(constant(form, datum));
        }
        match &form.kind {
            FormKind::Tuple(_) => Ok(make.call("tuple", [form.clone()])),
            FormKind::List(items) if !items.is_empty() && !is_code_points(form) => {
                self.call(form, items, part)
            }
            FormKind::Dotted(..) => Err(illegal(form)),
            _ => Ok(form.clone()),
        }
    }

    fn all(&self, forms: &[Form], part: Part) -> Result<Vec<Form>> {
        forms.iter().map(|form| self.expression(form, part)).collect()
    }

    fn call(&self, form: &Form, items: &[Form], part: Part) -> Result<Form> {
        let make = Build(form.span);
        let Some((word, rest)) = call_of(form) else {
            return self.function(form, &items[0], &items[1..], part);
        };
        match (word, rest) {
            (Keyword::Cons | Keyword::List | Keyword::Map, _) => {
                Ok(make.call(word.text(), self.all(rest, part)?))
            }
            (Keyword::Tuple, _) => {
                Ok(make.call("tuple", [make.call("tuple", self.all(rest, part)?)]))
            }
            (Keyword::Binary | Keyword::RecordIndex, _) => Ok(form.clone()),
            (Keyword::Record | Keyword::MakeRecord, [name, fields @ ..]) => {
                let mut parts = vec![name.clone()];
                for (index, value) in fields.iter().enumerate() {
                    let is_field = index.is_multiple_of(2);
                    parts.push(if is_field {
                        value.clone()
                    } else {
                        self.expression(value, part)?
                    });
                }
                Ok(make.call("tuple", [make.call("record", parts)]))
            }
            (Keyword::IsRecord, [tested, name]) => {
                let tested = self.expression(tested, part)?;
                Ok(make.call("tuple", self.record_test(form, tested, name)))
            }
            (Keyword::RecordField, [record, name, field]) => {
                let index = make.call("record-index", [name.clone(), field.clone()]);
                let record = self.expression(record, part)?;
                Ok(make.call("tuple", [make.atom_text("element"), index, record]))
            }
            (Keyword::RecordUpdate, [record, name, fields @ ..]) => {
                self.record_update(form, record, name, fields, part)
            }
            (Keyword::Call, [module, function, arguments @ ..])
                if quoted_symbol(module).is_some_and(|name| name.as_str() == "erlang") =>
            {
                let name = quoted(function).unwrap_or(function);
                self.function(form, name, arguments, part)
            }
            (Keyword::Call, _) => Err(illegal(form)),
            _ => self.function(form, &items[0], rest, part),
        }
    }

    fn record_test(&self, form: &Form, tested: Form, name: &Form) -> Vec<Form> {
        let make = Build(form.span);
        let mut parts = vec![make.atom_text("is_record"), tested, make.quote(name.clone())];
        let record = name.as_symbol().and_then(|name| self.tables.records.get(&name));
        parts.extend(record.map(|record| Form::integer(form.span, record.size())));
        parts
    }

    fn record_update(
        &self,
        form: &Form,
        record: &Form,
        name: &Form,
        fields: &[Form],
        part: Part,
    ) -> Result<Form> {
        let make = Build(form.span);
        let mut updated = self.expression(record, part)?;
        for pair in fields.chunks(2) {
            let [field, value] = pair else { return Err(illegal(form)) };
            let index = make.call("record-index", [name.clone(), field.clone()]);
            let value = self.expression(value, part)?;
            let parts = [make.atom_text("setelement"), index, updated, value];
            updated = make.call("tuple", parts);
        }
        Ok(updated)
    }

    /// `(name argument…)` becomes `#(name argument…)` if the part allows it.
    fn function(&self, form: &Form, name: &Form, arguments: &[Form], part: Part) -> Result<Form> {
        let make = Build(form.span);
        let Some(symbol) = name.as_symbol() else { return Err(illegal(form)) };
        match (symbol.as_str(), arguments) {
            ("bindings", []) => return Ok(make.atom_text("$*")),
            ("object", []) => return Ok(make.atom_text("$_")),
            _ => {}
        }
        if !is_allowed(symbol.as_str(), arguments.len(), part) {
            return Err(illegal(form));
        }
        let arguments = self.all(arguments, part)?;
        Ok(apply(form, symbol, arguments))
    }
}

/// Operators with more than two arguments are nested from the left, comparisons become a
/// conjunction.
fn apply(form: &Form, name: Symbol, arguments: Vec<Form>) -> Form {
    let make = Build(form.span);
    let tuple = |name: Symbol, parts: Vec<Form>| {
        make.call("tuple", std::iter::once(make.atom(name)).chain(parts))
    };
    let word = Keyword::of(name);
    if arguments.len() <= 2 || matches!(word, Some(Keyword::Andalso | Keyword::Orelse)) {
        return tuple(name, arguments);
    }
    match word {
        Some(word) if word.is_comparison() => {
            let pairs = arguments.windows(2).map(|pair| tuple(name, pair.to_vec()));
            tuple(Symbol::intern("andalso"), pairs.collect())
        }
        Some(word) if word.is_operator(arguments.len()) => {
            let mut rest = arguments.into_iter();
            let first = rest.next().unwrap_or_else(|| Form::nil(form.span));
            rest.fold(first, |left, right| tuple(name, vec![left, right]))
        }
        _ => tuple(name, arguments),
    }
}

/// Atoms that look like variables of a specification, and tuples, which look like calls.
fn constant(form: &Form, datum: &Form) -> Form {
    let make = Build(form.span);
    match &datum.kind {
        FormKind::Symbol(name) if name.as_str().starts_with('$') => {
            make.call("tuple", [make.atom_text("const"), form.clone()])
        }
        FormKind::Tuple(_) => make.call("tuple", [form.clone()]),
        _ => form.clone(),
    }
}

fn bad_head() -> Refused {
    let message = "Illegal number of head arguments".to_owned();
    Refused { code: "match-spec-head", message }
}

fn illegal(form: &Form) -> Refused {
    let shown = crate::text::write_limited(form, 10);
    Refused {
        code: "illegal-ms-func",
        message: format!("illegal match specification call {shown}"),
    }
}

/// Whether a function may be called in a guard or a body.
fn is_allowed(name: &str, arity: usize, part: Part) -> bool {
    const GUARD: &[(&str, usize)] = &[
        ("abs", 1),
        ("ceil", 1),
        ("binary_part", 2),
        ("binary_part", 3),
        ("bit_size", 1),
        ("byte_size", 1),
        ("element", 2),
        ("floor", 1),
        ("float", 1),
        ("get_tcw", 0),
        ("hd", 1),
        ("is_map_key", 2),
        ("is_seq_trace", 0),
        ("length", 1),
        ("map_get", 2),
        ("map_size", 1),
        ("max", 2),
        ("min", 2),
        ("node", 0),
        ("node", 1),
        ("round", 1),
        ("self", 0),
        ("size", 1),
        ("tl", 1),
        ("trunc", 1),
        ("tuple_size", 1),
        ("is_record", 2),
        ("is_record", 3),
    ];
    const BODY: &[(&str, usize)] = &[
        ("caller", 0),
        ("caller_line", 0),
        ("current_stacktrace", 0),
        ("current_stacktrace", 1),
        ("disable_trace", 1),
        ("disable_trace", 2),
        ("display", 1),
        ("enable_trace", 1),
        ("enable_trace", 2),
        ("exception_trace", 0),
        ("get_seq_token", 0),
        ("message", 1),
        ("process_dump", 0),
        ("return_trace", 0),
        ("set_seq_token", 2),
        ("set_tcw", 1),
        ("silent", 1),
        ("trace", 2),
        ("trace", 3),
    ];
    let word = Keyword::of(Symbol::intern(name));
    let is_test = arity == 1 && name.starts_with("is_") && crate::bif::is_guard_function(name, 1);
    let is_logic = matches!(word, Some(Keyword::Andalso | Keyword::Orelse)) && arity >= 2;
    is_test
        || is_logic
        || word.is_some_and(|word| word.is_operator(arity))
        || GUARD.contains(&(name, arity))
        || (part == Part::Body && BODY.contains(&(name, arity)))
}
