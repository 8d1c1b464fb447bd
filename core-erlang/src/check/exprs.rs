//! Checks of expressions.

use super::{Checker, Local};
use crate::bifs;
use crate::ir::{Anno, Clause, Definition, Expr, ExprKind, TryExpr};
use lfec_base::Symbol;

impl Checker<'_> {
    /// Checks an expression that has to give `values` values and is in tail position.
    pub(super) fn expr(&mut self, expr: &Expr, values: usize) {
        if self.too_deep(&expr.anno) {
            return;
        }
        self.depth += 1;
        self.terms(&expr.anno);
        if self.in_guard {
            self.guard_expr(expr);
        }
        self.kind(expr, values);
        self.depth -= 1;
    }

    /// Checks an operand: one value, not in tail position.
    pub(super) fn operand(&mut self, expr: &Expr) {
        self.outside_tail(|c| c.expr(expr, 1));
    }

    fn one_value(&mut self, values: usize, anno: &Anno) {
        if values != 1 {
            self.error("value-count", format!("1 value where {values} are taken"), anno);
        }
    }

    fn kind(&mut self, expr: &Expr, values: usize) {
        use ExprKind::*;
        let anno = &expr.anno;
        match &expr.kind {
            Values(items) => {
                if items.len() != values {
                    let message = format!("{} values where {values} are taken", items.len());
                    self.error("value-count", message, anno);
                }
                items.iter().for_each(|item| self.operand(item));
            }
            Let(names, argument, body) => {
                self.outside_tail(|c| c.expr(argument, names.len()));
                self.bind_all(names, anno);
                self.expr(body, values);
                self.unbind_all(names);
            }
            Seq(first, then) => {
                self.operand(first);
                self.expr(then, values);
            }
            LetRec(definitions, body) => self.letrec(definitions, body, anno, values),
            Case(argument, clauses) => self.case(argument, clauses, anno, values),
            Receive(clauses, timeout, action) => {
                clauses.iter().for_each(|clause| self.clause(clause, 1, values));
                self.operand(timeout);
                self.expr(action, values);
            }
            Try(parts) => self.try_expr(parts, anno, values),
            Apply(callee, arguments) => self.apply(callee, arguments, anno, values),
            PrimOp(name, arguments) => {
                self.primop(*name, arguments.len(), values, anno);
                arguments.iter().for_each(|argument| self.operand(argument));
            }
            Call(..) if raises(expr) => expr.each_child(&mut |child| self.operand(child)),
            Fun(fun) => {
                self.one_value(values, anno);
                self.fun(fun);
            }
            Var(name) => {
                self.one_value(values, anno);
                self.use_variable(*name, anno);
            }
            FunctionName(name) => {
                self.one_value(values, anno);
                if self.use_function(*name, anno).is_some_and(|local| local.jump.is_some()) {
                    self.error("jump", format!("jump target {name} used as value"), anno);
                }
            }
            Literal(value) => {
                self.one_value(values, anno);
                self.literal(value, anno);
            }
            Map(base, _) => {
                if base.as_ref().is_some_and(|base| !base.is_simple()) {
                    self.error("map-base", "a map that is extended is no variable".into(), anno);
                }
                self.one_value(values, anno);
                expr.each_child(&mut |child| self.operand(child));
            }
            Cons(..) | Tuple(_) | Binary(_) | Call(..) | Catch(_) => {
                self.one_value(values, anno);
                expr.each_child(&mut |child| self.operand(child));
            }
        }
    }

    fn letrec(&mut self, definitions: &[Definition], body: &Expr, anno: &Anno, values: usize) {
        let jump = anno.has("letrec_goto").then_some(self.tail);
        for Definition { name, function } in definitions {
            let again = self.locals.insert(*name, Some(Local { jump })).is_some();
            if again || self.functions.contains(name) {
                let message = format!("function {name} is bound again");
                self.error("duplicate-function", message, &function.anno);
            }
            if jump.is_some() && name.arity > 0 {
                let message = format!("jump target {name} has parameters");
                self.error("jump", message, &function.anno);
            }
        }
        for definition in definitions {
            match jump {
                Some(_) if definition.function.parameters.is_empty() => {
                    self.terms(&definition.function.anno);
                    self.expr(&definition.function.body, values);
                }
                _ => self.definition(definition),
            }
        }
        self.expr(body, values);
        for Definition { name, .. } in definitions {
            self.locals.insert(*name, None);
        }
    }

    fn case(&mut self, argument: &Expr, clauses: &[Clause], anno: &Anno, values: usize) {
        let Some(first) = clauses.first() else {
            return self.error("no-clause", "case without a clause".to_owned(), anno);
        };
        let count = first.patterns.len();
        self.outside_tail(|c| c.expr(argument, count));
        clauses.iter().for_each(|clause| self.clause(clause, count, values));
    }

    fn clause(&mut self, clause: &Clause, count: usize, values: usize) {
        self.terms(&clause.anno);
        if clause.patterns.len() != count {
            let message = format!("{} patterns for {count} values", clause.patterns.len());
            self.error("value-count", message, &clause.anno);
        }
        self.patterns(&clause.patterns);
        let in_guard = std::mem::replace(&mut self.in_guard, true);
        self.operand(&clause.guard);
        self.in_guard = in_guard;
        self.expr(&clause.body, values);
        self.unbind_all(&clause.variables());
    }

    fn try_expr(&mut self, parts: &TryExpr, anno: &Anno, values: usize) {
        self.outside_tail(|c| c.expr(&parts.argument, parts.variables.len()));
        self.bind_all(&parts.variables, anno);
        self.expr(&parts.body, values);
        self.unbind_all(&parts.variables);
        if !matches!(parts.exception_variables.len(), 2 | 3) {
            let message = "a handler takes 2 or 3 values".to_owned();
            self.error("value-count", message, anno);
        }
        self.bind_all(&parts.exception_variables, anno);
        self.expr(&parts.handler, values);
        self.unbind_all(&parts.exception_variables);
    }

    fn apply(&mut self, callee: &Expr, arguments: &[Expr], anno: &Anno, values: usize) {
        arguments.iter().for_each(|argument| self.operand(argument));
        let ExprKind::FunctionName(name) = callee.kind else {
            self.one_value(values, anno);
            return self.operand(callee);
        };
        if arguments.len() != name.arity {
            let message = format!("function {name} applied to {} arguments", arguments.len());
            self.error("arity-mismatch", message, anno);
        }
        match self.use_function(name, &callee.anno).and_then(|local| local.jump) {
            None => self.one_value(values, anno),
            Some(tail) if tail == self.tail => {}
            Some(_) => {
                let message = format!("jump to {name} out of tail position");
                self.error("jump", message, anno);
            }
        }
    }

    fn primop(&mut self, name: Symbol, arity: usize, values: usize, anno: &Anno) {
        let gives = match (name.as_str(), arity) {
            ("match_fail", 1) | ("raise", 2) | ("raw_raise", 3) => return,
            ("recv_peek_message", 0) => 2,
            ("recv_next" | "remove_message" | "nif_start", 0)
            | ("build_stacktrace" | "recv_wait_timeout" | "bs_init_writable", 1) => 1,
            _ => {
                let message = format!("unknown primop {name}/{arity}");
                return self.error("unknown-primop", message, anno);
            }
        };
        if gives != values {
            let message = format!("{gives} values where {values} are taken");
            self.error("value-count", message, anno);
        }
    }

    fn guard_expr(&mut self, expr: &Expr) {
        use ExprKind::*;
        let pure = match &expr.kind {
            Call(..) => {
                let pure = |(name, arguments): (Symbol, &[Expr])| {
                    bifs::effect(name, arguments.len()).is_some()
                };
                raises(expr) || expr.as_erlang_call().is_some_and(pure)
            }
            PrimOp(name, _) => name.as_str() == "match_fail",
            Apply(..) | Receive(..) | Catch(_) | Fun(_) | LetRec(..) => false,
            _ => true,
        };
        if !pure {
            self.error("illegal-guard", "illegal guard expression".to_owned(), &expr.anno);
        }
    }
}

/// Whether this is a call that only raises.
fn raises(expr: &Expr) -> bool {
    expr.as_erlang_call().is_some_and(|(name, arguments)| {
        matches!(
            (name.as_str(), arguments.len()),
            ("error", 1..=3) | ("exit" | "throw", 1) | ("raise", 3) | ("nif_error", 1 | 2)
        )
    })
}
