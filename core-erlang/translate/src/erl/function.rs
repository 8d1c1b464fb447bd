//! State of the translation of one function: variables in scope, what is still to come, names.
//!
//! Erlang binds a variable once in a clause and exports it from branches; Core binds it with
//! `let` and patterns around what uses it. So a body is translated to [`Steps`], the bindings in
//! order, and the value of its last expression; `wrap` nests the one into the other.

use std::collections::HashMap;

use lfec_base::{Diagnostic, Span, Symbol};
use lfec_core::deep::MAX_DEPTH;
use lfec_core::ir::{Anno, Clause, Definition, Expr, ExprKind, FunctionName, Pattern};
use lfec_erl::ast;

use super::fun_numbers::FunNumbers;
use super::module::ModuleFacts;
use crate::build::{Builder, fun, let_in, seq, var};
use lfec_erl::uses::{Pending, is_used};

/// Something evaluated before the rest of a body.
pub(super) enum Step {
    /// `let <names> = value in rest`
    Let(Vec<Symbol>, Expr),
    /// `do value rest`
    Seq(Expr),
    /// `case value of <pattern> when guard -> rest; otherwise`
    Match(Box<MatchStep>),
}

/// A match whose success is the rest of the body.
pub(super) struct MatchStep {
    pub anno: Anno,
    pub value: Expr,
    pub pattern: Pattern,
    pub guard: Expr,
    pub otherwise: Clause,
}

/// Steps in order of evaluation.
#[derive(Default)]
pub(super) struct Steps(Vec<Step>);

impl Steps {
    pub fn new() -> Steps {
        Steps::default()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// One more step, before all others.
    pub fn prepend(&mut self, step: Step) {
        self.0.insert(0, step);
    }

    /// The steps around `rest`.
    pub fn wrap(self, rest: Expr) -> Expr {
        self.0.into_iter().rev().fold(rest, |rest, step| match step {
            Step::Let(names, value) if names.len() == 1 => let_in(names[0], value, rest),
            Step::Let(names, value) => {
                Expr::new(ExprKind::Let(names, Box::new(value), Box::new(rest)))
            }
            Step::Seq(first) => seq(first, rest),
            Step::Match(step) => {
                let MatchStep { anno, value, pattern, guard, otherwise } = *step;
                let taken =
                    Clause { anno: Anno::default(), patterns: vec![pattern], guard, body: rest };
                let kind = ExprKind::Case(Box::new(value), vec![taken, otherwise]);
                Expr::with_anno(anno, kind)
            }
        })
    }
}

/// How far bindings had come.
#[derive(Clone, Copy)]
pub(super) struct Mark(usize);

/// The translation of one function.
pub(super) struct Translator<'m> {
    pub facts: &'m ModuleFacts<'m>,
    pub builder: Builder,
    pub diagnostics: &'m mut Vec<Diagnostic>,
    /// The function as written.
    pub function: FunctionName,
    /// Numbers of its funs.
    pub fun_numbers: FunNumbers,
    /// Core variable of each Erlang variable in scope.
    scope: HashMap<Symbol, Symbol>,
    /// What each binding since the start replaced, to undo it.
    trail: Vec<(Symbol, Option<Symbol>)>,
    /// What is evaluated after the current expression and sees what it binds.
    pending: Vec<Pending<'m>>,
    /// Steps around the current body.
    level: usize,
    /// The depth limit was reported.
    too_deep: bool,
    /// Funs with a name, by the variable of that name in them.
    pub named_funs: HashMap<Symbol, FunctionName>,
    /// Tests that record accesses add to the guard being translated; `None` outside guards.
    pub record_tests: Option<Vec<Expr>>,
}

impl<'m> Translator<'m> {
    pub fn new(
        facts: &'m ModuleFacts<'m>,
        function: FunctionName,
        diagnostics: &'m mut Vec<Diagnostic>,
    ) -> Translator<'m> {
        Translator {
            facts,
            builder: Builder::new(),
            diagnostics,
            function,
            fun_numbers: FunNumbers::default(),
            scope: HashMap::new(),
            trail: Vec::new(),
            pending: Vec::new(),
            level: 0,
            too_deep: false,
            named_funs: HashMap::new(),
            record_tests: None,
        }
    }

    /// The function `f`.
    pub fn definition(mut self, function: &'m ast::Function) -> Definition {
        self.fun_numbers = FunNumbers::of(function);
        let span = function.clauses.first().map_or(Span::NONE, |clause| clause.span);
        let anno = Anno::at(span);
        let (parameters, body) =
            self.function_clauses(&function.clauses, function.arity, Some(self.function), &anno);
        Definition { name: self.function, function: fun(anno, parameters, body) }
    }

    /// The Core variable that `name` is in scope as.
    pub fn lookup(&self, name: Symbol) -> Option<Symbol> {
        self.scope.get(&name).copied()
    }

    /// Puts `name` in scope.
    pub fn bind(&mut self, name: Symbol, core: Symbol) {
        let before = self.scope.insert(name, core);
        self.trail.push((name, before));
    }

    pub fn mark(&self) -> Mark {
        Mark(self.trail.len())
    }

    /// Takes what was bound since `mark` out of scope; gives it.
    pub fn undo(&mut self, mark: Mark) -> Vec<(Symbol, Symbol)> {
        let mut bound = Vec::new();
        while self.trail.len() > mark.0 {
            let Some((name, before)) = self.trail.pop() else { break };
            let now = match before {
                Some(core) => self.scope.insert(name, core),
                None => self.scope.remove(&name),
            };
            bound.extend(now.map(|core| (name, core)));
        }
        bound.reverse();
        bound
    }

    /// Runs `inside` with nothing in scope.
    pub fn in_empty_scope<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> T {
        let scope = std::mem::take(&mut self.scope);
        let trail = std::mem::take(&mut self.trail);
        let result = inside(self);
        self.scope = scope;
        self.trail = trail;
        result
    }

    /// Runs `inside` while `pending` is still to be evaluated.
    pub fn before<T>(&mut self, pending: Pending<'m>, inside: impl FnOnce(&mut Self) -> T) -> T {
        self.pending.push(pending);
        let result = inside(self);
        self.pending.pop();
        result
    }

    /// Whether what is still to be evaluated mentions `name`.
    pub fn is_used_later(&self, name: Symbol) -> bool {
        self.pending.iter().any(|pending| is_used(name, *pending))
    }

    /// Adds a step, if the tree does not grow too deep by it.
    pub fn push(&mut self, steps: &mut Steps, step: Step) {
        if self.level + steps.len() < MAX_DEPTH {
            steps.0.push(step);
        } else if !self.too_deep {
            self.too_deep = true;
            let message = format!("function {} is too large", self.function.name);
            let span = self.facts.spans.get(&self.function).copied().unwrap_or(Span::NONE);
            self.diagnostics.push(Diagnostic::error("nesting", message, span));
        }
    }

    pub fn error(&mut self, code: &'static str, message: String, span: Span) {
        self.diagnostics.push(Diagnostic::error(code, message, span));
    }

    /// The value of an expression, with all that it needs, in a scope of its own.
    pub fn block(&mut self, exprs: &'m [ast::Expr]) -> Expr {
        let mark = self.mark();
        let value = self.open_block(exprs);
        self.undo(mark);
        value
    }

    /// The same; what it binds stays in scope.
    pub fn open_block(&mut self, exprs: &'m [ast::Expr]) -> Expr {
        let mut steps = Steps::new();
        let value = self.body(exprs, &mut steps);
        steps.wrap(value)
    }

    /// Runs `inside` for a tree that stands inside `steps`.
    pub fn inside<T>(&mut self, steps: &Steps, inside: impl FnOnce(&mut Self) -> T) -> T {
        let length = steps.len();
        self.level += length;
        let result = inside(self);
        self.level -= length;
        result
    }

    /// The value of the last of these expressions, the others as steps.
    pub fn body(&mut self, exprs: &'m [ast::Expr], steps: &mut Steps) -> Expr {
        let Some((last, init)) = exprs.split_last() else { return Expr::atom("ok") };
        for (index, expr) in init.iter().enumerate() {
            let rest = Pending::Exprs(&exprs[index + 1..]);
            let value = self.before(rest, |t| t.expr(expr, steps));
            if !is_pure(&value) {
                self.push(steps, Step::Seq(value));
            }
        }
        self.expr(last, steps)
    }

    /// The value of `expr` as variable or constant.
    pub fn simple(&mut self, expr: &'m ast::Expr, steps: &mut Steps) -> Expr {
        let value = self.expr(expr, steps);
        self.make_simple(value, steps)
    }

    pub fn make_simple(&mut self, value: Expr, steps: &mut Steps) -> Expr {
        if value.is_simple() {
            return value;
        }
        let name = self.builder.fresh();
        self.push(steps, Step::Let(vec![name], value));
        var(name)
    }

    /// The value of `expr` as something that does nothing when it is evaluated.
    pub fn safe(&mut self, expr: &'m ast::Expr, steps: &mut Steps) -> Expr {
        let value = self.expr(expr, steps);
        if is_pure(&value) { value } else { self.make_simple(value, steps) }
    }

    /// Values of `exprs`, evaluated from left to right.
    pub fn safe_all(&mut self, exprs: &'m [ast::Expr], steps: &mut Steps) -> Vec<Expr> {
        exprs.iter().map(|expr| self.safe(expr, steps)).collect()
    }
}

/// Variables, constants and constructors of them.
pub(super) fn is_pure(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Cons(head, tail) => is_pure(head) && is_pure(tail),
        ExprKind::Tuple(items) => items.iter().all(is_pure),
        _ => expr.is_simple(),
    }
}
