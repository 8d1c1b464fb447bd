//! Expressions: who binds and uses what.

use lfec_base::{Span, Symbol};

use super::Lint;
use super::variables::{Change, State};
use crate::ast::{
    Clause, Expr, ExprKind, Generator, GeneratorKind, Qualifier, RecordDefinition, Template, Try,
};
use crate::guards::{Names, is_guard};
use crate::token::Word;

impl<'m> Lint<'m> {
    pub fn expr(&mut self, expr: &'m Expr) {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Var(name) => self.use_variable(*name, span),
            ExprKind::Atom(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::String(_)
            | ExprKind::Nil => {}
            ExprKind::List(items, tail) => self.parallel(items.iter().chain(tail.as_deref())),
            ExprKind::Tuple(items) => self.parallel(items),
            ExprKind::Binary(elements) => self.binary(elements),
            ExprKind::Map(base, fields) => {
                if base.is_none() {
                    self.map_construction(fields);
                }
                let parts = fields.iter().flat_map(|field| [&field.key, &field.value]);
                self.parallel(base.as_deref().into_iter().chain(parts));
            }
            ExprKind::Record(name, fields) => {
                self.record_construction(*name, fields, span);
                self.parallel(fields.iter().map(|field| &field.value));
            }
            ExprKind::RecordUpdate(base, name, fields) => {
                self.record_update(*name, fields, span);
                let values = fields.iter().map(|field| &field.value);
                self.parallel(std::iter::once(&**base).chain(values));
            }
            ExprKind::RecordGet(base, name, field) => {
                self.expr(base);
                self.record_field(*name, *field, span);
            }
            ExprKind::RecordIndex(name, field) => self.record_field(*name, *field, span),
            ExprKind::Match(pattern, value) | ExprKind::MaybeMatch(pattern, value) => {
                self.expr(value);
                self.matching(pattern);
            }
            ExprKind::Unary(_, operand) => self.expr(operand),
            ExprKind::Op(word @ (Word::Andalso | Word::Orelse), left, right) => {
                self.expr(left);
                let what = if *word == Word::Andalso { "'andalso'" } else { "'orelse'" };
                self.unsafe_part(what, span, |lint| lint.expr(right));
            }
            ExprKind::Op(_, left, right) => self.parallel([&**left, &**right]),
            ExprKind::Call(callee, arguments) => self.call(callee, arguments, span),
            ExprKind::Block(body) => self.body(body),
            ExprKind::If(clauses) => {
                self.reach_of_clauses(None, clauses);
                let branches = self.clauses(clauses);
                self.variables.merge(branches, "'if'", span);
            }
            ExprKind::Case(argument, clauses) => {
                self.expr(argument);
                self.reach_of_clauses(Some(argument), clauses);
                self.never_matches(argument, clauses, span);
                let branches = self.clauses(clauses);
                self.variables.merge(branches, "'case'", span);
            }
            ExprKind::Receive(clauses, after) => self.receive(clauses, after.as_deref(), span),
            ExprKind::Try(parts) => self.try_expression(parts, span),
            ExprKind::Catch(body) => self.unsafe_part("'catch'", span, |lint| lint.expr(body)),
            ExprKind::Fun(name, clauses) => self.fun(*name, clauses, span),
            ExprKind::FunName(name, arity) => self.fun_name(*name, *arity, span),
            ExprKind::FunRemote(parts) => {
                let (module, function, arity) = &**parts;
                self.parallel([module, function, arity]);
            }
            ExprKind::Maybe(body, clauses) => self.maybe(body, clauses, span),
            ExprKind::Comprehension(template, qualifiers) => {
                self.comprehension(template, qualifiers);
            }
            ExprKind::Remote(..) => {
                self.error("illegal-expr", "illegal expression".to_owned(), span);
            }
        }
    }

    pub fn body(&mut self, exprs: &'m [Expr]) {
        exprs.iter().for_each(|expr| self.expr(expr));
    }

    /// Expressions that do not see what the others bind.
    pub fn parallel(&mut self, exprs: impl IntoIterator<Item = &'m Expr>) {
        let mut parts = Vec::new();
        for expr in exprs {
            let changes = self.part(|lint| lint.expr(expr));
            if !changes.is_empty() {
                parts.push(changes);
            }
        }
        self.variables.join(parts);
    }

    /// What `inside` changes; it is taken back.
    fn part(&mut self, inside: impl FnOnce(&mut Self)) -> Vec<Change> {
        let mark = self.variables.mark();
        inside(self);
        self.variables.undo(mark)
    }

    /// What `inside` binds is unsafe afterwards.
    fn unsafe_part(&mut self, what: &'static str, span: Span, inside: impl FnOnce(&mut Self)) {
        let changes = self.part(inside);
        self.variables.redo_unsafe(changes, what, span);
    }

    /// A variable as expression.
    pub fn use_variable(&mut self, name: Symbol, span: Span) {
        match self.variables.get(name).map(|variable| variable.state) {
            Some(State::Bound) => {}
            Some(State::Unsafe(what, place)) => {
                self.unsafe_variable(name, what, place, span);
            }
            Some(State::Stacktrace) => {
                let text = format!("stacktrace variable '{name}' must not be used in a guard");
                self.error("stacktrace-guard", text, span);
            }
            None => {
                self.error("unbound-var", format!("variable '{name}' is unbound"), span);
                self.variables.assume(name);
            }
        }
        self.variables.note_use(name);
    }

    pub fn unsafe_variable(&mut self, name: Symbol, what: &str, place: Span, span: Span) {
        let shown = self.place(place);
        self.error("unsafe-var", format!("variable '{name}' unsafe in {what} {shown}"), span);
        self.variables.set_state(name, State::Bound);
    }

    /// What each clause changes.
    fn clauses(&mut self, clauses: &'m [Clause]) -> Vec<Vec<Change>> {
        clauses.iter().map(|clause| self.part(|lint| lint.clause(clause))).collect()
    }

    fn clause(&mut self, clause: &'m Clause) {
        self.patterns(clause.patterns.iter(), false);
        self.guard(&clause.guard);
        self.body(&clause.body);
    }

    /// A clause of a function or fun: its pattern variables are new. `what` names the expression
    /// in whose patterns variables may be shadowed.
    pub fn fun_clause(&mut self, clause: &'m Clause, what: Option<&str>) {
        let bound = self.patterns(clause.patterns.iter(), true);
        if let Some(what) = what {
            self.warn_shadowed(&bound, what);
        }
        self.guard(&clause.guard);
        self.body(&clause.body);
    }

    fn warn_shadowed(&mut self, bound: &[(Symbol, Span, bool)], what: &str) {
        for (name, span, shadows) in bound {
            if *shadows && self.switches.shadow_vars {
                let message = format!("variable '{name}' shadowed in {what}");
                self.warning("shadowed-var", message, *span);
            }
        }
    }

    fn receive(&mut self, clauses: &'m [Clause], after: Option<&'m (Expr, Vec<Expr>)>, span: Span) {
        let mut timeout_changes = Vec::new();
        let mut branches = Vec::new();
        if let Some((timeout, body)) = after {
            timeout_changes = self.part(|lint| lint.expr(timeout));
            branches.push(self.part(|lint| lint.body(body)));
        }
        self.reach_of_clauses(None, clauses);
        branches.extend(self.clauses(clauses));
        self.variables.merge(branches, "'receive'", span);
        self.variables.redo(timeout_changes);
    }

    fn try_expression(&mut self, parts: &'m Try, span: Span) {
        // The `of` clauses alone see what the protected part binds.
        let mark = self.variables.mark();
        self.body(&parts.body);
        let clauses = self.clauses(&parts.clauses);
        let body = self.variables.undo(mark);
        self.variables.redo_unsafe(body, "'try'", span);
        let handlers: Vec<Vec<Change>> =
            parts.handlers.iter().map(|clause| self.part(|lint| lint.handler(clause))).collect();
        for changes in clauses.into_iter().chain(handlers) {
            self.variables.redo_unsafe(changes, "'try'", span);
        }
        self.unsafe_part("'try'", span, |lint| lint.body(&parts.after));
    }

    fn handler(&mut self, clause: &'m Clause) {
        let Some((stack, patterns)) = clause.patterns.split_last() else { return };
        self.patterns(patterns.iter(), false);
        let ExprKind::Var(name) = stack.kind else { return self.guarded_body(clause) };
        if name.as_str() == "_" {
            return self.guarded_body(clause);
        }
        if self.variables.get(name).is_some() {
            let text = format!("stacktrace variable '{name}' must not be previously bound");
            self.error("stacktrace-bound", text, stack.span);
        } else {
            self.variables.bind(name, stack.span);
        }
        self.variables.set_state(name, State::Stacktrace);
        self.guard(&clause.guard);
        self.variables.set_state(name, State::Bound);
        self.body(&clause.body);
    }

    fn guarded_body(&mut self, clause: &'m Clause) {
        self.guard(&clause.guard);
        self.body(&clause.body);
    }

    fn fun(&mut self, name: Option<Symbol>, clauses: &'m [Clause], span: Span) {
        let in_default = std::mem::replace(&mut self.in_record_default, false);
        let mark = self.variables.mark();
        if let Some(name) = name.filter(|name| name.as_str() != "_") {
            let shadows = self.variables.get(name).is_some();
            self.warn_shadowed(&[(name, span, shadows)], "'named fun'");
            self.variables.bind(name, span);
        }
        self.reach_of_heads(clauses, None);
        for clause in clauses {
            let mark = self.variables.mark();
            self.fun_clause(clause, Some("'fun'"));
            self.variables.undo(mark);
        }
        self.variables.undo(mark);
        self.in_record_default = in_default;
    }

    fn maybe(&mut self, body: &'m [Expr], clauses: &'m [Clause], span: Span) {
        self.unsafe_part("'maybe'", span, |lint| lint.body(body));
        if !clauses.is_empty() {
            for changes in self.clauses(clauses) {
                self.variables.redo_unsafe(changes, "'else'", span);
            }
        }
    }

    fn comprehension(&mut self, template: &'m Template, qualifiers: &'m [Qualifier]) {
        let in_default = std::mem::replace(&mut self.in_record_default, false);
        let mark = self.variables.mark();
        for qualifier in qualifiers {
            match qualifier {
                Qualifier::Generator(generator) => self.generators(&[generator]),
                Qualifier::Zip(generators) => {
                    let generators: Vec<&Generator> = generators.iter().collect();
                    self.generators(&generators);
                }
                Qualifier::Filter(test) => self.filter(test),
            }
        }
        match template {
            Template::List(expr) | Template::Binary(expr) => self.expr(expr),
            Template::Map(key, value) => self.parallel([key, value]),
        }
        self.variables.undo(mark);
        self.in_record_default = in_default;
    }

    fn filter(&mut self, test: &'m Expr) {
        if is_guard(test, self) { self.guard_expr(test) } else { self.expr(test) }
    }

    fn generators(&mut self, generators: &[&'m Generator]) {
        for generator in generators {
            self.part(|lint| lint.expr(&generator.source));
        }
        for generator in generators {
            if generator.kind == GeneratorKind::Binary {
                self.binary_generator(&generator.pattern);
            }
            let patterns = std::iter::once(&generator.pattern).chain(&generator.value_pattern);
            let bound = self.patterns(patterns, true);
            self.warn_shadowed(&bound, "generate");
        }
    }
}

/// For filters of comprehensions, where what does not fit in a guard is an expression.
impl Names for Lint<'_> {
    fn is_local(&self, name: Symbol, arity: usize) -> bool {
        let function = (name, arity);
        self.functions.contains_key(&function) || self.imports.contains_key(&function)
    }

    fn record(&self, _: Symbol) -> Option<&RecordDefinition> {
        None
    }
}
