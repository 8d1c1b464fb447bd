//! Errors, and operations that Core Erlang has as primops.

use lfec_base::Symbol;
use lfec_core::ir::{Expr, ExprKind, Literal};

use super::{Builder, Operand};
use crate::ir::{Callee, OnFailure, Op, Test, Value};

impl<'m> Builder<'m, '_> {
    /// Values of a primop.
    pub(super) fn primop(&mut self, name: Symbol, arguments: &'m [Expr]) -> Vec<Operand<'m>> {
        let operand = match name.as_str() {
            "match_fail" => self.match_fail(arguments),
            "raise" => {
                // The trace comes first, then the reason.
                let values = self.arguments(arguments);
                self.raise_bif("raise", values)
            }
            "raw_raise" => {
                let values = self.arguments(arguments);
                self.raise_bif("raw_raise", values)
            }
            "build_stacktrace" => {
                let values = self.arguments(arguments);
                Operand::Value(self.internal("build_stacktrace", values))
            }
            "recv_peek_message" => return self.peek(),
            "recv_next" => Operand::Value(self.internal("recv_next", Vec::new())),
            "remove_message" => Operand::Value(self.internal("recv_remove", Vec::new())),
            "recv_wait_timeout" => {
                let values = self.arguments(arguments);
                let wait = Callee::Trap(lfec_abi::entry::RECEIVE_WAIT);
                Operand::Value(self.call(wait, values))
            }
            "timeout" => Operand::Literal(Literal::Atom(Symbol::intern("true"))),
            "bs_init_writable" => {
                self.arguments(arguments);
                Operand::Literal(Literal::Binary([].into(), 8))
            }
            other => self.no_operand(&format!("primop {other} is not known")),
        };
        vec![operand]
    }

    /// A BIF of module `erts_internal`, which only compiled code calls.
    fn internal(&mut self, name: &str, arguments: Vec<Value>) -> Value {
        self.bif(Symbol::intern("erts_internal"), Symbol::intern(name), arguments)
    }

    /// `<true, Message>` or `<false, []>`.
    fn peek(&mut self) -> Vec<Operand<'m>> {
        let module = Symbol::intern("erts_internal");
        let found = crate::builtin::find(module, Symbol::intern("recv_peek"), 0);
        let Some(bif) = found.and_then(|found| found.bif) else {
            let none = self.no_operand("the runtime has no erts_internal:recv_peek/0");
            return vec![none.clone(), none];
        };
        let (arguments, on_failure) = (Vec::new(), OnFailure::NonValue);
        let message = self.op(Op::Bif { bif, arguments, on_failure });
        let none = self.op(Op::Test(Test::IsNonValue, message));
        let some = self.op(Op::Not(none));
        vec![Operand::Truth(some), Operand::Value(message)]
    }

    /// `primop match_fail(reason)`, where `{function_clause, a, b}` has the arguments.
    fn match_fail(&mut self, arguments: &'m [Expr]) -> Operand<'m> {
        let Some(reason) = arguments.first() else {
            return self.no_operand("match_fail without reason");
        };
        self.at(&reason.anno);
        match &reason.kind {
            ExprKind::Tuple(elements) if is_function_clause(elements) => {
                let values = self.arguments(&elements[1..]);
                self.function_clause(values)
            }
            ExprKind::Literal(Literal::Tuple(elements)) if is_function_clause_literal(elements) => {
                let values = elements[1..].iter().map(|e| self.constant(e)).collect();
                self.function_clause(values)
            }
            _ => {
                let reason = self.value(reason);
                self.raise_named("error", vec![reason])
            }
        }
    }

    fn function_clause(&mut self, arguments: Vec<Value>) -> Operand<'m> {
        let list = self.list_of(arguments);
        let reason = self.atom("function_clause");
        self.raise_named("error", vec![reason, list])
    }

    /// Raises `error({name, a…})`.
    pub(super) fn raise_error(&mut self, name: &str, arguments: &[Value]) {
        let block = self.block;
        self.flow.at(block).cold = true;
        if let Some(failure) = self.guard_failure {
            return self.jump(failure, Vec::new());
        }
        let mut elements = vec![self.atom(name)];
        elements.extend(arguments);
        let reason = self.op(Op::Tuple(elements));
        self.raise_named("error", vec![reason]);
    }

    /// `erlang:error(…)` and its like: control does not come back.
    fn raise_named(&mut self, name: &str, arguments: Vec<Value>) -> Operand<'m> {
        if let Some(failure) = self.guard_failure {
            self.jump(failure, Vec::new());
            self.stop();
            return Operand::Literal(Literal::Nil);
        }
        self.erlang(name, arguments);
        self.unreachable()
    }

    fn raise_bif(&mut self, name: &str, arguments: Vec<Value>) -> Operand<'m> {
        self.internal(name, arguments);
        self.unreachable()
    }

    /// A call of `erlang:error`, `exit` or `throw`.
    pub(super) fn raise_call(&mut self, name: Symbol, arguments: &'m [Expr]) -> Operand<'m> {
        let values = self.arguments(arguments);
        self.raise_named(name.as_str(), values)
    }
}

fn is_function_clause(elements: &[Expr]) -> bool {
    let first = elements.first().and_then(super::inline::atom);
    first.is_some_and(|name| name.as_str() == "function_clause")
}

fn is_function_clause_literal(elements: &[Literal]) -> bool {
    matches!(elements.first(), Some(Literal::Atom(name)) if name.as_str() == "function_clause")
}
