//! `catch` to `try`.
//!
//! ```text
//! catch E
//! =>
//! try E of <V> -> V
//! catch <Class,Reason,Trace> -> case Class of
//!     'throw' -> Reason
//!     'exit' -> {'EXIT',Reason}
//!     _ -> let <T> = primop 'build_stacktrace'(Trace) in {'EXIT',{Reason,T}}
//! ```

use lfec_base::Symbol;

use super::each_definition;
use crate::ir::{Anno, Clause, Expr, ExprKind, Literal, Module, Pattern, PatternKind, TryExpr};
use crate::rename::Names;

/// Lowers every `catch` of a module.
pub(super) fn run(module: &mut Module) {
    each_definition(module, |definition, names| expr(&mut definition.function.body, names));
}

fn expr(place: &mut Expr, names: &mut Names) {
    place.each_child_mut(&mut |child| expr(child, names));
    if matches!(place.kind, ExprKind::Catch(_)) {
        let Expr { anno, kind } = place.take();
        if let ExprKind::Catch(body) = kind {
            *place = Expr::with_anno(anno, catch(*body, names));
        }
    }
}

fn catch(body: Expr, names: &mut Names) -> ExprKind {
    let value = names.fresh();
    let (class, reason, trace) = (names.fresh(), names.fresh(), names.fresh());
    let built = names.fresh();
    let build = ExprKind::PrimOp(Symbol::intern("build_stacktrace"), vec![var(trace)]);
    let error = exit(Expr::new(ExprKind::Tuple(vec![var(reason), var(built)])));
    let error = ExprKind::Let(vec![built], Box::new(Expr::new(build)), Box::new(error));
    let atom = |name| PatternKind::Literal(Literal::atom(name));
    let clauses = vec![
        clause(atom("throw"), var(reason)),
        clause(atom("exit"), exit(var(reason))),
        clause(PatternKind::Var(names.fresh()), Expr::new(error)),
    ];
    ExprKind::Try(Box::new(TryExpr {
        argument: body,
        variables: vec![value],
        body: var(value),
        exception_variables: vec![class, reason, trace],
        handler: Expr::new(ExprKind::Case(Box::new(var(class)), clauses)),
    }))
}

/// `{'EXIT',reason}`
fn exit(reason: Expr) -> Expr {
    Expr::new(ExprKind::Tuple(vec![Expr::atom("EXIT"), reason]))
}

fn var(name: Symbol) -> Expr {
    Expr::new(ExprKind::Var(name))
}

fn clause(pattern: PatternKind, body: Expr) -> Clause {
    let patterns = vec![Pattern::new(pattern)];
    Clause { anno: Anno::default(), patterns, guard: Expr::atom("true"), body }
}
