//! `try`.

use lfec_core::ir::{ExprKind, TryExpr};

use super::{Builder, Dest, Operand};
use crate::flow::Inst;

impl<'m> Builder<'m, '_> {
    /// `try argument of <x> -> body catch <c, r, s> -> handler`
    pub(super) fn lower_try(&mut self, parts: &'m TryExpr, dest: &Dest) {
        if self.guard_failure.is_some() {
            return self.try_in_guard(parts, dest);
        }
        let line = self.line;
        let handler = self.flow.block_with(3);
        let after = self.flow.block_with(parts.variables.len());
        let block = self.block;
        self.flow.at(block).insts.push(Inst::Push(handler));
        self.lower(&parts.argument, &Dest::Block(after));

        self.enter(after);
        self.flow.at(after).insts.push(Inst::Pop(handler));
        let values = self.flow.at(after).parameters.clone();
        for (name, value) in parts.variables.iter().zip(values) {
            self.variables.insert(*name, Operand::Value(value));
        }
        self.line = line;
        self.lower(&parts.body, dest);

        self.enter(handler);
        let values = self.flow.at(handler).parameters.clone();
        for (name, value) in parts.exception_variables.iter().zip(values) {
            self.variables.insert(*name, Operand::Value(value));
        }
        self.line = line;
        self.lower(&parts.handler, dest);
    }

    /// In a guard nothing raises: operations that fail lead to the handler.
    fn try_in_guard(&mut self, parts: &'m TryExpr, dest: &Dest) {
        let failure = self.flow.block();
        let outer = self.guard_failure.replace(failure);
        match (&parts.body.kind, &parts.variables[..]) {
            (ExprKind::Var(result), [variable]) if result == variable => {
                self.lower(&parts.argument, dest);
                self.guard_failure = outer;
            }
            _ => {
                let operands = self.values(&parts.argument, parts.variables.len());
                self.guard_failure = outer;
                for (name, operand) in parts.variables.iter().zip(operands) {
                    self.variables.insert(*name, operand);
                }
                self.lower(&parts.body, dest);
            }
        }
        self.enter(failure);
        self.lower(&parts.handler, dest);
    }
}
