//! What is known of variables.

use std::collections::HashMap;

use lfec_base::Symbol;

use crate::bifs;
use crate::ir::{Expr, ExprKind, Literal, Pattern, PatternKind};
use crate::passes::purity::never_returns;

/// What is known of a value.
#[derive(Clone, Debug)]
pub(super) enum Known {
    /// It is this variable, constant or function name.
    Simple(ExprKind),
    /// It is a tuple of these simple expressions.
    Tuple(Vec<Expr>),
    /// It is a list cell of these simple expressions.
    Cons(Expr, Expr),
    /// It is a fun.
    Fun,
    /// It is `'true'` or `'false'`.
    Boolean,
    /// It is a map.
    Map,
    /// It is a bit string.
    Bits,
}

impl Known {
    /// What is known of the value of an expression that is not simple.
    pub fn of(expr: &Expr) -> Option<Known> {
        match &expr.kind {
            ExprKind::Tuple(items) if items.iter().all(Expr::is_simple) => {
                Some(Known::Tuple(items.clone()))
            }
            ExprKind::Cons(head, tail) if head.is_simple() && tail.is_simple() => {
                Some(Known::Cons((**head).clone(), (**tail).clone()))
            }
            ExprKind::Fun(_) => Some(Known::Fun),
            ExprKind::Map(..) => Some(Known::Map),
            ExprKind::Binary(_) => Some(Known::Bits),
            _ => None,
        }
    }
}

/// How far into an expression is looked for what it gives.
const BOOLEAN_DEPTH: usize = 10;

/// What is known of the variables in scope.
#[derive(Debug, Default)]
pub(super) struct Facts {
    known: HashMap<Symbol, Known>,
    /// What was known before, in the order of learning.
    before: Vec<(Symbol, Option<Known>)>,
}

impl Facts {
    /// Notes what is known of a variable.
    pub fn learn(&mut self, name: Symbol, known: Known) {
        let before = self.known.insert(name, known);
        self.before.push((name, before));
    }

    /// A place to come back to.
    pub fn mark(&self) -> usize {
        self.before.len()
    }

    /// Goes back to what was known at the mark, except for what was said of variables of which
    /// nothing was known: those are no longer in scope, or are bound by a `let` around.
    pub fn forget(&mut self, mark: usize) {
        for (name, before) in self.before.drain(mark..).rev() {
            match before {
                Some(known) => self.known.insert(name, known),
                None => self.known.remove(&name),
            };
        }
    }

    /// What is known of a variable.
    pub fn of_variable(&self, name: Symbol) -> Option<&Known> {
        self.known.get(&name)
    }

    /// What is known of the value of a simple expression.
    pub fn of_expr(&self, expr: &Expr) -> Option<&Known> {
        self.of_variable(expr.as_variable()?)
    }

    /// What is known of the value of any expression.
    pub fn of_value(&self, expr: &Expr) -> Option<Known> {
        Known::of(expr).or_else(|| self.is_boolean(expr).then_some(Known::Boolean))
    }

    /// Whether the value, if there is one, is `'true'` or `'false'`.
    pub fn is_boolean(&self, expr: &Expr) -> bool {
        self.is_boolean_within(expr, BOOLEAN_DEPTH)
    }

    fn is_boolean_within(&self, expr: &Expr, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let inner = |expr: &Expr| self.is_boolean_within(expr, depth);
        match &expr.kind {
            ExprKind::Var(name) => matches!(self.of_variable(*name), Some(Known::Boolean)),
            ExprKind::Literal(value) => value.as_bool().is_some(),
            ExprKind::Call(..) => expr
                .as_erlang_call()
                .is_some_and(|(name, arguments)| bifs::is_boolean(name, arguments.len())),
            ExprKind::Let(_, _, body) | ExprKind::Seq(_, body) => inner(body),
            ExprKind::Case(_, clauses) => {
                clauses.iter().all(|clause| never_returns(&clause.body) || inner(&clause.body))
            }
            ExprKind::Try(parts) => {
                let whole = parts.body.as_variable() == parts.variables.first().copied();
                inner(&parts.handler) && (inner(&parts.body) || whole && inner(&parts.argument))
            }
            _ => false,
        }
    }

    /// The variable that stands for a variable, if another one does.
    pub fn renamed(&self, name: Symbol) -> Option<Symbol> {
        let mut found = None;
        let mut name = name;
        while let Some(Known::Simple(ExprKind::Var(next))) = self.known.get(&name) {
            found = Some(*next);
            name = *next;
        }
        found
    }

    /// What can stand for a variable.
    pub fn simple(&self, name: Symbol) -> Option<ExprKind> {
        let mut found = None;
        let mut name = name;
        while let Some(Known::Simple(kind)) = self.known.get(&name) {
            found = Some(kind.clone());
            match kind {
                ExprKind::Var(next) => name = *next,
                _ => break,
            }
        }
        found
    }

    /// Notes what a match of a variable with a pattern says of it and of the pattern's variables.
    pub fn learn_match(&mut self, subject: Symbol, pattern: &Pattern) {
        match &pattern.kind {
            PatternKind::Var(name) => self.learn(*name, Known::Simple(ExprKind::Var(subject))),
            PatternKind::Alias(name, inner) => {
                self.learn_match(subject, inner);
                self.learn(*name, Known::Simple(ExprKind::Var(subject)));
            }
            // Equal floats may differ in their sign, so only these are the same term.
            PatternKind::Literal(value) => match value {
                Literal::Integer(_) | Literal::Nil | Literal::Atom(_) => {
                    let kind = ExprKind::Literal(value.clone());
                    self.learn(subject, Known::Simple(kind));
                }
                _ => {}
            },
            PatternKind::Tuple(items) => {
                if let Some(items) = items.iter().map(part).collect() {
                    self.learn(subject, Known::Tuple(items));
                }
            }
            PatternKind::Cons(head, tail) => {
                if let (Some(head), Some(tail)) = (part(head), part(tail)) {
                    self.learn(subject, Known::Cons(head, tail));
                }
            }
            PatternKind::Map(_) => self.learn(subject, Known::Map),
            PatternKind::Binary(_) => self.learn(subject, Known::Bits),
        }
    }
}

/// The simple expression for what a pattern has matched, if there is one.
fn part(pattern: &Pattern) -> Option<Expr> {
    match &pattern.kind {
        PatternKind::Var(name) | PatternKind::Alias(name, _) => {
            Some(Expr::new(ExprKind::Var(*name)))
        }
        PatternKind::Literal(value @ (Literal::Integer(_) | Literal::Nil | Literal::Atom(_))) => {
            Some(Expr::new(ExprKind::Literal(value.clone())))
        }
        _ => None,
    }
}
