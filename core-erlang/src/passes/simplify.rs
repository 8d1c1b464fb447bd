//! Computes at compile time what is known then.
//!
//! * A variable bound to a variable, a constant or a function name is replaced by it; so is what
//!   a pattern's variable is bound to when the matched value is a variable.
//! * `let` and `do` in an argument go around it; `let X = E in X` is `E`; `apply fun (X) -> B (E)`
//!   is `let X = E in B`.
//! * Calls of functions that only compute, of constants or of what was just built ([`bif`]).
//! * `case` of what was just built, or is known from a `case` around: clauses that cannot match
//!   go, a clause that must match is the result, tuples and list cells that are only taken apart
//!   are not built ([`matching`]).
//! * What follows an expression that only raises goes; a `try` around what cannot raise too.
//!
//! Names are unique, so that what is known of a variable holds wherever it is in scope; what a
//! clause teaches about an outer variable is forgotten at its end.

mod bif;
mod known;
mod matching;

use std::collections::HashSet;

use lfec_base::Symbol;

use super::each_definition;
use super::purity::{is_total, never_returns};
use crate::fold;
use crate::ir::{Clause, Expr, ExprKind, Literal, Module, Pattern, TryExpr};
use crate::rename::Names;
use known::{Facts, Known};

/// Simplifies every definition of a module.
pub(super) fn run(module: &mut Module) {
    each_definition(module, |definition, names| {
        let mut sizes = HashSet::new();
        sizes_in(&definition.function.body, &mut sizes);
        let mut simplifier = Simplifier { names, facts: Facts::default(), sizes };
        simplifier.expr(&mut definition.function.body);
    });
}

/// Variables that are sizes of segments, where not every constant can stand.
fn sizes_in(expr: &Expr, sizes: &mut HashSet<Symbol>) {
    if let ExprKind::Binary(segments) = &expr.kind {
        sizes.extend(segments.iter().filter_map(|segment| segment.size.as_variable()));
    }
    if let ExprKind::Case(_, clauses) | ExprKind::Receive(clauses, ..) = &expr.kind {
        for clause in clauses {
            let mut visit = |size: &Expr| sizes.extend(size.as_variable());
            clause.patterns.iter().for_each(|pattern| pattern.each_expr(&mut visit));
        }
    }
    expr.each_child(&mut |child| sizes_in(child, sizes));
}

struct Simplifier<'n> {
    names: &'n mut Names,
    facts: Facts,
    sizes: HashSet<Symbol>,
}

impl Simplifier<'_> {
    fn expr(&mut self, place: &mut Expr) {
        match &mut place.kind {
            ExprKind::Var(name) => {
                if let Some(known) = self.facts.simple(*name) {
                    place.kind = known;
                }
            }
            ExprKind::Let(..) => self.let_in(place),
            ExprKind::Seq(..) => self.seq(place),
            ExprKind::Case(..) => self.case(place),
            ExprKind::Try(parts) => {
                self.expr(&mut parts.argument);
                self.expr(&mut parts.body);
                self.expr(&mut parts.handler);
                if let Some(simpler) = without_try(parts) {
                    *place = simpler;
                }
            }
            ExprKind::Receive(clauses, ..) => {
                clauses.iter_mut().for_each(|clause| self.patterns(clause));
                place.each_child_mut(&mut |child| self.expr(child));
            }
            ExprKind::Binary(_) => self.binary(place),
            ExprKind::Apply(..) => self.apply(place),
            ExprKind::Call(..) => {
                place.each_child_mut(&mut |child| self.expr(child));
                if let Some(result) = bif::call(place, &self.facts) {
                    place.kind = result;
                }
            }
            ExprKind::Cons(head, tail) => {
                self.expr(head);
                self.expr(tail);
                if let (Some(head), Some(tail)) = (head.as_literal(), tail.as_literal()) {
                    place.kind = ExprKind::Literal(Literal::cons(head.clone(), tail.clone()));
                }
            }
            ExprKind::Tuple(items) => {
                items.iter_mut().for_each(|item| self.expr(item));
                place.kind = fold::tuple(std::mem::take(items));
            }
            _ => place.each_child_mut(&mut |child| self.expr(child)),
        }
    }

    /// Constant sizes other than integers are not put in: an atom would mean something else.
    fn binary(&mut self, place: &mut Expr) {
        let ExprKind::Binary(segments) = &mut place.kind else { return };
        for segment in &mut *segments {
            self.expr(&mut segment.value);
            self.size(&mut segment.size);
        }
        place.kind = fold::binary(std::mem::take(segments));
    }

    fn size(&mut self, size: &mut Expr) {
        let Some(name) = size.as_variable() else { return };
        match self.facts.simple(name) {
            Some(ExprKind::Literal(value @ Literal::Integer(_))) => {
                size.kind = ExprKind::Literal(value);
            }
            _ => size.kind = ExprKind::Var(self.facts.renamed(name).unwrap_or(name)),
        }
    }

    fn let_in(&mut self, place: &mut Expr) {
        if let ExprKind::Let(_, argument, _) = &mut place.kind {
            self.expr(argument);
        }
        self.bound(place);
    }

    /// A `let` whose argument has been simplified.
    fn bound(&mut self, place: &mut Expr) {
        if hoist(place) {
            return self.in_hole(place, Self::bound);
        }
        let ExprKind::Let(names, argument, body) = &mut place.kind else { return };
        if never_returns(argument) {
            *place = argument.take();
            return;
        }
        if let ExprKind::Values(items) = &mut argument.kind
            && items.len() == names.len()
        {
            let bindings = std::mem::take(names).into_iter().zip(std::mem::take(items));
            *place = bindings.rev().fold(body.take(), |body, (name, item)| {
                Expr::new(ExprKind::Let(vec![name], Box::new(item), Box::new(body)))
            });
            return match place.kind {
                ExprKind::Let(..) => self.bound(place),
                _ => self.expr(place),
            };
        }
        if let [name] = names[..] {
            let no_size = |value: &Literal| {
                !matches!(value, Literal::Integer(_)) && self.sizes.contains(&name)
            };
            if argument.is_simple() && !argument.as_literal().is_some_and(no_size) {
                self.facts.learn(name, Known::Simple(argument.kind.clone()));
                *place = body.take();
                return self.expr(place);
            }
            if let Some(known) = self.facts.of_value(argument) {
                self.facts.learn(name, known);
            }
        }
        self.expr(body);
        let is_result = match &body.kind {
            ExprKind::Var(name) => names[..] == [*name],
            ExprKind::Values(items) => {
                items.len() == names.len()
                    && items.iter().zip(&*names).all(|(item, n)| item.as_variable() == Some(*n))
            }
            _ => false,
        };
        if is_result {
            *place = argument.take();
        }
    }

    fn seq(&mut self, place: &mut Expr) {
        if let ExprKind::Seq(first, _) = &mut place.kind {
            self.expr(first);
        }
        self.sequence(place);
    }

    /// A `do` whose first part has been simplified.
    fn sequence(&mut self, place: &mut Expr) {
        if hoist(place) {
            return self.in_hole(place, Self::sequence);
        }
        let ExprKind::Seq(first, then) = &mut place.kind else { return };
        if never_returns(first) {
            *place = first.take();
            return;
        }
        self.expr(then);
        if is_total(first) {
            *place = then.take();
        }
    }

    /// Goes on where the body of a `let` or `do` is.
    fn in_hole(&mut self, place: &mut Expr, go_on: fn(&mut Self, &mut Expr)) {
        if let ExprKind::Let(_, _, hole) | ExprKind::Seq(_, hole) = &mut place.kind {
            go_on(self, hole);
        }
    }

    fn apply(&mut self, place: &mut Expr) {
        let ExprKind::Apply(callee, arguments) = &mut place.kind else { return };
        if let ExprKind::Fun(fun) = &mut callee.kind
            && fun.parameters.len() == arguments.len()
        {
            let bindings = std::mem::take(&mut fun.parameters).into_iter();
            let bindings = bindings.zip(std::mem::take(arguments)).rev();
            *place = bindings.fold(fun.body.take(), |body, (name, argument)| {
                Expr::new(ExprKind::Let(vec![name], Box::new(argument), Box::new(body)))
            });
            return self.expr(place);
        }
        place.each_child_mut(&mut |child| self.expr(child));
        let ExprKind::Apply(callee, arguments) = &mut place.kind else { return };
        if let ExprKind::Literal(Literal::Fun(module, function, arity)) = &callee.kind
            && *arity == arguments.len()
        {
            let name = |name| Box::new(Expr::new(ExprKind::Literal(Literal::Atom(name))));
            let (module, function) = (name(*module), name(*function));
            place.kind = ExprKind::Call(module, function, std::mem::take(arguments));
            return;
        }
        // There is no call of a function by name with another number of arguments.
        if let ExprKind::FunctionName(function) = &callee.kind
            && function.arity != arguments.len()
        {
            let nil = Expr::new(ExprKind::Literal(Literal::Nil));
            let list = std::mem::take(arguments)
                .into_iter()
                .rev()
                .fold(nil, |tail, head| Expr::new(ExprKind::Cons(Box::new(head), Box::new(tail))));
            let atom = |name| Box::new(Expr::new(ExprKind::Literal(Literal::atom(name))));
            let arguments = vec![callee.take(), list];
            place.kind = ExprKind::Call(atom("erlang"), atom("apply"), arguments);
        }
    }

    fn case(&mut self, place: &mut Expr) {
        if let ExprKind::Case(argument, clauses) = &mut place.kind {
            self.expr(argument);
            clauses.iter_mut().for_each(|clause| self.patterns(clause));
        }
        self.choice(place);
    }

    /// A `case` whose argument has been simplified.
    fn choice(&mut self, place: &mut Expr) {
        if hoist(place) {
            return self.in_hole(place, Self::choice);
        }
        let ExprKind::Case(argument, clauses) = &mut place.kind else { return };
        if never_returns(argument) {
            *place = argument.take();
            return;
        }
        if let Some(simpler) = matching::simplify(argument, clauses, &self.facts, self.names) {
            let (simpler, seen) = match simpler {
                matching::Simpler::Seen(simpler) => (simpler, true),
                matching::Simpler::Body(body) => (body, false),
            };
            place.kind = simpler.kind;
            return match &place.kind {
                ExprKind::Case(..) if seen => self.choice(place),
                ExprKind::Let(..) if seen => self.bound(place),
                _ => self.expr(place),
            };
        }
        let subjects: Vec<Option<Symbol>> = match &argument.kind {
            ExprKind::Values(items) => items.iter().map(Expr::as_variable).collect(),
            _ => vec![argument.as_variable()],
        };
        for clause in &mut *clauses {
            let mark = self.facts.mark();
            for (subject, pattern) in subjects.iter().zip(&clause.patterns) {
                if let Some(subject) = subject {
                    self.facts.learn_match(*subject, pattern);
                }
            }
            self.expr(&mut clause.guard);
            self.expr(&mut clause.body);
            self.facts.forget(mark);
        }
        if clauses.iter().any(|clause| !clause.guard.is_atom("false")) {
            clauses.retain(|clause| !clause.guard.is_atom("false"));
        }
    }

    /// Keys and sizes in the patterns of a clause.
    fn patterns(&mut self, clause: &mut Clause) {
        for pattern in &mut clause.patterns {
            self.pattern(pattern);
        }
    }

    fn pattern(&mut self, pattern: &mut Pattern) {
        use crate::ir::PatternKind::*;
        match &mut pattern.kind {
            Map(pairs) => pairs.iter_mut().for_each(|(key, _)| self.expr(key)),
            Binary(segments) => {
                segments.iter_mut().for_each(|segment| self.size(&mut segment.size));
            }
            _ => {}
        }
        pattern.each_child_mut(&mut |child| self.pattern(child));
    }
}

/// Takes a `let` or `do` out of the argument of a `let`, `do` or `case`: `case let X = A in B of …`
/// is `let X = A in case B of …`.
fn hoist(place: &mut Expr) -> bool {
    let (ExprKind::Let(_, argument, _) | ExprKind::Seq(argument, _) | ExprKind::Case(argument, _)) =
        &mut place.kind
    else {
        return false;
    };
    let (ExprKind::Let(_, _, value) | ExprKind::Seq(_, value)) = &mut argument.kind else {
        return false;
    };
    let value = value.take();
    let mut outer = argument.replace(value);
    let inner = place.take();
    if let ExprKind::Let(_, _, hole) | ExprKind::Seq(_, hole) = &mut outer.kind {
        **hole = inner;
    }
    *place = outer;
    true
}

/// A `try` around what gives values without fail is a `let`.
fn without_try(parts: &mut TryExpr) -> Option<Expr> {
    if !is_total(&parts.argument) {
        return None;
    }
    let names = std::mem::take(&mut parts.variables);
    let (argument, body) = (parts.argument.take(), parts.body.take());
    Some(Expr::new(ExprKind::Let(names, Box::new(argument), Box::new(body))))
}
