//! Map literals of more than [`LARGEST_LITERAL`] pairs become calls of `maps:from_list/1`.
//!
//! `~{k=>v, …}~` → `call 'maps':'from_list'([{k, v}, …])`, and what holds such a literal is built around
//! it. The literal area holds small maps only: large ones are hash tries, whose shape is the runtime's.

use lfec_base::Symbol;

use super::each_definition;
use crate::ir::{Anno, Clause, Expr, ExprKind, Literal, Module};
use crate::rename::Names;

/// Largest map that stays a literal: the largest that the runtime keeps flat.
const LARGEST_LITERAL: usize = 32;

/// Replaces the large map literals of a module.
pub(super) fn run(module: &mut Module) {
    each_definition(module, |definition, names| in_expr(&mut definition.function.body, names));
}

fn in_expr(expr: &mut Expr, names: &mut Names) {
    if let ExprKind::Literal(literal) = &expr.kind {
        if holds_large_map(literal) {
            let anno = expr.anno.clone();
            *expr = build(literal, &anno);
        }
        return;
    }
    let mut bindings = Vec::new();
    match &mut expr.kind {
        // Only a variable can be extended.
        ExprKind::Map(Some(base), _) => hoist(base, names, &mut bindings),
        ExprKind::Case(_, clauses) | ExprKind::Receive(clauses, ..) => {
            clauses.iter_mut().for_each(|clause| hoist_clause(clause, names, &mut bindings));
        }
        _ => {}
    }
    expr.each_child_mut(&mut |child| in_expr(child, names));
    for (name, value) in bindings {
        let body = Box::new(expr.take());
        expr.kind = ExprKind::Let(vec![name], Box::new(value), body);
    }
}

/// Guards and patterns do not call functions: what they need is made before.
fn hoist_clause(clause: &mut Clause, names: &mut Names, bindings: &mut Vec<(Symbol, Expr)>) {
    hoist(&mut clause.guard, names, bindings);
    for pattern in &mut clause.patterns {
        pattern.each_expr_mut(&mut |key| hoist(key, names, bindings));
    }
}

fn hoist(place: &mut Expr, names: &mut Names, bindings: &mut Vec<(Symbol, Expr)>) {
    match &place.kind {
        ExprKind::Literal(literal) if holds_large_map(literal) => {
            let name = names.fresh();
            let value = build(literal, &place.anno);
            place.kind = ExprKind::Var(name);
            bindings.push((name, value));
        }
        _ => place.each_child_mut(&mut |child| hoist(child, names, bindings)),
    }
}

fn holds_large_map(literal: &Literal) -> bool {
    match literal {
        Literal::Map(pairs) => {
            pairs.len() > LARGEST_LITERAL
                || pairs.iter().any(|(key, value)| holds_large_map(key) || holds_large_map(value))
        }
        Literal::Tuple(items) => items.iter().any(holds_large_map),
        Literal::Cons(_) => {
            let mut rest = literal;
            while let Literal::Cons(cell) = rest {
                if holds_large_map(&cell.0) {
                    return true;
                }
                rest = &cell.1;
            }
            holds_large_map(rest)
        }
        _ => false,
    }
}

/// An expression that makes the term of a literal.
fn build(literal: &Literal, anno: &Anno) -> Expr {
    let kind = match literal {
        _ if !holds_large_map(literal) => ExprKind::Literal(literal.clone()),
        Literal::Map(pairs) => {
            let items = pairs.iter().map(|(key, value)| {
                let pair = [build(key, anno), build(value, anno)];
                Expr::with_anno(anno.clone(), ExprKind::Tuple(pair.into()))
            });
            let list =
                items.rev().fold(Expr::new(ExprKind::Literal(Literal::Nil)), |tail, item| {
                    Expr::with_anno(anno.clone(), ExprKind::Cons(Box::new(item), Box::new(tail)))
                });
            let (module, name) = (Expr::atom("maps"), Expr::atom("from_list"));
            ExprKind::Call(Box::new(module), Box::new(name), vec![constant(list)])
        }
        Literal::Tuple(items) => {
            ExprKind::Tuple(items.iter().map(|item| build(item, anno)).collect())
        }
        Literal::Cons(cell) => {
            ExprKind::Cons(Box::new(build(&cell.0, anno)), Box::new(build(&cell.1, anno)))
        }
        _ => ExprKind::Literal(literal.clone()),
    };
    Expr::with_anno(anno.clone(), kind)
}

/// A list or tuple of literals as one literal again.
fn constant(expr: Expr) -> Expr {
    fn literal_of(expr: &Expr) -> Option<Literal> {
        match &expr.kind {
            ExprKind::Literal(literal) => Some(literal.clone()),
            ExprKind::Cons(head, tail) => Some(Literal::cons(literal_of(head)?, literal_of(tail)?)),
            ExprKind::Tuple(items) => {
                let items: Option<Vec<_>> = items.iter().map(literal_of).collect();
                Some(Literal::tuple(items?))
            }
            _ => None,
        }
    }
    match literal_of(&expr) {
        Some(literal) => Expr::with_anno(expr.anno, ExprKind::Literal(literal)),
        None => expr,
    }
}
