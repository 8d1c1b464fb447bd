//! Map literals of more than [`LARGEST_LITERAL`] pairs become calls of `maps:from_list/1`.
//!
//! `~{k=>v, …}~` → `call 'maps':'from_list'([{k, v}, …])`, and what holds such a literal is built around
//! it. The literal area holds small maps only: large ones are hash tries, whose shape is the runtime's.

use crate::ir::{Anno, Expr, ExprKind, Literal, Module};

/// Largest map that stays a literal: the largest that the runtime keeps flat.
const LARGEST_LITERAL: usize = 32;

/// Replaces the large map literals of a module.
pub fn run(module: &mut Module) {
    for definition in &mut module.definitions {
        in_expr(&mut definition.function.body);
    }
}

fn in_expr(expr: &mut Expr) {
    if let ExprKind::Literal(literal) = &expr.kind {
        if holds_large_map(literal) {
            let anno = expr.anno.clone();
            *expr = build(literal, &anno);
        }
        return;
    }
    expr.each_child_mut(&mut in_expr);
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
            let list = items.rev().fold(Expr::new(ExprKind::Literal(Literal::Nil)), |tail, item| {
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
            ExprKind::Cons(head, tail) => {
                Some(Literal::cons(literal_of(head)?, literal_of(tail)?))
            }
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
