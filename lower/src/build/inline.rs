//! Functions of module `erlang` that have an instruction.

use lfec_base::Symbol;
use lfec_core::ir::{Expr, ExprKind, Literal};

use super::expr::{Invocation, inline_call};
use super::{Builder, Dest, Operand, TestDest, small};
use crate::builtin::Inline;
use crate::ir::{ArithFacts, ArithOp, Callee, Comparison, Op, Test, Value};

/// How deep conditions are looked into.
const TRUTH_DEPTH: u32 = 16;

impl<'m> Builder<'m, '_> {
    /// Computes a function in line; `None` if its arguments are not such that it can be.
    pub(super) fn inline(
        &mut self,
        inline: Inline,
        arguments: &'m [Expr],
    ) -> Option<Invocation<'m>> {
        let operand = match inline {
            Inline::Arith(op) => {
                let [left, right] = self.operands(arguments).try_into().ok()?;
                self.arith(op, left, right)
            }
            Inline::Compare(comparison) => {
                let [left, right] = self.operands(arguments).try_into().ok()?;
                self.compare(comparison, left, right)
            }
            Inline::Test(test) => {
                let value = self.value(&arguments[0]);
                Operand::Truth(self.op(Op::Test(test, value)))
            }
            Inline::And | Inline::Or => self.and_or(inline, arguments),
            Inline::Not => self.not(&arguments[0]),
            Inline::Head | Inline::Tail => self.head_or_tail(inline, &arguments[0]),
            Inline::SelfPid => Operand::Value(self.op(Op::SelfPid)),
            Inline::IsFunOf => return self.is_fun_of(arguments),
            Inline::IsRecord => return self.is_record(arguments),
            Inline::MakeFun => return self.make_fun(arguments),
            Inline::ApplyFun => return self.apply_fun(arguments),
            Inline::ApplyName => return self.apply_name(arguments),
            Inline::Raise => return None,
        };
        Some(Invocation::Operand(operand))
    }

    fn arith(&mut self, op: ArithOp, left: Operand<'m>, right: Operand<'m>) -> Operand<'m> {
        let is_small = |operand: &Operand<'_>| matches!(operand, Operand::Literal(Literal::Integer(value)) if small(value).is_some());
        let left_small = is_small(&left);
        let right_small = is_small(&right);
        let facts = ArithFacts { left_small, right_small, fits: false };
        let (left, right) = (self.term(left), self.term(right));
        Operand::Value(self.failing_op(|on_failure| Op::Arith {
            op,
            left,
            right,
            facts,
            on_failure,
        }))
    }

    fn compare(
        &mut self,
        comparison: Comparison,
        left: Operand<'m>,
        right: Operand<'m>,
    ) -> Operand<'m> {
        let negated = matches!(comparison, Comparison::NotExact | Comparison::NotEqual);
        let exact = matches!(comparison, Comparison::Exact | Comparison::NotExact);
        let equality = negated || exact || comparison == Comparison::Equal;
        if equality && let Some(condition) = self.compare_with_constant(exact, &left, &right) {
            let condition = if negated { self.op(Op::Not(condition)) } else { condition };
            return Operand::Truth(condition);
        }
        let (left, right) = (self.term(left), self.term(right));
        Operand::Truth(self.op(Op::Compare(comparison, left, right)))
    }

    /// Equality with a constant that is a single word.
    fn compare_with_constant(
        &mut self,
        exact: bool,
        left: &Operand<'m>,
        right: &Operand<'m>,
    ) -> Option<Value> {
        let (constant, other) = match (left, right) {
            (Operand::Literal(literal), other) | (other, Operand::Literal(literal)) => {
                (literal, other)
            }
            _ => return None,
        };
        match (constant, other) {
            (Literal::Atom(name), Operand::Truth(_) | Operand::Later(_)) => {
                let truth = self.truth(other.clone())?;
                match name.as_str() {
                    "true" => return Some(truth),
                    "false" => return Some(self.op(Op::Not(truth))),
                    _ => {}
                }
            }
            (Literal::Atom(name), Operand::Value(value)) if name.as_str() == "true" => {
                return Some(self.op(Op::IsTrue(*value)));
            }
            (Literal::Atom(_) | Literal::Nil, _) => {}
            (Literal::Integer(value), _) if exact && small(value).is_some() => {}
            _ => return None,
        }
        let (left, right) = (self.term(left.clone()), self.term(right.clone()));
        Some(self.op(Op::SameWord(left, right)))
    }

    /// The truth value of an operand that is known to have one.
    fn truth(&mut self, operand: Operand<'m>) -> Option<Value> {
        match operand {
            Operand::Truth(value) => Some(value),
            Operand::Later(expr) => {
                let operand = self.operand(expr);
                match operand {
                    Operand::Truth(value) => Some(value),
                    other => {
                        let value = self.term(other);
                        Some(self.op(Op::IsTrue(value)))
                    }
                }
            }
            Operand::Literal(_) | Operand::Value(_) => None,
        }
    }

    fn is_truth(operand: &Operand<'m>) -> bool {
        matches!(operand, Operand::Truth(_) | Operand::Later(_))
    }

    fn and_or(&mut self, inline: Inline, arguments: &'m [Expr]) -> Operand<'m> {
        let (left, right) = (self.operand(&arguments[0]), self.operand(&arguments[1]));
        if Self::is_truth(&left)
            && Self::is_truth(&right)
            && let (Some(left), Some(right)) = (self.truth(left.clone()), self.truth(right.clone()))
        {
            let op = if inline == Inline::And { Op::And(left, right) } else { Op::Or(left, right) };
            return Operand::Truth(self.op(op));
        }
        let (left, right) = (self.term(left), self.term(right));
        let name = if inline == Inline::And { "and" } else { "or" };
        Operand::Value(self.erlang(name, vec![left, right]))
    }

    fn not(&mut self, argument: &'m Expr) -> Operand<'m> {
        let operand = self.operand(argument);
        if Self::is_truth(&operand)
            && let Some(truth) = self.truth(operand.clone())
        {
            return Operand::Truth(self.op(Op::Not(truth)));
        }
        let value = self.term(operand);
        Operand::Value(self.erlang("not", vec![value]))
    }

    /// `hd(List)`, `tl(List)`: in line where it is a cons cell.
    fn head_or_tail(&mut self, inline: Inline, argument: &'m Expr) -> Operand<'m> {
        let list = self.value(argument);
        let is_cons = self.op(Op::Test(Test::IsCons, list));
        match self.guard_failure {
            Some(failure) => self.require(is_cons, failure),
            None => {
                let (good, bad) = (self.flow.block(), self.cold_block());
                self.branch(is_cons, good, bad);
                self.enter(bad);
                self.erlang(if inline == Inline::Head { "hd" } else { "tl" }, vec![list]);
                self.unreachable();
                self.enter(good);
            }
        }
        let op = if inline == Inline::Head { Op::Head(list) } else { Op::Tail(list) };
        Operand::Value(self.op(op))
    }

    fn is_fun_of(&mut self, arguments: &'m [Expr]) -> Option<Invocation<'m>> {
        let arity = integer(&arguments[1])?;
        let arity = u32::try_from(arity).ok().filter(|arity| *arity <= 255)?;
        let value = self.value(&arguments[0]);
        let truth = self.op(Op::Test(Test::IsFunOf(arity), value));
        Some(Invocation::Operand(Operand::Truth(truth)))
    }

    fn is_record(&mut self, arguments: &'m [Expr]) -> Option<Invocation<'m>> {
        record_shape(arguments)?;
        let join = self.flow.block_with(1);
        let (yes, no) = (self.flow.block(), self.flow.block());
        let test = TestDest { on_true: yes, on_false: no, other: no };
        self.test_record(arguments, test);
        for (block, value) in [(yes, "true"), (no, "false")] {
            self.enter(block);
            let value = self.atom(value);
            self.jump(join, vec![value]);
        }
        self.enter(join);
        let result = self.block_parameter(join, 0);
        Some(Invocation::Operand(Operand::Value(result)))
    }

    fn test_record(&mut self, arguments: &'m [Expr], test: TestDest) {
        let Some((tag, size)) = record_shape(arguments) else {
            return self.bug("is_record of another shape");
        };
        let value = self.value(&arguments[0]);
        let fits = self.op(Op::Test(Test::IsTupleOf(size), value));
        let inside = self.flow.block();
        let otherwise = self.test_target(test.on_false, |builder| builder.atom("false"));
        let then = crate::flow::to(inside);
        self.terminate(crate::flow::Terminator::Branch { condition: fits, then, otherwise });
        self.enter(inside);
        let first = self.op(Op::Element(value, 0));
        let tag = self.op(Op::Atom(tag));
        let same = self.op(Op::SameWord(first, tag));
        self.finish_test(Operand::Truth(same), test);
    }

    fn make_fun(&mut self, arguments: &'m [Expr]) -> Option<Invocation<'m>> {
        let (module, name) = (atom(&arguments[0])?, atom(&arguments[1])?);
        let arity = usize::try_from(integer(&arguments[2])?).ok()?;
        let known = arity <= lfec_abi::entry::MAX_EXPORT_FUN_ARITY;
        let fun = Literal::Fun(module, name, arity);
        known.then_some(Invocation::Operand(Operand::Literal(fun)))
    }

    /// `apply(Fun, [a, b])`
    fn apply_fun(&mut self, arguments: &'m [Expr]) -> Option<Invocation<'m>> {
        let elements = list_elements(&arguments[1])?;
        let fun = self.value(&arguments[0]);
        let operands: Vec<_> = elements.into_iter().map(|e| self.operand(e)).collect();
        let values = self.terms(operands);
        Some(Invocation::Call(Callee::Fun(fun), values))
    }

    /// `apply(m, f, [a, b])`
    fn apply_name(&mut self, arguments: &'m [Expr]) -> Option<Invocation<'m>> {
        let (module, name) = (atom(&arguments[0])?, atom(&arguments[1])?);
        let elements = list_elements(&arguments[2])?;
        let operands: Vec<_> = elements.into_iter().map(|e| self.operand(e)).collect();
        let values = self.terms(operands);
        let arity = values.len();
        let found = crate::builtin::find(module, name, arity).unwrap_or_default();
        // Operations in line need their arguments as expressions: their wrappers are called.
        Some(match found.bif {
            Some(_) if found.inline.is_none() => {
                Invocation::Operand(Operand::Value(self.bif(module, name, values)))
            }
            _ => Invocation::Call(Callee::Remote(module, name, arity as u32), values),
        })
    }

    /// Lowers a condition into control flow where that saves making a value of it.
    pub(super) fn test_inline(
        &mut self,
        inline: Inline,
        arguments: &'m [Expr],
        test: TestDest,
    ) -> bool {
        match inline {
            Inline::And | Inline::Or
                if arguments.iter().all(|argument| self.gives_truth(argument)) =>
            {
                let middle = self.flow.block();
                let first = match inline {
                    Inline::And => TestDest { on_true: middle, ..test },
                    _ => TestDest { on_false: middle, ..test },
                };
                self.lower(&arguments[0], &Dest::Test(first));
                self.enter(middle);
                self.lower(&arguments[1], &Dest::Test(test));
                true
            }
            Inline::Not if self.gives_truth(&arguments[0]) => {
                let same = |block: crate::ir::Block, builder: &mut Self| {
                    builder.flow.at(block).parameters.is_empty()
                };
                if !same(test.on_true, self) || !same(test.on_false, self) {
                    return false;
                }
                let swapped = TestDest { on_true: test.on_false, on_false: test.on_true, ..test };
                self.lower(&arguments[0], &Dest::Test(swapped));
                true
            }
            Inline::IsRecord if record_shape(arguments).is_some() => {
                self.test_record(arguments, test);
                true
            }
            // `E =:= true`, as guards have it around what may be no boolean.
            Inline::Compare(Comparison::Exact)
                if self.gives_truth(&arguments[0])
                    && atom(&arguments[1]).is_some_and(|name| name.as_str() == "true") =>
            {
                self.lower(&arguments[0], &Dest::Test(test));
                true
            }
            _ => false,
        }
    }

    /// Whether an expression is sure to give a boolean, without failing and without effects.
    pub(super) fn gives_truth(&self, expr: &'m Expr) -> bool {
        self.truth_at(expr, &mut Vec::new(), TRUTH_DEPTH)
    }

    /// Whether a binding can be computed where it is used.
    pub(super) fn can_wait(&self, expr: &'m Expr) -> bool {
        matches!(expr.kind, ExprKind::Call(..) | ExprKind::Try(_)) && self.gives_truth(expr)
    }

    fn truth_at(&self, expr: &'m Expr, bound: &mut Vec<Symbol>, depth: u32) -> bool {
        if depth == 0 {
            return false;
        }
        match &expr.kind {
            ExprKind::Literal(Literal::Atom(name)) => matches!(name.as_str(), "true" | "false"),
            ExprKind::Var(name) => {
                bound.contains(name) || self.variables.get(name).is_some_and(Self::is_truth)
            }
            ExprKind::Call(..) => match inline_call(expr) {
                Some((Inline::Test(_) | Inline::Compare(_), arguments)) => {
                    arguments.iter().all(|a| is_atomic(a) || self.truth_at(a, bound, depth - 1))
                }
                Some((Inline::And | Inline::Or | Inline::Not, arguments)) => {
                    arguments.iter().all(|argument| self.truth_at(argument, bound, depth - 1))
                }
                _ => false,
            },
            // Whatever fails inside becomes a boolean.
            ExprKind::Try(parts) => {
                self.truth_at(&parts.handler, bound, depth - 1)
                    && matches!(
                        (&parts.body.kind, &parts.variables[..]),
                        (ExprKind::Var(result), [variable]) if result == variable
                    )
                    && self.ends_in_truth(&parts.argument, bound, depth - 1)
            }
            _ => false,
        }
    }

    /// Whether an expression gives a boolean if it gives anything; it may fail.
    fn ends_in_truth(&self, expr: &'m Expr, bound: &mut Vec<Symbol>, depth: u32) -> bool {
        if depth == 0 {
            return false;
        }
        match &expr.kind {
            ExprKind::Let(variables, argument, body) => {
                if let [variable] = variables[..]
                    && self.ends_in_truth(argument, bound, depth - 1)
                {
                    bound.push(variable);
                }
                self.ends_in_truth(body, bound, depth - 1)
            }
            ExprKind::Call(..) => matches!(
                inline_call(expr),
                Some((
                    Inline::Test(_) | Inline::Compare(_) | Inline::And | Inline::Or | Inline::Not,
                    _
                ))
            ),
            _ => self.truth_at(expr, bound, depth),
        }
    }
}

fn is_atomic(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Var(_) | ExprKind::Literal(_))
}

pub(super) fn atom(expr: &Expr) -> Option<Symbol> {
    match &expr.kind {
        ExprKind::Literal(Literal::Atom(name)) => Some(*name),
        _ => None,
    }
}

pub(super) fn integer(expr: &Expr) -> Option<i64> {
    match &expr.kind {
        ExprKind::Literal(Literal::Integer(value)) => small(value),
        _ => None,
    }
}

/// Tag and size of `is_record(Term, Tag, Size)` with constants.
fn record_shape(arguments: &[Expr]) -> Option<(Symbol, u32)> {
    let [_, tag, size] = arguments else { return None };
    let size = u32::try_from(integer(size)?).ok().filter(|size| *size > 0)?;
    Some((atom(tag)?, size))
}

/// Elements of a list that is written out and ends in `[]`.
fn list_elements(mut list: &Expr) -> Option<Vec<&Expr>> {
    let mut elements = Vec::new();
    loop {
        match &list.kind {
            ExprKind::Cons(head, tail) => {
                elements.push(&**head);
                list = tail;
            }
            ExprKind::Literal(Literal::Nil) => return Some(elements),
            _ => return None,
        }
    }
}
