//! Whether an expression mentions a variable.
//!
//! Used to export from branches what is needed only. A mention is enough: a fun that shadows the
//! variable makes an export more, which does no harm.

use crate::ast::{BinaryElement, Clause, Expr, ExprKind, Generator, Qualifier, Template};
use std::cell::RefCell;

use lfec_base::Symbol;

/// Something still to be evaluated.
#[derive(Clone, Copy)]
pub enum Pending<'m> {
    /// Expressions of a body.
    Exprs(&'m [Expr]),
    /// An expression or pattern.
    Expr(&'m Expr),
    /// Clauses.
    Clauses(&'m [Clause]),
    /// What is left of a comprehension.
    Comprehension(&'m Template, &'m [Qualifier]),
}

/// Whether `pending` mentions `name`.
pub fn is_used(name: Symbol, pending: Pending<'_>) -> bool {
    let search = Search { wanted: &|found| found == name };
    match pending {
        Pending::Exprs(exprs) => search.any(exprs),
        Pending::Expr(expr) => search.expr(expr),
        Pending::Clauses(clauses) => search.clauses(clauses),
        Pending::Comprehension(template, qualifiers) => {
            search.template(template) || search.qualifiers(qualifiers)
        }
    }
}

/// Calls `visit` with each variable that `expr` mentions.
pub fn each_variable(expr: &Expr, visit: &mut dyn FnMut(Symbol)) {
    let visit = RefCell::new(visit);
    let wanted = |found| {
        (visit.borrow_mut())(found);
        false
    };
    Search { wanted: &wanted }.expr(expr);
}

/// Looks for a variable that is wanted.
struct Search<'w> {
    wanted: &'w dyn Fn(Symbol) -> bool,
}

impl Search<'_> {
    fn any(&self, exprs: &[Expr]) -> bool {
        exprs.iter().any(|expr| self.expr(expr))
    }

    fn expr(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Var(name) => (self.wanted)(*name),
            ExprKind::Atom(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::Char(_)
            | ExprKind::String(_)
            | ExprKind::Nil
            | ExprKind::FunName(..)
            | ExprKind::RecordIndex(..) => false,
            ExprKind::List(items, tail) => {
                self.any(items) || tail.as_deref().is_some_and(|tail| self.expr(tail))
            }
            ExprKind::Tuple(items) | ExprKind::Block(items) => self.any(items),
            ExprKind::Binary(elements) => elements.iter().any(|e| self.element(e)),
            ExprKind::Map(base, fields) => {
                base.as_deref().is_some_and(|base| self.expr(base))
                    || fields.iter().any(|f| self.expr(&f.key) || self.expr(&f.value))
            }
            ExprKind::Record(_, fields) => fields.iter().any(|field| self.expr(&field.value)),
            ExprKind::RecordUpdate(base, _, fields) => {
                self.expr(base) || fields.iter().any(|field| self.expr(&field.value))
            }
            ExprKind::RecordGet(inside, ..)
            | ExprKind::Unary(_, inside)
            | ExprKind::Catch(inside) => self.expr(inside),
            ExprKind::Match(left, right)
            | ExprKind::MaybeMatch(left, right)
            | ExprKind::Remote(left, right)
            | ExprKind::Op(_, left, right) => self.expr(left) || self.expr(right),
            ExprKind::Call(callee, arguments) => self.expr(callee) || self.any(arguments),
            ExprKind::If(clauses) | ExprKind::Fun(_, clauses) => self.clauses(clauses),
            ExprKind::Case(argument, clauses) => self.expr(argument) || self.clauses(clauses),
            ExprKind::Receive(clauses, after) => {
                self.clauses(clauses)
                    || after.as_deref().is_some_and(|(t, body)| self.expr(t) || self.any(body))
            }
            ExprKind::Try(parts) => {
                self.any(&parts.body)
                    || self.clauses(&parts.clauses)
                    || self.clauses(&parts.handlers)
                    || self.any(&parts.after)
            }
            ExprKind::FunRemote(parts) => {
                let (module, function, arity) = &**parts;
                [module, function, arity].into_iter().any(|part| self.expr(part))
            }
            ExprKind::Maybe(body, clauses) => self.any(body) || self.clauses(clauses),
            ExprKind::Comprehension(template, qualifiers) => {
                self.template(template) || self.qualifiers(qualifiers)
            }
        }
    }

    fn element(&self, element: &BinaryElement) -> bool {
        self.expr(&element.value) || element.size.as_ref().is_some_and(|size| self.expr(size))
    }

    fn clauses(&self, clauses: &[Clause]) -> bool {
        clauses.iter().any(|clause| {
            self.any(&clause.patterns)
                || clause.guard.iter().any(|tests| self.any(tests))
                || self.any(&clause.body)
        })
    }

    fn template(&self, template: &Template) -> bool {
        match template {
            Template::List(expr) | Template::Binary(expr) => self.expr(expr),
            Template::Map(key, value) => self.expr(key) || self.expr(value),
        }
    }

    fn qualifiers(&self, qualifiers: &[Qualifier]) -> bool {
        qualifiers.iter().any(|qualifier| match qualifier {
            Qualifier::Generator(generator) => self.generator(generator),
            Qualifier::Zip(generators) => generators.iter().any(|g| self.generator(g)),
            Qualifier::Filter(expr) => self.expr(expr),
        })
    }

    fn generator(&self, generator: &Generator) -> bool {
        self.expr(&generator.pattern)
            || generator.value_pattern.as_ref().is_some_and(|pattern| self.expr(pattern))
            || self.expr(&generator.source)
    }
}
