//! Erlang expressions as LFE.
//!
//! A variable that is bound already compares in an Erlang pattern and is a new one in LFE: such a
//! pattern gets a fresh variable and a guard. What `case` and its like bind in all clauses is not
//! visible after them.

use std::collections::HashSet;

use lfec_base::{Span, Symbol};
use lfec_erl::ast::{Clause, Expr, ExprKind, Generator, GeneratorKind, Qualifier, Template, Try};
use lfec_erl::token::Word;
use lfec_reader::{Form, FormKind};

use crate::pattern::Pattern;
use crate::{Translation, Untranslatable, segment};

/// What the name of the variable for `??A` begins with.
pub(crate) const TEXT_MARK: &str = "??";

/// The symbol `name`.
pub(crate) fn symbol(name: Symbol, span: Span) -> Form {
    Form { span, kind: FormKind::Symbol(name) }
}

/// `(quote name)`
pub(crate) fn atom(name: Symbol, span: Span) -> Form {
    Form::quote(symbol(name, span))
}

/// Translates expressions, knowing which variables are bound.
#[derive(Clone, Default)]
pub(crate) struct Translator {
    /// Parameters of the macro: they are inserted.
    parameters: Vec<Symbol>,
    /// Variables that have values here.
    pub(crate) bound: HashSet<Symbol>,
    pub(crate) fresh: u32,
}

impl Translator {
    /// A translator for the body of a macro.
    pub(crate) fn with_parameters(parameters: &[Symbol]) -> Translator {
        Translator { parameters: parameters.to_vec(), ..Translator::default() }
    }

    /// An expression.
    pub(crate) fn expression(&mut self, expr: &Expr) -> Translation {
        let span = expr.span;
        if let Some(literal) = literal(expr) {
            return Ok(literal);
        }
        match &expr.kind {
            ExprKind::Var(name) => Ok(self.variable(*name, span)),
            ExprKind::List(items, tail) => {
                let mut parts = self.all(items)?;
                match tail {
                    Some(tail) => {
                        parts.push(self.expression(tail)?);
                        Ok(Form::call(span, "list*", parts))
                    }
                    None => Ok(Form::call(span, "list", parts)),
                }
            }
            ExprKind::Tuple(items) => Ok(Form::call(span, "tuple", self.all(items)?)),
            ExprKind::Binary(elements) => {
                let mut parts = Vec::with_capacity(elements.len());
                for element in elements {
                    parts.push(segment::segment(self, element, None)?);
                }
                Ok(Form::call(span, "binary", parts))
            }
            ExprKind::Match(pattern, value) => self.binding(pattern, value, &[], span),
            ExprKind::Unary(word, operand) => {
                Ok(Form::call(span, word.text(), [self.expression(operand)?]))
            }
            ExprKind::Op(word, left, right) => {
                let operands = [self.expression(left)?, self.expression(right)?];
                Ok(Form::call(span, word.text(), operands))
            }
            ExprKind::Call(callee, arguments) => self.call(callee, arguments, span),
            ExprKind::Block(body) => match body.as_slice() {
                [single] => self.expression(single),
                body => Ok(Form::call(span, "progn", self.clone().body(body)?)),
            },
            ExprKind::FunName(name, arity) => {
                let parts = [symbol(*name, span), Form::integer(span, *arity)];
                Ok(Form::call(span, "function", parts))
            }
            ExprKind::FunRemote(parts) => {
                let (module, name, arity) = parts.as_ref();
                let parts =
                    [self.expression(module)?, self.expression(name)?, self.expression(arity)?];
                Ok(remote("erlang", "make_fun", parts, span))
            }
            _ => self.data(expr),
        }
    }

    /// Maps and records.
    fn data(&mut self, expr: &Expr) -> Translation {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Map(None, fields) => {
                let mut parts = Vec::with_capacity(2 * fields.len());
                for field in fields {
                    parts.extend([self.expression(&field.key)?, self.expression(&field.value)?]);
                }
                Ok(Form::call(span, "map", parts))
            }
            ExprKind::Map(Some(map), fields) => {
                let mut map = self.expression(map)?;
                for field in fields {
                    let name = if field.exact { "map-update" } else { "map-set" };
                    let (key, value) =
                        (self.expression(&field.key)?, self.expression(&field.value)?);
                    map = Form::call(span, name, [map, key, value]);
                }
                Ok(map)
            }
            ExprKind::Record(name, fields) => {
                let mut parts = vec![symbol(*name, span)];
                for field in fields {
                    parts.extend([symbol(field.name, field.span), self.expression(&field.value)?]);
                }
                Ok(Form::call(span, "record", parts))
            }
            ExprKind::RecordUpdate(record, name, fields) => {
                let mut parts = vec![self.expression(record)?, symbol(*name, span)];
                for field in fields {
                    parts.extend([symbol(field.name, field.span), self.expression(&field.value)?]);
                }
                Ok(Form::call(span, "record-update", parts))
            }
            ExprKind::RecordGet(record, name, field) => {
                let record = self.expression(record)?;
                let parts = [record, symbol(*name, span), symbol(*field, span)];
                Ok(Form::call(span, "record-field", parts))
            }
            ExprKind::RecordIndex(name, field) => {
                let parts = [symbol(*name, span), symbol(*field, span)];
                Ok(Form::call(span, "record-index", parts))
            }
            _ => self.control(expr),
        }
    }

    fn control(&mut self, expr: &Expr) -> Translation {
        let span = expr.span;
        match &expr.kind {
            ExprKind::If(clauses) => {
                let mut parts = vec![Form::nil(span)];
                parts.extend(self.clauses(clauses, &|_| Form::symbol(span, "_"))?);
                let reason = atom(Symbol::intern("if_clause"), span);
                let otherwise = remote("erlang", "error", [reason], span);
                parts.push(Form::list(span, vec![Form::symbol(span, "_"), otherwise]));
                Ok(Form::call(span, "case", parts))
            }
            ExprKind::Case(subject, clauses) => {
                let mut parts = vec![self.expression(subject)?];
                parts.extend(self.clauses(clauses, &single)?);
                Ok(Form::call(span, "case", parts))
            }
            ExprKind::Receive(clauses, after) => {
                let mut parts = self.clauses(clauses, &single)?;
                if let Some(after) = after {
                    let mut items = vec![self.expression(&after.0)?];
                    items.extend(self.clone().body(&after.1)?);
                    parts.push(Form::call(span, "after", items));
                }
                Ok(Form::call(span, "receive", parts))
            }
            ExprKind::Try(parts) => self.try_form(parts, span),
            ExprKind::Catch(body) => Ok(Form::call(span, "catch", [self.expression(body)?])),
            ExprKind::Fun(None, clauses) => {
                Ok(Form::call(span, "match-lambda", self.function_clauses(clauses)?))
            }
            ExprKind::Comprehension(template, qualifiers) => {
                self.comprehension(template, qualifiers, span)
            }
            _ => Err(Untranslatable),
        }
    }

    fn all(&mut self, exprs: &[Expr]) -> Translation<Vec<Form>> {
        exprs.iter().map(|expr| self.expression(expr)).collect()
    }

    /// A variable, or what stands for a parameter.
    pub(crate) fn variable(&self, name: Symbol, span: Span) -> Form {
        if self.parameters.contains(&name) {
            return Form::call(span, "comma", [symbol(name, span)]);
        }
        if let Some(parameter) = name.as_str().strip_prefix(TEXT_MARK) {
            let argument = Form::symbol(span, parameter);
            let text = remote("lfe_io", "print1", [argument], span);
            let text = remote("lists", "flatten", [text], span);
            return Form::call(span, "comma", [text]);
        }
        symbol(name, span)
    }

    /// Whether a name is a parameter of the macro.
    pub(crate) fn is_parameter(&self, name: Symbol) -> bool {
        self.parameters.contains(&name)
    }

    /// Expressions one after the other, and what they bind.
    fn body(&mut self, body: &[Expr]) -> Translation<Vec<Form>> {
        let mut forms = Vec::with_capacity(body.len());
        for (index, expr) in body.iter().enumerate() {
            let rest = &body[index + 1..];
            if let (ExprKind::Match(pattern, value), [_, ..]) = (&expr.kind, rest) {
                forms.push(self.binding(pattern, value, rest, expr.span)?);
                return Ok(forms);
            }
            forms.push(self.expression(expr)?);
        }
        Ok(forms)
    }

    /// `(let ((pattern [guard] value)) rest…)`, the value itself where nothing follows.
    fn binding(&mut self, pattern: &Expr, value: &Expr, rest: &[Expr], span: Span) -> Translation {
        let value = self.expression(value)?;
        let mut inner = self.clone();
        let Pattern { form, guard } = inner.pattern(pattern)?;
        if rest.is_empty() {
            let matched = inner.fresh_variable(span);
            let alias = Form::call(span, "=", [form, matched.clone()]);
            let binding = with_guard(alias, guard, vec![value], span);
            return Ok(Form::call(span, "let", [Form::list(span, vec![binding]), matched]));
        }
        let binding = with_guard(form, guard, vec![value], span);
        let mut parts = vec![Form::list(span, vec![binding])];
        parts.extend(inner.body(rest)?);
        Ok(Form::call(span, "let", parts))
    }

    fn call(&mut self, callee: &Expr, arguments: &[Expr], span: Span) -> Translation {
        let mut arguments = self.all(arguments)?;
        match &callee.kind {
            ExprKind::Atom(name) => {
                arguments.insert(0, symbol(*name, callee.span));
                Ok(Form::list(span, arguments))
            }
            ExprKind::Remote(module, name) => {
                let mut parts = vec![self.expression(module)?, self.expression(name)?];
                parts.extend(arguments);
                Ok(Form::call(span, "call", parts))
            }
            _ => {
                arguments.insert(0, self.expression(callee)?);
                Ok(Form::call(span, "funcall", arguments))
            }
        }
    }

    /// Clauses of a `case`: one for each alternative of the guard.
    fn clauses(
        &mut self,
        clauses: &[Clause],
        shape: &dyn Fn(Vec<Form>) -> Form,
    ) -> Translation<Vec<Form>> {
        let mut forms = Vec::with_capacity(clauses.len());
        for clause in clauses {
            let mut inner = self.clone();
            let (mut patterns, mut equal) = (Vec::new(), Vec::new());
            for pattern in &clause.patterns {
                let Pattern { form, guard } = inner.pattern(pattern)?;
                patterns.push(form);
                equal.extend(guard);
            }
            let pattern = shape(patterns);
            let body = inner.clone().body(&clause.body)?;
            let no_tests = [Vec::new()];
            let alternatives: &[Vec<Expr>] =
                if clause.guard.is_empty() { &no_tests } else { &clause.guard };
            for tests in alternatives {
                let mut guard = equal.clone();
                guard.extend(inner.all(tests)?);
                forms.push(with_guard(pattern.clone(), guard, body.clone(), clause.span));
            }
        }
        Ok(forms)
    }

    /// Clauses of a function: its variables are all new.
    pub(crate) fn function_clauses(&mut self, clauses: &[Clause]) -> Translation<Vec<Form>> {
        let outer = self.bound.clone();
        let mut forms = Vec::new();
        for clause in clauses {
            let mut inner = self.clone();
            for pattern in &clause.patterns {
                lfec_erl::uses::each_variable(pattern, &mut |name| {
                    inner.bound.remove(&name);
                });
            }
            let shape = |patterns: Vec<Form>| Form::list(clause.span, patterns);
            forms.extend(inner.clauses(std::slice::from_ref(clause), &shape)?);
        }
        self.bound = outer;
        Ok(forms)
    }

    fn try_form(&mut self, parts: &Try, span: Span) -> Translation {
        let body = self.clone().body(&parts.body)?;
        let body = match <[Form; 1]>::try_from(body) {
            Ok([single]) => single,
            Err(body) => Form::call(span, "progn", body),
        };
        let mut sections = vec![body];
        if !parts.clauses.is_empty() {
            sections.push(Form::call(span, "case", self.clauses(&parts.clauses, &single)?));
        }
        if !parts.handlers.is_empty() {
            let exception = |patterns| Form::call(span, "tuple", patterns);
            sections.push(Form::call(span, "catch", self.clauses(&parts.handlers, &exception)?));
        }
        if !parts.after.is_empty() {
            sections.push(Form::call(span, "after", self.clone().body(&parts.after)?));
        }
        Ok(Form::call(span, "try", sections))
    }

    fn comprehension(
        &mut self,
        template: &Template,
        qualifiers: &[Qualifier],
        span: Span,
    ) -> Translation {
        let mut inner = self.clone();
        let mut parts = Vec::with_capacity(qualifiers.len());
        for qualifier in qualifiers {
            parts.push(match qualifier {
                Qualifier::Filter(test) => inner.expression(test)?,
                Qualifier::Generator(generator) => inner.generator(generator)?,
                Qualifier::Zip(_) => return Err(Untranslatable),
            });
        }
        let (name, element) = match template {
            Template::List(element) => ("list-comp", element),
            Template::Binary(element) => ("binary-comp", element),
            Template::Map(..) => return Err(Untranslatable),
        };
        let element = inner.expression(element)?;
        Ok(Form::call(span, name, [Form::list(span, parts), element]))
    }

    /// The variables of a generator's pattern are all new.
    fn generator(&mut self, generator: &Generator) -> Translation {
        let name = match generator.kind {
            GeneratorKind::List if !generator.strict => "<-",
            GeneratorKind::Binary if !generator.strict => "<=",
            _ => return Err(Untranslatable),
        };
        let source = self.expression(&generator.source)?;
        lfec_erl::uses::each_variable(&generator.pattern, &mut |name| {
            self.bound.remove(&name);
        });
        let pattern = self.pattern(&generator.pattern)?.form;
        Ok(Form::call(generator.span, name, [pattern, source]))
    }

    /// A variable that no header has.
    pub(crate) fn fresh_variable(&mut self, span: Span) -> Form {
        self.fresh += 1;
        Form::symbol(span, &format!("-var-{}-", self.fresh))
    }
}

/// `(pattern [(when test…)] body…)`
fn with_guard(pattern: Form, guard: Vec<Form>, body: Vec<Form>, span: Span) -> Form {
    let mut parts = vec![pattern];
    if !guard.is_empty() {
        parts.push(Form::call(span, "when", guard));
    }
    parts.extend(body);
    Form::list(span, parts)
}

/// The pattern of a clause that has one.
fn single(mut patterns: Vec<Form>) -> Form {
    patterns.pop().unwrap_or_else(|| Form::symbol(Span::NONE, "_"))
}

/// `(call 'module 'name argument…)`
pub(crate) fn remote(
    module: &str,
    name: &str,
    arguments: impl IntoIterator<Item = Form>,
    span: Span,
) -> Form {
    let names = [module, name].map(|text| Form::quote(Form::symbol(span, text)));
    Form::call(span, "call", names.into_iter().chain(arguments))
}

/// Constants that are written alike in expressions and patterns.
pub(crate) fn literal(expr: &Expr) -> Option<Form> {
    let span = expr.span;
    let kind = match &expr.kind {
        ExprKind::Atom(name) => return Some(atom(*name, span)),
        ExprKind::Integer(value) => FormKind::Integer(value.clone()),
        ExprKind::Float(value) => FormKind::Float(*value),
        ExprKind::Char(point) => return Some(Form::integer(span, *point)),
        ExprKind::String(points) => FormKind::String(points.clone()),
        ExprKind::Nil => return Some(Form::quote(Form::nil(span))),
        ExprKind::Unary(Word::Minus, operand) => match &operand.kind {
            ExprKind::Integer(value) => FormKind::Integer(std::sync::Arc::new(-value.as_ref())),
            ExprKind::Float(value) => FormKind::Float(-value),
            _ => return None,
        },
        _ => return None,
    };
    Some(Form { span, kind })
}
