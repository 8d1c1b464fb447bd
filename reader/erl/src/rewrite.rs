//! A walk over expressions to change them.

use crate::ast::{Clause, Expr, ExprKind, Generator, Qualifier, Template};

/// Calls `visit` with every expression in these clauses, inner ones first.
pub(crate) fn each_expr_mut(clauses: &mut [Clause], visit: &mut dyn FnMut(&mut Expr)) {
    for clause in clauses {
        let guards = clause.guard.iter_mut().flatten();
        let parts = clause.patterns.iter_mut().chain(guards).chain(&mut clause.body);
        parts.for_each(|expr| expr_mut(expr, visit));
    }
}

fn all(exprs: &mut [Expr], visit: &mut dyn FnMut(&mut Expr)) {
    exprs.iter_mut().for_each(|expr| expr_mut(expr, visit));
}

fn expr_mut(expr: &mut Expr, visit: &mut dyn FnMut(&mut Expr)) {
    match &mut expr.kind {
        ExprKind::Var(_)
        | ExprKind::Atom(_)
        | ExprKind::Integer(_)
        | ExprKind::Float(_)
        | ExprKind::Char(_)
        | ExprKind::String(_)
        | ExprKind::Nil
        | ExprKind::FunName(..)
        | ExprKind::RecordIndex(..) => {}
        ExprKind::List(items, tail) => {
            all(items, visit);
            tail.iter_mut().for_each(|tail| expr_mut(tail, visit));
        }
        ExprKind::Tuple(items) | ExprKind::Block(items) => all(items, visit),
        ExprKind::Binary(elements) => {
            for element in elements {
                expr_mut(&mut element.value, visit);
                element.size.iter_mut().for_each(|size| expr_mut(size, visit));
            }
        }
        ExprKind::Map(base, fields) => {
            base.iter_mut().for_each(|base| expr_mut(base, visit));
            for field in fields {
                expr_mut(&mut field.key, visit);
                expr_mut(&mut field.value, visit);
            }
        }
        ExprKind::Record(_, fields) => {
            fields.iter_mut().for_each(|field| expr_mut(&mut field.value, visit));
        }
        ExprKind::RecordUpdate(base, _, fields) => {
            expr_mut(base, visit);
            fields.iter_mut().for_each(|field| expr_mut(&mut field.value, visit));
        }
        ExprKind::RecordGet(inside, ..) | ExprKind::Unary(_, inside) | ExprKind::Catch(inside) => {
            expr_mut(inside, visit)
        }
        ExprKind::Match(left, right)
        | ExprKind::MaybeMatch(left, right)
        | ExprKind::Remote(left, right)
        | ExprKind::Op(_, left, right) => {
            expr_mut(left, visit);
            expr_mut(right, visit);
        }
        ExprKind::Call(callee, arguments) => {
            expr_mut(callee, visit);
            all(arguments, visit);
        }
        ExprKind::If(clauses) | ExprKind::Fun(_, clauses) => each_expr_mut(clauses, visit),
        ExprKind::Case(argument, clauses) => {
            expr_mut(argument, visit);
            each_expr_mut(clauses, visit);
        }
        ExprKind::Receive(clauses, after) => {
            each_expr_mut(clauses, visit);
            if let Some(after) = after {
                expr_mut(&mut after.0, visit);
                all(&mut after.1, visit);
            }
        }
        ExprKind::Try(parts) => {
            all(&mut parts.body, visit);
            each_expr_mut(&mut parts.clauses, visit);
            each_expr_mut(&mut parts.handlers, visit);
            all(&mut parts.after, visit);
        }
        ExprKind::FunRemote(parts) => {
            let (module, function, arity) = &mut **parts;
            [module, function, arity].into_iter().for_each(|part| expr_mut(part, visit));
        }
        ExprKind::Maybe(body, clauses) => {
            all(body, visit);
            each_expr_mut(clauses, visit);
        }
        ExprKind::Comprehension(template, qualifiers) => comprehension(template, qualifiers, visit),
    }
    visit(expr);
}

fn comprehension(
    template: &mut Template,
    qualifiers: &mut [Qualifier],
    visit: &mut dyn FnMut(&mut Expr),
) {
    for qualifier in qualifiers {
        match qualifier {
            Qualifier::Generator(generator) => generator_mut(generator, visit),
            Qualifier::Zip(generators) => {
                generators.iter_mut().for_each(|generator| generator_mut(generator, visit));
            }
            Qualifier::Filter(expr) => expr_mut(expr, visit),
        }
    }
    match template {
        Template::List(expr) | Template::Binary(expr) => expr_mut(expr, visit),
        Template::Map(key, value) => {
            expr_mut(key, visit);
            expr_mut(value, visit);
        }
    }
}

fn generator_mut(generator: &mut Generator, visit: &mut dyn FnMut(&mut Expr)) {
    expr_mut(&mut generator.pattern, visit);
    generator.value_pattern.iter_mut().for_each(|pattern| expr_mut(pattern, visit));
    expr_mut(&mut generator.source, visit);
}
