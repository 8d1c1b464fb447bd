//! Which values an instruction, operation or terminator uses.

use crate::ir::{Callee, Inst, Op, Target, Terminator, Value};

impl Inst {
    /// Calls `visit` with each value used, in order.
    pub fn for_each_use(&self, visit: &mut dyn FnMut(Value)) {
        match self {
            Inst::Op { op, .. } => op.for_each_use(visit),
            Inst::Check { arguments, .. } => arguments.iter().for_each(|value| visit(*value)),
            Inst::Reserve { live, .. } => live.iter().for_each(|value| visit(*value)),
            Inst::FrameStore(_, value) => visit(*value),
            Inst::FrameAllocate(_)
            | Inst::FrameFree(_)
            | Inst::HandlerPush(..)
            | Inst::HandlerPop(_) => {}
        }
    }
}

impl Op {
    /// Calls `visit` with each value used, in order.
    pub fn for_each_use(&self, visit: &mut dyn FnMut(Value)) {
        match self {
            Op::Small(_)
            | Op::Atom(_)
            | Op::Nil
            | Op::Literal(_)
            | Op::Word(_)
            | Op::Float(_)
            | Op::FrameLoad(_)
            | Op::SelfPid => {}
            Op::Head(a)
            | Op::Tail(a)
            | Op::Element(a, _)
            | Op::Free(a, _)
            | Op::Test(_, a)
            | Op::BoolToTerm(a)
            | Op::IsTrue(a)
            | Op::Not(a)
            | Op::FloatNegate(a)
            | Op::UnboxFloat(a)
            | Op::SmallToFloat(a)
            | Op::ToFloat(a, _)
            | Op::BoxFloat(a)
            | Op::Untag(a)
            | Op::Tag(a)
            | Op::Copy(a) => visit(*a),
            Op::Cons(a, b)
            | Op::SameWord(a, b)
            | Op::Compare(_, a, b)
            | Op::CompareSmall(_, a, b)
            | Op::CompareWord(_, a, b)
            | Op::CompareFloat(_, a, b)
            | Op::And(a, b)
            | Op::Or(a, b)
            | Op::FloatArith(_, a, b, _)
            | Op::WordArith(_, a, b)
            | Op::Arith { left: a, right: b, .. } => {
                visit(*a);
                visit(*b);
            }
            Op::Tuple(values) | Op::MakeFun(_, values) => values.iter().for_each(|v| visit(*v)),
            Op::Bif { arguments, .. } => arguments.iter().for_each(|v| visit(*v)),
        }
    }
}

impl Terminator {
    /// Calls `visit` with each value used, in order.
    pub fn for_each_use(&self, visit: &mut dyn FnMut(Value)) {
        match self {
            Terminator::Jump(target) => target_uses(target, visit),
            Terminator::Branch { condition, then, otherwise } => {
                visit(*condition);
                target_uses(then, visit);
                target_uses(otherwise, visit);
            }
            Terminator::Switch { value, cases, otherwise } => {
                visit(*value);
                cases.iter().for_each(|(_, target)| target_uses(target, visit));
                target_uses(otherwise, visit);
            }
            Terminator::Call { callee, arguments, .. }
            | Terminator::TailCall { callee, arguments, .. } => {
                if let Callee::Fun(fun) = callee {
                    visit(*fun);
                }
                arguments.iter().for_each(|value| visit(*value));
            }
            Terminator::Return(value) => visit(*value),
            Terminator::Raise(_) | Terminator::Unreachable => {}
        }
    }

    /// Calls `visit` with each block this leads to.
    pub fn for_each_target(&self, visit: &mut dyn FnMut(&Target)) {
        match self {
            Terminator::Jump(target) => visit(target),
            Terminator::Branch { then, otherwise, .. } => {
                visit(then);
                visit(otherwise);
            }
            Terminator::Switch { cases, otherwise, .. } => {
                cases.iter().for_each(|(_, target)| visit(target));
                visit(otherwise);
            }
            _ => {}
        }
    }
}

fn target_uses(target: &Target, visit: &mut dyn FnMut(Value)) {
    target.arguments.iter().for_each(|value| visit(*value));
}
