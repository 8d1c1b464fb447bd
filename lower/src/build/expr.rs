//! Expressions that are not calls: variables, construction, sequencing.

use std::sync::Arc;

use lfec_base::Symbol;
use lfec_core::ir::{Expr, ExprKind, Fun, FunctionName, Literal};

use super::module::Pending;
use super::{Builder, Dest, Local, Operand, find_local};
use crate::analyse::Free;
use crate::builtin::Inline;
use crate::flow::Terminator;
use crate::ir::{Callee, FunDescription, FunctionId, Op, Value};

/// What a call comes to.
pub(super) enum Invocation<'m> {
    /// A value, computed in line.
    Operand(Operand<'m>),
    /// A call of another function.
    Call(Callee, Vec<Value>),
}

impl<'m> Builder<'m, '_> {
    /// Lowers an expression whose values go to `dest`; ends the current block.
    pub(super) fn lower(&mut self, mut expr: &'m Expr, dest: &Dest) {
        loop {
            self.at(&expr.anno);
            match &expr.kind {
                ExprKind::Let(variables, argument, body) => {
                    self.bind_let(variables, argument);
                    expr = body;
                }
                ExprKind::Seq(first, then) => {
                    self.discard(first);
                    expr = then;
                }
                ExprKind::LetRec(definitions, body) => {
                    return self.letrec(definitions, body, dest);
                }
                ExprKind::Case(argument, clauses) => return self.case(argument, clauses, dest),
                ExprKind::Try(parts) => return self.lower_try(parts, dest),
                ExprKind::Apply(..) | ExprKind::Call(..) => return self.lower_call(expr, dest),
                ExprKind::Var(name) => {
                    let operand = self.variable(*name);
                    return self.finish(vec![operand], dest);
                }
                ExprKind::Values(exprs) => {
                    let operands = self.operands(exprs);
                    return self.finish(operands, dest);
                }
                ExprKind::PrimOp(name, arguments) => {
                    let operands = self.primop(*name, arguments);
                    return self.finish(operands, dest);
                }
                _ => {
                    let operand = self.operand(expr);
                    return self.finish(vec![operand], dest);
                }
            }
        }
    }

    fn lower_call(&mut self, expr: &'m Expr, dest: &Dest) {
        if let (Dest::Test(test), Some((inline, arguments))) = (dest, inline_call(expr))
            && self.test_inline(inline, arguments, *test)
        {
            return;
        }
        match self.invocation(expr) {
            Invocation::Operand(operand) => self.finish(vec![operand], dest),
            Invocation::Call(callee, arguments) if matches!(dest, Dest::Return) => {
                self.tail_call(callee, arguments);
            }
            Invocation::Call(callee, arguments) => {
                let result = self.call(callee, arguments);
                self.finish(vec![Operand::Value(result)], dest);
            }
        }
    }

    fn tail_call(&mut self, callee: Callee, arguments: Vec<Value>) {
        let header = self.flow.header;
        match (callee, header) {
            (Callee::Local(function), Some(header)) if function == self.this => {
                self.jump(header, arguments);
            }
            _ => {
                let location = self.location();
                self.terminate(Terminator::TailCall { callee, arguments, location });
            }
        }
    }

    /// A call that is not in tail position; control goes on in a new block.
    pub(super) fn call(&mut self, callee: Callee, arguments: Vec<Value>) -> Value {
        if self.guard_failure.is_some() {
            self.bug("a guard calls a function");
        }
        let then = self.flow.block_with(1);
        let location = self.location();
        self.terminate(Terminator::Call { callee, arguments, then, location });
        self.enter(then);
        self.block_parameter(then, 0)
    }

    /// Lowers an expression of one value in the current block, or goes on in a later one.
    pub(super) fn operand(&mut self, mut expr: &'m Expr) -> Operand<'m> {
        loop {
            self.at(&expr.anno);
            match &expr.kind {
                ExprKind::Let(variables, argument, body) => {
                    self.bind_let(variables, argument);
                    expr = body;
                }
                ExprKind::Seq(first, then) => {
                    self.discard(first);
                    expr = then;
                }
                _ => return self.operand_of(expr),
            }
        }
    }

    fn operand_of(&mut self, expr: &'m Expr) -> Operand<'m> {
        match &expr.kind {
            ExprKind::Var(name) => self.variable(*name),
            ExprKind::Literal(literal) => Operand::Literal(literal.clone()),
            ExprKind::FunctionName(name) => self.function_value(*name),
            ExprKind::Cons(..) => self.list(expr),
            ExprKind::Tuple(elements) => self.tuple(elements),
            ExprKind::Map(base, pairs) => self.map(base.as_deref(), pairs),
            ExprKind::Binary(segments) => self.binary(segments),
            ExprKind::Fun(fun) => self.fun(fun, &expr.anno),
            ExprKind::Apply(..) | ExprKind::Call(..) => match self.invocation(expr) {
                Invocation::Operand(operand) => operand,
                Invocation::Call(callee, arguments) => Operand::Value(self.call(callee, arguments)),
            },
            _ => match <[Operand<'m>; 1]>::try_from(self.values(expr, 1)) {
                Ok([operand]) => operand,
                Err(_) => self.no_operand("an expression gives no single value"),
            },
        }
    }

    /// The values of an expression that gives `count` of them.
    pub(super) fn values(&mut self, expr: &'m Expr, count: usize) -> Vec<Operand<'m>> {
        self.at(&expr.anno);
        match &expr.kind {
            ExprKind::Values(exprs) => self.operands(exprs),
            ExprKind::PrimOp(name, arguments) => self.primop(*name, arguments),
            ExprKind::Let(..)
            | ExprKind::Seq(..)
            | ExprKind::LetRec(..)
            | ExprKind::Case(..)
            | ExprKind::Try(_) => {
                let line = self.line;
                let join = self.flow.block_with(count);
                self.lower(expr, &Dest::Block(join));
                self.enter(join);
                self.line = line;
                let parameters = self.flow.at(join).parameters.clone();
                parameters.into_iter().map(Operand::Value).collect()
            }
            ExprKind::Receive(..) | ExprKind::Catch(_) => {
                vec![self.no_operand("receive and catch are not lowered")]
            }
            _ => vec![self.operand(expr)],
        }
    }

    pub(super) fn operands(&mut self, exprs: &'m [Expr]) -> Vec<Operand<'m>> {
        exprs.iter().map(|expr| self.operand(expr)).collect()
    }

    /// Arguments of a call: all are evaluated before the constants among them are made values.
    pub(super) fn arguments(&mut self, exprs: &'m [Expr]) -> Vec<Value> {
        let operands = self.operands(exprs);
        self.terms(operands)
    }

    pub(super) fn value(&mut self, expr: &'m Expr) -> Value {
        let operand = self.operand(expr);
        self.term(operand)
    }

    /// Notes a fault where an operand is wanted.
    pub(super) fn no_operand(&mut self, message: &str) -> Operand<'m> {
        self.bug(message);
        Operand::Literal(Literal::Nil)
    }

    /// Ends the current block where control does not get to.
    pub(super) fn unreachable(&mut self) -> Operand<'m> {
        let block = self.block;
        self.flow.at(block).cold = true;
        self.terminate(Terminator::Unreachable);
        self.stop();
        Operand::Literal(Literal::Nil)
    }

    /// Lowers an expression for its effects.
    fn discard(&mut self, expr: &'m Expr) {
        match &expr.kind {
            ExprKind::Case(..) | ExprKind::Try(_) | ExprKind::LetRec(..) => {
                let line = self.line;
                let next = self.flow.block();
                self.lower(expr, &Dest::Discard(next));
                self.enter(next);
                self.line = line;
            }
            ExprKind::Values(exprs) => drop(self.operands(exprs)),
            ExprKind::PrimOp(name, arguments) => {
                self.at(&expr.anno);
                self.primop(*name, arguments);
            }
            ExprKind::Var(_) | ExprKind::Literal(_) => {}
            _ => drop(self.operand(expr)),
        }
    }

    fn bind_let(&mut self, variables: &[Symbol], argument: &'m Expr) {
        if let [variable] = variables
            && self.guard_failure.is_some()
            && self.facts.uses(*variable) == 1
            && self.can_wait(argument)
        {
            self.variables.insert(*variable, Operand::Later(argument));
            return;
        }
        let mut operands = match variables {
            [_] => vec![self.operand(argument)],
            _ => self.values(argument, variables.len()),
        };
        if self.dead {
            operands = vec![Operand::Literal(Literal::Nil); variables.len()];
        }
        if operands.len() != variables.len() {
            return self.bug("a let binds another number of variables than there are values");
        }
        for (variable, operand) in variables.iter().zip(operands) {
            self.variables.insert(*variable, operand);
        }
    }

    pub(super) fn variable(&mut self, name: Symbol) -> Operand<'m> {
        match self.variables.get(&name) {
            Some(operand) => operand.clone(),
            None => self.no_operand(&format!("variable {name} is not bound")),
        }
    }

    /// `[a, b | c]`: walked, not recursed into: lists are long.
    fn list(&mut self, expr: &'m Expr) -> Operand<'m> {
        let mut heads = Vec::new();
        let mut rest = expr;
        while let ExprKind::Cons(head, tail) = &rest.kind {
            heads.push(self.operand(head));
            rest = tail;
        }
        let mut list = self.operand(rest);
        for head in heads.into_iter().rev() {
            list = match (head, list) {
                (Operand::Literal(head), Operand::Literal(tail)) => {
                    Operand::Literal(Literal::Cons(Arc::new((head, tail))))
                }
                (head, tail) => {
                    let (head, tail) = (self.term(head), self.term(tail));
                    Operand::Value(self.op(Op::Cons(head, tail)))
                }
            };
        }
        list
    }

    fn tuple(&mut self, elements: &'m [Expr]) -> Operand<'m> {
        let operands = self.operands(elements);
        match literals(&operands) {
            Some(elements) => Operand::Literal(Literal::Tuple(elements.into())),
            None => {
                let elements = self.terms(operands);
                Operand::Value(self.op(Op::Tuple(elements)))
            }
        }
    }

    /// A fun: what it captures, and its code later.
    fn fun(&mut self, fun: &'m Fun, anno: &'m lfec_core::ir::Anno) -> Operand<'m> {
        let free = self.facts.free(fun);
        let (captured, known) = self.captured(&free);
        let anno = if anno.terms.is_empty() { &fun.anno } else { anno };
        let name = self.module.fun_name(anno, self.outer, "fun");
        let id = self.module.declare();
        let arity = fun.parameters.len() as u32;
        let free = captured.len() as u32;
        let info = self.module.add_fun(FunDescription { function: id, name, arity, free });
        let values = captured.iter().map(|name| self.variable_term(*name)).collect();
        self.queue_fun(id, fun, (name, None), captured.into(), known, true, None);
        Operand::Value(self.op(Op::MakeFun(info, values)))
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a pending function")]
    pub(super) fn queue_fun(
        &mut self,
        id: FunctionId,
        fun: &'m Fun,
        (name, shown): (Symbol, Option<(Symbol, u32)>),
        free: std::rc::Rc<[Symbol]>,
        known: Vec<(Symbol, Literal)>,
        is_fun: bool,
        self_name: Option<FunctionName>,
    ) {
        let line = match self.module.line(&fun.anno) {
            0 => self.line,
            line => line,
        };
        self.module.queue(Pending {
            id,
            fun,
            facts: self.facts.clone(),
            outer: self.outer,
            self_name,
            name,
            shown,
            scope: self.scope.clone(),
            free,
            known,
            is_fun,
            is_wrapper: false,
            line,
        });
    }

    pub(super) fn variable_term(&mut self, name: Symbol) -> Value {
        let operand = self.variable(name);
        self.term(operand)
    }

    /// The variables that a function of its own needs from here, and those that are constants.
    pub(super) fn captured(&mut self, free: &Free) -> (Vec<Symbol>, Vec<(Symbol, Literal)>) {
        let mut names = free.variables.clone();
        for function in &free.functions {
            match find_local(&self.scope, *function) {
                Some(Local::Lifted(_, more) | Local::Closure(_, _, more)) => {
                    names.extend(more.iter().copied());
                }
                Some(Local::Label(_)) => self.bug("a label is called from another function"),
                None => {}
            }
        }
        let mut seen = std::collections::HashSet::new();
        names.retain(|name| seen.insert(*name));
        let mut known = Vec::new();
        names.retain(|name| match self.variables.get(name) {
            Some(Operand::Literal(literal)) => {
                known.push((*name, literal.clone()));
                false
            }
            // A function of the same group may bind it itself: not ours to pass.
            Some(_) => true,
            None => false,
        });
        (names, known)
    }

    /// A function's name as a value.
    fn function_value(&mut self, name: FunctionName) -> Operand<'m> {
        if let Some((this, value)) = self.self_fun
            && this == name
        {
            return Operand::Value(value);
        }
        match find_local(&self.scope, name).cloned() {
            Some(Local::Closure(info, _, free)) => {
                let values = free.iter().map(|name| self.variable_term(*name)).collect();
                Operand::Value(self.op(Op::MakeFun(info, values)))
            }
            Some(_) => self.no_operand("a function without value is used as one"),
            None => match self.module.function(name) {
                Some(function) => {
                    let info = self.module.name_fun(name, function);
                    Operand::Value(self.op(Op::MakeFun(info, Vec::new())))
                }
                None => self.no_operand(&format!("{}/{} is not defined", name.name, name.arity)),
            },
        }
    }
}

/// The constants that operands are, if all are.
pub(super) fn literals(operands: &[Operand<'_>]) -> Option<Vec<Literal>> {
    let literal = |operand: &Operand<'_>| match operand {
        Operand::Literal(literal) => Some(literal.clone()),
        _ => None,
    };
    operands.iter().map(literal).collect()
}

/// The operation a call of a function of module `erlang` is, and its arguments.
pub(super) fn inline_call(expr: &Expr) -> Option<(Inline, &[Expr])> {
    let ExprKind::Call(module, name, arguments) = &expr.kind else { return None };
    let (ExprKind::Literal(Literal::Atom(module)), ExprKind::Literal(Literal::Atom(name))) =
        (&module.kind, &name.kind)
    else {
        return None;
    };
    let found = crate::builtin::find(*module, *name, arguments.len())?;
    found.inline.map(|inline| (inline, &arguments[..]))
}
