//! `ets:fun2ms(fun …)` and `dbg:fun2ms(fun …)`: a fun as the match specification it stands for.
//!
//! What OTP's parse transform `ms_transform` does. A clause `(Head) when Guard -> Body` becomes
//! `{Head', Guard', Body'}`: variables of the head are `'$1'`, `'$2'` …, the whole object is
//! `'$_'`, other variables `{const, V}`; operators and calls become tuples, tuples `{{…}}`.

use lfec_base::{Diagnostic, Span, Symbol};

use crate::ast::{
    Clause, ErlModule, Expr, ExprKind, FieldDefinition, FormKind, MapField, RecordField,
};
use crate::bifs;
use crate::guards::is_guard_operator;
use crate::rewrite::each_expr_mut;
use crate::token::Word;

/// Functions that the body of a `dbg` specification may call.
const TRACE_ACTIONS: &[&str] = &[
    "set_seq_token",
    "get_seq_token",
    "message",
    "return_trace",
    "exception_trace",
    "process_dump",
    "enable_trace",
    "disable_trace",
    "trace",
    "display",
    "caller",
    "caller_line",
    "current_stacktrace",
    "set_tcw",
    "get_tcw",
    "silent",
];

/// Replaces the calls in a module that asks for `ms_transform`.
pub fn expand(module: &mut ErlModule, diagnostics: &mut Vec<Diagnostic>) {
    let records: Vec<(Symbol, Vec<FieldDefinition>)> = module
        .forms
        .iter()
        .filter_map(|form| match &form.kind {
            FormKind::Record(record) => Some((record.name, record.fields.clone())),
            _ => None,
        })
        .collect();
    for form in &mut module.forms {
        if let FormKind::Function(function) = &mut form.kind {
            each_expr_mut(&mut function.clauses, &mut |expr| {
                replace(expr, &records, diagnostics);
            });
        }
    }
}

fn replace(
    expr: &mut Expr,
    records: &[(Symbol, Vec<FieldDefinition>)],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let ExprKind::Call(callee, arguments) = &expr.kind else { return };
    let ExprKind::Remote(module, function) = &callee.kind else { return };
    let is_trace = match (module.as_atom().map(Symbol::as_str), function.as_atom()) {
        (Some("ets"), Some(name)) if name.as_str() == "fun2ms" => false,
        (Some("dbg"), Some(name)) if name.as_str() == "fun2ms" => true,
        _ => return,
    };
    let [Expr { kind: ExprKind::Fun(None, clauses), .. }] = &arguments[..] else { return };
    let mut specs = Vec::with_capacity(clauses.len());
    for clause in clauses {
        let mut writer = Writer { variables: Vec::new(), numbered: 0, records, is_trace };
        match writer.clause(clause) {
            Ok(spec) => specs.push(spec),
            Err(diagnostic) => return diagnostics.push(*diagnostic),
        }
    }
    expr.kind = ExprKind::List(specs, None);
}

type Written = Result<Expr, Box<Diagnostic>>;

struct Writer<'r> {
    /// Variables of the head, with what each becomes.
    variables: Vec<(Symbol, Symbol)>,
    numbered: usize,
    records: &'r [(Symbol, Vec<FieldDefinition>)],
    is_trace: bool,
}

impl Writer<'_> {
    fn clause(&mut self, clause: &Clause) -> Written {
        let [head] = &clause.patterns[..] else {
            return fault("fun2ms needs a fun of one argument", clause.span);
        };
        let head = self.top(head)?;
        let mut tests = Vec::new();
        for alternative in &clause.guard {
            let mut all = Vec::with_capacity(alternative.len());
            for test in alternative {
                all.push(self.term(test)?);
            }
            tests.push(all);
        }
        let guard = match tests.len() {
            0 => Vec::new(),
            1 => tests.swap_remove(0),
            _ => {
                let alternatives = tests.into_iter().map(|all| joined("andalso", all));
                vec![joined("orelse", alternatives.collect())]
            }
        };
        let body: Result<Vec<Expr>, _> = clause.body.iter().map(|expr| self.term(expr)).collect();
        let span = clause.span;
        let parts = vec![head, list(guard, span), list(body?, span)];
        Ok(Expr { span, kind: ExprKind::Tuple(parts) })
    }

    /// The head: `Name = Pattern` names the whole.
    fn top(&mut self, head: &Expr) -> Written {
        let whole = if self.is_trace { "$*" } else { "$_" };
        match &head.kind {
            ExprKind::Match(left, right) => {
                let (name, pattern) = match (&left.kind, &right.kind) {
                    (ExprKind::Var(name), _) => (*name, right),
                    (_, ExprKind::Var(name)) => (*name, left),
                    _ => return fault("illegal head of a match specification", head.span),
                };
                self.variables.push((name, Symbol::intern(whole)));
                self.pattern(pattern)
            }
            _ => self.pattern(head),
        }
    }

    fn pattern(&mut self, pattern: &Expr) -> Written {
        let span = pattern.span;
        let kind = match &pattern.kind {
            ExprKind::Var(name) if name.as_str() == "_" => return Ok(atom("_", span)),
            ExprKind::Var(name) => return Ok(self.head_variable(*name, span)),
            ExprKind::Tuple(items) => ExprKind::Tuple(self.patterns(items)?),
            ExprKind::List(items, tail) => {
                let items = self.patterns(items)?;
                let tail = tail.as_deref().map(|tail| self.pattern(tail)).transpose()?;
                ExprKind::List(items, tail.map(Box::new))
            }
            ExprKind::Map(None, fields) => {
                let mut pairs = Vec::with_capacity(fields.len());
                for field in fields {
                    let value = self.pattern(&field.value)?;
                    let key = field.key.clone();
                    pairs.push(MapField { span: field.span, exact: false, key, value });
                }
                ExprKind::Map(None, pairs)
            }
            ExprKind::Record(name, fields) => {
                let mut written = Vec::with_capacity(fields.len() + 1);
                for field in fields {
                    let value = self.pattern(&field.value)?;
                    written.push(RecordField { value, ..field.clone() });
                }
                if !written.iter().any(|field: &RecordField| field.is_variable) {
                    let (name, value) = (Symbol::intern("_"), atom("_", span));
                    written.push(RecordField { span, name, value, is_variable: true });
                }
                ExprKind::Record(*name, written)
            }
            ExprKind::Match(..) => {
                return fault("illegal alias in the head of a match specification", span);
            }
            _ => return Ok(pattern.clone()),
        };
        Ok(Expr { span, kind })
    }

    fn patterns(&mut self, items: &[Expr]) -> Result<Vec<Expr>, Box<Diagnostic>> {
        items.iter().map(|item| self.pattern(item)).collect()
    }

    fn head_variable(&mut self, name: Symbol, span: Span) -> Expr {
        if let Some((_, written)) = self.variables.iter().find(|(known, _)| *known == name) {
            return Expr { span, kind: ExprKind::Atom(*written) };
        }
        self.numbered += 1;
        let written = Symbol::intern(&format!("${}", self.numbered));
        self.variables.push((name, written));
        Expr { span, kind: ExprKind::Atom(written) }
    }

    fn terms(&self, items: &[Expr]) -> Result<Vec<Expr>, Box<Diagnostic>> {
        items.iter().map(|item| self.term(item)).collect()
    }

    /// An expression of guard or body.
    fn term(&self, expr: &Expr) -> Written {
        let span = expr.span;
        let kind = match &expr.kind {
            ExprKind::Var(name) => match self.variables.iter().find(|(known, _)| known == name) {
                Some((_, written)) => ExprKind::Atom(*written),
                None => return Ok(constant(expr.clone())),
            },
            ExprKind::Atom(name) if is_special(name.as_str()) => return Ok(constant(expr.clone())),
            ExprKind::Atom(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::String(_)
            | ExprKind::Nil
            | ExprKind::Binary(_)
            | ExprKind::RecordIndex(..) => expr.kind.clone(),
            ExprKind::Tuple(items) => return Ok(wrapped(self.terms(items)?, span)),
            ExprKind::List(items, tail) => {
                let tail = tail.as_deref().map(|tail| self.term(tail)).transpose()?;
                ExprKind::List(self.terms(items)?, tail.map(Box::new))
            }
            ExprKind::Map(None, fields) => {
                let mut pairs = Vec::with_capacity(fields.len());
                for field in fields {
                    let (key, value) = (self.term(&field.key)?, self.term(&field.value)?);
                    pairs.push(MapField { span: field.span, exact: false, key, value });
                }
                ExprKind::Map(None, pairs)
            }
            ExprKind::Unary(word, operand) => {
                ExprKind::Tuple(vec![atom(word.text(), span), self.term(operand)?])
            }
            ExprKind::Op(word, left, right)
                if is_guard_operator(word.text(), 2)
                    || matches!(word, Word::Andalso | Word::Orelse) =>
            {
                let operands = [atom(word.text(), span), self.term(left)?, self.term(right)?];
                ExprKind::Tuple(operands.into())
            }
            ExprKind::RecordGet(base, name, field) => {
                return Ok(element(*name, *field, self.term(base)?, span));
            }
            ExprKind::RecordUpdate(base, name, fields) => {
                return self.record_update(base, *name, fields, span);
            }
            ExprKind::Record(name, fields) => return self.record(*name, fields, span),
            ExprKind::Call(callee, arguments) => return self.call(callee, arguments, span),
            ExprKind::Block(body) if body.len() == 1 => return self.term(&body[0]),
            _ => return fault("illegal expression in a match specification", span),
        };
        Ok(Expr { span, kind })
    }

    fn definitions(&self, name: Symbol, span: Span) -> Result<&[FieldDefinition], Box<Diagnostic>> {
        match self.records.iter().find(|(known, _)| *known == name) {
            Some((_, definitions)) => Ok(definitions),
            None => fault(&format!("record {name} undefined"), span),
        }
    }

    /// A new tuple: of new values, and elements of the old one.
    fn record_update(
        &self,
        base: &Expr,
        name: Symbol,
        fields: &[RecordField],
        span: Span,
    ) -> Written {
        let base = self.term(base)?;
        let mut items = vec![Expr { span, kind: ExprKind::Atom(name) }];
        for definition in self.definitions(name, span)? {
            items.push(match fields.iter().find(|field| field.name == definition.name) {
                Some(field) => self.term(&field.value)?,
                None => element(name, definition.name, base.clone(), span),
            });
        }
        Ok(wrapped(items, span))
    }

    fn record(&self, name: Symbol, fields: &[RecordField], span: Span) -> Written {
        let definitions = self.definitions(name, span)?;
        let others = fields.iter().find(|field| field.is_variable);
        let mut items = vec![Expr { span, kind: ExprKind::Atom(name) }];
        for definition in definitions {
            let given = fields.iter().find(|field| field.name == definition.name).or(others);
            items.push(match (given, &definition.default) {
                (Some(field), _) => self.term(&field.value)?,
                (None, Some(default)) => constant(default.clone()),
                (None, None) => atom("undefined", span),
            });
        }
        Ok(wrapped(items, span))
    }

    fn call(&self, callee: &Expr, arguments: &[Expr], span: Span) -> Written {
        let name = match &callee.kind {
            ExprKind::Atom(name) => *name,
            ExprKind::Remote(module, name)
                if module.as_atom().is_some_and(|module| module.as_str() == "erlang") =>
            {
                match name.as_atom() {
                    Some(name) => name,
                    None => return fault("illegal call in a match specification", span),
                }
            }
            _ => return fault("illegal call in a match specification", span),
        };
        let arity = arguments.len();
        match (name.as_str(), arguments) {
            ("object", []) => return Ok(atom("$_", span)),
            ("bindings", []) => return Ok(atom("$*", span)),
            ("is_record", [term, tag]) if tag.as_atom().is_some() => {
                let size = vec![atom("size", span), tag.clone()];
                let info = Box::new(atom("record_info", span));
                let size = Expr { span, kind: ExprKind::Call(info, size) };
                let parts = vec![atom("is_record", span), self.term(term)?, tag.clone(), size];
                return Ok(Expr { span, kind: ExprKind::Tuple(parts) });
            }
            _ => {}
        }
        let allowed = bifs::is_guard_bif(name, arity)
            || is_guard_operator(name.as_str(), arity)
            || self.is_trace && TRACE_ACTIONS.contains(&name.as_str());
        if !allowed {
            let message = format!("illegal call of {name}/{arity} in a match specification");
            return fault(&message, span);
        }
        let mut parts = vec![Expr { span, kind: ExprKind::Atom(name) }];
        parts.extend(self.terms(arguments)?);
        Ok(Expr { span, kind: ExprKind::Tuple(parts) })
    }
}

/// Atoms that mean something in match specifications.
fn is_special(name: &str) -> bool {
    name == "_" || name.starts_with('$')
}

fn atom(name: &str, span: Span) -> Expr {
    Expr { span, kind: ExprKind::Atom(Symbol::intern(name)) }
}

/// `{element, #r.f, base}`
fn element(record: Symbol, field: Symbol, base: Expr, span: Span) -> Expr {
    let index = Expr { span, kind: ExprKind::RecordIndex(record, field) };
    Expr { span, kind: ExprKind::Tuple(vec![atom("element", span), index, base]) }
}

/// `{const, value}`
fn constant(value: Expr) -> Expr {
    let span = value.span;
    Expr { span, kind: ExprKind::Tuple(vec![atom("const", span), value]) }
}

/// `{{items…}}`: a tuple as result.
fn wrapped(items: Vec<Expr>, span: Span) -> Expr {
    let inside = Expr { span, kind: ExprKind::Tuple(items) };
    Expr { span, kind: ExprKind::Tuple(vec![inside]) }
}

fn list(items: Vec<Expr>, span: Span) -> Expr {
    let kind = if items.is_empty() { ExprKind::Nil } else { ExprKind::List(items, None) };
    Expr { span, kind }
}

/// `{name, A, B, …}`; the test itself where there is one.
fn joined(name: &str, mut tests: Vec<Expr>) -> Expr {
    if tests.len() == 1 {
        return tests.swap_remove(0);
    }
    let span = tests.first().map_or(Span::NONE, |test| test.span);
    let parts = std::iter::once(atom(name, span)).chain(tests).collect();
    Expr { span, kind: ExprKind::Tuple(parts) }
}

fn fault<T>(message: &str, span: Span) -> Result<T, Box<Diagnostic>> {
    Err(Box::new(Diagnostic::error("ms-transform", message, span)))
}
