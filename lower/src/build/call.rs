//! Calls: of functions of the module and of others, of funs, of BIFs.

use lfec_abi::bif::BifKind;
use lfec_base::Symbol;
use lfec_core::ir::{Expr, ExprKind, FunctionName, Literal};

use super::expr::Invocation;
use super::{Builder, Local, Operand, find_local};
use crate::builtin::{self, Inline};
use crate::ir::{Callee, Op, Value};

impl<'m> Builder<'m, '_> {
    /// Evaluates a call's arguments, and says what is to be called, or computes it in line.
    pub(super) fn invocation(&mut self, expr: &'m Expr) -> Invocation<'m> {
        match &expr.kind {
            ExprKind::Apply(callee, arguments) => match &callee.kind {
                ExprKind::FunctionName(name) => self.call_local(*name, arguments),
                _ => {
                    let fun = self.value(callee);
                    let arguments = self.arguments(arguments);
                    Invocation::Call(Callee::Fun(fun), arguments)
                }
            },
            ExprKind::Call(module, name, arguments) => {
                let (module, name) = (self.operand(module), self.operand(name));
                match (&module, &name) {
                    (
                        Operand::Literal(Literal::Atom(module)),
                        Operand::Literal(Literal::Atom(name)),
                    ) => self.call_name(*module, *name, arguments),
                    _ => self.call_dynamic(module, name, arguments),
                }
            }
            _ => Invocation::Operand(self.no_operand("no call")),
        }
    }

    fn call_local(&mut self, name: FunctionName, arguments: &'m [Expr]) -> Invocation<'m> {
        let mut values = self.arguments(arguments);
        match find_local(&self.scope, name).cloned() {
            Some(Local::Label(block)) => {
                self.jump(block, values);
                self.stop();
                Invocation::Operand(Operand::Literal(Literal::Nil))
            }
            Some(Local::Lifted(function, free)) => {
                values.extend(free.iter().map(|name| self.variable_term(*name)));
                Invocation::Call(Callee::Local(function), values)
            }
            Some(Local::Closure(info, function, free)) => {
                values.push(self.closure(name, info, &free));
                Invocation::Call(Callee::Local(function), values)
            }
            None => match self.module.function(name) {
                Some(function) => Invocation::Call(Callee::Local(function), values),
                None => {
                    let message = format!("{}/{} is not defined", name.name, name.arity);
                    Invocation::Operand(self.no_operand(&message))
                }
            },
        }
    }

    fn closure(&mut self, name: FunctionName, info: crate::ir::FunId, free: &[Symbol]) -> Value {
        match self.self_fun {
            Some((this, value)) if this == name => value,
            _ => {
                let values = free.iter().map(|name| self.variable_term(*name)).collect();
                self.op(Op::MakeFun(info, values))
            }
        }
    }

    /// `call 'm':'f'(…)`
    fn call_name(&mut self, module: Symbol, name: Symbol, arguments: &'m [Expr]) -> Invocation<'m> {
        let arity = arguments.len();
        let function = FunctionName { name, arity };
        if module == self.module.name()
            && !self.is_wrapper
            && self.module.is_exported(function)
            && let Some(id) = self.module.function(function)
        {
            let values = self.arguments(arguments);
            return Invocation::Call(Callee::Local(id), values);
        }
        let found = builtin::find(module, name, arity).unwrap_or_default();
        if found.inline == Some(Inline::Raise) {
            return Invocation::Operand(self.raise_call(name, arguments));
        }
        if let Some(inline) = found.inline
            && let Some(invocation) = self.inline(inline, arguments)
        {
            return invocation;
        }
        let values = self.arguments(arguments);
        match found.bif {
            Some(bif) if bif.kind == BifKind::Trap => {
                Invocation::Call(Callee::Trap(bif.symbol), values)
            }
            Some(_) => Invocation::Operand(Operand::Value(self.bif(module, name, values))),
            None => Invocation::Call(Callee::Remote(module, name, arity as u32), values),
        }
    }

    /// `call M:F(a, b)` is `apply(M, F, [a, b])`.
    fn call_dynamic(
        &mut self,
        module: Operand<'m>,
        name: Operand<'m>,
        arguments: &'m [Expr],
    ) -> Invocation<'m> {
        let arguments = self.arguments(arguments);
        let list = self.list_of(arguments);
        let (module, name) = (self.term(module), self.term(name));
        Invocation::Call(self.apply_callee(), vec![module, name, list])
    }

    pub(super) fn apply_callee(&self) -> Callee {
        match builtin::find_bif("erlang", "apply", 3) {
            Some(bif) if bif.kind == BifKind::Trap => Callee::Trap(bif.symbol),
            _ => Callee::Remote(Symbol::intern("erlang"), Symbol::intern("apply"), 3),
        }
    }

    pub(super) fn list_of(&mut self, values: Vec<Value>) -> Value {
        let mut list = self.op(Op::Nil);
        for value in values.into_iter().rev() {
            list = self.op(Op::Cons(value, list));
        }
        list
    }

    /// Result of a BIF; a call of the function of that name where the runtime has none.
    pub(super) fn bif(&mut self, module: Symbol, name: Symbol, arguments: Vec<Value>) -> Value {
        let found = builtin::find(module, name, arguments.len()).and_then(|found| found.bif);
        match found {
            Some(bif) if bif.kind == BifKind::Trap => {
                self.call(Callee::Trap(bif.symbol), arguments)
            }
            Some(bif) => self.failing_op(|on_failure| Op::Bif { bif, arguments, on_failure }),
            None => {
                let arity = arguments.len() as u32;
                self.call(Callee::Remote(module, name, arity), arguments)
            }
        }
    }

    /// As [`Builder::bif`], for a function of module `erlang`.
    pub(super) fn erlang(&mut self, name: &str, arguments: Vec<Value>) -> Value {
        self.bif(Symbol::intern("erlang"), Symbol::intern(name), arguments)
    }
}
